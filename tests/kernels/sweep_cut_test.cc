// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/sweep_cut.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "algorithms/kernels/ppr.h"
#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::sweep_cut_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

double Conductance(const TieGraph& ties, const std::vector<double>& weights,
                   const std::vector<Node>& nodes, double& volume) {
  std::vector<uint8_t> in(ties.num_nodes(), 0);
  for (const Node u : nodes) in[u] = 1;
  double cut = 0, total = 0;
  volume = 0;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      total += weights[arc];
      if (in[u] == 0) continue;
      volume += weights[arc];
      if (in[ties.Target(arc)] == 0) cut += weights[arc];
    }
  }
  return cut / std::min(volume, total - volume);
}

TEST(FindSweepCut, BestPrefixByDefinition) {
  int whole = 0;
  int part = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    RandomStream random(seed, 1);
    const Node n = 4 + static_cast<Node>(random.Below(20));
    const TieGraph ties = RandomGraph(n, 0.25, true, seed);
    if (ties.num_arcs() == 0) continue;
    std::vector<double> weights(ties.num_arcs());
    for (Node u = 0; u < n; ++u) {
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        const Node v = ties.Target(arc);
        weights[arc] = 0.1 + RandomStream(seed, std::min(u, v) * 100 + std::max(u, v)).Uniform();
      }
    }
    std::vector<Node> nodes;
    std::vector<double> scores;
    for (Node u = 0; u < n; ++u) {
      if (random.Bernoulli(0.7) && ties.OutDegree(u) > 0) {
        nodes.push_back(u);
        scores.push_back(0.01 + random.Uniform());
      }
    }
    const auto strength = [&](Node u) {
      return std::accumulate(weights.begin() + static_cast<ptrdiff_t>(ties.OutBegin(u)),
                             weights.begin() + static_cast<ptrdiff_t>(ties.OutEnd(u)), 0.0);
    };
    std::vector<size_t> order(nodes.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return scores[a] / strength(nodes[a]) > scores[b] / strength(nodes[b]);
    });
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<Node> prefix, best_prefix;
    double best = 2;
    for (const size_t i : order) {
      prefix.push_back(nodes[i]);
      double volume = 0;
      const double conductance = Conductance(ties, weights, prefix, volume);
      if (volume > total / 2) break;
      if (conductance < best - 1e-12) {
        best = conductance;
        best_prefix = prefix;
      }
    }
    ASSERT_OK_AND_ASSIGN(const SweepCut cut, FindSweepCut(ties, weights, nodes, scores));
    EXPECT_EQ(cut.nodes, best_prefix) << seed;
    if (!best_prefix.empty()) {
      EXPECT_NEAR(cut.conductance, best, 1e-9);
    }
    (cut.nodes.size() + 1 < nodes.size() ? part : whole) += 1;
  }
  EXPECT_GT(part, 5);
  EXPECT_GT(whole, 5);
}

// Two cliques and a bridge: a walk from one of them finds it whole.
TEST(FindSweepCut, FindsTheClique) {
  std::vector<std::pair<Node, Node>> arcs = {{4, 5}};
  for (Node u = 0; u < 5; ++u) {
    for (Node v = 0; v < u; ++v) {
      arcs.emplace_back(u, v);
      arcs.emplace_back(u + 5, v + 5);
    }
  }
  const TieGraph ties = MakeGraph(10, arcs, true);
  PprPusher pusher = PprPusher::Create(ties).value();
  const PushResult walk = pusher.Push({1}).value();
  ASSERT_OK_AND_ASSIGN(SweepCut cut, FindSweepCut(ties, {}, walk.nodes, walk.scores));
  std::sort(cut.nodes.begin(), cut.nodes.end());
  EXPECT_EQ(cut.nodes, (std::vector<Node>{0, 1, 2, 3, 4}));
  EXPECT_DOUBLE_EQ(cut.conductance, 1.0 / 21);
  EXPECT_DOUBLE_EQ(cut.volume, 21);
}

// The core counts whatever its place in the sweep.
TEST(FindSweepCut, KeepsTheCore) {
  const TieGraph path = MakeGraph(6, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}}, true);
  const std::vector<Node> core = {3};
  const SweepCutOptions options{.core = core, .max_volume_share = 1};
  ASSERT_OK_AND_ASSIGN(const SweepCut cut,
                       FindSweepCut(path, {}, {5, 4, 3, 0}, {1.0, 0.5, 9.0, 0.1}, options));
  EXPECT_EQ(cut.nodes, (std::vector<Node>{5, 4}));
  EXPECT_DOUBLE_EQ(cut.conductance, 1.0 / 5);
  EXPECT_DOUBLE_EQ(cut.volume, 5);
}

TEST(FindSweepCut, NamesBadInput) {
  const TieGraph ties = MakeGraph(3, {{0, 1}, {1, 2}}, true);
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  EXPECT_THAT(FindSweepCut(ties, {1.0}, {0}, {1.0}), invalid("weights has 1 entries"));
  EXPECT_THAT(FindSweepCut(ties, {}, {0}, {}), invalid("scores has 0 entries"));
  EXPECT_THAT(FindSweepCut(ties, {}, {0, 0}, {1.0, 1.0}), invalid("nodes[1] is there twice"));
  EXPECT_THAT(FindSweepCut(ties, {}, {3}, {1.0}), invalid("nodes[0] is 3"));
  EXPECT_THAT(FindSweepCut(ties, {}, {0}, {0.0}), invalid("scores[0] is 0"));
  EXPECT_THAT(FindSweepCut(ties, {}, {0}, {1.0}, {.max_volume_share = 0}),
              invalid("max_volume_share is 0"));
  EXPECT_THAT(FindSweepCut(ties, {}, {0}, {1.0}, {.min_size = 0}), invalid("min_size is 0"));
  EXPECT_THAT(FindSweepCut(MakeGraph(3, {{0, 1}}, false), {}, {0}, {1.0}),
              invalid("not symmetric"));
  EXPECT_TRUE(FindSweepCut(ties, {}, {}, {}).value().nodes.empty());
}

}  // namespace
}  // namespace pullgraph::sweep_cut_test
