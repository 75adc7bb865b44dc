// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_TOOLS_NEAREST_H_
#define PULLGRAPH_TOOLS_NEAREST_H_

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace pullgraph::tools {

// Insertions, deletions, substitutions and swaps of neighbours that make `a` of `b`.
// SOURCE: optimal string alignment (Damerau 1964). COST: O(|a| |b|).
size_t EditDistance(std::string_view a, std::string_view b);

// The option or verb of `app` that a word of the complaint was most likely meant to
// be, or "" if none is near.
std::string NearestWord(const CLI::App& app, std::string_view complaint);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_NEAREST_H_
