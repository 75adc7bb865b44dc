// SPDX-License-Identifier: Apache-2.0
// The `<row A="..." B="..."/>` elements of a Stack Exchange dump file, one by one.
#ifndef PULLGRAPH_IO_IMPORT_XML_ROWS_H_
#define PULLGRAPH_IO_IMPORT_XML_ROWS_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "graph/time.h"
#include "io/byte_source.h"
#include "io/import/place.h"

namespace pullgraph {

// One row; valid inside the callback only. Absent attributes are nothing, malformed
// ones are errors that name place, attribute and value.
class XmlRow {
 public:
  XmlRow(const char* const* attributes, Place place)
      : attributes_(attributes), place_(place) {}

  const Place& place() const { return place_; }
  std::optional<std::string_view> Text(std::string_view name) const;
  // In [low, high].
  absl::StatusOr<std::optional<int64_t>> Integer(
      std::string_view name, int64_t low = std::numeric_limits<int64_t>::min(),
      int64_t high = std::numeric_limits<int64_t>::max()) const;
  absl::StatusOr<Time> Moment(std::string_view name) const;  // Absent if absent.

  // The same, but absence is an error too.
  absl::StatusOr<int64_t> RequiredInteger(std::string_view name) const;
  absl::StatusOr<Time> RequiredMoment(std::string_view name) const;
  absl::StatusOr<std::string_view> RequiredText(std::string_view name) const;

 private:
  absl::Status Missing(std::string_view name) const;

  const char* const* attributes_;
  Place place_;
};

struct XmlRowsOptions {
  // Part of the whole run that this file stands for, in [0, 1]; for progress.
  double progress_from = 0;
  double progress_to = 1;
  const RunControl* run = nullptr;
};

// Calls `on_row` for every <row> below the document element, in order, and stops at
// its first error.
//
// COST: O(bytes); memory is bounded by the longest element, at most 16 MiB.
// ERRORS: DataLoss with file:line:column for what is not well-formed XML, entity
// declarations and elements over 16 MiB; those of `source` and of `on_row`; Cancelled.
absl::Status ReadXmlRows(ByteSource source, absl::FunctionRef<absl::Status(const XmlRow&)> on_row,
                         const XmlRowsOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_XML_ROWS_H_
