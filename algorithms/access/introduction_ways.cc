// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/introduction_ways.h"

#include <algorithm>
#include <utility>

#include "algorithms/access/introduction_check.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// Room for rounding: a path of just `min_probability` is probable enough.
constexpr double kNearlyOne = 1 - 1e-12;

bool LeadsOver(const AccessPath& path, MemberId member) {
  return std::find(path.members.begin(), path.members.end(), member) != path.members.end();
}

}  // namespace

IntroductionWays::IntroductionWays(const IntroductionGraph& graph,
                                   absl::Span<const MemberId> sources,
                                   absl::Span<const MemberId> targets,
                                   const IntroductionPathOptions& options)
    : graph_(&graph),
      sources_(sources),
      targets_(targets),
      options_(options),
      is_source_(graph.graph.num_nodes(), 0),
      ways_(targets.size()),
      around_(targets.size()) {
  for (const MemberId source : sources) is_source_[source.value()] = 1;
}

absl::StatusOr<IntroductionWays> IntroductionWays::Find(const IntroductionGraph& graph,
                                                        absl::Span<const MemberId> sources,
                                                        absl::Span<const MemberId> targets,
                                                        const IntroductionPathOptions& options) {
  if (absl::Status s = CheckIntroductionPathInput(graph, sources, options); !s.ok()) return s;
  if (absl::Status s = CheckMembers(graph, "target", targets); !s.ok()) return s;
  IntroductionWays ways(graph, sources, targets, options);
  absl::StatusOr<AccessMap> map = ways.MapAround(MemberId::None());
  if (!map.ok()) return map.status();
  ways.map_ = *std::move(map);
  ParallelFor(ThreadsOf(options.run), static_cast<int64_t>(targets.size()), 16,
              [&](int64_t begin, int64_t end) {
                for (int64_t i = begin; i < end; ++i) ways.Bound(static_cast<size_t>(i));
              });
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  return ways;
}

// The best paths to possible brokers that don't lead over `avoided`.
absl::StatusOr<AccessMap> IntroductionWays::MapAround(MemberId avoided) const {
  IntroductionPathOptions path = options_;
  path.max_hops = std::max(1, path.max_hops - 1);
  std::vector<double> willing;
  if (!avoided.is_none()) {
    willing.assign(path.willingness.begin(), path.willingness.end());
    willing.resize(graph_->graph.num_nodes(), 1);
    willing[avoided.value()] = 0;
    path.willingness = willing;
  }
  return FindAccessMap(*graph_, sources_, path);
}

bool IntroductionWays::IsProbable(double p) const {
  return p >= options_.min_probability * kNearlyOne;
}

// A path to the broker that leads over the target bounds the one that does not.
void IntroductionWays::Bound(size_t i) {
  const MemberId target = targets_[i];
  if (is_source_[target.value()] != 0) return;
  for (const Node v : graph_->graph.InNeighbors(target.value())) {
    if (v == target.value()) continue;
    AccessPath way = map_.PathWithin(MemberId(v), options_.max_hops - 1);
    if (way.members.empty()) continue;
    const bool exact = !LeadsOver(way, target);
    const double p = Extend(std::move(way), target).probability;
    if (IsProbable(p)) ways_[i].push_back({MemberId(v), p, exact});
  }
}

absl::Status IntroductionWays::MakeExact(size_t i) {
  std::vector<IntroductionWay>& ways = ways_[i];
  if (std::all_of(ways.begin(), ways.end(), [](const auto& way) { return way.exact; })) {
    return absl::OkStatus();
  }
  const absl::StatusOr<AccessMap> around = MapAround(targets_[i]);
  if (!around.ok()) return around.status();
  for (size_t w = 0; w < ways.size(); ++w) {
    if (std::exchange(ways[w].exact, true)) continue;
    AccessPath way = around->PathWithin(ways[w].broker, options_.max_hops - 1);
    if (!way.members.empty()) way = Extend(std::move(way), targets_[i]);
    ways[w].probability = IsProbable(way.probability) ? way.probability : 0;
    if (ways[w].probability > 0) around_[i].emplace(w, std::move(way));
  }
  return absl::OkStatus();
}

AccessPath IntroductionWays::PathOver(size_t i, size_t way) const {
  if (const auto found = around_[i].find(way); found != around_[i].end()) return found->second;
  return Extend(map_.PathWithin(ways_[i][way].broker, options_.max_hops - 1), targets_[i]);
}

AccessPath IntroductionWays::Extend(AccessPath way, MemberId target) const {
  const Node v = way.members.back().value();
  if (way.hops() > 0 && !options_.willingness.empty()) way.probability *= options_.willingness[v];
  const ArcIndex arc = *graph_->graph.FindArc(v, target.value());
  way.probability *= graph_->probability[arc];
  way.members.push_back(target);
  way.arcs.push_back(arc);
  return way;
}

}  // namespace pullgraph
