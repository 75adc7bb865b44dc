// SPDX-License-Identifier: Apache-2.0
#include "io/backtest_messages.h"

#include "algorithms/attract/forecast_verdict.h"
#include "io/attract_messages.h"

namespace pullgraph {
namespace {

v1::RankingQuality Quality(const RankingQuality& q, size_t ranking, bool interval) {
  v1::RankingQuality out;
  out.set_ranking(RankingName(ranking));
  out.set_precision_at_10(q.precision_at_10);
  out.set_ndcg_at_10(q.ndcg_at_10);
  out.set_mrr(q.mrr);
  if (interval) {
    out.set_ndcg_low(q.ndcg_low);
    out.set_ndcg_high(q.ndcg_high);
  }
  return out;
}

}  // namespace

v1::BacktestReport ToMessage(const BacktestReport& report) {
  v1::BacktestReport out;
  uint64_t positives = 0;
  for (const OriginReport& origin : report.origins) {
    positives += origin.positives;
    v1::OriginReport* o = out.add_origins();
    o->set_origin(origin.origin.micros());
    o->set_queries(origin.queries);
    o->set_pairs(origin.pairs);
    o->set_positives(origin.positives);
    o->set_wanted(origin.wanted);
    for (size_t r = 0; r < kNumRankings; ++r) {
      *o->add_rankings() = Quality(origin.rankings[r], r, false);
    }
    o->set_brier(origin.brier);
    o->set_ece(origin.ece);
    o->set_ranking(PullRankingName(origin.ranking));
    o->set_learner(LearnerName(origin.learner));
  }
  for (size_t r = 0; r < kNumRankings; ++r) {
    *out.add_rankings() = Quality(report.rankings[r], r, true);
  }
  for (const double lift : report.lift_by_decile) out.add_lift_by_decile(lift);
  out.set_brier(report.brier);
  out.set_ece(report.ece);
  AddReliability(report.reliability, out.mutable_reliability());
  const ForecastQuality& q = report.quality;
  out.set_verdict(VerdictSentence(q, positives));
  out.set_horizon_days(report.horizon_days);
  out.set_candidate_recall(report.candidate_recall);
  out.set_auc(q.auc);
  out.set_auc_low(q.auc_low);
  out.set_auc_high(q.auc_high);
  out.set_brier_skill(q.brier_skill);
  out.set_log_loss_skill(q.log_loss_skill);
  out.set_relative_error(q.relative_error);
  AddTopRatios(q.top, out.mutable_top());
  return out;
}

v1::EventScore ToMessage(const EventScore& score) {
  v1::EventScore out;
  out.set_ranking(score.name);
  out.set_mrr(score.mrr);
  out.set_mrr_low(score.mrr_low);
  out.set_mrr_high(score.mrr_high);
  out.set_mrr_validation(score.mrr_validation);
  out.set_first_place(score.first);
  out.set_first_ten(score.first_ten);
  return out;
}

}  // namespace pullgraph
