// SPDX-License-Identifier: Apache-2.0
#include "graph/community_builder.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::community_builder_test {
namespace {

using ::absl::StatusCode;
using testing::IsOk;
using testing::StatusIs;
using Step = std::function<absl::Status(CommunityBuilder&)>;

std::string Key(const char* prefix, uint64_t i) {
  // Half of the ids are numbers, half are words.
  return i % 2 == 0 ? std::to_string(i) : prefix + std::to_string(i);
}

Time RandomTime(RandomStream& random) {
  return random.Bernoulli(0.2) ? Time::Absent()
                               : Time(static_cast<int64_t>(random.Below(50)) * kMicrosPerDay);
}

TieRow RandomTie(RandomStream& random, bool some_directed) {
  TieRow tie;
  tie.kind = static_cast<TieKind>(random.Below(3));
  tie.directed = some_directed && random.Bernoulli(0.5);
  tie.count = static_cast<uint32_t>(1 + random.Below(5));
  tie.first_at = RandomTime(random);
  if (tie.first_at.is_present()) tie.last_at = AddMicros(tie.first_at, kMicrosPerDay);
  if (random.Bernoulli(0.3)) tie.strength = static_cast<float>(random.Uniform());
  if (random.Bernoulli(0.4)) {
    for (int k = 0; k < 3; ++k) {
      tie.at.push_back(Time(static_cast<int64_t>(random.Below(50)) * kMicrosPerDay));
    }
  }
  return tie;
}

SignalRow RandomSignal(RandomStream& random) {
  SignalRow row;
  row.kind = static_cast<SignalKind>(random.Below(4));
  row.at = RandomTime(random);
  row.weight = static_cast<float>(random.Below(3));
  row.answered_at = random.Bernoulli(0.2) ? RandomTime(random) : Time::Absent();
  return row;
}

// Rows of a small community as independent steps, each naming what it needs by
// external id; any order must give the same community.
class Script {
 public:
  explicit Script(uint64_t seed, bool some_directed = true) : random_(seed, 0) {
    for (uint64_t i = 0; i < 12; ++i) DescribeEntities(i);
    for (int i = 0; i < 40; ++i) AddTie(some_directed);
    for (int i = 0; i < 40; ++i) AddSignal();
    for (int i = 0; i < 15; ++i) AddTouch();
    for (int i = 0; i < 15; ++i) AddMembership();
  }

  absl::StatusOr<CommunityGraph> Run(uint64_t order, int threads) const {
    std::vector<Step> steps = steps_;
    RandomStream random(order, 1);
    if (order != 0) Shuffle(steps, random);
    CommunityBuilder builder("name", "producer");
    for (const Step& step : steps) {
      if (absl::Status s = step(builder); !s.ok()) return s;
    }
    RunControl run;
    run.threads = threads;
    return std::move(builder).Build(&run);
  }

 private:
  std::string AnyMember() { return Key("m", random_.Below(12)); }

  void DescribeEntities(uint64_t i) {
    MemberRow m;
    m.display_name = "Name " + std::to_string(random_.Below(4));
    m.kind = static_cast<MemberKind>(random_.Below(3));
    m.joined_at = RandomTime(random_);
    m.tags = {"t" + std::to_string(random_.Below(3)), "u", "u"};
    if (random_.Bernoulli(0.3)) m.opted_out = {"mail", "*"};
    m.attributes = {{"k", "v" + std::to_string(i)}, {"a", "b"}};
    const auto weight = static_cast<float>(random_.Uniform());
    const std::string topic = Key("t", random_.Below(12));
    const std::string other = Key("t", random_.Below(12));
    steps_.push_back([=](CommunityBuilder& b) {
      MemberRow row = m;
      row.needs = {{*b.Topic(topic), weight, Time()}, {*b.Topic(other), 1, Time(5)}};
      row.offers = {{*b.Topic(other), weight, Time()}};
      return b.DescribeMember(*b.Member(Key("m", i)), row);
    });
    const double cost = random_.Bernoulli(0.5) ? 0.0 : -0.0;
    steps_.push_back([=](CommunityBuilder& b) {
      ResourceRow row;
      row.title = "Title " + std::to_string(i);
      row.topics = {*b.Topic(topic), *b.Topic(other), *b.Topic(topic)};
      row.cost = i % 3 == 0 ? 2.5 : cost;
      return b.DescribeResource(*b.Resource(Key("r", i)), row);
    });
    steps_.push_back([=](CommunityBuilder& b) {
      TopicRow row;
      row.name = "Topic " + std::to_string(i);
      if (i > 0) row.parent = *b.Topic(Key("t", i - 1));
      return b.DescribeTopic(*b.Topic(Key("t", i)), row);
    });
    if (i < 3) {
      steps_.push_back([=](CommunityBuilder& b) {
        return b.DescribeMarket(*b.Market(Key("k", i)), "Market " + std::to_string(i));
      });
    }
  }

  void AddTie(bool some_directed) {
    const TieRow tie = RandomTie(random_, some_directed);
    const std::string from = AnyMember();
    const std::string to = AnyMember();
    if (random_.Bernoulli(0.2)) {
      const bool directed = tie.directed;
      steps_.push_back([=](CommunityBuilder& b) {
        const Node u = b.Member(from)->value();
        const Node v = b.Member(to)->value();
        return b.AddPlainTies({{u, v}, {v, v}}, directed);
      });
      return;
    }
    steps_.push_back([=](CommunityBuilder& b) {
      TieRow row = tie;
      row.from = *b.Member(from);
      row.to = *b.Member(to);
      return b.AddTie(row);
    });
  }

  void AddSignal() {
    const SignalRow signal = RandomSignal(random_);
    const std::string member = AnyMember();
    const std::string by = AnyMember();
    const uint64_t object = random_.Below(12);
    const uint64_t kind = 1 + random_.Below(3);
    const bool known = random_.Bernoulli(0.8);
    steps_.push_back([=](CommunityBuilder& b) {
      SignalRow row = signal;
      if (known) row.member = *b.Member(member);
      row.object_kind = static_cast<ObjectKind>(kind);
      row.object = kind == 1   ? b.Resource(Key("r", object))->value()
                   : kind == 2 ? b.Topic(Key("t", object))->value()
                               : b.Member(Key("m", object))->value();
      if (known) row.topics = {*b.Topic(Key("t", object)), *b.Topic("0")};
      if (row.answered_at.is_present()) row.answered_by = *b.Member(by);
      return b.AddSignal(row);
    });
  }

  void AddTouch() {
    const std::string member = AnyMember();
    const Time at = RandomTime(random_);
    const uint64_t r = random_.Below(12);
    const double value = static_cast<double>(random_.Below(3)) - 1;
    steps_.push_back([=](CommunityBuilder& b) {
      TouchRow row;
      row.member = *b.Member(member);
      if (r > 3) row.resource = *b.Resource(Key("r", r));
      row.sent_at = at;
      row.campaign = "spring" + std::to_string(r % 2);
      row.channel = "mail";
      row.value = value;
      row.holdout = r % 2 == 0;
      row.outcome = static_cast<TouchOutcome>(r % 4);
      return b.AddTouch(row);
    });
  }

  void AddMembership() {
    const std::string member = AnyMember();
    const std::string market = Key("k", random_.Below(3));
    const Time from = RandomTime(random_);
    const auto status = static_cast<MarketStatus>(1 + random_.Below(3));
    steps_.push_back([=](CommunityBuilder& b) {
      MembershipRow row;
      row.market = *b.Market(market);
      row.member = *b.Member(member);
      row.status = status;
      row.valid_from = from;
      return b.AddMembership(row);
    });
  }

  RandomStream random_;
  std::vector<Step> steps_;
};

TEST(CommunityBuilder, AnyOrderOfRowsAnyThreadsGiveOneCommunity) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    const Script script(seed, /*some_directed=*/seed % 3 != 0);
    ASSERT_OK_AND_ASSIGN(const CommunityGraph first, script.Run(0, 1));
    EXPECT_EQ(first.graph().is_symmetric(), seed % 3 == 0);
    EXPECT_GT(first.num_ties(), 10U);
    for (uint64_t order = 1; order < 12; ++order) {
      for (const int threads : {1, 2, 7}) {
        ASSERT_OK_AND_ASSIGN(const CommunityGraph other, script.Run(order, threads));
        ASSERT_TRUE(other == first) << "seed " << seed << " order " << order;
      }
    }
    ASSERT_OK_AND_ASSIGN(const CommunityGraph different, Script(seed + 100).Run(0, 1));
    EXPECT_FALSE(different == first);
  }
}

TEST(CommunityBuilder, IdsComeOutSorted) {
  CommunityBuilder b;
  for (const char* id : {"b", "10", "a", "9", "-1"}) ASSERT_THAT(b.Member(id), IsOk());
  EXPECT_TRUE(b.HasMember("a"));
  EXPECT_FALSE(b.HasMember("c"));
  EXPECT_EQ(b.num_members(), 5U);
  EXPECT_EQ(b.Member("a").value(), b.Member("a").value());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  std::vector<std::string> ids;
  for (uint32_t i = 0; i < c.num_members(); ++i) ids.emplace_back(c.MemberKey(MemberId(i)));
  EXPECT_EQ(ids, (std::vector<std::string>{"-1", "9", "10", "a", "b"}));
  EXPECT_EQ(c.FindMember("10"), MemberId(2));
  EXPECT_EQ(c.FindMember("c"), std::nullopt);
}

TEST(CommunityBuilder, EmptyCommunity) {
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, CommunityBuilder("n", "p").Build());
  EXPECT_EQ(c.name(), "n");
  EXPECT_EQ(c.producer(), "p");
  EXPECT_EQ(c.num_members() + c.num_resources() + c.num_topics() + c.num_markets(), 0U);
  EXPECT_EQ(c.num_ties(), 0U);
  EXPECT_FALSE(c.first_time().is_present());
}

TEST(CommunityBuilder, LabelsFallBackToIds) {
  CommunityBuilder b;
  ASSERT_THAT(b.DescribeMember(*b.Member("m"), {.display_name = "Ada"}), IsOk());
  ASSERT_THAT(b.Member("n"), IsOk());
  ASSERT_THAT(b.DescribeResource(*b.Resource("r"), {.title = "Guide"}), IsOk());
  ASSERT_THAT(b.Resource("s"), IsOk());
  ASSERT_THAT(b.DescribeTopic(*b.Topic("t"), {.name = "Gates", .parent = {}}), IsOk());
  ASSERT_THAT(b.Topic("u"), IsOk());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  EXPECT_EQ(c.MemberLabel(*c.FindMember("m")), "Ada");
  EXPECT_EQ(c.MemberLabel(*c.FindMember("n")), "n");
  EXPECT_EQ(c.ResourceLabel(*c.FindResource("r")), "Guide");
  EXPECT_EQ(c.ResourceLabel(*c.FindResource("s")), "s");
  EXPECT_EQ(c.TopicLabel(*c.FindTopic("t")), "Gates");
  EXPECT_EQ(c.TopicLabel(*c.FindTopic("u")), "u");
  EXPECT_EQ(c.ResourceKey(ResourceId(0)), "r");
  EXPECT_EQ(c.TopicKey(TopicId(1)), "u");
  EXPECT_EQ(c.FindMarket("x"), std::nullopt);
}

TieRow Tie(CommunityBuilder& b, const char* from, const char* to, bool directed) {
  TieRow row;
  row.from = *b.Member(from);
  row.to = *b.Member(to);
  row.directed = directed;
  return row;
}

TEST(CommunityBuilder, EqualTiesAreFolded) {
  CommunityBuilder b;
  TieRow tie = Tie(b, "a", "b", false);
  tie.count = 2;
  tie.first_at = Time(100);
  tie.last_at = Time(200);
  tie.strength = 0.25F;
  ASSERT_THAT(b.AddTie(tie), IsOk());
  tie = Tie(b, "b", "a", false);  // The same tie, told from the other end.
  tie.count = 3;
  tie.first_at = Time(50);
  tie.last_at = Time(60);
  tie.strength = 0.5F;
  ASSERT_THAT(b.AddTie(tie), IsOk());
  tie = Tie(b, "b", "a", false);
  ASSERT_THAT(b.AddTie(tie), IsOk());  // Undated: counts, but moves no date.
  tie = Tie(b, "a", "b", false);
  tie.kind = TieKind::kAnswered;  // Another kind: another tie.
  ASSERT_THAT(b.AddTie(tie), IsOk());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  EXPECT_TRUE(c.graph().is_symmetric());
  EXPECT_EQ(c.num_ties(), 2U);
  ASSERT_EQ(c.graph().num_arcs(), 4U);
  for (const ArcIndex arc : {0, 2}) {
    EXPECT_EQ(c.ties().kind[arc], TieKind::kUnspecified);
    EXPECT_EQ(c.ties().count[arc], 6U);
    EXPECT_EQ(c.ties().first_at[arc], Time(50));
    EXPECT_EQ(c.ties().last_at[arc], Time(200));
    EXPECT_EQ(c.ties().strength[arc], 0.5F);
    EXPECT_EQ(c.ties().kind[arc + 1], TieKind::kAnswered);
    EXPECT_EQ(c.ties().count[arc + 1], 1U);
    EXPECT_TRUE(c.IsMirrored(arc));
  }
  EXPECT_EQ(c.first_time(), Time(50));
  EXPECT_EQ(c.last_time(), Time(200));
}

TEST(CommunityBuilder, EveryDateIsPooledIfAllAreKnown) {
  CommunityBuilder b;
  TieRow tie = Tie(b, "a", "b", true);
  tie.at = {Time(30), Time(10)};
  tie.count = 99;  // What `at` says is what holds.
  ASSERT_THAT(b.AddTie(tie), IsOk());
  tie = Tie(b, "a", "b", true);
  tie.at = {Time(20)};
  ASSERT_THAT(b.AddTie(tie), IsOk());
  tie = Tie(b, "b", "a", true);
  tie.at = {Time(20)};
  ASSERT_THAT(b.AddTie(tie), IsOk());
  tie = Tie(b, "b", "a", true);
  tie.last_at = Time(7);
  ASSERT_THAT(b.AddTie(tie), IsOk());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  EXPECT_FALSE(c.graph().is_symmetric());
  EXPECT_EQ(c.num_ties(), 2U);
  const auto at = c.ties().at[0];
  EXPECT_EQ(std::vector<Time>(at.begin(), at.end()),
            (std::vector<Time>{Time(10), Time(20), Time(30)}));
  EXPECT_EQ(c.ties().count[0], 3U);
  EXPECT_EQ(c.ties().first_at[0], Time(10));
  EXPECT_EQ(c.ties().last_at[0], Time(30));
  EXPECT_TRUE(c.ties().at[1].empty());
  EXPECT_EQ(c.ties().count[1], 2U);
  EXPECT_EQ(c.ties().first_at[1], Time(7));
  EXPECT_EQ(c.ties().last_at[1], Time(20));
}

TEST(CommunityBuilder, DirectedAndUndirectedTiesSideBySide) {
  CommunityBuilder b;
  ASSERT_THAT(b.AddTie(Tie(b, "a", "b", true)), IsOk());
  ASSERT_THAT(b.AddTie(Tie(b, "a", "b", false)), IsOk());
  ASSERT_THAT(b.AddTie(Tie(b, "c", "c", false)), IsOk());
  ASSERT_THAT(b.AddPlainTies({{b.Member("c")->value(), b.Member("a")->value()}}, false), IsOk());
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  EXPECT_FALSE(c.graph().is_symmetric());
  EXPECT_EQ(c.num_ties(), 4U);
  // a: b (directed), b (mirrored), c; b: a; c: a, c.
  ASSERT_EQ(c.graph().num_arcs(), 6U);
  std::vector<bool> mirrored;
  for (ArcIndex arc = 0; arc < 6; ++arc) mirrored.push_back(c.IsMirrored(arc));
  EXPECT_EQ(mirrored, (std::vector<bool>{false, true, true, true, true, true}));
}

TEST(CommunityBuilder, PlainTiesEqualRowByRowTies) {
  for (const bool directed : {false, true}) {
    RandomStream random(77, directed);
    CommunityBuilder plain;
    CommunityBuilder rows;
    std::vector<std::pair<Node, Node>> list;
    for (uint64_t i = 0; i < 30; ++i) {
      ASSERT_THAT(plain.Member(std::to_string(100 - i)), IsOk());
      ASSERT_THAT(rows.Member(std::to_string(100 - i)), IsOk());
    }
    for (int i = 0; i < 300; ++i) {
      list.emplace_back(static_cast<Node>(random.Below(30)), static_cast<Node>(random.Below(30)));
      TieRow tie;
      tie.from = MemberId(list.back().first);
      tie.to = MemberId(list.back().second);
      tie.directed = directed;
      ASSERT_THAT(rows.AddTie(tie), IsOk());
    }
    const auto half = list.begin() + 150;
    ASSERT_THAT(plain.AddPlainTies({list.begin(), half}, directed), IsOk());
    ASSERT_THAT(plain.AddPlainTies({half, list.end()}, directed), IsOk());
    ASSERT_OK_AND_ASSIGN(const CommunityGraph a, std::move(plain).Build());
    ASSERT_OK_AND_ASSIGN(const CommunityGraph b, std::move(rows).Build());
    EXPECT_TRUE(a == b);
    EXPECT_EQ(a.graph().is_symmetric(), !directed);
    uint32_t most = 0;
    for (ArcIndex arc = 0; arc < a.graph().num_arcs(); ++arc) {
      most = std::max(most, a.ties().count[arc]);
    }
    EXPECT_GT(most, 1U);  // Duplicates were folded.
  }
}

TEST(CommunityBuilder, Cancelled) {
  const std::atomic<bool> stop{true};
  RunControl run;
  run.cancelled = &stop;
  CommunityBuilder b;
  ASSERT_THAT(b.Member("m"), IsOk());
  EXPECT_THAT(std::move(b).Build(&run), StatusIs(StatusCode::kCancelled, "interrupted"));
}

}  // namespace
}  // namespace pullgraph::community_builder_test
