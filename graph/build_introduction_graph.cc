// SPDX-License-Identifier: Apache-2.0
#include "graph/build_introduction_graph.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "graph/member_policy.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

struct Half {
  Node target;
  double strength;
  double variance;
};

// One number an arc; variances may be empty.
struct Strengths {
  std::vector<float> strength;
  std::vector<float> variance;
  Half Of(ArcIndex arc, Node target, double share) const {
    return {target, share * strength[arc],
            variance.empty() ? 0 : share * share * variance[arc]};
  }
};

absl::StatusOr<Strengths> StrengthsOf(const CommunityView& view,
                                      const IntroductionOptions& options) {
  Strengths out;
  absl::StatusOr<std::vector<float>> strength = TieStrengths(view, options.strength);
  if (!strength.ok()) return strength.status();
  out.strength = *std::move(strength);
  if (!options.errors) return out;
  absl::StatusOr<std::vector<float>> variance = TieStrengthVariances(view, options.strength);
  if (!variance.ok()) return variance.status();
  out.variance = *std::move(variance);
  return out;
}

// Of ln(1 - e^(-kappa s)), to first order.
double LogError(const Half& half, double kappa) {
  return kappa * std::sqrt(half.variance) / std::expm1(kappa * half.strength);
}

// Arcs out of `u`, folded by target, ascending.
std::vector<Half> FoldedRow(const CommunityView& view, const Strengths& strengths,
                            double reverse_share, Node u) {
  const TieGraph& g = view.community().graph();
  std::vector<Half> row;
  for (ArcIndex arc = g.OutBegin(u); arc < g.OutEnd(u); ++arc) {
    const Node v = g.Target(arc);
    if (v != u && strengths.strength[arc] > 0) row.push_back(strengths.Of(arc, v, 1));
  }
  if (!g.is_symmetric() && reverse_share > 0) {
    const absl::Span<const Node> sources = g.InNeighbors(u);
    for (uint64_t k = 0; k < sources.size(); ++k) {
      const ArcIndex arc = g.InArc(u, k);
      // The other arc of an undirected tie stands in this row already.
      if (sources[k] == u || view.community().IsMirrored(arc)) continue;
      if (strengths.strength[arc] > 0) {
        row.push_back(strengths.Of(arc, sources[k], reverse_share));
      }
    }
  }
  std::stable_sort(row.begin(), row.end(),
                   [](const Half& a, const Half& b) { return a.target < b.target; });
  size_t kept = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    if (kept > 0 && row[kept - 1].target == row[i].target) {
      row[kept - 1].strength += row[i].strength;
      row[kept - 1].variance += row[i].variance;
    } else {
      row[kept++] = row[i];
    }
  }
  row.resize(kept);
  return row;
}

}  // namespace

absl::StatusOr<IntroductionGraph> BuildIntroductionGraph(const CommunityView& view,
                                                         const IntroductionOptions& options) {
  if (!(options.reverse_share >= 0 && options.reverse_share <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("reverse_share is ", options.reverse_share, ", expected one in [0, 1]"));
  }
  const absl::StatusOr<Strengths> strengths = StrengthsOf(view, options);
  if (!strengths.ok()) return strengths.status();
  const int threads = ThreadsOf(options.strength.run);
  const Node n = view.community().num_members();
  std::vector<std::vector<Half>> rows(n);
  ParallelFor(threads, n, 1024, [&](int64_t begin, int64_t end) {
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      // Who wants to hear nothing is not asked to introduce anybody, either.
      if (!IsOptedOut(view, MemberId(u))) rows[u] = FoldedRow(view, *strengths, options.reverse_share, u);
    }
  });
  std::vector<uint64_t> offsets(size_t{n} + 1, 0);
  for (Node u = 0; u < n; ++u) offsets[u + 1] = offsets[u] + rows[u].size();
  std::vector<Node> targets;
  IntroductionGraph out;
  targets.reserve(offsets[n]);
  out.probability.reserve(offsets[n]);
  for (const std::vector<Half>& row : rows) {
    for (const Half& half : row) {
      targets.push_back(half.target);
      out.probability.push_back(
          ProbabilityOf(TieStrength{half.strength}, options.strength.kappa).value);
      if (options.errors) out.log_error.push_back(LogError(half, options.strength.kappa));
    }
  }
  absl::StatusOr<TieGraph> graph =
      TieGraph::FromSortedRows(std::move(offsets), std::move(targets), false, threads);
  if (!graph.ok()) return graph.status();
  out.graph = *std::move(graph);
  return out;
}

std::vector<ArcIndex> EvidenceOf(const CommunityView& view, Node source, Node target) {
  const TieGraph& g = view.community().graph();
  std::vector<ArcIndex> evidence;
  const auto add = [&](Node u, Node v, bool mirrored_too) {
    const std::optional<ArcIndex> first = g.FindArc(u, v);
    if (!first) return;
    for (ArcIndex arc = *first; arc < g.OutEnd(u) && g.Target(arc) == v; ++arc) {
      if (!view.HasTie(arc)) continue;
      if (mirrored_too || !view.community().IsMirrored(arc)) evidence.push_back(arc);
    }
  };
  add(source, target, true);
  if (!g.is_symmetric()) add(target, source, false);
  return evidence;
}

}  // namespace pullgraph
