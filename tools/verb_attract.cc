// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/serendipity.h"
#include "graph/member_policy.h"
#include "io/answer/figures.h"
#include "io/attract_messages.h"
#include "tools/link_modes.h"
#include "tools/model_options.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_attract {
namespace {

using figures::Short;

struct AttractSettings {
  PullModelOptions model;
  int per_member = 3;
  std::string member;
  bool report = false;
  bool links = false;
  bool ties = false;
  bool serendipity = false;
  int runs = 10;
};

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
  absl::StrAppend(&answer.title, ". ", BorneOutNote(model));
  answer.borne_out = IsBorneOut(model);
  for (const Attraction& pull : *pulls) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, model, pull, answer.NextRank()));
  }
  answer.Note(LearnerNote(model, settings.model.learner));
  return answer;
}

absl::StatusOr<Answer> Attract(Session& session, AttractSettings& settings) {
  if (settings.links) return AnswerLinks(session, settings.runs);
  MemberId only = MemberId::None();
  if (!settings.member.empty()) {
    const auto found = session.FindMember("--member", settings.member);
    if (!found.ok()) return found.status();
    only = *found;
  }
  if (settings.ties) return AnswerTies(session, settings.per_member, only);
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
  o.Mode("--ties", s.ties, "Who should meet whom: the likeliest ties that are not known");
  o.In({kPlain});
  session.Strict(o);
  o.In({kPlain, "--report", "--serendipity"});
  AddModelOptions(o, s.model);
  o.In({kPlain, "--serendipity", "--ties"});
  o.Num("--per-member", s.per_member, AtLeast(1), "Things, or people, for one member at most");
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
                  "pullgraph attract q.pull --ties", "pullgraph attract q.pull --report"},
     .cost = {80, 100, 2e5}},
    Answers<v1::Attraction, v1::Serendipity, v1::ModelReport, v1::HeuristicReport, v1::LikelyTie>(), Declare,
    Attract);

}  // namespace
}  // namespace pullgraph::tools::verb_attract
