// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/cluster_life.h"

namespace pullgraph {
namespace {

using Clusters = std::vector<std::vector<MemberId>>;
constexpr uint32_t kNone = UINT32_MAX;

// Which cluster each member is in.
using Places = std::unordered_map<uint32_t, uint32_t>;

Places PlacesOf(const Clusters& clusters) {
  Places places;
  for (uint32_t c = 0; c < clusters.size(); ++c) {
    for (const MemberId m : clusters[c]) places.emplace(m.value(), c);
  }
  return places;
}

struct Link {
  uint32_t before = 0;
  uint32_t after = 0;
  uint64_t common = 0;
  bool strong = false;  // `before` went into `after`.
};

// Every pair of clusters with members in common, most of them first.
std::vector<Link> LinksOf(const Clusters& before, const Clusters& after, double overlap) {
  const Places was = PlacesOf(before);
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> common;
  std::vector<uint64_t> stayed(before.size(), 0), known(after.size(), 0);
  for (uint32_t c = 0; c < after.size(); ++c) {
    for (const MemberId m : after[c]) {
      const auto at = was.find(m.value());
      if (at == was.end()) continue;
      ++common[{at->second, c}];
      ++stayed[at->second];
      ++known[c];
    }
  }
  std::vector<Link> links;
  for (const auto& [pair, count] : common) {
    const uint64_t possible = std::min(stayed[pair.first], known[pair.second]);
    const bool strong =
        static_cast<double>(count) >= overlap * static_cast<double>(possible) && count >= 2;
    links.push_back({pair.first, pair.second, count, strong});
  }
  std::stable_sort(links.begin(), links.end(),
                   [](const Link& a, const Link& b) { return a.common > b.common; });
  return links;
}

// Moves of members between two windows.
struct Moves {
  std::vector<uint64_t> arrivals;
  std::vector<uint64_t> departures;  // Of the clusters before.
  uint64_t all = 0;                  // Arrivals at any cluster.
};

Moves MovesOf(const Clusters& before, const Clusters& after, const std::vector<uint32_t>& heir) {
  const Places was = PlacesOf(before), is = PlacesOf(after);
  Moves moves;
  moves.arrivals.resize(after.size());
  moves.departures.resize(before.size());
  for (const auto& [member, c] : is) {
    const auto at = was.find(member);
    if (at != was.end() && heir[at->second] == c) continue;
    ++moves.arrivals[c];
    ++moves.all;
  }
  for (const auto& [member, c] : was) {
    const auto at = is.find(member);
    moves.departures[c] += at == is.end() || heir[c] != at->second;
  }
  return moves;
}

class Follower {
 public:
  explicit Follower(const ClusterLifeOptions& options) : o_(options) {}

  absl::Status Step(uint32_t window, const Clusters& before, const Clusters& after,
                    std::vector<ClusterStage>& stages) {
    const std::vector<Link> links = LinksOf(before, after, o_.overlap);
    std::vector<uint32_t> heir(before.size(), kNone), parent(after.size(), kNone);
    for (const Link& link : links) {
      if (!link.strong || heir[link.before] != kNone || parent[link.after] != kNone) continue;
      heir[link.before] = link.after;
      parent[link.after] = link.before;
    }
    std::vector<uint32_t> ids(after.size());
    for (uint32_t c = 0; c < after.size(); ++c) {
      ids[c] = parent[c] == kNone ? next_id_++ : ids_[parent[c]];
    }
    const Moves moves = MovesOf(before, after, heir);
    uint64_t members_before = 0;
    for (const auto& cluster : before) members_before += cluster.size();
    const size_t begin = stages.size();
    for (uint32_t c = 0; c < after.size(); ++c) {
      ClusterStage stage = StageOf(window, c, parent[c], after[c], before, links);
      stage.id = ids[c];
      for (const Link& link : links) {
        if (link.strong && link.before == parent[c] && link.after != c) {
          stage.with.push_back(ids[link.after]);
        }
      }
      absl::Status s = SetMoves(moves, c, parent[c], before, members_before, stage);
      if (!s.ok()) return s;
      stages.push_back(std::move(stage));
    }
    for (uint32_t c = 0; c < before.size(); ++c) {
      if (heir[c] != kNone) continue;
      ClusterStage death;
      death.window = window;
      death.id = ids_[c];
      death.event = LifeEvent::kDeath;
      death.members = before[c];
      death.size_before = before[c].size();
      death.departures = before[c].size();
      for (const Link& link : links) {
        if (link.strong && link.before == c) death.with.push_back(ids[link.after]);
      }
      stages.push_back(std::move(death));
    }
    for (size_t i = begin; i < stages.size(); ++i) {
      std::sort(stages[i].with.begin(), stages[i].with.end());
      stages[i].with.erase(std::unique(stages[i].with.begin(), stages[i].with.end()),
                           stages[i].with.end());
    }
    std::sort(stages.begin() + static_cast<std::ptrdiff_t>(begin), stages.end(),
              [](const ClusterStage& a, const ClusterStage& b) { return a.id < b.id; });
    ids_ = ids;
    return absl::OkStatus();
  }

 private:
  ClusterStage StageOf(uint32_t window, uint32_t c, uint32_t parent,
                       const std::vector<MemberId>& members, const Clusters& before,
                       const std::vector<Link>& links) const {
    ClusterStage stage;
    stage.window = window;
    stage.members = members;
    size_t into = 0, out_of = 0;  // Clusters that went into it; parts of its parent.
    for (const Link& link : links) {
      if (!link.strong) continue;
      if (link.after == c) ++into;
      if (link.before == parent) ++out_of;
      if (link.after == c && link.before != parent) stage.with.push_back(ids_[link.before]);
    }
    if (parent == kNone) {
      // What came out of a cluster whose id went elsewhere is a split, not a birth.
      stage.event = into > 0 ? LifeEvent::kSplit : LifeEvent::kBirth;
      return stage;
    }
    const auto was = static_cast<double>(before[parent].size());
    const auto is = static_cast<double>(members.size());
    stage.size_before = before[parent].size();
    stage.event = into > 1                       ? LifeEvent::kMerge
                  : out_of > 1                   ? LifeEvent::kSplit
                  : is > was * (1 + o_.change)   ? LifeEvent::kGrowth
                  : is < was * (1 - o_.change)   ? LifeEvent::kDecline
                                                 : LifeEvent::kSteady;
    return stage;
  }

  absl::Status SetMoves(const Moves& moves, uint32_t c, uint32_t parent, const Clusters& before,
                        uint64_t members_before, ClusterStage& stage) const {
    stage.arrivals = moves.arrivals[c];
    if (parent == kNone) return absl::OkStatus();
    stage.departures = moves.departures[parent];
    if (moves.all == 0) return absl::OkStatus();
    absl::StatusOr<Estimate> share = BetaShare(stage.arrivals, moves.all, o_.confidence);
    if (!share.ok()) return share.status();
    const double size = static_cast<double>(before[parent].size()) /
                        static_cast<double>(members_before);
    stage.gravity = {share->value / size, share->low / size, share->high / size};
    return absl::OkStatus();
  }

  const ClusterLifeOptions& o_;
  std::vector<uint32_t> ids_;  // Of the clusters before.
  uint32_t next_id_ = 0;
};

}  // namespace

std::string_view LifeEventName(LifeEvent event) {
  constexpr std::string_view kNames[] = {"birth", "growth", "decline", "steady",
                                         "merge", "split",  "death"};
  return kNames[static_cast<size_t>(event)];
}

absl::StatusOr<std::vector<ClusterStage>> FollowClusters(absl::Span<const Clusters> clusters,
                                                         const ClusterLifeOptions& o) {
  if (!(o.overlap > 0 && o.overlap <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat("overlap is ", o.overlap, ", expected (0, 1]"));
  }
  if (!(o.change >= 0) || !std::isfinite(o.change)) {
    return absl::InvalidArgumentError(
        absl::StrCat("change is ", o.change, ", expected finite and >= 0"));
  }
  if (!(o.confidence > 0 && o.confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence is ", o.confidence, ", expected (0, 1)"));
  }
  Follower follower(o);
  std::vector<ClusterStage> stages;
  for (size_t w = 0; w < clusters.size(); ++w) {
    const Clusters none;
    absl::Status s = follower.Step(static_cast<uint32_t>(w), w == 0 ? none : clusters[w - 1],
                                   clusters[w], stages);
    if (!s.ok()) return s;
  }
  return stages;
}

}  // namespace pullgraph
