// SPDX-License-Identifier: Apache-2.0
#include "tools/link_modes.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/link_evaluation.h"
#include "algorithms/attract/link_model.h"
#include "algorithms/attract/link_predict.h"
#include "algorithms/attract/link_ranking.h"
#include "algorithms/kernels/simple_ties.h"
#include "graph/member_policy.h"
#include "graph/parallel.h"
#include "io/answer/figures.h"
#include "io/attract_messages.h"
#include "pullgraph/v1/attract.pb.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

// Hidden ties of each run that are ranked among near strangers.
constexpr int kRanked = 100;
// Pairs that are listed are two ties apart: the model is to tell such pairs apart.
constexpr int kListedHops = 2;

// The ties that were known by then.
absl::StatusOr<TieGraph> KnownTies(const CommunityView& view, const RunControl* run) {
  const TieGraph& ties = view.community().graph();
  std::vector<uint64_t> offsets = {0};
  std::vector<Node> targets;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      if (view.HasTie(arc)) targets.push_back(ties.Target(arc));
    }
    offsets.push_back(targets.size());
  }
  return TieGraph::FromSortedRows(std::move(offsets), std::move(targets), ties.is_symmetric(),
                                  ThreadsOf(run));
}

absl::StatusOr<LinkEvaluation> Evaluate(Session& session, const TieGraph& ties, int runs,
                                        int within_hops, const RunControl* run) {
  LinkEvaluationOptions evaluation;
  evaluation.runs = runs;
  evaluation.ranked = kRanked;
  evaluation.model.within_hops = within_hops;
  evaluation.seed = session.seed;
  evaluation.run = run;
  return EvaluateLinkPrediction(ties, evaluation);
}

// How well such a list finds ties that are known and were hidden from it.
std::string HeldOut(const LinkEvaluation& e) {
  const LinkScore& learned = e.learned();
  double best = 0;
  for (size_t k = 0; k + 1 < e.scores.size(); ++k) best = std::max(best, e.scores[k].hits);
  const auto percent = [](double p) { return figures::Plain(figures::Percent(p)); };
  return absl::StrCat("Held out: of ", CountOf(e.ranked, "known tie that was", "known ties that were"),
                      " hidden, ", percent(learned.hits), " came among the first ", kRankedHits, " of ",
                      kRankedNegatives, " pairs of the same people with strangers near them (",
                      percent(e.no_skill_hits), " without skill, ", percent(best),
                      " by the best simple score); MRR ", Short(learned.mrr), " (",
                      Short(e.no_skill_mrr), " without skill).");
}

// Each pair once, the likeliest first.
void Arrange(std::vector<LinkPrediction>& all) {
  for (LinkPrediction& p : all) {
    if (p.other < p.member) std::swap(p.member, p.other);
  }
  std::stable_sort(all.begin(), all.end(), [](const LinkPrediction& a, const LinkPrediction& b) {
    if (a.likelihood != b.likelihood) return a.likelihood > b.likelihood;
    return std::pair(a.member, a.other) < std::pair(b.member, b.other);
  });
  std::set<std::pair<Node, Node>> seen;
  std::erase_if(all, [&](const LinkPrediction& p) {
    return !seen.emplace(p.member, p.other).second;
  });
}

}  // namespace

absl::StatusOr<Answer> AnswerTies(Session& session, int per_member, MemberId only) {
  const CommunityView view = session.view();
  const absl::StatusOr<TieGraph> known = KnownTies(view, session.run());
  if (!known.ok()) return known.status();
  const absl::StatusOr<SimpleTies> simple = SimpleTies::Of(*known, session.run());
  if (!simple.ok()) return simple.status();
  const RunControl learning = PartOf(session.run(), "learning from ties", 0, 0.4);
  LinkModelOptions training;
  training.within_hops = kListedHops;
  training.seed = session.seed;
  training.run = &learning;
  const absl::StatusOr<LinkModel> model = TrainLinkModel(simple->graph(), training);
  if (!model.ok()) return model.status();
  const RunControl looking = PartOf(session.run(), "looking for ties", 0.4, 0.6);
  LinkPredictOptions predict;
  predict.features.seed = session.seed;
  predict.run = &looking;
  // Some of them are nobody to meet.
  constexpr int kSpare = 5;
  predict.per_member = per_member + kSpare;
  const auto meets = [&](Node m) { return IsOfCommunity(view, MemberId(m)); };
  absl::StatusOr<std::vector<LinkPrediction>> ties =
      PredictLinks(simple->graph(), *model, predict, [&](Node m) {
        return meets(m) && (only.is_none() || only.value() == m);
      });
  if (!ties.ok()) return ties.status();
  std::vector<int> listed(view.community().num_members(), 0);
  std::erase_if(*ties, [&](const LinkPrediction& p) {
    return !meets(p.other) || listed[p.member]++ >= per_member;
  });
  Arrange(*ties);
  const RunControl judging = PartOf(session.run(), "hiding ties", 0.6, 1);
  const absl::StatusOr<LinkEvaluation> held_out =
      Evaluate(session, simple->graph(), 1, kListedHops, &judging);
  if (!held_out.ok()) return held_out.status();
  Answer answer;
  answer.Of<v1::LikelyTie>();
  answer.title = "Who should meet whom: the likeliest ties that are not known";
  for (const LinkPrediction& tie : *ties) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, simple->graph(), tie, answer.NextRank()));
  }
  answer.findings = {{"hits", absl::StrCat(held_out->learned().hits)},
                     {"mrr", absl::StrCat(held_out->learned().mrr)}};
  answer.Note(HeldOut(*held_out));
  answer.Note("The likelihood is that of a tie nobody told us of, if one in ten is such a tie.");
  return answer;
}

absl::StatusOr<Answer> AnswerLinks(Session& session, int runs) {
  const absl::StatusOr<TieGraph> known = KnownTies(session.view(), session.run());
  if (!known.ok()) return known.status();
  const absl::StatusOr<SimpleTies> simple = SimpleTies::Of(*known, session.run());
  if (!simple.ok()) return simple.status();
  const absl::StatusOr<LinkEvaluation> result =
      Evaluate(session, simple->graph(), runs, 0, session.run());
  if (!result.ok()) return result.status();
  Answer answer;
  answer.findings = {{"test_share", absl::StrCat(LinkEvaluationOptions().test_share)},
                     {"brier", absl::StrCat(result->brier)},
                     {"ece", absl::StrCat(result->ece)}};
  answer.title = absl::StrCat("Hidden ties told from pairs without one: ",
                              CountOf(static_cast<uint64_t>(runs), "run", "runs"),
                              ", a tenth of the ties hidden in each");
  const auto add = [&](const LinkScore& score) {
    v1::HeuristicReport& row = answer.Add<v1::HeuristicReport>();
    row.set_method(score.name);
    row.set_runs(static_cast<uint32_t>(runs));
    row.set_auc(score.auc);
    row.set_auc_deviation(score.auc_deviation);
    row.set_average_precision(score.average_precision);
    row.set_mrr(score.mrr);
    row.set_hits_at_50(score.hits);
  };
  for (const LinkScore& score : result->scores) add(score);
  LinkScore nothing;
  nothing.name = "no skill";
  nothing.auc = nothing.average_precision = 0.5;
  nothing.mrr = result->no_skill_mrr;
  nothing.hits = result->no_skill_hits;
  add(nothing);
  answer.Note(absl::StrCat(
      "AUC and average precision: among random pairs. MRR and hits: each hidden tie among ",
      kRankedNegatives, " pairs of its ends with the strangers nearest to them, which is harder."));
  answer.Note(absl::StrCat("Learned model: Brier score ", Short(result->brier),
                           ", calibration error ", Short(result->ece), "."));
  return answer;
}

}  // namespace pullgraph::tools
