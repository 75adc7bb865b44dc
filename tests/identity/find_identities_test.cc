// SPDX-License-Identifier: Apache-2.0
#include "algorithms/identity/find_identities.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::find_identities_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using testing::StatusIs;

struct Account {
  std::string id, name;
  std::vector<std::pair<std::string, std::string>> attributes = {};
  MemberRole role = MemberRole::kCommunity;
  MemberKind kind = MemberKind::kPerson;
};

CommunityGraph Of(const std::vector<Account>& accounts) {
  CommunityBuilder b;
  for (const Account& a : accounts) {
    MemberRow row;
    row.display_name = a.name;
    row.attributes = a.attributes;
    row.role = a.role;
    row.kind = a.kind;
    EXPECT_TRUE(b.DescribeMember(b.Member(a.id).value(), row).ok()) << a.id;
  }
  return std::move(b).Build().value();
}

// A hundred people who have nothing to do with the case, so that names are rare.
std::vector<Account> With(std::vector<Account> accounts) {
  for (int i = 0; i < 100; ++i) {
    const std::string first = absl::StrCat("f", std::string(1, static_cast<char>('a' + i % 26)), i);
    accounts.push_back({absl::StrCat(first, "z@elsewhere", i, ".org"), absl::StrCat(first, " Lastname", i)});
  }
  return accounts;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;
Pairs Proposed(const CommunityGraph& c, double min_confidence = 0.5) {
  IdentityOptions options;
  options.min_confidence = min_confidence;
  const auto found = FindIdentities(CommunityView(c), options);
  EXPECT_TRUE(found.ok()) << found.status();
  Pairs pairs;
  for (const IdentityProposal& p : found->proposals) {
    pairs.emplace_back(c.MemberKey(p.alias), c.MemberKey(p.person));
  }
  return pairs;
}

TEST(FindIdentities, FiveAccountsOfOnePersonAreOne) {
  const CommunityGraph c = Of(With({{"ada@lovelace.org", "Ada Lovelace"},
                                    {"ada.lovelace@analytical.example", "Ada Lovelace"},
                                    {"1815+adalace@users.noreply.github.com", "Ada"},
                                    {"adalace", ""},
                                    {"U01ADALACE", "ada lovelace", {{"email", "Ada@Lovelace.org"}}}}));
  const auto found = FindIdentities(CommunityView(c));
  ASSERT_TRUE(found.ok());
  std::set<std::string> people;
  for (const IdentityProposal& p : found->proposals) {
    people.insert(std::string(c.MemberKey(p.person)));
    EXPECT_THAT(p.evidence, Not(IsEmpty()));
    EXPECT_GE(p.confidence, 0.5);
  }
  // The box of GitHub and the login are one; the two addresses and the chat another: a login
  // that is in neither name is no bridge.
  EXPECT_THAT(people, SizeIs(2));
  EXPECT_THAT(found->proposals, SizeIs(3));
}

TEST(FindIdentities, ABridgeMakesAllOfThemOne) {
  const CommunityGraph c = Of(With({{"ada@lovelace.org", "Ada Lovelace"},
                                    {"ada.lovelace@analytical.example", "Ada Lovelace"},
                                    {"1815+adalace@users.noreply.github.com", "Ada Lovelace"},
                                    {"adalace", ""},
                                    {"U01ADALACE", "ada lovelace", {{"email", "Ada@Lovelace.org"}}}}));
  const Pairs pairs = Proposed(c);
  ASSERT_THAT(pairs, SizeIs(4));
  for (const auto& [alias, person] : pairs) EXPECT_EQ(person, pairs[0].second);
}

TEST(FindIdentities, TwoPeopleOfOneNameStayTwo) {
  const std::vector<Account> namesakes = {
      {"wzhang", "Wei Zhang"}, {"wzhang@north.example", "Wei Zhang"},
      {"zhangwei7", "Wei Zhang"}, {"zhangwei7@south.example", "Wei Zhang"}};
  const CommunityGraph c = Of(With(namesakes));
  EXPECT_THAT(Proposed(c), UnorderedElementsAre(std::pair("wzhang@north.example", "wzhang"),
                                                std::pair("zhangwei7@south.example", "zhangwei7")));
  const auto found = FindIdentities(CommunityView(c));
  EXPECT_THAT(found->shared_names, ElementsAre("wei zhang"));
}

TEST(FindIdentities, FrequentNamesSayLess) {
  std::vector<Account> accounts = {{"john@a.example", "John Smith"}, {"j.smith@b.example", "John Smith"},
                                   {"zeb@a.example", "Zebulon Quark"}, {"z.quark@b.example", "Zebulon Quark"}};
  for (int i = 0; i < 60; ++i) {
    accounts.push_back({absl::StrCat("xj", i, "@j", i, ".example"), absl::StrCat("John Last", i)});
    accounts.push_back({absl::StrCat("ys", i, "@s", i, ".example"), absl::StrCat("First", i, " Smith")});
  }
  EXPECT_THAT(Proposed(Of(accounts)), ElementsAre(std::pair("zeb@a.example", "z.quark@b.example")));
}

TEST(FindIdentities, SharedBoxesBotsAndCompaniesAreNoClue) {
  EXPECT_THAT(Proposed(Of(With({{"info@a.example", "A"}, {"info@b.example", "B"}}))), IsEmpty());
  EXPECT_THAT(Proposed(Of(With({{"1", "anonymous"}, {"2", "Anonymous"}}))), IsEmpty());
  for (const MemberRole role : {MemberRole::kBot, MemberRole::kCommunity}) {
    for (const MemberKind kind : {MemberKind::kOrganization, MemberKind::kPerson}) {
      const CommunityGraph c = Of(With({{"renovato7rix", "", {}, role, kind}, {"renovato7rix@x.example", "", {}, role, kind}}));
      const bool counts = role == MemberRole::kCommunity && kind == MemberKind::kPerson;
      EXPECT_EQ(Proposed(c).size(), counts ? 1U : 0U);
    }
  }
}

TEST(FindIdentities, OtherNamesSpeakAgainstAShortLogin) {
  EXPECT_THAT(Proposed(Of(With({{"sam@a.example", "Samuel Bee"}, {"sam", "Samantha Cee"}}))), IsEmpty());
}

TEST(FindIdentities, RefusesWhatIsNoConfidence) {
  IdentityOptions options;
  for (const double bad : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    options.min_confidence = bad;
    EXPECT_THAT(FindIdentities(CommunityView(Of({})), options),
                StatusIs(absl::StatusCode::kInvalidArgument, "min_confidence"));
  }
  EXPECT_THAT(Proposed(Of({})), IsEmpty());
}

// People with names as they are, some frequent and most rare, each with one to four accounts
// made in the ways in which people make them; nothing of it is drawn as the method assumes.
class Planted {
 public:
  Planted(int people, uint64_t seed, int most_accounts) : random_(seed, 7) {
    for (int p = 0; p < people; ++p) {
      const std::string first = Word(60, 0), last = Word(1500, 1);
      const int count = 1 + static_cast<int>(random_.Below(static_cast<uint64_t>(most_accounts)));
      for (int a = 0; a < count; ++a) Add(p, first, last);
    }
  }
  const std::vector<Account>& accounts() const { return accounts_; }
  bool Same(const std::string& a, const std::string& b) const { return person_.at(a) == person_.at(b); }
  // Names drawn anew: they go with nothing.
  void ShuffleNames() {
    for (size_t i = accounts_.size(); i > 1; --i) std::swap(accounts_[i - 1].name, accounts_[random_.Below(i)].name);
  }

 private:
  // The i-th is drawn 1/i as often as the first.
  std::string Word(int words, int kind) {
    const double u = random_.Uniform();
    auto i = static_cast<uint64_t>(std::pow(words, u));
    std::string word;
    for (uint64_t x = MixBits(i * 2 + static_cast<uint64_t>(kind)), n = 0; n < 3; ++n, x >>= 12) {
      word += "bcdfghklmnprstvw"[x % 16];
      word += "aeiou"[(x >> 4) % 5];
    }
    return word;
  }

  void Add(int person, const std::string& first, const std::string& last) {
    const std::string site = absl::StrCat("@site", random_.Below(300), ".example");
    std::string id;
    switch (random_.Below(6)) {
      case 0: id = absl::StrCat(first, ".", last, site); break;
      case 1: id = absl::StrCat(first.substr(0, 1), last, site); break;
      case 2: id = absl::StrCat(first, site); break;
      case 3: id = absl::StrCat(first, last); break;
      case 4: id = absl::StrCat(first, random_.Below(100)); break;
      default: id = absl::StrCat(last, "-", Word(1500, 2)); break;
    }
    if (!person_.emplace(id, person).second) return;  // Taken: they do without.
    std::string name = absl::StrCat(first, " ", last);
    if (random_.Bernoulli(0.1)) name = "";
    if (random_.Bernoulli(0.1)) name = first;
    accounts_.push_back({id, name});
  }

  RandomStream random_;
  std::vector<Account> accounts_;
  std::map<std::string, int> person_;
};

struct Tally {
  double said = 0;
  int count = 0, right = 0;
};

Tally TallyOf(const Planted& planted, double low, double high) {
  const CommunityGraph c = Of(planted.accounts());
  IdentityOptions options;
  options.min_confidence = low;
  const auto found = FindIdentities(CommunityView(c), options);
  Tally tally;
  for (const IdentityProposal& p : found->proposals) {
    if (p.confidence >= high) continue;
    tally.said += p.confidence;
    ++tally.count;
    tally.right += planted.Same(std::string(c.MemberKey(p.alias)), std::string(c.MemberKey(p.person))) ? 1 : 0;
  }
  return tally;
}

TEST(FindIdentities, IsRightAsOftenAsItSaysWhereTruthIsPlanted) {
  Tally sure, rather;
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    const Planted planted(800, seed, 4);
    for (auto [tally, low, high] : {std::tuple(&sure, 0.95, 2.0), std::tuple(&rather, 0.5, 0.95)}) {
      const Tally one = TallyOf(planted, low, high);
      tally->said += one.said;
      tally->count += one.count;
      tally->right += one.right;
    }
  }
  for (const Tally* tally : {&sure, &rather}) {
    ASSERT_GT(tally->count, 100);
    const double said = tally->said / tally->count;
    const double true_share = static_cast<double>(tally->right) / tally->count;
    std::printf("said %.3f of %d, true %.3f\n", said, tally->count, true_share);
    EXPECT_GE(true_share, said - 0.1);
    EXPECT_LE(true_share, said + 0.25);  // Rather too careful than too sure.
  }
}

// One account each: whatever is proposed is wrong.
TEST(FindIdentities, FindsNextToNothingWhereNothingIsToBeFound) {
  int proposed = 0, accounts = 0;
  double expected = 0;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    Planted planted(800, seed, 1);
    planted.ShuffleNames();
    const Tally tally = TallyOf(planted, 0.5, 2);
    proposed += tally.count;
    expected += tally.count - tally.said;
    accounts += static_cast<int>(planted.accounts().size());
  }
  std::printf("%d of %d accounts proposed to be another's; %.1f by what was said\n", proposed, accounts, expected);
  EXPECT_LE(proposed, accounts / 100);
}

}  // namespace
}  // namespace pullgraph::find_identities_test
