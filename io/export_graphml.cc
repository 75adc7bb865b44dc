// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "io/export_graph.h"
#include "io/export_graph_rows.h"

namespace pullgraph {
namespace {

using KeyIds = std::map<std::string, std::string>;

const char* TypeName(FieldType type) {
  return type == FieldType::kWhole ? "long" : type == FieldType::kReal ? "double" : "string";
}

// Declares the fields and gives each an id.
KeyIds DeclareKeys(const std::vector<GraphField>& fields, const char* of, std::string& out) {
  KeyIds ids;
  for (const GraphField& field : fields) {
    const std::string id = absl::StrCat(std::string(of, 1), ids.size());
    absl::StrAppend(&out, "  <key id=\"", id, "\" for=\"", of, "\" attr.name=\"", XmlText(field.name),
                    "\" attr.type=\"", TypeName(field.type), "\"/>\n");
    ids[field.name] = id;
  }
  return ids;
}

void AppendData(const std::vector<GraphField>& fields, const KeyIds& ids, std::string& out) {
  for (const GraphField& field : fields) {
    absl::StrAppend(&out, "<data key=\"", ids.at(field.name), "\">", XmlText(field.value), "</data>");
  }
}

}  // namespace

absl::Status ExportGraphML(const CommunityGraph& community,
                           absl::FunctionRef<absl::Status(std::string_view)> append,
                           const RunControl* run) {
  const GraphExporter graph(community, run);
  const bool directed = graph.any_directed();
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  std::vector<GraphField> node_fields = graph.node_fields();
  node_fields.insert(node_fields.begin(), {"label", "", FieldType::kText});
  const KeyIds node_keys = DeclareKeys(node_fields, "node", out);
  const KeyIds edge_keys = DeclareKeys(graph.tie_fields(), "edge", out);
  absl::StrAppend(&out, "  <graph id=\"", XmlText(graph.name().empty() ? "G" : graph.name()),
                  "\" edgedefault=\"", directed ? "directed" : "undirected", "\">\n");
  if (absl::Status s = append(out); !s.ok()) return s;
  absl::Status s = graph.ForEachNode([&](const ExportedNode& node) {
    std::vector<GraphField> fields = node.fields;
    if (!node.label.empty()) {
      fields.insert(fields.begin(), {"label", std::string(node.label), FieldType::kText});
    }
    out = absl::StrCat("    <node id=\"", XmlText(node.id), fields.empty() ? "\"/>\n" : "\">");
    AppendData(fields, node_keys, out);
    if (!fields.empty()) out += "</node>\n";
    return append(out);
  });
  if (!s.ok()) return s;
  s = graph.ForEachTie([&](const ExportedTie& tie) {
    out = absl::StrCat("    <edge source=\"", XmlText(tie.from), "\" target=\"", XmlText(tie.to),
                       tie.directed == directed ? "\"" : "\" directed=\"false\"",
                       tie.fields.empty() ? "/>\n" : ">");
    AppendData(tie.fields, edge_keys, out);
    if (!tie.fields.empty()) out += "</edge>\n";
    return append(out);
  });
  return s.ok() ? append("  </graph>\n</graphml>\n") : s;
}

}  // namespace pullgraph
