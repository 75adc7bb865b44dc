// SPDX-License-Identifier: Apache-2.0
#include "io/attract_messages.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/forecast_verdict.h"
#include "absl/strings/str_join.h"
#include "io/answer/answer.h"

namespace pullgraph {

void AddContributions(const PullRow& features, const PullRow& contributions,
                      google::protobuf::RepeatedPtrField<v1::Contribution>* out) {
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    v1::Contribution* c = out->Add();
    c->set_feature(FeatureName(f));
    c->set_value(features[f]);
    c->set_log_odds(contributions[f]);
  }
}

void AddTopRatios(const std::vector<TopRatio>& ratios,
                  google::protobuf::RepeatedPtrField<v1::TopRatio>* out) {
  for (const TopRatio& ratio : ratios) {
    v1::TopRatio* row = out->Add();
    row->set_list(ratio.per_member ? absl::StrCat("each member's ", ratio.places)
                                   : absl::StrCat("likeliest ", ratio.places));
    row->set_pairs(ratio.pairs);
    row->set_expected(ratio.expected);
    row->set_observed(ratio.observed);
    row->set_ratio(ratio.ratio);
    row->set_ratio_low(ratio.low);
    row->set_ratio_high(ratio.high);
  }
}

void AddReliability(const std::vector<ReliabilityBin>& bins,
                    google::protobuf::RepeatedPtrField<v1::ReliabilityBin>* out) {
  for (const ReliabilityBin& bin : bins) {
    v1::ReliabilityBin* b = out->Add();
    b->set_low(bin.low);
    b->set_high(bin.high);
    b->set_pairs(static_cast<uint64_t>(bin.count));
    b->set_predicted(bin.predicted);
    b->set_observed(bin.observed);
  }
}

v1::Attraction ToMessage(const CommunityView& view, const PullModel& model,
                         const Attraction& a, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::Attraction out;
  out.set_rank(rank);
  SetRef(c, MemberId(a.member), out, "member");
  SetRef(c, ResourceId(a.resource), out, "object");
  out.set_likelihood(a.likelihood.p);
  out.set_likelihood_low(a.likelihood.low);
  out.set_likelihood_high(a.likelihood.high);
  AddContributions(a.features, model.Contributions(a.features), out.mutable_contributions());
  return out;
}

v1::Serendipity ToMessage(const CommunityView& view, const SerendipitousFind& find,
                          uint32_t rank) {
  const CommunityGraph& c = view.community();
  const MemberId member(find.attraction.member);
  const ResourceId resource(find.attraction.resource);
  v1::Serendipity out;
  out.set_rank(rank);
  SetRef(c, member, out, "member");
  SetRef(c, resource, out, "object");
  out.set_likelihood(find.attraction.likelihood.p);
  out.set_relevance(find.relevance);
  out.set_unexpectedness(find.unexpectedness);
  out.set_serendipity(find.serendipity);
  out.set_relevant_because(find.relevant_because);
  out.set_unexpected_because(find.unexpected_because);
  return out;
}

v1::LikelyTie ToMessage(const CommunityView& view, const TieGraph& ties,
                        const LinkPrediction& tie, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::LikelyTie out;
  out.set_rank(rank);
  SetRef(c, MemberId(tie.member), out, "member");
  SetRef(c, MemberId(tie.other), out, "other");
  out.set_likelihood(tie.likelihood);
  std::vector<Node> common = CommonContacts(ties, tie.member, tie.other);
  out.set_common_contacts(common.size());
  // Who knows few people says more about the two than who knows all.
  std::stable_sort(common.begin(), common.end(), [&](Node a, Node b) {
    return ties.OutNeighbors(a).size() < ties.OutNeighbors(b).size();
  });
  constexpr size_t kNamed = 3;
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(kNamed, common.size()); ++i) {
    names.emplace_back(c.MemberLabel(MemberId(common[i])));
  }
  out.set_reason(absl::StrJoin(names, ", "));
  return out;
}

v1::ModelReport ToMessage(const PullModel& model) {
  const PullModelReport& r = model.report();
  v1::ModelReport out;
  const bool trees = model.learner() == Learner::kBoostedTrees;
  out.set_learner(LearnerName(model.learner()));
  out.set_model(absl::StrCat(trees ? "boosted trees" : "logistic",
                             model.is_temporal() ? ", rolling origin" : ", hidden pulls"));
  const auto add = [&](const char* name, const std::optional<LearnerScore>& score) {
    if (!score) return;
    v1::LearnerScore* row = out.add_learners();
    row->set_learner(name);
    row->set_log_loss(score->log_loss);
    row->set_average_precision(score->average_precision);
  };
  add("logistic", r.logistic);
  add("trees", r.trees);
  const ForecastQuality& q = r.quality;
  out.set_verdict(VerdictSentence(q, r.positives));
  if (model.is_temporal()) {
    out.set_horizon_days(model.horizon_days());
    out.set_half_life_days(model.half_life_days());
  }
  out.set_ranking(PullRankingName(model.ranking()));
  out.set_auc_low(q.auc_low);
  out.set_auc_high(q.auc_high);
  out.set_candidate_recall(r.candidate_recall);
  out.set_brier_skill(q.brier_skill);
  out.set_log_loss_skill(q.log_loss_skill);
  out.set_relative_error(q.relative_error);
  AddTopRatios(q.top, out.mutable_top());
  for (size_t k = 0; k < kNumPullRankings && r.queries > 0; ++k) {
    v1::RankingScore* row = out.add_rankings();
    row->set_ranking(PullRankingName(static_cast<PullRanking>(k)));
    row->set_ndcg_at_10(r.ndcg[k]);
  }
  out.set_pairs(r.pairs);
  out.set_positives(r.positives);
  out.set_auc(r.auc);
  out.set_average_precision(r.average_precision);
  out.set_brier(r.brier);
  out.set_ece(r.ece);
  AddReliability(r.reliability, out.mutable_reliability());
  out.set_auc_popularity(r.auc_popularity);
  out.set_auc_recency(r.auc_recency);
  out.set_average_precision_popularity(r.average_precision_popularity);
  out.set_average_precision_recency(r.average_precision_recency);
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    v1::Contribution* c = out.add_coefficients();
    c->set_feature(FeatureName(f));
    c->set_value(model.logistic().mean[f]);
    c->set_log_odds(model.logistic().weight[f]);
  }
  return out;
}

}  // namespace pullgraph
