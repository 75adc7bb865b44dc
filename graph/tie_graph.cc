// SPDX-License-Identifier: Apache-2.0
#include "graph/tie_graph.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kRowGrain = 4096;

// A cheap hash h; over all arcs, the sum of h(u) h(v)^2 - h(u)^2 h(v) vanishes if
// every arc has its mirror, and otherwise only by a 64-bit accident.
uint32_t Hash(Node v) {
  const uint32_t x = v * 0x9E3779B1U + 0x7F4A7C15U;
  return x ^ (x >> 15);
}

// What one pass over some rows finds.
struct RowFacts {
  bool sound = true;  // Targets ascend in each row and stay below n.
  uint64_t loops = 0;
  uint64_t imbalance = 0;  // Of mirrors.
};

RowFacts ScanRows(absl::Span<const uint64_t> offsets, absl::Span<const Node> targets,
                  int64_t begin, int64_t end) {
  const uint64_t n = offsets.size() - 1;
  RowFacts facts;
  uint64_t falls = 0;
  for (auto u = static_cast<size_t>(begin); u < static_cast<size_t>(end); ++u) {
    const Node* const row = targets.data() + offsets[u];
    const size_t size = offsets[u + 1] - offsets[u];
    if (size == 0) continue;
    const auto node = static_cast<Node>(u);
    uint64_t sum = 0;
    uint64_t squares = 0;
    uint32_t loops = 0;
    for (size_t i = 0; i < size; ++i) {
      const uint64_t h = Hash(row[i]);
      sum += h;
      squares += h * h;
      loops += row[i] == node;
    }
    uint32_t row_falls = 0;
    for (size_t i = 1; i < size; ++i) row_falls += row[i - 1] > row[i];
    falls += row_falls + (row[size - 1] >= n);
    const uint64_t h = Hash(node);
    facts.loops += loops;
    facts.imbalance += h * squares - h * h * sum;
  }
  facts.sound = falls == 0;
  return facts;
}

// Names the first arc that is not as often mirrored as it occurs; one exists.
// COST: O(m log m), paid on failure only.
absl::Status NameUnmirrored(absl::Span<const uint64_t> offsets, absl::Span<const Node> targets) {
  const auto occurrences = [&](Node u, Node v) {
    const absl::Span<const Node> row =
        targets.subspan(offsets[u], offsets[size_t{u} + 1] - offsets[u]);
    const auto range = std::equal_range(row.begin(), row.end(), v);
    return range.second - range.first;
  };
  for (Node u = 0; size_t{u} + 1 < offsets.size(); ++u) {
    for (uint64_t i = offsets[u]; i < offsets[size_t{u} + 1]; ++i) {
      const Node v = targets[i];
      if (occurrences(u, v) == occurrences(v, u)) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("the ties are said to be undirected, but that of node ", u, " to node ", v,
                       " has no mirror"));
    }
  }
  return absl::InternalError("mirror sums differ, but every arc has its mirror");
}

// Names the first fault of the rows that ScanRows found unsound.
absl::Status NameUnsound(absl::Span<const uint64_t> offsets, absl::Span<const Node> targets,
                       int64_t begin, int64_t end) {
  const uint64_t n = offsets.size() - 1;
  for (auto u = static_cast<size_t>(begin); u < static_cast<size_t>(end); ++u) {
    uint64_t falls = 0;
    const uint64_t last = offsets[u + 1];
    for (uint64_t i = offsets[u] + 1; i < last; ++i) falls += targets[i - 1] > targets[i];
    if (falls != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("ties of node ", u, " are not sorted by target"));
    }
    if (last > offsets[u] && targets[last - 1] >= n) {
      return absl::InvalidArgumentError(absl::StrCat("node ", u, " has a tie to node ",
                                                     targets[last - 1], ", but there are only ",
                                                     n, " nodes"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckOffsets(absl::Span<const uint64_t> offsets, uint64_t num_arcs) {
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != num_arcs) {
    return absl::InvalidArgumentError(
        absl::StrCat("degrees do not add up to the ", num_arcs, " ties given"));
  }
  if (offsets.size() - 1 >= UINT32_MAX) {
    return absl::InvalidArgumentError("more than 4,294,967,294 nodes");
  }
  const auto fall = std::adjacent_find(offsets.begin(), offsets.end(), std::greater<>());
  if (fall != offsets.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("offsets fall at node ", fall - offsets.begin()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TieGraph> TieGraph::FromSortedRows(std::vector<uint64_t> offsets,
                                                  std::vector<Node> targets, bool symmetric,
                                                  int threads) {
  if (absl::Status s = CheckOffsets(offsets, targets.size()); !s.ok()) return s;
  const auto n = static_cast<int64_t>(offsets.size() - 1);
  const RowFacts facts = ParallelReduce(
      threads, n, kRowGrain, RowFacts(),
      [&](int64_t begin, int64_t end) { return ScanRows(offsets, targets, begin, end); },
      [](const RowFacts& x, const RowFacts& y) {
        return RowFacts{x.sound && y.sound, x.loops + y.loops, x.imbalance + y.imbalance};
      });
  if (!facts.sound) return NameUnsound(offsets, targets, 0, n);
  if (symmetric && facts.imbalance != 0) return NameUnmirrored(offsets, targets);
  TieGraph graph;
  graph.symmetric_ = symmetric;
  graph.num_loops_ = facts.loops;
  graph.out_offsets_ = std::move(offsets);
  graph.out_targets_ = std::move(targets);
  if (!symmetric) graph.BuildInArcs(threads);
  return graph;
}

// Counting sort by target; scanning sources upwards keeps every in-row sorted
// by source, and parallel arcs in their order.
void TieGraph::BuildInArcs(int threads) {
  const Node n = num_nodes();
  in_offsets_.assign(size_t{n} + 1, 0);
  for (const Node v : out_targets_) ++in_offsets_[v];
  ExclusivePrefixSum(threads, absl::MakeSpan(in_offsets_));
  in_sources_.resize(out_targets_.size());
  in_arcs_.resize(out_targets_.size());
  std::vector<uint64_t> next(in_offsets_.begin(), in_offsets_.end() - 1);
  for (Node u = 0; u < n; ++u) {
    for (ArcIndex arc = out_offsets_[u]; arc < out_offsets_[u + 1]; ++arc) {
      const uint64_t slot = next[out_targets_[arc]]++;
      in_sources_[slot] = u;
      in_arcs_[slot] = arc;
    }
  }
}

Node TieGraph::Source(ArcIndex arc) const {
  const auto row = std::upper_bound(out_offsets_.begin(), out_offsets_.end(), arc);
  return static_cast<Node>(row - out_offsets_.begin() - 1);
}

std::optional<ArcIndex> TieGraph::FindArc(Node u, Node v) const {
  const absl::Span<const Node> row = OutNeighbors(u);
  const auto at = std::lower_bound(row.begin(), row.end(), v);
  if (at == row.end() || *at != v) return std::nullopt;
  return OutBegin(u) + static_cast<ArcIndex>(at - row.begin());
}

uint64_t TieGraph::memory_bytes() const {
  return 8 * (out_offsets_.capacity() + in_offsets_.capacity() + in_arcs_.capacity()) +
         4 * (out_targets_.capacity() + in_sources_.capacity());
}

}  // namespace pullgraph
