// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_cells.h"

#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "graph/utf8.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"
#include "io/import/usual_dates.h"

namespace pullgraph {
namespace {

std::optional<double> ParseNumber(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [p, ec] = std::from_chars(text.data(), end, value);
  if (ec != std::errc() || p != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

absl::Status Bad(const CsvTable& table, int field, const CsvCell& cell,
                 std::string_view expected) {
  return BadValue(cell.place, table.FieldName(field), cell.text, expected);
}

absl::StatusOr<Time> ParseTimeAt(const CsvTable& table, int field, const CsvCell& cell) {
  const auto time = ParseUsualTime(cell.text);
  if (time.ok()) return *time;
  if (ParseNumber(cell.text) && ParseTime(cell.text).ok()) {
    return BadInput(cell.place,
                    absl::StrCat("field '", AbslView(table.FieldName(field)), "' has '",
                                 Printable(cell.text),
                                 "', which may be a date without hyphens, or the day number of "
                                 "a spreadsheet"),
                    "write dates as 2024-03-15, or say in a mapping how they are written: "
                    "\"date\": \"%Y%m%d\", \"excel\" or \"epoch\"");
  }
  return BadInput(cell.place,
                  absl::StrCat("field '", AbslView(table.FieldName(field)), "' has '", Printable(cell.text),
                               "', expected a time in the years 1 to 9999 such as 2018-03-12T17:00:45Z or 1520874045"),
                  "write dates as 2024-03-15, or say in a mapping how they are written: \"date\": \"%d/%m/%Y\"");
}

}  // namespace

absl::StatusOr<Time> TimeCell(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  if (cell.text.empty()) return Time::Absent();
  return ParseTimeAt(table, field, cell);
}

absl::StatusOr<std::vector<Time>> TimeListCell(const CsvTable& table, int field) {
  std::vector<Time> times;
  for (const CsvCell& part : ListCell(table, field)) {
    PG_ASSIGN(time, ParseTimeAt(table, field, part));
    times.push_back(time);
  }
  return times;
}

absl::StatusOr<double> NumberCell(const CsvTable& table, int field, double absent,
                                  const NumberRange& range) {
  const CsvCell& cell = table.Get(field);
  if (cell.text.empty()) return absent;
  const auto value = ParseNumber(cell.text);
  if (value && range.Holds(*value)) return *value;
  return Bad(table, field, cell, range.expected);
}

absl::StatusOr<std::optional<uint32_t>> CountCell(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  if (cell.text.empty()) return std::optional<uint32_t>();
  uint32_t value = 0;
  const char* end = cell.text.data() + cell.text.size();
  const auto [p, ec] = std::from_chars(cell.text.data(), end, value);
  if (ec == std::errc() && p == end && value > 0) return std::optional<uint32_t>(value);
  return Bad(table, field, cell, kCountRange.expected);
}

absl::StatusOr<bool> BoolCell(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  const std::string word = absl::AsciiStrToLower(AbslView(cell.text));
  if (word == "true" || word == "yes" || word == "1") return true;
  if (word.empty() || word == "false" || word == "no" || word == "0") return false;
  return Bad(table, field, cell, "true, yes, 1, false, no or 0");
}

std::vector<CsvCell> ListCell(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  std::vector<CsvCell> parts;
  for (size_t begin = 0; begin < cell.text.size();) {
    const size_t end = std::min(cell.text.find(';', begin), cell.text.size());
    size_t from = begin;
    size_t to = end;
    while (from < to && cell.text[from] == ' ') ++from;
    while (to > from && cell.text[to - 1] == ' ') --to;
    if (to > from) {
      CsvCell part = {cell.text.substr(from, to - from), cell.place};
      part.place.column += from;
      parts.push_back(part);
    }
    begin = end + 1;
  }
  return parts;
}

absl::StatusOr<std::vector<TopicNumber>> TopicNumberCell(const CsvTable& table, int field,
                                                         const NumberRange& range) {
  std::vector<TopicNumber> out;
  for (const CsvCell& part : ListCell(table, field)) {
    TopicNumber item = {part, 1, Time::Absent()};
    const size_t colon = part.text.rfind(':', part.text.find('@'));
    const std::string_view tail =
        colon == std::string_view::npos ? std::string_view() : part.text.substr(colon + 1);
    const std::string_view number = tail.substr(0, tail.find('@'));
    const auto value = ParseNumber(number);
    // Without a number behind it, a colon belongs to the topic: "role::program".
    if (value) {
      item.topic.text = part.text.substr(0, colon);
      item.number = *value;
      if (!range.Holds(*value)) {
        return Bad(table, field, part, absl::StrCat("a topic, a colon and ", range.expected));
      }
      if (number.size() < tail.size()) {
        const CsvCell since = {tail.substr(number.size() + 1), part.place};
        PG_ASSIGN(time, ParseTimeAt(table, field, since));
        item.since = time;
      }
    }
    if (item.topic.text.empty()) return Bad(table, field, part, "a topic before the colon");
    out.push_back(item);
  }
  return out;
}

}  // namespace pullgraph
