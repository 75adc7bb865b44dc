// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/arc_sort.h"
#include "graph/tie_graph.h"

namespace pullgraph {
namespace {

using ArcList = absl::Span<const std::pair<Node, Node>>;

absl::Status CheckEnds(Node n, ArcList arcs) {
  for (size_t i = 0; i < arcs.size(); ++i) {
    const Node worst = std::max(arcs[i].first, arcs[i].second);
    if (worst >= n) {
      return absl::OutOfRangeError(absl::StrCat("arc ", i, " has the end ", worst,
                                                ", expected one in [0, ", n, ")"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TieGraph> BuildTieGraph(Node num_nodes, ArcList arcs,
                                       const ArcListOptions& options) {
  if (absl::Status s = CheckEnds(num_nodes, arcs); !s.ok()) return s;
  SortedArcs rows = SortArcs(num_nodes, arcs, options.symmetrize, options.remove_loops,
                             options.threads);
  if (options.remove_parallel) FoldParallelArcs(rows);
  return TieGraph::FromSortedRows(std::move(rows.offsets), std::move(rows.targets),
                                  options.symmetrize, options.threads);
}

}  // namespace pullgraph
