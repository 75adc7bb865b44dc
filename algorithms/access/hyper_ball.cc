// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/hyper_ball.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>

#include "graph/parallel.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 256;

// sum over k >= 1 of x^(2^k) 2^(k - 1), and x.
double Sigma(double x) {
  if (x == 1) return std::numeric_limits<double>::infinity();
  double y = 1, z = x, before = -1;
  while (z != before) {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  }
  return z;
}

// (1 - x - sum over k >= 1 of (1 - x^(2^-k))^2 2^-k) / 3.
double Tau(double x) {
  if (x == 0 || x == 1) return 0;
  double y = 1, z = 1 - x, before = -1;
  while (z != before) {
    x = std::sqrt(x);
    before = z;
    y /= 2;
    z -= (1 - x) * (1 - x) * y;
  }
  return z / 3;
}

}  // namespace

double EstimateCount(absl::Span<const uint8_t> registers) {
  const auto m = static_cast<double>(registers.size());
  const size_t most = 64 - static_cast<size_t>(std::countr_zero(registers.size()));
  std::array<uint32_t, 66> counts{};
  for (const uint8_t rank : registers) ++counts[rank];
  double z = m * Tau(1 - counts[most + 1] / m);
  for (size_t k = most; k >= 1; --k) z = (z + counts[k]) / 2;
  z += m * Sigma(counts[0] / m);
  return m * m / (2 * std::log(2.0) * z);
}

HyperBall::HyperBall(const TieGraph& graph, int log2_registers, uint64_t seed, int threads)
    : graph_(graph),
      width_(size_t{1} << log2_registers),
      now_(graph.num_nodes() * width_, 0),
      changed_(graph.num_nodes(), 1) {
  ParallelFor(threads, graph.num_nodes(), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t v = begin; v < end; ++v) {
      const uint64_t hash = RandomStream(seed, static_cast<uint64_t>(v))();
      // The rank of the upper bits; where they are all 0, one more than their number.
      const int rank = std::countl_zero(hash | (width_ - 1)) + 1;
      now_[static_cast<size_t>(v) * width_ + (hash & (width_ - 1))] =
          static_cast<uint8_t>(rank);
    }
  });
  next_ = now_;
}

bool HyperBall::Step(const RunControl* run,
                     absl::FunctionRef<void(Node v, double estimate)> grown) {
  std::vector<uint8_t> changes(graph_.num_nodes(), 0);
  std::atomic<bool> any = false;
  ParallelFor(ThreadsOf(run), graph_.num_nodes(), kGrain, [&](int64_t begin, int64_t end) {
    for (auto v = static_cast<Node>(begin); v < static_cast<Node>(end); ++v) {
      if (IsCancelled(run)) return;
      uint8_t* next = next_.data() + static_cast<size_t>(v) * width_;
      const absl::Span<const uint8_t> now = Row(now_, v);
      // It grew in the last round: next_ still holds the round before that.
      if (changed_[v] != 0) std::copy(now.begin(), now.end(), next);
      for (const Node w : graph_.OutNeighbors(v)) {
        if (changed_[w] == 0) continue;
        const uint8_t* other = Row(now_, w).data();
        for (size_t i = 0; i < width_; ++i) next[i] = std::max(next[i], other[i]);
      }
      if (std::equal(now.begin(), now.end(), next)) continue;
      changes[v] = 1;
      any.store(true, std::memory_order_relaxed);
      grown(v, EstimateCount({next, width_}));
    }
  });
  now_.swap(next_);
  changed_ = std::move(changes);
  return any.load();
}

}  // namespace pullgraph
