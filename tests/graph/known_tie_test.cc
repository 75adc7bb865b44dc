// SPDX-License-Identifier: Apache-2.0
#include "graph/known_tie.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::known_tie_test {
namespace {

constexpr Time Day(int64_t d) { return Time(d * kMicrosPerDay); }

CommunityGraph OneTie(TieRow tie) {
  CommunityBuilder b;
  tie.from = *b.Member("ada");
  tie.to = *b.Member("bob");
  tie.directed = true;
  EXPECT_TRUE(b.AddTie(tie).ok());
  return std::move(b).Build().value();
}

TEST(KnownTie, ListedInteractionsAreCutWhereTheyLie) {
  TieRow tie;
  tie.at = {Day(1), Day(2), Day(9)};
  const CommunityGraph c = OneTie(tie);
  EXPECT_EQ(KnownTieOf(CommunityView(c, Day(1)), 0), KnownTie());
  EXPECT_EQ(KnownTieOf(CommunityView(c, Day(2)), 0), (KnownTie{1, Day(1), Day(1)}));
  EXPECT_EQ(KnownTieOf(CommunityView(c, Day(9)), 0), (KnownTie{2, Day(1), Day(2)}));
  EXPECT_EQ(KnownTieOf(CommunityView(c), 0), (KnownTie{3, Day(1), Day(9)}));
}

TEST(KnownTie, OthersAreEvenlySpread) {
  TieRow tie;
  tie.count = 5;
  tie.first_at = Day(0);
  tie.last_at = Day(8);
  const CommunityGraph c = OneTie(tie);
  EXPECT_EQ(KnownTieOf(CommunityView(c, Day(0)), 0), KnownTie());
  EXPECT_EQ(KnownTieOf(CommunityView(c, Day(1)), 0), (KnownTie{1, Day(0), Day(0)}));
  EXPECT_EQ(KnownTieOf(CommunityView(c, Day(2)), 0), (KnownTie{1, Day(0), Day(0)}));
  EXPECT_EQ(KnownTieOf(CommunityView(c, Day(5)), 0), (KnownTie{3, Day(0), Day(4)}));
  EXPECT_EQ(KnownTieOf(CommunityView(c), 0), (KnownTie{5, Day(0), Day(8)}));
}

TEST(KnownTie, CuttingTwiceChangesNothing) {
  RandomStream random(4, 1);
  int cut = 0;
  for (int i = 0; i < 500; ++i) {
    TieRow tie;
    tie.count = 1 + static_cast<uint32_t>(random.Below(i % 2 == 0 ? 4 : 4'000'000'000));
    tie.first_at = Time(static_cast<int64_t>(random.Below(1'000'000'000)));
    tie.last_at = Time(tie.first_at.micros() + static_cast<int64_t>(random.Below(1'000'000'000)));
    const CommunityGraph whole = OneTie(tie);
    const Time now(static_cast<int64_t>(random.Below(2'000'000'000)));
    const KnownTie known = KnownTieOf(CommunityView(whole, now), 0);
    EXPECT_EQ(known.count == 0, !(tie.first_at < now));
    if (known.count == 0) continue;
    EXPECT_LT(known.last, now);
    EXPECT_LE(known.count, tie.count);
    cut += known.count < tie.count;
    tie.count = static_cast<uint32_t>(known.count);
    tie.last_at = known.last;
    const CommunityGraph less = OneTie(tie);
    EXPECT_EQ(KnownTieOf(CommunityView(less, now), 0), known);
    EXPECT_EQ(KnownTieOf(CommunityView(less), 0), known);
  }
  EXPECT_GT(cut, 100);
}

TEST(KnownTie, Undated) {
  const CommunityGraph undated = OneTie({.count = 3});
  EXPECT_EQ(KnownTieOf(CommunityView(undated, Day(5)), 0), (KnownTie{3, Time(), Time()}));
}

}  // namespace
}  // namespace pullgraph::known_tie_test
