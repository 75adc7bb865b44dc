// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/needs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "algorithms/opportunity/need_paths.h"
#include "graph/build_introduction_graph.h"
#include "graph/community_builder.h"
#include "io/import/stackexchange.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::needs_test {
namespace {

using testing::IsOk;
using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

constexpr Time Day(double d) {
  return Time(static_cast<int64_t>(d * static_cast<double>(kMicrosPerDay)));
}

void AddAsk(CommunityBuilder& b, const char* member, const std::vector<const char*>& topics,
            double day, double answered = -1, const char* by = "") {
  SignalRow row;
  if (*member != 0) row.member = *b.Member(member);
  row.kind = SignalKind::kAsk;
  row.object_kind = ObjectKind::kTopic;
  row.object = b.Topic(topics[0])->value();
  for (const char* topic : topics) row.topics.push_back(*b.Topic(topic));
  if (day >= 0) row.at = Day(day);
  if (answered >= 0) row.answered_at = Day(answered);
  if (*by != 0) row.answered_by = *b.Member(by);
  ASSERT_THAT(b.AddSignal(row), IsOk());
}

void AddAnswer(CommunityBuilder& b, const char* member, const char* topic, double day) {
  SignalRow row;
  row.member = *b.Member(member);
  row.kind = SignalKind::kAnswer;
  row.object_kind = ObjectKind::kTopic;
  row.object = b.Topic(topic)->value();
  row.at = Day(day);
  ASSERT_THAT(b.AddSignal(row), IsOk());
}

void AddContent(CommunityBuilder& b, const char* id, const char* topic, double day,
                ResourceKind kind = ResourceKind::kContent) {
  ASSERT_THAT(b.DescribeResource(*b.Resource(id), {id, kind, {*b.Topic(topic)}, Day(day), 0, ""}),
              IsOk());
}

void AddPull(CommunityBuilder& b, const char* resource, double day) {
  SignalRow row;
  row.member = *b.Member("ann");
  row.kind = SignalKind::kView;
  row.object = b.Resource(resource)->value();
  row.at = Day(day);
  ASSERT_THAT(b.AddSignal(row), IsOk());
}

void AddOffer(CommunityBuilder& b, const char* member, const char* topic, float level,
              MemberRole role = MemberRole::kCommunity, const char* opted_out = "") {
  MemberRow row;
  row.role = role;
  row.offers = {{*b.Topic(topic), level, Time::Absent()}};
  if (*opted_out != 0) row.opted_out = {opted_out};
  ASSERT_THAT(b.DescribeMember(*b.Member(member), row), IsOk());
}

// 78 days from the first ask to now: ten weeks and a week for the last answers, and one day.
CommunityGraph Tiny() {
  CommunityBuilder b;
  AddAsk(b, "ann", {"rust"}, 0, 2);           // In time.
  AddAsk(b, "ann", {"rust", "async"}, 10, 30);  // Late.
  AddAsk(b, "bob", {"rust"}, 20);             // Late, and waiting.
  AddAsk(b, "bob", {"rust"}, 75);             // Too young to be late.
  AddAsk(b, "", {"rust"}, -1);                // Undated.
  AddAsk(b, "cem", {"async"}, 40, 41);
  AddAsk(b, "cem", {"lone"}, 50);
  AddAsk(b, "cem", {"lone", "async"}, 51);
  AddAsk(b, "robot", {"rust"}, 5);  // Bots need nothing.
  AddOffer(b, "robot", "rust", 1, MemberRole::kBot);
  AddOffer(b, "dee", "rust", 0.5F);
  AddOffer(b, "eve", "rust", 1, MemberRole::kCommunity, "*");
  AddOffer(b, "fay", "rust", 0.75F, MemberRole::kCommunity, "mail");
  AddAnswer(b, "dee", "rust", 2);
  AddAnswer(b, "gus", "async", 41);
  AddContent(b, "guide", "rust", 15);
  AddContent(b, "course", "rust", 30);
  AddContent(b, "new", "rust", 70);
  AddContent(b, "q", "rust", 1, ResourceKind::kQuestion);
  AddContent(b, "a", "async", 41, ResourceKind::kAnswer);
  AddPull(b, "guide", 16);
  AddPull(b, "course", 62);  // 32 days later.
  AddPull(b, "guide", 78);
  return *std::move(b).Build();
}

const UnmetNeed& Of(const CommunityGraph& c, const NeedsReport& report, const char* topic) {
  for (const UnmetNeed& need : report.topics) {
    if (c.TopicKey(need.topic) == topic) return need;
  }
  ADD_FAILURE() << topic;
  return report.topics.front();
}

std::vector<std::string> People(const CommunityGraph& c, const UnmetNeed& need) {
  std::vector<std::string> keys;
  for (const CanAnswer& person : need.can_answer) keys.emplace_back(c.MemberKey(person.member));
  return keys;
}

TEST(Needs, TinyCommunityCountedByHand) {
  const CommunityGraph c = Tiny();
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(CommunityView(c)));
  EXPECT_NEAR(report.weeks, 71.0 / 7, 1e-12);
  EXPECT_EQ(report.all.asks, 8);
  EXPECT_EQ(report.all.unanswered, 5);
  EXPECT_EQ(report.all.decided, 6);
  EXPECT_EQ(report.all.late, 4);
  const UnmetNeed& rust = Of(c, report, "rust");
  EXPECT_EQ(rust.asks, 5);
  EXPECT_EQ(rust.unanswered, 3);
  EXPECT_EQ(rust.decided, 3);
  EXPECT_EQ(rust.late, 2);
  EXPECT_NEAR(rust.demand->value * (1 - rust.served->value), rust.unmet->value, 1e-12);
  EXPECT_NEAR(rust.unmet->value, 2 / (71.0 / 7), 1e-12);
  EXPECT_LT(rust.unmet->low, rust.unmet->value);
  EXPECT_EQ(rust.waiting.size(), 1);
  // Days to an answer 2, 20, and 58 and 3 without one: S = 3/4, then 3/8.
  EXPECT_EQ(rust.answer.count, 4);
  EXPECT_EQ(rust.answer.median.time, 20);
  EXPECT_EQ(rust.answer.median.low, 2);
  EXPECT_EQ(rust.answer.median.high, std::nullopt);
  // To the next content: 15, 5, 10, and none in the 3 days since the last ask.
  EXPECT_EQ(rust.publish.count, 4);
  EXPECT_EQ(rust.publish.events, 3);
  EXPECT_EQ(rust.publish.median.time, 10);
  EXPECT_EQ(rust.content, 2);  // The new one is too young, the question is none.
  EXPECT_EQ(rust.idle, 1);
  ASSERT_EQ(report.idle.size(), 1);
  EXPECT_EQ(c.ResourceKey(report.idle[0].resource), "course");
  EXPECT_NEAR(report.idle[0].age_days, 48, 1e-12);
  EXPECT_EQ(Of(c, report, "async").content, 0);
}

TEST(Needs, WhoCanAnswer) {
  const CommunityGraph c = Tiny();
  NeedsOptions options;
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(CommunityView(c), options));
  const UnmetNeed& rust = Of(c, report, "rust");
  EXPECT_EQ(People(c, rust), (std::vector<std::string>{"dee", "fay"}));  // No robot, no eve.
  EXPECT_NEAR(rust.can_answer[0].score, 0.5 + std::exp2(-76.0 / 200), 1e-12);
  EXPECT_EQ(rust.can_answer[0].answers, 1);
  EXPECT_EQ(rust.can_answer[0].last_answer, Day(2));
  EXPECT_EQ(rust.can_answer[0].offer_level, 0.5);
  // Nobody knows "lone", but half of its asks are about async, too.
  const UnmetNeed& lone = Of(c, report, "lone");
  ASSERT_EQ(People(c, lone), (std::vector<std::string>{"gus"}));
  EXPECT_TRUE(lone.can_answer[0].related_only);
  EXPECT_NEAR(lone.can_answer[0].score, std::exp2(-37.0 / 200) / 2, 1e-12);
  options.channel = "mail";
  const auto without_fay = FindUnmetNeeds(CommunityView(c), options);
  EXPECT_EQ(People(c, Of(c, *without_fay, "rust")), (std::vector<std::string>{"dee"}));
  options.max_answerers = 0;
  EXPECT_TRUE(Of(c, *FindUnmetNeeds(CommunityView(c), options), "rust").can_answer.empty());
}

TEST(Needs, AnswersNamedByAsksCountWhereNoSignalsDo) {
  CommunityBuilder b;
  AddAsk(b, "ann", {"rust"}, 0, 2, "zoe");
  AddAsk(b, "ann", {"rust"}, 1, 50, "yan");
  const CommunityGraph c = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(CommunityView(c, Day(20))));
  EXPECT_EQ(People(c, report.topics.at(0)), (std::vector<std::string>{"zoe"}));
  EXPECT_EQ(report.all.unanswered, 1);  // The other answer is still to come.
}

TEST(Needs, NobodyAnswersTheirOwnQuestion) {
  CommunityBuilder b;
  AddOffer(b, "ann", "rust", 1);
  AddAsk(b, "ann", {"rust"}, 0);
  AddAsk(b, "bob", {"rust"}, 1, 2);
  CommunityGraph c = *std::move(b).Build();
  EXPECT_TRUE(FindUnmetNeeds(CommunityView(c))->topics.at(0).can_answer.empty());
  CommunityBuilder two;
  AddOffer(two, "ann", "rust", 1);
  AddAsk(two, "ann", {"rust"}, 0);
  AddAsk(two, "bob", {"rust"}, 1);
  c = *std::move(two).Build();  // She can help bob.
  EXPECT_EQ(FindUnmetNeeds(CommunityView(c))->topics.at(0).can_answer.size(), 1);
}

TEST(Needs, WorstFirst) {
  const CommunityGraph c = Tiny();
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(CommunityView(c)));
  std::vector<std::string> order;
  for (const UnmetNeed& need : report.topics) order.emplace_back(c.TopicKey(need.topic));
  // rust, lone and async: 2 late each, 3, 2 and 1 unanswered.
  EXPECT_EQ(order, (std::vector<std::string>{"rust", "lone", "async"}));
}

TEST(Needs, NothingToCount) {
  ASSERT_OK_AND_ASSIGN(const NeedsReport none, FindUnmetNeeds(CommunityView(CommunityGraph())));
  EXPECT_EQ(none.all.asks, 0);
  EXPECT_FALSE(none.all.unmet.has_value());
  CommunityBuilder b;
  AddAsk(b, "ann", {"rust"}, -1);
  const CommunityGraph undated = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(CommunityView(undated)));
  EXPECT_EQ(report.topics.at(0).unanswered, 1);
  EXPECT_EQ(report.topics.at(0).answer.count, 0);
  EXPECT_FALSE(report.topics.at(0).unmet.has_value());
}

TEST(Needs, Errors) {
  const CommunityGraph c = Tiny();
  const CommunityView view(c);
  NeedsOptions options;
  options.within_days = 0;
  EXPECT_THAT(FindUnmetNeeds(view, options), StatusIs(kInvalid, "within_days = 0"));
  options = {};
  options.idle_days = std::nan("");
  EXPECT_THAT(FindUnmetNeeds(view, options), StatusIs(kInvalid, "idle_days = nan"));
  options = {};
  options.half_life_days = -1;
  EXPECT_THAT(FindUnmetNeeds(view, options), StatusIs(kInvalid, "half_life_days = -1"));
  options = {};
  options.max_answerers = -1;
  EXPECT_THAT(FindUnmetNeeds(view, options), StatusIs(kInvalid, "max_answerers = -1"));
  options = {};
  options.confidence = 0;
  EXPECT_THAT(FindUnmetNeeds(view, options), StatusIs(kInvalid, "confidence = 0"));
  options = {};
  std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  options.run = &run;
  EXPECT_THAT(FindUnmetNeeds(view, options), StatusIs(absl::StatusCode::kCancelled, ""));
}

TEST(NeedPaths, AskersThenStaffThenTheMarket) {
  // 0 waits and knows 1; 2 is staff and knows 3; 4 is a customer; nobody knows 5.
  ArcListOptions symmetric;
  symmetric.symmetrize = true;
  const std::vector<std::pair<Node, Node>> ties = {{0, 1}, {2, 3}};
  IntroductionGraph graph;
  ASSERT_OK_AND_ASSIGN(graph.graph, BuildTieGraph(6, ties, symmetric));
  graph.probability.assign(graph.graph.num_arcs(), 0.5);
  UnmetNeed need;
  need.waiting = {MemberId(0)};
  for (const uint32_t m : {1, 3, 4, 5, 0}) need.can_answer.push_back({MemberId(m)});
  const std::vector<MemberId> staff = {MemberId(2)}, customers = {MemberId(4)};
  ASSERT_OK_AND_ASSIGN(const std::vector<NeedPath> paths,
                       FindNeedPaths(graph, need, staff, customers));
  ASSERT_EQ(paths.size(), 5);
  EXPECT_EQ(paths[0].from, PathFrom::kAsker);
  EXPECT_EQ(paths[0].path.members, (std::vector<MemberId>{MemberId(0), MemberId(1)}));
  EXPECT_EQ(paths[0].path.probability, 0.5);
  EXPECT_EQ(paths[1].from, PathFrom::kStaff);
  EXPECT_EQ(paths[1].path.hops(), 1);
  EXPECT_EQ(paths[2].from, PathFrom::kMarket);
  EXPECT_EQ(paths[2].path.hops(), 0);
  EXPECT_EQ(paths[3].from, PathFrom::kNobody);
  EXPECT_EQ(paths[4].from, PathFrom::kNobody);  // Nobody answers themself.
  // Another who waits may reach one who does.
  need.waiting = {MemberId(0), MemberId(1)};
  ASSERT_OK_AND_ASSIGN(const std::vector<NeedPath> both, FindNeedPaths(graph, need, {}, {}));
  EXPECT_EQ(both[0].path.members, (std::vector<MemberId>{MemberId(0), MemberId(1)}));
  EXPECT_EQ(both[4].path.members, (std::vector<MemberId>{MemberId(1), MemberId(0)}));
  const std::vector<MemberId> stranger = {MemberId(9)};
  EXPECT_THAT(FindNeedPaths(graph, need, stranger, {}),
              StatusIs(absl::StatusCode::kOutOfRange, ""));
}

class Quantum : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string folder =
        std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/stackexchange-quantum";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
    ASSERT_OK_AND_ASSIGN(ImportResult result, ImportStackExchange(folder));
    community_ = std::move(result.community);
  }
  CommunityGraph community_;
};

// What a script in Python gives from the XML itself: first answer of somebody else (else of
// their own) of each of the 612 questions, 43 of them censored at the last date of the dump,
// 2018-09-02; the curve by exact fractions as in tests/kernels/kaplan_meier_test.cc; median
// with the log-log interval; late = not answered within 7 days, of those asked before that.
struct Expected {
  const char* topic;
  uint64_t asks, unanswered, decided, late;
  double median, low, high;  // Days; high < 0: never.
};
constexpr Expected kExpected[] = {
    {"quantum-algorithms", 130, 12, 127, 17, 0.211758067, 0.142508495, 0.375572303},
    {"quantum-gate", 98, 7, 96, 7, 0.100022801, 0.0521075231, 0.147041898},
    {"complexity-theory", 28, 4, 28, 4, 0.0539642708, 0.0311014236, 0.118471493},
    {"quantum-computer", 122, 4, 119, 5, 0.114249699, 0.0663425579, 0.156914965},
    {"architecture", 44, 3, 42, 7, 0.300199884, 0.114620799, 0.759901319},
    {"cryptocurrency", 8, 3, 8, 4, 5.422403935, 0.204056412, -1},
    {"experimental-results", 23, 3, 22, 7, 0.707310833, 0.114620799, 3.673380139}};

void ExpectMedian(const SurvivalQuantile& median, const Expected& e) {
  EXPECT_NEAR(median.time.value_or(-1), e.median, 1e-8) << e.topic;
  EXPECT_NEAR(median.low.value_or(-1), e.low, 1e-8) << e.topic;
  EXPECT_NEAR(median.high.value_or(-1), e.high, 1e-8) << e.topic;
}

TEST_F(Quantum, TheFortyThreeUnansweredByTagAndTheTimeToAnswer) {
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(CommunityView(community_)));
  EXPECT_EQ(report.all.asks, 612);
  EXPECT_EQ(report.all.unanswered, 43);
  EXPECT_EQ(report.all.decided, 597);
  EXPECT_EQ(report.all.late, 62);
  EXPECT_NEAR(report.weeks, 23.755877039, 1e-8);
  ExpectMedian(report.all.answer.median,
               {"all", 0, 0, 0, 0, 0.143168519, 0.114620799, 0.162326817});
  EXPECT_NEAR(report.all.answer.restricted_mean, 12.6184778, 1e-6);
  EXPECT_NEAR(report.all.answer.restricted_mean_error, 1.76131399, 1e-7);
  uint64_t tags = 0, mentions = 0;
  for (const UnmetNeed& need : report.topics) {
    tags += need.unanswered > 0 ? 1 : 0;
    mentions += need.unanswered;
  }
  EXPECT_EQ(tags, 57);
  EXPECT_EQ(mentions, 109);
  for (const Expected& e : kExpected) {
    const UnmetNeed& need = Of(community_, report, e.topic);
    EXPECT_EQ(need.asks, e.asks) << e.topic;
    EXPECT_EQ(need.unanswered, e.unanswered) << e.topic;
    EXPECT_EQ(need.decided, e.decided) << e.topic;
    EXPECT_EQ(need.late, e.late) << e.topic;
    ExpectMedian(need.answer.median, e);
  }
}

TEST_F(Quantum, TheTopNeedsHaveSomebodyWhoCanAnswerAndAWayToThem) {
  const CommunityView view(community_);
  ASSERT_OK_AND_ASSIGN(const NeedsReport report, FindUnmetNeeds(view));
  ASSERT_OK_AND_ASSIGN(const IntroductionGraph graph, BuildIntroductionGraph(view));
  std::vector<MemberId> customers;
  const std::vector<uint8_t> is_customer = view.Customers();
  for (uint32_t m = 0; m < is_customer.size(); ++m) {
    if (is_customer[m] != 0) customers.push_back(MemberId(m));
  }
  int from_askers = 0;
  for (size_t i = 0; i < 20; ++i) {
    const UnmetNeed& need = report.topics[i];
    ASSERT_FALSE(need.can_answer.empty()) << i;
    ASSERT_OK_AND_ASSIGN(const std::vector<NeedPath> paths,
                         FindNeedPaths(graph, need, {}, customers));
    EXPECT_NE(paths[0].from, PathFrom::kNobody);
    EXPECT_EQ(paths[0].path.members.back(), need.can_answer[0].member);
    EXPECT_GT(paths[0].path.probability, 0);
    from_askers += paths[0].from == PathFrom::kAsker ? 1 : 0;
    EXPECT_NE(community_.members().role[need.can_answer[0].member.value()], MemberRole::kBot);
  }
  EXPECT_GE(from_askers, 15);
}

TEST_F(Quantum, SameForAnyNumberOfThreads) {
  NeedsOptions options;
  RunControl run;
  options.run = &run;
  const NeedsReport one = *FindUnmetNeeds(CommunityView(community_), options);
  for (const int threads : {2, 7}) {
    run.threads = threads;
    const NeedsReport many = *FindUnmetNeeds(CommunityView(community_), options);
    ASSERT_EQ(many.topics.size(), one.topics.size());
    for (size_t i = 0; i < one.topics.size(); ++i) {
      EXPECT_EQ(many.topics[i].topic, one.topics[i].topic);
      EXPECT_EQ(many.topics[i].unmet, one.topics[i].unmet);
      EXPECT_EQ(many.topics[i].answer.restricted_mean, one.topics[i].answer.restricted_mean);
    }
  }
}

}  // namespace
}  // namespace pullgraph::needs_test
