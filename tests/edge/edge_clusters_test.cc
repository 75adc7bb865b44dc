// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/edge_clusters.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/edge/pareto.h"
#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::edge_clusters_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }

using Tie = std::pair<std::string, std::string>;

void AddTies(CommunityBuilder& b, const std::vector<Tie>& ties, bool directed = false) {
  for (const auto& [from, to] : ties) {
    TieRow row;
    row.from = *b.Member(from);
    row.to = *b.Member(to);
    row.directed = directed;
    ASSERT_THAT(b.AddTie(row), IsOk());
  }
}

void AddCustomers(CommunityBuilder& b, const std::vector<std::string>& members) {
  for (const std::string& member : members) {
    MembershipRow row;
    row.market = *b.Market("shop");
    row.member = *b.Member(member);
    row.status = MarketStatus::kCustomer;
    ASSERT_THAT(b.AddMembership(row), IsOk());
  }
}

void AddSignal(CommunityBuilder& b, const std::string& member, SignalKind kind, int64_t day,
               const std::string& topic, int64_t answered_day = -1) {
  SignalRow row;
  row.member = *b.Member(member);
  row.kind = kind;
  row.object_kind = ObjectKind::kTopic;
  row.object = b.Topic(topic)->value();
  row.at = Day(day);
  if (answered_day >= 0) row.answered_at = Day(answered_day);
  ASSERT_THAT(b.AddSignal(row), IsOk());
}

const std::vector<Tie> kTies = {
    {"c1", "c2"}, {"c2", "c3"}, {"c1", "c3"},                              // The core.
    {"a1", "a2"}, {"a1", "a3"}, {"a1", "a4"}, {"a2", "a3"}, {"a2", "a4"},  //
    {"a3", "a4"},                                                          //
    {"b1", "b2"}, {"b2", "b3"}, {"b1", "b3"},                              //
    {"d1", "d2"}, {"d2", "d3"}, {"d1", "d3"},                              //
    {"a1", "c1"}, {"b1", "a2"}, {"d1", "a3"}, {"d2", "a3"}};

// Four groups; everything about them is counted by hand in the tests.
CommunityGraph Tiny() {
  CommunityBuilder b;
  AddTies(b, kTies);
  AddCustomers(b, {"c1", "c2", "c3", "a4"});
  const std::map<std::string, int64_t> joined = {{"a1", 10}, {"a2", 50}, {"a3", 120},
                                                 {"a4", 150}, {"b2", 30}, {"b3", 40},
                                                 {"d1", 60}, {"d2", 60}, {"d3", 60}};
  for (const auto& [member, day] : joined) {
    MemberRow row;
    row.joined_at = Day(day);
    EXPECT_THAT(b.DescribeMember(*b.Member(member), row), IsOk());
  }
  AddSignal(b, "a1", SignalKind::kAsk, 130, "rust", 131);
  AddSignal(b, "a1", SignalKind::kAsk, 140, "rust");
  AddSignal(b, "a2", SignalKind::kView, 200, "rust");
  AddSignal(b, "a3", SignalKind::kView, 60, "rust");
  AddSignal(b, "b1", SignalKind::kView, 199, "go");
  return *std::move(b).Build();
}

std::vector<std::string> Keys(const CommunityGraph& c, const std::vector<MemberId>& members) {
  std::vector<std::string> keys;
  for (const MemberId member : members) keys.emplace_back(c.MemberKey(member));
  return keys;
}

TEST(EdgeClusters, TinyCommunityCountedByHand) {
  const CommunityGraph c = Tiny();
  const CommunityView view(c);
  ASSERT_OK_AND_ASSIGN(const EdgeReport report, FindEdgeClusters(view));
  EXPECT_EQ(report.num_clusters, 4u);
  EXPECT_EQ(report.num_core, 1u);
  EXPECT_EQ(report.num_small, 0u);
  EXPECT_EQ(report.num_customers, 4u);
  EXPECT_TRUE(report.has_dates);
  EXPECT_TRUE(report.has_dated_signals);
  ASSERT_EQ(report.clusters.size(), 3u);

  const EdgeCluster& a = report.clusters[0];
  EXPECT_EQ(Keys(c, a.members), (std::vector<std::string>{"a1", "a2", "a3", "a4"}));
  EXPECT_EQ(a.id, 0u);
  EXPECT_EQ(a.name, "rust");
  EXPECT_TRUE(a.on_front);
  EXPECT_EQ(a.customers, 1u);
  EXPECT_EQ(a.volume, 16);  // 6 ties inside, 4 that leave.
  EXPECT_DOUBLE_EQ(a.conductance, 4.0 / 16);
  EXPECT_DOUBLE_EQ(*a.exposure, 4.0 / 16);  // a1, a2, a3 to a4, and a1 to c1.
  EXPECT_DOUBLE_EQ(*a.penetration, 0.25);
  EXPECT_NEAR(a.penetration_interval.low, 0.0456, 1e-4);
  EXPECT_NEAR(a.penetration_interval.high, 0.6994, 1e-4);
  // The last signal is of day 200: windows (110, 200] and (20, 110].
  EXPECT_EQ(a.arrivals.recent, 2u);
  EXPECT_EQ(a.arrivals.before, 1u);
  EXPECT_DOUBLE_EQ(*a.growth, 100);
  EXPECT_EQ(a.signals.recent, 3u);
  EXPECT_EQ(a.signals.before, 1u);
  EXPECT_DOUBLE_EQ(*a.demand, 3 / (4 * 90 / 7.0));
  EXPECT_NEAR(*a.demand_trend, 2 / (4 * 90 / 7.0), 1e-15);
  EXPECT_EQ(a.asks, 2u);
  EXPECT_EQ(a.unanswered, 1u);
  EXPECT_DOUBLE_EQ(*a.unmet_share, 0.5);
  ASSERT_EQ(a.bridges.size(), 3u);
  EXPECT_EQ(c.MemberKey(a.bridges[0].member), "a1");
  EXPECT_EQ(a.bridges[0].strength, 2);
  EXPECT_EQ(c.MemberKey(a.bridges[0].customer), "a4");
  EXPECT_EQ(a.bridges[0].customer_strength, 1);
  EXPECT_EQ(c.graph().Source(a.bridges[0].tie), a.bridges[0].member.value());
  EXPECT_EQ(c.graph().Target(a.bridges[0].tie), a.bridges[0].customer.value());
  EXPECT_EQ(c.MemberKey(a.bridges[1].member), "a2");

  const EdgeCluster& b = report.clusters[1];
  EXPECT_EQ(Keys(c, b.members), (std::vector<std::string>{"b1", "b2", "b3"}));
  EXPECT_EQ(b.name, "go");
  EXPECT_TRUE(b.on_front);
  EXPECT_EQ(*b.exposure, 0);
  EXPECT_EQ(*b.penetration, 0);
  EXPECT_DOUBLE_EQ(b.conductance, 1.0 / 7);
  EXPECT_DOUBLE_EQ(*b.growth, -50);  // b1 was first seen on day 199.
  EXPECT_FALSE(b.unmet_share.has_value());
  EXPECT_TRUE(b.bridges.empty());

  const EdgeCluster& d = report.clusters[2];  // b is no worse on any count.
  EXPECT_EQ(Keys(c, d.members), (std::vector<std::string>{"d1", "d2", "d3"}));
  EXPECT_FALSE(d.on_front);
  EXPECT_DOUBLE_EQ(*d.growth, -100);
  EXPECT_EQ(*d.demand, 0);
  EXPECT_EQ(d.name, "around d1");  // Nobody there said what about.
}

TEST(EdgeClusters, MinSizeBridgesAndTopicsAreLimits) {
  const CommunityGraph c = Tiny();
  EdgeOptions options;
  options.min_size = 4;
  options.max_bridges = 1;
  options.topics.max_topics = 0;
  ASSERT_OK_AND_ASSIGN(const EdgeReport report, FindEdgeClusters(CommunityView(c), options));
  ASSERT_EQ(report.clusters.size(), 1u);
  EXPECT_EQ(report.num_small, 2u);
  EXPECT_EQ(report.clusters[0].bridges.size(), 1u);
  EXPECT_TRUE(report.clusters[0].topics.empty());
  EXPECT_EQ(report.clusters[0].name, "around a3");  // It has five ties.
}

TEST(EdgeClusters, AsOfSeesOnlyWhatWasKnown) {
  const CommunityGraph c = Tiny();
  const CommunityView view(c, Day(100));
  ASSERT_OK_AND_ASSIGN(const EdgeReport report, FindEdgeClusters(view));
  // a3 and a4 had not joined: neither members nor ends of ties.
  EXPECT_EQ(report.cluster_of[c.FindMember("a3")->value()], UINT32_MAX);
  EXPECT_EQ(report.num_customers, 3u);
  uint64_t members = 0, asks = 0;
  for (const EdgeCluster& cluster : report.clusters) {
    members += cluster.members.size();
    asks += cluster.asks;
    for (const MemberId member : cluster.members) EXPECT_TRUE(view.HasMember(member));
  }
  EXPECT_EQ(asks, 0u);
  EXPECT_LE(members, 11u);
}

TEST(EdgeClusters, PlainTiesAloneGiveClusters) {
  CommunityBuilder b;
  AddTies(b, kTies);
  const CommunityGraph c = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const EdgeReport report, FindEdgeClusters(CommunityView(c)));
  ASSERT_EQ(report.clusters.size(), 4u);
  EXPECT_EQ(report.num_customers, 0u);
  EXPECT_FALSE(report.has_dates);
  EXPECT_FALSE(report.has_dated_signals);
  double best = 1;
  for (const EdgeCluster& cluster : report.clusters) {
    best = std::min(best, cluster.conductance);
  }
  for (const EdgeCluster& cluster : report.clusters) {
    EXPECT_FALSE(cluster.exposure || cluster.penetration || cluster.growth || cluster.demand ||
                 cluster.demand_trend || cluster.unmet_share);
    EXPECT_EQ(cluster.penetration_interval.high, 1);
    EXPECT_EQ(cluster.on_front, cluster.conductance == best);
  }
}

TEST(EdgeClusters, NobodyAtAll) {
  const CommunityGraph c = *CommunityBuilder().Build();
  ASSERT_OK_AND_ASSIGN(const EdgeReport report, FindEdgeClusters(CommunityView(c)));
  EXPECT_TRUE(report.clusters.empty());
  EXPECT_EQ(report.num_clusters, 0u);
}

TEST(EdgeClusters, StaffTakePartInTiesOnly) {
  CommunityBuilder b;
  AddTies(b, kTies);
  AddCustomers(b, {"c1", "c2", "c3", "a4"});
  MemberRow staff;
  staff.role = MemberRole::kStaff;
  ASSERT_THAT(b.DescribeMember(*b.Member("a4"), staff), IsOk());
  AddSignal(b, "a4", SignalKind::kAsk, 3, "rust");
  const CommunityGraph c = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const EdgeReport report, FindEdgeClusters(CommunityView(c)));
  const EdgeCluster& a = report.clusters[0];
  EXPECT_EQ(Keys(c, a.members), (std::vector<std::string>{"a1", "a2", "a3"}));
  EXPECT_EQ(a.volume, 16);
  EXPECT_EQ(a.customers, 0u);
  EXPECT_DOUBLE_EQ(*a.exposure, 1.0 / 16);
  EXPECT_EQ(a.asks, 0u);
}

TEST(EdgeClusters, DirectedAndUndirectedTiesWeighAlike) {
  // The same ties, a1-c1 directed; a second, reverse one makes it twice as strong.
  for (const bool both : {false, true}) {
    CommunityBuilder b;
    std::vector<Tie> undirected = kTies;
    std::erase(undirected, Tie{"a1", "c1"});
    AddTies(b, undirected);
    AddTies(b, {{"a1", "c1"}}, true);
    if (both) AddTies(b, {{"c1", "a1"}}, true);
    AddTies(b, {{"d1", "d1"}});  // A loop says nothing about others.
    AddCustomers(b, {"c1", "c2", "c3"});
    const CommunityGraph c = *std::move(b).Build();
    ASSERT_FALSE(c.graph().is_symmetric());
    ASSERT_OK_AND_ASSIGN(const EdgeReport report, FindEdgeClusters(CommunityView(c)));
    const EdgeCluster& a = report.clusters[0];
    EXPECT_EQ(a.volume, both ? 17 : 16);
    EXPECT_DOUBLE_EQ(*a.exposure, both ? 2.0 / 17 : 1.0 / 16);
    ASSERT_EQ(a.bridges.size(), 1u);
    EXPECT_EQ(a.bridges[0].customer_strength, both ? 2 : 1);
  }
}

// Members in groups of differing size and nearness to customers, dated.
CommunityGraph Grown(uint64_t seed) {
  CommunityBuilder b;
  RandomStream random(seed, 0);
  const int kGroups = 12;
  auto member = [&](uint64_t i) { return "m" + std::to_string(i); };
  const uint64_t n = 240;
  for (uint64_t u = 0; u < n; ++u) {
    for (int k = 0; k < 5; ++k) {
      uint64_t v = random.Below(n);
      if (random.Bernoulli(0.85)) v = v / kGroups * kGroups + u % kGroups;
      if (u != v) AddTies(b, {{member(u), member(v)}}, random.Bernoulli(0.3));
    }
    if (random.Bernoulli(u % kGroups < 2 ? 1.0 : 0.02 * static_cast<double>(u % kGroups))) {
      AddCustomers(b, {member(u)});
    }
    for (uint64_t k = random.Below(5); k > 0; --k) {
      AddSignal(b, member(u), random.Bernoulli(0.5) ? SignalKind::kAsk : SignalKind::kView,
                static_cast<int64_t>(random.Below(400)),
                "t" + std::to_string(random.Bernoulli(0.5) ? u % kGroups : random.Below(20)));
    }
  }
  return *std::move(b).Build();
}

TEST(EdgeClusters, InvariantsOrderAndThreads) {
  int off_front = 0, on_front = 0;
  for (uint64_t seed = 0; seed < 6; ++seed) {
    const CommunityGraph c = Grown(seed);
    const CommunityView view(c);
    RunControl run;
    EdgeOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const EdgeReport one, FindEdgeClusters(view, options));
    ASSERT_GT(one.clusters.size(), 3u);
    EXPECT_EQ(one.clusters.size() + one.num_core + one.num_small, one.num_clusters);
    for (size_t i = 0; i < one.clusters.size(); ++i) {
      const EdgeCluster& cluster = one.clusters[i];
      ++(cluster.on_front ? on_front : off_front);
      EXPECT_GE(*cluster.exposure, 0);
      EXPECT_LE(*cluster.exposure, 1);
      EXPECT_LE(cluster.conductance, 1);
      EXPECT_LE(cluster.penetration_interval.low, *cluster.penetration);
      EXPECT_GE(cluster.penetration_interval.high, *cluster.penetration);
      EXPECT_LT(cluster.customers, cluster.members.size());
      for (const MemberId member : cluster.members) {
        EXPECT_EQ(one.cluster_of[member.value()], cluster.id);
      }
      if (i == 0) continue;
      const EdgeCluster& last = one.clusters[i - 1];
      EXPECT_GE(last.on_front, cluster.on_front);
      if (last.on_front != cluster.on_front) continue;
      EXPECT_TRUE(*last.exposure > *cluster.exposure ||
                  (*last.exposure == *cluster.exposure && last.id < cluster.id));
    }
    for (const int threads : {2, 7}) {
      run.threads = threads;
      ASSERT_OK_AND_ASSIGN(const EdgeReport many, FindEdgeClusters(view, options));
      EXPECT_EQ(one.cluster_of, many.cluster_of);
      ASSERT_EQ(one.clusters.size(), many.clusters.size());
      for (size_t i = 0; i < one.clusters.size(); ++i) {
        EXPECT_EQ(one.clusters[i].id, many.clusters[i].id);
        EXPECT_EQ(one.clusters[i].name, many.clusters[i].name);
        EXPECT_EQ(one.clusters[i].exposure, many.clusters[i].exposure);
        EXPECT_EQ(one.clusters[i].conductance, many.clusters[i].conductance);
        EXPECT_EQ(one.clusters[i].topics, many.clusters[i].topics);
      }
    }
  }
  EXPECT_GT(on_front, 0);
  EXPECT_GT(off_front, 0);
}

TEST(EdgeClusters, RefusesBadInput) {
  const CommunityGraph c = Tiny();
  const CommunityView view(c);
  const auto kInvalid = absl::StatusCode::kInvalidArgument;
  auto with = [&](auto change) {
    EdgeOptions options;
    change(options);
    return FindEdgeClusters(view, options);
  };
  EXPECT_THAT(with([](EdgeOptions& o) { o.market = MarketId(1); }),
              StatusIs(absl::StatusCode::kOutOfRange, "market = 1"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.market = MarketId(0); }), IsOk());
  EXPECT_THAT(with([](EdgeOptions& o) { o.min_size = 0; }), StatusIs(kInvalid, "min_size = 0"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.window_days = 0; }),
              StatusIs(kInvalid, "window_days = 0"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.window_days = NAN; }),
              StatusIs(kInvalid, "window_days = nan"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.confidence = 1; }),
              StatusIs(kInvalid, "confidence = 1"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.resolution = -1; }),
              StatusIs(kInvalid, "resolution = -1"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.max_bridges = -1; }),
              StatusIs(kInvalid, "max_bridges = -1"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.topics.max_topics = -1; }),
              StatusIs(kInvalid, "max_topics = -1"));
  EXPECT_THAT(with([](EdgeOptions& o) { o.strength.half_life_days = 0; }),
              StatusIs(kInvalid, "half_life"));
  std::atomic<bool> stop{true};
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(with([&](EdgeOptions& o) { o.run = &run; }),
              StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::edge_clusters_test
