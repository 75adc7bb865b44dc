// SPDX-License-Identifier: Apache-2.0
#include "graph/arc_sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

#include "graph/parallel.h"

namespace pullgraph {
namespace {

using ArcList = absl::Span<const std::pair<Node, Node>>;

struct Arc {  // Unlike a pair, not filled with zeros before it is written.
  Node source;
  Node target;
};

// About as many arcs as a core's second-level cache holds, with the copy to sort into.
constexpr size_t kPartArcs = size_t{1} << 16;
constexpr size_t kMaxParts = 1024;  // More would write to more pages than a core keeps track of.
constexpr int kDigitBits = 11;

// Calls take(u, v) for each arc of arcs[begin, end) to be stored, mirrors included.
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

// Sorts arcs by parts of the nodes: first which part the source is in, then, within a
// part, by target and by source, all in cache.
class ArcSorter {
 public:
  ArcSorter(Node n, ArcList arcs, bool symmetrize, bool remove_loops, int threads)
      : n_(n), arcs_(arcs), symmetrize_(symmetrize), remove_loops_(remove_loops),
        threads_(threads) {
    const size_t stored = arcs.size() * (symmetrize ? 2 : 1);
    const size_t wanted = std::clamp<size_t>(stored / kPartArcs, 1, kMaxParts);
    while (parts() > wanted) ++shift_;
  }

  SortedArcs Sort() {
    std::vector<uint64_t> part_begin = Partition();
    rows_.offsets.assign(size_t{n_} + 1, 0);
    rows_.targets.resize(part_begin.back());
    struct Scratch {
      std::vector<Arc> arcs;
      std::vector<uint64_t> counts;
    };
    std::vector<Scratch> scratch(static_cast<size_t>(threads_));
    ParallelForWorker(threads_, static_cast<int64_t>(parts()), 1,
                      [&](int worker, int64_t begin, int64_t) {
      const auto part = static_cast<size_t>(begin);
      Scratch& s = scratch[static_cast<size_t>(worker)];
      SortPart(part, part_begin[part], part_begin[part + 1], s.arcs, s.counts);
    });
    rows_.offsets[n_] = part_begin.back();
    return std::move(rows_);
  }

 private:
  size_t parts() const { return (size_t{n_} >> shift_) + 1; }

  // Fills partitioned_; returns where each part begins, and the end.
  std::vector<uint64_t> Partition() {
    constexpr int64_t kMinSlice = int64_t{1} << 16;
    const auto m = static_cast<int64_t>(arcs_.size());
    const int64_t slice = std::max(kMinSlice, (m + threads_ - 1) / threads_);
    const auto slices = static_cast<size_t>((m + slice - 1) / slice);
    // place[part * slices + s]: where slice s writes its next arc of the part.
    std::vector<uint64_t> place(parts() * slices, 0);
    const auto for_each = [&](auto take) {
      ParallelFor(threads_, m, slice, [&](int64_t begin, int64_t end) {
        std::vector<uint64_t> mine(parts(), 0);
        const auto s = static_cast<size_t>(begin / slice);
        for (size_t p = 0; p < parts(); ++p) mine[p] = place[p * slices + s];
        ForEachStored(arcs_.subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)),
                      symmetrize_, remove_loops_,
                      [&](Node u, Node v) { take(mine[u >> shift_], u, v); });
        for (size_t p = 0; p < parts(); ++p) place[p * slices + s] = mine[p];
      });
    };
    for_each([](uint64_t& count, Node, Node) { ++count; });
    const uint64_t stored = ExclusivePrefixSum(1, absl::MakeSpan(place));
    partitioned_ = std::make_unique_for_overwrite<Arc[]>(stored);
    std::vector<uint64_t> begins(parts() + 1, stored);
    for (size_t p = 0; p < parts() && slices > 0; ++p) begins[p] = place[p * slices];
    for_each([&](uint64_t& at, Node u, Node v) { partitioned_[at++] = {u, v}; });
    return begins;
  }

  // Least significant digit first: by target, then by source.
  void SortPart(size_t part, uint64_t begin, uint64_t end, std::vector<Arc>& scratch,
                std::vector<uint64_t>& counts) {
    const size_t size = end - begin;
    Arc* from = partitioned_.get() + begin;
    if (scratch.size() < size) scratch.resize(size);
    Arc* to = scratch.data();
    for (int low = 0; low < static_cast<int>(std::bit_width(n_)); low += kDigitBits) {
      std::array<uint64_t, size_t{1} << kDigitBits> at{};
      const auto digit = [low](const Arc& arc) {
        return (arc.target >> low) & ((Node{1} << kDigitBits) - 1);
      };
      for (size_t i = 0; i < size; ++i) ++at[digit(from[i])];
      uint64_t sum = 0;
      for (uint64_t& count : at) sum += std::exchange(count, sum);
      for (size_t i = 0; i < size; ++i) to[at[digit(from[i])]++] = from[i];
      std::swap(from, to);
    }
    const Node first = static_cast<Node>(part << shift_);
    const size_t nodes = std::min<size_t>(size_t{1} << shift_, n_ - first);
    counts.assign(nodes, 0);
    for (size_t i = 0; i < size; ++i) ++counts[from[i].source - first];
    uint64_t sum = begin;
    for (size_t k = 0; k < nodes; ++k) {
      rows_.offsets[first + k] = sum;
      sum += std::exchange(counts[k], sum);
    }
    for (size_t i = 0; i < size; ++i) {
      rows_.targets[counts[from[i].source - first]++] = from[i].target;
    }
  }

  const Node n_;
  const ArcList arcs_;
  const bool symmetrize_;
  const bool remove_loops_;
  const int threads_;
  int shift_ = 0;  // A node's part is node >> shift_.
  std::unique_ptr<Arc[]> partitioned_;
  SortedArcs rows_;
};

}  // namespace

SortedArcs SortArcs(Node n, ArcList arcs, bool symmetrize, bool remove_loops, int threads) {
  return ArcSorter(n, arcs, symmetrize, remove_loops, std::max(threads, 1)).Sort();
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

}  // namespace pullgraph
