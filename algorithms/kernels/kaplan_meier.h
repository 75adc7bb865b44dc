// SPDX-License-Identifier: Apache-2.0
// How long until something happens, where for some it has not happened yet.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_KAPLAN_MEIER_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_KAPLAN_MEIER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

struct KaplanMeierOptions {
  // Of the intervals, in (0, 1).
  double confidence = 0.95;
  // Up to where the restricted mean is taken, in the unit of the times; finite, >= 0.
  // Absent: the longest time, observed or censored.
  std::optional<double> horizon;
  // One for each time: since when one looked (delayed entry, left truncation); in [0, the
  // time]. Who had the event earlier is not among the times. Empty: all from 0 on.
  absl::Span<const double> entry;
};

// The curve from `time` on, up to the time of the next step.
struct SurvivalStep {
  double time = 0;
  uint64_t at_risk = 0;   // Just before `time`.
  uint64_t events = 0;    // At `time`.
  uint64_t censored = 0;  // At `time`; they were still at risk for its events.
  double survival = 1;    // P(T > time).
  double variance = 0;    // Of `survival`, by Greenwood.
  // Pointwise log-log interval of `survival`. Where the survival is 1 it is [1, 1];
  // where it is 0 it does not exist: low = 0, and high is that of the step before.
  double low = 1;
  double high = 1;
};

// A time, with an interval whose open end is absent.
struct SurvivalQuantile {
  std::optional<double> time;  // Absent if the curve never falls that far.
  std::optional<double> low;
  std::optional<double> high;
};

struct SurvivalCurve {
  // Below this time nobody was looked at, or everybody who was had the event before others
  // entered: what happened by then is not known, and the curve is P(T > t | T > from). 0
  // unless entries are given.
  double from = 0;
  // One for each distinct time above that, ascending; those without an event are there, too.
  std::vector<SurvivalStep> steps;
  uint64_t count = 0;   // Times given.
  uint64_t events = 0;  // Observed ones among them.
  SurvivalQuantile median;
  // Area under the curve from `from` to `horizon`, and its standard error. Past the longest
  // time the curve is taken as flat.
  double horizon = 0;
  double restricted_mean = 0;
  double restricted_mean_error = 0;

  // The step in force at `time`: the last at or before it; null before the first.
  // COST: O(log steps).
  const SurvivalStep* At(double time) const;
  // P(T > time). COST: O(log steps).
  double Survival(double time) const;
  // The time by which a share `p` in (0, 1) has had the event: the first with
  // survival <= 1 - p; `low` and `high` are where the lower and the upper limit of the
  // survival first come down to 1 - p. Quantile(.5) is the median.
  // COST: O(steps).
  SurvivalQuantile Quantile(double p) const;
};

// Returns the Kaplan-Meier estimate of P(T > t) from `times`, of which those with
// observed[i] == 1 are the times of the event, and those with 0 the times at which
// one had to stop looking. Both may come in any order.
//
// TIES: censored at the time of an event means censored just after it; who enters at that
// time is at risk for it.
// COST: O(n log n).
// ERRORS: InvalidArgument if the sizes differ, a time is negative or not finite, a flag
// is neither 0 nor 1, or an option is out of range.
// SOURCE: Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452; delayed entry: Klein
// and Moeschberger 2003, section 4.6; variance:
// Greenwood 1926; interval: Kalbfleisch and Prentice 1980 on log(-log S), which stays
// inside [0, 1]; quantiles: Brookmeyer and Crowley 1982, doi:10.2307/2530286.
absl::StatusOr<SurvivalCurve> KaplanMeier(absl::Span<const double> times,
                                          absl::Span<const uint8_t> observed,
                                          const KaplanMeierOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_KAPLAN_MEIER_H_
