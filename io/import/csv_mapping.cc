// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_mapping.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/byte_source.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

using Json = nlohmann::json;
constexpr size_t kMaxMapping = size_t{1} << 20;
constexpr int kMaxDepth = 8;

// Walks the JSON; `path` says where it is.
class MappingParser {
 public:
  explicit MappingParser(std::string file) : file_(std::move(file)) {}

  absl::StatusOr<CsvMapping> Mapping(const Json& json);

 private:
  absl::Status Fault(const std::string& path, const std::string& cause) const {
    return BadInput({file_}, absl::StrCat(path, ": ", cause),
                    "docs/import.md shows a mapping line by line");
  }
  absl::Status CheckKeys(const Json& json, const std::string& path,
                         const std::vector<std::string>& known) const;
  absl::StatusOr<std::string> Text(const Json& json, const std::string& path) const;
  absl::StatusOr<std::vector<std::string>> Texts(const Json& json, const std::string& path) const;
  absl::StatusOr<CsvTableMapping> Table(const Json& json, const std::string& path) const;
  absl::Status Columns(const Json& json, const std::string& path, CsvTableMapping& table) const;
  absl::StatusOr<CsvValueSpec> Value(const Json& json, const std::string& path, int depth) const;
  absl::Status ValueObject(const Json& json, const std::string& path, CsvValueSpec& spec) const;

  std::string file_;
};

absl::Status MappingParser::CheckKeys(const Json& json, const std::string& path,
                                      const std::vector<std::string>& known) const {
  if (!json.is_object()) return Fault(path, "expected an object {...}");
  for (const auto& item : json.items()) {
    if (std::find(known.begin(), known.end(), item.key()) != known.end()) continue;
    const std::string nearest = NearestWord(item.key(), known);
    return Fault(path, absl::StrCat("'", Printable(item.key()), "' is not known",
                                    nearest.empty() ? "" : ", did you mean '", nearest,
                                    nearest.empty() ? "" : "'?"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> MappingParser::Text(const Json& json, const std::string& path) const {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number() || json.is_boolean()) return json.dump();
  return Fault(path, "expected a text");
}

absl::StatusOr<std::vector<std::string>> MappingParser::Texts(const Json& json,
                                                              const std::string& path) const {
  std::vector<std::string> texts;
  if (!json.is_array()) {
    PG_ASSIGN(text, Text(json, path));
    texts.push_back(std::move(text));
    return texts;
  }
  for (size_t i = 0; i < json.size(); ++i) {
    PG_ASSIGN(text, Text(json[i], absl::StrCat(path, "[", i, "]")));
    texts.push_back(std::move(text));
  }
  return texts;
}

absl::Status MappingParser::ValueObject(const Json& json, const std::string& path,
                                        CsvValueSpec& spec) const {
  PG_RETURN_IF_ERROR(CheckKeys(json, path, {"column", "text", "values", "otherwise"}));
  if (json.contains("column") == json.contains("text")) {
    return Fault(path, "expected either 'column' or 'text'");
  }
  const char* key = json.contains("column") ? "column" : "text";
  spec.kind = json.contains("column") ? CsvValueSpec::Kind::kColumn : CsvValueSpec::Kind::kText;
  PG_ASSIGN(text, Text(json[key], absl::StrCat(path, ".", key)));
  spec.text = std::move(text);
  if (json.contains("values")) {
    const Json& values = json["values"];
    if (!values.is_object()) return Fault(absl::StrCat(path, ".values"), "expected an object");
    for (const auto& item : values.items()) {
      PG_ASSIGN(value, Text(item.value(), absl::StrCat(path, ".values.", item.key())));
      spec.values[item.key()] = std::move(value);
    }
  }
  if (json.contains("otherwise")) {
    PG_ASSIGN(value, Text(json["otherwise"], absl::StrCat(path, ".otherwise")));
    spec.otherwise = std::move(value);
  }
  return absl::OkStatus();
}

absl::StatusOr<CsvValueSpec> MappingParser::Value(const Json& json, const std::string& path,
                                                  int depth) const {
  CsvValueSpec spec;
  if (depth > kMaxDepth) return Fault(path, "nested too deeply");
  if (json.is_array()) {
    spec.kind = CsvValueSpec::Kind::kFirst;
    for (size_t i = 0; i < json.size(); ++i) {
      PG_ASSIGN(choice, Value(json[i], absl::StrCat(path, "[", i, "]"), depth + 1));
      spec.choices.push_back(std::move(choice));
    }
    return spec;
  }
  if (json.is_object()) {
    PG_RETURN_IF_ERROR(ValueObject(json, path, spec));
    return spec;
  }
  PG_ASSIGN(text, Text(json, path));
  spec.text = std::move(text);
  return spec;
}

absl::Status MappingParser::Columns(const Json& json, const std::string& path,
                                    CsvTableMapping& table) const {
  const CsvSchema& schema = SchemaOf(table.table);
  PG_RETURN_IF_ERROR(CheckKeys(json, path, schema.columns));
  for (const auto& item : json.items()) {
    PG_ASSIGN(value, Value(item.value(), absl::StrCat(path, ".", item.key()), 0));
    table.columns.emplace_back(item.key(), std::move(value));
  }
  for (const int field : schema.required) {
    const std::string& name = schema.columns[static_cast<size_t>(field)];
    if (!json.contains(name)) {
      return Fault(path, absl::StrCat("table '", schema.name, "' needs '", name, "'"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<CsvTableMapping> MappingParser::Table(const Json& json,
                                                     const std::string& path) const {
  PG_RETURN_IF_ERROR(CheckKeys(
      json, path, {"table", "file", "delimiter", "where", "columns", "attributes", "distinct"}));
  CsvTableMapping table;
  PG_ASSIGN(name, Text(json.value("table", Json()), absl::StrCat(path, ".table")));
  const std::vector<std::string> names = CsvTableNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    const std::string nearest = NearestWord(name, names);
    return Fault(absl::StrCat(path, ".table"),
                 absl::StrCat("'", Printable(name), "' is no table",
                              nearest.empty() ? "" : ", did you mean '", nearest,
                              nearest.empty() ? "" : "'?"));
  }
  table.table = static_cast<CsvTableKind>(found - names.begin());
  if (json.contains("file")) {
    PG_ASSIGN(file, Text(json["file"], absl::StrCat(path, ".file")));
    table.file = std::move(file);
  }
  if (json.contains("delimiter")) {
    PG_ASSIGN(delimiter, Text(json["delimiter"], absl::StrCat(path, ".delimiter")));
    if (delimiter.size() != 1 || delimiter.find_first_of("\"\r\n") == 0 || delimiter[0] <= 0) {
      return Fault(absl::StrCat(path, ".delimiter"), "expected one ASCII character");
    }
    table.delimiter = delimiter[0];
  }
  if (json.contains("distinct")) {
    if (!json["distinct"].is_boolean()) {
      return Fault(absl::StrCat(path, ".distinct"), "expected true or false");
    }
    table.distinct = json["distinct"].get<bool>();
  }
  if (json.contains("where")) {
    const Json& where = json["where"];
    if (!where.is_object()) return Fault(absl::StrCat(path, ".where"), "expected an object");
    for (const auto& item : where.items()) {
      PG_ASSIGN(values, Texts(item.value(), absl::StrCat(path, ".where.", item.key())));
      table.where.emplace_back(item.key(), std::move(values));
    }
  }
  if (json.contains("attributes")) {
    PG_ASSIGN(attributes, Texts(json["attributes"], absl::StrCat(path, ".attributes")));
    table.attributes = std::move(attributes);
    if (table.table != CsvTableKind::kMembers) {
      return Fault(absl::StrCat(path, ".attributes"), "only members have attributes");
    }
  }
  PG_RETURN_IF_ERROR(Columns(json.value("columns", Json::object()),
                             absl::StrCat(path, ".columns"), table));
  return table;
}

absl::StatusOr<CsvMapping> MappingParser::Mapping(const Json& json) {
  PG_RETURN_IF_ERROR(CheckKeys(json, "mapping", {"tables"}));
  CsvMapping mapping;
  mapping.file = file_;
  const Json tables = json.value("tables", Json());
  if (!tables.is_array() || tables.empty()) {
    return Fault("tables", "expected a list of at least one table");
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    PG_ASSIGN(table, Table(tables[i], absl::StrCat("tables[", i, "]")));
    mapping.tables.push_back(std::move(table));
  }
  std::stable_sort(mapping.tables.begin(), mapping.tables.end(),
                   [](const CsvTableMapping& a, const CsvTableMapping& b) {
                     return a.table < b.table;
                   });
  return mapping;
}

// Nesting is bounded before the parser sees it.
bool IsTooDeep(std::string_view json) {
  int depth = 0;
  for (const char c : json) {
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > 64) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<CsvMapping> ParseCsvMapping(std::string_view json, std::string file) {
  if (json.size() > kMaxMapping || IsTooDeep(json)) {
    return BadInput({file}, "a mapping of more than 1 MiB or 64 levels");
  }
  Json parsed;
  try {
    parsed = Json::parse(json.begin(), json.end(), nullptr, true, /*ignore_comments=*/true);
  } catch (const Json::parse_error& e) {
    const std::string_view before = json.substr(0, e.byte > 0 ? e.byte - 1 : 0);
    const auto line = static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return BadInput({file, line, before.size() - start + 1}, "not JSON from here on",
                    "check commas, quotes and brackets");
  }
  return MappingParser(std::move(file)).Mapping(parsed);
}

absl::StatusOr<CsvMapping> ReadCsvMapping(const std::string& path) {
  PG_ASSIGN(source, ByteSource::Open(path));
  std::string json;
  while (json.size() <= kMaxMapping) {
    PG_ASSIGN(piece, source.Next());
    if (piece.empty()) break;
    json.append(piece);
  }
  return ParseCsvMapping(json, source.name());
}

}  // namespace pullgraph
