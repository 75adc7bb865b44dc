// SPDX-License-Identifier: Apache-2.0
#include "io/import/source_text.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "graph/time.h"
#include "graph/utf8.h"
#include "io/import/edge_columns.h"
#include "io/import/rows.h"

namespace pullgraph {
namespace {

constexpr size_t kMostLines = 40;

std::string_view WithoutMark(std::string_view head) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return head.substr(0, kMark.size()) == kMark ? head.substr(kMark.size()) : head;
}

// The first lines that say something: not empty, no comment, whole.
std::vector<std::string_view> FirstLines(std::string_view head) {
  std::vector<std::string_view> lines;
  head = WithoutMark(head);
  while (!head.empty() && lines.size() < kMostLines) {
    const size_t end = head.find_first_of("\r\n");
    // The last one may be cut off, unless it is the only one.
    if (end == std::string_view::npos && !lines.empty()) break;
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    while (!line.empty() && absl::ascii_isspace(static_cast<unsigned char>(line.back()))) line.remove_suffix(1);
    while (!line.empty() && absl::ascii_isspace(static_cast<unsigned char>(line[0]))) line.remove_prefix(1);
    if (!line.empty() && line[0] != '#' && line[0] != '%') lines.push_back(line);
  }
  return lines;
}

using Cells = std::vector<std::string>;

// Cells of a line, without quotes around them; a quoted one may hold `separator`.
Cells CellsOf(std::string_view line, char separator) {
  Cells cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
  return cells;
}

Cells WordsOfLine(std::string_view line) {
  return absl::StrSplit(AbslView(line), absl::ByAnyChar(" \t"), absl::SkipEmpty());
}

bool IsNumber(const std::string& cell) {
  double number;
  return absl::SimpleAtod(cell, &number);
}

// What may stand behind the two ends of an edge: weights, counts, dates.
bool IsExtra(const std::string& cell) {
  return cell.empty() || IsNumber(cell) || ParseTime(cell).ok();
}

// By the words that the importer of edge lists goes by.
bool NamesEnds(const Cells& header) {
  std::vector<EdgeField> fields;
  for (const std::string& cell : header) fields.push_back({cell});
  return ColumnsByName(fields).has_value();
}

// Whether the first two cells speak of the same things: some are in both columns.
bool SharesIds(const std::vector<Cells>& rows) {
  std::set<std::string> first, second;
  for (const Cells& row : rows) first.insert(row[0]), second.insert(row[1]);
  return std::any_of(first.begin(), first.end(),
                     [&](const std::string& id) { return second.count(id) > 0; });
}

bool IsPlainText(std::string_view head) {
  return head.find('\0') == std::string_view::npos;
}

}  // namespace

// A short length, Block.kind (the header's), maybe Block.codec, and Block.raw_size.
bool LooksLikeCommunity(std::string_view head) {
  size_t at = 0;
  while (at < head.size() && at < 5 && (static_cast<uint8_t>(head[at]) & 0x80) != 0) ++at;
  head.remove_prefix(std::min(head.size(), at + 1));
  if (head.substr(0, 2) != std::string_view("\x08\x01", 2)) return false;
  head.remove_prefix(2);
  if (head.size() > 2 && head[0] == '\x10') head.remove_prefix(2);
  return !head.empty() && head[0] == '\x19';
}

bool LooksLikeRows(std::string_view head) {
  if (IsDelimitedRows(head)) return true;
  const std::vector<std::string_view> lines = FirstLines(head);
  if (lines.empty()) return false;
  for (const char* kind : {"community", "member", "market", "membership", "resource", "topic", "tie",
                           "signal", "touch"}) {
    const std::string begin = absl::StrCat("{\"", kind, "\":{");
    std::string line(lines[0].substr(0, 200));
    line.erase(std::remove(line.begin(), line.end(), ' '), line.end());
    if (absl::StartsWith(line, begin)) return true;
  }
  return false;
}

bool LooksLikeEdges(std::string_view head) {
  if (!IsPlainText(head) || !IsValidUtf8(head.substr(0, head.rfind('\n') + 1))) return false;
  const std::vector<std::string_view> lines = FirstLines(head);
  if (lines.empty() || lines[0][0] == '{' || lines[0][0] == '[' || lines[0][0] == '<') return false;
  for (const char separator : {'\t', ',', ';', ' '}) {
    std::vector<Cells> rows;
    for (const std::string_view line : lines) {
      rows.push_back(separator == ' ' ? WordsOfLine(line) : CellsOf(line, separator));
    }
    const size_t columns = rows.back().size();
    const bool even = std::all_of(rows.begin(), rows.end(),
                                  [&](const Cells& row) { return row.size() == columns; });
    if (columns < 2 || !even) continue;
    if (NamesEnds(rows[0])) return true;
    const auto plain = [&](const Cells& row) {
      return !row[0].empty() && !row[1].empty() &&
             std::all_of(row.begin() + 2, row.end(), IsExtra);
    };
    constexpr size_t kMostColumns = 6;
    return columns <= kMostColumns && std::all_of(rows.begin(), rows.end(), plain) &&
           (SharesIds(rows) || std::all_of(rows.begin(), rows.end(), [](const Cells& row) {
              return IsNumber(row[0]) && IsNumber(row[1]);
            }));
  }
  return false;
}

std::vector<std::string> TableColumns(std::string_view head) {
  if (!IsPlainText(head)) return {};
  const std::vector<std::string_view> lines = FirstLines(head);
  if (lines.size() < 2 || lines[0][0] == '{' || lines[0][0] == '[' || lines[0][0] == '<') return {};
  Cells best;
  for (const char separator : {',', ';', '\t'}) {
    const Cells cells = CellsOf(lines[0], separator);
    if (cells.size() > best.size() && CellsOf(lines[1], separator).size() == cells.size()) best = cells;
  }
  const bool names = best.size() >= 2 && std::none_of(best.begin(), best.end(), IsNumber);
  return names ? best : Cells{};
}

bool IsText(std::string_view head) {
  constexpr size_t kLongestCut = 3;  // Bytes of a character that is cut off.
  const size_t invalid = FindInvalidUtf8(head);
  return !head.empty() && IsPlainText(head) && (invalid >= head.size() || invalid + kLongestCut >= head.size());
}

bool LooksLikeGraphQl(std::string_view head) {
  std::string begin;
  for (const char c : head.substr(0, 200)) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) begin += c;
  }
  return absl::StartsWith(begin, "{\"data\":{");
}

std::string DescribeText(std::string_view head) {
  if (head.empty()) return "an empty file";
  if (!IsPlainText(head)) return "bytes that are no text";
  const std::vector<std::string_view> lines = FirstLines(head);
  if (lines.empty()) return "text that says nothing";
  if (lines[0][0] == '{' || lines[0][0] == '[') return "a JSON document of a form that is not known";
  if (lines[0][0] == '<') {
    // The first element, behind declarations and comments.
    for (size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
      if (at + 1 >= head.size() || !absl::ascii_isalpha(static_cast<unsigned char>(head[at + 1]))) continue;
      const size_t end = head.find_first_of(" \t\r\n/>", at);
      return absl::StrCat("an XML document of <", AbslView(head.substr(at + 1, std::min<size_t>(40, end - at - 1))),
                          ">, which is not known");
    }
  }
  return "text of a form that is not known";
}

}  // namespace pullgraph
