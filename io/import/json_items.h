// SPDX-License-Identifier: Apache-2.0
// The pieces of one large JSON value, one at a time; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_JSON_ITEMS_H_
#define PULLGRAPH_IO_IMPORT_JSON_ITEMS_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/json_value.h"
#include "io/import/place.h"

namespace pullgraph {

using JsonItemUse =
    absl::FunctionRef<absl::Status(std::string_view key, const JsonValue&, const Place&)>;

// Calls `use` for each element of the one array that `source` holds, with the key "". If
// it holds an object, for each member: where its value is an array, for each element of
// that. A piece with a number or text that cannot be represented is left out, and noted.
//
// COST: O(bytes); memory is 17 times the longest piece.
// ERRORS: DataLoss with the place for what is no JSON, nested deeper than 64, cut off, or
// a piece of more than 64 MiB; those of ByteSource and `use`; Cancelled.
absl::Status ReadJsonItems(ByteSource source, const RunControl* run, ImportReport& report,
                           JsonItemUse use);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_JSON_ITEMS_H_
