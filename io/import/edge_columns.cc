// SPDX-License-Identifier: Apache-2.0
#include "io/import/edge_columns.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

bool IsGapByte(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Tabs that separate are no gap.
bool IsGapIn(char c, char separator) { return c != separator && IsGapByte(c); }

bool IsOneOf(std::string_view field, std::initializer_list<const char*> words) {
  std::string bare;
  for (const char c : field) {
    if (c != '_' && c != ' ' && c != '-') bare.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return std::find(words.begin(), words.end(), bare) != words.end();
}

}  // namespace

absl::Status EdgeLine::Quoted(std::string_view line, size_t& at, const Place& place) {
  const size_t begin = ++at;
  bool doubled = false;
  while (at < line.size() && (line[at] != '"' || line.substr(at, 2) == "\"\"")) {
    doubled = doubled || line[at] == '"';
    at += line[at] == '"' ? 2 : 1;
  }
  if (at >= line.size()) {
    return BadInput({place.file, place.line, begin}, "a quote that is not closed on its line");
  }
  std::string_view text = line.substr(begin, at - begin);
  if (doubled) {
    unquoted_.emplace_back();
    for (size_t i = 0; i < text.size(); i += text[i] == '"' ? 2 : 1) unquoted_.back() += text[i];
    text = unquoted_.back();
  }
  fields_.push_back({text, begin});
  ++at;
  return absl::OkStatus();
}

absl::Status EdgeLine::Cut(std::string_view line, char separator, const Place& place) {
  fields_.clear();
  unquoted_.clear();
  const bool blanks = separator == ' ';
  const auto gap = [&](char c) { return blanks ? IsGapByte(c) : IsGapIn(c, separator); };
  size_t at = 0;
  while (true) {
    while (at < line.size() && gap(line[at])) ++at;
    if (at == line.size() && (blanks || fields_.empty())) return absl::OkStatus();
    if (at < line.size() && line[at] == '"') {
      if (absl::Status s = Quoted(line, at, place); !s.ok()) return s;
      const size_t end = at;
      while (at < line.size() && gap(line[at])) ++at;
      const bool cut = at == line.size() || (blanks ? at > end : line[at] == separator);
      if (!cut) return BadInput({place.file, place.line, at + 1}, "text behind a quote");
    } else {
      const size_t begin = at;
      while (at < line.size() && (blanks ? !IsGapByte(line[at]) : line[at] != separator)) ++at;
      std::string_view text = line.substr(begin, at - begin);
      while (!text.empty() && IsGapByte(text.back())) text.remove_suffix(1);
      fields_.push_back({text, begin + 1});
    }
    if (blanks) continue;
    if (at >= line.size()) return absl::OkStatus();
    ++at;  // Past the separator: one more field follows, perhaps an empty one.
    if (at == line.size()) {
      fields_.push_back({line.substr(at), at + 1});
      return absl::OkStatus();
    }
  }
}

char FindSeparator(std::string_view line) {
  bool quoted = false;
  bool has[3] = {};
  constexpr char kSeparators[] = {'\t', ';', ','};
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    for (int i = 0; i < 3 && !quoted; ++i) has[i] = has[i] || c == kSeparators[i];
  }
  // "1 2 0,5" and "1 2<tab>3" are cut at blanks.
  int numbers = 0;
  for (size_t at = 0; numbers < 2;) {
    while (at < line.size() && IsGapByte(line[at])) ++at;
    const size_t begin = at;
    while (at < line.size() && absl::ascii_isdigit(static_cast<unsigned char>(line[at]))) ++at;
    if (at == begin || (at < line.size() && !IsGapByte(line[at]))) break;
    ++numbers;
  }
  if (numbers == 2) return ' ';
  for (int i = 0; i < 3; ++i) {
    if (has[i]) return kSeparators[i];
  }
  return ' ';
}

std::optional<EdgeColumns> ColumnsByName(const std::vector<EdgeField>& fields) {
  EdgeColumns columns;
  columns.from = columns.to = EdgeColumns::kNone;
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string_view text = fields[i].text;
    size_t* column = nullptr;
    if (IsOneOf(text, {"source", "from", "src", "sender", "fromnodeid", "fromid", "sourceid",
                       "node1", "member1", "user1", "id1"})) {
      column = &columns.from;
    } else if (IsOneOf(text, {"target", "to", "dst", "dest", "destination", "receiver", "recipient",
                              "tonodeid", "toid", "targetid", "node2", "member2", "user2", "id2"})) {
      column = &columns.to;
    } else if (IsOneOf(text, {"weight"})) {
      column = &columns.weight;
    }
    if (column != nullptr && *column == EdgeColumns::kNone) *column = i;
  }
  if (columns.from == EdgeColumns::kNone || columns.to == EdgeColumns::kNone) return std::nullopt;
  return columns;
}

std::optional<KonectHeader> ParseKonectHeader(std::string_view line) {
  const std::vector<std::string> words =
      absl::StrSplit(AbslView(line), absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
  if (words.size() < 3 || words[0] != "%") return std::nullopt;
  KonectHeader header;
  header.directed = words[1] == "asym";
  header.two_modes = words[1] == "bip";
  if (!header.directed && !header.two_modes && words[1] != "sym") return std::nullopt;
  const std::string& weights = words[2];
  header.weighted = weights != "unweighted";
  const bool known = weights == "unweighted" || weights == "positive" || weights == "posweighted" ||
                     weights == "signed" || weights == "multisigned" || weights == "weighted" ||
                     weights == "multiweighted" || weights == "dynamic" || weights == "multiposweighted";
  return known ? std::optional(header) : std::nullopt;
}

}  // namespace pullgraph
