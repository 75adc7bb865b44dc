// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/generators.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::generators_test {
namespace {

using testing::StatusIs;

// Slices put together are the whole list, whoever makes them.
template <class Options>
void ExpectSlicesJoin(ArcList (*make)(const Options&, ArcSlice), Options options,
                      uint64_t total) {
  const ArcList whole = make(options, {});
  ASSERT_EQ(whole.size(), total);
  ArcList joined;
  for (uint64_t begin = 0; begin < total; begin += 777) {
    const ArcList part = make(options, {begin, begin + 777});
    joined.insert(joined.end(), part.begin(), part.end());
  }
  EXPECT_EQ(joined, whole);
  for (const int threads : {2, 7}) {
    RunControl run;
    run.threads = threads;
    options.run = &run;
    EXPECT_EQ(make(options, {}), whole);
    options.run = nullptr;
  }
  options.seed += 1;
  EXPECT_NE(make(options, {}), whole);
}

ArcList Kronecker(const KroneckerOptions& options, ArcSlice slice) {
  return KroneckerArcs(options, slice).value();
}
ArcList Uniform(const UniformOptions& options, ArcSlice slice) {
  return UniformArcs(options, slice).value();
}
ArcList Planted(const PlantedPartitionOptions& options, ArcSlice slice) {
  return PlantedPartitionArcs(options, slice).value();
}

TEST(Generators, SlicesJoin) {
  ExpectSlicesJoin(Kronecker, {.scale = 12, .edge_factor = 16}, 65536);
  ExpectSlicesJoin(Uniform, {.num_nodes = 1000, .num_arcs = 50000}, 50000);
  ExpectSlicesJoin(Planted, {.num_nodes = 1000, .num_arcs = 50000, .num_blocks = 7}, 50000);
}

TEST(Generators, KroneckerQuadrantsHaveTheirShares) {
  const ArcList arcs = Kronecker({.scale = 10, .edge_factor = 64, .permute_ids = false}, {});
  double quadrant[2][2] = {};
  for (const auto& [u, v] : arcs) quadrant[u >= 512][v >= 512] += 1.0 / 65536;
  EXPECT_NEAR(quadrant[0][0], 0.57, 0.01);
  EXPECT_NEAR(quadrant[0][1], 0.19, 0.01);
  EXPECT_NEAR(quadrant[1][0], 0.19, 0.01);
  EXPECT_NEAR(quadrant[1][1], 0.05, 0.01);
}

TEST(Generators, KroneckerIdsArePermuted) {
  for (const int scale : {0, 1, 2, 3, 9, 10}) {
    const Node n = Node{1} << scale;
    const ArcList plain = Kronecker({.scale = scale, .permute_ids = false}, {});
    const ArcList permuted = Kronecker({.scale = scale}, {});
    ASSERT_EQ(plain.size(), permuted.size());
    std::vector<Node> image(n, UINT32_MAX);
    for (size_t i = 0; i < plain.size(); ++i) {
      ASSERT_LT(permuted[i].first, n);
      const Node from = plain[i].first;
      if (image[from] == UINT32_MAX) image[from] = permuted[i].first;
      EXPECT_EQ(image[from], permuted[i].first);
    }
    std::set<Node> seen;
    Node known = 0;
    for (const Node v : image) {
      if (v == UINT32_MAX) continue;
      seen.insert(v);
      ++known;
    }
    EXPECT_EQ(seen.size(), known) << "two ids fell together at scale " << scale;
  }
  EXPECT_NE(Kronecker({.scale = 10}, {}), Kronecker({.scale = 10, .permute_ids = false}, {}));
}

TEST(Generators, UniformReachesEveryNode) {
  std::vector<int> degree(100, 0);
  for (const auto& [u, v] : Uniform({.num_nodes = 100, .num_arcs = 100000}, {})) {
    ++degree[u];
    ++degree[v];
  }
  EXPECT_GT(*std::min_element(degree.begin(), degree.end()), 1800);
  EXPECT_LT(*std::max_element(degree.begin(), degree.end()), 2200);
}

TEST(Generators, PlantedArcsMixAsTold) {
  for (const double mixing : {0.0, 0.25, 1.0}) {
    const ArcList arcs = Planted(
        {.num_nodes = 1003, .num_arcs = 40000, .num_blocks = 10, .mixing = mixing}, {});
    double out = 0;
    for (const auto& [u, v] : arcs) {
      ASSERT_LT(std::max(u, v), 1003U);
      out += u % 10 != v % 10;
    }
    EXPECT_NEAR(out / 40000, mixing, 0.01);
  }
  for (const auto& [u, v] :
       Planted({.num_nodes = 9, .num_arcs = 100, .num_blocks = 9, .mixing = 0}, {})) {
    EXPECT_EQ(u, v);
  }
}

TEST(Generators, GraphsAreSimple) {
  const TieGraph graphs[] = {
      KroneckerGraph({.scale = 10}).value(),
      UniformGraph({.num_nodes = 50, .num_arcs = 2000}).value(),
      PlantedPartitionGraph({.num_nodes = 50, .num_arcs = 2000, .num_blocks = 5}).value()};
  for (const TieGraph& graph : graphs) {
    EXPECT_TRUE(graph.is_symmetric());
    EXPECT_EQ(graph.num_loops(), 0U);
    EXPECT_GT(graph.num_arcs(), 100U);
    for (Node u = 0; u < graph.num_nodes(); ++u) {
      const auto row = graph.OutNeighbors(u);
      EXPECT_EQ(std::adjacent_find(row.begin(), row.end()), row.end());
    }
  }
}

TEST(Generators, BadOptionsAreNamed) {
  const auto invalid = [](const char* piece) {
    return StatusIs(absl::StatusCode::kInvalidArgument, piece);
  };
  EXPECT_THAT(KroneckerArcs({.scale = 32}), invalid("scale is 32"));
  EXPECT_THAT(KroneckerArcs({.scale = -1}), invalid("scale"));
  EXPECT_THAT(KroneckerArcs({.edge_factor = -1}), invalid("edge_factor"));
  EXPECT_THAT(KroneckerArcs({.a = -0.1}), invalid("a is"));
  EXPECT_THAT(KroneckerArcs({.b = 1.5}), invalid("b is"));
  EXPECT_THAT(KroneckerArcs({.c = 0.5}), invalid("c is"));
  EXPECT_THAT(UniformArcs({.num_nodes = 0}), invalid("num_nodes"));
  EXPECT_THAT(PlantedPartitionArcs({.num_nodes = 0, .num_blocks = 1}), invalid("num_nodes"));
  EXPECT_THAT(PlantedPartitionArcs({.num_nodes = 5, .num_blocks = 6}), invalid("num_blocks"));
  EXPECT_THAT(PlantedPartitionArcs({.mixing = 2}), invalid("mixing"));
  EXPECT_THAT(UniformArcs({.num_arcs = 5}, {6, 7}),
              StatusIs(absl::StatusCode::kOutOfRange, "slice.begin is 6"));
  EXPECT_THAT(UniformArcs({}, {3, 2}), StatusIs(absl::StatusCode::kOutOfRange, "slice"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(UniformGraph({.run = &run}), StatusIs(absl::StatusCode::kCancelled, ""));
  EXPECT_EQ(UniformGraph({.num_nodes = 0, .num_arcs = 0}).value().num_nodes(), 0U);
}

}  // namespace
}  // namespace pullgraph::generators_test
