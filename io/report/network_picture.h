// SPDX-License-Identifier: Apache-2.0
// The clusters and their ties to customers, as a picture without a script.
#ifndef PULLGRAPH_IO_REPORT_NETWORK_PICTURE_H_
#define PULLGRAPH_IO_REPORT_NETWORK_PICTURE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "algorithms/edge/edge_clusters.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph::report {

struct NetworkPictureOptions {
  MarketId market = MarketId::None();
  size_t most_clusters = 120;  // Drawn, the largest.
  size_t most_lines = 2;       // Of each cluster, to those that it has most ties with.
  size_t most_numbers = 15;    // Clusters numbered as in the table below it.
  const RunControl* run = nullptr;
};

// A figure: each circle is a cluster, its area the number of members, the filled part of it who
// are customers; a line between two grows with their ties, and is marked if customers of one are
// tied to members of the other who are none; each cluster has lines to those few that it is tied
// to most, one at least to where its customers know others. Clusters on the front are numbered in the order of
// `report`; all, where none is. Empty where there are fewer than two clusters.
//
// COST: that of LayOut without steps of nodes, O(arcs), O(clusters^2) for those that are tied.
// ERRORS: Cancelled.
absl::StatusOr<std::string> NetworkPicture(const CommunityView& view, const EdgeReport& report,
                                           const NetworkPictureOptions& options);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_NETWORK_PICTURE_H_
