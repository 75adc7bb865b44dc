// SPDX-License-Identifier: Apache-2.0
// Files of JSON, one value after the other; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_JSON_STREAM_H_
#define PULLGRAPH_IO_IMPORT_JSON_STREAM_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"
#include "io/import/json_value.h"

namespace pullgraph {

using JsonUse = absl::FunctionRef<absl::Status(const JsonValue&, const Place&)>;

// Calls `use` for what `source` holds: the value of each line, the elements of one array,
// or one object that spans lines. Lines are read as a stream, the other two as a whole.
// What is JSON but cannot be represented is left out and noted in `report`. `begin` is what
// was taken off `source` before.
//
// COST: memory is 16 times the longest line, or 18 times a file that is one value.
// ERRORS: those of ByteSource, JsonParser::Parse and `use`; DataLoss for a line of more
// than 16 MiB; Cancelled.
absl::Status ReadJson(ByteSource source, const RunControl* run, ImportReport& report,
                      JsonUse use, std::string begin = "");

// The same for all files of a folder whose names say JSON (.json, .jsonl, .ndjson, also
// compressed), numbers within names in order of value: hour 9 before hour 10. Others are
// noted.
//
// ERRORS: also FailedPrecondition if there is none.
absl::Status ReadJsonFolder(const InputFolder& folder, const RunControl* run,
                            ImportReport& report, JsonUse use);

// Names in that order.
std::vector<std::string> JsonFiles(const InputFolder& folder);

// Up to 64 KiB of the first of them, if there is one that can be read.
std::optional<std::string> HeadOfFirstJson(const InputFolder& folder);

// What of a text could be told from its first bytes: `head` holds "name" followed by a
// colon, somewhere.
bool HasJsonName(std::string_view head, std::string_view name);
// `head` up to the end of the first line, without blanks before it.
std::string_view FirstJsonLine(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_JSON_STREAM_H_
