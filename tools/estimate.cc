// SPDX-License-Identifier: Apache-2.0
#include "tools/estimate.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace pullgraph::tools {
namespace {

struct Cost {
  const char* verb;
  double seconds;      // For a million rows.
  double row_bytes;    // Beside those of the community.
  double model_bytes;  // For each member sampled, of at most kSampledMembers.
};

constexpr double kCommunityBytes = 90;  // A row.
constexpr double kBaseBytes = 4e7;
constexpr double kSampledMembers = 8000;
constexpr Cost kCosts[] = {
    {"info", 0.5, 0, 0},     {"cat", 10, 0, 0},       {"export", 10, 0, 0},
    {"validate", 0.5, 0, 0}, {"access", 1, 40, 0},    {"achieve", 1, 40, 0},
    {"attract", 80, 100, 2e5}, {"edges", 2, 60, 0},   {"trajectory", 4, 60, 0},
    {"leverage", 90, 300, 4e4}, {"pace", 30, 40, 0},  {"waste", 4, 60, 0},
    {"needs", 2, 40, 0},     {"rank", 80, 100, 2e5},  {"report", 95, 160, 2e5},
    {"backtest", 240, 100, 3e5},
};

std::string Duration(double seconds) {
  if (seconds < 1) return "a second";
  if (seconds < 120) return absl::StrFormat("%.0f s", seconds);
  if (seconds < 7200) return absl::StrFormat("%.0f min", seconds / 60);
  return absl::StrFormat("%.1f h", seconds / 3600);
}

}  // namespace

RunEstimate EstimateRun(const std::string& verb, const CommunityGraph& c) {
  const Cost* cost = std::find_if(std::begin(kCosts), std::end(kCosts),
                                  [&](const Cost& k) { return verb == k.verb; });
  if (cost == std::end(kCosts)) cost = std::end(kCosts) - 1;
  const double rows = static_cast<double>(c.num_members()) + c.num_resources() +
                      static_cast<double>(c.graph().num_arcs()) +
                      static_cast<double>(c.signals().size()) +
                      static_cast<double>(c.touches().size());
  RunEstimate estimate;
  estimate.cpu_seconds = cost->seconds * rows / 1e6;
  estimate.bytes = kBaseBytes + (kCommunityBytes + cost->row_bytes) * rows +
                   cost->model_bytes * std::min(kSampledMembers, double{1} * c.num_members());
  return estimate;
}

std::string EstimateText(const std::string& verb, const CommunityGraph& c) {
  const RunEstimate e = EstimateRun(verb, c);
  return absl::StrFormat(
      "%s: up to %s of CPU time and %.2g GB of memory with default options, for %d members, %d ties, "
      "%d signals, %d touches; other options may take more\n",
      verb, Duration(e.cpu_seconds), std::max(0.1, e.bytes / 1e9), c.num_members(), c.num_ties(),
      c.signals().size(), c.touches().size());
}

}  // namespace pullgraph::tools
