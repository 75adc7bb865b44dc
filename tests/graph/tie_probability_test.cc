// SPDX-License-Identifier: Apache-2.0
#include "graph/tie_probability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::tie_probability_test {
namespace {

using ::absl::StatusCode;
using testing::IsOk;
using testing::StatusIs;

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }

// A community of one directed tie, and a signal that makes day `now` its present.
CommunityGraph OneTie(TieRow tie, int64_t now) {
  CommunityBuilder b;
  tie.from = *b.Member("a");
  tie.to = *b.Member("b");
  tie.directed = true;
  EXPECT_THAT(b.AddTie(tie), IsOk());
  SignalRow signal;
  signal.object_kind = ObjectKind::kMember;
  signal.at = Day(now);
  EXPECT_THAT(b.AddSignal(signal), IsOk());
  return std::move(b).Build().value();
}

double StrengthAt(const CommunityGraph& c, Time as_of, const TieStrengthOptions& options) {
  const auto s = TieStrengths(CommunityView(c, as_of), options);
  EXPECT_TRUE(s.ok()) << s.status();
  return s.ok() ? (*s)[0] : -1;
}

// Strengths are floats.
void ExpectClose(double actual, double expected) {
  EXPECT_NEAR(actual, expected, 1e-6 * expected);
}

TieStrengthOptions HalfLife(double days) {
  TieStrengthOptions options;
  options.half_life_days = days;
  return options;
}

TEST(TieProbability, StrengthAndBack) {
  EXPECT_EQ(ProbabilityOf({0}, 0.35).value, 0);
  EXPECT_NEAR(ProbabilityOf({1}, 0.35).value, 0.2953119, 1e-7);
  EXPECT_NEAR(ProbabilityOf({1e-12}, 1).value, 1e-12, 1e-20);  // Not cancelled to 0.
  EXPECT_EQ(ProbabilityOf({1e300}, 1).value, 1);
  for (const double p : {0.0, 1e-9, 0.1, 0.5, 0.999}) {
    EXPECT_NEAR(ProbabilityOf(StrengthOf({p}, 0.7), 0.7).value, p, 1e-12);
  }
  EXPECT_TRUE(std::isfinite(StrengthOf({1}, 0.35).value));
  EXPECT_NEAR(ProbabilityOf(StrengthOf({1}, 0.35), 0.35).value, 1, 1e-7);
}

TEST(TieStrengths, EveryInteractionHalvesWithItsAge) {
  TieRow tie;
  tie.at = {Day(0), Day(10), Day(20)};
  const CommunityGraph c = OneTie(tie, 20);
  ExpectClose(StrengthAt(c, Time::Max(), HalfLife(10)), 1 + 0.5 + 0.25);
  // As of day 20 its own interaction is not yet known, and now is day 20.
  ExpectClose(StrengthAt(c, Day(20), HalfLife(10)), 0.5 + 0.25);
  ExpectClose(StrengthAt(c, Day(15), HalfLife(10)),
                  std::exp2(-0.5) + std::exp2(-1.5));
  ExpectClose(StrengthAt(c, Day(10), HalfLife(10)), 0.5);
  EXPECT_EQ(StrengthAt(c, Day(0), HalfLife(10)), 0);
  // Long after the data, now is still the last moment of the data.
  ExpectClose(StrengthAt(c, Day(1000), HalfLife(10)), 1.75);
}

TEST(TieStrengths, UndatedExplicitAndWeighted) {
  TieRow undated;
  undated.count = 3;
  undated.kind = TieKind::kKnows;
  CommunityGraph c = OneTie(undated, 1000);
  ExpectClose(StrengthAt(c, Time::Max(), HalfLife(1)), 3);
  ExpectClose(StrengthAt(c, Day(1), HalfLife(1)), 3);
  TieStrengthOptions options;
  options.default_weight = 5;
  ExpectClose(StrengthAt(c, Time::Max(), options), 15);
  options.kind_weight = {{TieKind::kAnswered, 7}, {TieKind::kKnows, 0.5}};
  ExpectClose(StrengthAt(c, Time::Max(), options), 1.5);

  TieRow explicit_tie;
  explicit_tie.strength = 0.25F;
  explicit_tie.first_at = Day(10);
  c = OneTie(explicit_tie, 1000);
  const double s = StrengthAt(c, Time::Max(), options);
  EXPECT_NEAR(ProbabilityOf({s}, options.kappa).value, 0.25, 1e-6);
  EXPECT_EQ(StrengthAt(c, Day(10), options), 0);
}

// The sum that the closed form stands for.
double ExplicitSpread(uint32_t count, double first, double last, double as_of, double now,
                      double half_life) {
  double sum = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const double t = count == 1 ? first : first + (last - first) * i / (count - 1);
    if (t < as_of - 1e-9) sum += std::exp2(-(now - t) / half_life);
  }
  return sum;
}

TEST(TieStrengths, SpreadFormulaEqualsTheExplicitSum) {
  constexpr int64_t kNow = 1000;
  int cut = 0;
  for (const uint32_t count : {1U, 2U, 3U, 5U, 100U}) {
    for (const int64_t first : {0, 300, 990}) {
      for (const int64_t span : {0, 8, 400}) {
        const int64_t last = std::min(kNow, first + span);
        TieRow tie;
        tie.count = count;
        tie.first_at = Day(first);
        tie.last_at = Day(last);
        const CommunityGraph c = OneTie(tie, kNow);
        for (const double half_life : {0.5, 20.0, 200.0, 1e9}) {
          for (const int64_t as_of : {int64_t{-1}, first, first + 1, first + 2, first + span / 2,
                                      last, last + 1, kNow + 1}) {
            const double now = static_cast<double>(std::min(as_of, kNow));
            // Of a single interaction that is said to last, the beginning counts.
            const double expected =
                ExplicitSpread(count, static_cast<double>(first),
                               static_cast<double>(count == 1 ? first : last),
                               static_cast<double>(as_of), now, half_life);
            const double actual = StrengthAt(c, Day(as_of), HalfLife(half_life));
            ASSERT_TRUE(std::isfinite(actual));
            ASSERT_NEAR(actual, expected, 1e-5 * expected + 1e-30)
                << count << " in " << first << ".." << last << " as of " << as_of << " h "
                << half_life;
            cut += expected > 0 && as_of <= last;
          }
        }
      }
    }
  }
  EXPECT_GT(cut, 100);
}

TEST(TieStrengths, CenturiesAndShortHalfLivesStayFinite) {
  TieRow tie;
  tie.count = 2;
  tie.first_at = Time(kEarliestTime);
  tie.last_at = Day(0);
  const CommunityGraph c = OneTie(tie, 0);
  ExpectClose(StrengthAt(c, Time::Max(), HalfLife(1e-3)), 1);
  tie.count = 4'000'000'000U;
  EXPECT_NEAR(StrengthAt(OneTie(tie, 0), Time::Max(), HalfLife(1e12)), 4e9, 4e4);
}

TEST(TieStrengths, BothArcsOfAnUndirectedTieAndAnyThreads) {
  CommunityBuilder b;
  RandomStream random(3, 0);
  for (int i = 0; i < 60'000; ++i) {
    TieRow tie;
    tie.from = *b.Member(std::to_string(random.Below(5000)));
    tie.to = *b.Member(std::to_string(random.Below(5000)));
    tie.count = static_cast<uint32_t>(1 + random.Below(9));
    tie.first_at = Day(static_cast<int64_t>(random.Below(500)));
    tie.last_at = AddMicros(tie.first_at, static_cast<int64_t>(random.Below(100)) * kMicrosPerDay);
    ASSERT_THAT(b.AddTie(tie), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  const CommunityView view(c, Day(300));
  ASSERT_OK_AND_ASSIGN(const std::vector<float> s, TieStrengths(view));
  const TieGraph& g = c.graph();
  int zero = 0;
  for (Node u = 0; u < g.num_nodes(); ++u) {
    for (ArcIndex arc = g.OutBegin(u); arc < g.OutEnd(u); ++arc) {
      ASSERT_EQ(s[arc], s[*g.FindArc(g.Target(arc), u)]);
      ASSERT_EQ(s[arc] == 0, !view.HasTie(arc));
      zero += s[arc] == 0;
    }
  }
  EXPECT_GT(zero, 0);
  EXPECT_LT(zero, static_cast<int>(s.size()));
  for (const int threads : {2, 7}) {
    RunControl run;
    run.threads = threads;
    TieStrengthOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const std::vector<float> again, TieStrengths(view, options));
    EXPECT_EQ(again, s);
  }
}

TEST(TieStrengths, BadOptions) {
  const CommunityGraph c = OneTie({}, 1);
  const CommunityView view(c);
  for (const double bad : {0.0, -1.0, std::nan(""), double{INFINITY}}) {
    TieStrengthOptions options;
    options.half_life_days = bad;
    EXPECT_THAT(TieStrengths(view, options),
                StatusIs(StatusCode::kInvalidArgument, "half_life_days is"));
    options = {};
    options.default_weight = bad;
    EXPECT_THAT(TieStrengths(view, options),
                StatusIs(StatusCode::kInvalidArgument, "default_weight is"));
    options = {};
    options.kappa = bad;
    EXPECT_THAT(TieStrengths(view, options), StatusIs(StatusCode::kInvalidArgument, "kappa is"));
    options = {};
    options.kind_weight = {{TieKind::kKnows, bad}};
    EXPECT_THAT(TieStrengths(view, options),
                StatusIs(StatusCode::kInvalidArgument, "kind_weight is"));
  }
  const std::atomic<bool> stop{true};
  RunControl run;
  run.cancelled = &stop;
  TieStrengthOptions options;
  options.run = &run;
  EXPECT_THAT(TieStrengths(view, options), StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::tie_probability_test
