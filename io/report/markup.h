// SPDX-License-Identifier: Apache-2.0
// Foreign text, made fit for a page.
#ifndef PULLGRAPH_IO_REPORT_MARKUP_H_
#define PULLGRAPH_IO_REPORT_MARKUP_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace pullgraph::report {

inline constexpr size_t kNameLength = 60;

// `text` as one line of at most `max_chars` characters, the last one an ellipsis if it was
// cut: white space is folded; what is no UTF-8, no character of XML, a control, or a mark
// that turns the direction of what follows becomes U+FFFD. Not escaped.
// COST: O(max_chars) but for white space.
std::string Shown(std::string_view text, size_t max_chars = kNameLength);

// `text` for element content and quoted attributes of HTML and SVG: & < > " ' escaped.
std::string Escape(std::string_view text);

// Both, for SVG and attributes.
std::string ShownEscaped(std::string_view text, size_t max_chars = kNameLength);

// Both, as an HTML element that keeps its direction of writing to itself; "(no name)" if
// there is nothing to show.
std::string Name(std::string_view text, size_t max_chars = kNameLength);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_MARKUP_H_
