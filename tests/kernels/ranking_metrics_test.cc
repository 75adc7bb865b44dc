// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/ranking_metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace pullgraph::ranking_metrics_test {
namespace {

using Labels = std::vector<uint8_t>;

TEST(RankingMetrics, KnownValues) {
  const Labels list = {0, 1, 0, 1};
  EXPECT_DOUBLE_EQ(PrecisionAtK(list, 1), 0);
  EXPECT_DOUBLE_EQ(PrecisionAtK(list, 2), 0.5);
  EXPECT_DOUBLE_EQ(PrecisionAtK(list, 10), 0.2);
  EXPECT_DOUBLE_EQ(HitsAtK(list, 1), 0);
  EXPECT_DOUBLE_EQ(HitsAtK(list, 2), 1);
  EXPECT_DOUBLE_EQ(ReciprocalRank(list), 0.5);
  const double gain = 1 / std::log2(3) + 1 / std::log2(5);
  EXPECT_DOUBLE_EQ(NdcgAtK(list, 10), gain / (1 + 1 / std::log2(3)));
  // One more positive was left out of the list.
  EXPECT_DOUBLE_EQ(NdcgAtK(list, 10, 3), gain / (1 + 1 / std::log2(3) + 0.5));
  EXPECT_DOUBLE_EQ(NdcgAtK(list, 2), (1 / std::log2(3)) / (1 + 1 / std::log2(3)));
}

TEST(RankingMetrics, NothingToFind) {
  for (const Labels& list : {Labels{}, Labels{0, 0}}) {
    EXPECT_EQ(PrecisionAtK(list, 5), 0);
    EXPECT_EQ(HitsAtK(list, 5), 0);
    EXPECT_EQ(ReciprocalRank(list), 0);
    EXPECT_EQ(NdcgAtK(list, 5), 0);
  }
  EXPECT_EQ(PrecisionAtK(Labels{1}, 0), 0);
}

TEST(RankingMetrics, BestOrderIsOneAndTheMaximum) {
  Labels list = {0, 0, 1, 1, 1};
  do {
    for (size_t k = 1; k <= 5; ++k) {
      const double ndcg = NdcgAtK(list, k);
      EXPECT_GE(ndcg, 0);
      EXPECT_LE(ndcg, 1 + 1e-12);
      const bool best = std::all_of(list.begin(), list.begin() + std::min<size_t>(k, 3),
                                    [](uint8_t v) { return v == 1; });
      EXPECT_EQ(ndcg > 1 - 1e-12, best);
    }
  } while (std::next_permutation(list.begin(), list.end()));
}

}  // namespace
}  // namespace pullgraph::ranking_metrics_test
