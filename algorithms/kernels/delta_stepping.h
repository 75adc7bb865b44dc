// SPDX-License-Identifier: Apache-2.0
// Distances by buckets. Part of sssp.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_DELTA_STEPPING_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_DELTA_STEPPING_H_

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "algorithms/kernels/relaxation.h"
#include "graph/parallel.h"

namespace pullgraph {

// Nodes wait in the bucket of their distance / delta. Buckets are taken in order; a
// node that improves comes back. The distances end at the one least fixed point,
// whatever the order within a bucket, hence the same for any number of threads.
//
// Only the buckets of a window exist; nodes beyond wait in a heap of no order until
// the window moves on.
template <class Distance, class Cost>
class DeltaStepping {
 public:
  // `delta` > 0 is in units of cost. `distance` holds 0 at the sources and
  // kFarthest elsewhere.
  DeltaStepping(const TieGraph& graph, absl::Span<const Cost> costs, double delta,
                const RunControl* run, std::vector<Distance>& distance)
      : graph_(graph),
        costs_(costs.data()),
        per_delta_(1 / delta),
        shift_(0),
        run_(run),
        threads_(ThreadsOf(run)),
        distance_(distance),
        workers_(static_cast<size_t>(threads_)) {
    // Of use for integral costs only; larger widths are those of floating-point costs.
    const auto width = static_cast<uint64_t>(std::min(delta, 0x1p62));
    while ((uint64_t{2} << shift_) <= width) ++shift_;
    for (Worker& worker : workers_) worker.buckets.resize(kBuckets);
  }

  // Cancelled, or OutOfRange if Distance is too small a type.
  absl::Status Run(absl::Span<const Node> sources) {
    workers_[0].buckets[0].assign(sources.begin(), sources.end());
    do {
      for (size_t i = 0; i < kBuckets; ++i) {
        if (absl::Status s = Empty(i); !s.ok()) return s;
      }
    } while (MoveWindow());
    return absl::OkStatus();
  }

 private:
  static constexpr size_t kBuckets = 2048;
  static constexpr int64_t kGrain = 64;
  static constexpr size_t kAlone = 512;  // Fewer nodes are not worth a second thread.

  struct Worker {
    std::vector<std::vector<Node>> buckets;
    std::vector<Node> beyond;
    bool overflow = false;
  };

  uint64_t BucketOf(Distance d) const {
    if constexpr (std::is_floating_point_v<Distance>) {
      // Monotone, which is all that is needed; far ones share the last.
      const double bucket = d * per_delta_;
      return bucket < 0x1p63 ? static_cast<uint64_t>(bucket) : uint64_t{1} << 63;
    } else {
      return d >> shift_;
    }
  }

  absl::Status Empty(size_t i) {
    while (Collect(i)) {
      if (absl::Status s = CheckCancelled(run_); !s.ok()) return s;
      const auto size = static_cast<int64_t>(frontier_.size());
      if (threads_ == 1 || frontier_.size() < kAlone) {
        Scan<false>(workers_[0], base_ + i, 0, size);
      } else {
        ParallelForWorker(threads_, size, kGrain, [&](int worker, int64_t begin, int64_t end) {
          Scan<true>(workers_[static_cast<size_t>(worker)], base_ + i, begin, end);
        });
      }
      for (const Worker& worker : workers_) {
        if (worker.overflow) return absl::OutOfRangeError("distance overflows");
      }
    }
    return absl::OkStatus();
  }

  bool Collect(size_t i) {
    frontier_.clear();
    for (Worker& worker : workers_) {
      std::vector<Node>& bucket = worker.buckets[i];
      if (bucket.empty()) continue;
      if (frontier_.empty()) {
        frontier_.swap(bucket);
      } else {
        frontier_.insert(frontier_.end(), bucket.begin(), bucket.end());
        bucket.clear();
      }
    }
    return !frontier_.empty();
  }

  template <bool kAtomic>
  void Scan(Worker& worker, uint64_t bucket, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      if (i + 8 < end) {
        const Node later = frontier_[static_cast<size_t>(i + 8)];
        __builtin_prefetch(&distance_[later]);
        __builtin_prefetch(graph_.offsets().data() + later);
      }
      if (i + 4 < end) {
        const ArcIndex arc = graph_.OutBegin(frontier_[static_cast<size_t>(i + 4)]);
        __builtin_prefetch(graph_.targets().data() + arc);
        __builtin_prefetch(costs_ + arc);
      }
      const Node u = frontier_[static_cast<size_t>(i)];
      const Distance d = kAtomic ? LoadRelaxed(distance_[u]) : distance_[u];
      if (BucketOf(d) < bucket) continue;  // Was here before, nearer.
      for (ArcIndex arc = graph_.OutBegin(u); arc < graph_.OutEnd(u); ++arc) {
        Relax<kAtomic>(worker, d, arc);
      }
    }
  }

  template <bool kAtomic>
  void Relax(Worker& worker, Distance d, ArcIndex arc) {
    const Node v = graph_.Target(arc);
    Distance sum;
    if (!AddCost(d, costs_[arc], sum, worker.overflow)) return;
    if (!Lower<kAtomic>(distance_[v], sum)) return;
    const uint64_t slot = BucketOf(sum) - base_;
    (slot < kBuckets ? worker.buckets[slot] : worker.beyond).push_back(v);
  }

  // Lets the window begin at the nearest node that waits beyond; false if none does.
  // COST: with delta near the mean cost, every arc pays O(1) for all moves together.
  bool MoveWindow() {
    const uint64_t window_end = base_ + kBuckets;
    std::vector<Node> waiting;
    uint64_t nearest = std::numeric_limits<uint64_t>::max();
    for (Worker& worker : workers_) {
      for (const Node v : worker.beyond) {
        const uint64_t bucket = BucketOf(distance_[v]);
        if (bucket < window_end) continue;  // Was reached on a nearer way since.
        nearest = std::min(nearest, bucket);
        waiting.push_back(v);
      }
      worker.beyond.clear();
    }
    if (waiting.empty()) return false;
    base_ = nearest;
    for (const Node v : waiting) {
      const uint64_t slot = BucketOf(distance_[v]) - base_;
      (slot < kBuckets ? workers_[0].buckets[slot] : workers_[0].beyond).push_back(v);
    }
    return true;
  }

  const TieGraph& graph_;
  const Cost* const costs_;
  const double per_delta_;
  int shift_;  // Of integers: delta rounded down to a power of two.
  const RunControl* const run_;
  const int threads_;
  std::vector<Distance>& distance_;
  std::vector<Worker> workers_;
  std::vector<Node> frontier_;
  uint64_t base_ = 0;  // First bucket of the window.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_DELTA_STEPPING_H_
