// SPDX-License-Identifier: Apache-2.0
// Following clusters by their links, against the definition taken at its word: every
// cluster looks at every pair of clusters.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "algorithms/journey/cluster_life.h"
#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::follow_clusters_test {
namespace {

using Clusters = std::vector<std::vector<MemberId>>;
constexpr size_t kNone = SIZE_MAX;

// What the oracle tells of a stage.
using Told = std::tuple<uint32_t, uint32_t, LifeEvent, std::vector<uint32_t>, uint64_t,
                        uint64_t, uint64_t>;

Told Of(const ClusterStage& s) {
  return {s.window, s.id, s.event, s.with, s.size_before, s.arrivals, s.departures};
}

bool Has(const std::vector<MemberId>& cluster, MemberId m) {
  return std::find(cluster.begin(), cluster.end(), m) != cluster.end();
}

// The cluster of `m`; kNone if there is none.
size_t PlaceOf(const Clusters& clusters, MemberId m) {
  for (size_t c = 0; c < clusters.size(); ++c) {
    if (Has(clusters[c], m)) return c;
  }
  return kNone;
}

class Definition {
 public:
  Definition(const Clusters& before, const Clusters& after, double overlap, double change)
      : before_(before), after_(after), overlap_(overlap), change_(change) {}

  uint64_t Common(size_t b, size_t a) const {
    uint64_t common = 0;
    for (const MemberId m : after_[a]) common += PlaceOf(before_, m) == b;
    return common;
  }
  // Members of a cluster of the one window who are in any cluster of the other.
  static uint64_t KnownIn(const std::vector<MemberId>& cluster, const Clusters& other) {
    uint64_t known = 0;
    for (const MemberId m : cluster) known += PlaceOf(other, m) != kNone;
    return known;
  }
  bool IsStrong(size_t b, size_t a) const {
    const uint64_t common = Common(b, a);
    const uint64_t possible =
        std::min(KnownIn(before_[b], after_), KnownIn(after_[a], before_));
    return common >= 2 && static_cast<double>(common) >= overlap_ * static_cast<double>(possible);
  }

  // Heirs: the pair with most members in common first, then smaller numbers.
  void FindHeirs() {
    std::vector<std::tuple<int64_t, size_t, size_t>> pairs;
    for (size_t b = 0; b < before_.size(); ++b) {
      for (size_t a = 0; a < after_.size(); ++a) {
        if (IsStrong(b, a)) pairs.emplace_back(-static_cast<int64_t>(Common(b, a)), b, a);
      }
    }
    std::sort(pairs.begin(), pairs.end());
    heir_.assign(before_.size(), kNone);
    parent_.assign(after_.size(), kNone);
    for (const auto& [common, b, a] : pairs) {
      if (heir_[b] != kNone || parent_[a] != kNone) continue;
      heir_[b] = a;
      parent_[a] = b;
    }
  }

  std::vector<Told> Stages(uint32_t window, std::vector<uint32_t>& ids, uint32_t& next_id) {
    FindHeirs();
    std::vector<uint32_t> now(after_.size());
    for (size_t a = 0; a < after_.size(); ++a) {
      now[a] = parent_[a] == kNone ? next_id++ : ids[parent_[a]];
    }
    std::vector<Told> told;
    for (size_t a = 0; a < after_.size(); ++a) told.push_back(Alive(window, a, ids, now));
    for (size_t b = 0; b < before_.size(); ++b) {
      if (heir_[b] != kNone) continue;
      std::set<uint32_t> with;
      for (size_t a = 0; a < after_.size(); ++a) {
        if (IsStrong(b, a)) with.insert(now[a]);
      }
      told.emplace_back(window, ids[b], LifeEvent::kDeath,
                        std::vector<uint32_t>(with.begin(), with.end()), before_[b].size(), 0,
                        before_[b].size());
    }
    std::sort(told.begin(), told.end(),
              [](const Told& x, const Told& y) { return std::get<1>(x) < std::get<1>(y); });
    ids = now;
    return told;
  }

 private:
  Told Alive(uint32_t window, size_t a, const std::vector<uint32_t>& ids,
             const std::vector<uint32_t>& now) const {
    const size_t parent = parent_[a];
    std::set<uint32_t> with;
    size_t into = 0, out_of = 0;
    for (size_t b = 0; b < before_.size(); ++b) {
      if (!IsStrong(b, a)) continue;
      ++into;
      if (b != parent) with.insert(ids[b]);
    }
    uint64_t arrivals = 0, departures = 0;
    for (const MemberId m : after_[a]) arrivals += parent == kNone || PlaceOf(before_, m) != parent;
    if (parent == kNone) {
      return {window, now[a], into > 0 ? LifeEvent::kSplit : LifeEvent::kBirth,
              {with.begin(), with.end()}, 0, arrivals, 0};
    }
    for (size_t other = 0; other < after_.size(); ++other) {
      if (!IsStrong(parent, other)) continue;
      ++out_of;
      if (other != a) with.insert(now[other]);
    }
    for (const MemberId m : before_[parent]) departures += PlaceOf(after_, m) != a;
    const auto was = static_cast<double>(before_[parent].size());
    const auto is = static_cast<double>(after_[a].size());
    const LifeEvent event = into > 1                     ? LifeEvent::kMerge
                            : out_of > 1                 ? LifeEvent::kSplit
                            : is > was * (1 + change_)   ? LifeEvent::kGrowth
                            : is < was * (1 - change_)   ? LifeEvent::kDecline
                                                         : LifeEvent::kSteady;
    return {window, now[a], event, {with.begin(), with.end()}, before_[parent].size(), arrivals,
            departures};
  }

  const Clusters& before_;
  const Clusters& after_;
  double overlap_, change_;
  std::vector<size_t> heir_, parent_;
};

// Windows in which every member stays, moves or is away.
std::vector<Clusters> Windows(uint64_t seed, uint32_t members, uint32_t groups, int windows) {
  RandomStream random(seed, 0);
  std::vector<uint32_t> place(members);
  for (uint32_t& p : place) p = static_cast<uint32_t>(random.Below(groups));
  std::vector<Clusters> all;
  for (int w = 0; w < windows; ++w) {
    std::vector<std::vector<MemberId>> clusters(groups);
    for (uint32_t m = 0; m < members; ++m) {
      // Some go alone; now and then a whole group goes where another one is.
      if (random.Bernoulli(0.15)) place[m] = static_cast<uint32_t>(random.Below(groups));
      if (random.Bernoulli(0.85)) clusters[place[m]].push_back(MemberId(m));
    }
    const auto gone = static_cast<uint32_t>(random.Below(groups));
    const auto to = static_cast<uint32_t>(random.Below(groups));
    for (uint32_t& p : place) {
      if (p == gone && random.Bernoulli(0.8)) p = to;
    }
    std::erase_if(clusters, [](const auto& cluster) { return cluster.size() < 2; });
    all.push_back(std::move(clusters));
  }
  return all;
}

TEST(FollowClusters, AsTheDefinitionSays) {
  std::map<LifeEvent, int> seen;
  for (uint64_t seed = 0; seed < 24; ++seed) {
    ClusterLifeOptions options;
    options.overlap = seed % 2 == 0 ? 0.5 : 0.3;
    const std::vector<Clusters> windows =
        Windows(seed, 20 + 3 * static_cast<uint32_t>(seed), 3 + static_cast<uint32_t>(seed % 6), 5);
    ASSERT_OK_AND_ASSIGN(const auto stages, FollowClusters(windows, options));
    std::vector<Told> told;
    std::vector<uint32_t> ids;
    uint32_t next_id = 0;
    for (size_t w = 0; w < windows.size(); ++w) {
      const Clusters none;
      Definition step(w == 0 ? none : windows[w - 1], windows[w], options.overlap, options.change);
      for (Told& one : step.Stages(static_cast<uint32_t>(w), ids, next_id)) told.push_back(one);
    }
    ASSERT_EQ(stages.size(), told.size()) << seed;
    for (size_t i = 0; i < told.size(); ++i) {
      EXPECT_EQ(Of(stages[i]), told[i]) << seed << " stage " << i;
      ++seen[stages[i].event];
    }
  }
  EXPECT_EQ(seen.size(), 7U);  // Every event occurred.
}

// Clusters of ten that hold on. What looks at every pair of clusters is not done with
// them before the test runs out of time.
TEST(FollowClusters, ManyClusters) {
  constexpr uint32_t kClusters = 40'000;
  Clusters clusters(kClusters);
  for (uint32_t m = 0; m < 10 * kClusters; ++m) clusters[m / 10].push_back(MemberId(m));
  const std::vector<Clusters> windows(3, clusters);
  ASSERT_OK_AND_ASSIGN(const auto stages, FollowClusters(windows));
  EXPECT_EQ(stages.size(), 3U * kClusters);
}

}  // namespace
}  // namespace pullgraph::follow_clusters_test
