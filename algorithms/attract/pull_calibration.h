// SPDX-License-Identifier: Apache-2.0
// From scores to likelihoods that hold at the top; internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CALIBRATION_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CALIBRATION_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace pullgraph {

// One entry a held-out pair; origins number the moments they were held out at.
struct ScoredPairs {
  std::vector<uint32_t> member;
  std::vector<uint32_t> origin;
  std::vector<double> score;
  std::vector<uint8_t> pulled;

  void Add(uint32_t of_member, uint32_t at_origin, double of_pair, uint8_t outcome);
  size_t size() const { return score.size(); }
};

// A rising curve from scores to log-odds, and how sure it is. Straight by default.
class PullCalibration {
 public:
  // Strictly rising in `score`.
  double LogOdds(double score) const;
  // Standard error of LogOdds(score): of the curve itself, and of how far one horizon
  // lies from another.
  double Error(double score) const;
  // Rise of LogOdds at `score`; > 0.
  double Slope(double score) const;

 private:
  friend PullCalibration FitPullCalibration(const ScoredPairs& pairs,
                                            absl::Span<const uint8_t> skip);
  size_t Segment(double score) const;

  // Knots, ascending by score and log-odds; between them lines, beyond them lines of
  // `slope_below_` and `slope_above_`. Without knots log-odds = score.
  std::vector<double> score_;
  std::vector<double> log_odds_;
  std::vector<double> error_;
  double slope_below_ = 1;
  double slope_above_ = 1;
};

// Fits the curve to what came of `pairs` (those with skip[i] != 0 are left out; empty:
// none are). A straight line first (Platt); then the ten best pairs of each member,
// by falling score, in groups that hold 10 expected pulls or more, ever more further down; each moves the line by the
// logarithm of what came over what was expected, drawn towards the line as 1.5 pulls would; where the
// curve would not rise, groups are pooled (isotonic regression). Above the middle of the
// topmost group it rises a quarter as steeply: realised rates grow slower there than
// scores do. With few pulls only the level of the line is learned, and next to nothing
// with none.
//
// TIES: pairs of equal score go by their order.
// COST: O(n log n).
// SOURCE: Zadrozny, Elkan 2002, doi:10.1145/775047.775151 (isotonic); Platt 1999.
PullCalibration FitPullCalibration(const ScoredPairs& pairs,
                                   absl::Span<const uint8_t> skip = {});

// The likelihood of each pair by the curve of the other half of the members.
std::vector<double> CrossCalibratedPairs(const ScoredPairs& pairs);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CALIBRATION_H_
