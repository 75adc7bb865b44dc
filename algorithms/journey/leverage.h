// SPDX-License-Identifier: Apache-2.0
// Who mobilises others? Few members whose word spreads furthest, with a certificate.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/influence_graph.h"
#include "graph/random.h"

namespace pullgraph {

struct LeverageOptions {
  // How far from the best known guarantee of 1 - 1/e to stop at most; in (0, 1 - 1/e).
  // Smaller takes longer: about 1 / epsilon^2 at worst.
  double epsilon = 0.1;
  // All that is stated of a result as a whole holds with probability 1 - delta; in (0, 1).
  double delta = 0.01;
  // Who may be chosen, and whose being set in motion counts: 1 a node; empty: everybody.
  absl::Span<const uint8_t> candidates;
  absl::Span<const uint8_t> audience;
  // Draws at least so many sets to choose on, whatever the bounds say, unless that takes
  // 1/64 of max_nodes or more random numbers than 1/16 of it: later seeds are chosen better,
  // intervals are narrower.
  uint64_t min_sets = 1;
  // Limits on sampling; >= 1. Past max_sets the result is what was reached by then, past
  // max_nodes (4 bytes each) an error.
  uint64_t max_sets = uint64_t{1} << 25;
  uint64_t max_nodes = uint64_t{1} << 30;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

struct LeverageSeed {
  Node node = 0;
  double marginal = 0;  // Members that it adds to the spread of those before it.
  double spread = 0;    // Of the seeds so far, themselves included.
  // Interval of `spread`. The last one is that of the result; each of the others holds
  // on its own with probability 1 - delta, too.
  double spread_low = 0;
  double spread_high = 0;
};

struct Leverage {
  std::vector<LeverageSeed> seeds;  // In the order of choice.
  double spread = 0;       // Expected members of the audience set in motion.
  double spread_low = 0;   // Certified: the spread is no smaller,
  double spread_high = 0;  // and no larger,
  double best_high = 0;    // and no allowed choice spreads further than this.
  double ratio = 0;        // spread_low / best_high: of the best choice, at least.
  double target_ratio = 0;  // What was asked for; 0 for contact sets.
  // True if the target ratio (for contact sets: the reach) was certified.
  bool certified = false;
  uint64_t sets = 0;  // Reverse-reachable sets drawn.
  // For contact sets: fewer seeds than this do not reach so many.
  uint32_t fewest = 0;
};

// Returns `k` seeds (all candidates if these are fewer) whose spread is at least
// 1 - 1/e - epsilon of the best choice's, with probability 1 - delta.
//
// TIES: the smaller node. Bit-identical for any number of threads.
// COST: expected O((k ln n + ln(1/delta)) (n + m) / epsilon^2) at worst; in practice
// sets are doubled only until the two bounds are close enough.
// ERRORS: InvalidArgument for an option out of range, an audience of nobody, or an
// influence graph with bad probabilities; ResourceExhausted past max_nodes; Cancelled.
// SOURCE: OPIM-C, Tang et al. 2018, doi:10.1145/3183713.3183749, on sets drawn as in
// Guo et al. 2020, doi:10.1145/3318464.3389740.
absl::StatusOr<Leverage> FindLeverage(const InfluenceGraph& influence, uint32_t k,
                                      const LeverageOptions& options = {});

// The same under a budget: seeds whose `cost` (one number > 0 a node) sums to at most
// `budget`. The better of greedy by gain per cost and the best single candidate is at
// least (1 - 1/e) / 2 of the best choice; the ratio stated is what was certified here,
// mostly far more. Sampling stops at 1 - 1/e - epsilon, or once (1 - 1/e) / 2 - epsilon
// is reached and sampling accounts for less than epsilon of the ratio.
//
// TIES, COST, ERRORS: as above; InvalidArgument for a cost or the budget.
// SOURCE: Leskovec et al. 2007, doi:10.1145/1281192.1281239.
absl::StatusOr<Leverage> FindLeverageWithinBudget(const InfluenceGraph& influence,
                                                  absl::Span<const double> cost, double budget,
                                                  const LeverageOptions& options = {});

// The minimal contact set: few seeds whose spread is certified to be at least `reach`
// members of the audience; `fewest` tells how many it takes in any case. If even all
// candidates don't reach so many, or sampling ends before it is certain, `certified` is
// false and the seeds are what came closest.
//
// TIES, COST, ERRORS: as above; InvalidArgument if `reach` is not in (0, audience].
// SOURCE: greedy submodular cover, Wolsey 1982, doi:10.1007/BF02579435: at most
// 1 + ln(reach) times as many seeds as needed.
absl::StatusOr<Leverage> FindMinimalContactSet(const InfluenceGraph& influence, double reach,
                                               const LeverageOptions& options = {});

// The `k` candidates with most out-arcs of probability > 0: what leverage is compared to.
//
// TIES: the smaller node.
// COST: O(m + n log n).
std::vector<Node> BestConnected(const InfluenceGraph& influence, uint32_t k,
                                absl::Span<const uint8_t> candidates = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_LEVERAGE_H_
