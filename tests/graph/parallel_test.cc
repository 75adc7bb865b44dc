// SPDX-License-Identifier: Apache-2.0
#include "graph/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::parallel_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

class ParallelTest : public ::testing::TestWithParam<int> {
 protected:
  int threads() const { return GetParam(); }
};
INSTANTIATE_TEST_SUITE_P(Threads, ParallelTest, ::testing::Values(1, 2, 7));

TEST_P(ParallelTest, EveryIndexOnceInChunksOfGrain) {
  for (const int64_t n : {0, 1, 2, 63, 64, 65, 1000}) {
    for (const int64_t grain : {1, 7, 64, 5000}) {
      std::vector<std::atomic<int>> visits(static_cast<size_t>(n));
      ParallelFor(threads(), n, grain, [&](int64_t begin, int64_t end) {
        ASSERT_LT(begin, end);
        ASSERT_EQ(begin % grain, 0);
        ASSERT_EQ(end, std::min(n, begin + grain));
        for (int64_t i = begin; i < end; ++i) ++visits[static_cast<size_t>(i)];
      });
      for (const auto& v : visits) ASSERT_EQ(v, 1);
    }
  }
  bool called = false;
  ParallelFor(threads(), -5, 1, [&](int64_t, int64_t) { called = true; });
  EXPECT_FALSE(called);
}

TEST_P(ParallelTest, NonsenseThreadCountsWork) {
  for (const int count : {0, -3, 1'000'000}) {
    std::atomic<int> sum{0};
    ParallelFor(count, 1000, 10, [&](int64_t begin, int64_t end) {
      sum += static_cast<int>(end - begin);
    });
    EXPECT_EQ(sum, 1000);
  }
}

TEST_P(ParallelTest, WorkersAreNumberedBelowThreadsAndNotShared) {
  std::vector<std::atomic<bool>> busy(static_cast<size_t>(threads()));
  std::atomic<bool> wrong{false};
  ParallelForWorker(threads(), 2000, 1, [&](int worker, int64_t, int64_t) {
    if (worker < 0 || worker >= threads()) {
      wrong = true;
      return;
    }
    if (busy[static_cast<size_t>(worker)].exchange(true)) wrong = true;
    busy[static_cast<size_t>(worker)] = false;
  });
  EXPECT_FALSE(wrong);
}

TEST_P(ParallelTest, NestedCallsRunInTheCaller) {
  std::atomic<int64_t> sum{0};
  std::atomic<bool> moved{false};
  ParallelFor(threads(), 20, 1, [&](int64_t begin, int64_t) {
    const auto self = std::this_thread::get_id();
    ParallelFor(threads(), 100, 3, [&](int64_t b, int64_t e) {
      if (std::this_thread::get_id() != self) moved = true;
      ParallelFor(threads(), 2, 1, [&](int64_t, int64_t) { sum += (e - b) * begin; });
    });
  });
  EXPECT_FALSE(moved);
  EXPECT_EQ(sum, 2 * 100 * 190);
}

TEST_P(ParallelTest, AnExceptionReachesTheCallerLowestChunkFirst) {
  for (int round = 0; round < 20; ++round) {
    try {
      ParallelFor(threads(), 1000, 10, [&](int64_t begin, int64_t) {
        if (begin >= 170) throw std::runtime_error(absl::StrCat(begin));
      });
      FAIL() << "no exception";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "170");
    }
  }
  // And the workers are fit for more.
  std::atomic<int> chunks{0};
  ParallelFor(threads(), 100, 1, [&](int64_t, int64_t) { ++chunks; });
  EXPECT_EQ(chunks, 100);
}

TEST_P(ParallelTest, AnExceptionInANestedCall) {
  EXPECT_THROW(ParallelFor(threads(), 8, 1,
                           [&](int64_t, int64_t) {
                             ParallelFor(threads(), 8, 1, [](int64_t begin, int64_t) {
                               if (begin == 5) throw std::bad_alloc();
                             });
                           }),
               std::bad_alloc);
  std::atomic<bool> elsewhere{false};
  const auto self = std::this_thread::get_id();
  // A nested exception must not leave this thread marked as being inside.
  for (int round = 0; round < 200 && !elsewhere; ++round) {
    ParallelFor(threads(), 64, 1, [&](int64_t, int64_t) {
      if (std::this_thread::get_id() != self) elsewhere = true;
      std::this_thread::yield();
    });
  }
  EXPECT_EQ(elsewhere, threads() > 1);
}

TEST_P(ParallelTest, StatusOfTheLowestChunk) {
  for (int round = 0; round < 20; ++round) {
    const absl::Status s =
        ParallelForStatus(threads(), 1000, 10, [&](int64_t begin, int64_t) -> absl::Status {
          if (begin == 990 || begin == 330 || begin == 340) {
            return absl::InvalidArgumentError(absl::StrCat("chunk ", begin, "."));
          }
          return absl::OkStatus();
        });
    EXPECT_THAT(s, StatusIs(absl::StatusCode::kInvalidArgument, "chunk 330."));
  }
  EXPECT_THAT(ParallelForStatus(threads(), 100, 1,
                                [](int64_t, int64_t) { return absl::OkStatus(); }),
              IsOk());
}

TEST_P(ParallelTest, ReduceRoundsTheSameForAnyThreads) {
  RandomStream random(1, 1);
  std::vector<double> values(100'003);
  for (double& v : values) v = random.Normal() * std::exp(10 * random.Uniform());
  const auto sum = [&](int threads) {
    return ParallelReduce(
        threads, static_cast<int64_t>(values.size()), 1000, 0.0,
        [&](int64_t begin, int64_t end) {
          return std::accumulate(values.begin() + begin, values.begin() + end, 0.0);
        },
        [](double a, double b) { return a + b; });
  };
  EXPECT_EQ(sum(threads()), sum(1));
  // Not commutative: order is left to right.
  const std::string letters = ParallelReduce(
      threads(), 26, 1, std::string(),
      [](int64_t begin, int64_t) { return std::string(1, static_cast<char>('a' + begin)); },
      [](std::string a, std::string b) { return a + b; });
  EXPECT_EQ(letters, "abcdefghijklmnopqrstuvwxyz");
  EXPECT_EQ(ParallelReduce(
                threads(), 0, 5, 17, [](int64_t, int64_t) { return 1; },
                [](int a, int b) { return a + b; }),
            17);
}

TEST_P(ParallelTest, PrefixSum) {
  for (const size_t n : {0UL, 1UL, 5UL, 65'536UL, 65'537UL, 300'001UL}) {
    RandomStream random(2, n);
    std::vector<uint64_t> values(n);
    for (uint64_t& v : values) v = random.Below(1000);
    std::vector<uint64_t> expected(n);
    uint64_t total = 0;
    for (size_t i = 0; i < n; ++i) {
      expected[i] = total;
      total += values[i];
    }
    EXPECT_EQ(ExclusivePrefixSum(threads(), absl::MakeSpan(values)), total);
    EXPECT_EQ(values, expected);
  }
}

TEST_P(ParallelTest, SortIsStable) {
  for (const size_t n : {0UL, 1UL, 1000UL, 65'536UL, 65'537UL, 200'000UL, 262'145UL}) {
    RandomStream random(3, n);
    std::vector<std::pair<uint32_t, uint32_t>> items(n);
    for (uint32_t i = 0; i < n; ++i) {
      items[i] = {static_cast<uint32_t>(random.Below(500)), i};
    }
    const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
    ParallelSort(threads(), items.begin(), items.end(), by_key);
    for (size_t i = 1; i < n; ++i) ASSERT_LT(items[i - 1], items[i]);
  }
}

TEST_P(ParallelTest, SortsWhatCanOnlyBeMoved) {
  std::vector<std::unique_ptr<int>> items;
  RandomStream random(4, 0);
  for (int i = 0; i < 150'000; ++i) {
    items.push_back(std::make_unique<int>(static_cast<int>(random.Below(1 << 20))));
  }
  ParallelSort(threads(), items.begin(), items.end(),
               [](const auto& a, const auto& b) { return *a < *b; });
  for (size_t i = 1; i < items.size(); ++i) ASSERT_LE(*items[i - 1], *items[i]);
}

TEST_P(ParallelTest, ManyShortLoops) {
  int64_t sum = 0;
  for (int round = 0; round < 3000; ++round) {
    std::atomic<int64_t> part{0};
    ParallelFor(threads(), 8, 1, [&](int64_t begin, int64_t) { part += begin; });
    sum += part;
  }
  EXPECT_EQ(sum, 3000 * 28);
}

TEST_P(ParallelTest, ConcurrentCallersAllGetTheirAnswer) {
  std::vector<std::thread> callers;
  std::atomic<int> wrong{0};
  for (int c = 0; c < 4; ++c) {
    callers.emplace_back([&, c] {
      for (int round = 0; round < 200; ++round) {
        std::vector<int> out(500, 0);
        ParallelFor(threads(), 500, 7, [&](int64_t begin, int64_t end) {
          for (int64_t i = begin; i < end; ++i) out[static_cast<size_t>(i)] = c + 1;
        });
        if (std::accumulate(out.begin(), out.end(), 0) != 500 * (c + 1)) ++wrong;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Parallel, HardwareThreads) { EXPECT_GE(HardwareThreads(), 1); }

TEST(RunControl, NullMeansOneThreadAndNoCancelling) {
  EXPECT_EQ(ThreadsOf(nullptr), 1);
  EXPECT_FALSE(IsCancelled(nullptr));
  EXPECT_THAT(CheckCancelled(nullptr), IsOk());
  ReportProgress(nullptr, 0.5);
  RunControl run;
  run.threads = -2;
  EXPECT_EQ(ThreadsOf(&run), 1);
  std::atomic<bool> stop{false};
  run.cancelled = &stop;
  EXPECT_THAT(CheckCancelled(&run), IsOk());
  stop = true;
  EXPECT_THAT(CheckCancelled(&run), StatusIs(absl::StatusCode::kCancelled, "interrupted"));
  std::vector<double> seen;
  run.progress = [&](double fraction) { seen.push_back(fraction); };
  ReportProgress(&run, -1);
  ReportProgress(&run, 0.5);
  ReportProgress(&run, 2);
  EXPECT_EQ(seen, (std::vector<double>{0, 0.5, 1}));
}

}  // namespace
}  // namespace pullgraph::parallel_test
