// SPDX-License-Identifier: Apache-2.0
// Adding costs up without overflow, and lowering distances from many threads. Part
// of sssp.h.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_RELAXATION_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_RELAXATION_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "algorithms/kernels/sssp.h"

namespace pullgraph {

template <class Distance>
inline constexpr Distance kFarthest = std::is_floating_point_v<Distance>
                                          ? std::numeric_limits<Distance>::infinity()
                                          : std::numeric_limits<Distance>::max();

// Stores from + cost in `sum`; false if there is no such arc, or, with
// `overflow` set, if Distance cannot hold it.
inline bool AddCost(double from, double cost, double& sum, bool& /*overflow*/) {
  sum = from + cost;
  return sum < kFarthest<double>;
}
inline bool AddCost(uint64_t from, uint32_t cost, uint64_t& sum, bool& /*overflow*/) {
  sum = from + cost;
  return cost != kAbsentCost;
}
inline bool AddCost(uint32_t from, uint32_t cost, uint32_t& sum, bool& overflow) {
  sum = from + cost;
  if (cost < kFarthest<uint32_t> - from) return true;
  if (cost != kAbsentCost) overflow = true;
  return false;
}

// True if `value` is less than `slot`, which it then replaces.
template <bool kAtomic, class T>
bool Lower(T& slot, T value) {
  if constexpr (!kAtomic) {
    if (!(value < slot)) return false;
    slot = value;
    return true;
  } else {
    const std::atomic_ref<T> atomic(slot);
    T seen = atomic.load(std::memory_order_relaxed);
    while (value < seen) {
      if (atomic.compare_exchange_weak(seen, value, std::memory_order_relaxed)) return true;
    }
    return false;
  }
}

template <class T>
T LoadRelaxed(T& slot) {
  return std::atomic_ref<T>(slot).load(std::memory_order_relaxed);
}

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_RELAXATION_H_
