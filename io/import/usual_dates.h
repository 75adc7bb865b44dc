// SPDX-License-Identifier: Apache-2.0
// Dates as programs and people write them; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_USUAL_DATES_H_
#define PULLGRAPH_IO_IMPORT_USUAL_DATES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/time.h"

namespace pullgraph {

// Reads what cannot be mistaken: what ParseWrittenTime reads, also with slashes, with " UTC" or a
// blank before the offset; and dates with the name of a month ("Sep 26, 2026 7:05 PM",
// "26 Sep 2026", "Sat, 26 Sep 2026 19:05:00 +0200"). No zone is UTC. 04/05/2024 is not
// among them: it is read two ways.
//
// ERRORS: InvalidArgument, OutOfRange.
absl::StatusOr<Time> ParseUsualTime(std::string_view text);

// Reads `text` by `format`: one of strptime's ("%m/%d/%Y"), "usual" (ParseUsualTime),
// "epoch" (seconds, milliseconds or microseconds since 1970, by size) or "excel" (days
// since 1899-12-30).
//
// ERRORS: InvalidArgument, OutOfRange.
absl::StatusOr<Time> ParseTimeBy(std::string_view text, std::string_view format);

// Ok if `format` is one that ParseTimeBy knows and that gives a year. ERRORS: InvalidArgument
// with what is wrong with it.
absl::Status CheckDateFormat(std::string_view format);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_USUAL_DATES_H_
