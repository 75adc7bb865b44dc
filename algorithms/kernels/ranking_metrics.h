// SPDX-License-Identifier: Apache-2.0
// How good one ranked list is: `labels` (0 or 1) stand in the order of the list, best
// place first. Means over lists are up to the caller.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_RANKING_METRICS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_RANKING_METRICS_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace pullgraph {

// Positives among the first `k` places, over k (a shorter list is not excused); 0 for
// k = 0.
double PrecisionAtK(absl::Span<const uint8_t> labels, size_t k);

// 1 if one of the first `k` places is a positive, else 0.
double HitsAtK(absl::Span<const uint8_t> labels, size_t k);

// 1 / place of the first positive; 0 if there is none.
double ReciprocalRank(absl::Span<const uint8_t> labels);

// Discounted gain of the first `k` places over that of the best possible order of
// `total` positives, of which some may have been left out of the list; 0 if total is 0.
// SOURCE: Jarvelin, Kekalainen 2002, doi:10.1145/582415.582418.
double NdcgAtK(absl::Span<const uint8_t> labels, size_t k, size_t total);
// The same, with the positives of the list as the total.
double NdcgAtK(absl::Span<const uint8_t> labels, size_t k);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_RANKING_METRICS_H_
