// SPDX-License-Identifier: Apache-2.0
// A list of ids, such as people who want to be left out.
#ifndef PULLGRAPH_IO_IMPORT_ID_LIST_H_
#define PULLGRAPH_IO_IMPORT_ID_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pullgraph {

// The lines of a text file ("-": standard input) without blanks around them, in order. Empty
// lines, and those that begin with '#', are passed over.
// ERRORS: those of ByteSource; DataLoss with the place for a line that is not UTF-8.
absl::StatusOr<std::vector<std::string>> ReadIdList(const std::string& path);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ID_LIST_H_
