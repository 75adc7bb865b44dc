// SPDX-License-Identifier: Apache-2.0
// Script and style of the page to explore, made from io/report/web by CMake.
#ifndef PULLGRAPH_IO_REPORT_EXPLORE_ASSETS_H_
#define PULLGRAPH_IO_REPORT_EXPLORE_ASSETS_H_

#include <string_view>

namespace pullgraph::report {

extern const std::string_view kExploreScript;
extern const std::string_view kExploreStyle;

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_EXPLORE_ASSETS_H_
