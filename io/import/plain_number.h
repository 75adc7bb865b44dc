// SPDX-License-Identifier: Apache-2.0
// Numbers as people write them; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_PLAIN_NUMBER_H_
#define PULLGRAPH_IO_IMPORT_PLAIN_NUMBER_H_

#include <optional>
#include <string>
#include <string_view>

namespace pullgraph {

// "$1,234.50" as "1234.50", "(60)" as "-60": without a currency before or behind it, and
// without what groups its thousands: blanks, apostrophes, and of '.' and ',' the one that
// is not `decimal`. Nothing if it is no number then, or has a group of other than three
// digits: "1,5" is not 15.
std::optional<std::string> PlainNumber(std::string_view text, char decimal);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PLAIN_NUMBER_H_
