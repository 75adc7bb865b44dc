// SPDX-License-Identifier: Apache-2.0
#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_candidates.h"
#include "algorithms/attract/pull_model.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kMemberGrain = 64;

}  // namespace

absl::StatusOr<std::vector<Attraction>> PredictPulls(
    const CommunityView& view, const PullModel& model, const PullModelOptions& options,
    int per_member, absl::FunctionRef<bool(uint32_t)> wanted) {
  if (per_member < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("per_member is ", per_member, ", expected at least 1"));
  }
  IntroductionOptions tie_options = options.ties;
  tie_options.strength.run = options.run;
  const absl::StatusOr<IntroductionGraph> ties = BuildIntroductionGraph(view, tie_options);
  if (!ties.ok()) return ties.status();
  const PullHistory history(view, options.half_life_days,
                            [](uint32_t, uint32_t) { return false; });
  const CandidateFinder finder(view, history, *ties);
  const CommunityGraph& c = view.community();
  const int threads = ThreadsOf(options.run);
  std::vector<std::optional<CandidateScratch>> scratch(static_cast<size_t>(threads));
  std::vector<std::vector<Attraction>> parts(
      static_cast<size_t>((c.num_members() + kMemberGrain - 1) / kMemberGrain));
  ParallelForWorker(threads, c.num_members(), kMemberGrain,
                    [&](int worker, int64_t begin, int64_t end) {
    if (IsCancelled(options.run)) return;
    std::optional<CandidateScratch>& mine = scratch[static_cast<size_t>(worker)];
    if (!mine) mine.emplace(c.num_resources());
    std::vector<PullCandidate> candidates;
    for (auto m = static_cast<uint32_t>(begin); m < static_cast<uint32_t>(end); ++m) {
      if (!view.HasMember(MemberId(m)) || !wanted(m)) continue;
      finder.Find(m, *mine, candidates);
      // Candidates ascend by resource, so their index breaks ties by resource.
      for (const size_t i : model.Best(
               candidates.size(),
               [&](size_t k) -> const PullRow& { return candidates[k].features; },
               static_cast<size_t>(per_member))) {
        const PullCandidate& best = candidates[i];
        parts[static_cast<size_t>(begin / kMemberGrain)].push_back(
            {m, best.resource, model.Predict(best.features), best.features});
      }
    }
  });
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  std::vector<Attraction> all;
  for (std::vector<Attraction>& part : parts) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
    part = {};
  }
  return all;
}

}  // namespace pullgraph
