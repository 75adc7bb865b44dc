// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/path_trade_off.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/access/introduction_check.h"
#include "algorithms/access/introduction_cost.h"

namespace pullgraph {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

absl::Status CheckAges(const IntroductionGraph& graph, absl::Span<const double> ages) {
  if (ages.size() != graph.graph.num_arcs()) {
    return absl::InvalidArgumentError(
        absl::StrCat("ages has ", ages.size(), " entries, expected ", graph.graph.num_arcs()));
  }
  for (size_t arc = 0; arc < ages.size(); ++arc) {
    if (!(ages[arc] >= 0)) {
      return absl::InvalidArgumentError(
          absl::StrCat("age ", ages[arc], " of arc ", arc, ", expected one in [0, inf]"));
    }
  }
  return absl::OkStatus();
}

// The best paths to the goal at one limit of staleness.
struct Front {
  std::vector<double> cost;      // Of at most 1, 2, ... hops; infinite: none.
  std::vector<RankedPath> path;  // The same; shorter ones stand again where they win.
  size_t stalest = 0;            // Index of the largest age that one of them uses.
  bool reached = false;
};

class TradeOffSearch {
 public:
  TradeOffSearch(const IntroductionGraph& graph, absl::Span<const double> ages,
                 absl::Span<const MemberId> sources, MemberId goal,
                 const IntroductionPathOptions& options)
      : graph_(graph), ages_(ages), goal_(goal.value()), options_(options) {
    for (const MemberId source : sources) sources_.push_back(source.value());
    for (const double p : graph.probability) costs_.push_back(IntroductionCost(p));
    for (const double q : options.willingness) tolls_.push_back(IntroductionCost(q));
    steps_.assign(ages.begin(), ages.end());
    std::sort(steps_.begin(), steps_.end());
    steps_.erase(std::unique(steps_.begin(), steps_.end()), steps_.end());
  }

  absl::StatusOr<std::vector<TradeOff>> Run() {
    if (steps_.empty()) return found_;
    absl::StatusOr<Front> front = Solve(steps_.size() - 1);
    // Invariant: all points staler than what `front` may use are found.
    while (front.ok() && front->reached) {
      size_t limit = front->stalest;
      if (limit == 0) {
        Take(*front, {}, limit);
        break;
      }
      absl::StatusOr<Front> next = Solve(limit - 1);
      if (next.ok() && next->cost == front->cost) {
        if (absl::Status s = Descend(next->stalest, *front, *next, limit); !s.ok()) return s;
      }
      if (next.ok()) Take(*front, *next, limit);
      front = std::move(next);
    }
    if (!front.ok()) return front.status();
    std::sort(found_.begin(), found_.end(), [](const TradeOff& a, const TradeOff& b) {
      if (a.path.hops() != b.path.hops()) return a.path.hops() < b.path.hops();
      return a.staleness > b.staleness;
    });
    return std::move(found_);
  }

 private:
  absl::StatusOr<Front> Solve(size_t limit) const {
    std::vector<double> costs = costs_;
    for (size_t arc = 0; arc < costs.size(); ++arc) {
      if (ages_[arc] > steps_[limit]) costs[arc] = kInfinity;
    }
    const absl::StatusOr<HopLimitedPaths> paths =
        HopLimitedPaths::Create(graph_.graph, costs, tolls_);
    if (!paths.ok()) return paths.status();
    HopLimitedOptions limits;
    limits.max_hops = options_.max_hops;
    limits.max_cost = MaxIntroductionCost(options_.min_probability);
    limits.goal = goal_;
    limits.run = options_.run;
    HopLimitedTree tree;
    if (absl::Status s = paths->Run(sources_, limits, tree); !s.ok()) return s;
    Front front;
    for (int hops = 1; hops <= options_.max_hops; ++hops) {
      const uint32_t entry = tree.BestWithin(goal_, static_cast<uint32_t>(hops));
      front.path.push_back(tree.PathOf(entry));
      front.cost.push_back(entry == HopLimitedTree::kNone ? kInfinity
                                                          : front.path.back().cost);
      front.reached |= entry != HopLimitedTree::kNone;
      for (const ArcIndex arc : front.path.back().arcs) {
        front.stalest = std::max(front.stalest, StepOf(ages_[arc]));
      }
    }
    return front;
  }

  size_t StepOf(double age) const {
    return static_cast<size_t>(std::lower_bound(steps_.begin(), steps_.end(), age) -
                               steps_.begin());
  }

  // `front` has the same costs at the limit `low`. Lowers `limit` to the least at which
  // it has, and makes `front` and `next` the fronts there and one step below.
  absl::Status Descend(size_t low, Front& front, Front& next, size_t& limit) const {
    front = std::move(next);
    size_t stride = 1, differs = 0;
    bool found = false;
    next = Front();
    // Invariant: as good at `low`; with `found`, not as good at `differs` < low.
    while (low > 0 && (!found || differs + 1 < low)) {
      const size_t probe = found ? (low + differs) / 2 : low - std::min(low, stride);
      absl::StatusOr<Front> tried = Solve(probe);
      if (!tried.ok()) return tried.status();
      if (tried->cost == front.cost) {
        low = std::min(probe, tried->stalest);
        front = *std::move(tried);
        stride *= 2;
      } else {
        differs = probe;
        next = *std::move(tried);
        found = true;
      }
    }
    limit = low;
    return absl::OkStatus();
  }

  // Keeps the paths that lose if nothing as stale as `limit` may be used.
  void Take(const Front& front, const Front& fresher, size_t limit) {
    double shorter = kInfinity;
    for (size_t i = 0; i < front.cost.size(); ++i) {
      const double cost = front.cost[i];
      const double without = fresher.cost.empty() ? kInfinity : fresher.cost[i];
      if (cost < shorter && cost < without) found_.push_back(Finish(front.path[i], limit));
      shorter = std::min(shorter, cost);
    }
  }

  TradeOff Finish(const RankedPath& ranked, size_t limit) const {
    TradeOff point;
    point.staleness = steps_[limit];
    point.path.probability = 1;
    point.path.arcs = ranked.arcs;
    for (size_t i = 0; i < ranked.nodes.size(); ++i) {
      const Node v = ranked.nodes[i];
      point.path.members.emplace_back(v);
      if (i + 1 == ranked.nodes.size()) break;
      if (i > 0 && !options_.willingness.empty()) {
        point.path.probability *= options_.willingness[v];
      }
      point.path.probability *= graph_.probability[ranked.arcs[i]];
    }
    return point;
  }

  const IntroductionGraph& graph_;
  absl::Span<const double> ages_;
  Node goal_;
  const IntroductionPathOptions& options_;
  std::vector<Node> sources_;
  std::vector<double> costs_, tolls_;
  std::vector<double> steps_;  // The different ages, ascending.
  std::vector<TradeOff> found_;
};

}  // namespace

absl::StatusOr<std::vector<TradeOff>> FindTradeOffs(const IntroductionGraph& graph,
                                                    absl::Span<const double> ages,
                                                    absl::Span<const MemberId> sources,
                                                    MemberId goal,
                                                    const IntroductionPathOptions& options) {
  if (absl::Status s = CheckIntroductionPathInput(graph, sources, options); !s.ok()) return s;
  if (absl::Status s = CheckMembers(graph, "goal", {&goal, 1}); !s.ok()) return s;
  if (absl::Status s = CheckAges(graph, ages); !s.ok()) return s;
  if (std::find(sources.begin(), sources.end(), goal) != sources.end()) {
    return std::vector<TradeOff>{{AccessPath{{goal}, {}, 1}, 0}};
  }
  return TradeOffSearch(graph, ages, sources, goal, options).Run();
}

}  // namespace pullgraph
