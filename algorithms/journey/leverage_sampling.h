// SPDX-License-Identifier: Apache-2.0
// Two collections of reverse-reachable sets, and what they tell. Part of leverage.h.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_SAMPLING_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_SAMPLING_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "algorithms/journey/leverage.h"
#include "algorithms/kernels/max_coverage.h"
#include "algorithms/kernels/reverse_sets.h"

namespace pullgraph {

// Bounds on the expected number of sets covered when `covered` were, each failing with
// probability e^-a. SOURCE: Tang et al. 2018, lemmas 4.2 and 4.3.
double FewestCovered(double covered, double a);
double MostCovered(double covered, double a);

// Seeds are chosen on one collection and judged on the other, so that the choice has
// not seen what it is judged by.
class LeverageSampling {
 public:
  // Checks graph and options.
  static absl::StatusOr<LeverageSampling> Start(const InfluenceGraph& influence,
                                                const LeverageOptions& options);

  // Draws until each collection has `count` sets.
  absl::Status Extend(size_t count);

  const ReverseSets& choose() const { return choose_; }
  const ReverseSets& judge() const { return judge_; }
  Node num_nodes() const { return sampler_.num_nodes(); }
  double audience() const { return audience_; }
  uint64_t num_candidates() const { return num_candidates_; }
  // Members a set stands for.
  double scale() const { return audience_ / static_cast<double>(judge_.size()); }

  // The seeds judged; every bound fails with probability e^-a. `best_covered`: sets of
  // choose() that no allowed choice exceeds.
  Leverage Judge(const std::vector<Node>& seeds, double best_covered, double a) const;
  // Bound on what all candidates together set in motion.
  double MostOfAll(double a) const;

 private:
  LeverageSampling(ReverseSampler sampler, const LeverageOptions& options)
      : sampler_(std::move(sampler)), options_(options) {}

  ReverseSampler sampler_;
  LeverageOptions options_;
  // The audience in random order, one for each collection.
  std::vector<Node> choose_roots_, judge_roots_;
  double audience_ = 0;
  uint64_t num_candidates_ = 0;
  ReverseSets choose_, judge_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_SAMPLING_H_
