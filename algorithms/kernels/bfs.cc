// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/bfs.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <functional>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/bitmap.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// Bottom-up pays once the frontier's arcs outnumber 1/kAlpha of those unexplored, and
// until the frontier falls below 1/kBeta of the nodes (Beamer 2012), unless it
// doubles: mere growth would let a long path be walked bottom-up.
constexpr uint64_t kAlpha = 15;
constexpr uint64_t kBeta = 18;
constexpr int64_t kFrontierGrain = 64;
constexpr int64_t kWordGrain = 64;  // 4096 nodes.

void LowerTo(Node& slot, Node value) {
  const std::atomic_ref<Node> atomic(slot);
  Node seen = atomic.load(std::memory_order_relaxed);
  while (value < seen &&
         !atomic.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
  }
}

class Search {
 public:
  Search(const TieGraph& graph, const BfsOptions& options, BfsResult& result)
      : graph_(graph),
        options_(options),
        threads_(ThreadsOf(options.run)),
        result_(result),
        closed_(graph.num_nodes()),
        front_(graph.num_nodes()),
        next_(graph.num_nodes()) {
    result.distance.assign(graph.num_nodes(), -1);
    if (options.parents) result.parent.assign(graph.num_nodes(), kNoNode);
  }

  absl::Status Run(absl::Span<const Node> sources) {
    for (const Node s : sources) {
      if (closed_.Test(s)) continue;
      closed_.Set(s);
      result_.distance[s] = 0;
      if (options_.parents) result_.parent[s] = s;
      queue_.push_back(s);
    }
    result_.num_reached = static_cast<Node>(queue_.size());
    uint64_t unexplored = graph_.num_arcs();
    while (!queue_.empty() && depth_ < options_.max_distance) {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      const uint64_t frontier_arcs = DegreeSum();
      if (frontier_arcs > unexplored / kAlpha) {
        if (absl::Status s = GoBottomUp(); !s.ok()) return s;
      } else {
        unexplored -= frontier_arcs;
        StepDown();
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::Span<const Node> Forward(Node u) const {
    return options_.reverse ? graph_.InNeighbors(u) : graph_.OutNeighbors(u);
  }
  absl::Span<const Node> Backward(Node u) const {
    return options_.reverse ? graph_.OutNeighbors(u) : graph_.InNeighbors(u);
  }

  uint64_t DegreeSum() const {
    uint64_t sum = 0;
    for (const Node u : queue_) sum += Forward(u).size();
    return sum;
  }

  // One level, from the frontier outwards. `closed_` stays as it was until the
  // level is done, so that every parent of a new node gets to bid for it.
  void StepDown() {
    const auto size = static_cast<int64_t>(queue_.size());
    const bool alone = threads_ == 1 || size <= kFrontierGrain;
    found_.resize(static_cast<size_t>(threads_));
    ParallelForWorker(threads_, size, kFrontierGrain,
                      [&](int worker, int64_t begin, int64_t end) {
                        std::vector<Node>& found = found_[static_cast<size_t>(worker)];
                        for (int64_t i = begin; i < end; ++i) {
                          const Node u = queue_[static_cast<size_t>(i)];
                          alone ? Expand<false>(u, found) : Expand<true>(u, found);
                        }
                      });
    ++depth_;
    queue_.clear();
    for (std::vector<Node>& found : found_) {
      queue_.insert(queue_.end(), found.begin(), found.end());
      found.clear();
    }
    for (const Node v : queue_) {
      closed_.Set(v);
      next_.Reset(v);
      result_.distance[v] = depth_;
    }
    Reached(queue_.size());
  }

  template <bool kAtomic>
  void Expand(Node u, std::vector<Node>& found) {
    for (const Node v : Forward(u)) {
      if (closed_.Test(v)) continue;
      if constexpr (kAtomic) {
        if (options_.parents) LowerTo(result_.parent[v], u);
        if (next_.SetAtomically(v)) found.push_back(v);
      } else {
        if (options_.parents) result_.parent[v] = std::min(result_.parent[v], u);
        if (next_.Test(v)) continue;
        next_.Set(v);
        found.push_back(v);
      }
    }
  }

  // Levels from the open nodes inwards, while the frontier is large.
  absl::Status GoBottomUp() {
    for (const Node u : queue_) front_.Set(u);
    uint64_t awake = queue_.size();
    uint64_t before = 0;
    do {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      before = awake;
      awake = options_.parents ? StepUp<true>() : StepUp<false>();
      Reached(awake);
      front_.Swap(next_);
    } while (awake > 0 && depth_ < options_.max_distance &&
             (awake >= 2 * before || awake > graph_.num_nodes() / kBeta));
    queue_.clear();
    for (size_t w = 0; w < front_.num_words(); ++w) {
      for (uint64_t bits = front_.word(w); bits != 0; bits &= bits - 1) {
        queue_.push_back(static_cast<Node>(w * 64 + std::countr_zero(bits)));
      }
    }
    front_.Clear();
    next_.Clear();
    return absl::OkStatus();
  }

  template <bool kParents>
  uint64_t StepUp() {
    ++depth_;
    return ParallelReduce(
        threads_, static_cast<int64_t>(closed_.num_words()), kWordGrain, uint64_t{0},
        [&](int64_t begin, int64_t end) {
          uint64_t awake = 0;
          for (auto w = static_cast<size_t>(begin); w < static_cast<size_t>(end); ++w) {
            const uint64_t woken = StepUpWord<kParents>(w);
            next_.word(w) = woken;
            awake += static_cast<uint64_t>(std::popcount(woken));
          }
          return awake;
        },
        std::plus<>());
  }

  // The open nodes of 64 that have a neighbour in the frontier. Rows ascend, so
  // the first one is the smallest.
  template <bool kParents>
  uint64_t StepUpWord(size_t w) {
    uint64_t open = ~closed_.word(w);
    if (w + 1 == closed_.num_words() && graph_.num_nodes() % 64 != 0) {
      open &= (uint64_t{1} << (graph_.num_nodes() % 64)) - 1;
    }
    uint64_t woken = 0;
    uint64_t dead = 0;
    for (; open != 0; open &= open - 1) {
      const uint64_t bit = open & -open;
      const auto v = static_cast<Node>(w * 64 + std::countr_zero(open));
      const absl::Span<const Node> row = Backward(v);
      if (row.empty()) dead |= bit;  // Never look at it again.
      for (const Node u : row) {
        if (!front_.Test(u)) continue;
        woken |= bit;
        result_.distance[v] = depth_;
        if constexpr (kParents) result_.parent[v] = u;
        break;
      }
    }
    closed_.word(w) |= woken | dead;
    return woken;
  }

  void Reached(uint64_t count) {
    if (count == 0) return;
    result_.num_reached += static_cast<Node>(count);
    result_.max_distance = depth_;
  }

  const TieGraph& graph_;
  const BfsOptions& options_;
  const int threads_;
  BfsResult& result_;
  int32_t depth_ = 0;
  Bitmap closed_;  // Reached at an earlier level, or without a way in.
  Bitmap front_;   // Bottom-up: the frontier.
  Bitmap next_;    // Reached at this level.
  std::vector<Node> queue_;               // Top-down: the frontier.
  std::vector<std::vector<Node>> found_;  // By worker.
};

}  // namespace

absl::StatusOr<BfsResult> BreadthFirstSearch(const TieGraph& graph,
                                             absl::Span<const Node> sources,
                                             const BfsOptions& options) {
  if (absl::Status s = CheckNodes(graph, sources, "sources"); !s.ok()) return s;
  if (options.max_distance < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_distance is ", options.max_distance, ", expected one >= 0"));
  }
  BfsResult result;
  if (absl::Status s = Search(graph, options, result).Run(sources); !s.ok()) return s;
  return result;
}

}  // namespace pullgraph
