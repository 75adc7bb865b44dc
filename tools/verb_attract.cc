// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/link_evaluation.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/serendipity.h"
#include "algorithms/kernels/simple_ties.h"
#include "graph/member_policy.h"
#include "graph/parallel.h"
#include "io/answer/figures.h"
#include "io/attract_messages.h"
#include "tools/model_options.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

struct AttractSettings {
  PullModelOptions model;
  int per_member = 3;
  std::string member;
  bool report = false;
  bool links = false;
  bool serendipity = false;
  int runs = 10;
};

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

// Hides ties and tells how well they are found again.
absl::StatusOr<Answer> AnswerLinks(Session& session, const AttractSettings& settings) {
  const absl::StatusOr<TieGraph> known = KnownTies(session.view(), session.run());
  if (!known.ok()) return known.status();
  const absl::StatusOr<SimpleTies> simple = SimpleTies::Of(*known, session.run());
  if (!simple.ok()) return simple.status();
  LinkEvaluationOptions evaluation;
  evaluation.runs = settings.runs;
  evaluation.seed = session.seed;
  evaluation.run = session.run();
  const absl::StatusOr<LinkEvaluation> result = EvaluateLinkPrediction(simple->graph(), evaluation);
  if (!result.ok()) return result.status();
  Answer answer;
  answer.findings = {{"test_share", absl::StrCat(evaluation.test_share)},
                     {"brier", absl::StrCat(result->brier)},
                     {"ece", absl::StrCat(result->ece)}};
  answer.title = absl::StrCat(
      "Hidden ties told from random pairs: ", CountOf(static_cast<uint64_t>(settings.runs), "run", "runs"),
      ", a tenth of the ties hidden in each");
  for (const LinkScore& score : result->scores) {
    v1::HeuristicReport& row = answer.Add<v1::HeuristicReport>();
    row.set_method(score.name);
    row.set_runs(static_cast<uint32_t>(settings.runs));
    row.set_auc(score.auc);
    row.set_auc_deviation(score.auc_deviation);
    row.set_average_precision(score.average_precision);
  }
  answer.Note(absl::StrCat("Learned model: Brier score ", Short(result->brier),
                           ", calibration error ", Short(result->ece), "."));
  return answer;
}

// What members will like and would not have come upon; most serendipitous first.
absl::StatusOr<Answer> AnswerSerendipity(Session& session, const AttractSettings& settings,
                                         const PullModel& model,
                                         absl::FunctionRef<bool(uint32_t)> wanted) {
  const CommunityView view = session.view();
  SerendipityOptions options;
  options.per_member = settings.per_member;
  options.pool = std::max(options.pool, settings.per_member);
  absl::StatusOr<std::vector<SerendipitousFind>> finds =
      FindSerendipity(view, model, settings.model, options, wanted);
  if (!finds.ok()) return finds.status();
  std::stable_sort(finds->begin(), finds->end(),
                   [](const SerendipitousFind& a, const SerendipitousFind& b) {
                     return a.serendipity > b.serendipity;
                   });
  Answer answer;
  answer.Of<v1::Serendipity>();
  answer.findings = {{"pool", absl::StrCat(options.pool)}};
  answer.title = "Relevant and unexpected: what they would like and not come upon by themselves";
  for (const SerendipitousFind& find : *finds) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, find, answer.NextRank()));
  }
  answer.Note("Serendipity = relevance (share of the member's best likelihood) times "
              "unexpectedness; all in 0 to 1.");
  return answer;
}

absl::StatusOr<Answer> AnswerPulls(Session& session, const AttractSettings& settings,
                                   const PullModel& model,
                                   absl::FunctionRef<bool(uint32_t)> wanted) {
  const CommunityView view = session.view();
  absl::StatusOr<std::vector<Attraction>> pulls =
      PredictPulls(view, model, settings.model, settings.per_member, wanted);
  if (!pulls.ok()) return pulls.status();
  std::stable_sort(pulls->begin(), pulls->end(), [](const Attraction& a, const Attraction& b) {
    return a.likelihood.p > b.likelihood.p;
  });
  Answer answer;
  answer.Of<v1::Attraction>();
  answer.title = model.is_temporal()
                     ? absl::StrCat("Likeliest pulls of the next ",
                                    Short(model.horizon_days()), " days")
                     : "Likeliest pulls not seen yet (the history is undated)";
  for (const Attraction& pull : *pulls) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, model, pull, answer.NextRank()));
  }
  answer.Note(BorneOutNote(model));
  answer.Note(LearnerNote(model, settings.model.learner));
  return answer;
}

absl::StatusOr<Answer> Attract(Session& session, AttractSettings& settings) {
  if (settings.links) return AnswerLinks(session, settings);
  MemberId only = MemberId::None();
  if (!settings.member.empty()) {
    const auto found = session.FindMember("--member", settings.member);
    if (!found.ok()) return found.status();
    only = *found;
  }
  settings.model.seed = session.seed;
  settings.model.run = session.run();
  const absl::StatusOr<PullModel> model = TrainPullModel(session.view(), settings.model);
  if (!model.ok()) return model.status();
  if (settings.report) {
    Answer answer;
    answer.Add(ToMessage(*model));
    answer.whole = true;
    answer.title = "How good the likelihoods are, on history that the model had not seen";
    return answer;
  }
  const CommunityView view = session.view();
  const auto wanted = [&](uint32_t m) {
    return (only.is_none() || only.value() == m) && !IsBot(view, MemberId(m));
  };
  return settings.serendipity ? AnswerSerendipity(session, settings, *model, wanted)
                              : AnswerPulls(session, settings, *model, wanted);
}

void Declare(Options& o, Session& session, AttractSettings& s) {
  session.Input(o);
  session.Seed(o);
  o.Mode("--report", s.report,
         "How good the model is: what came of the likeliest, AUC, skill, reliability");
  o.Mode("--serendipity", s.serendipity,
         "What is relevant and unexpected, with a reason for each");
  o.Mode("--links", s.links,
         "How well hidden ties are found again: five scores and a learned model");
  o.In({kPlain, "--report", "--serendipity"});
  AddModelOptions(o, s.model);
  o.In({kPlain, "--serendipity"});
  o.Num("--per-member", s.per_member, AtLeast(1), "Things for one member at most");
  o.Text("--member", s.member, "MEMBER", "Only this member, by id or name");
  session.Limit(o, 20);
  o.In({});
  session.Formats(o);
  o.In({"--links"});
  o.Num("--runs", s.runs, Between(1, 1000), "Random splits");
}

const bool kRegistered = Register<AttractSettings>(
    {.name = "attract",
     .group = Group::kUnderstand,
     .question = "What will draw a member, and how likely? A calibrated likelihood",
     .examples = {"pullgraph attract q.pull --limit 20", "pullgraph attract q.pull --serendipity",
                  "pullgraph attract q.pull --report"},
     .cost = {80, 100, 2e5}},
    Answers<v1::Attraction, v1::Serendipity, v1::ModelReport, v1::HeuristicReport>(), Declare,
    Attract);

}  // namespace
}  // namespace pullgraph::tools
