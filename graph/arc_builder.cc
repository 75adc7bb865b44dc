// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/arc_sort.h"
#include "graph/parallel.h"
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

// Calls take(u, v) for each arc to be stored, mirrors included.
template <class Take>
void ForEachStored(ArcList arcs, bool symmetrize, bool remove_loops, Take take) {
  for (const auto& [u, v] : arcs) {
    if (u == v) {
      if (!remove_loops) take(u, v);
      continue;
    }
    take(u, v);
    if (symmetrize) take(v, u);
  }
}

// Appends values by key: counts stand in offsets[key]; afterwards row `key` is
// [offsets[key], offsets[key + 1]).
template <class ForEach>
std::vector<Node> CountingSort(std::vector<uint64_t>& offsets, ForEach for_each) {
  const uint64_t total = ExclusivePrefixSum(1, absl::MakeSpan(offsets));
  std::vector<Node> values(total);
  // Filling moves each row's start to its end; shifted by one place that is the
  // array of starts again.
  for_each([&](Node key, Node value) { values[offsets[key]++] = value; });
  std::move_backward(offsets.begin(), offsets.end() - 1, offsets.end());
  offsets[0] = 0;
  return values;
}

}  // namespace

SortedArcs SortArcs(Node n, ArcList arcs, bool symmetrize, bool remove_loops) {
  SortedArcs rows;
  std::vector<uint64_t> in_offsets(size_t{n} + 1, 0);
  rows.offsets.assign(size_t{n} + 1, 0);
  ForEachStored(arcs, symmetrize, remove_loops, [&](Node u, Node v) {
    ++rows.offsets[u];
    ++in_offsets[v];
  });
  const std::vector<Node> sources = CountingSort(in_offsets, [&](auto put) {
    ForEachStored(arcs, symmetrize, remove_loops, [&](Node u, Node v) { put(v, u); });
  });
  // Targets arrive in ascending order, so every row comes out sorted.
  rows.targets = CountingSort(rows.offsets, [&](auto put) {
    for (Node v = 0; v < n; ++v) {
      for (uint64_t i = in_offsets[v]; i < in_offsets[v + 1]; ++i) put(sources[i], v);
    }
  });
  return rows;
}

std::vector<uint32_t> FoldParallelArcs(SortedArcs& rows) {
  std::vector<Node>& targets = rows.targets;
  std::vector<uint32_t> count;
  uint64_t kept = 0;
  uint64_t begin = 0;
  for (size_t u = 0; u + 1 < rows.offsets.size(); ++u) {
    const uint64_t end = rows.offsets[u + 1];
    const uint64_t row = kept;
    for (uint64_t i = begin; i < end; ++i) {
      const Node v = targets[i];
      if (kept > row && targets[kept - 1] == v) {
        if (count.empty()) count.assign(targets.size(), 1);
        ++count[kept - 1];
      } else {
        targets[kept++] = v;
      }
    }
    begin = end;
    rows.offsets[u + 1] = kept;
  }
  if (count.empty()) return count;
  targets.resize(kept);
  targets.shrink_to_fit();
  count.resize(kept);
  return count;
}

absl::StatusOr<TieGraph> BuildTieGraph(Node num_nodes, ArcList arcs,
                                       const ArcListOptions& options) {
  if (absl::Status s = CheckEnds(num_nodes, arcs); !s.ok()) return s;
  SortedArcs rows = SortArcs(num_nodes, arcs, options.symmetrize, options.remove_loops);
  if (options.remove_parallel) FoldParallelArcs(rows);
  return TieGraph::FromSortedRows(std::move(rows.offsets), std::move(rows.targets),
                                  options.symmetrize, options.threads);
}

}  // namespace pullgraph
