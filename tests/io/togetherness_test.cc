// SPDX-License-Identifier: Apache-2.0
#include "io/import/togetherness.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "graph/community_view.h"
#include "graph/tie_probability.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::togetherness_test {
namespace {

using testing::At;
using testing::StatusIs;

using Pairs = std::map<std::pair<std::string, std::string>, std::pair<uint32_t, float>>;

// Ids -> count and strength of the tie `together` between them.
Pairs TogetherIn(const CommunityGraph& c) {
  Pairs pairs;
  for (Node m = 0; m < c.graph().num_nodes(); ++m) {
    for (ArcIndex arc = c.graph().OutBegin(m); arc < c.graph().OutEnd(m); ++arc) {
      const Node to = c.graph().Target(arc);
      if (c.ties().kind[arc] != TieKind::kTogether || to < m) continue;
      pairs[{std::string(c.MemberKey(MemberId(m))), std::string(c.MemberKey(MemberId(to)))}] = {
          c.ties().count[arc], c.ties().strength[arc]};
    }
  }
  return pairs;
}

struct Visit {
  const char* who;
  const char* what;
  SignalKind kind;
  const char* at;
};

CommunityGraph Community(const std::vector<Visit>& visits, int strangers = 12) {
  CommunityBuilder b("c", "test");
  for (int i = 0; i < strangers; ++i) EXPECT_TRUE(b.Member(absl::StrCat("stranger", i)).ok());
  for (const Visit& v : visits) {
    SignalRow row;
    row.member = b.Member(v.who).value();
    row.object_kind = ObjectKind::kResource;
    row.object = b.Resource(v.what).value().value();
    row.kind = v.kind;
    row.at = At(v.at);
    EXPECT_TRUE(b.AddSignal(row).ok());
  }
  return std::move(b).Build().value();
}

const std::vector<Visit> kVisits = {
    {"ann", "e1", SignalKind::kAttend, "2024-01-01"},
    {"bob", "e1", SignalKind::kAttend, "2023-06-01"},  // Came first.
    {"ann", "e2", SignalKind::kAttend, "2025-01-01"},
    {"ann", "e2", SignalKind::kAttend, "2023-01-01"},  // The first time counts.
    {"bob", "e2", SignalKind::kAttend, "2025-12-31"},
    {"cyd", "e2", SignalKind::kAttend, "2024-12-31"},
    {"dan", "page", SignalKind::kView, "2025-12-31"},
    {"ann", "page", SignalKind::kView, "2025-12-31"},
};

TEST(DeriveTies, DatesByHand) {
  TogethernessOptions o;
  o.through = {Togetherness::kEvent};
  ASSERT_OK_AND_ASSIGN(const ImportResult r, DeriveTies(Community(kVisits), o));
  EXPECT_EQ(TogetherIn(r.community), (Pairs{{{"ann", "bob"}, {2, 0.F}},
                                            {{"ann", "cyd"}, {1, 0.F}},
                                            {{"bob", "cyd"}, {1, 0.F}}}));
  const uint32_t ann = r.community.FindMember("ann")->value();
  const auto at = r.community.ties().at[r.community.graph().OutBegin(ann)];  // To bob.
  EXPECT_EQ(std::vector<Time>(at.begin(), at.end()), (std::vector<Time>{At("2024-01-01"), At("2025-12-31")}));
  // Again: the same, not twice as many.
  ASSERT_OK_AND_ASSIGN(const ImportResult again, DeriveTies(r.community, o));
  EXPECT_TRUE(again.community == r.community);
  o.through = {Togetherness::kResource};
  ASSERT_OK_AND_ASSIGN(const ImportResult all, DeriveTies(r.community, o));
  EXPECT_EQ(TogetherIn(all.community).size(), 4U);
}

// Whoever looks back sees the ties that would have been derived then, as strong as they were.
TEST(DeriveTies, TheFutureMakesNoDifference) {
  std::mt19937 random(7);
  std::vector<std::string> names;
  for (int i = 0; i < 40; ++i) names.push_back(absl::StrCat("m", i));
  std::vector<std::string> days;
  for (int d = 0; d < 300; ++d) days.push_back(absl::StrCat("2025-", d / 28 + 1 < 10 ? "0" : "", d / 28 + 1, "-", d % 28 + 1 < 10 ? "0" : "", d % 28 + 1));
  std::vector<Visit> visits, before;
  std::vector<std::string> events;
  for (int e = 0; e < 60; ++e) events.push_back(absl::StrCat("e", e));
  for (int i = 0; i < 400; ++i) {
    const Visit v = {names[random() % 40].c_str(), events[random() % 60].c_str(), SignalKind::kAttend,
                     days[random() % 300].c_str()};
    visits.push_back(v);
    if (At(v.at) <= At("2025-06-15")) before.push_back(v);
  }
  TogethernessOptions o;
  o.through = {Togetherness::kEvent};
  o.largest = 1000;
  // All members are there in both.
  for (const std::string& name : names) before.push_back({name.c_str(), "nowhere", SignalKind::kView, "2025-01-01"});
  ASSERT_OK_AND_ASSIGN(const ImportResult whole, DeriveTies(Community(visits), o));
  ASSERT_OK_AND_ASSIGN(const ImportResult then, DeriveTies(Community(before), o));
  const auto strengths = [](const CommunityGraph& c) {
    std::map<std::pair<std::string, std::string>, float> out;
    const std::vector<float> all = TieStrengths(CommunityView(c, At("2025-06-15")), {}).value();
    for (ArcIndex arc = 0; arc < c.graph().num_arcs(); ++arc) {
      if (all[arc] <= 0) continue;
      out[{std::string(c.MemberKey(MemberId(c.graph().Source(arc)))),
           std::string(c.MemberKey(MemberId(c.graph().Target(arc))))}] = all[arc];
    }
    return out;
  };
  EXPECT_GT(strengths(then.community).size(), 100U);
  EXPECT_LT(strengths(then.community).size(), whole.community.graph().num_arcs());
  EXPECT_EQ(strengths(whole.community), strengths(then.community));
}

TEST(DeriveTies, NobodyIsTiedByWhatEverybodyShares) {
  std::vector<Visit> visits;
  static const char* const kWho[] = {"a", "b", "c", "d", "e", "f"};
  for (const char* who : kWho) visits.push_back({who, "e1", SignalKind::kAttend, "2025-01-01"});
  TogethernessOptions o;
  o.through = {Togetherness::kEvent};
  ASSERT_OK_AND_ASSIGN(const ImportResult half, DeriveTies(Community(visits, 6), o));
  EXPECT_EQ(TogetherIn(half.community).size(), 15U);
  ASSERT_OK_AND_ASSIGN(const ImportResult most, DeriveTies(Community(visits, 5), o));
  EXPECT_TRUE(TogetherIn(most.community).empty());
  o.largest = 5;
  ASSERT_OK_AND_ASSIGN(const ImportResult large, DeriveTies(Community(visits, 60), o));
  EXPECT_TRUE(TogetherIn(large.community).empty());
  EXPECT_EQ(large.report.notes()[0].count, 1U);
}

TEST(DeriveTies, ThreadsOrganizationsAndBots) {
  CommunityBuilder b("c", "test");
  for (const auto& [id, company] : {std::pair("ann", " ACME "), std::pair("bob", "acme"), std::pair("bot", "acme"),
                                    std::pair("cyd", ""), std::pair("dan", ""), std::pair("eve", "Umbra")}) {
    MemberRow row;
    if (company[0] != '\0') row.attributes = {{"Company", company}};
    if (std::string(id) == "bot") row.role = MemberRole::kBot;
    EXPECT_TRUE(b.DescribeMember(b.Member(id).value(), row).ok());
  }
  for (const auto& [who, kind] : {std::pair("cyd", SignalKind::kAsk), std::pair("dan", SignalKind::kAnswer),
                                  std::pair("eve", SignalKind::kView), std::pair("bot", SignalKind::kReply)}) {
    SignalRow row;
    row.member = b.Member(who).value();
    row.object_kind = ObjectKind::kResource;
    row.object = b.Resource("q").value().value();
    row.kind = kind;
    EXPECT_TRUE(b.AddSignal(row).ok());
  }
  const CommunityGraph c = std::move(b).Build().value();
  TogethernessOptions o;
  o.through = {Togetherness::kOrganization, Togetherness::kThread};
  ASSERT_OK_AND_ASSIGN(const ImportResult r, DeriveTies(c, o));
  EXPECT_EQ(TogetherIn(r.community), (Pairs{{{"ann", "bob"}, {1, 0.5F}}, {{"cyd", "dan"}, {1, 0.5F}}}));
}

// Ann and Bob work for acme at the same time, Cyd came when both had left; Dan twice.
TEST(DeriveTies, OrganizationsWhileTheyWereThere) {
  CommunityBuilder b("c", "test");
  const auto works = [&](const char* who, const char* where, const char* from, const char* to) {
    const auto time = [](const char* text) { return text[0] == '\0' ? Time() : ParseTime(text).value(); };
    ASSERT_TRUE(b.AddAttribute({b.Member(who).value(), "employer", where, time(from), time(to)}).ok());
  };
  works("ann", "acme", "2020-01-01", "2022-01-01");
  works("bob", "acme", "2021-01-01", "");
  works("bob", "umbra", "2023-01-01", "");  // So that Bob left.
  works("cyd", "acme", "2024-01-01", "");
  works("dan", "acme", "2021-06-01", "2021-07-01");
  works("dan", "acme", "2025-01-01", "");
  works("eve", "elsewhere", "", "");
  works("fay", "elsewhere2", "", "");
  works("gil", "elsewhere3", "", "");
  works("hal", "elsewhere4", "", "");
  const CommunityGraph c = std::move(b).Build().value();
  TogethernessOptions o;
  o.through = {Togetherness::kOrganization};
  ASSERT_OK_AND_ASSIGN(const ImportResult r, DeriveTies(c, o));
  std::map<std::pair<std::string, std::string>, std::string> since;
  for (ArcIndex arc = 0; arc < r.community.graph().num_arcs(); ++arc) {
    const std::string from(r.community.MemberKey(MemberId(r.community.graph().Source(arc))));
    const std::string to(r.community.MemberKey(MemberId(r.community.graph().Target(arc))));
    if (from < to) since[{from, to}] = FormatTime(r.community.ties().first_at[arc]).substr(0, 10);
  }
  EXPECT_EQ(since, (decltype(since){{{"ann", "bob"}, "2021-01-01"},
                                    {{"ann", "dan"}, "2021-06-01"},
                                    {{"bob", "dan"}, "2021-06-01"},
                                    {{"cyd", "dan"}, "2025-01-01"}}));
}

TEST(DeriveTies, OptionsOutOfRange) {
  const CommunityGraph c = Community({});
  TogethernessOptions o;
  EXPECT_THAT(DeriveTies(c, o), StatusIs(absl::StatusCode::kInvalidArgument, "same-event"));
  o.through = {Togetherness::kEvent};
  o.largest = 1;
  EXPECT_THAT(DeriveTies(c, o), StatusIs(absl::StatusCode::kInvalidArgument, "largest is 1"));
  o.largest = 9;
  o.strength = 0;
  EXPECT_THAT(DeriveTies(c, o), StatusIs(absl::StatusCode::kInvalidArgument, "strength is 0"));
  EXPECT_THAT(ParseTogetherness("same-cake"), StatusIs(absl::StatusCode::kInvalidArgument, "same-organization"));
}

}  // namespace
}  // namespace pullgraph::togetherness_test
