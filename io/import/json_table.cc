// SPDX-License-Identifier: Apache-2.0
#include "io/import/json_table.h"

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/json_stream.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// A value that is no list and no object, as a cell.
std::string ScalarText(const JsonValue& value) {
  if (value.is_bool()) return value.is_true() ? "true" : "false";
  if (std::string id = value.id(); !id.empty()) return id;
  const std::optional<double> number = value.number();
  if (!number) return "";
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), *number);
  return error == std::errc() ? std::string(buffer, end) : "";
}

}  // namespace

bool JsonTable::LooksLikeOne(std::string_view head) {
  head = FirstJsonLine(head);
  if (head.empty()) return false;
  if (head[0] == '{') return head.find_first_not_of(" \t\r\n", 1) == std::string_view::npos ||
                             head.find('"') == head.find_first_not_of(" \t\r\n", 1);
  if (head[0] != '[') return false;
  const size_t next = head.find_first_not_of(" \t\r\n", 1);
  return next == std::string_view::npos || head[next] == '{';
}

void JsonTable::AddText(const std::string& name, std::string_view text, ImportReport& report) {
  if (text.empty()) return;
  const auto known = columns_.find(name);
  uint32_t column = 0;
  if (known != columns_.end()) {
    column = known->second;
  } else {
    if (name.size() > kLongestName || names_.size() >= kMostColumns) {
      report.Note("names of JSON left out, longer than 256 bytes or past the 4,096th",
                  Printable(name));
      return;
    }
    column = static_cast<uint32_t>(names_.size());
    names_.push_back(name);
    columns_.emplace(name, column);
  }
  values_.push_back({column, text_.size(), text_.size() + text.size()});
  text_.append(text);
}

void JsonTable::AddValue(const std::string& name, const JsonValue& value, ImportReport& report) {
  if (value.is_object()) {
    AddObject(name + ".", value, report);
    return;
  }
  if (!value.is_array()) {
    AddText(name, ScalarText(value), report);
    return;
  }
  std::string joined;
  value.ForEach([&](const JsonValue& item) {
    if (item.is_object() || item.is_array()) {
      report.Note("lists within lists or of objects in JSON left out", Printable(name));
      return;
    }
    const std::string text = ScalarText(item);
    if (text.empty()) return;
    absl::StrAppend(&joined, joined.empty() ? "" : ";", text);
  });
  AddText(name, joined, report);
}

void JsonTable::AddObject(const std::string& prefix, const JsonValue& object,
                          ImportReport& report) {
  // Names only grow: past the limit nothing below can be kept.
  if (prefix.size() > kLongestName) {
    report.Note("names of JSON left out, longer than 256 bytes or past the 4,096th",
                Printable(prefix));
    return;
  }
  object.ForEachMember([&](std::string_view name, const JsonValue& value) {
    AddValue(absl::StrCat(prefix, AbslView(name.substr(0, kLongestName + 1))), value, report);
  });
}

absl::Status JsonTable::Read(ByteSource source, const RunControl* run, ImportReport& report) {
  file_ = source.name();
  PG_RETURN_IF_ERROR(ReadJson(std::move(source), run, report,
                              [&](const JsonValue& value, const Place& place) {
    if (!value.is_object()) {
      report.Note("values of JSON that are no object, left out", ToString(place));
      return absl::OkStatus();
    }
    AddObject("", value, report);
    ends_.push_back(values_.size());
    return absl::OkStatus();
  }));
  cells_.assign(names_.size(), CsvCell{"", {file_}});
  return absl::OkStatus();
}

bool JsonTable::Next() {
  if (row_ > ends_.size() || names_.empty()) return false;
  if (row_ == 0) {
    for (size_t c = 0; c < names_.size(); ++c) cells_[c].text = names_[c];
    ++row_;
    return true;
  }
  const auto row_begin = [&](uint64_t row) { return row == 0 ? size_t{0} : ends_[row - 1]; };
  // Only what was set is taken back: rows may be many and narrow, the table wide.
  if (row_ == 1) {
    for (CsvCell& cell : cells_) cell.text = {};
  } else {
    for (size_t v = row_begin(row_ - 2); v < ends_[row_ - 2]; ++v) cells_[values_[v].column].text = {};
  }
  if (row_ > ends_.size()) return false;
  for (size_t v = row_begin(row_ - 1); v < ends_[row_ - 1]; ++v) {
    const Value& value = values_[v];
    cells_[value.column] = {std::string_view(text_).substr(value.begin, value.end - value.begin),
                            {file_, row_}};
  }
  ++row_;
  return true;
}

}  // namespace pullgraph
