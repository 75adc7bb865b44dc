// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "algorithms/attract/event_features.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::event_history_test {
namespace {

constexpr uint32_t kPeople = 9;
constexpr double kSpan = 5e9;

// Everybody may go to everybody else, to some more often.
EventStream Visits(size_t size, uint64_t seed) {
  EventStream stream;
  stream.kind = EventKind::kTies;
  stream.num_sources = stream.num_targets = kPeople;
  int64_t at = 1'500'000'000'000'000;
  for (size_t i = 0; i < size; ++i) {
    RandomStream random(seed, i);
    const auto source = static_cast<uint32_t>(random.Below(kPeople));
    const auto target =
        static_cast<uint32_t>((source + 1 + random.Below(1 + random.Below(kPeople - 1))) % kPeople);
    at += static_cast<int64_t>(1 + random.Below(3)) * 10'000'000;
    stream.events.push_back({source, target, at});
  }
  for (uint32_t v = 0; v < kPeople; ++v) stream.source_of_target.push_back(v);
  return stream;
}

// What the features say, added up from the events themselves.
struct Told {
  double count = 0, source_count = 0, target_count = 0, since = 0, others = 0;
  double rate = 0, recent = 0, back_count = 0, place = 0, more = 0, went = 0, left = 0;
  double newcomers = 0, run = 0, switches = 0;
  int64_t last = 0, back_last = 0, source_last = 0, target_last = 0;
  std::set<uint32_t> targets;
};

Told Tell(const std::vector<DatedEvent>& events, size_t told, uint32_t u, uint32_t v,
          int64_t now) {
  Told t;
  std::map<uint32_t, int> visits;
  std::map<uint32_t, int64_t> last;
  std::set<uint32_t> sources;
  std::vector<uint32_t> way(kPeople, kPeople);  // Where each source is.
  for (size_t i = 0; i < told; ++i) {
    const DatedEvent& e = events[i];
    t.recent *= e.source == u ? 0.8 : 1;
    if (e.source == u) {
      ++t.source_count;
      ++t.since;
      ++visits[e.target];
      last[e.target] = t.source_last = e.at;
      t.switches += t.source_count > 1 && way[u] != e.target ? 1 : 0;
      t.run = way[u] == e.target ? t.run + 1 : 1;
    }
    if (e.target == v) {
      ++t.target_count;
      ++t.others;
      t.target_last = e.at;
      sources.insert(e.source);
    }
    if (e.source == u && e.target == v) {
      ++t.count;
      t.since = t.others = 0;
      t.recent += 0.2;
      t.last = e.at;
      t.rate += std::exp2(-20 * static_cast<double>(now - e.at) / kSpan);
    }
    if (e.source == v && e.target == u) {
      ++t.back_count;
      t.back_last = e.at;
    }
    way[e.source] = e.target;
  }
  t.newcomers = static_cast<double>(sources.size());
  for (const auto& [target, n] : visits) {
    t.targets.insert(target);
    t.place += last[target] > t.last ? 1 : 0;
    t.more += n > t.count ? 1 : 0;
  }
  const uint32_t here = way[u];
  std::fill(way.begin(), way.end(), kPeople);
  for (size_t i = 0; i < told; ++i) {
    const DatedEvent& e = events[i];
    if (way[e.source] == here && here < kPeople && e.target != here) {
      ++t.left;
      t.went += e.target == v ? 1 : 0;
    }
    way[e.source] = e.target;
  }
  return t;
}

TEST(EventHistory, FeaturesAreWhatTheySay) {
  const EventStream stream = Visits(400, 3);
  EventHistory history(stream, kSpan);
  EventQuestion question(history, stream.num_targets);
  int never = 0, awaits = 0, went = 0;
  for (size_t told = 0; told < stream.events.size(); ++told) {
    RandomStream random(17, told);
    const auto u = static_cast<uint32_t>(random.Below(kPeople));
    const auto v = static_cast<uint32_t>((u + 1 + random.Below(kPeople - 1)) % kPeople);
    const int64_t now = stream.events[told].at;
    const Told t = Tell(stream.events, told, u, v, now);
    std::vector<double> f;
    question.Face(u, now);
    question.Describe(v, f);
    ASSERT_EQ(f.size(), kNumEventFeatures);
    const auto of = [&](EventFeature feature) { return f[static_cast<size_t>(feature)]; };
    const auto since = [&](int64_t at) { return std::log1p(static_cast<double>(now - at) / 1e6); };
    EXPECT_DOUBLE_EQ(of(EventFeature::kPairCount), std::log1p(t.count));
    EXPECT_DOUBLE_EQ(of(EventFeature::kSourceCount), std::log1p(t.source_count));
    EXPECT_DOUBLE_EQ(of(EventFeature::kTargetCount), std::log1p(t.target_count));
    EXPECT_DOUBLE_EQ(of(EventFeature::kTargetSources), std::log1p(t.newcomers));
    EXPECT_DOUBLE_EQ(of(EventFeature::kBackCount), std::log1p(t.back_count));
    EXPECT_NEAR(of(EventFeature::kPairRate3), std::log1p(t.rate), 1e-9);
    EXPECT_NEAR(of(EventFeature::kRecent1), t.recent, 1e-12);
    EXPECT_DOUBLE_EQ(of(EventFeature::kRun), std::log1p(t.run));
    EXPECT_DOUBLE_EQ(of(EventFeature::kWent), std::log1p(t.went));
    EXPECT_DOUBLE_EQ(of(EventFeature::kWentShare), t.went / (t.left + 5) * (t.source_count > 0));
    EXPECT_EQ(of(EventFeature::kAwaitsAnswer), t.back_last > t.last ? 1 : 0);
    if (t.source_count > 1) {
      EXPECT_DOUBLE_EQ(of(EventFeature::kSwitches), t.switches / (t.source_count - 1));
      EXPECT_DOUBLE_EQ(of(EventFeature::kVariety),
                       static_cast<double>(t.targets.size()) / t.source_count);
      EXPECT_DOUBLE_EQ(of(EventFeature::kSourceSince), since(t.source_last));
    }
    if (t.target_count > 0) {
      EXPECT_DOUBLE_EQ(of(EventFeature::kTargetSince), since(t.target_last));
    }
    if (t.count > 0) {
      EXPECT_DOUBLE_EQ(of(EventFeature::kPlace), t.place);
      EXPECT_DOUBLE_EQ(of(EventFeature::kCountPlace), t.more);
      EXPECT_DOUBLE_EQ(of(EventFeature::kPairSince), since(t.last));
      EXPECT_DOUBLE_EQ(of(EventFeature::kEventsSince), std::log1p(t.since));
      EXPECT_DOUBLE_EQ(of(EventFeature::kOthersSince), std::log1p(t.others));
    }
    never += t.count == 0 ? 1 : 0;
    awaits += t.back_last > t.last ? 1 : 0;
    went += t.went > 0 ? 1 : 0;
    history.Add(stream.events[told]);
  }
  EXPECT_GT(never, 50);
  EXPECT_LT(never, 300);
  EXPECT_GT(awaits, 50);
  EXPECT_GT(went, 100);
}

// Without room for all, a list has the source's own targets first, and none twice.
TEST(EventQuestion, ListsWhatIsWorthALook) {
  EventStream stream;
  stream.num_sources = 50;
  stream.num_targets = 200;
  EventHistory history(stream, kSpan);
  EventQuestion question(history, stream.num_targets);
  const EventShortlistOptions options = {.own = 3, .last = 4, .newcomers = 2, .companions = 2};
  EXPECT_TRUE(question.List(7, {}, options).empty());
  for (uint32_t i = 0; i < 600; ++i) {
    history.Add({i % 50, (i * 7) % 200, int64_t{1'000'000} * i});
  }
  const std::vector<uint32_t>& own = history.source(7).targets;
  ASSERT_GE(own.size(), 4U);
  const std::vector<uint32_t> list = question.List(7, {}, options);
  EXPECT_TRUE(std::equal(own.begin(), own.begin() + 3, list.begin()));
  EXPECT_LE(list.size(), 3U + 4 + 2 * 2 + 4 * 2);
  EXPECT_EQ(std::set<uint32_t>(list.begin(), list.end()).size(), list.size());
  EXPECT_NE(std::find(list.begin(), list.end(), (599 * 7) % 200), list.end());
  const uint32_t out[] = {own[1]};
  const std::vector<uint32_t> less = question.List(7, out, options);
  EXPECT_EQ(std::find(less.begin(), less.end(), own[1]), less.end());
  EXPECT_EQ(less.front(), own[0]);
}

// Three members who write to each other; and who look at a page.
CommunityGraph Writers(bool with_signals) {
  CommunityBuilder b;
  const MemberId ada = b.Member("ada").value();
  const MemberId bob = b.Member("bob").value();
  const MemberId eve = b.Member("eve").value();
  TieRow mails{.from = eve, .to = bob, .directed = true};
  mails.at = {Time(5'000'000), Time(7'000'000)};
  EXPECT_TRUE(b.AddTie(mails).ok());
  TieRow answer{.from = bob, .to = ada, .directed = true};
  answer.at = {Time(6'000'000)};
  EXPECT_TRUE(b.AddTie(answer).ok());
  const uint32_t page = b.Resource("page").value().value();
  const auto signal = [&](MemberId member, ObjectKind kind, uint32_t object, int64_t at) {
    SignalRow row;
    row.member = member;
    row.object_kind = kind;
    row.object = object;
    row.at = Time(at);
    if (!with_signals) return;
    EXPECT_TRUE(b.AddSignal(row).ok());
  };
  signal(eve, ObjectKind::kResource, page, 9'000'000);
  signal(ada, ObjectKind::kResource, page, 8'000'000);
  signal(eve, ObjectKind::kResource, page, 8'000'000);
  signal(MemberId::None(), ObjectKind::kResource, page, 8'000'000);
  signal(ada, ObjectKind::kMember, bob.value(), 8'000'000);
  return std::move(b).Build().value();
}

TEST(ListEvents, SignalsToResourcesOrElseTies) {
  const CommunityGraph ties = Writers(false);
  const CommunityGraph both = Writers(true);

  const EventStream met = ListEvents(CommunityView(ties));
  EXPECT_EQ(met.kind, EventKind::kTies);
  // Sources are bob and eve, targets ada and bob; each contact is an event.
  const std::vector<DatedEvent> contacts = {
      {1, 1, 5'000'000}, {0, 0, 6'000'000}, {1, 1, 7'000'000}};
  EXPECT_EQ(met.events, contacts);
  EXPECT_EQ(met.source_of_target, (std::vector<uint32_t>{kNoSource, 0}));

  const EventStream pulled = ListEvents(CommunityView(both));
  EXPECT_EQ(pulled.kind, EventKind::kSignals);
  const std::vector<DatedEvent> pulls = {{0, 0, 8'000'000}, {1, 0, 8'000'000}, {1, 0, 9'000'000}};
  EXPECT_EQ(pulled.events, pulls);
  EXPECT_EQ(pulled.num_sources, 2U);
  EXPECT_EQ(pulled.num_targets, 1U);
  EXPECT_TRUE(pulled.source_of_target.empty());
}

}  // namespace
}  // namespace pullgraph::event_history_test
