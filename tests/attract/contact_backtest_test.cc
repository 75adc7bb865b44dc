// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/contact_backtest.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <set>

#include "graph/community_builder.h"
#include "io/import/edges.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::contact_backtest_test {
namespace {

using testing::StatusIs;

double Of(const ContactHistory::Features& f, ContactFeature feature) {
  return f[static_cast<size_t>(feature)];
}

// Everyone has two whom they write to by turns; sometimes they write to anybody.
std::vector<ContactEvent> Habits(Node n, size_t size, uint64_t seed) {
  std::vector<ContactEvent> contacts;
  int64_t at = 1'500'000'000'000'000;
  for (size_t i = 0; i < size; ++i) {
    RandomStream random(seed, i);
    const auto from = static_cast<Node>(random.Below(n));
    auto to = static_cast<Node>((from + 1 + 5 * random.Below(2)) % n);
    if (random.Bernoulli(0.3)) to = static_cast<Node>((from + 1 + random.Below(n - 1)) % n);
    at += static_cast<int64_t>(random.Below(3)) * 60'000'000;  // Some at the same moment.
    contacts.push_back({from, to, at});
  }
  return contacts;
}

TEST(ContactHistory, FeaturesAreWhatTheySay) {
  constexpr Node kMembers = 12;
  const std::vector<ContactEvent> contacts = Habits(kMembers, 300, 7);
  const int64_t span = contacts.back().at - contacts.front().at;
  ContactHistory history(kMembers, span);
  int never = 0;
  int answered = 0;
  for (size_t told = 0; told < contacts.size(); ++told) {
    RandomStream random(9, told);
    const auto u = static_cast<Node>(random.Below(kMembers));
    const auto v = static_cast<Node>((u + 1 + random.Below(kMembers - 1)) % kMembers);
    const int64_t now = contacts[told].at;
    double count = 0, back = 0, sent = 0, rate = 0;
    int64_t last = INT64_MIN, last_back = INT64_MIN;
    std::set<Node> partners_u, partners_v;
    for (size_t i = 0; i < told; ++i) {
      const ContactEvent& c = contacts[i];
      if (c.from == u && c.to == v) {
        ++count;
        last = c.at;
        rate += std::exp2(-100 * static_cast<double>(now - c.at) / static_cast<double>(span));
      }
      if (c.from == v && c.to == u) {
        ++back;
        last_back = c.at;
      }
      sent += c.from == u ? 1 : 0;
      if (c.from == u) partners_u.insert(c.to);
      if (c.to == u) partners_u.insert(c.from);
      if (c.from == v) partners_v.insert(c.to);
      if (c.to == v) partners_v.insert(c.from);
    }
    double common = 0;
    for (const Node x : partners_u) common += partners_v.contains(x) ? 1 : 0;
    const ContactHistory::Features f = history.Describe(u, v, now);
    EXPECT_DOUBLE_EQ(Of(f, ContactFeature::kCount), std::log1p(count));
    EXPECT_DOUBLE_EQ(Of(f, ContactFeature::kBackCount), std::log1p(back));
    EXPECT_NEAR(Of(f, ContactFeature::kRateMiddle), std::log1p(rate), 1e-9);
    EXPECT_DOUBLE_EQ(Of(f, ContactFeature::kShareOfSender), sent > 0 ? count / sent : 0);
    EXPECT_DOUBLE_EQ(Of(f, ContactFeature::kCommonPartners), std::log1p(common));
    EXPECT_DOUBLE_EQ(Of(f, ContactFeature::kSenderPartners),
                     std::log1p(static_cast<double>(partners_u.size())));
    EXPECT_EQ(Of(f, ContactFeature::kAwaitsAnswer), last_back > last ? 1 : 0);
    const double since = static_cast<double>(count > 0 ? now - last : span) / 1e6;
    EXPECT_NEAR(Of(f, ContactFeature::kSince), std::log1p(since), 1e-9);
    EXPECT_EQ(history.Last(u, v), last);
    never += count == 0 ? 1 : 0;
    answered += last_back > last ? 1 : 0;
    history.Add(contacts[told]);
  }
  EXPECT_GT(never, 50);
  EXPECT_LT(never, 250);
  EXPECT_GT(answered, 20);
}

TEST(ListContacts, EveryDateOfATieOnce) {
  CommunityBuilder b;
  const MemberId ada = b.Member("ada").value();
  const MemberId bob = b.Member("bob").value();
  const MemberId eve = b.Member("eve").value();
  TieRow mails{.from = bob, .to = ada, .directed = true};
  mails.count = 3;
  mails.at = {Time(5'000'000), Time(7'000'000), Time(9'000'000)};
  mails.first_at = mails.at.front();
  mails.last_at = mails.at.back();
  ASSERT_TRUE(b.AddTie(mails).ok());
  TieRow knows{.from = eve, .to = ada, .directed = false};
  knows.first_at = Time(6'000'000);
  knows.last_at = Time(8'000'000);
  knows.count = 10;
  ASSERT_TRUE(b.AddTie(knows).ok());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph community, std::move(b).Build());
  const std::vector<ContactEvent> all = {{1, 0, 5'000'000},
                                         {0, 2, 6'000'000},
                                         {1, 0, 7'000'000},
                                         {0, 2, 8'000'000},
                                         {1, 0, 9'000'000}};
  EXPECT_EQ(ListContacts(CommunityView(community)), all);
  // Of ten exchanges, evenly spread, five had been by then.
  const std::vector<ContactEvent> early = {all[0], all[1], {0, 2, 6'888'888}};
  EXPECT_EQ(ListContacts(CommunityView(community, Time(7'000'000))), early);
}

TEST(BacktestContacts, LearnsHabits) {
  const std::vector<ContactEvent> contacts = Habits(60, 6000, 1);
  ContactBacktest first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ContactBacktestOptions options;
    options.trees.num_trees = 60;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(ContactBacktest result, BacktestContacts(60, contacts, options));
    ASSERT_EQ(result.scores.size(), 6);
    const ContactScore& learned = result.scores[0];
    EXPECT_EQ(result.history + result.training + result.tested, contacts.size());
    EXPECT_GT(learned.auc[0], 0.8);  // 30 % of the contacts are with anybody.
    for (size_t i = 1; i < result.scores.size(); ++i) {
      for (size_t kind = 0; kind < kNumNegativeKinds; ++kind) {
        // These habits are so simple that recency knows them nearly as well.
        EXPECT_GT(learned.auc[kind] + 0.02, result.scores[i].auc[kind]) << result.scores[i].name;
        EXPECT_GT(learned.average_precision[kind] + 0.02,
                  result.scores[i].average_precision[kind]);
      }
    }
    if (threads == 1) first = result;
    EXPECT_EQ(result.scores[0].auc, first.scores[0].auc);
    EXPECT_EQ(result.scores[0].average_precision, first.scores[0].average_precision);
  }
}

// Who writes to whom is drawn anew each time: nobody can do better than chance.
TEST(BacktestContacts, FindsNothingWhereNothingIs) {
  std::vector<ContactEvent> contacts;
  constexpr Node kMany = 60;  // So that some pairs are new to the end.
  for (int64_t i = 0; i < 6000; ++i) {
    RandomStream random(3, static_cast<uint64_t>(i));
    const auto from = static_cast<Node>(random.Below(kMany));
    const auto to = static_cast<Node>((from + 1 + random.Below(kMany - 1)) % kMany);
    contacts.push_back({from, to, i * 1000});
  }
  ASSERT_OK_AND_ASSIGN(const ContactBacktest result, BacktestContacts(kMany, contacts));
  for (const ContactScore& score : result.scores) {
    for (size_t kind = 0; kind < kNumNegativeKinds; ++kind) {
      // Four standard errors of an AUC of so many against as many.
      const double error = 4 * std::sqrt(1.0 / 6 / static_cast<double>(result.tested_of[kind]));
      ASSERT_GT(result.tested_of[kind], 50U);
      EXPECT_NEAR(score.auc[kind], 0.5, error) << score.name << " " << kind;
      EXPECT_NEAR(score.average_precision[kind], 0.5, 1.5 * error) << score.name << " " << kind;
    }
  }
  EXPECT_EQ(result.scores.back().name, "no skill");
  EXPECT_EQ(result.scores.back().auc[1], 0.5);
}

TEST(BacktestContacts, NamesBadInput) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  const auto failed = absl::StatusCode::kFailedPrecondition;
  std::vector<ContactEvent> contacts = Habits(10, 300, 1);
  EXPECT_THAT(BacktestContacts(5, contacts), StatusIs(absl::StatusCode::kOutOfRange, "contacts["));
  ContactBacktestOptions options;
  options.test_share = 0;
  EXPECT_THAT(BacktestContacts(10, contacts, options), StatusIs(invalid, "test_share is 0"));
  options = {};
  options.max_training = 1;
  EXPECT_THAT(BacktestContacts(10, contacts, options), StatusIs(invalid, "max_training is 1"));
  options = {};
  options.batch = 0;
  EXPECT_THAT(BacktestContacts(10, contacts, options), StatusIs(invalid, "batch is 0"));
  options = {};
  options.test_share = 1e-9;
  EXPECT_THAT(BacktestContacts(10, contacts, options), StatusIs(failed, "too few moments"));
  EXPECT_THAT(BacktestContacts(10, Habits(10, 100, 1)), StatusIs(failed, "there are 100 dated"));
  std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  options = {};
  options.run = &run;
  EXPECT_THAT(BacktestContacts(10, contacts, options), StatusIs(absl::StatusCode::kCancelled, ""));
  contacts[3].to = contacts[3].from;
  EXPECT_THAT(BacktestContacts(10, contacts), StatusIs(invalid, "with itself"));
  contacts = Habits(10, 300, 1);
  std::swap(contacts.front(), contacts.back());
  EXPECT_THAT(BacktestContacts(10, contacts), StatusIs(invalid, "is earlier"));
}

// Ours is the best on both kinds of negatives, on both public networks.
TEST(BacktestContacts, RealMessages) {
  const std::filesystem::path data =
      std::filesystem::path(PULLGRAPH_SOURCE_DIR) / "../shared/data";
  const std::pair<const char*, size_t> files[] = {
      {"collegemsg/CollegeMsg.txt.gz", 59835},
      {"email-eu-core/email-Eu-core-temporal.txt.gz", 332334}};
  for (const auto& [file, size] : files) {
    SCOPED_TRACE(file);
    if (!std::filesystem::exists(data / file)) {
      GTEST_SKIP() << "NOT CHECKED on real messages: no " << data / file;
    }
    EdgeListOptions options;
    options.directed = true;
    options.time_column = 3;
    ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportEdges(data / file, options));
    const std::vector<ContactEvent> contacts = ListContacts(CommunityView(result.community));
    EXPECT_EQ(contacts.size(), size);
    ContactBacktestOptions quick;
    quick.max_training = 3000;
    quick.trees.num_trees = 80;
    quick.trees.learning_rate = 0.1;
    ASSERT_OK_AND_ASSIGN(
        const ContactBacktest backtest,
        BacktestContacts(result.community.graph().num_nodes(), contacts, quick));
    for (size_t i = 1; i < backtest.scores.size(); ++i) {
      for (size_t kind = 0; kind < kNumNegativeKinds; ++kind) {
        EXPECT_GT(backtest.scores[0].auc[kind], backtest.scores[i].auc[kind]);
        EXPECT_GT(backtest.scores[0].average_precision[kind],
                  backtest.scores[i].average_precision[kind]);
      }
    }
  }
}

}  // namespace
}  // namespace pullgraph::contact_backtest_test
