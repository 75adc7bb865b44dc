// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_value.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/string_table.h"
#include "graph/time.h"
#include "graph/utf8.h"
#include "io/import/plain_number.h"
#include "io/import/status_macros.h"
#include "io/import/usual_dates.h"

namespace pullgraph {

absl::StatusOr<size_t> CsvBinding::Column(std::string_view name) const {
  if (const std::optional<size_t> column = header->Find(name)) {
    if (used != nullptr) (*used)[*column] = true;
    if (report != nullptr && header->NextSame(*column) != CsvHeader::kNoColumn) {
      report->Note("columns that come more than once, of which the first filled cell counts",
                   name);
    }
    return *column;
  }
  if (optional) return CsvHeader::kNoColumn;
  const std::string nearest = NearestWord(name, header->names());
  return BadInput({file, 1},
                  absl::StrCat("column '", Printable(name), "' is missing",
                               nearest.empty() ? "" : ", did you mean '", nearest,
                               nearest.empty() ? "" : "'?"),
                  "the mapping file names it");
}

CsvValue CsvValue::Bare(size_t column) {
  CsvValue value;
  value.column_ = column;
  return value;
}

absl::Status CsvValue::BindText(const CsvBinding& binding) {
  std::string_view rest = spec_->text;
  while (!rest.empty()) {
    const size_t open = std::min(rest.find('{'), rest.size());
    const size_t close = std::min(rest.find('}', open), rest.size());
    size_t column = CsvHeader::kNoColumn;
    std::string text(rest.substr(0, open));
    if (close < rest.size()) {
      const std::string_view name = rest.substr(open + 1, close - open - 1);
      if (name == "row") {
        column = kRow;
      } else if (name == "file" && !binding.header->Find(name)) {
        column = kFileStem;
      } else {
        PG_ASSIGN(found, binding.Column(name));
        column = found;
      }
    } else {
      text.append(rest.substr(open));
    }
    pieces_.emplace_back(std::move(text), column);
    rest.remove_prefix(std::min(close + 1, rest.size()));
  }
  return absl::OkStatus();
}

absl::StatusOr<CsvValue> CsvValue::Bind(const CsvValueSpec& spec, const CsvBinding& binding) {
  CsvValue value;
  value.kind_ = spec.kind;
  value.spec_ = &spec;
  if (spec.kind == CsvValueSpec::Kind::kColumn) {
    PG_ASSIGN(column, binding.Column(spec.text));
    value.column_ = column;
  }
  if (spec.kind == CsvValueSpec::Kind::kJoin) {
    PG_ASSIGN(column, binding.Column(spec.join.of));
    value.column_ = column;
    value.join_ = binding.joins == nullptr ? nullptr : binding.joins->Find(spec.join);
  }
  for (const CsvValueSpec& choice : spec.choices) {
    PG_ASSIGN(bound, Bind(choice, binding));
    value.choices_.push_back(std::move(bound));
  }
  if (spec.kind == CsvValueSpec::Kind::kText) PG_RETURN_IF_ERROR(value.BindText(binding));
  return value;
}

CsvCell CsvValue::Raw(const CsvRecord& record, CsvScratch& scratch) const {
  if (kind_ != CsvValueSpec::Kind::kText) {
    CsvCell cell = record.Cell(column_);
    if (kind_ != CsvValueSpec::Kind::kJoin || cell.text.empty()) return cell;
    const std::string* found = 
        join_ == nullptr ? nullptr
                         : join_->Find(StdView(absl::StripAsciiWhitespace(AbslView(cell.text))));
    if (found == nullptr && scratch.report != nullptr) {
      scratch.report->Note(absl::StrCat("cells that ", spec_->join.table, " has no row for"),
                           ToString(cell.place));
    }
    cell.text = found == nullptr ? std::string_view() : std::string_view(*found);
    return cell;
  }
  CsvCell value = {"", record.place};
  std::string text;
  for (const auto& [before, column] : pieces_) {
    text += before;
    if (column == kRow) {
      absl::StrAppend(&text, record.number);
    } else if (column == kFileStem) {
      text += scratch.stem;
    } else if (column != CsvHeader::kNoColumn) {
      const CsvCell cell = record.Cell(column);
      text += cell.text;
      value.place = cell.place;
    }
  }
  value.text = scratch.Keep(std::move(text));
  return value;
}

absl::StatusOr<std::string> CsvValue::DateOrNumber(std::string_view text) const {
  if (spec_->number) {
    const std::optional<std::string> number = PlainNumber(text, spec_->decimal);
    if (number) return *number;
    return absl::InvalidArgumentError(
        absl::StrCat("'", Printable(text), "' is no number with the decimal sign '",
                     std::string(1, spec_->decimal), "'"));
  }
  for (const std::string& format : spec_->dates) {
    const absl::StatusOr<Time> time = ParseTimeBy(text, format);
    if (time.ok()) return FormatTime(*time);
  }
  return absl::InvalidArgumentError(absl::StrCat("'", Printable(text), "' is no date of the form ",
                                                 absl::StrJoin(spec_->dates, " or ")));
}

absl::StatusOr<CsvCell> CsvValue::Converted(CsvCell cell, CsvScratch& scratch) const {
  cell.text = StdView(absl::StripAsciiWhitespace(AbslView(cell.text)));
  const auto& values = spec_->values;
  const bool is_blank =
      std::find(spec_->blank.begin(), spec_->blank.end(), cell.text) != spec_->blank.end();
  if (is_blank && values.count(std::string(cell.text)) == 0) cell.text = {};
  if (spec_->lower) cell.text = scratch.Keep(absl::AsciiStrToLower(AbslView(cell.text)));
  if (!values.empty()) {
    const auto found = values.find(std::string(cell.text));
    if (found != values.end()) {
      cell.text = found->second;
    } else if (spec_->otherwise) {
      cell.text = *spec_->otherwise;
    } else if (!cell.text.empty()) {
      return BadInput(cell.place, absl::StrCat("'", Printable(cell.text),
                                               "' is not among the values of the mapping"),
                      "add it to 'values', or an 'otherwise'");
    }
  }
  if (!cell.text.empty() && (spec_->number || !spec_->dates.empty())) {
    absl::StatusOr<std::string> plain = DateOrNumber(cell.text);
    if (plain.ok()) {
      cell.text = scratch.Keep(*std::move(plain));
    } else if (spec_->otherwise) {
      if (scratch.report != nullptr) {
        scratch.report->Note(spec_->number ? "numbers that cannot be read, left out"
                                           : "dates that cannot be read, left out",
                             ToString(cell.place));
      }
      cell.text = *spec_->otherwise;
    } else {
      return BadInput(cell.place, StdView(plain.status().message()),
                      "say in the mapping how it is written, or add an 'otherwise'");
    }
  }
  if (!spec_->prefix.empty() && !cell.text.empty()) {
    cell.text = scratch.Keep(absl::StrCat(spec_->prefix, AbslView(cell.text)));
  }
  return cell;
}

absl::StatusOr<CsvCell> CsvValue::Evaluate(const CsvRecord& record, CsvScratch& scratch) const {
  if (spec_ == nullptr) return record.Cell(column_);
  if (kind_ != CsvValueSpec::Kind::kFirst) return Converted(Raw(record, scratch), scratch);
  for (const CsvValue& choice : choices_) {
    PG_ASSIGN(cell, choice.Evaluate(record, scratch));
    if (!cell.text.empty()) return cell;
  }
  return CsvCell{"", record.place};
}

}  // namespace pullgraph
