// SPDX-License-Identifier: Apache-2.0
#include "graph/parallel.h"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace pullgraph {
namespace {

using Body = absl::FunctionRef<void(int worker, int64_t begin, int64_t end)>;

thread_local bool inside_region = false;

// One parallel loop. Lives on the caller's stack until every worker has left.
struct Loop {
  Body body;
  int64_t n;
  int64_t grain;
  int helpers;
  std::atomic<int64_t> next_chunk{0};
  std::mutex error_mutex;
  int64_t error_chunk = -1;
  std::exception_ptr error;

  void Work(int worker) {
    const int64_t chunks = (n + grain - 1) / grain;
    for (;;) {
      const int64_t chunk = next_chunk.fetch_add(1, std::memory_order_relaxed);
      if (chunk >= chunks) return;
      try {
        body(worker, chunk * grain, std::min(n, (chunk + 1) * grain));
      } catch (...) {
        const std::lock_guard<std::mutex> lock(error_mutex);
        if (error == nullptr || chunk < error_chunk) {
          error = std::current_exception();
          error_chunk = chunk;
        }
      }
    }
  }
};

// Workers that sleep between loops; they spin for a moment first, since the
// loops of one algorithm follow each other closely.
class Pool {
 public:
  static Pool& Get() {
    static Pool pool;
    return pool;
  }

  ~Pool() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
      epoch_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }

  // False if another thread holds the workers.
  bool TryRun(Loop& loop) {
    const std::unique_lock<std::mutex> owner(owner_, std::try_to_lock);
    if (!owner.owns_lock()) return false;
    if (!EnsureWorkers(loop.helpers)) {
      loop.helpers = static_cast<int>(workers_.size());
    }
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      loop_ = &loop;
      running_.store(static_cast<int>(workers_.size()), std::memory_order_relaxed);
      epoch_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    inside_region = true;
    loop.Work(0);
    inside_region = false;
    for (int spin = 0; running_.load(std::memory_order_acquire) != 0; ++spin) {
      if (spin > kSpins) {
        std::unique_lock<std::mutex> lock(mutex_);
        done_.wait(lock, [&] { return running_.load(std::memory_order_acquire) == 0; });
        break;
      }
    }
    return true;
  }

 private:
  static constexpr int kSpins = 4000;

  bool EnsureWorkers(int count) {
    while (static_cast<int>(workers_.size()) < count) {
      const int index = static_cast<int>(workers_.size());
      const uint64_t seen = epoch_.load(std::memory_order_relaxed);
      try {
        workers_.emplace_back([this, index, seen] { Serve(index, seen); });
      } catch (const std::system_error&) {
        return false;  // The machine grants no more threads: do with fewer.
      }
    }
    return true;
  }

  void Serve(int index, uint64_t seen) {
    inside_region = true;
    for (;;) {
      for (int spin = 0; spin < kSpins; ++spin) {
        if (epoch_.load(std::memory_order_acquire) != seen) break;
      }
      Loop* loop = nullptr;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return epoch_.load(std::memory_order_acquire) != seen; });
        seen = epoch_.load(std::memory_order_acquire);
        if (stopping_) return;
        loop = loop_;
      }
      if (index < loop->helpers) loop->Work(index + 1);
      if (running_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        const std::lock_guard<std::mutex> lock(mutex_);
        done_.notify_all();
      }
    }
  }

  std::mutex owner_;  // Held by the one caller whose loop runs.
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  std::vector<std::thread> workers_;
  Loop* loop_ = nullptr;
  bool stopping_ = false;
  std::atomic<uint64_t> epoch_{0};
  std::atomic<int> running_{0};
};

constexpr int kMaxThreads = 256;

}  // namespace

int HardwareThreads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void ParallelForWorker(int threads, int64_t n, int64_t grain, Body body) {
  if (n <= 0) return;
  const int64_t chunks = (n + grain - 1) / grain;
  const auto workers =
      static_cast<int>(std::min<int64_t>(chunks, std::clamp(threads, 1, kMaxThreads)));
  if (workers > 1 && !inside_region) {
    Loop loop{body, n, grain, workers - 1, {}, {}, -1, {}};
    if (Pool::Get().TryRun(loop)) {
      if (loop.error != nullptr) std::rethrow_exception(loop.error);
      return;
    }
  }
  for (int64_t begin = 0; begin < n; begin += grain) {
    body(0, begin, std::min(n, begin + grain));
  }
}

void ParallelFor(int threads, int64_t n, int64_t grain,
                 absl::FunctionRef<void(int64_t, int64_t)> body) {
  ParallelForWorker(threads, n, grain,
                    [&](int, int64_t begin, int64_t end) { body(begin, end); });
}

absl::Status ParallelForStatus(int threads, int64_t n, int64_t grain,
                               absl::FunctionRef<absl::Status(int64_t, int64_t)> body) {
  std::mutex mutex;
  int64_t lowest = n;
  absl::Status first;
  ParallelFor(threads, n, grain, [&](int64_t begin, int64_t end) {
    absl::Status status = body(begin, end);
    if (status.ok()) return;
    const std::lock_guard<std::mutex> lock(mutex);
    if (begin < lowest) {
      lowest = begin;
      first = std::move(status);
    }
  });
  return first;
}

uint64_t ExclusivePrefixSum(int threads, absl::Span<uint64_t> values) {
  constexpr int64_t kGrain = int64_t{1} << 16;
  const auto n = static_cast<int64_t>(values.size());
  std::vector<uint64_t> sums(static_cast<size_t>((n + kGrain - 1) / kGrain), 0);
  ParallelFor(threads, n, kGrain, [&](int64_t begin, int64_t end) {
    uint64_t sum = 0;
    for (int64_t i = begin; i < end; ++i) sum += values[static_cast<size_t>(i)];
    sums[static_cast<size_t>(begin / kGrain)] = sum;
  });
  uint64_t total = 0;
  for (uint64_t& sum : sums) total += std::exchange(sum, total);
  ParallelFor(threads, n, kGrain, [&](int64_t begin, int64_t end) {
    uint64_t sum = sums[static_cast<size_t>(begin / kGrain)];
    for (int64_t i = begin; i < end; ++i) {
      sum += std::exchange(values[static_cast<size_t>(i)], sum);
    }
  });
  return total;
}

}  // namespace pullgraph
