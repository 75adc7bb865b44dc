// SPDX-License-Identifier: Apache-2.0
// Text by the columns that it takes on a terminal.
#ifndef PULLGRAPH_IO_ANSWER_TEXT_WIDTH_H_
#define PULLGRAPH_IO_ANSWER_TEXT_WIDTH_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pullgraph {

// Columns of valid UTF-8 `text`: marks take none, East Asian wide characters and emoji
// two (utf8proc).
size_t TextWidth(std::string_view text);

// As it may stand in a table: control characters become blanks.
std::string Tame(std::string_view text);

// At most `most` columns of `text`: what is too much is cut out of the middle, with an
// ellipsis. most >= 1.
std::string Shorten(std::string_view text, size_t most);

// Blanks up to `width` columns, behind the text or before it.
std::string Pad(std::string_view text, size_t width, bool right = false);

// Lines of at most `width` columns, broken at blanks, and within a word that is longer;
// lines after the first begin with `indent` blanks.
std::vector<std::string> Wrap(std::string_view text, size_t width, size_t indent = 0);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_TEXT_WIDTH_H_
