// SPDX-License-Identifier: Apache-2.0
// Touches with a holdout are experiments: what would have happened anyhow?
#ifndef PULLGRAPH_ALGORITHMS_LEAN_EXPERIMENT_H_
#define PULLGRAPH_ALGORITHMS_LEAN_EXPERIMENT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/kernels/count_intervals.h"
#include "algorithms/lean/attribution.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// What became of a member of an experiment.
struct TrialMember {
  MemberId member;
  bool treated = false;  // Else held out.
  bool pulled = false;   // Within the window, as far as it counts (TrialEvidence).
  bool converted = false;  // Says an outcome, as does the value,
  double value = 0;  // of all touches of the campaign, in currency units.
  Time first_at;     // Of the first touch, sent or held back; absent if undated.
};

// What both arms can show, hence what may be compared. Who was not touched can't click on
// what was not sent: outcomes count only if those held out have some, too.
enum class TrialEvidence : uint8_t {
  kSignals,   // The holdout carries no outcome: dated signals after the moment alone.
  kOutcomes,  // Both arms carry outcomes; signals count as well.
  kNothing,   // Neither: no signal is dated. Nothing can be said.
};

struct Experiment {
  StringId campaign = 0;
  TrialEvidence evidence = TrialEvidence::kSignals;
  // The campaign has no holdout of its own: those of campaigns that were sent to nobody
  // are compared with, which several campaigns may share.
  bool shared_control = false;
  std::vector<TrialMember> members;  // Ascending by id; both arms.
  uint64_t in_both = 0;              // Left out: they were in both arms.
  uint64_t too_young = 0;            // Touches left out: their window is not over.
  // Touches left out: they have no date, which signals are to be counted from.
  uint64_t undated = 0;
  // Members pulled by an outcome alone, which does not count: see TrialEvidence.
  uint64_t outcomes_ignored = 0;
};

// Returns one experiment per campaign that has touches and a holdout, by campaign name.
// A member pulled if a related signal came within `window_days` of a touch (sent or held
// back), whatever else was sent, or if an outcome says so (see attribution.h) and outcomes
// count; it counts once, with all its touches of the campaign. Outcomes count if some touch
// of the holdout bears one besides "sent", or a value.
//
// COST: O(t log t).
// ERRORS: InvalidArgument if `window_days` is not finite and > 0, or `attribution` is not
// that of `view`.
absl::StatusOr<std::vector<Experiment>> FindExperiments(const CommunityView& view,
                                                        const Attribution& attribution,
                                                        double window_days);

struct TrialArm {
  uint64_t members = 0;
  uint64_t pulled = 0;
  uint64_t converted = 0;
  Moments value;
};

// Differences treated - held out.
struct Uplift {
  TrialArm treated;
  TrialArm control;
  Estimate pull;        // Of shares.
  // Of shares, and of means in currency units a member: absent where outcomes don't count.
  std::optional<Estimate> conversion;
  std::optional<Estimate> value;
  Estimate unasked;     // Share of the holdout who pulled.
};

// Returns the average effect of having been touched, with intervals of `confidence`.
//
// COST: O(members).
// ERRORS: InvalidArgument if an arm is empty or `confidence` is out of (0, 1);
// FailedPrecondition if there is no evidence.
// SOURCE: ShareDifference, MeanDifference.
absl::StatusOr<Uplift> EstimateUplift(const Experiment& experiment, double confidence = 0.95);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_EXPERIMENT_H_
