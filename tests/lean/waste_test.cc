// SPDX-License-Identifier: Apache-2.0
// The ledger of push and pull, and the experiments in it.
#include "algorithms/lean/waste.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "algorithms/lean/experiment.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/lean/touch_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::waste_test {
namespace {

using testing::AddTouch;
using testing::AddView;
using testing::Day;
using testing::IsOk;
using testing::StatusIs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

void Describe(CommunityBuilder& b, const char* member, MemberRole role, const char* city) {
  MemberRow row;
  row.role = role;
  if (*city != 0) row.attributes = {{"city", city}};
  ASSERT_THAT(b.DescribeMember(*b.Member(member), row), IsOk());
}

// Everything about it is counted by hand below. The book and the talk are about rust.
CommunityGraph Tiny() {
  CommunityBuilder b;
  const TopicId rust = *b.Topic("rust");
  EXPECT_THAT(b.DescribeResource(*b.Resource("book"),
                                 {"Book", ResourceKind::kContent, {rust}, Time(), 2.5, ""}),
              IsOk());
  EXPECT_THAT(b.DescribeResource(*b.Resource("talk"),
                                 {"Talk", ResourceKind::kEvent, {rust}, Time(), 0, ""}),
              IsOk());
  Describe(b, "ann", MemberRole::kCommunity, "Bonn");
  Describe(b, "bob", MemberRole::kCommunity, "Bonn");
  Describe(b, "cem", MemberRole::kCommunity, "Köln");
  Describe(b, "sue", MemberRole::kStaff, "Bonn");
  // ann: two mails about the book; she views it after the second.
  AddTouch(b, {"ann", "book", "spring", "mail", 10});
  AddTouch(b, {"ann", "book", "spring", "mail", 12});
  AddView(b, "ann", "book", 15);
  // bob: a mail without a resource, a view 20 days later; then a call about the book, and
  // the talk, on the same topic, the day after.
  AddTouch(b, {"bob", "", "spring", "mail", 10, TouchOutcome::kSent, 1});
  AddView(b, "bob", "other", 30);
  AddTouch(b, {"bob", "book", "autumn", "phone", 50, TouchOutcome::kSent, 7});
  AddView(b, "bob", "talk", 51);
  // cem clicked, which no signal shows; one bounced; one is too young on day 100.
  AddTouch(b, {"cem", "book", "spring", "mail", 10, TouchOutcome::kClicked});
  AddTouch(b, {"cem", "book", "spring", "mail", 99, TouchOutcome::kBounced});
  AddTouch(b, {"cem", "book", "autumn", "phone", 95});
  // Staff count nowhere; somebody unknown pulls; ann was held out once.
  AddTouch(b, {"sue", "book", "spring", "mail", 10});
  AddView(b, "sue", "book", 11);
  AddView(b, "", "book", 100);
  AddTouch(b, {"ann", "book", "winter", "mail", 60, TouchOutcome::kClicked, 0, true});
  return *std::move(b).Build();
}

const WasteLine& Line(const WasteLedger& ledger, WasteBy by, const std::string& label) {
  for (const WasteLine& line : ledger.lines) {
    if (line.by == by && line.label == label) return line;
  }
  ADD_FAILURE() << "no line " << label;
  return ledger.lines.front();
}

TEST(Waste, TinyCommunityCountedByHand) {
  const CommunityGraph c = Tiny();
  WasteOptions options;
  options.segments = {"city"};
  ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(CommunityView(c), options));
  EXPECT_EQ(ledger.left_out, 1);
  EXPECT_EQ(ledger.holdouts, 1);
  const WasteLine& all = ledger.lines.front();
  EXPECT_EQ(all.label, "all");
  EXPECT_EQ(all.touches, 7);
  EXPECT_EQ(all.members, 3);
  // Signals of ann, bob, bob, unknown; cem's click; ann's click while held out.
  EXPECT_EQ(all.pulls, 6);
  EXPECT_NEAR(all.pull_share.value, 6.0 / 13, 1e-15);
  // Decided: all but the call of day 95. Wasted: ann's first mail, bob's (20 days), bounced.
  EXPECT_EQ(all.decided, 6);
  EXPECT_EQ(all.wasted, 3);
  EXPECT_NEAR(all.waste_rate.value, 0.5, 1e-15);
  EXPECT_LT(all.waste_rate.low, 0.2);
  // Costs: a touch's own, else its resource's: 2.5 four times... and 1 and 7.
  EXPECT_NEAR(all.cost, 2.5 * 5 + 1 + 7, 1e-12);
  EXPECT_NEAR(all.wasted_cost, 2.5 + 1 + 2.5, 1e-12);

  const WasteLine& spring = Line(ledger, WasteBy::kCampaign, "spring");
  EXPECT_EQ(spring.touches, 5);
  EXPECT_EQ(spring.pulls, 2);  // ann's view, cem's click.
  EXPECT_EQ(spring.wasted, 3);
  EXPECT_EQ(spring.decided, 5);
  const WasteLine& phone = Line(ledger, WasteBy::kChannel, "phone");
  EXPECT_EQ(phone.touches, 2);
  EXPECT_EQ(phone.pulls, 1);
  EXPECT_EQ(phone.decided, 1);
  EXPECT_EQ(phone.wasted, 0);
  // bob's view of day 30, the unknown one, ann's while held out.
  EXPECT_EQ(Line(ledger, WasteBy::kCampaign, "(unprompted)").pulls, 3);
  const WasteLine& book = Line(ledger, WasteBy::kContent, "Book");
  EXPECT_EQ(book.key, "book");
  EXPECT_EQ(book.touches, 6);
  EXPECT_EQ(book.pulls, 4);
  const WasteLine& bonn = Line(ledger, WasteBy::kSegment, "city = Bonn");
  EXPECT_EQ(bonn.touches, 4);
  EXPECT_EQ(bonn.pulls, 4);
}

TEST(Waste, TheWindowDecides) {
  const CommunityGraph c = Tiny();
  WasteOptions options;
  options.other_windows = {1, 3, 25, 60};
  ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(CommunityView(c), options));
  std::vector<std::vector<double>> rows;
  for (const WindowWaste& w : ledger.lines.front().windows) {
    rows.push_back({w.days, static_cast<double>(w.wasted), static_cast<double>(w.decided)});
  }
  // 1: also ann's second mail and the call of day 95. 25 holds bob's view of day 30.
  EXPECT_EQ(rows, (std::vector<std::vector<double>>{
                      {1, 5, 7}, {3, 4, 7}, {14, 3, 6}, {25, 2, 6}, {60, 2, 6}}));
  // As of day 20 much is not known yet: bob's and ann's mails of day 10 are over 3 days.
  ASSERT_OK_AND_ASSIGN(const WasteLedger early,
                       BuildWasteLedger(CommunityView(c, Day(20)), options));
  EXPECT_EQ(early.lines.front().touches, 4);
  EXPECT_EQ(early.lines.front().windows[2].decided, 2);  // Pulls only, within 14 days.
}

TEST(Waste, WithoutDatesOutcomesAreFinal) {
  CommunityBuilder b;
  AddTouch(b, {"a", "", "x", "mail", 1});
  AddTouch(b, {"b", "", "x", "mail", -1, TouchOutcome::kOpened});
  AddView(b, "a", "r", -1);
  const CommunityGraph c = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(CommunityView(c)));
  EXPECT_FALSE(ledger.attribution.signals_have_dates);
  EXPECT_EQ(ledger.lines.front().wasted, 2);
  EXPECT_EQ(ledger.lines.front().pulls, 1);
  WasteOptions options;
  options.count_opens = true;
  EXPECT_EQ(BuildWasteLedger(CommunityView(c), options)->lines.front().wasted, 1);
}

// Finding: two touches without a date beside dated signals were "100 % of 2 decided touches
// had no pull". What is not known is not a no.
TEST(Waste, UndatedTouchesAreUnknownWhereSignalsAreDated) {
  CommunityBuilder b, with;
  for (CommunityBuilder* each : {&b, &with}) {
    AddTouch(*each, {"a", "", "x", "mail", -1, TouchOutcome::kSent, 3});
    AddTouch(*each, {"b", "", "x", "mail", -1, TouchOutcome::kSent, 3});
    AddView(*each, "a", "r", 1);
    AddView(*each, "b", "r", 90);
  }
  const CommunityGraph c = *std::move(b).Build();
  ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(CommunityView(c)));
  const WasteLine& all = ledger.lines.front();
  EXPECT_EQ(all.touches, 2u);
  EXPECT_EQ(all.undated, 2u);
  EXPECT_EQ(all.decided, 0u);
  EXPECT_EQ(all.wasted, 0u);
  EXPECT_EQ(all.wasted_cost, 0);
  for (const WindowWaste& w : all.windows) EXPECT_EQ(w.decided, 0u);
  // An outcome decides, with or without a date; a dated touch as ever.
  AddTouch(with, {"a", "", "x", "mail", -1, TouchOutcome::kBounced});
  AddTouch(with, {"a", "", "x", "mail", -1, TouchOutcome::kClicked});
  AddTouch(with, {"c", "", "x", "mail", 2});
  const CommunityGraph d = *std::move(with).Build();
  ASSERT_OK_AND_ASSIGN(const WasteLedger more, BuildWasteLedger(CommunityView(d)));
  EXPECT_EQ(more.lines.front().undated, 2u);
  EXPECT_EQ(more.lines.front().decided, 3u);
  EXPECT_EQ(more.lines.front().wasted, 2u);
}

// Finding: intervals took the touches of a member as independent. Here a third of the members
// always pull and the others never do, and each is touched twenty times.
TEST(Waste, IntervalsKnowThatTouchesOfAMemberAreAlike) {
  int covered = 0, independent = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    RandomStream random(seed, 4);
    CommunityBuilder b;
    for (int m = 0; m < 40; ++m) {
      const std::string id = "m" + std::to_string(m);
      const bool pulls = random.Bernoulli(1.0 / 3);
      for (int k = 0; k < 20; ++k) {
        AddTouch(b, {id.c_str(), "", "x", "mail", 20.0 * k});
        if (pulls) AddView(b, id.c_str(), "r", 20.0 * k + 1);
      }
    }
    AddView(b, "z", "r", 900);
    const CommunityGraph c = *std::move(b).Build();
    ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(CommunityView(c)));
    const WasteLine& all = ledger.lines.front();
    ASSERT_EQ(all.decided, 800u);
    covered += all.waste_rate.low <= 2.0 / 3 && 2.0 / 3 <= all.waste_rate.high;
    const Estimate naive = *BetaShare(all.wasted, all.decided);
    independent += naive.low <= 2.0 / 3 && 2.0 / 3 <= naive.high;
  }
  EXPECT_GE(covered, 53);  // 57 are due.
  EXPECT_LE(independent, 35);
}

// Last related touch and first related signal by trying all pairs.
TEST(Attribution, EqualsBruteForce) {
  int prompted = 0, unprompted = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    RandomStream random(seed, 1);
    CommunityBuilder b;
    for (int r = 0; r < 4; ++r) {
      const TopicId topic = *b.Topic(r % 2 == 0 ? "even" : "odd");
      ASSERT_THAT(b.DescribeResource(*b.Resource("r" + std::to_string(r)),
                                     {"", ResourceKind::kContent, {topic}, Time(), 0, ""}),
                  IsOk());
    }
    const char* members[] = {"a", "b", "c"};
    const char* resources[] = {"r0", "r1", "r2", "r3", ""};
    for (int i = 0; i < 12; ++i) {
      AddTouch(b, {members[random.Below(3)], resources[random.Below(5)], "x", "mail",
                   static_cast<double>(random.Below(20)), TouchOutcome::kSent, 0,
                   random.Bernoulli(0.3)});
      AddView(b, members[random.Below(3)], resources[random.Below(4)],
              static_cast<double>(random.Below(25)));
    }
    const CommunityGraph c = *std::move(b).Build();
    ASSERT_OK_AND_ASSIGN(const Attribution a, AttributePulls(CommunityView(c)));
    const auto related = [&](size_t t, size_t s) {
      const ResourceId r = c.touches().resource[t];
      const uint32_t object = c.signals().object[s];
      return c.touches().member[t] == c.signals().member[s] &&
             c.touches().sent_at[t] <= c.signals().at[s] &&
             (r.is_none() || c.resources().topics[r.value()][0] == c.resources().topics[object][0]);
    };
    std::vector<double> own(c.touches().size(), Attribution::kNever);
    for (size_t s = 0; s < c.signals().size(); ++s) {
      uint32_t last = Attribution::kNone;
      for (uint32_t t = 0; t < c.touches().size(); ++t) {
        if (c.touches().holdout[t] == 0 && related(t, s)) last = t;
      }
      EXPECT_EQ(a.touch_of_signal[s], last);
      ++(last == Attribution::kNone ? unprompted : prompted);
      if (last == Attribution::kNone) continue;
      const double days = DaysBetween(c.touches().sent_at[last], c.signals().at[s]);
      EXPECT_EQ(a.days_since_touch[s], days);
      own[last] = std::min(own[last], days);
    }
    EXPECT_EQ(a.days_to_own_pull, own);
    for (size_t t = 0; t < c.touches().size(); ++t) {
      double days = Attribution::kNever;
      for (size_t s = 0; s < c.signals().size(); ++s) {
        if (related(t, s)) {
          days = std::min(days, DaysBetween(c.touches().sent_at[t], c.signals().at[s]));
        }
      }
      EXPECT_EQ(a.days_to_pull[t], days);
    }
  }
  EXPECT_GT(prompted, 100);
  EXPECT_GT(unprompted, 100);
}

TEST(Waste, Errors) {
  const CommunityGraph c = Tiny();
  const CommunityView view(c);
  WasteOptions options;
  options.window_days = 0;
  EXPECT_THAT(BuildWasteLedger(view, options), StatusIs(kInvalid, "window = 0"));
  options = {};
  options.other_windows = {std::nan("")};
  EXPECT_THAT(BuildWasteLedger(view, options), StatusIs(kInvalid, "window = nan"));
  options = {};
  options.default_cost = -1;
  EXPECT_THAT(BuildWasteLedger(view, options), StatusIs(kInvalid, "default_cost = -1"));
  options = {};
  options.confidence = 2;
  EXPECT_THAT(BuildWasteLedger(view, options), StatusIs(kInvalid, "confidence = 2"));
  options = {};
  const std::vector<uint32_t> one = {0};
  options.cluster_of = one;
  EXPECT_THAT(BuildWasteLedger(view, options), StatusIs(kInvalid, "cluster_of has 1"));
  options = {};
  std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  options.run = &run;
  EXPECT_THAT(BuildWasteLedger(view, options), StatusIs(absl::StatusCode::kCancelled, ""));
  EXPECT_THAT(FindExperiments(view, {}, 14), StatusIs(kInvalid, "attribution is of 0"));
  EXPECT_THAT(FindExperiments(view, *AttributePulls(view), -1),
              StatusIs(kInvalid, "window_days = -1"));
  EXPECT_TRUE(BuildWasteLedger(CommunityView(CommunityGraph()))->lines.front().label == "all");
}

TEST(Waste, ClustersAsGiven) {
  const CommunityGraph c = Tiny();
  WasteOptions options;
  // Ids sort as ann, bob, cem, sue.
  const std::vector<uint32_t> cluster_of = {0, 0, 7, UINT32_MAX};
  options.cluster_of = cluster_of;
  ASSERT_OK_AND_ASSIGN(const WasteLedger ledger, BuildWasteLedger(CommunityView(c), options));
  EXPECT_EQ(Line(ledger, WasteBy::kCluster, "0").touches, 4);
  EXPECT_EQ(Line(ledger, WasteBy::kCluster, "7").touches, 3);
}

}  // namespace
}  // namespace pullgraph::waste_test
