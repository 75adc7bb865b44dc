// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_NORMAL_QUANTILE_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_NORMAL_QUANTILE_H_

namespace pullgraph {

// z >= 0 with P(|Z| > z) = tail for a standard normal Z: 1.96 for .05. `tail` in
// (0, 1); the caller checks it.
//
// COST: O(1), to the last bits of a double.
double TwoSidedNormalQuantile(double tail);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_NORMAL_QUANTILE_H_
