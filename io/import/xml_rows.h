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
#include "graph/time.h"
#include "io/byte_source.h"
#include "io/import/place.h"
#include "io/import/xml_events.h"

namespace pullgraph {

// One row; valid inside the callback only. Absent attributes are nothing, malformed
// ones are errors that name place, attribute and value.
class XmlRow {
 public:
  explicit XmlRow(const XmlElement& element) : element_(element) {}

  const Place& place() const { return element_.place(); }
  std::optional<std::string_view> Text(std::string_view name) const { return element_.Find(name); }
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

  const XmlElement& element_;
};

// Calls `on_row` for every <row> below the document element, in order, and stops at
// its first error.
//
// COST, ERRORS: those of ReadXml; DataLoss for an element there that is no <row>; those of
// `on_row`.
absl::Status ReadXmlRows(ByteSource source, absl::FunctionRef<absl::Status(const XmlRow&)> on_row,
                         const XmlOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_XML_ROWS_H_
