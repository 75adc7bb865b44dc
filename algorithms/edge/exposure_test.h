// SPDX-License-Identifier: Apache-2.0
// Is a cluster nearer to the customers than chance makes it?
#ifndef PULLGRAPH_ALGORITHMS_EDGE_EXPOSURE_TEST_H_
#define PULLGRAPH_ALGORITHMS_EDGE_EXPOSURE_TEST_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct ExposureTestOptions {
  // Worlds drawn in a small community, >= 99: the least p is 1 / (worlds + 1).
  int worlds = 1999;
  // Members and ties times worlds above which the normal tail of the sum takes the place of
  // drawing, >= 0. Performance: with so many the two hardly differ.
  double max_draws = 4e8;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

struct ExposureTest {
  double expected = 0;  // Exposure that chance gives, in [0, 1].
  double p_value = 1;   // P(chance gives at least the exposure seen), in (0, 1].
  double q_value = 1;   // Least share of false discoveries that keeps this one.
};

// Tests each label's exposure: the share of the weight of its ends of ties that leads to
// a customer. Chance shuffles who is a customer among members of about the same number of
// ties (from 2^k to below 2^(k+1)): what one customer's ties do hangs together, as it does
// in life. `ties` is symmetric; `weights` >= 0, one per arc; `labels` in [0, num_labels), one
// per node; `customer` is 1 or 0, one per node. Labels without ties are absent.
//
// TIES: none. Same for any number of threads.
// COST: O(n + m) times worlds, or O(n + m) beyond max_draws.
// ERRORS: InvalidArgument for an option out of range, arrays of other sizes, a label out
// of range or a graph that is not symmetric; Cancelled.
// SOURCE: permutation tests within strata, Good 2005, doi:10.1007/b138696; q-values:
// Benjamini, Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
absl::StatusOr<std::vector<std::optional<ExposureTest>>> TestExposure(
    const TieGraph& ties, absl::Span<const double> weights, absl::Span<const uint32_t> labels,
    uint32_t num_labels, absl::Span<const uint8_t> customer,
    const ExposureTestOptions& options = {});

// Returns the q-value of each p-value. COST: O(n log n).
std::vector<double> FalseDiscoveryRates(absl::Span<const double> p_values);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_EDGE_EXPOSURE_TEST_H_
