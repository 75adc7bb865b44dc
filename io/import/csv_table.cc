// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  const std::string nearest = NearestWord(word, known);
  return nearest.empty() ? "" : absl::StrCat(", did you mean '", nearest, "'?");
}

// The name of a file without its folders and endings.
std::string StemOf(std::string_view path) {
  path.remove_prefix(std::min(path.rfind('/') + 1, path.size()));
  return std::string(path.substr(0, path.find('.', 1)));
}

std::string_view StrippedCell(const CsvCell& cell) {
  return StdView(absl::StripAsciiWhitespace(AbslView(cell.text)));
}

}  // namespace

CsvTable::CsvTable(TableRecords records, const CsvSchema& schema, const CsvTableMapping* mapping,
                   const CsvTableContext& context)
    : records_(std::move(records)), schema_(&schema), mapping_(mapping), context_(context) {
  scratch_.stem = StemOf(file());
  scratch_.report = context.report;
}

absl::StatusOr<CsvTable> CsvTable::Open(ByteSource source, const CsvSchema& schema,
                                        const CsvTableMapping* mapping,
                                        const CsvTableContext& context) {
  TableRecords::Options options;
  options.run = context.run;
  options.report = context.notes_file ? context.report : nullptr;
  options.tolerant = true;
  options.delimiter = mapping == nullptr ? '\0' : mapping->delimiter;
  options.names = mapping == nullptr ? schema.columns : ColumnsOf(*mapping);
  PG_ASSIGN(records, TableRecords::Open(std::move(source), options));
  CsvTable table(std::move(records), schema, mapping, context);
  PG_RETURN_IF_ERROR(table.ReadHeader());
  table.sources_.resize(schema.columns.size());
  table.values_.resize(schema.columns.size());
  PG_RETURN_IF_ERROR(mapping == nullptr ? table.BindByName() : table.BindByMapping());
  return table;
}

void CsvTable::Note(std::string_view what) {
  if (context_.report != nullptr) context_.report->Note(what, ToString(place()));
}

absl::Status CsvTable::ReadHeader() {
  PG_ASSIGN(any, records_.Next());
  if (!any) {
    return BadInput({file()}, "empty, expected a line with the names of the columns");
  }
  header_ = CsvHeader(records_.cells());
  return absl::OkStatus();
}

void CsvTable::AddAttribute(std::string name, CsvValue value) {
  attributes_.push_back(std::move(value));
  attribute_names_.push_back(std::move(name));
}

void CsvTable::NoteColumn(std::string_view what, std::string_view example) {
  if (context_.report != nullptr) context_.report->Note(what, example);
}

absl::Status CsvTable::BindByName() {
  const std::vector<std::string>& names = header_.names();
  const std::vector<std::string>& known = schema_->columns;
  for (size_t c = 0; c < names.size(); ++c) {
    Place at = header_.place(c);
    at.file = file();
    const auto found = std::find(known.begin(), known.end(), names[c]);
    if (names[c].empty()) {
      // Spreadsheets leave such columns at the right.
      NoteColumn("columns without a name left out", ToString(at));
    } else if (header_.IsRepeated(c)) {
      NoteColumn("columns that come more than once, of which the first filled cell counts", names[c]);
    } else if (found != known.end()) {
      sources_[static_cast<size_t>(found - known.begin())] = CsvValue::Bare(c);
    } else if (schema_->kind == CsvTableKind::kMembers) {
      AddAttribute(names[c], CsvValue::Bare(c));
    } else {
      NoteColumn(absl::StrCat("columns that are none of ", schema_->name, " left out"),
                 absl::StrCat(names[c], DidYouMean(names[c], known)));
    }
  }
  for (const int field : schema_->required) {
    if (sources_[static_cast<size_t>(field)]) continue;
    const std::string& name = known[static_cast<size_t>(field)];
    return BadInput({file(), 1}, absl::StrCat("column '", name, "' is missing",
                                              DidYouMean(name, names)));
  }
  return absl::OkStatus();
}

absl::Status CsvTable::BindAttributes(const CsvBinding& binding) {
  for (const auto& [name, spec] : mapping_->named_attributes) {
    PG_ASSIGN(value, CsvValue::Bind(spec, binding));
    AddAttribute(name, std::move(value));
  }
  for (const std::string& name : mapping_->attributes) {
    if (name != "*") {
      PG_ASSIGN(column, binding.Column(name));
      if (column != CsvHeader::kNoColumn) AddAttribute(name, CsvValue::Bare(column));
      continue;
    }
    const std::vector<bool> taken = *binding.used;
    for (size_t c = 0; c < header_.size(); ++c) {
      if (taken[c] || header_.names()[c].empty() || header_.IsRepeated(c)) continue;
      AddAttribute(header_.names()[c], CsvValue::Bare(c));
    }
  }
  return absl::OkStatus();
}

absl::Status CsvTable::BindByMapping() {
  std::vector<bool> used(header_.size(), false);
  CsvBinding binding;
  binding.header = &header_;
  binding.file = file();
  binding.optional = mapping_->optional;
  binding.joins = context_.joins;
  binding.report = context_.report;
  binding.used = &used;
  for (const auto& [field, spec] : mapping_->columns) {
    const auto& known = schema_->columns;
    const auto index = static_cast<size_t>(std::find(known.begin(), known.end(), field) -
                                           known.begin());
    PG_ASSIGN(source, CsvValue::Bind(spec, binding));
    sources_[index] = std::move(source);
  }
  for (const auto& [name, values] : mapping_->where) {
    PG_ASSIGN(column, binding.Column(name));
    where_.emplace_back(column, &values);
  }
  for (const auto& [name, filled] : mapping_->when) {
    PG_ASSIGN(column, binding.Column(name));
    when_.emplace_back(column, filled);
  }
  return BindAttributes(binding);
}

bool CsvTable::Counts(const CsvRecord& record) const {
  for (const auto& [column, values] : where_) {
    const CsvCell cell = record.Cell(column);
    const auto is = [values = values](std::string_view text) {
      return std::find(values->begin(), values->end(), text) != values->end();
    };
    if (!is(cell.text) && !is(StrippedCell(cell))) return false;
  }
  return std::all_of(when_.begin(), when_.end(), [&](const auto& w) {
    return StrippedCell(record.Cell(w.first)).empty() != w.second;
  });
}

absl::StatusOr<bool> CsvTable::CheckShape() {
  const absl::Span<const CsvCell> cells = records_.cells();
  const auto is_filled = [](const CsvCell& cell) { return !StrippedCell(cell).empty(); };
  if (std::none_of(cells.begin(), cells.end(), is_filled)) return false;
  if (cells.size() < header_.size()) {
    if (context_.notes_file) Note("rows shorter than the header, filled up");
    return true;
  }
  const auto beyond = std::find_if(cells.begin() + static_cast<std::ptrdiff_t>(header_.size()), cells.end(), is_filled);
  if (beyond == cells.end()) return true;
  if (mapping_ == nullptr) {
    // Ours are written with care: a cell too many has moved the others.
    return BadInput(beyond->place, absl::StrCat(cells.size(), " cells in the row, expected ",
                                                header_.size(), " as in the header"),
                    "check for a missing or unquoted delimiter");
  }
  if (context_.notes_file) Note("rows longer than the header, cut");
  return true;
}

absl::StatusOr<bool> CsvTable::EvaluateRow(const CsvRecord& record) {
  scratch_.texts.clear();
  for (size_t f = 0; f < sources_.size(); ++f) {
    values_[f] = {"", place()};
    if (!sources_[f]) continue;
    PG_ASSIGN(value, sources_[f]->Evaluate(record, scratch_));
    values_[f] = value;
  }
  for (const int field : schema_->required) {
    if (!Get(field).text.empty()) continue;
    Note(absl::StrCat("rows without the field '", AbslView(FieldName(field)), "' of ",
                      schema_->name, ", left out"));
    return false;
  }
  attribute_values_.clear();
  for (size_t a = 0; a < attributes_.size(); ++a) {
    PG_ASSIGN(value, attributes_[a].Evaluate(record, scratch_));
    if (!value.text.empty()) attribute_values_.emplace_back(attribute_names_[a], value.text);
  }
  return true;
}

absl::StatusOr<bool> CsvTable::Next() {
  while (true) {
    PG_ASSIGN(any, records_.Next());
    if (!any) return false;
    PG_ASSIGN(shaped, CheckShape());
    if (!shaped) continue;
    const CsvRecord record = {&header_, records_.cells(), place(), ++row_};
    if (!Counts(record)) continue;
    PG_ASSIGN(counts, EvaluateRow(record));
    if (counts) return true;
  }
}

}  // namespace pullgraph
