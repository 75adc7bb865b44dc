// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_SIGMOID_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_SIGMOID_H_

#include <cmath>

namespace pullgraph {

// The probability of log-odds x, 1 / (1 + e^-x), to full precision at both ends: the
// plain formula is 0 below -709, where the answer still is e^x.
inline double Sigmoid(double x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1 + e);
}

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_SIGMOID_H_
