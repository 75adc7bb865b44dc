// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/components.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <vector>

#include "algorithms/kernels/bfs.h"
#include "algorithms/kernels/generators.h"
#include "gtest/gtest.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::components_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

// Labels spread along arcs, both ways, until nothing changes.
std::vector<Node> Oracle(const TieGraph& graph) {
  std::vector<Node> label(graph.num_nodes());
  for (Node u = 0; u < graph.num_nodes(); ++u) label[u] = u;
  for (bool changed = true; changed;) {
    changed = false;
    for (Node u = 0; u < graph.num_nodes(); ++u) {
      for (const Node v : graph.OutNeighbors(u)) {
        if (label[u] == label[v]) continue;
        label[u] = label[v] = std::min(label[u], label[v]);
        changed = true;
      }
    }
  }
  return label;
}

void ExpectRight(const TieGraph& graph) {
  const std::vector<Node> label = Oracle(graph);
  std::map<Node, Node> sizes;
  for (const Node l : label) ++sizes[l];
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ASSERT_OK_AND_ASSIGN(ComponentsResult found, FindComponents(graph, {.run = &run}));
    EXPECT_EQ(found.label, label);
    ASSERT_EQ(found.count(), sizes.size());
    size_t i = 0;
    for (const auto& [smallest, size] : sizes) {
      EXPECT_EQ(found.smallest[i], smallest);
      EXPECT_EQ(found.size[i], size);
      EXPECT_LE(found.size[i], found.size[found.largest()]);
      ++i;
    }
  }
}

TEST(Components, AgreesWithLabelSpreading) {
  size_t fewest = SIZE_MAX;
  size_t most = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const TieGraph graph =
        RandomGraph(90, 0.002 * static_cast<double>(seed % 20), seed % 2 == 0, seed);
    ExpectRight(graph);
    const size_t count = FindComponents(graph).value().count();
    fewest = std::min(fewest, count);
    most = std::max(most, count);
  }
  EXPECT_EQ(fewest, 1U);
  EXPECT_EQ(most, 90U);
}

TEST(Components, LargeGraphsInManyChunks) {
  ExpectRight(KroneckerGraph({.scale = 14, .edge_factor = 2}).value());
  ExpectRight(UniformGraph({.num_nodes = 30000, .num_arcs = 20000}).value());
  // Arcs upwards only: all but the sampled are met from their far ends.
  std::vector<std::pair<Node, Node>> arcs;
  for (Node v = 1; v < 20000; ++v) arcs.emplace_back(v < 10000 ? 0 : 10000, v);
  arcs.emplace_back(3, 10000);
  ExpectRight(MakeGraph(20002, arcs, false));
}

TEST(Components, AgreesWithSearch) {
  const TieGraph graph = UniformGraph({.num_nodes = 5000, .num_arcs = 4000}).value();
  const ComponentsResult found = FindComponents(graph).value();
  for (const size_t i : {size_t{0}, found.largest(), found.count() - 1}) {
    const BfsResult search = BreadthFirstSearch(graph, {found.smallest[i]}).value();
    EXPECT_EQ(search.num_reached, found.size[i]);
    for (Node v = 0; v < graph.num_nodes(); ++v) {
      EXPECT_EQ(search.distance[v] >= 0, found.label[v] == found.smallest[i]);
    }
  }
}

TEST(Components, EdgeCases) {
  EXPECT_EQ(FindComponents(TieGraph()).value().count(), 0U);
  ExpectRight(MakeGraph(3, {{1, 1}, {2, 1}, {2, 1}}, false));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindComponents(MakeGraph(2, {{0, 1}}, true), {.run = &run}),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::components_test
