// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_backtest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "algorithms/attract/event_rankings.h"
#include "io/import/edges.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::event_backtest_test {
namespace {

using testing::StatusIs;

// Each source has two targets that it goes to by turns, and now and then goes anywhere.
EventStream Rounds(uint32_t sources, uint32_t targets, size_t size, double anywhere,
                   uint64_t seed) {
  EventStream stream;
  stream.num_sources = sources;
  stream.num_targets = targets;
  std::vector<uint32_t> turn(sources);
  int64_t at = 1'500'000'000'000'000;
  for (size_t i = 0; i < size; ++i) {
    RandomStream random(seed, i);
    const auto source = static_cast<uint32_t>(random.Below(sources));
    auto target = (source * 3 + 5 * (turn[source]++ % 2)) % targets;
    if (random.Bernoulli(anywhere)) target = static_cast<uint32_t>(random.Below(targets));
    at += static_cast<int64_t>(random.Below(3)) * 60'000'000;  // Some at the same time.
    stream.events.push_back({source, target, at});
  }
  return stream;
}

EventBacktestOptions Quick() {
  EventBacktestOptions options;
  options.model.max_training = 2000;
  options.model.trees.num_trees = 40;
  options.model.trees.learning_rate = 0.2;
  return options;
}

// The protocol told once more, slowly: at each event all that is known is looked up in
// the whole list of events, all candidates get a score, and the scores are compared.
class SlowProtocol {
 public:
  explicit SlowProtocol(const EventStream& stream, size_t batch) : s_(stream), batch_(batch) {
    validation_ = PartAfter(0.70);
    test_ = PartAfter(0.85);
  }

  double Mrr(SimpleRanking ranking, bool test) const {
    double sum = 0;
    const size_t begin = test ? test_ : validation_;
    const size_t end = test ? s_.events.size() : test_;
    for (size_t k = begin; k < end; ++k) sum += Reciprocal(ranking, k, begin);
    return sum / static_cast<double>(end - begin);
  }

 private:
  using Score = std::pair<double, double>;

  // Linear between the two times next to it, as numpy has it.
  size_t PartAfter(double q) const {
    const double place = q * static_cast<double>(s_.events.size() - 1);
    const double low = std::floor(place);
    const auto a = static_cast<double>(s_.events[static_cast<size_t>(low)].at);
    const auto b = static_cast<double>(s_.events[static_cast<size_t>(std::ceil(place))].at);
    size_t first = 0;
    while (static_cast<double>(s_.events[first].at) <= a + (b - a) * (place - low)) ++first;
    return first;
  }

  double Reciprocal(SimpleRanking ranking, size_t k, size_t part) const {
    const DatedEvent& event = s_.events[k];
    std::set<uint32_t> candidates;
    for (uint32_t v = 0; v < s_.num_targets; ++v) candidates.insert(v);
    for (const DatedEvent& other : s_.events) {
      if (other.source == event.source && other.at == event.at) candidates.erase(other.target);
    }
    const Score own = ScoreOf(ranking, k, part, event.target);
    double place = 1;
    for (const uint32_t v : candidates) {
      const Score score = ScoreOf(ranking, k, part, v);
      place += score > own ? 1 : score == own ? 0.5 : 0;
    }
    return 1 / place;
  }

  Score ScoreOf(SimpleRanking ranking, size_t k, size_t part, uint32_t target) const {
    const DatedEvent& event = s_.events[k];
    // A batch knows what was strictly before its first event.
    const size_t first = part + (k - part) / batch_ * batch_;
    double own = 0;  // Times are above 0: never is 0.
    double anybody = 0, count = 0, banked = 0;
    for (const DatedEvent& past : s_.events) {
      if (past.at >= event.at || past.target != target) continue;
      anybody = static_cast<double>(past.at);
      ++count;
      if (past.source != event.source) continue;
      own = static_cast<double>(past.at);
      if (past.at < s_.events[first].at) banked = 1;
    }
    switch (ranking) {
      case SimpleRanking::kLocalGlobal: return {own, anybody};
      case SimpleRanking::kLocal: return {own, 0};
      case SimpleRanking::kEdgeBank: return {own > 0 ? 1 : 0, 0};
      case SimpleRanking::kEdgeBankBatches: return {banked, 0};
      case SimpleRanking::kPopularity: return {count, 0};
      case SimpleRanking::kGlobal: return {anybody, 0};
      case SimpleRanking::kChance: return {0, 0};
    }
    return {0, 0};
  }

  const EventStream& s_;
  size_t batch_;
  size_t validation_ = 0;
  size_t test_ = 0;
};

TEST(BacktestEvents, SimpleRankingsAreThoseOfTheProtocol) {
  const EventStream streams[] = {Rounds(12, 17, 400, 0.3, 1), Rounds(40, 9, 300, 0.8, 2),
                                 Rounds(3, 60, 350, 0.5, 3)};
  for (const EventStream& stream : streams) {
    for (const int batch : {1, 7, 200}) {
      EventBacktestOptions options = Quick();
      options.batch = batch;
      options.model.trees.num_trees = 4;
      options.bootstrap = 10;
      ASSERT_OK_AND_ASSIGN(const EventBacktest result, BacktestEvents(stream, options));
      const SlowProtocol slow(stream, static_cast<size_t>(batch));
      for (size_t r = 0; r < kNumSimpleRankings; ++r) {
        const auto ranking = static_cast<SimpleRanking>(r);
        SCOPED_TRACE(SimpleRankingName(ranking));
        EXPECT_DOUBLE_EQ(result.scores[1 + r].mrr_validation, slow.Mrr(ranking, false));
        EXPECT_DOUBLE_EQ(result.scores[1 + r].mrr, slow.Mrr(ranking, true));
      }
      EXPECT_EQ(result.training + result.validation + result.tested, stream.events.size());
    }
  }
}

TEST(BacktestEvents, LearnsRounds) {
  const EventStream stream = Rounds(40, 60, 6000, 0.1, 1);
  EventBacktest first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    EventBacktestOptions options = Quick();
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const EventBacktest result, BacktestEvents(stream, options));
    ASSERT_EQ(result.scores.size(), 1 + kNumSimpleRankings);
    const EventScore& learned = result.scores[0];
    EXPECT_GT(result.chosen_trees, 0);
    // By turns: where a source was last is where it does not go.
    EXPECT_GT(learned.mrr, 0.8);
    EXPECT_LT(result.scores[1].mrr, 0.6);
    EXPECT_LT(learned.mrr_low, learned.mrr);
    EXPECT_GT(learned.mrr_high, learned.mrr);
    EXPECT_LE(learned.first, learned.first_ten);
    // By validation; it is the lead in the test that is told.
    const EventScore& rival = result.scores[1 + static_cast<size_t>(result.rival)];
    for (size_t i = 1; i < result.scores.size(); ++i) {
      EXPECT_GE(rival.mrr_validation, result.scores[i].mrr_validation);
    }
    EXPECT_DOUBLE_EQ(result.lead, learned.mrr - rival.mrr);
    EXPECT_GT(result.lead_low, 0);
    EXPECT_LT(result.lead_low, result.lead);
    EXPECT_GT(result.lead_high, result.lead);
    const double sum = std::accumulate(
        result.learned.end() - static_cast<int64_t>(result.tested), result.learned.end(), 0.0);
    EXPECT_DOUBLE_EQ(learned.mrr, sum / static_cast<double>(result.tested));
    if (threads == 1) first = result;
    EXPECT_EQ(result.learned, first.learned);
    for (size_t i = 0; i < result.scores.size(); ++i) {
      EXPECT_EQ(result.scores[i].mrr_low, first.scores[i].mrr_low);
      EXPECT_EQ(result.scores[i].mrr_high, first.scores[i].mrr_high);
    }
  }
}

// Where each goes is drawn anew each time: nobody can do better than chance, whose places
// are uniform.
TEST(BacktestEvents, FindsNothingWhereNothingIs) {
  constexpr uint32_t kTargets = 20;
  const EventStream stream = Rounds(30, kTargets, 12000, 1, 5);
  ASSERT_OK_AND_ASSIGN(const EventBacktest result, BacktestEvents(stream, Quick()));
  double chance = 0;
  for (uint32_t place = 1; place <= kTargets; ++place) chance += 1.0 / place / kTargets;
  EXPECT_NEAR(result.scores[0].mrr, chance, 0.02);
  EXPECT_NEAR(result.scores[1].mrr, chance, 0.02);
  EXPECT_LT(result.scores[0].mrr_low, chance + 0.01);
}

// What happens later changes no place: not by the features, not by what was learned, and
// not by what was chosen.
TEST(BacktestEvents, KnowsNothingOfTheFuture) {
  const EventStream stream = Rounds(30, 40, 3000, 0.2, 9);
  ASSERT_OK_AND_ASSIGN(const EventBacktest before, BacktestEvents(stream, Quick()));
  const auto test_begin = static_cast<size_t>(before.training + before.validation);
  // No moment is torn apart: those of one moment are known to each other as excluded.
  size_t change = test_begin + before.tested / 2;
  while (stream.events[change - 1].at == stream.events[change].at) ++change;
  EventStream other = stream;
  for (size_t k = change; k < other.events.size(); ++k) {
    other.events[k].target = (other.events[k].target + 11) % other.num_targets;
    other.events[k].source = (other.events[k].source + 7) % other.num_sources;
  }
  ASSERT_OK_AND_ASSIGN(const EventBacktest after, BacktestEvents(other, Quick()));
  EXPECT_EQ(before.chosen_trees, after.chosen_trees);
  EXPECT_EQ(before.learned.size(), after.learned.size());
  const auto same = static_cast<int64_t>(change - before.training);
  EXPECT_TRUE(std::equal(before.learned.begin(), before.learned.begin() + same,
                         after.learned.begin()));
  EXPECT_FALSE(std::equal(before.learned.begin() + same, before.learned.end(),
                          after.learned.begin() + same));
  for (size_t r = 0; r < before.scores.size(); ++r) {
    EXPECT_EQ(before.scores[r].mrr_validation, after.scores[r].mrr_validation);
  }
}

// Rows of one moment see nothing of each other, in whatever order they come.
TEST(BacktestEvents, OneMomentIsOneMoment) {
  EventStream stream = Rounds(30, 40, 2000, 0.2, 4);
  // All by themselves, but for the last two: a source that goes to two at once.
  for (size_t i = 0; i < stream.events.size(); ++i) {
    stream.events[i].at = static_cast<int64_t>(1'000'000 * (i + 1));
  }
  const DatedEvent last = stream.events.back();
  stream.events.push_back({last.source, (last.target + 1) % 40, last.at});
  EventStream turned = stream;
  std::swap(turned.events.back(), turned.events[turned.events.size() - 2]);
  ASSERT_OK_AND_ASSIGN(const EventBacktest a, BacktestEvents(stream, Quick()));
  ASSERT_OK_AND_ASSIGN(const EventBacktest b, BacktestEvents(turned, Quick()));
  const size_t n = a.learned.size();
  EXPECT_EQ(a.learned[n - 1], b.learned[n - 2]);
  EXPECT_EQ(a.learned[n - 2], b.learned[n - 1]);
  EXPECT_TRUE(std::equal(a.learned.begin(), a.learned.end() - 2, b.learned.begin()));
}

TEST(BacktestEvents, TheIntervalIsOverSources) {
  // One source alone: whatever is drawn is the same.
  ASSERT_OK_AND_ASSIGN(const EventBacktest one,
                       BacktestEvents(Rounds(1, 30, 400, 0.5, 6), Quick()));
  EXPECT_DOUBLE_EQ(one.scores[0].mrr_low, one.scores[0].mrr);
  EXPECT_DOUBLE_EQ(one.scores[0].mrr_high, one.scores[0].mrr);
}

TEST(BacktestEvents, NamesBadInput) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  const auto failed = absl::StatusCode::kFailedPrecondition;
  const EventStream stream = Rounds(10, 10, 300, 0.5, 1);
  EventBacktestOptions options = Quick();
  options.test_from = 0.7;
  EXPECT_THAT(BacktestEvents(stream, options), StatusIs(invalid, "test_from 0.7"));
  options = Quick();
  options.batch = 0;
  EXPECT_THAT(BacktestEvents(stream, options), StatusIs(invalid, "batch is 0"));
  options = Quick();
  options.model.max_training = 0;
  EXPECT_THAT(BacktestEvents(stream, options), StatusIs(invalid, "max_training is 0"));
  options = Quick();
  options.model.trees.num_trees = 3;
  EXPECT_THAT(BacktestEvents(stream, options), StatusIs(invalid, "trees.num_trees is 3"));
  EXPECT_THAT(BacktestEvents(Rounds(10, 10, 199, 0.5, 1)), StatusIs(failed, "there are 199"));
  EventStream bad = stream;
  bad.num_targets = 5;
  EXPECT_THAT(BacktestEvents(bad), StatusIs(absl::StatusCode::kOutOfRange, "and target"));
  bad = stream;
  bad.events.front().at = bad.events.back().at + 1;
  EXPECT_THAT(BacktestEvents(bad), StatusIs(invalid, "is earlier than the one before"));
  bad = stream;
  bad.source_of_target = {0, 1};
  EXPECT_THAT(BacktestEvents(bad), StatusIs(invalid, "source_of_target has 2"));
  bad = stream;
  for (DatedEvent& event : bad.events) event.at = 7;
  EXPECT_THAT(BacktestEvents(bad), StatusIs(failed, "too few times"));
  std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  options = Quick();
  options.run = &run;
  EXPECT_THAT(BacktestEvents(stream, options), StatusIs(absl::StatusCode::kCancelled, ""));
}

// The figures that are known of a public set, and that we are above its leaderboard's
// best (0.827) even when we learn little.
TEST(BacktestEvents, RealEdits) {
  const std::filesystem::path file =
      std::filesystem::path(PULLGRAPH_SOURCE_DIR) / "../shared/data/tgbl-wiki/wiki.txt.gz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "NOT CHECKED on real edits: no " << file;
  EdgeListOptions import;
  import.directed = true;
  import.time_column = 3;
  ASSERT_OK_AND_ASSIGN(const ImportResult read, ImportEdges(file, import));
  const EventStream stream = ListEvents(CommunityView(read.community));
  EXPECT_EQ(stream.kind, EventKind::kTies);
  EXPECT_EQ(stream.events.size(), 157474U);
  EXPECT_EQ(stream.num_sources, 8227U);
  EXPECT_EQ(stream.num_targets, 1000U);
  EventBacktestOptions options;
  options.model.max_training = 8000;
  options.model.shortlist = {.own = 10, .last = 5, .newcomers = 5, .companions = 2};
  options.model.trees.num_trees = 60;
  options.model.trees.learning_rate = 0.15;
  ASSERT_OK_AND_ASSIGN(const EventBacktest result, BacktestEvents(stream, options));
  EXPECT_EQ(result.validation, 23621U);
  EXPECT_EQ(result.tested, 23621U);
  const auto expect = [&](SimpleRanking ranking, double validation, double test) {
    const EventScore& score = result.scores[1 + static_cast<size_t>(ranking)];
    EXPECT_NEAR(score.mrr_validation, validation, 0.00006) << score.name;
    EXPECT_NEAR(score.mrr, test, 0.00006) << score.name;
  };
  expect(SimpleRanking::kLocalGlobal, 0.8415, 0.8206);
  expect(SimpleRanking::kEdgeBankBatches, 0.5267, 0.4947);
  EXPECT_GT(result.scores[0].mrr, 0.83);
  EXPECT_GT(result.lead_low, 0.005);
  EXPECT_GT(result.scores[0].mrr_validation, 0.845);
}

}  // namespace
}  // namespace pullgraph::event_backtest_test
