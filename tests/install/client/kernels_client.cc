// SPDX-License-Identifier: Apache-2.0
// Uses a kernel on a graph of its own: no community, no files.
#include <pullgraph/algorithms/kernels/leiden.h>
#include <pullgraph/graph/tie_graph.h>

#include <utility>
#include <vector>

int main() {
  const std::vector<std::pair<pullgraph::Node, pullgraph::Node>> ties = {{0, 1}, {2, 3}};
  pullgraph::ArcListOptions options;
  options.symmetrize = true;
  const auto graph = pullgraph::BuildTieGraph(4, ties, options);
  if (!graph.ok()) return 1;
  const auto clusters = pullgraph::FindCommunities(*graph);
  return clusters.ok() && clusters->count == 2 ? 0 : 1;
}
