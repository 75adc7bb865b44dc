// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_MATRIX_MARKET_H_
#define PULLGRAPH_IO_IMPORT_MATRIX_MARKET_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"

namespace pullgraph {

// Reads a square matrix in the coordinate format of Matrix Market: pattern, integer or real.
// Row and column numbers are members, entries are ties from row to column; of a symmetric
// matrix they are undirected; of a skew-symmetric one they point where the entry is positive.
// Entries of 0 are no ties.
//
// COST: O(bytes); memory is that of the result.
// ERRORS: DataLoss with file:line:column for an array, a complex or a rectangular matrix, an
// entry out of range, and more or fewer entries than announced; ResourceExhausted for more
// rows than 1,000,000 and the file's bytes; those of ByteSource; Cancelled.
// SOURCE: R. Boisvert, R. Pozo, K. Remington, The Matrix Market Exchange Formats, NISTIR
// 5935, 1996.
absl::StatusOr<ImportResult> ImportMatrixMarket(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportMatrixMarketFrom(ByteSource source, const GraphOptions& options = {});

// True if `head`, the first 64 KiB of a file, decompressed, is in that format.
bool LooksLikeMatrixMarket(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MATRIX_MARKET_H_
