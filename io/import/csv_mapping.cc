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
#include "io/import/usual_dates.h"

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
  absl::Status Conversions(const Json& json, const std::string& path, CsvValueSpec& spec) const;
  absl::Status Join(const Json& json, const std::string& path, CsvJoin& join) const;
  absl::Status Rows(const Json& json, const std::string& path, CsvTableMapping& table) const;
  absl::Status Attributes(const Json& json, const std::string& path, CsvTableMapping& table) const;
  absl::Status Flag(const Json& json, const char* key, const std::string& path, bool& value) const;
  absl::Status OneCharacter(const Json& json, const char* key, const std::string& path,
                            char& value) const;

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

absl::Status MappingParser::Flag(const Json& json, const char* key, const std::string& path,
                                 bool& value) const {
  if (!json.contains(key)) return absl::OkStatus();
  if (!json[key].is_boolean()) {
    return Fault(absl::StrCat(path, ".", key), "expected true or false");
  }
  value = json[key].get<bool>();
  return absl::OkStatus();
}

absl::Status MappingParser::OneCharacter(const Json& json, const char* key,
                                         const std::string& path, char& value) const {
  if (!json.contains(key)) return absl::OkStatus();
  PG_ASSIGN(text, Text(json[key], absl::StrCat(path, ".", key)));
  if (text.size() != 1 || text.find_first_of("\"\r\n") == 0 || text[0] <= 0) {
    return Fault(absl::StrCat(path, ".", key), "expected one ASCII character");
  }
  value = text[0];
  return absl::OkStatus();
}

absl::Status MappingParser::Join(const Json& json, const std::string& path,
                                 CsvJoin& join) const {
  PG_RETURN_IF_ERROR(CheckKeys(json, path, {"table", "key", "of", "take"}));
  const std::pair<const char*, std::string*> parts[] = {
      {"table", &join.table}, {"key", &join.key}, {"of", &join.of}, {"take", &join.take}};
  for (const auto& [name, value] : parts) {
    if (!json.contains(name)) {
      return Fault(path, absl::StrCat("expected 'table', 'key', 'of' and 'take', '", name,
                                      "' is not there"));
    }
    PG_ASSIGN(text, Text(json[name], absl::StrCat(path, ".", name)));
    *value = std::move(text);
  }
  return absl::OkStatus();
}

absl::Status MappingParser::Conversions(const Json& json, const std::string& path,
                                        CsvValueSpec& spec) const {
  if (json.contains("date")) {
    PG_ASSIGN(formats, Texts(json["date"], absl::StrCat(path, ".date")));
    if (formats.empty()) return Fault(absl::StrCat(path, ".date"), "expected a format");
    for (const std::string& format : formats) {
      if (absl::Status s = CheckDateFormat(format); !s.ok()) {
        return Fault(absl::StrCat(path, ".date"), std::string(s.message()));
      }
    }
    spec.dates = std::move(formats);
  }
  PG_RETURN_IF_ERROR(Flag(json, "number", path, spec.number));
  if (spec.number && !spec.dates.empty()) {
    return Fault(path, "'date' and 'number' exclude each other");
  }
  PG_RETURN_IF_ERROR(OneCharacter(json, "decimal", path, spec.decimal));
  if (spec.decimal != '.' && spec.decimal != ',') {
    return Fault(absl::StrCat(path, ".decimal"), "expected '.' or ','");
  }
  if (json.contains("decimal") && !spec.number) {
    return Fault(absl::StrCat(path, ".decimal"), "has an effect with \"number\": true only");
  }
  if (json.contains("blank")) {
    PG_ASSIGN(words, Texts(json["blank"], absl::StrCat(path, ".blank")));
    spec.blank = std::move(words);
  }
  PG_RETURN_IF_ERROR(Flag(json, "lower", path, spec.lower));
  if (json.contains("prefix")) {
    PG_ASSIGN(text, Text(json["prefix"], absl::StrCat(path, ".prefix")));
    spec.prefix = std::move(text);
  }
  return absl::OkStatus();
}

absl::Status MappingParser::ValueObject(const Json& json, const std::string& path,
                                        CsvValueSpec& spec) const {
  PG_RETURN_IF_ERROR(CheckKeys(json, path, {"column", "text", "from", "values", "otherwise", "date",
                                            "number", "decimal", "blank", "lower", "prefix"}));
  const std::pair<const char*, CsvValueSpec::Kind> origins[] = {
      {"column", CsvValueSpec::Kind::kColumn},
      {"text", CsvValueSpec::Kind::kText},
      {"from", CsvValueSpec::Kind::kJoin}};
  const char* key = nullptr;
  for (const auto& [name, kind] : origins) {
    if (!json.contains(name)) continue;
    if (key != nullptr) return Fault(path, "expected either 'column', 'text' or 'from'");
    key = name;
    spec.kind = kind;
  }
  if (key == nullptr) return Fault(path, "expected either 'column', 'text' or 'from'");
  if (spec.kind == CsvValueSpec::Kind::kJoin) {
    PG_RETURN_IF_ERROR(Join(json[key], absl::StrCat(path, ".from"), spec.join));
  } else {
    PG_ASSIGN(text, Text(json[key], absl::StrCat(path, ".", key)));
    spec.text = std::move(text);
  }
  PG_RETURN_IF_ERROR(Conversions(json, path, spec));
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

// Which rows count.
absl::Status MappingParser::Rows(const Json& json, const std::string& path,
                                 CsvTableMapping& table) const {
  const Json where = json.value("where", Json::object());
  if (!where.is_object()) return Fault(absl::StrCat(path, ".where"), "expected an object");
  for (const auto& item : where.items()) {
    PG_ASSIGN(values, Texts(item.value(), absl::StrCat(path, ".where.", item.key())));
    table.where.emplace_back(item.key(), std::move(values));
  }
  const Json when = json.value("when", Json::object());
  if (!when.is_object()) return Fault(absl::StrCat(path, ".when"), "expected an object");
  for (const auto& item : when.items()) {
    if (item.value() != "not empty" && item.value() != "empty") {
      return Fault(absl::StrCat(path, ".when.", item.key()),
                   "expected \"empty\" or \"not empty\"; values stand in 'where'");
    }
    table.when.emplace_back(item.key(), item.value() == "not empty");
  }
  return absl::OkStatus();
}

absl::Status MappingParser::Attributes(const Json& json, const std::string& path,
                                       CsvTableMapping& table) const {
  if (table.table != CsvTableKind::kMembers) return Fault(path, "only members have attributes");
  if (!json.is_object()) {
    PG_ASSIGN(names, Texts(json, path));
    table.attributes = std::move(names);
    return absl::OkStatus();
  }
  for (const auto& item : json.items()) {
    if (item.key().empty()) return Fault(path, "an attribute without a name");
    PG_ASSIGN(value, Value(item.value(), absl::StrCat(path, ".", item.key()), 0));
    table.named_attributes.emplace_back(item.key(), std::move(value));
  }
  return absl::OkStatus();
}

absl::StatusOr<CsvTableMapping> MappingParser::Table(const Json& json,
                                                     const std::string& path) const {
  PG_RETURN_IF_ERROR(CheckKeys(
      json, path, {"table", "file", "query", "delimiter", "where", "when", "columns", "attributes",
                   "distinct", "optional"}));
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
  if (json.contains("query")) {
    PG_ASSIGN(query, Text(json["query"], absl::StrCat(path, ".query")));
    if (query.empty()) return Fault(absl::StrCat(path, ".query"), "expected a SELECT");
    if (json.contains("file") || json.contains("delimiter")) {
      return Fault(path, "'query' excludes 'file' and 'delimiter'");
    }
    table.query = std::move(query);
    table.delimiter = ',';
  }
  PG_RETURN_IF_ERROR(OneCharacter(json, "delimiter", path, table.delimiter));
  PG_RETURN_IF_ERROR(Flag(json, "distinct", path, table.distinct));
  PG_RETURN_IF_ERROR(Flag(json, "optional", path, table.optional));
  PG_RETURN_IF_ERROR(Rows(json, path, table));
  if (json.contains("attributes")) {
    PG_RETURN_IF_ERROR(Attributes(json["attributes"], absl::StrCat(path, ".attributes"), table));
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
  } catch (const Json::out_of_range&) {
    return BadInput({file}, "a number that is too large", "a mapping needs no numbers: leave it out");
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
