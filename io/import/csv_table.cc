// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_table.h"

#include <algorithm>

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

}  // namespace

absl::StatusOr<CsvTable> CsvTable::Open(ByteSource source, const CsvSchema& schema,
                                        const CsvTableMapping* mapping) {
  CsvTable table(std::move(source), schema, mapping);
  PG_RETURN_IF_ERROR(table.ReadHeader());
  table.sources_.resize(schema.columns.size());
  table.values_.resize(schema.columns.size());
  PG_RETURN_IF_ERROR(mapping == nullptr ? table.BindByName() : table.BindByMapping());
  return table;
}

absl::Status CsvTable::ReadHeader() {
  PG_ASSIGN(any, reader_.Next());
  if (!any) {
    return BadInput({file()}, "empty, expected a line with the names of the columns");
  }
  for (const CsvCell& cell : reader_.cells()) {
    const auto same = std::find(header_.begin(), header_.end(), cell.text);
    if (same != header_.end()) {
      return BadInput(cell.place, absl::StrCat("column '", Printable(cell.text),
                                               "' is a duplicate of column ",
                                               same - header_.begin() + 1));
    }
    header_.emplace_back(cell.text);
    header_cells_.push_back({"", {"", cell.place.line, cell.place.column}});
  }
  return absl::OkStatus();
}

absl::Status CsvTable::BindByName() {
  std::vector<bool> used(header_.size(), false);
  for (size_t c = 0; c < header_.size(); ++c) {
    const auto& known = schema_->columns;
    const auto found = std::find(known.begin(), known.end(), header_[c]);
    if (found != known.end()) {
      used[c] = true;
      Source source;
      source.column = c;
      sources_[static_cast<size_t>(found - known.begin())] = std::move(source);
      continue;
    }
    if (schema_->kind == CsvTableKind::kMembers && !header_[c].empty()) continue;
    Place place = header_cells_[c].place;
    place.file = file();
    return BadInput(place,
                    absl::StrCat("column '", Printable(header_[c]), "' is not one of ",
                                 schema_->name, DidYouMean(header_[c], known)),
                    "rename or remove it, or say with a mapping file what it is");
  }
  for (const int field : schema_->required) {
    if (sources_[static_cast<size_t>(field)]) continue;
    const std::string& name = schema_->columns[static_cast<size_t>(field)];
    return BadInput({file(), 1}, absl::StrCat("column '", name, "' is missing",
                                              DidYouMean(name, header_)));
  }
  if (schema_->kind == CsvTableKind::kMembers) {
    for (size_t c = 0; c < header_.size(); ++c) {
      if (used[c]) continue;
      attributes_.push_back(c);
      attribute_names_.push_back(header_[c]);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<size_t> CsvTable::ColumnNamed(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found != header_.end()) return static_cast<size_t>(found - header_.begin());
  return BadInput({file(), 1}, absl::StrCat("column '", Printable(name), "' is missing",
                                            DidYouMean(name, header_)),
                  "the mapping file names it");
}

absl::StatusOr<CsvTable::Source> CsvTable::Bind(const CsvValueSpec& spec,
                                                std::vector<bool>& used) {
  Source source;
  source.kind = spec.kind;
  source.spec = &spec;
  if (spec.kind == CsvValueSpec::Kind::kColumn) {
    PG_ASSIGN(column, ColumnNamed(spec.text));
    source.column = column;
    used[column] = true;
  }
  for (const CsvValueSpec& choice : spec.choices) {
    PG_ASSIGN(bound, Bind(choice, used));
    source.choices.push_back(std::move(bound));
  }
  if (spec.kind != CsvValueSpec::Kind::kText) return source;
  std::string_view rest = spec.text;
  while (!rest.empty()) {
    const size_t open = std::min(rest.find('{'), rest.size());
    const size_t close = std::min(rest.find('}', open), rest.size());
    size_t column = kNothing;
    std::string text(rest.substr(0, open));
    if (close < rest.size()) {
      const std::string_view name = rest.substr(open + 1, close - open - 1);
      if (name == "row") {
        column = kRow;
      } else {
        PG_ASSIGN(found, ColumnNamed(name));
        column = found;
        used[found] = true;
      }
    } else {
      text.append(rest.substr(open));
    }
    source.pieces.emplace_back(std::move(text), column);
    rest.remove_prefix(std::min(close + 1, rest.size()));
  }
  return source;
}

absl::Status CsvTable::BindAttributes(const std::vector<bool>& used) {
  for (const std::string& name : mapping_->attributes) {
    if (name == "*") {
      for (size_t c = 0; c < header_.size(); ++c) {
        if (!used[c] && !header_[c].empty()) attributes_.push_back(c);
      }
      continue;
    }
    PG_ASSIGN(column, ColumnNamed(name));
    attributes_.push_back(column);
  }
  return absl::OkStatus();
}

absl::Status CsvTable::BindByMapping() {
  std::vector<bool> used(header_.size(), false);
  for (const auto& [field, spec] : mapping_->columns) {
    const auto& known = schema_->columns;
    const auto index = static_cast<size_t>(std::find(known.begin(), known.end(), field) -
                                           known.begin());
    PG_ASSIGN(source, Bind(spec, used));
    sources_[index] = std::move(source);
  }
  for (const auto& [name, values] : mapping_->where) {
    PG_ASSIGN(column, ColumnNamed(name));
    where_.emplace_back(column, &values);
  }
  return BindAttributes(used);
}

bool CsvTable::Counts() const {
  return std::all_of(where_.begin(), where_.end(), [this](const auto& w) {
    const std::string_view cell = reader_.cells()[w.first].text;
    return std::find(w.second->begin(), w.second->end(), cell) != w.second->end();
  });
}

absl::StatusOr<CsvCell> CsvTable::Evaluate(const Source& source) {
  CsvCell value = {"", place()};
  if (source.kind == CsvValueSpec::Kind::kFirst) {
    for (const Source& choice : source.choices) {
      PG_ASSIGN(cell, Evaluate(choice));
      if (!cell.text.empty()) return cell;
    }
    return value;
  }
  if (source.kind == CsvValueSpec::Kind::kColumn) {
    value = reader_.cells()[source.column];
  } else {
    std::string& text = scratch_.emplace_back();
    for (const auto& [before, column] : source.pieces) {
      text += before;
      if (column == kRow) {
        absl::StrAppend(&text, row_);
      } else if (column != kNothing) {
        text += reader_.cells()[column].text;
        value.place = reader_.cells()[column].place;
      }
    }
    value.text = text;
  }
  if (source.spec == nullptr || source.spec->values.empty()) return value;
  const auto& map = source.spec->values;
  const auto found = map.find(std::string(value.text));
  if (found != map.end()) {
    value.text = found->second;
  } else if (source.spec->otherwise) {
    value.text = *source.spec->otherwise;
  } else {
    return BadInput(value.place, absl::StrCat("'", Printable(value.text),
                                              "' is not among the values of the mapping"),
                    "add it to 'values', or an 'otherwise'");
  }
  return value;
}

absl::StatusOr<bool> CsvTable::Next() {
  while (true) {
    PG_ASSIGN(any, reader_.Next());
    if (!any) return false;
    ++row_;
    if (reader_.cells().size() != header_.size()) {
      Place at = reader_.cells().back().place;
      if (reader_.cells().size() > header_.size()) at = reader_.cells()[header_.size()].place;
      return BadInput(at, absl::StrCat(reader_.cells().size(), " cells in the row, expected ",
                                       header_.size(), " as in the header"),
                      "check for a missing or unquoted delimiter");
    }
    if (Counts()) break;
  }
  scratch_.clear();
  for (size_t f = 0; f < sources_.size(); ++f) {
    values_[f] = {"", place()};
    if (!sources_[f]) continue;
    PG_ASSIGN(value, Evaluate(*sources_[f]));
    values_[f] = value;
  }
  return true;
}

std::vector<std::pair<std::string_view, std::string_view>> CsvTable::Attributes() const {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  for (const size_t column : attributes_) {
    const std::string_view text = reader_.cells()[column].text;
    if (!text.empty()) out.emplace_back(header_[column], text);
  }
  return out;
}

}  // namespace pullgraph
