// SPDX-License-Identifier: Apache-2.0
// Runs the algorithms that a report tells of.
#ifndef PULLGRAPH_IO_REPORT_GATHER_H_
#define PULLGRAPH_IO_REPORT_GATHER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/run_control.h"
#include "io/report/section.h"

namespace pullgraph::report {

struct ReportInput {
  MarketId market = MarketId::None();
  int limit = 20;  // Opportunities and topics listed at most.
  uint64_t seed = 0;
  double value = 1;     // Of a customer, in currency units; > 0.
  std::string channel;  // Of contact; who opted out of it is not listed.
  bool pulls = false;   // The list's goal is pulls, not customers.
  double horizon_days = 0;  // Days ahead that likelihoods speak of; 0: as the community's pace gives.
  const RunControl* run = nullptr;  // Not null.
};

// The sections of the page but the last, each with the default options of its verb; what
// the data don't hold (FailedPrecondition) is left out with the reason. Adds the options
// to `parameters`.
// ERRORS: all others of the algorithms.
absl::StatusOr<std::vector<Section>> ReportSections(
    const CommunityView& view, const ReportInput& input,
    std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_GATHER_H_
