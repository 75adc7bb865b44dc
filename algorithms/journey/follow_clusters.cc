// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/cluster_life.h"

namespace pullgraph {
namespace {

using Clusters = std::vector<std::vector<MemberId>>;
constexpr uint32_t kNone = UINT32_MAX;

// Which cluster each member is in, kNone for none; ids past the end are in none.
using Places = std::vector<uint32_t>;

Places PlacesOf(const Clusters& clusters) {
  Places places;
  for (uint32_t c = 0; c < clusters.size(); ++c) {
    for (const MemberId m : clusters[c]) {
      if (m.value() >= places.size()) places.resize(size_t{m.value()} + 1, kNone);
      // In two clusters by mistake, a member stays in the first.
      if (places[m.value()] == kNone) places[m.value()] = c;
    }
  }
  return places;
}

uint32_t At(const Places& places, size_t member) {
  return member < places.size() ? places[member] : kNone;
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
  std::vector<Link> links;
  std::vector<uint64_t> stayed(before.size(), 0), known(after.size(), 0);
  for (uint32_t c = 0; c < after.size(); ++c) {
    // Of c: the clusters its members come from, ascending.
    std::vector<uint32_t> from;
    for (const MemberId m : after[c]) {
      if (const uint32_t at = At(was, m.value()); at != kNone) from.push_back(at);
    }
    std::sort(from.begin(), from.end());
    for (size_t i = 0, end = 0; i < from.size(); i = end) {
      while (end < from.size() && from[end] == from[i]) ++end;
      links.push_back({from[i], c, end - i});
      stayed[from[i]] += end - i;
    }
    known[c] = from.size();
  }
  for (Link& link : links) {
    const uint64_t possible = std::min(stayed[link.before], known[link.after]);
    link.strong = link.common >= 2 && static_cast<double>(link.common) >=
                                          overlap * static_cast<double>(possible);
  }
  std::sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
    return std::tie(b.common, a.before, a.after) < std::tie(a.common, b.before, b.after);
  });
  return links;
}

// The other ends of the strong links of each cluster.
struct StrongLinks {
  StrongLinks(const std::vector<Link>& links, size_t before, size_t after)
      : into(before), from(after) {
    for (const Link& link : links) {
      if (!link.strong) continue;
      into[link.before].push_back(link.after);
      from[link.after].push_back(link.before);
    }
  }
  std::vector<std::vector<uint32_t>> into;  // By cluster before: what it went into.
  std::vector<std::vector<uint32_t>> from;  // By cluster after: what went into it.
};

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
  for (size_t m = 0; m < std::max(was.size(), is.size()); ++m) {
    const uint32_t c = At(was, m), now = At(is, m);
    if (c != kNone && now != kNone && heir[c] == now) continue;
    if (now != kNone) {
      ++moves.arrivals[now];
      ++moves.all;
    }
    if (c != kNone) ++moves.departures[c];
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
    const StrongLinks strong(links, before.size(), after.size());
    const Moves moves = MovesOf(before, after, heir);
    uint64_t members_before = 0;
    for (const auto& cluster : before) members_before += cluster.size();
    const size_t begin = stages.size();
    for (uint32_t c = 0; c < after.size(); ++c) {
      ClusterStage stage = StageOf(window, c, parent[c], after[c], before, strong, ids);
      absl::Status s = SetMoves(moves, c, parent[c], before, members_before, stage);
      if (!s.ok()) return s;
      stages.push_back(std::move(stage));
    }
    for (uint32_t c = 0; c < before.size(); ++c) {
      if (heir[c] == kNone) stages.push_back(DeathOf(window, c, before[c], strong, ids));
    }
    for (size_t i = begin; i < stages.size(); ++i) {
      std::sort(stages[i].with.begin(), stages[i].with.end());
      stages[i].with.erase(std::unique(stages[i].with.begin(), stages[i].with.end()),
                           stages[i].with.end());
    }
    std::sort(stages.begin() + static_cast<std::ptrdiff_t>(begin), stages.end(),
              [](const ClusterStage& a, const ClusterStage& b) { return a.id < b.id; });
    ids_ = std::move(ids);
    return absl::OkStatus();
  }

 private:
  ClusterStage StageOf(uint32_t window, uint32_t c, uint32_t parent,
                       const std::vector<MemberId>& members, const Clusters& before,
                       const StrongLinks& strong, const std::vector<uint32_t>& ids) const {
    ClusterStage stage;
    stage.window = window;
    stage.id = ids[c];
    stage.members = members;
    for (const uint32_t b : strong.from[c]) {
      if (b != parent) stage.with.push_back(ids_[b]);
    }
    const size_t into = strong.from[c].size();
    if (parent == kNone) {
      // What came out of a cluster whose id went elsewhere is a split, not a birth.
      stage.event = into > 0 ? LifeEvent::kSplit : LifeEvent::kBirth;
      return stage;
    }
    for (const uint32_t a : strong.into[parent]) {
      if (a != c) stage.with.push_back(ids[a]);
    }
    const auto was = static_cast<double>(before[parent].size());
    const auto is = static_cast<double>(members.size());
    stage.size_before = before[parent].size();
    stage.event = into > 1                              ? LifeEvent::kMerge
                  : strong.into[parent].size() > 1      ? LifeEvent::kSplit
                  : is > was * (1 + o_.change)          ? LifeEvent::kGrowth
                  : is < was * (1 - o_.change)          ? LifeEvent::kDecline
                                                        : LifeEvent::kSteady;
    return stage;
  }

  ClusterStage DeathOf(uint32_t window, uint32_t c, const std::vector<MemberId>& members,
                       const StrongLinks& strong, const std::vector<uint32_t>& ids) const {
    ClusterStage death;
    death.window = window;
    death.id = ids_[c];
    death.event = LifeEvent::kDeath;
    death.members = members;
    death.size_before = members.size();
    death.departures = members.size();
    for (const uint32_t a : strong.into[c]) death.with.push_back(ids[a]);
    return death;
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
