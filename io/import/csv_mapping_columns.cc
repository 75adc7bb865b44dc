// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_mapping.h"

namespace pullgraph {
namespace {

void CollectColumns(const CsvValueSpec& spec, std::vector<std::string>& names) {
  if (spec.kind == CsvValueSpec::Kind::kColumn) names.push_back(spec.text);
  if (spec.kind == CsvValueSpec::Kind::kJoin) names.push_back(spec.join.of);
  for (const CsvValueSpec& choice : spec.choices) CollectColumns(choice, names);
  if (spec.kind != CsvValueSpec::Kind::kText) return;
  for (size_t open = spec.text.find('{'); open != std::string::npos;) {
    const size_t close = spec.text.find('}', open);
    if (close == std::string::npos) break;
    names.push_back(spec.text.substr(open + 1, close - open - 1));
    open = spec.text.find('{', close);
  }
}

}  // namespace

std::vector<std::string> ColumnsOf(const CsvValueSpec& spec) {
  std::vector<std::string> names;
  CollectColumns(spec, names);
  return names;
}

std::vector<std::string> ColumnsOf(const CsvTableMapping& mapping) {
  std::vector<std::string> names;
  for (const auto& [field, spec] : mapping.columns) CollectColumns(spec, names);
  for (const auto& [name, spec] : mapping.named_attributes) CollectColumns(spec, names);
  for (const auto& [name, values] : mapping.where) names.push_back(name);
  for (const auto& [name, filled] : mapping.when) names.push_back(name);
  names.insert(names.end(), mapping.attributes.begin(), mapping.attributes.end());
  return names;
}

}  // namespace pullgraph
