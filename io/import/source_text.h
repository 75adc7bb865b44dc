// SPDX-License-Identifier: Apache-2.0
// What the first bytes of a file look like; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_SOURCE_TEXT_H_
#define PULLGRAPH_IO_IMPORT_SOURCE_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace pullgraph {

// All take the first bytes of a file, decompressed; 64 KiB are enough.
bool LooksLikeCommunity(std::string_view head);
bool LooksLikeRows(std::string_view head);
// Lines of two to four words; or two to four cells whose header names two ends.
bool LooksLikeEdges(std::string_view head);

// The names in the first line if it is the header of a table: at least two cells that are no
// numbers, cut by the character among , ; and tab that there is most of, and a second line
// cut into as many. Else empty.
std::vector<std::string> TableColumns(std::string_view head);

// Without NUL, and of UTF-8 up to where it is cut off.
bool IsText(std::string_view head);

// What a GraphQL interface replied.
bool LooksLikeGraphQl(std::string_view head);

// "a JSON document", "an XML document <rss>", "text", "bytes that are no text", "an empty file".
std::string DescribeText(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_SOURCE_TEXT_H_
