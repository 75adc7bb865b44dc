// SPDX-License-Identifier: Apache-2.0
// Events that bring about further events: how many, and how soon.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_HAWKES_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_HAWKES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

// A self-exciting process of intensity
//   background + sum over earlier events s of branching * rate * exp(-rate (t - s)),
// in events a unit of time: each event directly brings about `branching` others on
// average, half of them within ln 2 / rate.
struct HawkesParameters {
  double background = 1;  // >= 0.
  double branching = 0;   // [0, 1): at 1 the process would never die out.
  double rate = 1;        // > 0.
};

struct HawkesOptions {
  double confidence = 0.95;  // Of the intervals, in (0, 1).
  // Half-lives looked at, in the unit of the times; 0 < shortest < longest. 0: a
  // hundredth of the mean gap between events, and a quarter of the window.
  double shortest_half_life = 0;
  double longest_half_life = 0;
  const RunControl* run = nullptr;
};

struct HawkesFit {
  HawkesParameters parameters;
  // Intervals of the estimates, from the curvature of the likelihood on the log
  // (branching: logit) scale. One that reaches its bound says: the data do not tell.
  Estimate background;
  Estimate branching;
  Estimate half_life;
  uint64_t events = 0;      // Counted once where several share a moment.
  double log_likelihood = 0;
  // What it gains on a steady process of the same number of events; >= 0. Twice this
  // is compared with chi-squared of 2 degrees of freedom.
  double gain = 0;
  double gain_p_value = 1;  // That a steady process would gain as much, about.
  // Kolmogorov-Smirnov test that the events, rescaled by the fitted intensity, come
  // at random. Small: some other rhythm (days, weeks, growth) is there as well.
  double ks_distance = 0;
  double ks_p_value = 1;
  bool at_bound = false;  // The half-life found is the shortest or longest looked at.
};

// Fits by maximum likelihood `times` of events seen in the window [0, `end`].
//
// TIES: several events at one moment count as one, since the process has none; the
// order of `times` does not matter.
// COST: O(n log n + n * a few thousand) time, O(n) memory.
// ERRORS: InvalidArgument if a time is not finite or outside [0, end], `end` is not
// finite or <= 0, an option is out of range, or there are fewer than 10 events at
// different moments; Cancelled by `run`.
// SOURCE: Hawkes 1971, doi:10.1093/biomet/58.1.83; recursion of the likelihood:
// Ogata 1981, doi:10.1109/TIT.1981.1056305; rescaling: Ogata 1988,
// doi:10.1080/01621459.1988.10478560.
absl::StatusOr<HawkesFit> FitHawkes(absl::Span<const double> times, double end,
                                    const HawkesOptions& options = {});

// Returns the logarithm of the likelihood of ascending `times` in [0, end].
// COST: O(n).
double HawkesLogLikelihood(absl::Span<const double> times, double end,
                           const HawkesParameters& parameters);

// Draws the events of the window [0, end] of a process that begins at 0, ascending,
// as a tree: background events, and of each event its offspring.
//
// COST: O(n log n) for n = background * end / (1 - branching) events on average.
// ERRORS: InvalidArgument for a parameter out of range, or more than 2^26 events to
// be expected.
// SOURCE: Hawkes, Oakes 1974, doi:10.2307/3212693.
absl::StatusOr<std::vector<double>> SimulateHawkes(const HawkesParameters& parameters, double end,
                                                   RandomStream& random);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_HAWKES_H_
