// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/simple_ties.h"

#include <functional>
#include <utility>

#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kRowGrain = 2048;

bool IsSimple(const TieGraph& ties, int threads) {
  if (!ties.is_symmetric() || ties.num_loops() > 0) return false;
  const uint64_t repeats = ParallelReduce(
      threads, ties.num_nodes(), kRowGrain, uint64_t{0},
      [&](int64_t begin, int64_t end) {
        uint64_t equal = 0;
        for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
          const absl::Span<const Node> row = ties.OutNeighbors(u);
          for (size_t i = 1; i < row.size(); ++i) equal += row[i - 1] == row[i];
        }
        return equal;
      },
      std::plus<>());
  return repeats == 0;
}

// Calls take(v) for each v with an arc to or from `u`, ascending, once, but for u.
template <class Take>
void ForEachNeighbor(const TieGraph& ties, Node u, Take take) {
  const absl::Span<const Node> out = ties.OutNeighbors(u);
  const absl::Span<const Node> in = ties.InNeighbors(u);
  size_t i = 0;
  size_t j = 0;
  Node last = u;
  while (i < out.size() || j < in.size()) {
    const bool from_out = j == in.size() || (i < out.size() && out[i] <= in[j]);
    const Node v = from_out ? out[i++] : in[j++];
    if (v == u || v == last) continue;
    take(v);
    last = v;
  }
}

}  // namespace

absl::StatusOr<SimpleTies> SimpleTies::Of(const TieGraph& ties, const RunControl* run) {
  const int threads = ThreadsOf(run);
  SimpleTies result;
  if (IsSimple(ties, threads)) {
    result.original_ = &ties;
    return result;
  }
  const Node n = ties.num_nodes();
  std::vector<uint64_t> offsets(size_t{n} + 1, 0);
  ParallelFor(threads, n, kRowGrain, [&](int64_t begin, int64_t end) {
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      uint64_t degree = 0;
      ForEachNeighbor(ties, u, [&](Node) { ++degree; });
      offsets[u] = degree;
    }
  });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  std::vector<Node> targets(ExclusivePrefixSum(threads, absl::MakeSpan(offsets)));
  ParallelFor(threads, n, kRowGrain, [&](int64_t begin, int64_t end) {
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      uint64_t slot = offsets[u];
      ForEachNeighbor(ties, u, [&](Node v) { targets[slot++] = v; });
    }
  });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  absl::StatusOr<TieGraph> folded = TieGraph::FromSortedRows(
      std::move(offsets), std::move(targets), /*symmetric=*/true, threads);
  if (!folded.ok()) return folded.status();
  result.folded_ = *std::move(folded);
  return result;
}

}  // namespace pullgraph
