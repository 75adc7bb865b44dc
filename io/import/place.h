// SPDX-License-Identifier: Apache-2.0
// Where in the input something stands, and errors that say so.
#ifndef PULLGRAPH_IO_IMPORT_PLACE_H_
#define PULLGRAPH_IO_IMPORT_PLACE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace pullgraph {

// Line and column count from 1; the column counts bytes. 0 = unknown.
struct Place {
  std::string_view file;
  uint64_t line = 0;
  uint64_t column = 0;
};

// "file:line:column"; unknown parts are left off.
std::string ToString(const Place& place);

// DataLoss "place: cause", and `mend` on a line of its own. Input files are at fault,
// never the caller: InvalidArgument is for options.
absl::Status BadInput(const Place& place, std::string_view cause, std::string_view mend = "");

// "place: field 'x' has 'value', expected ...".
absl::Status BadValue(const Place& place, std::string_view field, std::string_view value,
                      std::string_view expected);

// The place put before what a lower layer complained about.
absl::Status AtPlace(const Place& place, const absl::Status& status);

// Ok, or the place of the first byte of `text` that is not UTF-8; `text` starts at
// `place` and may span lines.
absl::Status CheckUtf8At(const Place& place, std::string_view text);

// The one of `known` that is nearest to `word` by edit distance, or "" if none is near.
std::string NearestWord(std::string_view word, const std::vector<std::string>& known);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PLACE_H_
