// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/introduction_path.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kRowGrain = 1024;

absl::Status CheckInput(const IntroductionGraph& graph, absl::Span<const MemberId> sources,
                        const IntroductionPathOptions& options) {
  const Node n = graph.graph.num_nodes();
  if (options.max_hops < 1 || options.max_hops > 64) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_hops is ", options.max_hops, ", expected 1 to 64"));
  }
  if (!(options.min_probability > 0 && options.min_probability <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat("min_probability is ", options.min_probability,
                                                   ", expected one in (0, 1]"));
  }
  if (!options.willingness.empty() && options.willingness.size() != n) {
    return absl::InvalidArgumentError(absl::StrCat("willingness has ", options.willingness.size(),
                                                   " entries, expected ", n));
  }
  for (const double q : options.willingness) {
    if (!(q >= 0 && q <= 1)) {
      return absl::InvalidArgumentError(absl::StrCat("willingness ", q, ", expected one in [0, 1]"));
    }
  }
  if (graph.probability.size() != graph.graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat("probability has ", graph.probability.size(),
                                                   " entries, expected ", graph.graph.num_arcs()));
  }
  for (const double p : graph.probability) {
    if (!(p > 0 && p <= 1)) {
      return absl::InvalidArgumentError(absl::StrCat("probability ", p, ", expected one in (0, 1]"));
    }
  }
  for (const MemberId source : sources) {
    if (source.value() >= n) {
      return absl::OutOfRangeError(
          absl::StrCat("source ", source.value(), ", expected a member in [0, ", n, ")"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

class AccessMapBuilder {
 public:
  AccessMapBuilder(const IntroductionGraph& graph, const IntroductionPathOptions& options)
      : g_(graph.graph), p_(graph.probability), options_(options) {}

  absl::StatusOr<AccessMap> Run(absl::Span<const MemberId> sources) {
    const Node n = g_.num_nodes();
    map_.best_.assign(n, 0);
    map_.hops_.assign(n, 0);
    map_.layers_.emplace_back(n);
    is_source_.assign(n, 0);
    for (const MemberId source : sources) {
      map_.layers_[0][source.value()].probability = 1;
      map_.best_[source.value()] = 1;
      is_source_[source.value()] = 1;
    }
    for (int hop = 1; hop <= options_.max_hops; ++hop) {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      if (!Extend(hop)) break;
    }
    return std::move(map_);
  }

 private:
  // Pulls layer `hop` from the one before; false if no path got better.
  // Invariant: layer h - 1 holds, for each v, the best path of exactly h - 1 hops
  // if it beats all shorter ones, and probability 0 if not.
  bool Extend(int hop) {
    map_.layers_.emplace_back(g_.num_nodes());
    const std::vector<AccessMap::Label>& before = map_.layers_[static_cast<size_t>(hop) - 1];
    std::vector<AccessMap::Label>& layer = map_.layers_.back();
    const int64_t improved = ParallelReduce(
        ThreadsOf(options_.run), g_.num_nodes(), kRowGrain, int64_t{0},
        [&](int64_t begin, int64_t end) {
          int64_t count = 0;
          for (auto v = static_cast<Node>(begin); v < static_cast<Node>(end); ++v) {
            layer[v] = BestInto(v, before);
            if (!(layer[v].probability > std::max(map_.best_[v], Floor()))) {
              layer[v] = {};
              continue;
            }
            map_.best_[v] = layer[v].probability;
            map_.hops_[v] = hop;
            ++count;
          }
          return count;
        },
        [](int64_t a, int64_t b) { return a + b; });
    return improved > 0;
  }

  // Strictly below min_probability is none; equal to it is a path.
  double Floor() const { return options_.min_probability * (1 - 1e-15); }

  AccessMap::Label BestInto(Node v, const std::vector<AccessMap::Label>& before) const {
    AccessMap::Label best;
    if (is_source_[v] != 0) return best;
    const absl::Span<const Node> sources = g_.InNeighbors(v);
    for (uint64_t k = 0; k < sources.size(); ++k) {
      const Node u = sources[k];
      if (!(before[u].probability > 0)) continue;
      const ArcIndex arc = g_.InArc(v, k);
      const bool between = is_source_[u] == 0 && !options_.willingness.empty();
      const double q = between ? options_.willingness[u] : 1;
      const double p = before[u].probability * q * p_[arc];
      if (p > best.probability) best = {p, u, arc};
    }
    return best;
  }

  const TieGraph& g_;
  const std::vector<double>& p_;
  const IntroductionPathOptions& options_;
  std::vector<uint8_t> is_source_;
  AccessMap map_;
};

AccessPath AccessMap::PathTo(MemberId member) const {
  AccessPath path;
  Node v = member.value();
  if (!(best_[v] > 0)) return path;
  path.probability = best_[v];
  for (int hop = hops_[v]; hop > 0; --hop) {
    const Label& label = layers_[static_cast<size_t>(hop)][v];
    path.members.push_back(MemberId(v));
    path.arcs.push_back(label.arc);
    v = label.parent;
  }
  path.members.push_back(MemberId(v));
  std::reverse(path.members.begin(), path.members.end());
  std::reverse(path.arcs.begin(), path.arcs.end());
  return path;
}

absl::StatusOr<AccessMap> FindAccessMap(const IntroductionGraph& graph,
                                        absl::Span<const MemberId> sources,
                                        const IntroductionPathOptions& options) {
  if (absl::Status s = CheckInput(graph, sources, options); !s.ok()) return s;
  return AccessMapBuilder(graph, options).Run(sources);
}

absl::StatusOr<AccessPath> FindIntroductionPath(const IntroductionGraph& graph,
                                                absl::Span<const MemberId> sources, MemberId goal,
                                                const IntroductionPathOptions& options) {
  if (goal.value() >= graph.graph.num_nodes()) {
    return absl::OutOfRangeError(absl::StrCat("goal ", goal.value(), ", expected a member in [0, ",
                                              graph.graph.num_nodes(), ")"));
  }
  const absl::StatusOr<AccessMap> map = FindAccessMap(graph, sources, options);
  if (!map.ok()) return map.status();
  return map->PathTo(goal);
}

}  // namespace pullgraph
