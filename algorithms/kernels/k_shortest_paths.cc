// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/k_shortest_paths.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/arc_costs.h"
#include "algorithms/kernels/cost_spur_search.h"
#include "algorithms/kernels/hop_spur_search.h"
#include "algorithms/kernels/layered_spur_search.h"
#include "algorithms/kernels/path_key.h"

namespace pullgraph {
namespace {

// Up to so many hops, layers of hops touch fewer nodes than Dijkstra's order does.
constexpr uint32_t kFewHops = 4;

// The best path of one set: all paths that start with nodes[0..deviation] and don't
// go on to a node of `banned`. The sets of the candidates are disjoint.
struct Candidate {
  PathKey key = 0;
  std::vector<Node> nodes;
  size_t deviation = 0;
  std::vector<Node> banned;  // Ascending.

  friend bool operator<(const Candidate& a, const Candidate& b) {
    return a.key != b.key ? a.key < b.key : a.nodes < b.nodes;
  }
};

// Without costs, a path costs its hops.
PathKey HopBound(double max_cost) {
  return max_cost < UINT32_MAX ? static_cast<PathKey>(max_cost) : kNoPathKey;
}

absl::StatusOr<double> CheckedMaximum(const TieGraph& graph, absl::Span<const double> costs) {
  if (costs.empty()) return 0.0;
  if (costs.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "costs has ", costs.size(), " entries, expected one per arc: ", graph.num_arcs()));
  }
  double maximum = 0;
  for (ArcIndex arc = 0; arc < costs.size(); ++arc) {
    if (!(costs[arc] >= 0)) {
      return absl::InvalidArgumentError(
          absl::StrCat("costs[", arc, "] = ", costs[arc], ", expected >= 0"));
    }
    if (std::isfinite(costs[arc])) maximum = std::max(maximum, costs[arc]);
  }
  return maximum;
}

}  // namespace

class KShortestPaths::Search {
 public:
  Search(const TieGraph& graph, absl::Span<const double> costs, double max_cost)
      : graph_(graph),
        costs_(graph, costs),
        max_cost_(costs.empty() ? 1 : max_cost),
        grid_(graph.num_nodes(), max_cost) {}

  const TieGraph& graph() const { return graph_; }

  absl::StatusOr<std::vector<RankedPath>> Run(Node source, Node goal, size_t k,
                                              const KShortestPathsOptions& options);

 private:
  std::optional<PathKey> Spur(const SpurQuery& query);
  // Puts the best path of the set (prefix = first `deviation` + 1 of `nodes`, banned)
  // among the candidates, unless it can't be one of the `wanted` best of them.
  void Branch(absl::Span<const Node> nodes, size_t deviation, PathKey root_key,
              std::vector<Node> banned, size_t wanted);
  ArcIndex CheapestArc(Node u, Node v) const;
  PathKey StepKey(Node u, Node v) const;
  RankedPath Finish(const Candidate& candidate) const;

  const TieGraph& graph_;
  ArcCosts costs_;
  double max_cost_;  // Of one arc.
  CostGrid grid_;
  std::optional<HopSpurSearch> by_hops_;
  std::optional<CostSpurSearch> by_cost_;
  std::optional<LayeredSpurSearch> by_layers_;

  // Of the query at hand.
  Node goal_ = 0;
  uint32_t max_hops_ = UINT32_MAX;
  PathKey bound_ = kNoPathKey;
  std::set<Candidate> candidates_;
  std::vector<Node> suffix_;
};

std::optional<PathKey> KShortestPaths::Search::Spur(const SpurQuery& query) {
  if (costs_.empty()) {
    if (!by_hops_) by_hops_.emplace(graph_);
    return by_hops_->Find(query, suffix_);
  }
  if (query.max_hops > kFewHops) {
    if (!by_cost_) by_cost_.emplace(graph_, costs_, grid_);
    const std::optional<PathKey> key = by_cost_->Find(query, suffix_);
    // The best of all paths is the best of the short ones if it is one of them.
    if (!key || HopsOf(*key) <= query.max_hops) return key;
  }
  if (!by_layers_) by_layers_.emplace(graph_, costs_, grid_);
  return by_layers_->Find(query, suffix_);
}

void KShortestPaths::Search::Branch(absl::Span<const Node> nodes, size_t deviation,
                                    PathKey root_key, std::vector<Node> banned,
                                    size_t wanted) {
  if (deviation >= max_hops_) return;
  SpurQuery query;
  query.root = nodes.first(deviation);
  query.spur = nodes[deviation];
  query.goal = goal_;
  query.banned = banned;
  query.max_hops = max_hops_ - static_cast<uint32_t>(deviation);
  query.bound = bound_ - root_key;
  if (candidates_.size() >= wanted) query.bound = candidates_.rbegin()->key - root_key;
  const std::optional<PathKey> key = Spur(query);
  if (!key) return;
  Candidate candidate;
  candidate.key = root_key + *key;
  candidate.nodes.reserve(deviation + 1 + suffix_.size());
  candidate.nodes.assign(nodes.begin(), nodes.begin() + deviation + 1);
  candidate.nodes.insert(candidate.nodes.end(), suffix_.begin(), suffix_.end());
  candidate.deviation = deviation;
  candidate.banned = std::move(banned);
  candidates_.insert(std::move(candidate));
  if (candidates_.size() > wanted) candidates_.erase(std::prev(candidates_.end()));
}

absl::StatusOr<std::vector<RankedPath>> KShortestPaths::Search::Run(
    Node source, Node goal, size_t k, const KShortestPathsOptions& options) {
  std::vector<RankedPath> found;
  if (source == goal) {
    found.push_back({{source}, {}, 0});
    return found;
  }
  goal_ = goal;
  max_hops_ = options.max_hops == 0 ? UINT32_MAX : static_cast<uint32_t>(options.max_hops);
  bound_ = costs_.empty() ? HopBound(options.max_cost)
                          : grid_.Bound(options.max_cost, max_cost_, graph_.num_nodes());
  candidates_.clear();
  Branch({&source, 1}, 0, 0, {}, k);
  // Invariant: the sets of the candidates are a partition of the paths not found yet,
  // less sets whose best path is beyond the k best.
  while (!candidates_.empty()) {
    const Candidate best = std::move(candidates_.extract(candidates_.begin()).value());
    found.push_back(Finish(best));
    ReportProgress(options.run, static_cast<double>(found.size()) / static_cast<double>(k));
    if (found.size() == k) break;
    PathKey root_key = 0;
    for (size_t i = 0; i + 1 < best.nodes.size(); ++i) {
      if (i >= best.deviation) {
        if (absl::Status status = CheckCancelled(options.run); !status.ok()) return status;
        std::vector<Node> banned;
        if (i == best.deviation) banned = best.banned;
        banned.insert(std::upper_bound(banned.begin(), banned.end(), best.nodes[i + 1]),
                      best.nodes[i + 1]);
        Branch(best.nodes, i, root_key, std::move(banned), k - found.size());
      }
      root_key += StepKey(best.nodes[i], best.nodes[i + 1]);
    }
  }
  return found;
}

// The first of the cheapest arcs u -> v; there is one.
ArcIndex KShortestPaths::Search::CheapestArc(Node u, Node v) const {
  ArcIndex cheapest = *graph_.FindArc(u, v);
  if (costs_.empty()) return cheapest;
  for (ArcIndex arc = cheapest + 1; arc < graph_.OutEnd(u) && graph_.Target(arc) == v; ++arc) {
    if (costs_[arc] < costs_[cheapest]) cheapest = arc;
  }
  return cheapest;
}

PathKey KShortestPaths::Search::StepKey(Node u, Node v) const {
  return costs_.empty() ? PathKey{1} : grid_.ArcKey(costs_[CheapestArc(u, v)]);
}

RankedPath KShortestPaths::Search::Finish(const Candidate& candidate) const {
  RankedPath path;
  path.nodes = candidate.nodes;
  path.arcs.reserve(path.nodes.size() - 1);
  for (size_t i = 0; i + 1 < path.nodes.size(); ++i) {
    path.arcs.push_back(CheapestArc(path.nodes[i], path.nodes[i + 1]));
  }
  path.cost = costs_.empty() ? HopsOf(candidate.key) : grid_.Cost(candidate.key);
  return path;
}

KShortestPaths::KShortestPaths(std::unique_ptr<Search> search) : search_(std::move(search)) {}
KShortestPaths::KShortestPaths(KShortestPaths&&) noexcept = default;
KShortestPaths& KShortestPaths::operator=(KShortestPaths&&) noexcept = default;
KShortestPaths::~KShortestPaths() = default;

absl::StatusOr<KShortestPaths> KShortestPaths::Create(const TieGraph& graph,
                                                      absl::Span<const double> costs) {
  const absl::StatusOr<double> maximum = CheckedMaximum(graph, costs);
  if (!maximum.ok()) return maximum.status();
  return KShortestPaths(std::make_unique<Search>(graph, costs, *maximum));
}

absl::StatusOr<std::vector<RankedPath>> KShortestPaths::Find(
    Node source, Node goal, int k, const KShortestPathsOptions& options) {
  const Node n = search_->graph().num_nodes();
  for (const auto& [name, node] : {std::pair("source", source), std::pair("goal", goal)}) {
    if (node >= n) {
      return absl::OutOfRangeError(
          absl::StrCat(name, " is node ", node, ", expected one below ", n));
    }
  }
  if (k < 1) return absl::InvalidArgumentError(absl::StrCat("k is ", k, ", expected >= 1"));
  if (options.max_hops < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_hops is ", options.max_hops, ", expected >= 0"));
  }
  if (!(options.max_cost >= 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_cost is ", options.max_cost, ", expected >= 0"));
  }
  if (absl::Status status = CheckCancelled(options.run); !status.ok()) return status;
  return search_->Run(source, goal, static_cast<size_t>(k), options);
}

absl::StatusOr<std::vector<RankedPath>> FindKShortestPaths(
    const TieGraph& graph, absl::Span<const double> costs, Node source, Node goal, int k,
    const KShortestPathsOptions& options) {
  absl::StatusOr<KShortestPaths> paths = KShortestPaths::Create(graph, costs);
  if (!paths.ok()) return paths.status();
  return paths->Find(source, goal, k, options);
}

}  // namespace pullgraph
