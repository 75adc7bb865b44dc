// SPDX-License-Identifier: Apache-2.0
#include "io/import/edges_reader.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr uint64_t kMaxNode = UINT32_MAX - 1;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool IsCut(char c) { return c == ',' || c == ';'; }

// Reads a canonical integer (no sign, no leading zero) up to kMaxNode.
inline bool TakeNode(const char*& p, const char* end, Node& node) {
  const char* begin = p;
  uint64_t value = 0;
  while (p < end) {
    const auto digit = static_cast<unsigned char>(*p - '0');
    if (digit > 9) break;
    value = value * 10 + digit;
    ++p;
  }
  const auto digits = p - begin;
  node = static_cast<Node>(value);
  return digits > 0 && digits <= 10 && value <= kMaxNode && (*begin != '0' || digits == 1);
}

bool ParseNode(std::string_view text, Node& node) {
  const char* p = text.data();
  return TakeNode(p, text.data() + text.size(), node) && p == text.data() + text.size();
}

}  // namespace

void EdgeListReader::Reserve(size_t bytes, std::string_view sample) {
  const auto lines = static_cast<size_t>(std::count(sample.begin(), sample.end(), '\n'));
  if (sample.empty() || lines == 0) return;
  // A line takes 4 bytes at least, so this stays below twice the input.
  const double estimate =
      1.02 * static_cast<double>(bytes) / static_cast<double>(sample.size()) * static_cast<double>(lines);
  pairs_.reserve(std::min(static_cast<size_t>(estimate), bytes / 4) + 1024);
}

// Consumes lines `integer blank integer` until one is anything else; returns where
// that one starts.
const char* EdgeListReader::PlainLines(const char* p, const char* end) {
  uint64_t lines = 0;
  while (p < end) {
    const char* q = p;
    Node a = 0;
    Node b = 0;
    if (!TakeNode(q, end, a) || q == end) break;
    if (!IsBlank(*q) && !IsCut(*q)) break;
    ++q;
    if (!TakeNode(q, end, b)) break;
    if (q < end && *q == '\r') ++q;
    if (q < end && *q != '\n') break;
    pairs_.emplace_back(a, b);
    ++lines;
    p = q < end ? q + 1 : q;
  }
  line_ += lines;
  return p;
}

absl::Status EdgeListReader::Block(std::string_view lines) {
  const char* p = lines.data();
  const char* end = p + lines.size();
  while (p < end) {
    if (is_integer_ && seen_data_ && held_.empty() && !WantsExtras()) {
      p = PlainLines(p, end);
      if (p == end) break;
    }
    const std::string_view rest(p, static_cast<size_t>(end - p));
    const std::string_view line = rest.substr(0, rest.find('\n'));
    ++line_;
    PG_RETURN_IF_ERROR(Line(line));
    p += std::min(line.size() + 1, rest.size());
  }
  return absl::OkStatus();
}

absl::Status EdgeListReader::Split(std::string_view line) {
  fields_.clear();
  size_t at = 0;
  while (true) {
    while (at < line.size() && IsBlank(line[at])) ++at;
    if (at == line.size()) break;
    const size_t begin = at;
    while (at < line.size() && !IsBlank(line[at]) && !IsCut(line[at])) ++at;
    const Field field = {line.substr(begin, at - begin), begin + 1};
    if (field.text.empty()) return BadInput(At(field, line_), "an empty column");
    if (field.text.front() == '"') {
      return BadInput(At(field, line_), "a quoted column, which edge lists do not have",
                      "import it as csv, with a mapping file");
    }
    fields_.push_back(field);
    while (at < line.size() && IsBlank(line[at])) ++at;
    if (at < line.size() && IsCut(line[at])) ++at;
  }
  return absl::OkStatus();
}

absl::Status EdgeListReader::Line(std::string_view line) {
  if (line_ == 1 && line.substr(0, 3) == "\xEF\xBB\xBF") line.remove_prefix(3);
  if (line_ == 1 && line.substr(0, 14) == "%%MatrixMarket") {
    return BadInput({file_, 1, 1}, "Matrix Market format, expected an edge list",
                    "remove the lines before the entries");
  }
  PG_RETURN_IF_ERROR(Split(line));
  if (fields_.empty() || line[0] == '#' || line[0] == '%') return absl::OkStatus();
  if (fields_.size() < 2) {
    return BadInput(At(fields_[0], line_),
                    absl::StrCat("one column '", Printable(fields_[0].text),
                                 "', expected two ids"));
  }
  if (!seen_data_) {
    seen_data_ = true;
    bool undecided = false;
    if (IsHeader(undecided)) {
      report_.Note("header line left out", ToString({file_, line_, 1}));
      return absl::OkStatus();
    }
    if (undecided) {
      held_ = std::string(line);
      held_line_ = line_;
      return absl::OkStatus();
    }
  }
  if (!held_.empty()) {
    Node node = 0;
    const bool integer = ParseNode(fields_[0].text, node) && ParseNode(fields_[1].text, node);
    PG_RETURN_IF_ERROR(SettleHeader(integer));
    PG_RETURN_IF_ERROR(Split(line));
  }
  return DataLine(line_);
}

bool EdgeListReader::IsHeader(bool& undecided) const {
  if (options_.header != EdgeListHeader::kAuto) return options_.header == EdgeListHeader::kYes;
  Node node = 0;
  if (ParseNode(fields_[0].text, node) || ParseNode(fields_[1].text, node)) return false;
  if (WantsExtras() && !Extra(0).ok()) return true;
  undecided = true;
  return false;
}

absl::Status EdgeListReader::SettleHeader(bool next_is_integer) {
  std::string held;
  held.swap(held_);
  if (next_is_integer) {
    report_.Note("header line left out", ToString({file_, held_line_, 1}));
    return absl::OkStatus();
  }
  PG_RETURN_IF_ERROR(Split(held));
  return DataLine(held_line_);
}

absl::Status EdgeListReader::Finish() {
  return held_.empty() ? absl::OkStatus() : SettleHeader(/*next_is_integer=*/false);
}

// From here on ids are words; what was read before becomes words too.
absl::Status EdgeListReader::UseWords() {
  is_integer_ = false;
  for (auto& [a, b] : pairs_) {
    for (Node* node : {&a, &b}) {
      PG_ASSIGN(id, builder_.Member(absl::StrCat(*node)));
      *node = id.value();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Node> EdgeListReader::End(const Field& field, uint64_t line_number) {
  Node node = 0;
  if (is_integer_) {
    if (ParseNode(field.text, node)) return node;
    PG_RETURN_IF_ERROR(UseWords());
  }
  PG_RETURN_IF_ERROR(CheckUtf8At(At(field, line_number), field.text));
  const auto id = builder_.Member(field.text);
  if (!id.ok()) return AtPlace(At(field, line_number), id.status());
  return id->value();
}

absl::StatusOr<EdgeExtra> EdgeListReader::Extra(uint64_t line_number) const {
  EdgeExtra extra;
  for (const int column : {options_.time_column, options_.count_column, options_.strength_column}) {
    if (column > static_cast<int>(fields_.size())) {
      return BadInput(At(fields_.back(), line_number),
                      absl::StrCat(fields_.size(), " columns, expected ", column));
    }
  }
  if (options_.time_column > 0) {
    const Field& field = fields_[static_cast<size_t>(options_.time_column - 1)];
    const auto time = ParseTime(field.text);
    if (!time.ok()) {
      return BadValue(At(field, line_number), "time", field.text,
                      "an ISO-8601 time or a Unix epoch number");
    }
    extra.at = *time;
  }
  if (options_.count_column > 0) {
    const Field& field = fields_[static_cast<size_t>(options_.count_column - 1)];
    const char* end = field.text.data() + field.text.size();
    const auto [p, ec] = std::from_chars(field.text.data(), end, extra.count);
    if (ec != std::errc() || p != end || extra.count == 0) {
      return BadValue(At(field, line_number), "count", field.text, "an integer >= 1");
    }
  }
  if (options_.strength_column > 0) {
    const Field& field = fields_[static_cast<size_t>(options_.strength_column - 1)];
    const char* end = field.text.data() + field.text.size();
    const auto [p, ec] = std::from_chars(field.text.data(), end, extra.strength);
    if (ec != std::errc() || p != end || !(extra.strength > 0 && extra.strength <= 1)) {
      return BadValue(At(field, line_number), "strength", field.text,
                      "a probability in (0, 1]");
    }
  }
  return extra;
}

absl::Status EdgeListReader::DataLine(uint64_t line_number) {
  const size_t used = static_cast<size_t>(std::max(
      {2, options_.time_column, options_.count_column, options_.strength_column}));
  if (fields_.size() > used) {
    report_.Note(absl::StrCat("columns from ", used + 1, " on left out"),
                 ToString(At(fields_[used], line_number)));
  }
  PG_ASSIGN(a, End(fields_[0], line_number));
  const bool was_integer = is_integer_;
  PG_ASSIGN(b, End(fields_[1], line_number));
  if (was_integer && !is_integer_) {  // The first end was read as a number still.
    PG_ASSIGN(id, builder_.Member(absl::StrCat(a)));
    a = id.value();
  }
  pairs_.emplace_back(a, b);
  if (WantsExtras()) {
    PG_ASSIGN(extra, Extra(line_number));
    extras_.push_back(extra);
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
