// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/map_equation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "algorithms/kernels/community_quality.h"
#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::map_equation_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

double Entropy(const std::vector<double>& parts) {
  double sum = 0, bits = 0;
  for (const double p : parts) sum += p;
  for (const double p : parts) bits += p > 0 ? -p / sum * std::log2(p / sum) : 0;
  return bits;
}

// By the definition: q H(Q) + sum over communities of p H(P).
double ByDefinition(const TieGraph& ties, const std::vector<uint32_t>& labels) {
  std::map<uint32_t, double> exit;
  std::map<uint32_t, std::vector<double>> codes;
  const auto arcs = static_cast<double>(ties.num_arcs());
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    codes[labels[u]].push_back(static_cast<double>(ties.OutNeighbors(u).size()) / arcs);
    for (const Node v : ties.OutNeighbors(u)) exit[labels[u]] += labels[u] != labels[v] ? 1 / arcs : 0;
  }
  double length = 0;
  std::vector<double> exits;
  for (auto& [label, visits] : codes) {
    exits.push_back(exit[label]);
    visits.push_back(exit[label]);
    double rate = 0;
    for (const double p : visits) rate += p;
    length += rate * Entropy(visits);
  }
  double rate = 0;
  for (const double q : exits) rate += q;
  return length + (rate > 0 ? rate * Entropy(exits) : 0);
}

TEST(MapEquation, EqualsItsDefinition) {
  int several = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed, 3);
    const TieGraph ties = RandomGraph(4 + static_cast<Node>(random.Below(20)), 0.4, true, seed);
    if (ties.num_arcs() == 0) continue;
    std::vector<uint32_t> labels(ties.num_nodes());
    for (uint32_t& l : labels) l = static_cast<uint32_t>(random.Below(1 + seed % 4));
    ASSERT_OK_AND_ASSIGN(const double length, MapEquation(ties, labels));
    EXPECT_NEAR(length, ByDefinition(ties, labels), 1e-9);
    several += seed % 4 > 0;
  }
  EXPECT_GT(several, 100);
}

// Groups of `size`, with ties inside at rate `in` and to others at rate `out`.
TieGraph Planted(Node groups, Node size, double in, double out, uint64_t seed) {
  RandomStream random(seed, 4);
  std::vector<std::pair<Node, Node>> pairs;
  for (Node u = 0; u < groups * size; ++u) {
    for (Node v = u + 1; v < groups * size; ++v) {
      if (random.Bernoulli(u / size == v / size ? in : out)) pairs.emplace_back(u, v);
    }
  }
  return MakeGraph(groups * size, pairs, true);
}

double Agreement(const std::vector<uint32_t>& labels, Node size) {
  std::vector<uint32_t> truth(labels.size());
  for (uint32_t u = 0; u < truth.size(); ++u) truth[u] = u / size;
  return NormalizedMutualInformation(labels, truth).value();
}

// Cliques of five in a ring: at resolution 1 modularity takes two for one.
TEST(ChooseResolution, IsFreeOfTheResolutionLimit) {
  constexpr Node kCliques = 60;
  std::vector<std::pair<Node, Node>> pairs;
  for (Node c = 0; c < kCliques; ++c) {
    for (Node a = 0; a < 5; ++a) {
      for (Node b = a + 1; b < 5; ++b) pairs.emplace_back(5 * c + a, 5 * c + b);
    }
    pairs.emplace_back(5 * c, (5 * c + 6) % (5 * kCliques));
  }
  const TieGraph ties = MakeGraph(5 * kCliques, pairs, true);
  EXPECT_LT(FindCommunities(ties)->count, kCliques);
  ASSERT_OK_AND_ASSIGN(const ResolutionChoice choice, ChooseResolution(ties));
  EXPECT_EQ(choice.communities.count, kCliques);
  EXPECT_EQ(Agreement(choice.communities.labels, 5), 1);
  EXPECT_LT(choice.code_length, choice.one_community);
  EXPECT_EQ(choice.tried.size(), choice.code_lengths.size());
}

// Six ties in ten lead elsewhere.
TEST(ChooseResolution, FindsManySmallGroupsInNoise) {
  const TieGraph ties = Planted(40, 25, 8.0 / 24, 12.0 / 975, 7);
  const double plain = Agreement(FindCommunities(ties)->labels, 25);
  for (const LeidenObjective objective : {LeidenObjective::kModularity, LeidenObjective::kPotts}) {
    ResolutionOptions options;
    options.leiden.objective = objective;
    options.leiden.num_trials = 4;
    ASSERT_OK_AND_ASSIGN(const ResolutionChoice choice, ChooseResolution(ties, {}, options));
    EXPECT_GT(Agreement(choice.communities.labels, 25), 0.95);
    EXPECT_GE(Agreement(choice.communities.labels, 25), plain);
  }
}

// Ties drawn at random have no communities, though modularity finds some.
TEST(ChooseResolution, FindsNothingWhereNothingIs) {
  for (uint64_t seed = 0; seed < 3; ++seed) {
    const TieGraph ties = RandomGraph(200, 0.1, true, seed);
    EXPECT_GT(FindCommunities(ties)->count, 3U);
    ASSERT_OK_AND_ASSIGN(const ResolutionChoice choice, ChooseResolution(ties));
    EXPECT_EQ(choice.communities.count, 1U);
    EXPECT_EQ(choice.resolution, 0);
    EXPECT_EQ(choice.code_length, choice.one_community);
  }
}

TEST(ChooseResolution, NamesBadInputAndTakesNothing) {
  const TieGraph ties = MakeGraph(3, {{0, 1}}, true);
  for (const double bad : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT(ChooseResolution(ties, {}, {.resolutions = {1, bad}}),
                StatusIs(absl::StatusCode::kInvalidArgument, "resolutions[1] is"));
  }
  const TieGraph none = MakeGraph(0, {}, true);
  EXPECT_EQ(ChooseResolution(none)->communities.count, 0U);
  EXPECT_EQ(MapEquation(MakeGraph(3, {}, true), {{0, 0, 1}}).value(), 0);
}

}  // namespace
}  // namespace pullgraph::map_equation_test
