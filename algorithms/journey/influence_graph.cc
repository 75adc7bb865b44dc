// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/influence_graph.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

struct Way {
  Node from = 0;
  Node to = 0;
  Time since;
  double strength = 0;
};

// One way for each direction in which the tie of an arc moves somebody.
std::vector<Way> WaysOf(const CommunityView& view, absl::Span<const float> strengths,
                        InfluenceDirection direction) {
  const CommunityGraph& c = view.community();
  const TieGraph& graph = c.graph();
  std::vector<Way> ways;
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      const Node v = graph.Target(arc);
      if (u == v || !view.HasTie(arc)) continue;
      if (!TakesPart(view, MemberId(u)) || !TakesPart(view, MemberId(v))) continue;
      const Time since = c.ties().first_at[arc];
      // An undirected tie has an arc of its own for the way back.
      const bool mirrored = c.IsMirrored(arc);
      if (mirrored || direction != InfluenceDirection::kAgainst) {
        ways.push_back({u, v, since, strengths[arc]});
      }
      if (!mirrored && direction != InfluenceDirection::kAlong) {
        ways.push_back({v, u, since, strengths[arc]});
      }
    }
  }
  std::stable_sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) {
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
  return ways;
}

}  // namespace

absl::StatusOr<InfluenceArcs> FindInfluenceArcs(const CommunityView& view,
                                                const InfluenceArcsOptions& options) {
  const absl::StatusOr<std::vector<float>> strengths = TieStrengths(view, options.strength);
  if (!strengths.ok()) return strengths.status();
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  const std::vector<Way> ways = WaysOf(view, *strengths, options.direction);
  const Node n = view.community().num_members();
  std::vector<uint64_t> offsets(n + size_t{1}, 0);
  std::vector<Node> targets;
  InfluenceArcs arcs;
  for (size_t i = 0; i < ways.size(); ++i) {
    const Way& way = ways[i];
    if (i > 0 && ways[i - 1].from == way.from && ways[i - 1].to == way.to) {
      arcs.since.back() = std::min(arcs.since.back(), way.since);  // Absent is earliest.
      arcs.strength.back() += way.strength;
      continue;
    }
    targets.push_back(way.to);
    ++offsets[way.from + size_t{1}];
    arcs.since.push_back(way.since);
    arcs.strength.push_back(way.strength);
  }
  for (Node u = 0; u < n; ++u) offsets[u + size_t{1}] += offsets[u];
  absl::StatusOr<TieGraph> graph = TieGraph::FromSortedRows(
      std::move(offsets), std::move(targets), /*symmetric=*/false, ThreadsOf(options.run));
  if (!graph.ok()) return graph.status();
  arcs.graph = *std::move(graph);
  return arcs;
}

absl::StatusOr<std::vector<float>> ProbabilitiesByStrength(const InfluenceArcs& arcs,
                                                           double kappa) {
  if (!(kappa > 0 && std::isfinite(kappa))) {
    return absl::InvalidArgumentError(
        absl::StrCat("kappa is ", kappa, ", expected a finite number > 0"));
  }
  if (arcs.strength.size() != arcs.graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat("strength has ", arcs.strength.size(),
                                                   " entries, expected one an arc: ",
                                                   arcs.graph.num_arcs()));
  }
  std::vector<float> p;
  p.reserve(arcs.strength.size());
  for (const double s : arcs.strength) {
    p.push_back(static_cast<float>(ProbabilityOf(TieStrength{s}, kappa).value));
  }
  return p;
}

absl::StatusOr<std::vector<float>> ConstantProbabilities(const InfluenceArcs& arcs, double p) {
  if (!(p > 0 && p <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat("p is ", p, ", expected one in (0, 1]"));
  }
  return std::vector<float>(arcs.graph.num_arcs(), static_cast<float>(p));
}

std::vector<float> WeightedCascadeProbabilities(const TieGraph& graph) {
  std::vector<float> p(graph.num_arcs());
  for (ArcIndex arc = 0; arc < p.size(); ++arc) {
    p[arc] = static_cast<float>(1.0 / static_cast<double>(graph.InDegree(graph.Target(arc))));
  }
  return p;
}

absl::StatusOr<InfluenceGraph> MakeInfluenceGraph(TieGraph graph, std::vector<float> probability,
                                                  SpreadModel model) {
  if (absl::Status s = CheckSpreadProbabilities(graph, probability); !s.ok()) return s;
  if (model == SpreadModel::kLinearThreshold) {
    std::vector<double> sum(graph.num_nodes(), 0);
    for (ArcIndex arc = 0; arc < probability.size(); ++arc) {
      sum[graph.Target(arc)] += probability[arc];
    }
    for (ArcIndex arc = 0; arc < probability.size(); ++arc) {
      const double of_target = sum[graph.Target(arc)];
      if (of_target > 1) probability[arc] = static_cast<float>(probability[arc] / of_target);
    }
  }
  return InfluenceGraph{std::move(graph), std::move(probability), model};
}

}  // namespace pullgraph
