// SPDX-License-Identifier: Apache-2.0
// Do more members of a cluster become customers than chance makes it?
#ifndef PULLGRAPH_ALGORITHMS_EDGE_CONVERSION_TEST_H_
#define PULLGRAPH_ALGORITHMS_EDGE_CONVERSION_TEST_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

struct ConversionTest {
  uint64_t prospects = 0;  // Members who could have become customers.
  uint64_t converted = 0;  // Of them, those who did.
  double expected = 0;     // How many would have, by chance.
  double rate_low = 0;     // 10 % point of the share that converts.
  double p_value = 1;      // P(chance gives at least as many), in (0, 1].
  double q_value = 1;      // Least share of false discoveries that keeps this one.
};

// Tests each label. Chance shuffles who converted among prospects of the same stratum (of
// as many ties, say). `labels` below `num_labels`, or UINT32_MAX for none; `prospect` and
// `converted` are 1 or 0 (who is no prospect did not convert), `strata` are any numbers
// below 64; one a member. Labels without prospects are absent.
//
// P is exact up to kMostExact conversions in all: hypergeometric in each stratum, and
// their sums; beyond, that of a normal with the same mean and variance and half a unit of
// continuity.
//
// TIES: none. COST: O(n) and, for each label, O(strata kMostExact^2) at most.
// ERRORS: InvalidArgument for arrays of other sizes, a label or stratum out of range, or
// somebody who converted and is no prospect.
// SOURCE: Mantel, Haenszel 1959, doi:10.1093/jnci/22.4.719 (the same null); q-values:
// Benjamini, Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
inline constexpr uint64_t kMostExact = 2'000;
absl::StatusOr<std::vector<std::optional<ConversionTest>>> TestConversions(
    absl::Span<const uint32_t> labels, uint32_t num_labels, absl::Span<const uint8_t> prospect,
    absl::Span<const uint8_t> converted, absl::Span<const uint8_t> strata);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_EDGE_CONVERSION_TEST_H_
