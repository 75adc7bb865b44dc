// SPDX-License-Identifier: Apache-2.0
// How good a ranking or a likelihood is. All take one score or probability and one
// label (0 or 1) a pair.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_METRICS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_METRICS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace pullgraph {

// P(a positive scores above a negative), ties counting half; 0.5 if there is only
// one class. COST: O(n log n), as all here.
double RocAuc(absl::Span<const double> scores, absl::Span<const uint8_t> labels);

// Mean precision at the positives. Within a tie the positives are spread evenly, so
// the order of the input does not count. 0 without positives.
double AveragePrecision(absl::Span<const double> scores, absl::Span<const uint8_t> labels);

// Mean of (p - label)^2; 0 for no pairs.
double BrierScore(absl::Span<const double> probabilities, absl::Span<const uint8_t> labels);

struct ReliabilityBin {
  double low = 0;   // Of the probabilities in the bin.
  double high = 0;
  uint64_t count = 0;
  double predicted = 0;  // Mean probability.
  double observed = 0;   // Share of positives.
};

// The pairs in `bins` bins of equal width on [0, 1], or of equal numbers of pairs;
// empty bins are left out.
std::vector<ReliabilityBin> ReliabilityTable(absl::Span<const double> probabilities,
                                             absl::Span<const uint8_t> labels, int bins,
                                             bool equal_mass);

// Mean over pairs of |predicted - observed| of their bin. Bins hold equally many pairs, and
// equal probabilities lie in one: in bins of equal width what is rare would all be in one.
// SOURCE: Naeini 2015; Nguyen, O'Connor 2015, doi:10.18653/v1/D15-1182 (equal mass).
double ExpectedCalibrationError(absl::Span<const double> probabilities,
                                absl::Span<const uint8_t> labels, int bins = 10);

// Rate of positives in each tenth of the pairs by falling score, over the mean rate;
// a pair at the border of two tenths goes to the first. Empty without positives.
std::vector<double> LiftByDecile(absl::Span<const double> scores,
                                 absl::Span<const uint8_t> labels);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_METRICS_H_
