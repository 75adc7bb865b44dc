// SPDX-License-Identifier: Apache-2.0
// A page to explore a community: the network, the list, a card for everybody. One file that
// asks nobody for anything.
#ifndef PULLGRAPH_IO_REPORT_EXPLORE_PAGE_H_
#define PULLGRAPH_IO_REPORT_EXPLORE_PAGE_H_

#include <string>

#include "graph/community_view.h"
#include "io/report/explore_data.h"
#include "pullgraph/v1/manifest.pb.h"

namespace pullgraph::report {

// HTML whose Content-Security-Policy allows nothing but its own script and style, by their
// hashes. Without a script it shows the list and the clusters as tables.
std::string ExplorePage(const CommunityView& view, const ExploreOptions& options, const ExploreData& data,
                        const v1::RunManifest& manifest);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_EXPLORE_PAGE_H_
