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

// Reads a sparse matrix in Matrix Market form (coordinate; pattern, real or integer) as
// graph_options.h says. An entry is a tie from row to column, undirected if the matrix is
// symmetric, from column to row if it is skew-symmetric and the entry negative. Rows and
// columns are the members "1", "2", ...; those of a matrix that is not square are two kinds,
// "r1" and "c1". Entries of 0 are left out.
//
// COST, ERRORS: see graph_options.h; also DataLoss for dense and complex matrices.
// SOURCE: R. F. Boisvert et al., The Matrix Market Exchange Formats, 1996, NISTIR 5935.
absl::StatusOr<ImportResult> ImportMatrixMarket(const std::string& path, const GraphOptions& options = {});
absl::StatusOr<ImportResult> ImportMatrixMarketFrom(ByteSource source, const GraphOptions& options = {});

// Whether a file that begins with `head` is one.
bool LooksLikeMatrixMarket(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MATRIX_MARKET_H_
