// SPDX-License-Identifier: Apache-2.0
#include "io/import/xml_rows.h"

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

class RowHandler : public XmlHandler {
 public:
  explicit RowHandler(absl::FunctionRef<absl::Status(const XmlRow&)> on_row) : on_row_(on_row) {}

  absl::Status OnStart(const XmlElement& element, int depth) override {
    if (depth != 2) return absl::OkStatus();
    if (element.name() == "row") return on_row_(XmlRow(element));
    return BadInput(element.place(), "an element that is not <row>",
                    "name the directory of a Stack Exchange dump");
  }
  absl::Status OnEnd(std::string_view, int) override { return absl::OkStatus(); }

 private:
  absl::FunctionRef<absl::Status(const XmlRow&)> on_row_;
};

}  // namespace

absl::Status XmlRow::Missing(std::string_view name) const {
  return BadInput(element_.place(), absl::StrCat("field '", AbslView(name), "' is missing"));
}

absl::StatusOr<std::optional<int64_t>> XmlRow::Integer(std::string_view name, int64_t low,
                                                       int64_t high) const {
  const auto text = Text(name);
  if (!text) return std::optional<int64_t>();
  int64_t value = 0;
  const char* end = text->data() + text->size();
  const auto [p, ec] = std::from_chars(text->data(), end, value);
  if (ec != std::errc() || p != end || value < low || value > high) {
    return BadValue(element_.place(), name, *text,
                    low == std::numeric_limits<int64_t>::min()
                        ? std::string("an integer")
                        : absl::StrCat("an integer in [", low, ", ", high, "]"));
  }
  return std::optional<int64_t>(value);
}

absl::StatusOr<Time> XmlRow::Moment(std::string_view name) const {
  const auto text = Text(name);
  if (!text) return Time::Absent();
  const auto time = ParseTime(*text);
  if (!time.ok()) return BadValue(element_.place(), name, *text, "a time such as 2018-03-12T17:00:45.567");
  return *time;
}

absl::StatusOr<int64_t> XmlRow::RequiredInteger(std::string_view name) const {
  const auto value = Integer(name);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return Missing(name);
  return **value;
}

absl::StatusOr<Time> XmlRow::RequiredMoment(std::string_view name) const {
  auto value = Moment(name);
  if (value.ok() && !value->is_present()) return Missing(name);
  return value;
}

absl::StatusOr<std::string_view> XmlRow::RequiredText(std::string_view name) const {
  const auto value = Text(name);
  if (!value || value->empty()) return Missing(name);
  return *value;
}

absl::Status ReadXmlRows(ByteSource source, absl::FunctionRef<absl::Status(const XmlRow&)> on_row,
                         const XmlOptions& options) {
  RowHandler handler(on_row);
  return ReadXml(std::move(source), handler, options);
}

}  // namespace pullgraph
