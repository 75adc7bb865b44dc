// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/conversion_test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "algorithms/edge/exposure_test.h"
#include "algorithms/kernels/count_intervals.h"

namespace pullgraph {
namespace {

constexpr size_t kStrata = 64;
constexpr uint32_t kNoLabel = std::numeric_limits<uint32_t>::max();

struct Counts {
  uint64_t prospects = 0;
  uint64_t converted = 0;
};
using ByStratum = std::array<Counts, kStrata>;

absl::Status CheckInputs(absl::Span<const uint32_t> labels, uint32_t num_labels,
                         absl::Span<const uint8_t> prospect, absl::Span<const uint8_t> converted,
                         absl::Span<const uint8_t> strata) {
  const auto invalid = [](auto... parts) {
    return absl::InvalidArgumentError(absl::StrCat(parts...));
  };
  const size_t n = labels.size();
  if (prospect.size() != n || converted.size() != n || strata.size() != n) {
    return invalid("prospect, converted and strata have ", prospect.size(), ", ", converted.size(),
                   " and ", strata.size(), " entries, expected ", n);
  }
  for (size_t u = 0; u < n; ++u) {
    if (labels[u] != kNoLabel && labels[u] >= num_labels) {
      return invalid("labels[", u, "] is ", labels[u], ", expected one in [0, ", num_labels, ")");
    }
    if (strata[u] >= kStrata) {
      return invalid("strata[", u, "] is ", int{strata[u]}, ", expected one in [0, 64)");
    }
    if (converted[u] != 0 && prospect[u] == 0) {
      return invalid("converted[", u, "] is 1, but prospect[", u, "] is 0");
    }
  }
  return absl::OkStatus();
}

double LogChoose(uint64_t n, uint64_t k) {
  const auto log_factorial = [](uint64_t x) { return std::lgamma(static_cast<double>(x) + 1); };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

// Of `all.converted` among `all.prospects`, P(k are among `of` of them), for k from 0.
std::vector<double> Hypergeometric(const Counts& all, uint64_t of) {
  const uint64_t most = std::min(of, all.converted);
  const uint64_t others = all.prospects - of;
  std::vector<double> p(most + 1, 0);
  for (uint64_t k = all.converted > others ? all.converted - others : 0; k <= most; ++k) {
    p[k] = std::exp(LogChoose(of, k) + LogChoose(others, all.converted - k) -
                    LogChoose(all.prospects, all.converted));
  }
  return p;
}

std::vector<double> SumOf(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> sum(a.size() + b.size() - 1, 0);
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = 0; j < b.size(); ++j) sum[i + j] += a[i] * b[j];
  }
  return sum;
}

// P(at least as many), by the distribution of the sum over the strata.
double ExactTail(const ByStratum& all, const ByStratum& label, uint64_t seen) {
  std::vector<double> sum = {1};
  for (size_t s = 0; s < kStrata; ++s) {
    if (label[s].prospects > 0) sum = SumOf(sum, Hypergeometric(all[s], label[s].prospects));
  }
  double tail = 0;
  for (size_t k = sum.size(); k-- > seen;) tail += sum[k];  // The small ones first.
  return tail;
}

double NormalTail(const ByStratum& all, const ByStratum& label, double seen, double mean) {
  double variance = 0;
  for (size_t s = 0; s < kStrata; ++s) {
    const auto n = static_cast<double>(all[s].prospects);
    if (label[s].prospects == 0 || n < 2) continue;
    const double share = static_cast<double>(all[s].converted) / n;
    const auto of = static_cast<double>(label[s].prospects);
    variance += of * share * (1 - share) * (n - of) / (n - 1);
  }
  if (!(variance > 0)) return 1;  // There is but one world.
  return 0.5 * std::erfc((seen - 0.5 - mean) / std::sqrt(2 * variance));
}

ConversionTest TestLabel(const ByStratum& all, uint64_t conversions, const ByStratum& label) {
  ConversionTest test;
  for (size_t s = 0; s < kStrata; ++s) {
    test.prospects += label[s].prospects;
    test.converted += label[s].converted;
    if (label[s].prospects > 0) {
      test.expected += static_cast<double>(all[s].converted) /
                       static_cast<double>(all[s].prospects) *
                       static_cast<double>(label[s].prospects);
    }
  }
  const double tail = conversions <= kMostExact
                          ? ExactTail(all, label, test.converted)
                          : NormalTail(all, label, static_cast<double>(test.converted), test.expected);
  test.p_value = test.converted == 0 ? 1 : std::clamp(tail, 1e-300, 1.0);
  // Of these numbers it cannot fail.
  if (const auto share = BetaShare(test.converted, test.prospects, 0.8); share.ok()) {
    test.rate_low = share->low;
  }
  return test;
}

}  // namespace

absl::StatusOr<std::vector<std::optional<ConversionTest>>> TestConversions(
    absl::Span<const uint32_t> labels, uint32_t num_labels, absl::Span<const uint8_t> prospect,
    absl::Span<const uint8_t> converted, absl::Span<const uint8_t> strata) {
  absl::Status s = CheckInputs(labels, num_labels, prospect, converted, strata);
  if (!s.ok()) return s;
  ByStratum all = {};
  std::vector<ByStratum> of_label(num_labels, ByStratum{});
  uint64_t conversions = 0;
  for (size_t u = 0; u < labels.size(); ++u) {
    if (prospect[u] == 0) continue;
    conversions += converted[u];
    const auto add = [&](Counts& c) { ++c.prospects, c.converted += converted[u]; };
    add(all[strata[u]]);
    if (labels[u] != kNoLabel) add(of_label[labels[u]][strata[u]]);
  }
  std::vector<std::optional<ConversionTest>> tests(num_labels);
  std::vector<double> p;
  for (uint32_t label = 0; label < num_labels; ++label) {
    const ConversionTest test = TestLabel(all, conversions, of_label[label]);
    if (test.prospects == 0) continue;
    p.push_back(test.p_value);
    tests[label] = test;
  }
  const std::vector<double> q = FalseDiscoveryRates(p);
  size_t at = 0;
  for (std::optional<ConversionTest>& test : tests) {
    if (test) test->q_value = q[at++];
  }
  return tests;
}

}  // namespace pullgraph
