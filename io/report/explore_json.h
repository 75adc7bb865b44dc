// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_REPORT_EXPLORE_JSON_H_
#define PULLGRAPH_IO_REPORT_EXPLORE_JSON_H_

#include <string>

#include "graph/community_view.h"
#include "io/report/explore_data.h"
#include "pullgraph/v1/manifest.pb.h"

namespace pullgraph::report {

// What the script of the page reads, as JSON without '<', so that nothing in it can end the
// element it stands in. Arrays of numbers are little-endian and in base64.
std::string ExploreJson(const CommunityView& view, const ExploreOptions& options, const ExploreData& data,
                        const v1::RunManifest& manifest);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_EXPLORE_JSON_H_
