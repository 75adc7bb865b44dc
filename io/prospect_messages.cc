// SPDX-License-Identifier: Apache-2.0
#include "io/prospect_messages.h"

#include <string>

#include "io/answer/answer.h"
#include "io/convert_messages.h"
#include "io/path_messages.h"

namespace pullgraph {

v1::Prospect ToMessage(const CommunityView& view, const ProspectList& list, double value,
                       const Prospect& p, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::Prospect out;
  out.set_rank(rank);
  SetRef(c, p.member, out, "member");
  out.set_likelihood(p.chance.p);
  out.set_likelihood_low(p.chance.low);
  out.set_likelihood_high(p.chance.high);
  if (p.with_contact.has_value()) out.set_with_contact(*p.with_contact);
  out.set_access(p.access);
  for (size_t i = 0; i + 1 < p.path.members.size(); ++i) {
    AddRef(c, p.path.members[i], out, "through", "through_names");
  }
  if (!p.path.members.empty()) *out.mutable_path() = ToMessage(view, list.introductions, p.path);
  if (!p.resource.is_none()) {
    SetRef(c, p.resource, out, "resource");
    out.set_url(std::string(c.String(c.resources().url[p.resource.value()])));
    out.set_attract(p.attract);
  }
  out.set_worth(p.worth);
  out.set_worth_low(p.low);
  out.set_worth_high(p.high);
  out.set_value(value);
  out.set_cost(p.cost);
  for (const std::string& reason : p.reasons) out.add_reasons(reason);
  out.set_counterfactual(p.counterfactual);
  AddContributions(list.model, p.features, out.mutable_contributions());
  return out;
}

v1::ListBacktest ToMessage(const CustomerBacktest& backtest) {
  v1::ListBacktest out;
  if (!backtest.hiding) out.set_horizon_days(backtest.horizon_days);
  out.set_hiding(backtest.hiding);
  for (const ListScore& score : backtest.scores) {
    v1::ListScore* s = out.add_rankings();
    s->set_ranking(score.ranking);
    s->set_auc(score.auc);
    s->set_auc_low(score.auc_low);
    s->set_auc_high(score.auc_high);
    s->set_precision_at_10(score.precision_at_10);
    s->set_precision_at_50(score.precision_at_50);
    s->set_ndcg_at_10(score.ndcg_at_10);
    s->set_ndcg_at_50(score.ndcg_at_50);
    s->set_ndcg_difference_error(score.ndcg_difference_error);
    s->set_found_at_20(score.found_at_20);
    s->set_found_at_100(score.found_at_100);
  }
  for (const TopReport& top : backtest.top) *out.add_top() = ToMessage(top);
  for (const CustomerOrigin& origin : backtest.origins) {
    v1::CustomerOrigin* o = out.add_origins();
    if (origin.origin.is_present()) o->set_origin(origin.origin.micros());
    o->set_listed(origin.listed);
    o->set_became(origin.became);
    o->set_on_the_list(origin.on_the_list);
    o->set_verdict(ConversionVerdictName(origin.verdict));
  }
  return out;
}

v1::EdgeBacktest ToMessage(const EdgeBacktest& b) {
  v1::EdgeBacktest out;
  out.set_horizon_days(b.horizon_days);
  out.set_origins(b.origins);
  out.set_clusters(b.clusters);
  out.set_edges(b.edges);
  out.set_expected(b.expected);
  out.set_happened(b.happened);
  if (b.expected > 0) out.set_ratio(static_cast<double>(b.happened) / b.expected);
  out.set_ratio_low(b.ratio_low);
  out.set_ratio_high(b.ratio_high);
  out.set_spearman(b.spearman);
  out.set_spearman_low(b.spearman_low);
  out.set_spearman_high(b.spearman_high);
  if (b.edge_prospects > 0) out.set_edge_rate(b.edge_rate);
  if (b.other_prospects > 0) out.set_other_rate(b.other_rate);
  return out;
}

}  // namespace pullgraph
