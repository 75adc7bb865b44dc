// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "io/export_graph.h"
#include "io/export_graph_rows.h"

namespace pullgraph {
namespace {

std::string DotText(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string DotList(const std::vector<GraphField>& fields) {
  std::string out;
  for (const GraphField& field : fields) {
    absl::StrAppend(&out, out.empty() ? " [" : ", ", DotText(field.name), "=", DotText(field.value));
  }
  return out.empty() ? out : out + "]";
}

}  // namespace

absl::Status ExportDot(const CommunityGraph& community,
                       absl::FunctionRef<absl::Status(std::string_view)> append,
                       const RunControl* run) {
  const GraphExporter graph(community, run);
  const bool directed = graph.any_directed();
  absl::Status s = append(absl::StrCat(directed ? "digraph " : "graph ", DotText(graph.name()), " {\n"));
  if (!s.ok()) return s;
  s = graph.ForEachNode([&](const ExportedNode& node) {
    std::vector<GraphField> fields = node.fields;
    if (!node.label.empty()) {
      fields.insert(fields.begin(), {"label", std::string(node.label), FieldType::kText});
    }
    return append(absl::StrCat("  ", DotText(node.id), DotList(fields), ";\n"));
  });
  if (!s.ok()) return s;
  s = graph.ForEachTie([&](const ExportedTie& tie) {
    std::vector<GraphField> fields = tie.fields;
    if (tie.directed != directed) fields.insert(fields.begin(), {"dir", "none", FieldType::kText});
    return append(absl::StrCat("  ", DotText(tie.from), directed ? " -> " : " -- ", DotText(tie.to),
                               DotList(fields), ";\n"));
  });
  return s.ok() ? append("}\n") : s;
}

}  // namespace pullgraph
