// SPDX-License-Identifier: Apache-2.0
// Whom does a touch move, and whom should we leave alone?
#ifndef PULLGRAPH_ALGORITHMS_LEAN_UPLIFT_MODEL_H_
#define PULLGRAPH_ALGORITHMS_LEAN_UPLIFT_MODEL_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/lean/experiment.h"
#include "algorithms/lean/member_features.h"
#include "algorithms/lean/qini.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct UpliftModelOptions {
  // A touch that lifts the share who pull by this or less is not worth it, in [-1, 1]: for
  // example cost of a touch / value of a pull. Absent: half the average uplift.
  std::optional<double> min_uplift;
  // L2 penalty a row of the two regressions; > 0.
  double ridge = 1e-3;
  // Members that each arm must have in each half, >= 10; below there is no model.
  uint64_t min_arm = 100;
  // Of the intervals, in (0, 1).
  double confidence = 0.95;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// A list of members not to contact, chosen on one half of the members and checked on the
// other. All uplifts are in the share who pull.
struct SpareList {
  double min_uplift = 0;  // What counted as not worth it.
  double share = 0;       // Of members listed, as chosen; 0 if nobody is to be spared.
  Estimate chosen;        // Uplift among the listed of the choosing half; optimistic.
  // Of the held-out half, who had no part in the choice.
  uint64_t held_out_listed = 0;
  uint64_t held_out_rest = 0;
  Estimate listed;      // Uplift among the listed.
  Estimate rest;        // Uplift among the others.
  Estimate difference;  // listed - rest.
  // The interval of `difference` is below 0: the list is of members who are moved less.
  bool confirmed = false;
  // Of all members of the experiment if confirmed, by predicted uplift, then by id.
  struct Member {
    MemberId member;
    double predicted_uplift = 0;
    bool treated = false;  // Was touched this time.
  };
  std::vector<Member> members;
};

struct UpliftModel {
  // Predicted uplift of each member of the experiment, by a model of the other half.
  std::vector<double> score;
  QiniCurve qini;
  SpareList spare;
};

// Learns from `features` (a row for each member of `experiment`) how much more likely a
// member pulls if touched: two logistic regressions, one an arm, P(pull | touched) - P(pull
// | held out). Members are split in halves by the seed; each half is scored by the model
// of the other, which the Qini curve rests on. The list of members to spare is chosen in
// the first half, scored in five folds: of the lowest predicted uplifts that share, in steps
// of a twentieth up to .95, which saves most: share x (min_uplift - uplift measured among
// them), if any saves anything. The second half then measures the uplift among its members
// up to that score.
//
// TIES: as stated at the fields. The same for any number of threads.
// COST: seven pairs of fits, and that of ComputeQini.
// ERRORS: InvalidArgument for sizes that differ or an option out of range;
// FailedPrecondition if an arm is too small or there are no features; Cancelled.
// SOURCE: two models: Radcliffe, Surry 1999; cross-fitting: Chernozhukov 2018,
// doi:10.1111/ectj.12097.
absl::StatusOr<UpliftModel> FitUpliftModel(const Experiment& experiment,
                                           const MemberFeatures& features,
                                           const UpliftModelOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_UPLIFT_MODEL_H_
