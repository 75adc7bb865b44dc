// SPDX-License-Identifier: Apache-2.0
#include "io/import/edges_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/number_range.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/edge_fold.h"
#include "io/import/status_macros.h"
#include "io/import/usual_dates.h"

namespace pullgraph {
namespace {

constexpr uint64_t kMaxNode = UINT32_MAX - 1;

constexpr double kNoWeight = std::numeric_limits<double>::lowest();

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

// Consumes lines `integer separator integer` until one is anything else; returns where
// that one starts.
const char* EdgeListReader::PlainLines(const char* p, const char* end) {
  uint64_t lines = 0;
  while (p < end) {
    const char* q = p;
    Node a = 0;
    Node b = 0;
    if (!TakeNode(q, end, a) || q == end) break;
    if (*q != separator_ && (separator_ != ' ' || *q != '\t')) break;
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

absl::Status EdgeListReader::Block(std::string_view lines, char line_end) {
  const char* p = lines.data();
  const char* end = p + lines.size();
  while (p < end) {
    if (is_integer_ && seen_data_ && held_.empty() && !WantsExtras() && line_end == '\n' &&
        columns_.from == 0 && columns_.to == 1) {
      p = PlainLines(p, end);
      if (p == end) break;
    }
    const std::string_view rest(p, static_cast<size_t>(end - p));
    const std::string_view line = rest.substr(0, rest.find(line_end));
    ++line_;
    PG_RETURN_IF_ERROR(Line(line));
    p += std::min(line.size() + 1, rest.size());
  }
  if (pairs_.size() >= look_at_ && !WantsExtras()) FoldEqual();
  return absl::OkStatus();
}

void EdgeListReader::FoldEqual() {
  if (HasManyEquals(pairs_)) {
    const size_t before = pairs_.size();
    FoldEqualPairs(pairs_, count_);
    folded_ += before - pairs_.size();
  }
  look_at_ = std::max(look_at_, 2 * pairs_.size());
}

absl::Status EdgeListReader::Comment(std::string_view line) {
  if (absl::StartsWithIgnoreCase(absl::StripLeadingAsciiWhitespace(AbslView(line).substr(0, 20)), "%MatrixMarket") ||
      absl::StartsWithIgnoreCase(AbslView(line), "%%MatrixMarket")) {
    return BadInput({file_, line_, 1}, "Matrix Market format, expected an edge list",
                    "import it as what it is, not as edges");
  }
  const auto konect = line_ == 1 ? ParseKonectHeader(line) : std::nullopt;
  if (!konect) return absl::OkStatus();
  if (konect->two_modes) {
    return BadInput({file_, line_, 1}, "a network of two modes: its second column are things, "
                                       "not members",
                    "import it by csv, with a mapping that makes signals of its lines");
  }
  directed_ = directed_ || konect->directed;
  may_have_weight_ = konect->weighted;
  return absl::OkStatus();
}

absl::StatusOr<bool> EdgeListReader::FirstLine(std::string_view line) {
  seen_data_ = true;
  separator_ = FindSeparator(line);
  PG_RETURN_IF_ERROR(Cut(line, line_));
  const auto named = options_.header == EdgeListHeader::kNo ? std::nullopt
                                                            : ColumnsByName(fields_.fields());
  if (named) columns_ = *named;
  const auto set = [](int option, size_t& column) {
    if (option > 0) column = static_cast<size_t>(option) - 1;
  };
  set(options_.time_column, columns_.time);
  set(options_.count_column, columns_.count);
  set(options_.strength_column, columns_.strength);
  set(options_.weight_column, columns_.weight);
  if (may_have_weight_ && fields_.size() > 2 && columns_.weight == EdgeColumns::kNone) {
    columns_.weight = 2;
  }
  // What is said outright needs no weight.
  if (options_.weight_column == 0 && (options_.count_column > 0 || options_.strength_column > 0)) {
    columns_.weight = EdgeColumns::kNone;
  }
  if (named || options_.header != EdgeListHeader::kAuto) {
    return named.has_value() || options_.header == EdgeListHeader::kYes;
  }
  if (fields_.size() < 2) return false;
  Node node = 0;
  if (ParseNode(fields_[0].text, node) || ParseNode(fields_[1].text, node)) return false;
  if (!Extra(0).ok()) {
    // What names a column holds no digit; a date that cannot be read does, and is named as such.
    for (size_t i = 2; i < fields_.size(); ++i) {
      const std::string_view text = fields_[i].text;
      if (std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
    }
    return true;
  }
  held_ = std::string(line);  // The next line will tell.
  held_line_ = line_;
  return false;
}

absl::Status EdgeListReader::Line(std::string_view line) {
  if (line_ == 1 && line.substr(0, 3) == "\xEF\xBB\xBF") line.remove_prefix(3);
  if (line.substr(0, 1) == "#" || line.substr(0, 1) == "%") return Comment(line);
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return absl::OkStatus();
  if (!seen_data_) {
    PG_ASSIGN(header, FirstLine(line));
    if (header) {
      report_.Note("header line left out", ToString({file_, line_, 1}));
      return absl::OkStatus();
    }
    if (!held_.empty()) return absl::OkStatus();
    return DataLine(line_);
  }
  PG_RETURN_IF_ERROR(Cut(line, line_));
  if (!held_.empty()) {
    Node node = 0;
    const bool integer = fields_.size() > 1 && ParseNode(fields_[0].text, node) &&
                         ParseNode(fields_[1].text, node);
    PG_RETURN_IF_ERROR(SettleHeader(integer));
    PG_RETURN_IF_ERROR(Cut(line, line_));
  }
  return DataLine(line_);
}

absl::Status EdgeListReader::SettleHeader(bool next_is_integer) {
  std::string held;
  held.swap(held_);
  if (next_is_integer) {
    report_.Note("header line left out", ToString({file_, held_line_, 1}));
    return absl::OkStatus();
  }
  PG_RETURN_IF_ERROR(Cut(held, held_line_));
  return DataLine(held_line_);
}

absl::Status EdgeListReader::Finish() {
  if (!held_.empty()) PG_RETURN_IF_ERROR(SettleHeader(/*next_is_integer=*/false));
  if (!count_.empty()) extras_.resize(pairs_.size());
  for (size_t i = 0; i < count_.size(); ++i) extras_[i].count = count_[i];
  for (size_t i = 0; i < weight_.size(); ++i) {
    if (weight_[i] == kNoWeight) continue;
    const TieWeight weight = weights_.Of(weight_[i]);
    extras_[i].count = weight.count;
    extras_[i].strength = weight.strength;
  }
  weights_.Report(report_);
  return absl::OkStatus();
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

absl::StatusOr<Node> EdgeListReader::End(const EdgeField& field, uint64_t line_number) {
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
  for (const size_t column : {columns_.time, columns_.count, columns_.strength}) {
    if (column != EdgeColumns::kNone && column >= fields_.size()) {
      return BadInput(At(fields_.fields().back(), line_number),
                      absl::StrCat(fields_.size(), " columns, expected ", column + 1));
    }
  }
  if (columns_.time != EdgeColumns::kNone) {
    const EdgeField& field = fields_[columns_.time];
    auto time = ParseTime(field.text);
    if (!time.ok()) time = ParseUsualTime(field.text);
    if (!time.ok()) {
      return BadInput(At(field, line_number),
                      absl::StrCat("field 'time' has '", Printable(field.text),
                                   "', expected an ISO-8601 time or a Unix epoch number"),
                      "write dates as 2024-03-15");
    }
    extra.at = *time;
  }
  if (columns_.count != EdgeColumns::kNone) {
    const EdgeField& field = fields_[columns_.count];
    const char* end = field.text.data() + field.text.size();
    const auto [p, ec] = std::from_chars(field.text.data(), end, extra.count);
    if (ec != std::errc() || p != end || extra.count == 0) {
      return BadValue(At(field, line_number), "count", field.text, kCountRange.expected);
    }
  }
  if (columns_.strength != EdgeColumns::kNone) {
    const EdgeField& field = fields_[columns_.strength];
    const char* end = field.text.data() + field.text.size();
    const auto [p, ec] = std::from_chars(field.text.data(), end, extra.strength);
    if (ec != std::errc() || p != end || !(extra.strength > 0 && extra.strength <= 1)) {
      return BadValue(At(field, line_number), "strength", field.text,
                      kStrengthRange.expected);
    }
  }
  return extra;
}

// A line may have none.
absl::Status EdgeListReader::Weight(uint64_t line_number) {
  weight_.push_back(kNoWeight);
  if (columns_.weight >= fields_.size() || fields_[columns_.weight].text.empty()) {
    return absl::OkStatus();
  }
  const EdgeField& field = fields_[columns_.weight];
  const auto weight = ParseWeight(field.text);
  if (!weight) return BadValue(At(field, line_number), "weight", field.text, "a number");
  weight_.back() = *weight;
  weights_.See(*weight, At(field, line_number));
  return absl::OkStatus();
}

void EdgeListReader::NoteUnused(uint64_t line_number) {
  const size_t all[] = {columns_.from,  columns_.to,       columns_.time,
                        columns_.count, columns_.strength, columns_.weight};
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (std::find(std::begin(all), std::end(all), i) != std::end(all)) continue;
    const bool usual = columns_.from == 0 && columns_.to == 1;
    report_.Note(usual ? absl::StrCat("columns from ", i + 1, " on left out")
                       : std::string("columns that are neither ids nor weights left out"),
                 ToString(At(fields_[i], line_number)));
    return;
  }
}

absl::Status EdgeListReader::DataLine(uint64_t line_number) {
  const size_t needed = std::max(columns_.from, columns_.to) + 1;
  if (fields_.size() < needed) {
    return BadInput(At(fields_[0], line_number),
                    fields_.size() == 1
                        ? absl::StrCat("one column '", Printable(fields_[0].text), "', expected two ids")
                        : absl::StrCat(fields_.size(), " columns, expected ", needed));
  }
  for (const size_t column : {columns_.from, columns_.to}) {
    if (fields_[column].text.empty()) return BadInput(At(fields_[column], line_number), "an empty column");
  }
  NoteUnused(line_number);
  PG_ASSIGN(a, End(fields_[columns_.from], line_number));
  const bool was_integer = is_integer_;
  PG_ASSIGN(b, End(fields_[columns_.to], line_number));
  if (was_integer && !is_integer_) {  // The first end was read as a number still.
    PG_ASSIGN(id, builder_.Member(absl::StrCat(a)));
    a = id.value();
  }
  pairs_.emplace_back(a, b);
  if (WantsExtras()) {
    PG_ASSIGN(extra, Extra(line_number));
    extras_.push_back(extra);
  }
  return columns_.weight == EdgeColumns::kNone ? absl::OkStatus() : Weight(line_number);
}

}  // namespace pullgraph
