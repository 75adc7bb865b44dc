// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/log_rank.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

absl::Status Check(absl::Span<const double> times, absl::Span<const uint8_t> observed,
                   absl::Span<const uint8_t> in_group, absl::Span<const double> entry) {
  if (times.size() != observed.size() || times.size() != in_group.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("times has ", times.size(), " entries, observed ", observed.size(),
                     ", in_group ", in_group.size(), ": expected the same"));
  }
  if (!entry.empty() && entry.size() != times.size()) {
    return absl::InvalidArgumentError(absl::StrCat("entry has ", entry.size(),
                                                   " entries, expected ", times.size()));
  }
  for (size_t i = 0; i < times.size(); ++i) {
    if (!(times[i] >= 0) || !std::isfinite(times[i])) {
      return absl::InvalidArgumentError(
          absl::StrCat("times[", i, "] = ", times[i], ", expected finite and >= 0"));
    }
    if (!entry.empty() && (!(entry[i] >= 0) || !(entry[i] <= times[i]))) {
      return absl::InvalidArgumentError(
          absl::StrCat("entry[", i, "] = ", entry[i], ", expected in [0, ", times[i], "]"));
    }
    if (observed[i] > 1 || in_group[i] > 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("flags of entry ", i, " are ", observed[i], " and ", in_group[i],
                       ", expected 0 or 1"));
    }
  }
  return absl::OkStatus();
}

std::vector<size_t> OrderOf(absl::Span<const double> times) {
  std::vector<size_t> order(times.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return times[a] != times[b] ? times[a] < times[b] : a < b;
  });
  return order;
}

}  // namespace

absl::StatusOr<LogRank> TestLogRank(absl::Span<const double> times,
                                    absl::Span<const uint8_t> observed,
                                    absl::Span<const uint8_t> in_group,
                                    absl::Span<const double> entry) {
  if (absl::Status s = Check(times, observed, in_group, entry); !s.ok()) return s;
  const std::vector<size_t> order = OrderOf(times);
  const std::vector<size_t> entries = entry.empty() ? std::vector<size_t>() : OrderOf(entry);
  LogRank result;
  double all = 0, group = 0;
  if (entry.empty()) {
    all = static_cast<double>(times.size());
    group = static_cast<double>(std::count(in_group.begin(), in_group.end(), 1));
  }
  // Invariant: `all` and `group` count who has entered by `time` and not left before.
  size_t in = 0;
  for (size_t i = 0; i < order.size();) {
    double events = 0, of_group = 0, leave = 0, leave_group = 0;
    const double time = times[order[i]];
    for (; in < entries.size() && entry[entries[in]] <= time; ++in) {
      all += 1, group += in_group[entries[in]];
    }
    for (; i < order.size() && times[order[i]] == time; ++i) {
      leave += 1, leave_group += in_group[order[i]];
      if (observed[order[i]] == 0) continue;
      events += 1, of_group += in_group[order[i]];
    }
    const double share = group / all;
    result.observed += static_cast<uint64_t>(of_group);
    result.expected += events * share;
    if (all > 1) result.variance += events * share * (1 - share) * (all - events) / (all - 1);
    all -= leave, group -= leave_group;
  }
  if (result.variance > 0) {
    result.z = (static_cast<double>(result.observed) - result.expected) / std::sqrt(result.variance);
    result.p_value = std::erfc(std::abs(result.z) / std::sqrt(2.0));
  }
  return result;
}

}  // namespace pullgraph
