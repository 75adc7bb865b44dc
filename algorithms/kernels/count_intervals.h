// SPDX-License-Identifier: Apache-2.0
// Estimates with intervals from counts: shares, rates, and differences of two groups.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_COUNT_INTERVALS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_COUNT_INTERVALS_H_

#include <cstdint>

#include "absl/status/statusor.h"

namespace pullgraph {

struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

// In all of these `confidence` is in (0, 1); COST: O(1); ERRORS: InvalidArgument for a
// number out of range.

// Returns the share hits / trials with the equal-tailed interval of the posterior
// Beta(hits + 1/2, trials - hits + 1/2); its low end is 0 if there are no hits, its high
// end 1 if there is nothing else. Without trials 1/2 in [0, 1].
//
// SOURCE: Brown, Cai, DasGupta 2001, doi:10.1214/ss/1009213286 (Jeffreys).
absl::StatusOr<Estimate> BetaShare(uint64_t hits, uint64_t trials, double confidence = 0.95);

// The points of Beta(a, b), both > 0, below and above which lies the probability `tail`,
// in (0, 1). Here, and not where they are needed, as such distributions take seconds
// to compile.
struct BetaTails {
  double low = 0;
  double high = 1;
};
BetaTails TailsOfBeta(double a, double b, double tail);

// Returns the rate count / exposure (exposure > 0, in any unit) with the equal-tailed
// interval of the posterior Gamma(count + 1/2, exposure) of a Poisson rate; its low end is
// 0 for a count of 0.
//
// SOURCE: Jeffreys' prior; compared in Barker 2002, doi:10.1198/000313002317572736.
absl::StatusOr<Estimate> GammaRate(uint64_t count, double exposure, double confidence = 0.95);

// Returns the difference hits1 / trials1 - hits0 / trials0 of two independent groups with
// an interval made of their Wilson intervals, which holds for small groups, too. Both
// `trials` are >= 1.
//
// SOURCE: Newcombe 1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::
// AID-SIM779>3.0.CO;2-I.
absl::StatusOr<Estimate> ShareDifference(uint64_t hits1, uint64_t trials1, uint64_t hits0,
                                         uint64_t trials0, double confidence = 0.95);

// Count, sum and sum of squares of some numbers.
struct Moments {
  uint64_t count = 0;
  double sum = 0;
  double squares = 0;
  void Add(double x) { ++count, sum += x, squares += x * x; }
  double Mean() const { return count == 0 ? 0 : sum / static_cast<double>(count); }
  // Variance of the mean, unbiased; 0 below two numbers.
  double VarianceOfMean() const;
};

// Returns the difference of two means with the large-sample interval of unequal
// variances. Both groups have members.
absl::StatusOr<Estimate> MeanDifference(const Moments& one, const Moments& zero,
                                        double confidence = 0.95);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_COUNT_INTERVALS_H_
