// SPDX-License-Identifier: Apache-2.0
#include "io/import/pg_dump.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/line_blocks.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr std::string_view kNull = "\\N";
constexpr std::string_view kEnd = "\\.";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

// Up to `most` digits of that base from `at` on, as one byte; moves `at` past them.
char TakeByte(std::string_view field, size_t& at, int base, size_t most) {
  int value = 0;
  for (size_t n = 0; n < most && at < field.size() && HexDigit(field[at]) < base; ++n, ++at) {
    value = value * base + HexDigit(field[at]);
  }
  return static_cast<char>(value & 0xff);
}

char Unescaped(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return c;
  }
}

std::string_view Unquoted(std::string_view name) {
  const size_t begin = std::min(name.find_first_not_of(" \""), name.size());
  const size_t end = name.find_last_not_of(" \"");
  return end == std::string_view::npos ? std::string_view()
                                       : name.substr(begin, end + 1 - begin);
}

}  // namespace

void UnescapeCopy(std::string_view field, std::string& out) {
  out.clear();
  for (size_t at = 0; at < field.size();) {
    const size_t slash = std::min(field.find('\\', at), field.size());
    out.append(field.substr(at, slash - at));
    at = slash + 1;
    if (at >= field.size()) return;
    if (field[at] >= '0' && field[at] <= '7') {
      out.push_back(TakeByte(field, at, 8, 3));
    } else if (field[at] == 'x' && at + 1 < field.size() && HexDigit(field[at + 1]) < 16) {
      ++at;
      out.push_back(TakeByte(field, at, 16, 2));
    } else {
      out.push_back(Unescaped(field[at++]));
    }
  }
}

absl::StatusOr<std::string> PgRow::Text(size_t column) const {
  const std::string& text = fields_[column].text;
  if (IsValidUtf8(text)) return text;
  return BadValue(place_, columns_[column], text, "UTF-8");
}

absl::StatusOr<int64_t> PgRow::Integer(size_t column, int64_t fallback) const {
  if (IsNull(column)) return fallback;
  int64_t value = 0;
  if (absl::SimpleAtoi(fields_[column].text, &value)) return value;
  return BadValue(place_, columns_[column], fields_[column].text, "an integer");
}

absl::StatusOr<Time> PgRow::Moment(size_t column) const {
  if (IsNull(column)) return Time();
  const std::string& text = fields_[column].text;
  const auto at = ParseTime(text);
  // A number alone is a date to us, and none to PostgreSQL.
  if (at.ok() && text.size() >= 10 && text[4] == '-') return *at;
  return BadValue(place_, columns_[column], text, "a date and time");
}

PgDumpReader::PgDumpReader(std::string file, std::vector<PgTable> tables)
    : file_(std::move(file)), tables_(std::move(tables)), saw_(tables_.size()) {
  for (const PgTable& table : tables_) rows_.emplace_back(table.columns, Place{file_});
}

bool PgDumpReader::Saw(std::string_view table) const {
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].name == table) return saw_[i];
  }
  return false;
}

// COPY public.posts (id, user_id, "position") FROM stdin;
void PgDumpReader::Header(std::string_view line) {
  constexpr std::string_view kCopy = "COPY ";
  constexpr std::string_view kFrom = ") FROM stdin;";
  const size_t open = line.find('(');
  const size_t close = line.rfind(kFrom);
  if (line.substr(0, kCopy.size()) != kCopy || open == std::string_view::npos ||
      close == std::string_view::npos || close < open) {
    return;
  }
  in_table_ = true;
  table_line_ = line_;
  std::string_view name = line.substr(kCopy.size(), open - kCopy.size());
  const size_t dot = name.find('.');
  name = Unquoted(dot == std::string_view::npos ? name : name.substr(dot + 1));
  const auto table = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const PgTable& t) { return t.name == name; });
  table_ = table == tables_.end() ? kUnwanted : static_cast<size_t>(table - tables_.begin());
  if (table_ == kUnwanted) return;
  saw_[table_] = true;
  wanted_as_.clear();
  std::string_view columns = line.substr(open + 1, close - open - 1);
  while (true) {
    const size_t comma = std::min(columns.find(','), columns.size());
    const std::string_view column = Unquoted(columns.substr(0, comma));
    const auto at = std::find(table->columns.begin(), table->columns.end(), column);
    wanted_as_.push_back(at == table->columns.end()
                             ? kUnwanted
                             : static_cast<size_t>(at - table->columns.begin()));
    if (comma == columns.size()) break;
    columns.remove_prefix(comma + 1);
  }
}

absl::Status PgDumpReader::Data(std::string_view line) {
  PgRow& row = rows_[table_];
  row.MoveTo({file_, line_});
  for (PgRow::Field& field : row.fields()) {
    field.is_null = true;
    field.text.clear();
  }
  size_t column = 0;
  for (bool is_last = false; !is_last; ++column) {
    const size_t tab = line.find('\t');
    is_last = tab == std::string_view::npos;
    const std::string_view field = line.substr(0, tab);
    if (!is_last) line.remove_prefix(tab + 1);
    if (column >= wanted_as_.size() || wanted_as_[column] == kUnwanted || field == kNull) {
      continue;
    }
    PgRow::Field& to = row.fields()[wanted_as_[column]];
    to.is_null = false;
    UnescapeCopy(field, to.text);
  }
  if (column != wanted_as_.size()) {
    return BadInput({file_, line_},
                    absl::StrCat("a row of ", column, " fields in table '",
                                 tables_[table_].name, "', expected ", wanted_as_.size()),
                    "the dump is damaged: make it again");
  }
  return tables_[table_].use(row);
}

absl::Status PgDumpReader::Line(std::string_view line) {
  ++line_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (!in_table_) {
    Header(line);
    return absl::OkStatus();
  }
  if (line == kEnd) {
    in_table_ = false;
    return absl::OkStatus();
  }
  return table_ == kUnwanted ? absl::OkStatus() : Data(line);
}

absl::Status PgDumpReader::Take(std::string_view piece) {
  for (size_t end = 0; (end = piece.find('\n')) != std::string_view::npos;) {
    const std::string_view line = piece.substr(0, end);
    piece.remove_prefix(end + 1);
    if (carry_.empty()) {
      PG_RETURN_IF_ERROR(Line(line));
      continue;
    }
    carry_.append(line);
    PG_RETURN_IF_ERROR(Line(carry_));
    carry_.clear();
  }
  carry_.append(piece);
  if (carry_.size() <= LineBlocks::kMaxLine) return absl::OkStatus();
  return BadInput({file_, line_ + 1},
                  absl::StrCat("a line of more than ", LineBlocks::kMaxLine, " bytes"),
                  "check that this is a dump in plain SQL");
}

absl::Status PgDumpReader::Finish() {
  if (!carry_.empty()) PG_RETURN_IF_ERROR(Line(carry_));
  carry_.clear();
  if (!in_table_) return absl::OkStatus();
  return BadInput({file_, table_line_}, "the table that begins here never ends",
                  "the dump is cut off: fetch it again");
}

}  // namespace pullgraph
