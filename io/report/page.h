// SPDX-License-Identifier: Apache-2.0
// The whole page: one file that needs no other.
#ifndef PULLGRAPH_IO_REPORT_PAGE_H_
#define PULLGRAPH_IO_REPORT_PAGE_H_

#include <string>
#include <string_view>

#include "absl/types/span.h"
#include "io/report/section.h"

namespace pullgraph::report {

struct PageHead {
  std::string title;     // Of the community; not escaped.
  std::string subtitle;  // HTML.
};

// HTML5 that is well-formed XML as well: with its style, its drawings, no script, nothing
// to fetch and a policy that forbids both. Begins with the headlines of all sections and
// their pictures, side by side where there is room.
std::string RenderPage(const PageHead& head, absl::Span<const Section> sections);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_PAGE_H_
