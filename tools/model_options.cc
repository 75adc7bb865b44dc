// SPDX-License-Identifier: Apache-2.0
#include "tools/model_options.h"

#include "absl/strings/str_cat.h"
#include "algorithms/attract/forecast_verdict.h"
#include "io/answer/figures.h"

namespace pullgraph::tools {

void AddTieOptions(Options& o, TieStrengthOptions& ties) {
  o.Num("--tie-half-life", ties.half_life_days, MoreThan(0),
        "Days after which an exchange counts half for a tie");
}

void AddModelOptions(Options& o, PullModelOptions& model) {
  AddClockOptions(o, model);
  AddLearningOptions(o, model);
}

void AddClockOptions(Options& o, PullModelOptions& model) {
  o.Num("--horizon", model.horizon_days, MoreThan(0),
        "Days ahead that a likelihood speaks of; by the community's pace unless given");
  o.Num("--half-life", model.half_life_days, MoreThan(0),
        "Days after which an act counts half; the horizon unless given");
}

void AddLearningOptions(Options& o, PullModelOptions& model) {
  AddTieOptions(o, model.ties.strength);
  o.Choice<Learner>("--learner", model.learner,
                    {{"logistic", Learner::kLogistic},
                     {"trees", Learner::kBoostedTrees},
                     {"auto", Learner::kAuto}},
                    "Logistic regression, boosted trees, or the better of them on kept history");
}

bool IsBorneOut(const PullModel& model) {
  const PullModelReport& r = model.report();
  return JudgeVerdict(r.quality, r.positives) >= Verdict::kOrderOnly;
}

std::string BorneOutNote(const PullModel& model) {
  const PullModelReport& r = model.report();
  std::string note = VerdictSentence(r.quality, r.positives);
  if (model.ranking() != PullRanking::kAll) {
    absl::StrAppend(&note, " Things are ranked by ", PullRankingName(model.ranking()),
                    ", which held-out history prefers to all features together.");
  }
  return note;
}

std::string LearnerNote(const PullModel& model, Learner asked) {
  const PullModelReport& r = model.report();
  if (asked == Learner::kLogistic) return "";
  const bool trees = model.learner() == Learner::kBoostedTrees;
  std::string note = absl::StrCat("Learner: ", trees ? "boosted trees" : "logistic regression");
  if (!r.logistic || !r.trees) {
    return note + (asked == Learner::kAuto ? "; too few pulls to try trees." : ", as asked for.");
  }
  const LearnerScore& kept = trees ? *r.trees : *r.logistic;
  const LearnerScore& other = trees ? *r.logistic : *r.trees;
  return absl::StrCat(note, ", log loss on held-out history ", figures::Short(kept.log_loss), " (",
                      trees ? "logistic regression " : "trees ", figures::Short(other.log_loss),
                      "), average precision ", figures::Short(kept.average_precision), " (",
                      figures::Short(other.average_precision), ").");
}

}  // namespace pullgraph::tools
