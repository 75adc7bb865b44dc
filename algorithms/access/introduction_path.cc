// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/introduction_path.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/access/introduction_check.h"
#include "algorithms/access/introduction_cost.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 16384;

std::vector<double> CostsOf(absl::Span<const double> values, int threads) {
  std::vector<double> costs(values.size());
  ParallelFor(threads, static_cast<int64_t>(values.size()), kGrain,
              [&](int64_t begin, int64_t end) {
                for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
                  costs[i] = IntroductionCost(values[i]);
                }
              });
  return costs;
}

}  // namespace

class AccessMapBuilder {
 public:
  AccessMapBuilder(const IntroductionGraph& graph, const IntroductionPathOptions& options)
      : graph_(graph), options_(options) {}

  absl::StatusOr<AccessMap> Run(absl::Span<const MemberId> sources, std::optional<Node> goal) {
    const int threads = ThreadsOf(options_.run);
    const std::vector<double> costs = CostsOf(graph_.probability, threads);
    const std::vector<double> tolls = CostsOf(options_.willingness, threads);
    const absl::StatusOr<HopLimitedPaths> paths =
        HopLimitedPaths::Create(graph_.graph, costs, tolls);
    if (!paths.ok()) return paths.status();
    HopLimitedOptions limits;
    limits.max_hops = options_.max_hops;
    limits.max_cost = MaxIntroductionCost(options_.min_probability);
    limits.goal = goal;
    limits.run = options_.run;
    std::vector<Node> starts;
    for (const MemberId source : sources) starts.push_back(source.value());
    AccessMap map;
    if (absl::Status s = paths->Run(starts, limits, map.tree_); !s.ok()) return s;
    Multiply(map);
    return map;
  }

 private:
  // Invariant: parents stand before their children.
  void Multiply(AccessMap& map) const {
    const absl::Span<const HopLimitedTree::Entry> entries = map.tree_.entries();
    map.probability_.reserve(entries.size());
    for (const HopLimitedTree::Entry& entry : entries) {
      if (entry.parent == HopLimitedTree::kNone) {
        map.probability_.push_back(1);
        continue;
      }
      const HopLimitedTree::Entry& before = entries[entry.parent];
      const bool between = HopsOf(before.key) > 0 && !options_.willingness.empty();
      const double q = between ? options_.willingness[before.node] : 1;
      map.probability_.push_back(map.probability_[entry.parent] * q *
                                 graph_.probability[entry.arc]);
    }
  }

  const IntroductionGraph& graph_;
  const IntroductionPathOptions& options_;
};

AccessPath AccessMap::PathOf(uint32_t entry) const {
  AccessPath path;
  if (entry == HopLimitedTree::kNone) return path;
  RankedPath ranked = tree_.PathOf(entry);
  for (const Node v : ranked.nodes) path.members.emplace_back(v);
  path.arcs = std::move(ranked.arcs);
  path.probability = probability_[entry];
  return path;
}

AccessPath AccessMap::PathTo(MemberId member) const {
  return PathOf(tree_.Best(member.value()));
}

AccessPath AccessMap::PathWithin(MemberId member, int max_hops) const {
  if (max_hops < 0) return {};
  return PathOf(tree_.BestWithin(member.value(), static_cast<uint32_t>(max_hops)));
}

absl::Status CheckIntroductionPathInput(const IntroductionGraph& graph,
                                        absl::Span<const MemberId> sources,
                                        const IntroductionPathOptions& options) {
  if (absl::Status s = CheckMaxHops(options.max_hops); !s.ok()) return s;
  if (!(options.min_probability > 0 && options.min_probability <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "min_probability is ", options.min_probability, ", expected one in (0, 1]"));
  }
  if (absl::Status s = CheckIntroductions(graph, options.willingness); !s.ok()) return s;
  return CheckMembers(graph, "source", sources);
}

absl::StatusOr<AccessMap> FindAccessMap(const IntroductionGraph& graph,
                                        absl::Span<const MemberId> sources,
                                        const IntroductionPathOptions& options) {
  if (absl::Status s = CheckIntroductionPathInput(graph, sources, options); !s.ok()) return s;
  return AccessMapBuilder(graph, options).Run(sources, std::nullopt);
}

absl::StatusOr<AccessPath> FindIntroductionPath(const IntroductionGraph& graph,
                                                absl::Span<const MemberId> sources,
                                                MemberId goal,
                                                const IntroductionPathOptions& options) {
  if (absl::Status s = CheckIntroductionPathInput(graph, sources, options); !s.ok()) return s;
  if (absl::Status s = CheckMembers(graph, "goal", {&goal, 1}); !s.ok()) return s;
  const absl::StatusOr<AccessMap> map =
      AccessMapBuilder(graph, options).Run(sources, goal.value());
  if (!map.ok()) return map.status();
  return map->PathTo(goal);
}

}  // namespace pullgraph
