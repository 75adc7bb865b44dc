// SPDX-License-Identifier: Apache-2.0
// The only door to threads. Work is cut into chunks that depend on the size of
// the problem alone, so what a chunk computes never depends on `threads`.
//
// Calls from inside a parallel region, and calls while another thread of the
// program holds the workers, run in the calling thread: same results, no
// deadlock. An exception of a body is rethrown in the caller, the one of the
// lowest chunk first; the other chunks may or may not have run.
#ifndef PULLGRAPH_GRAPH_PARALLEL_H_
#define PULLGRAPH_GRAPH_PARALLEL_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <vector>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"

namespace pullgraph {

// Hardware threads of this machine, >= 1.
int HardwareThreads();

// Calls body(begin, end) for every chunk of at most `grain` indices of [0, n).
// Chunks run in any order; grain >= 1.
void ParallelFor(int threads, int64_t n, int64_t grain,
                 absl::FunctionRef<void(int64_t begin, int64_t end)> body);

// The same with the number of the worker, in [0, threads), for scratch memory.
// What is computed must not depend on it.
void ParallelForWorker(int threads, int64_t n, int64_t grain,
                       absl::FunctionRef<void(int worker, int64_t begin, int64_t end)> body);

// The same for bodies that can fail: returns the error of the lowest chunk.
absl::Status ParallelForStatus(
    int threads, int64_t n, int64_t grain,
    absl::FunctionRef<absl::Status(int64_t begin, int64_t end)> body);

// Folds map(begin, end) over the chunks of [0, n), left to right, so that
// rounding is the same for any number of threads.
template <class T, class Map, class Combine>
T ParallelReduce(int threads, int64_t n, int64_t grain, T identity, Map map,
                 Combine combine) {
  if (n <= 0) return identity;
  std::vector<T> parts(static_cast<size_t>((n + grain - 1) / grain), identity);
  ParallelFor(threads, n, grain, [&](int64_t begin, int64_t end) {
    parts[static_cast<size_t>(begin / grain)] = map(begin, end);
  });
  T total = std::move(identity);
  for (T& part : parts) total = combine(std::move(total), std::move(part));
  return total;
}

// Replaces values[i] by the sum of all values before it; returns the total.
uint64_t ExclusivePrefixSum(int threads, absl::Span<uint64_t> values);

// Stable merge sort of [first, last): the result is the stable order, whatever
// `threads` is. COST: O(n log n) time, O(n) memory.
template <class Iterator, class Less = std::less<>>
void ParallelSort(int threads, Iterator first, Iterator last, Less less = Less()) {
  using Value = typename std::iterator_traits<Iterator>::value_type;
  constexpr int64_t kRun = int64_t{1} << 16;
  const int64_t n = last - first;
  if (threads <= 1 || n <= kRun) {
    std::stable_sort(first, last, less);
    return;
  }
  ParallelFor(threads, n, kRun, [&](int64_t begin, int64_t end) {
    std::stable_sort(first + begin, first + end, less);
  });
  std::vector<Value> buffer(std::make_move_iterator(first), std::make_move_iterator(last));
  Value* from = buffer.data();
  auto merge_all = [&](auto source, auto target, int64_t width) {
    const int64_t pairs = (n + 2 * width - 1) / (2 * width);
    ParallelFor(threads, pairs, 1, [&](int64_t begin, int64_t end) {
      for (int64_t pair = begin; pair < end; ++pair) {
        const int64_t low = pair * 2 * width;
        const int64_t middle = std::min(n, low + width);
        const int64_t high = std::min(n, low + 2 * width);
        std::merge(std::make_move_iterator(source + low),
                   std::make_move_iterator(source + middle),
                   std::make_move_iterator(source + middle),
                   std::make_move_iterator(source + high), target + low, less);
      }
    });
  };
  // Invariant: sorted runs of `width` stand in `buffer` if in_buffer, else in place.
  bool in_buffer = true;
  for (int64_t width = kRun; width < n; width *= 2) {
    if (in_buffer) {
      merge_all(from, first, width);
    } else {
      merge_all(first, from, width);
    }
    in_buffer = !in_buffer;
  }
  if (in_buffer) std::move(buffer.begin(), buffer.end(), first);
}

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_PARALLEL_H_
