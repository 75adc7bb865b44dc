// SPDX-License-Identifier: Apache-2.0
// Wilson's interval, the Pareto front and distinctive topics.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "algorithms/edge/distinctive_topics.h"
#include "algorithms/edge/pareto.h"
#include "algorithms/kernels/wilson.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::statistics_test {
namespace {

using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(Wilson, PublishedValues) {
  // Newcombe 1998, table I, method 3.
  struct Row {
    uint64_t hits, trials;
    double low, high;
  };
  for (const Row& row : {Row{81, 263, .2553, .3662}, Row{15, 148, .0624, .1605},
                         Row{0, 20, .0000, .1611}, Row{1, 29, .0061, .1718}}) {
    ASSERT_OK_AND_ASSIGN(const ShareInterval got, WilsonInterval(row.hits, row.trials));
    EXPECT_NEAR(got.low, row.low, 5e-5) << row.hits;
    EXPECT_NEAR(got.high, row.high, 5e-5) << row.hits;
  }
}

TEST(Wilson, SolvesItsQuadraticAtAnyConfidence) {
  // Both ends p satisfy (hits/n - p)^2 = z^2 p (1 - p) / n.
  const double z99 = 2.5758293035489004, z50 = 0.67448975019608174;
  for (const auto& [confidence, z] : {std::pair(0.99, z99), std::pair(0.5, z50)}) {
    for (const uint64_t hits : {1u, 7u, 19u}) {
      ASSERT_OK_AND_ASSIGN(const ShareInterval got, WilsonInterval(hits, 20, confidence));
      for (const double p : {got.low, got.high}) {
        EXPECT_NEAR(std::pow(static_cast<double>(hits) / 20 - p, 2), z * z * p * (1 - p) / 20,
                    1e-12);
      }
    }
  }
}

TEST(Wilson, EdgesAndErrors) {
  EXPECT_EQ(WilsonInterval(0, 0)->low, 0);
  EXPECT_EQ(WilsonInterval(0, 0)->high, 1);
  EXPECT_EQ(WilsonInterval(0, 3)->low, 0);
  EXPECT_EQ(WilsonInterval(3, 3)->high, 1);
  EXPECT_NEAR(WilsonInterval(3, 3)->low, 1 - WilsonInterval(0, 3)->high, 1e-15);
  // The narrowest and the widest that a double tells from 0 and 1.
  EXPECT_LT(WilsonInterval(5, 10, 1e-9)->high - WilsonInterval(5, 10, 1e-9)->low, 1e-8);
  EXPECT_GT(WilsonInterval(5, 10, 1 - 1e-12)->high, 0.9);
  EXPECT_THAT(WilsonInterval(4, 3), StatusIs(kInvalid, "hits = 4"));
  EXPECT_THAT(WilsonInterval(1, 3, 0), StatusIs(kInvalid, "confidence = 0"));
  EXPECT_THAT(WilsonInterval(1, 3, 1), StatusIs(kInvalid, "confidence = 1"));
  EXPECT_THAT(WilsonInterval(1, 3, std::nan("")), StatusIs(kInvalid, "confidence = nan"));
}

TEST(Pareto, EqualsBruteForce) {
  int on = 0, off = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    RandomStream random(seed, 0);
    const size_t rows = random.Below(30), columns = 1 + random.Below(5);
    std::vector<double> scores(rows * columns);
    // Few values: ties and equal rows occur.
    for (double& score : scores) score = static_cast<double>(random.Below(4)) - 1.5;
    ASSERT_OK_AND_ASSIGN(const std::vector<uint8_t> front, ParetoFront(scores, rows, columns));
    ASSERT_EQ(front.size(), rows);
    for (size_t a = 0; a < rows; ++a) {
      bool dominated = false;
      for (size_t b = 0; b < rows; ++b) {
        bool all = true, some = false;
        for (size_t k = 0; k < columns; ++k) {
          all = all && scores[b * columns + k] >= scores[a * columns + k];
          some = some || scores[b * columns + k] > scores[a * columns + k];
        }
        dominated = dominated || (all && some);
      }
      EXPECT_EQ(front[a] != 0, !dominated) << seed << " row " << a;
      ++(dominated ? off : on);
    }
  }
  EXPECT_GT(on, 100);
  EXPECT_GT(off, 100);
}

TEST(Pareto, EdgesAndErrors) {
  EXPECT_TRUE(ParetoFront({}, 0, 3)->empty());
  EXPECT_EQ(*ParetoFront({}, 2, 0), (std::vector<uint8_t>{1, 1}));
  EXPECT_EQ(*ParetoFront(std::vector<double>{INFINITY, 1, -INFINITY}, 3, 1),
            (std::vector<uint8_t>{1, 0, 0}));
  EXPECT_THAT(ParetoFront(std::vector<double>{1, 2, 3}, 2, 2), StatusIs(kInvalid, "2 * 2"));
  EXPECT_THAT(ParetoFront(std::vector<double>{1, NAN}, 2, 1), StatusIs(kInvalid, "scores[1]"));
}

TEST(DistinctiveTopics, ByHand) {
  const TopicId x(0), y(1);
  // Group 0: x 3, y 1; group 1: x 1, y 3. Prior 2: one mention each.
  DistinctiveTopicsOptions options;
  options.prior_strength = 2;
  const std::vector<std::vector<TopicCount>> mentions = {{{x, 1}, {y, 1}, {x, 2}},
                                                         {{y, 3}, {x, 1}}};
  ASSERT_OK_AND_ASSIGN(const auto found, DistinctiveTopics(mentions, options));
  ASSERT_EQ(found.size(), 2u);
  ASSERT_EQ(found[0].size(), 1u);
  EXPECT_EQ(found[0][0].topic, x);
  EXPECT_EQ(found[0][0].count, 3);
  // (3+1)/(1+1) against (1+1)/(3+1): log 4; variance 1/4 + 1/2.
  EXPECT_NEAR(found[0][0].z, std::log(4.0) / std::sqrt(0.75), 1e-12);
  ASSERT_EQ(found[1].size(), 1u);
  EXPECT_EQ(found[1][0].topic, y);
  EXPECT_NEAR(found[1][0].z, found[0][0].z, 1e-12);
}

TEST(DistinctiveTopics, CommonTopicsNameNobody) {
  // All talk of topic 0 alike; topics 1 and 2 set the groups apart, 3 is too much.
  std::vector<std::vector<TopicCount>> mentions(2);
  for (int i = 0; i < 50; ++i) {
    mentions[0].emplace_back(TopicId(0), 1.0);
    mentions[1].emplace_back(TopicId(0), 1.0);
  }
  mentions[0].emplace_back(TopicId(1), 10.0);
  mentions[0].emplace_back(TopicId(3), 4.0);
  mentions[1].emplace_back(TopicId(2), 14.0);
  DistinctiveTopicsOptions options;
  options.max_topics = 1;
  ASSERT_OK_AND_ASSIGN(const auto found, DistinctiveTopics(mentions, options));
  ASSERT_EQ(found[0].size(), 1u);
  EXPECT_EQ(found[0][0].topic, TopicId(1));
  EXPECT_EQ(found[1][0].topic, TopicId(2));
}

TEST(DistinctiveTopics, EdgesAndErrors) {
  EXPECT_TRUE(DistinctiveTopics({})->empty());
  // A single topic sets nobody apart, nor does a group alone in the world.
  const std::vector<std::vector<TopicCount>> single = {{{TopicId(0), 3}}, {}};
  EXPECT_TRUE(DistinctiveTopics(single)->at(0).empty());
  EXPECT_TRUE(DistinctiveTopics(single)->at(1).empty());
  const std::vector<std::vector<TopicCount>> zero = {{{TopicId(4), 0}}};
  EXPECT_THAT(DistinctiveTopics(zero), StatusIs(kInvalid, "topic 4: count = 0"));
  DistinctiveTopicsOptions options;
  options.max_topics = -1;
  EXPECT_THAT(DistinctiveTopics(single, options), StatusIs(kInvalid, "max_topics = -1"));
  options = {};
  options.prior_strength = 0;
  EXPECT_THAT(DistinctiveTopics(single, options), StatusIs(kInvalid, "prior_strength = 0"));
}

}  // namespace
}  // namespace pullgraph::statistics_test
