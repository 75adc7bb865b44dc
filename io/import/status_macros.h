// SPDX-License-Identifier: Apache-2.0
// Early return on error; for .cc files of io/import only.
#ifndef PULLGRAPH_IO_IMPORT_STATUS_MACROS_H_
#define PULLGRAPH_IO_IMPORT_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define PG_RETURN_IF_ERROR(expression)                                            \
  do {                                                                            \
    if (absl::Status pg_status = (expression); !pg_status.ok()) return pg_status; \
  } while (false)

// Declares `lhs` (a plain name) as the value of a StatusOr, or returns its error.
#define PG_ASSIGN(lhs, expression)              \
  auto lhs##_or = (expression);                 \
  if (!lhs##_or.ok()) return lhs##_or.status(); \
  auto lhs = *std::move(lhs##_or)

#endif  // PULLGRAPH_IO_IMPORT_STATUS_MACROS_H_
