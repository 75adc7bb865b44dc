// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
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
void ForEachStored(ArcList arcs, const ArcListOptions& options, Take take) {
  for (const auto& [u, v] : arcs) {
    if (u == v) {
      if (!options.remove_loops) take(u, v);
      continue;
    }
    take(u, v);
    if (options.symmetrize) take(v, u);
  }
}

// Drops repeats inside sorted rows; returns through both arguments.
void DropParallel(std::vector<uint64_t>& offsets, std::vector<Node>& targets) {
  uint64_t kept = 0;
  uint64_t begin = 0;
  for (size_t u = 0; u + 1 < offsets.size(); ++u) {
    const uint64_t end = offsets[u + 1];
    for (uint64_t i = begin; i < end; ++i) {
      if (i == begin || targets[i] != targets[i - 1]) targets[kept++] = targets[i];
    }
    begin = end;
    offsets[u + 1] = kept;
  }
  targets.resize(kept);
  targets.shrink_to_fit();
}

}  // namespace

absl::StatusOr<TieGraph> BuildTieGraph(Node num_nodes, ArcList arcs,
                                       const ArcListOptions& options) {
  if (absl::Status s = CheckEnds(num_nodes, arcs); !s.ok()) return s;
  std::vector<uint64_t> offsets(size_t{num_nodes} + 1, 0);
  ForEachStored(arcs, options, [&](Node u, Node) { ++offsets[u]; });
  const uint64_t total = ExclusivePrefixSum(options.threads, absl::MakeSpan(offsets));
  std::vector<Node> targets(total);
  // Filling moves each row's start to its end, so that afterwards offsets[u] is
  // the end of row u: shifted by one place it is the array again.
  ForEachStored(arcs, options, [&](Node u, Node v) { targets[offsets[u]++] = v; });
  std::move_backward(offsets.begin(), offsets.end() - 1, offsets.end());
  offsets[0] = 0;
  ParallelFor(options.threads, num_nodes, 1024, [&](int64_t begin, int64_t end) {
    for (int64_t u = begin; u < end; ++u) {
      std::sort(targets.begin() + static_cast<int64_t>(offsets[u]),
                targets.begin() + static_cast<int64_t>(offsets[u + 1]));
    }
  });
  if (options.remove_parallel) DropParallel(offsets, targets);
  return TieGraph::FromSortedRows(std::move(offsets), std::move(targets), options.symmetrize,
                                  options.threads);
}

}  // namespace pullgraph
