// SPDX-License-Identifier: Apache-2.0
#include "io/convert_messages.h"

#include "io/answer/answer.h"

namespace pullgraph {
namespace {

constexpr size_t kReasonsShown = 3;

}  // namespace

void AddContributions(const ConvertModel& model, const ConvertRow& row,
                      google::protobuf::RepeatedPtrField<v1::Contribution>* out) {
  const std::vector<double> contributions = model.Contributions(row);
  for (size_t f = 0; f < contributions.size(); ++f) {
    if (contributions[f] == 0) continue;
    v1::Contribution* c = out->Add();
    c->set_feature(ConvertFeatureName(f));
    c->set_value(row[f]);
    c->set_log_odds(contributions[f]);
  }
}

v1::ConversionChance ToMessage(const CommunityView& view, const ConvertModel& model,
                               MemberId member, const ConvertRow& row,
                               const ConversionChance& chance, uint32_t rank) {
  v1::ConversionChance out;
  out.set_rank(rank);
  SetRef(view.community(), member, out, "member");
  out.set_likelihood(chance.p);
  out.set_likelihood_low(chance.low);
  out.set_likelihood_high(chance.high);
  for (const std::string& reason : ConvertReasons(model, row, kReasonsShown)) {
    out.add_reasons(reason);
  }
  AddContributions(model, row, out.mutable_contributions());
  return out;
}

v1::TopOfList ToMessage(const TopReport& top) {
  v1::TopOfList out;
  out.set_first(top.k);
  out.set_expected(top.expected);
  out.set_happened(top.happened);
  out.set_ratio(top.ratio);
  out.set_ratio_low(top.ratio_low);
  out.set_ratio_high(top.ratio_high);
  return out;
}

v1::ConversionReport ToMessage(const ConvertModel& model) {
  const ConvertReport& r = model.report();
  v1::ConversionReport out;
  out.set_verdict(ConversionVerdictName(r.verdict));
  out.set_sentence(r.sentence);
  if (model.is_temporal()) {
    out.set_horizon_days(model.horizon_days());
    out.set_half_life_days(model.half_life_days());
  }
  out.set_learner(r.learner);
  out.set_simple(r.simple);
  out.set_origins(r.origins);
  out.set_prospects(r.prospects);
  out.set_conversions(r.conversions);
  out.set_judged_origins(r.judged_origins);
  out.set_judged_conversions(r.judged_conversions);
  out.set_auc(r.auc);
  out.set_auc_low(r.auc_low);
  out.set_auc_high(r.auc_high);
  out.set_auc_simple(r.auc_simple);
  out.set_skill(r.skill);
  out.set_skill_low(r.skill_low);
  out.set_skill_high(r.skill_high);
  out.set_brier_skill(r.brier_skill);
  for (const TopReport& top : r.top) *out.add_top() = ToMessage(top);
  return out;
}

}  // namespace pullgraph
