// SPDX-License-Identifier: Apache-2.0
// P(a prospect becomes a customer in (t, t + horizon] | history to t), calibrated where
// lists are made, with a verdict on how far history bears it out.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_MODEL_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_MODEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/convert/conversions.h"
#include "algorithms/convert/convert_calibration.h"
#include "algorithms/convert/convert_features.h"
#include "algorithms/convert/convert_learner.h"
#include "algorithms/convert/convert_report.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct ConvertOptions {
  // Whose customers count; None: those of any market.
  MarketId market = MarketId::None();
  // Days ahead that a likelihood speaks of, and days after which an act counts half; >= 0.
  // 0: as the community's own pace gives, see ChooseConversionClock.
  double horizon_days = 0;
  double half_life_days = 0;
  // Whether tags and attributes without dates count: what they say may be what only came
  // later (a reputation, say), so that history would seem to bear out more than was known.
  // For those that were so from the beginning. Where customers have no dates either, they
  // always count; attributes with a beginning always do, for the time that they held.
  bool attributes = false;
  // Members looked at, about, at each origin; >= 1. Performance only.
  uint32_t max_members = 50'000;
  uint64_t seed = kDefaultSeed;
  // Members to be taken for no customers, one byte a member, or empty: to try whether they
  // are found.
  std::vector<uint8_t> hidden;
  const RunControl* run = nullptr;
};

struct ConversionChance {
  double p = 0;    // In (0, 1).
  double low = 0;  // 10 % and 90 % points.
  double high = 0;
};

// How many of a group become customers.
struct ExpectedCustomers {
  double mean = 0;
  double low = 0;   // 10 % and 90 % points of the number, where members share what the
  double high = 0;  // model does not know.
};

class ConvertModel {
 public:
  ConversionChance Predict(const ConvertRow& row) const;
  // Log-odds before calibration; orders members as Predict().p does, but for equal p.
  double Score(const ConvertRow& row) const { return learner_.LogOdds(row); }
  // Log-odds that each feature adds to those of the mean member, as the learner has them.
  std::vector<double> Contributions(const ConvertRow& row) const {
    return learner_.Contributions(row);
  }
  ExpectedCustomers Expect(absl::Span<const double> p) const;

  const Conversions& conversions() const { return conversions_; }
  double horizon_days() const { return clock_.horizon_days; }
  double half_life_days() const { return clock_.half_life_days; }
  // False where customers have no dates: then a likelihood is that of somebody who looks
  // like this being a customer of whom nobody told us, and speaks of no span of time.
  bool is_temporal() const { return conversions_.temporal; }
  uint64_t seed() const { return seed_; }
  bool uses_attributes() const { return attributes_; }
  const ConvertReport& report() const { return report_; }
  // False where nothing can be told: then all have the same likelihood.
  bool tells() const {
    return report_.verdict == ConversionVerdict::kHolds || report_.verdict == ConversionVerdict::kSimple;
  }

 private:
  friend class ConvertTrainer;
  Conversions conversions_;
  ConversionClock clock_;
  uint64_t seed_ = kDefaultSeed;
  bool attributes_ = false;
  ConvertLearner learner_;
  std::vector<ConvertLearner> resampled_;  // The same of resampled members.
  ConvertCalibration calibration_;
  ConvertReport report_;
};

// Learns from rolling origins over all of history up to `view`: at each, prospects are
// described by what was known then and labelled by whether they became customers within
// the horizon. Several learners (the mean rate, each simple ranking alone, logistic
// regressions on all of history and on the recent part, boosted trees, means of these)
// are fitted to earlier origins and judged at later ones; the one that lost least is kept,
// a simple one where nothing is better, and calibrated by what happened there. Where
// customers have no dates, or history is too short for any horizon, a part of them is hidden
// and sought instead.
//
// TIES: among learners the simpler. Bit-identical for any number of threads.
// COST: O(origins (n + m + s)) and the fits.
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if nobody is a
// customer or history is shorter than two of the horizons asked for; Cancelled.
// SOURCE: van der Laan, Polley, Hubbard 2007, doi:10.2202/1544-6115.1309 (choice among
// learners by what they did on data kept from them); Platt 1999 and isotonic regression.
absl::StatusOr<ConvertModel> TrainConvertModel(const CommunityView& view,
                                               const ConvertOptions& options = {});

// In words, what speaks for this member most, the strongest first; at most so many, fewer if
// fewer matter. Empty where nothing can be told.
std::vector<std::string> ConvertReasons(const ConvertModel& model, const ConvertRow& row,
                                        size_t most);

// What each prospect may do next.
struct ConversionForecast {
  std::vector<uint32_t> member;  // Prospects of the community known at the view, ascending.
  std::vector<ConvertRow> rows;  // Less the mean of all.
  std::vector<ConversionChance> chance;
};

// COST: O(n + m + s). ERRORS: Cancelled.
absl::StatusOr<ConversionForecast> ForecastConversions(const CommunityView& view,
                                                       const ConvertModel& model,
                                                       const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_MODEL_H_
