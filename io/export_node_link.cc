// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "io/export_graph.h"
#include "io/export_graph_rows.h"

namespace pullgraph {
namespace {

std::string JsonText(std::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string JsonFields(const std::vector<GraphField>& fields) {
  std::string out;
  for (const GraphField& field : fields) {
    absl::StrAppend(&out, ", ", JsonText(field.name), ": ",
                    field.type == FieldType::kText ? JsonText(field.value) : field.value);
  }
  return out;
}

}  // namespace

absl::Status ExportNodeLink(const CommunityGraph& community,
                            absl::FunctionRef<absl::Status(std::string_view)> append,
                            const RunControl* run) {
  const GraphExporter graph(community, run);
  const bool directed = graph.any_directed();
  absl::Status s = append(absl::StrCat(
      "{\"directed\": ", directed ? "true" : "false",
      ", \"multigraph\": ", graph.has_parallel_ties() ? "true" : "false", ", \"graph\": {",
      graph.name().empty() ? "" : absl::StrCat("\"name\": ", JsonText(graph.name())),
      "},\n\"nodes\": ["));
  if (!s.ok()) return s;
  const char* before = "\n";
  s = graph.ForEachNode([&](const ExportedNode& node) {
    std::string out = absl::StrCat(before, "{\"id\": ", JsonText(node.id));
    if (!node.label.empty()) absl::StrAppend(&out, ", \"label\": ", JsonText(node.label));
    before = ",\n";
    return append(absl::StrCat(out, JsonFields(node.fields), "}"));
  });
  if (s.ok()) s = append("],\n\"links\": [");
  if (!s.ok()) return s;
  before = "\n";
  s = graph.ForEachTie([&](const ExportedTie& tie) {
    std::string out = absl::StrCat(before, "{\"source\": ", JsonText(tie.from), ", \"target\": ",
                                   JsonText(tie.to), tie.directed == directed ? "" : ", \"directed\": false",
                                   JsonFields(tie.fields), "}");
    before = ",\n";
    return append(out);
  });
  return s.ok() ? append("]}\n") : s;
}

}  // namespace pullgraph
