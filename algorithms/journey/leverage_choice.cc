// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/leverage_choice.h"

#include <cmath>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "algorithms/journey/leverage.h"
#include "graph/attributes.h"
#include "graph/member_policy.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

absl::StatusOr<std::vector<float>> ProbabilitiesOf(const CommunityView& view,
                                                   const InfluenceArcs& arcs,
                                                   const InfluenceOptions& options) {
  switch (options.source) {
    case InfluenceSource::kTies: return ProbabilitiesByStrength(arcs, options.kappa);
    case InfluenceSource::kConstant: return ConstantProbabilities(arcs, options.p);
    case InfluenceSource::kWeightedCascade: return WeightedCascadeProbabilities(arcs.graph);
    case InfluenceSource::kLearned: break;
  }
  const std::vector<ActionEntry> log = ActionLogOf(view);
  if (log.empty()) {
    return absl::FailedPreconditionError("there are no dated signals to learn influence from");
  }
  absl::StatusOr<LearnedInfluence> learned =
      LearnInfluence(arcs.graph, arcs.since, log, options.learn);
  if (!learned.ok()) return learned.status();
  return std::move(learned->probability);
}

template <class Policy>
std::vector<uint8_t> Chosen(const CommunityView& view, absl::Span<const uint8_t> customers,
                            Policy policy) {
  std::vector<uint8_t> chosen(view.community().num_members());
  for (uint32_t m = 0; m < chosen.size(); ++m) {
    const bool is_out = !customers.empty() && customers[m] != 0;
    chosen[m] = policy(MemberId(m)) && !is_out ? 1 : 0;
  }
  return chosen;
}

}  // namespace

absl::StatusOr<InfluenceGraph> BuildInfluenceGraph(const CommunityView& view,
                                                   const InfluenceOptions& options) {
  absl::StatusOr<InfluenceArcs> arcs = FindInfluenceArcs(view, options.arcs);
  if (!arcs.ok()) return arcs.status();
  absl::StatusOr<std::vector<float>> p = ProbabilitiesOf(view, *arcs, options);
  if (!p.ok()) return p.status();
  return MakeInfluenceGraph(std::move(arcs->graph), *std::move(p), options.model);
}

std::vector<uint8_t> LeverageCandidates(const CommunityView& view,
                                        absl::Span<const uint8_t> customers) {
  return Chosen(view, customers, [&](MemberId m) { return MayBeContacted(view, m); });
}

std::vector<uint8_t> LeverageAudience(const CommunityView& view,
                                      absl::Span<const uint8_t> customers) {
  return Chosen(view, customers, [&](MemberId m) { return TakesPart(view, m); });
}

absl::StatusOr<std::vector<double>> ContactCosts(const CommunityView& view,
                                                 std::string_view attribute) {
  const CommunityGraph& community = view.community();
  std::vector<double> costs(community.num_members(), 1);
  if (attribute.empty()) return costs;
  bool any = false;
  for (uint32_t m = 0; m < costs.size(); ++m) {
    for (const Attribute& a : AttributesAt(view, MemberId(m))) {
      if (community.String(a.name) != attribute) continue;
      any = true;
      const std::string_view text = community.String(a.value);
      if (absl::SimpleAtod(AbslView(text), &costs[m]) && costs[m] > 0 &&
          std::isfinite(costs[m])) {
        continue;
      }
      return absl::InvalidArgumentError(absl::StrCat(
          "member '", AbslView(community.MemberKey(MemberId(m))), "' has ", AbslView(attribute),
          " = '", AbslView(text), "', expected a number > 0"));
    }
  }
  if (any) return costs;
  return absl::NotFoundError(
      absl::StrCat("no member has attribute '", AbslView(attribute), "'"));
}

std::vector<Node> BestConnectedWithinBudget(const InfluenceGraph& influence,
                                            absl::Span<const double> costs, double budget,
                                            absl::Span<const uint8_t> candidates) {
  std::vector<Node> chosen;
  for (const Node u : BestConnected(influence, influence.graph.num_nodes(), candidates)) {
    if (costs[u] > budget) continue;
    budget -= costs[u];
    chosen.push_back(u);
  }
  return chosen;
}

}  // namespace pullgraph
