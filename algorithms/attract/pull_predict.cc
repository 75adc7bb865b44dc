// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_candidates.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_scan.h"

namespace pullgraph {

absl::StatusOr<std::vector<Attraction>> PredictPulls(
    const CommunityView& view, const PullModel& model, const PullModelOptions& options,
    int per_member, absl::FunctionRef<bool(uint32_t)> wanted,
    absl::FunctionRef<bool(uint32_t)> offered) {
  if (per_member < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("per_member is ", per_member, ", expected at least 1"));
  }
  IntroductionOptions tie_options = options.ties;
  tie_options.strength.run = options.run;
  const absl::StatusOr<IntroductionGraph> ties = BuildIntroductionGraph(view, tie_options);
  if (!ties.ok()) return ties.status();
  const PullHistory history(view, model.half_life_days(),
                            [](uint32_t, uint32_t) { return false; });
  const CandidateFinder finder(view, history, *ties, ThreadsOf(options.run));
  return ScanMembers<Attraction>(
      view.community(), options.run,
      [&](uint32_t m, CandidateScratch& scratch, std::vector<PullCandidate>& candidates,
          std::vector<Attraction>& out) {
        if (!view.HasMember(MemberId(m)) || !wanted(m)) return;
        finder.Find(m, scratch, candidates);
        std::erase_if(candidates, [&](const PullCandidate& c) { return !offered(c.resource); });
        // Candidates ascend by resource, so their index breaks ties by resource.
        for (const size_t i : model.Best(
                 candidates.size(),
                 [&](size_t k) -> const PullRow& { return candidates[k].features; },
                 static_cast<size_t>(per_member))) {
          const PullCandidate& best = candidates[i];
          out.push_back({m, best.resource, model.Predict(best.features), best.features});
        }
      });
}

absl::StatusOr<std::vector<Attraction>> PredictPulls(
    const CommunityView& view, const PullModel& model, const PullModelOptions& options,
    int per_member, absl::FunctionRef<bool(uint32_t)> wanted) {
  return PredictPulls(view, model, options, per_member, wanted, [](uint32_t) { return true; });
}

}  // namespace pullgraph
