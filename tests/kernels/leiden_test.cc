// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/leiden.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "algorithms/kernels/community_quality.h"
#include "algorithms/kernels/undirected_fold.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::leiden_test {
namespace {

using ::pullgraph::testing::IsOk;
using ::pullgraph::testing::MakeGraph;
using ::pullgraph::testing::RandomGraph;
using ::pullgraph::testing::StatusIs;
using Pairs = std::vector<std::pair<Node, Node>>;

// Runs with `options`, checks what must hold of every result.
LeidenResult Communities(const TieGraph& ties, const std::vector<double>& weights = {},
                 const LeidenOptions& options = {}) {
  auto found = FindCommunities(ties, weights, options);
  EXPECT_THAT(found, IsOk());
  if (!found.ok()) return {};
  EXPECT_EQ(found->labels.size(), ties.num_nodes());
  EXPECT_EQ(CountDisconnected(ties, found->labels, weights).value(), 0u);
  const auto quality =
      options.objective == LeidenObjective::kModularity
          ? Modularity(ties, found->labels, weights, options.resolution)
          : PottsQuality(ties, found->labels, weights, options.resolution);
  EXPECT_NEAR(found->quality, quality.value(), 1e-9);
  std::vector<uint32_t> size(found->count, 0);
  std::vector<Node> first(found->count, UINT32_MAX);
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    const uint32_t label = found->labels[u];
    EXPECT_LT(label, found->count);
    ++size[label];
    if (first[label] == UINT32_MAX) first[label] = u;
  }
  for (uint32_t c = 1; c < found->count; ++c) {
    EXPECT_TRUE(size[c - 1] > size[c] || (size[c - 1] == size[c] && first[c - 1] < first[c]));
  }
  return *found;
}

// The best quality of all divisions of up to 8 nodes (Bell(8) = 4140 of them).
template <class Quality>
double BestOfAll(Node n, Quality quality) {
  std::vector<uint32_t> labels(n, 0);
  double best = -std::numeric_limits<double>::infinity();
  auto extend = [&](auto&& self, Node u, uint32_t used) -> void {
    if (u == n) {
      best = std::max(best, quality(labels));
      return;
    }
    for (uint32_t c = 0; c <= used; ++c) {
      labels[u] = c;
      self(self, u + 1, std::max(used, c + 1));
    }
  };
  extend(extend, 0, 0);
  return best;
}

// From the definition over pairs of nodes, unlike community_quality.cc.
double PairwiseModularity(const TieGraph& ties, const std::vector<double>& weights,
                          const std::vector<uint32_t>& labels) {
  const Node n = ties.num_nodes();
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0));
  for (Node u = 0; u < n; ++u) {
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const Node v = ties.Target(arc);
      const double w = weights.empty() ? 1 : weights[arc];
      a[u][v] += w;
      if (!ties.is_symmetric() || u == v) a[v][u] += w;
    }
  }
  std::vector<double> degree(n, 0);
  double total = 0;
  for (Node u = 0; u < n; ++u) {
    for (Node v = 0; v < n; ++v) degree[u] += a[u][v];
    total += degree[u];
  }
  if (total == 0) return 0;
  double q = 0;
  for (Node u = 0; u < n; ++u) {
    for (Node v = 0; v < n; ++v) {
      if (labels[u] == labels[v]) q += (a[u][v] - degree[u] * degree[v] / total) / total;
    }
  }
  return q;
}

// Symmetric weights: a function of the two ends.
std::vector<double> MirroredWeights(const TieGraph& ties, uint64_t seed) {
  std::vector<double> weights(ties.num_arcs());
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const uint64_t low = std::min(u, ties.Target(arc)), high = std::max(u, ties.Target(arc));
      weights[arc] = 0.25 + RandomStream(seed, low * 1000 + high).Uniform();
    }
  }
  return weights;
}

TEST(Leiden, FindsTheOptimumOfSmallGraphs) {
  int optimal = 0, runs = 0, several = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Node n = static_cast<Node>(2 + seed % 6);
    const TieGraph ties = RandomGraph(n, 0.25 + 0.1 * static_cast<double>(seed % 5),
                                      seed % 3 != 0, seed);
    const std::vector<double> weights =
        ties.is_symmetric() && seed % 2 == 0 ? MirroredWeights(ties, seed)
                                             : std::vector<double>();
    const LeidenResult result = Communities(ties, weights);
    const double best = BestOfAll(n, [&](const std::vector<uint32_t>& labels) {
      return PairwiseModularity(ties, weights, labels);
    });
    EXPECT_NEAR(result.quality, PairwiseModularity(ties, weights, result.labels), 1e-12);
    EXPECT_LE(result.quality, best + 1e-12);
    ++runs;
    if (result.quality > best - 1e-9) ++optimal;
    if (result.count > 1 && result.count < n) ++several;
  }
  EXPECT_EQ(optimal, runs);
  EXPECT_GT(several, 10);
}

TEST(Leiden, FindsThePottsOptimumOfSmallGraphs) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Node n = static_cast<Node>(4 + seed % 4);
    const TieGraph ties = RandomGraph(n, 0.5, true, seed);
    LeidenOptions options;
    options.objective = LeidenObjective::kPotts;
    options.resolution = 0.3 + 0.1 * static_cast<double>(seed % 4);
    const LeidenResult result = Communities(ties, {}, options);
    const double best = BestOfAll(n, [&](const std::vector<uint32_t>& labels) {
      return PottsQuality(ties, labels, {}, options.resolution).value();
    });
    EXPECT_NEAR(result.quality, best, 1e-9) << seed;
  }
}

// `groups` groups of `size` nodes: ties inside with p_in, between with p_out.
TieGraph Planted(Node groups, Node size, double p_in, double p_out, uint64_t seed) {
  RandomStream random(seed, 0);
  Pairs arcs;
  for (Node u = 0; u < groups * size; ++u) {
    for (Node v = u + 1; v < groups * size; ++v) {
      if (random.Bernoulli(u % groups == v % groups ? p_in : p_out)) arcs.emplace_back(u, v);
    }
  }
  return MakeGraph(groups * size, arcs, true);
}

TEST(Leiden, RecoversPlantedCommunities) {
  const TieGraph ties = Planted(12, 40, 0.4, 0.01, 7);
  std::vector<uint32_t> truth(ties.num_nodes());
  for (Node u = 0; u < truth.size(); ++u) truth[u] = u % 12;
  const LeidenResult result = Communities(ties);
  EXPECT_EQ(result.count, 12u);
  EXPECT_EQ(NormalizedMutualInformation(result.labels, truth).value(), 1.0);
  LeidenOptions potts;
  potts.objective = LeidenObjective::kPotts;
  potts.resolution = 0.1;
  EXPECT_EQ(NormalizedMutualInformation(Communities(ties, {}, potts).labels, truth).value(), 1.0);
}

TEST(Leiden, IsTheSameForAnyNumberOfThreads) {
  // Above 65,536 nodes batches have their full size; below, trials share threads.
  const TieGraph large = testing::PreferentialGraph(70'000, 3, 5);
  const TieGraph small = Planted(8, 50, 0.3, 0.02, 3);
  for (const TieGraph* ties : {&large, &small}) {
    LeidenOptions options;
    options.max_iterations = 2;
    RunControl run;
    options.run = &run;
    const LeidenResult one = Communities(*ties, {}, options);
    EXPECT_GT(one.count, 1u);
    for (const int threads : {2, 7}) {
      run.threads = threads;
      const LeidenResult many = Communities(*ties, {}, options);
      EXPECT_EQ(one.labels, many.labels) << threads;
      EXPECT_EQ(one.quality, many.quality);
    }
  }
}

TEST(Leiden, ConnectedOnManyGraphsEvenAfterOnePass) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    LeidenOptions options;
    options.max_iterations = 1 + static_cast<int>(seed % 3);
    options.num_trials = 1;
    options.seed = seed;
    options.resolution = 0.2 + 0.4 * static_cast<double>(seed % 5);
    Communities(RandomGraph(300, 0.004 + 0.001 * static_cast<double>(seed % 7), seed % 2 == 0, seed),
        {}, options);
    Communities(testing::PreferentialGraph(500, 2, seed), {}, options);
  }
}

TEST(Leiden, ResolutionIsMonotoneInPractice) {
  const TieGraph ties = Planted(10, 30, 0.5, 0.02, 1);
  LeidenOptions options;
  options.resolution = 0;
  EXPECT_EQ(Communities(ties, {}, options).count, 1u);
  options.resolution = 1;
  EXPECT_EQ(Communities(ties, {}, options).count, 10u);
  options.resolution = 1000;
  EXPECT_EQ(Communities(ties, {}, options).count, 300u);
}

TEST(Leiden, EmptyIsolatedLoopsAndParallelArcs) {
  EXPECT_EQ(Communities(TieGraph()).count, 0u);
  const LeidenResult isolated = Communities(MakeGraph(3, {}, true));
  EXPECT_EQ(isolated.labels, (std::vector<uint32_t>{0, 1, 2}));
  EXPECT_EQ(isolated.quality, 0);
  // A heavy loop keeps node 0 apart from its neighbour.
  const TieGraph loops = MakeGraph(3, {{0, 0}, {0, 0}, {0, 0}, {0, 1}, {1, 2}}, true);
  EXPECT_EQ(Communities(loops).labels, (std::vector<uint32_t>{1, 0, 0}));
  // Ties of weight 0 are no ties.
  const TieGraph path = MakeGraph(4, {{0, 1}, {1, 2}, {2, 3}}, true);
  EXPECT_EQ(Communities(path, {1, 1, 0, 0, 1, 1}).labels, (std::vector<uint32_t>{0, 0, 1, 1}));
  EXPECT_EQ(Communities(path, {0, 0, 0, 0, 0, 0}).count, 4u);
}

TEST(Leiden, DirectedIsReadAsTheSumOfBothDirections) {
  const TieGraph directed = RandomGraph(60, 0.06, false, 9);
  const UndirectedFold fold = FoldUndirected(directed, {}).value();
  EXPECT_TRUE(fold.ties.is_symmetric());
  double sum = 0;
  for (const double w : fold.weights) sum += w;
  EXPECT_EQ(sum, 2.0 * static_cast<double>(directed.num_arcs()));
  EXPECT_EQ(Communities(directed).labels, Communities(fold.ties, fold.weights).labels);
}

TEST(Leiden, RefusesBadInput) {
  const auto kInvalid = absl::StatusCode::kInvalidArgument;
  const TieGraph path = MakeGraph(3, {{0, 1}, {1, 2}}, true);
  LeidenOptions options;
  options.resolution = -1;
  EXPECT_THAT(FindCommunities(path, {}, options), StatusIs(kInvalid, "resolution = -1"));
  options.resolution = std::nan("");
  EXPECT_THAT(FindCommunities(path, {}, options), StatusIs(kInvalid, "resolution = nan"));
  options = {};
  options.max_iterations = 0;
  EXPECT_THAT(FindCommunities(path, {}, options), StatusIs(kInvalid, "max_iterations = 0"));
  options = {};
  options.min_gain = -0.5;
  EXPECT_THAT(FindCommunities(path, {}, options), StatusIs(kInvalid, "min_gain"));
  options = {};
  options.num_trials = -1;
  EXPECT_THAT(FindCommunities(path, {}, options), StatusIs(kInvalid, "num_trials = -1"));
  using W = std::vector<double>;
  EXPECT_THAT(FindCommunities(path, W{1, 1}), StatusIs(kInvalid, "2 entries"));
  EXPECT_THAT(FindCommunities(path, W{1, 1, -1, 1}), StatusIs(kInvalid, "weights[2] = -1"));
  EXPECT_THAT(FindCommunities(path, W{1, 1, INFINITY, 1}), StatusIs(kInvalid, "weights[2]"));
  EXPECT_THAT(FindCommunities(path, W{1, 2, 1, 1}), StatusIs(kInvalid, "mirror"));
  std::atomic<bool> stop{true};
  RunControl run;
  run.cancelled = &stop;
  options = {};
  options.run = &run;
  EXPECT_THAT(FindCommunities(path, {}, options),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
}

TEST(CommunityQuality, VolumesByHand) {
  // Two triangles joined by one tie, and a node on its own.
  const TieGraph ties =
      MakeGraph(7, {{0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}, {2, 3}}, true);
  const std::vector<uint32_t> labels = {0, 0, 0, 1, 1, 1, 2};
  const auto rows = CommunityVolumes(ties, labels).value();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].size, 3u);
  EXPECT_EQ(rows[0].internal, 3);
  EXPECT_EQ(rows[0].cut, 1);
  EXPECT_EQ(rows[0].volume, 7);
  EXPECT_DOUBLE_EQ(rows[0].conductance, 1.0 / 7);
  EXPECT_EQ(rows[2].conductance, 0);
  EXPECT_NEAR(Modularity(ties, labels).value(), 6.0 / 7 - 0.5, 1e-15);
  EXPECT_NEAR(PottsQuality(ties, labels, {}, 0.5).value(), 6 - 0.5 * 6, 1e-15);
  EXPECT_EQ(CountDisconnected(ties, labels).value(), 0u);
  EXPECT_EQ(CountDisconnected(ties, std::vector<uint32_t>{0, 0, 1, 1, 0, 0, 1}).value(), 2u);
  EXPECT_THAT(Modularity(ties, std::vector<uint32_t>{0, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument, "2 entries"));
  EXPECT_THAT(Modularity(ties, std::vector<uint32_t>{0, 0, 0, 0, 0, 0, 7}),
              StatusIs(absl::StatusCode::kInvalidArgument, "labels[6] = 7"));
}

TEST(CommunityQuality, MutualInformation) {
  using L = std::vector<uint32_t>;
  EXPECT_EQ(NormalizedMutualInformation(L{0, 0, 1, 1}, L{5, 5, 2, 2}).value(), 1.0);
  EXPECT_NEAR(NormalizedMutualInformation(L{0, 0, 1, 1}, L{0, 1, 0, 1}).value(), 0.0, 1e-12);
  // H(a) = ln 2, H(b) = 1.5 ln 2, I = ln 2.
  EXPECT_NEAR(NormalizedMutualInformation(L{0, 0, 1, 1}, L{0, 0, 1, 2}).value(), 0.8, 1e-12);
  EXPECT_EQ(NormalizedMutualInformation(L{1, 1}, L{3, 3}).value(), 1.0);
  EXPECT_THAT(NormalizedMutualInformation(L{1}, L{}),
              StatusIs(absl::StatusCode::kInvalidArgument, "1 and 0"));
}

// ---- Real networks, beside the source tree.

std::string ReadAll(const std::string& name) {
  std::ifstream file(std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TieGraph FromText(const std::string& text, const std::regex& edge) {
  std::set<std::pair<Node, Node>> arcs;
  Node n = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), edge), end; it != end; ++it) {
    const Node a = static_cast<Node>(std::stoul((*it)[1]));
    const Node b = static_cast<Node>(std::stoul((*it)[2]));
    n = std::max({n, a + 1, b + 1});
    if (a != b) arcs.emplace(std::min(a, b), std::max(a, b));
  }
  return MakeGraph(n, Pairs(arcs.begin(), arcs.end()), true);
}

struct Classic {
  const char* file;
  Node nodes;
  uint64_t ties;
  double reach;    // To be reached with the default options.
  double optimum;  // Proven.
};

class ClassicNetwork : public ::testing::TestWithParam<Classic> {};

TEST_P(ClassicNetwork, ReachesTheKnownOptimum) {
  const Classic& classic = GetParam();
  const std::string text = ReadAll(std::string("classic-communities/") + classic.file);
  if (text.empty()) GTEST_SKIP() << "no " << classic.file << " beside the source tree";
  const bool csv = text[0] == 'a';
  const TieGraph ties =
      FromText(text, std::regex(csv ? "(\\d+),(\\d+),\\d+" : "source (\\d+)\\s+target (\\d+)"));
  ASSERT_EQ(ties.num_nodes(), classic.nodes);
  ASSERT_EQ(ties.num_arcs(), 2 * classic.ties);
  for (uint64_t seed = 40; seed < 46; ++seed) {
    LeidenOptions options;
    options.seed = seed;
    const LeidenResult result = Communities(ties, {}, options);
    EXPECT_GE(result.quality, classic.reach) << seed;
    EXPECT_LE(result.quality, classic.optimum + 1e-4);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ClassicNetwork,
    ::testing::Values(Classic{"karate_ties.csv", 34, 78, .4197, .4198},
                      Classic{"dolphins.gml", 62, 159, .5284, .5285},
                      Classic{"football.gml", 115, 613, .6044, .6046},
                      Classic{"polbooks.gml", 105, 441, .5271, .5272}),
    [](const auto& param_info) {
      const std::string file = param_info.param.file;
      return file.substr(0, file.find_first_of("_."));
    });

}  // namespace
}  // namespace pullgraph::leiden_test
