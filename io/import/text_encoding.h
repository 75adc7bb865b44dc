// SPDX-License-Identifier: Apache-2.0
// Text of any encoding made UTF-8; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_TEXT_ENCODING_H_
#define PULLGRAPH_IO_IMPORT_TEXT_ENCODING_H_

#include <string>
#include <string_view>

namespace pullgraph {

// `text` with U+FFFD for each byte that is not UTF-8. COST: O(|text|).
std::string RepairUtf8(std::string_view text);

// `text` of encoding `charset` ("iso-8859-1", "gb2312", any case) as UTF-8. Sequences
// that the encoding does not have become U+FFFD. A charset that is not known here, or
// empty, is taken for UTF-8, or for ISO-8859-1 if it is none.
// COST: O(|text|); the result is at most 6 times as long.
std::string ToUtf8(std::string_view text, std::string_view charset);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TEXT_ENCODING_H_
