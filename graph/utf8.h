// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_GRAPH_UTF8_H_
#define PULLGRAPH_GRAPH_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace pullgraph {

// Returns the offset of the first byte that is not well-formed UTF-8
// (RFC 3629: no surrogates, no overlong forms), or npos if all is well.
size_t FindInvalidUtf8(std::string_view text);

inline bool IsValidUtf8(std::string_view text) {
  return FindInvalidUtf8(text) == std::string_view::npos;
}

// A piece of hostile input made fit to print: control and invalid bytes become
// \xNN, and what exceeds `max_bytes` is cut with an ellipsis.
std::string Printable(std::string_view text, size_t max_bytes = 60);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_UTF8_H_
