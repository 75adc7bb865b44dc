// SPDX-License-Identifier: Apache-2.0
// From scores to probabilities that mean what they say.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_CALIBRATION_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_CALIBRATION_H_

namespace pullgraph {

// The probability among all pairs of a p that was learned from all positives and a
// share `beta`, in (0, 1], of the negatives.
// SOURCE: Dal Pozzolo 2015, doi:10.1109/SSCI.2015.33.
inline double CorrectPrior(double p_sampled, double beta) {
  return beta * p_sampled / (beta * p_sampled + (1 - p_sampled));
}

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_CALIBRATION_H_
