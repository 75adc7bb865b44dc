// SPDX-License-Identifier: Apache-2.0
#include "io/leverage_messages.h"

#include "io/answer/answer.h"

namespace pullgraph {

std::vector<v1::LeverageSeed> ToMessages(const CommunityView& view,
                                         const InfluenceGraph& influence,
                                         const Leverage& leverage,
                                         absl::Span<const double> cost) {
  const CommunityGraph& c = view.community();
  const std::vector<Node> order = BestConnected(influence, influence.graph.num_nodes());
  std::vector<uint32_t> rank_by_ties(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) rank_by_ties[order[i]] = i + 1;
  std::vector<v1::LeverageSeed> out;
  double spent = 0;
  for (const LeverageSeed& seed : leverage.seeds) {
    const MemberId member(seed.node);
    v1::LeverageSeed& row = out.emplace_back();
    row.set_rank(static_cast<uint32_t>(out.size()));
    SetRef(c, member, row, "member");
    uint64_t ties = 0;
    for (ArcIndex arc = influence.graph.OutBegin(seed.node);
         arc < influence.graph.OutEnd(seed.node); ++arc) {
      ties += influence.probability[arc] > 0;
    }
    row.set_ties(ties);
    row.set_ties_rank(rank_by_ties[seed.node]);
    row.set_marginal(seed.marginal);
    row.set_spread(seed.spread);
    row.set_spread_low(seed.spread_low);
    row.set_spread_high(seed.spread_high);
    if (cost.empty()) continue;
    spent += cost[seed.node];
    row.set_cost(cost[seed.node]);
    row.set_spent(spent);
  }
  return out;
}

v1::SimulatedSpread ToMessage(const Spread& spread, uint32_t cascades) {
  v1::SimulatedSpread out;
  out.set_mean(spread.mean);
  out.set_low(spread.low);
  out.set_high(spread.high);
  out.set_cascades(cascades);
  return out;
}

v1::LeverageCertificate CertificateToMessage(const InfluenceGraph& influence,
                                             const Leverage& leverage) {
  v1::LeverageCertificate out;
  const bool cascade = influence.model == SpreadModel::kIndependentCascade;
  out.set_model(cascade ? "cascade" : "threshold");
  out.set_seeds(static_cast<uint32_t>(leverage.seeds.size()));
  out.set_spread(leverage.spread);
  out.set_spread_low(leverage.spread_low);
  out.set_spread_high(leverage.spread_high);
  out.set_best_high(leverage.best_high);
  out.set_ratio(leverage.ratio);
  out.set_certified(leverage.certified);
  out.set_sets(leverage.sets);
  return out;
}

}  // namespace pullgraph
