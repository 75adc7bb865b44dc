// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/time_respecting_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <queue>
#include <set>
#include <vector>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::time_respecting_paths_test {
namespace {

using testing::At;
using testing::StatusIs;
using testing::TinyCommunity;

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
constexpr TemporalCriterion kCriteria[] = {
    TemporalCriterion::kEarliestArrival, TemporalCriterion::kLatestDeparture,
    TemporalCriterion::kFastest, TemporalCriterion::kFewestHops};

std::vector<Contact> RandomContacts(Node n, int count, uint64_t moments, uint64_t seed) {
  RandomStream random(seed, 2);
  std::vector<Contact> contacts;
  while (static_cast<int>(contacts.size()) < count) {
    const Time at(static_cast<int64_t>(random.Below(moments)) - 5);
    const auto u = static_cast<Node>(random.Below(n)), v = static_cast<Node>(random.Below(n));
    if (u != v) contacts.push_back({at, u, v, contacts.size()});
  }
  std::sort(contacts.begin(), contacts.end());
  return contacts;
}

bool Counts(const Contact& c, const TemporalOptions& options) {
  return !(options.begin.is_present() && c.at < options.begin) &&
         !(options.end.is_present() &&
           c.at.micros() + options.duration > options.end.micros());
}

bool Follows(const Contact& next, const Contact& before, const TemporalOptions& options) {
  const int64_t over = before.at.micros() + options.duration;
  return options.strict ? next.at.micros() > over : next.at.micros() >= over;
}

// Figures of the best paths between two members, of all that visit nobody twice.
struct Best {
  int64_t arrival = kNever, departure = -kNever, duration = kNever;
  int64_t hops = kNever, arrival_of_fewest = kNever;
};

class Enumeration {
 public:
  Enumeration(const std::vector<Contact>& contacts, const TemporalOptions& options)
      : contacts_(contacts), options_(options) {}

  std::map<Node, Best> From(Node source) {
    source_ = source;
    found_.clear();
    used_.clear();
    Walk();
    return found_;
  }

 private:
  void Walk() {
    const Node u = used_.empty() ? source_ : used_.back()->to;
    for (const Contact& c : contacts_) {
      if (c.from != u || c.to == source_ || !Counts(c, options_)) continue;
      if (!used_.empty() && !Follows(c, *used_.back(), options_)) continue;
      if (std::any_of(used_.begin(), used_.end(), [&](auto* d) { return d->to == c.to; })) {
        continue;
      }
      used_.push_back(&c);
      Best& best = found_[c.to];
      const int64_t departs = used_.front()->at.micros();
      const int64_t arrives = c.at.micros() + options_.duration;
      const auto hops = static_cast<int64_t>(used_.size());
      best.arrival = std::min(best.arrival, arrives);
      best.departure = std::max(best.departure, departs);
      best.duration = std::min(best.duration, arrives - departs);
      if (hops < best.hops) best.hops = hops, best.arrival_of_fewest = kNever;
      if (hops == best.hops) {
        best.arrival_of_fewest = std::min(best.arrival_of_fewest, arrives);
      }
      Walk();
      used_.pop_back();
    }
  }

  const std::vector<Contact>& contacts_;
  const TemporalOptions& options_;
  Node source_ = 0;
  std::vector<const Contact*> used_;
  std::map<Node, Best> found_;
};

Best Merge(Best a, const Best& b) {
  a.arrival = std::min(a.arrival, b.arrival);
  a.departure = std::max(a.departure, b.departure);
  a.duration = std::min(a.duration, b.duration);
  if (b.hops < a.hops) a.arrival_of_fewest = kNever;
  if (b.hops <= a.hops) {
    a.arrival_of_fewest = std::min(a.arrival_of_fewest, b.arrival_of_fewest);
  }
  a.hops = std::min(a.hops, b.hops);
  return a;
}

// True if `path` is one that can be taken, of `contacts`.
void ExpectSound(const std::vector<Contact>& contacts, const TemporalOptions& options,
                 const TemporalPath& path) {
  ASSERT_EQ(path.members.size(), path.ties.size() + 1);
  ASSERT_EQ(path.times.size(), path.ties.size());
  EXPECT_EQ(std::set<MemberId>(path.members.begin(), path.members.end()).size(),
            path.members.size());
  const Contact* before = nullptr;
  for (size_t i = 0; i < path.ties.size(); ++i) {
    const Contact step{path.times[i], path.members[i].value(), path.members[i + 1].value(),
                       path.ties[i]};
    const auto found = std::find(contacts.begin(), contacts.end(), step);
    ASSERT_NE(found, contacts.end());
    EXPECT_TRUE(Counts(*found, options));
    EXPECT_TRUE(before == nullptr || Follows(*found, *before, options));
    before = &*found;
  }
  if (path.ties.empty()) return;
  EXPECT_EQ(path.departs, path.times.front());
  EXPECT_EQ(path.arrives.micros(), path.times.back().micros() + options.duration);
}

// The best of all ways between v and the members 0 and 1.
Best BestOf(const std::vector<std::map<Node, Best>>& from, TemporalCriterion criterion,
            Node v) {
  const bool to = criterion == TemporalCriterion::kLatestDeparture;
  Best best;
  for (const Node end : {0U, 1U}) {
    const std::map<Node, Best>& found = from[to ? v : end];
    const auto it = found.find(to ? end : v);
    if (it != found.end()) best = Merge(best, it->second);
  }
  return best;
}

void ExpectBest(const TemporalPath& path, TemporalCriterion criterion, const Best& best) {
  const int64_t departs = path.departs.micros(), arrives = path.arrives.micros();
  switch (criterion) {
    case TemporalCriterion::kEarliestArrival:
      EXPECT_EQ(arrives, best.arrival);
      break;
    case TemporalCriterion::kLatestDeparture:
      EXPECT_EQ(departs, best.departure);
      break;
    case TemporalCriterion::kFastest:
      EXPECT_EQ(arrives - departs, best.duration);
      break;
    case TemporalCriterion::kFewestHops:
      EXPECT_EQ(path.hops(), best.hops);
      EXPECT_EQ(arrives, best.arrival_of_fewest);
      break;
  }
}

TEST(TimeRespectingPaths, EqualEnumerationOfAllWays) {
  int reached = 0, unreached = 0, longest = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Node n = 4 + static_cast<Node>(seed % 4);
    const int many = seed % 8 == 3 ? 12 : 0;  // For long ways.
    const auto contacts =
        RandomContacts(n, many + 6 + static_cast<int>(seed % 12),
                       static_cast<uint64_t>(2 * many) + 4 + seed % 11, seed);
    TemporalOptions options;
    options.strict = seed % 2 == 0;
    options.duration = static_cast<int64_t>(seed / 2 % 3);
    if (seed % 5 == 1) options.begin = Time(-3);
    if (seed % 7 == 1) options.end = Time(2);
    Enumeration all(contacts, options);
    std::vector<std::map<Node, Best>> from;
    for (Node v = 0; v < n; ++v) from.push_back(all.From(v));
    for (const TemporalCriterion criterion : kCriteria) {
      options.criterion = criterion;
      ASSERT_OK_AND_ASSIGN(
          const TemporalTree tree,
          FindTimeRespectingPaths(contacts, n, {MemberId(0), MemberId(1)}, options));
      for (Node v = 2; v < n; ++v) {
        SCOPED_TRACE(::testing::Message() << seed << " " << NameOf(criterion) << " " << v);
        const Best best = BestOf(from, criterion, v);
        const TemporalPath path = tree.PathTo(MemberId(v));
        ASSERT_EQ(path.members.empty(), best.hops == kNever);
        (path.members.empty() ? unreached : reached)++;
        if (path.members.empty()) continue;
        ExpectSound(contacts, options, path);
        ExpectBest(path, criterion, best);
        longest = std::max(longest, path.hops());
      }
    }
  }
  EXPECT_GT(reached, 500);
  EXPECT_GT(unreached, 500);
  EXPECT_GE(longest, 4);
}

// Node (v, i): at v when contact i begins. Waiting leads to (v, i + 1), a contact to the
// first moment at which its news can leave again.
class TimeExpanded {
 public:
  TimeExpanded(const std::vector<Contact>& contacts, Node n, const TemporalOptions& options)
      : contacts_(contacts), n_(n), options_(options) {
    for (const Contact& c : contacts) moments_.insert(c.at.micros());
    all_.assign(moments_.begin(), moments_.end());
  }

  // Arrival at every member, kNever out of reach.
  std::vector<int64_t> Arrivals(Node source) const {
    std::vector<int64_t> arrival(n_, kNever);
    std::set<std::pair<Node, size_t>> seen;
    std::queue<std::pair<Node, size_t>> queue;
    const auto visit = [&](Node v, size_t moment) {
      if (moment < all_.size() && seen.insert({v, moment}).second) queue.push({v, moment});
    };
    visit(source, 0);
    for (; !queue.empty(); queue.pop()) {
      const auto [u, moment] = queue.front();
      visit(u, moment + 1);
      for (const Contact& c : contacts_) {
        if (c.from != u || c.at.micros() != all_[moment]) continue;
        const int64_t over = c.at.micros() + options_.duration;
        arrival[c.to] = std::min(arrival[c.to], over);
        const auto next =
            options_.strict ? moments_.upper_bound(over) : moments_.lower_bound(over);
        visit(c.to, static_cast<size_t>(std::distance(moments_.begin(), next)));
      }
    }
    return arrival;
  }

 private:
  const std::vector<Contact>& contacts_;
  Node n_;
  const TemporalOptions& options_;
  std::set<int64_t> moments_;
  std::vector<int64_t> all_;
};

TEST(TimeRespectingPaths, EqualTheTimeExpandedGraph) {
  int reached = 0, unreached = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Node n = 40;
    const auto contacts = RandomContacts(n, 30 + 4 * static_cast<int>(seed), 25, seed);
    TemporalOptions options;
    options.strict = seed % 2 == 0;
    options.duration = static_cast<int64_t>(seed / 2 % 3);
    const std::vector<int64_t> expected = TimeExpanded(contacts, n, options).Arrivals(0);
    ASSERT_OK_AND_ASSIGN(const TemporalTree tree,
                         FindTimeRespectingPaths(contacts, n, {MemberId(0)}, options));
    for (Node v = 1; v < n; ++v) {
      const TemporalPath path = tree.PathTo(MemberId(v));
      EXPECT_EQ(path.members.empty() ? kNever : path.arrives.micros(), expected[v]) << seed;
      (path.members.empty() ? unreached : reached)++;
    }
  }
  EXPECT_GT(reached, 300);
  EXPECT_GT(unreached, 300);
}

TEST(TimeRespectingPaths, EachCriterionHasItsOwnPath) {
  // 0 to 3: over 1 early but slow, over 2 late but fast, directly but last.
  const std::vector<Contact> contacts = {{Time(1), 0, 1, 0},  {Time(9), 1, 3, 1},
                                         {Time(10), 0, 2, 2}, {Time(11), 2, 4, 3},
                                         {Time(12), 4, 3, 4}, {Time(20), 0, 3, 5}};
  const auto ties = [&](TemporalCriterion criterion, Node end, Node other, Time until) {
    TemporalOptions options;
    options.criterion = criterion;
    options.end = until;
    return FindTimeRespectingPaths(contacts, 5, {MemberId(end)}, options)
        ->PathTo(MemberId(other))
        .ties;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(ties(TemporalCriterion::kEarliestArrival, 0, 3, {}), ElementsAre(0, 1));
  EXPECT_THAT(ties(TemporalCriterion::kFewestHops, 0, 3, {}), ElementsAre(5));
  EXPECT_THAT(ties(TemporalCriterion::kFewestHops, 0, 3, Time(19)), ElementsAre(0, 1));
  EXPECT_THAT(ties(TemporalCriterion::kFastest, 0, 3, {}), ElementsAre(5));
  EXPECT_THAT(ties(TemporalCriterion::kFastest, 0, 3, Time(19)), ElementsAre(2, 3, 4));
  EXPECT_THAT(ties(TemporalCriterion::kLatestDeparture, 3, 0, {}), ElementsAre(5));
  EXPECT_THAT(ties(TemporalCriterion::kLatestDeparture, 3, 0, Time(19)), ElementsAre(2, 3, 4));
}

TEST(TimeRespectingPaths, WhatIsHeardInAnInstantIsPassedOnLater) {
  const std::vector<Contact> contacts = {{Time(5), 0, 1, 0}, {Time(5), 1, 2, 1}};
  const auto hops = [&](bool strict) {
    return FindTimeRespectingPaths(contacts, 3, {MemberId(0)}, {.strict = strict})
        ->PathTo(MemberId(2))
        .hops();
  };
  EXPECT_EQ(hops(true), 0);
  EXPECT_EQ(hops(false), 2);
}

TEST(TimeRespectingPaths, ContactsAreTheExchangesKnown) {
  const CommunityGraph c = TinyCommunity();
  const Node ada = c.FindMember("ada")->value(), acme = c.FindMember("acme")->value();
  ASSERT_OK_AND_ASSIGN(const std::vector<Contact> all, ContactsOf(CommunityView(c)));
  ASSERT_EQ(all.size(), 2U);  // The tie without a date gives none.
  EXPECT_EQ(all[0].at, At("2018-05-02"));
  EXPECT_EQ(all[1].at, At("2018-05-03T10:00:00Z"));
  EXPECT_EQ(all[0].from, ada);
  EXPECT_EQ(all[0].to, acme);
  EXPECT_EQ(ContactsOf(CommunityView(c), true)->size(), 4U);
  EXPECT_EQ(ContactsOf(CommunityView(c, At("2018-05-03")))->size(), 1U);
  EXPECT_EQ(ContactsOf(CommunityView(c, At("2018-05-02")))->size(), 0U);
}

TEST(TimeRespectingPaths, WithoutEveryMomentTheFirstAndTheLastCount) {
  CommunityBuilder b("c", "test");
  TieRow tie;
  tie.from = b.Member("a").value();
  tie.to = b.Member("b").value();
  tie.count = 7;
  tie.first_at = At("2020-01-01");
  tie.last_at = At("2020-03-01");
  (void)b.AddTie(tie);
  const CommunityGraph c = std::move(b).Build().value();
  ASSERT_OK_AND_ASSIGN(const std::vector<Contact> all, ContactsOf(CommunityView(c)));
  EXPECT_EQ(all.size(), 4U);  // Undirected: each both ways.
  // Of seven exchanges spread evenly four lie before February: the first and the fourth count.
  EXPECT_EQ(ContactsOf(CommunityView(c, At("2020-02-01")))->size(), 4U);
  EXPECT_EQ(ContactsOf(CommunityView(c, At("2020-01-05")))->size(), 2U);
}

TEST(TimeRespectingPaths, NamesBadInput) {
  using absl::StatusCode;
  const std::vector<Contact> contacts = {{Time(5), 0, 1, 0}, {Time(4), 1, 2, 1}};
  const absl::Span<const Contact> one(contacts.data(), 1);
  EXPECT_THAT(FindTimeRespectingPaths(contacts, 3, {MemberId(0)}),
              StatusIs(StatusCode::kInvalidArgument, "contact 1 is earlier"));
  EXPECT_THAT(FindTimeRespectingPaths(one, 3, {MemberId(3)}),
              StatusIs(StatusCode::kOutOfRange, "end 3"));
  EXPECT_THAT(FindTimeRespectingPaths(one, 1, {MemberId(0)}),
              StatusIs(StatusCode::kOutOfRange, "contact 0 is between 0 and 1"));
  EXPECT_THAT(FindTimeRespectingPaths(one, 3, {MemberId(0)}, {.duration = -1}),
              StatusIs(StatusCode::kInvalidArgument, "duration is -1"));
  EXPECT_THAT(FindTimeRespectingPaths(std::vector<Contact>{{Time(), 0, 1, 0}}, 2, {}),
              StatusIs(StatusCode::kInvalidArgument, "contact 0 has no date"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(FindTimeRespectingPaths(one, 3, {MemberId(0)}, {.run = &run}),
              StatusIs(StatusCode::kCancelled, ""));
  EXPECT_TRUE(
      FindTimeRespectingPaths({}, 3, {MemberId(0)})->PathTo(MemberId(1)).members.empty());
  EXPECT_EQ(FindTimeRespectingPaths({}, 3, {MemberId(0)})->PathTo(MemberId(0)).members.size(),
            1U);
}

}  // namespace
}  // namespace pullgraph::time_respecting_paths_test
