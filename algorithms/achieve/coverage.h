// SPDX-License-Identifier: Apache-2.0
// Who together covers what somebody lacks?
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_COVERAGE_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_COVERAGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"

namespace pullgraph {

// What a candidate does for one need: the probability, in [0, 1], that it covers it;
// for a person, the level of the offer times the probability of access.
struct Complement {
  uint32_t need = 0;
  double cover = 0;
};

// All that one candidate covers, by need ascending, no need twice.
using Complements = std::vector<Complement>;

struct CoverageOptions {
  // Candidates picked at most; >= 1.
  int max_picks = 5;
  // Gain below which picking ends, in units of the needs' weights; finite, >= 0.
  double min_gain = 0;
  const RunControl* run = nullptr;
};

struct CoveragePick {
  uint32_t candidate = 0;
  double gain = 0;     // What it adds to those before it: its complementarity. > 0.
  double alone = 0;    // What it covers by itself.
  double covered = 0;  // Of it and those before it.
};

struct Coverage {
  std::vector<CoveragePick> picks;    // In the order of picking, gains never rise.
  std::vector<double> need_covered;   // P(some pick covers the need), one a need.
  std::vector<uint32_t> need_picks;   // How many picks cover it, one a need.
  double covered = 0;                 // f of the picks.
  double weight = 0;                  // Sum of all weights: f at best.
};

// Returns the picks of greedy maximisation of
//   f(S) = sum over needs j of weight_j (1 - product over i in S of (1 - a_ij)),
// a_ij what candidate i covers of need j. f is monotone and submodular, so that the
// picks reach 1 - 1/e of the best f that as many candidates have.
//
// TIES: the smaller candidate. Same as greedy without laziness, to the bit: rounding
// keeps gains from rising.
// COST: O(c + picks * c log n) for c complements of n candidates at worst; lazy
// evaluation looks at a few candidates a pick. O(c + n) memory.
// ERRORS: InvalidArgument for a weight that is negative or not finite, a complement
// that is out of range or out of order, or a bad option; Cancelled by `run`.
// SOURCE: Nemhauser, Wolsey, Fisher 1978, doi:10.1007/BF01588971; lazy: Minoux 1978,
// doi:10.1007/BFb0006528.
absl::StatusOr<Coverage> CoverNeeds(absl::Span<const double> weights,
                                    absl::Span<const Complements> candidates,
                                    const CoverageOptions& options = {});

// f of the candidates in `picks`, as above. ERRORS: as above; OutOfRange for a pick.
absl::StatusOr<double> CoverageOf(absl::Span<const double> weights,
                                  absl::Span<const Complements> candidates,
                                  absl::Span<const uint32_t> picks);

struct RedundantCoverOptions {
  // Candidates that each need shall have; >= 1.
  int redundancy = 2;
  // Cover from which a candidate counts for a need, in (0, 1].
  double min_cover = 0.05;
  const RunControl* run = nullptr;
};

struct RedundantCover {
  std::vector<uint32_t> picks;       // In the order of picking.
  std::vector<uint32_t> need_picks;  // How many of them count for the need.
  std::vector<uint32_t> short_of;    // Needs that fewer than `redundancy` candidates have.
};

// Returns few candidates such that each need that can be is covered by `redundancy`
// of them, so that nobody's absence leaves a need open; the others by all there are.
// Picks next who counts for most needs still short; H(d) times as many as the fewest
// at most, d the most needs that one candidate counts for.
//
// TIES: the larger sum of covers of those needs, then the smaller candidate.
// COST: O(picks * c). ERRORS: as CoverNeeds.
// SOURCE: Dobson 1982, doi:10.1287/moor.7.4.515 (greedy for set multicover).
absl::StatusOr<RedundantCover> CoverRedundantly(uint32_t num_needs,
                                                absl::Span<const Complements> candidates,
                                                const RedundantCoverOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_COVERAGE_H_
