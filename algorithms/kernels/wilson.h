// SPDX-License-Identifier: Apache-2.0
// An interval for a share that was counted.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_WILSON_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_WILSON_H_

#include <cstdint>

#include "absl/status/statusor.h"

namespace pullgraph {

struct ShareInterval {
  double low = 0;
  double high = 1;
};

// Returns Wilson's score interval, without continuity correction, for the share of
// which `hits` of `trials` were observed; [0, 1] if there were no trials.
// `confidence` in (0, 1), for example 0.95.
//
// COST: O(1).
// ERRORS: InvalidArgument if hits > trials or `confidence` is out of range.
// SOURCE: Wilson 1927, doi:10.1080/01621459.1927.10502953; Newcombe 1998,
// doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E.
absl::StatusOr<ShareInterval> WilsonInterval(uint64_t hits, uint64_t trials,
                                             double confidence = 0.95);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_WILSON_H_
