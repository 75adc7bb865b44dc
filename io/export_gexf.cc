// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "io/export_graph.h"
#include "io/export_graph_rows.h"

namespace pullgraph {
namespace {

using AttributeIds = std::map<std::string, size_t>;

// Declares the fields; `weight` is no attribute, for GEXF has its own.
AttributeIds DeclareAttributes(const std::vector<GraphField>& fields, const char* of, std::string& out) {
  AttributeIds ids;
  absl::StrAppend(&out, "    <attributes class=\"", of, "\">\n");
  for (const GraphField& field : fields) {
    if (field.name == "weight") continue;
    const size_t id = ids.size();
    ids[field.name] = id;
    absl::StrAppend(&out, "      <attribute id=\"", id, "\" title=\"", XmlText(field.name), "\" type=\"",
                    field.type == FieldType::kText ? "string" : "double", "\"/>\n");
  }
  out += "    </attributes>\n";
  return ids;
}

void AppendValues(const std::vector<GraphField>& fields, const AttributeIds& ids, std::string& out) {
  std::string values;
  for (const GraphField& field : fields) {
    if (field.name == "weight") continue;
    absl::StrAppend(&values, "<attvalue for=\"", ids.at(field.name), "\" value=\"", XmlText(field.value),
                    "\"/>");
  }
  if (!values.empty()) absl::StrAppend(&out, "<attvalues>", values, "</attvalues>");
}

std::string TimeAttribute(const char* name, Time time) {
  return time.is_present() ? absl::StrCat(" ", name, "=\"", FormatDate(time), "\"") : "";
}

std::string WeightAttribute(const std::vector<GraphField>& fields) {
  for (const GraphField& field : fields) {
    if (field.name == "weight") return absl::StrCat(" weight=\"", field.value, "\"");
  }
  return "";
}

}  // namespace

absl::Status ExportGexf(const CommunityGraph& community,
                        absl::FunctionRef<absl::Status(std::string_view)> append,
                        const RunControl* run) {
  const GraphExporter graph(community, run);
  const bool directed = graph.any_directed();
  const bool dated = !community.ties().first_at.is_default() || !community.members().joined_at.is_default();
  std::string out = absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n  <meta><creator>pullgraph</creator></meta>\n"
      "  <graph defaultedgetype=\"", directed ? "directed" : "undirected", "\"",
      dated ? " mode=\"dynamic\" timeformat=\"date\"" : "", ">\n");
  const AttributeIds node_ids = DeclareAttributes(graph.node_fields(), "node", out);
  const AttributeIds tie_ids = DeclareAttributes(graph.tie_fields(), "edge", out);
  out += "    <nodes>\n";
  if (absl::Status s = append(out); !s.ok()) return s;
  absl::Status s = graph.ForEachNode([&](const ExportedNode& node) {
    out = absl::StrCat("      <node id=\"", XmlText(node.id), "\" label=\"",
                       XmlText(node.label.empty() ? node.id : node.label), "\"",
                       TimeAttribute("start", node.since), ">");
    AppendValues(node.fields, node_ids, out);
    out += "</node>\n";
    return append(out);
  });
  if (s.ok()) s = append("    </nodes>\n    <edges>\n");
  if (!s.ok()) return s;
  s = graph.ForEachTie([&](const ExportedTie& tie) {
    out = absl::StrCat("      <edge id=\"", tie.index, "\" source=\"", XmlText(tie.from), "\" target=\"",
                       XmlText(tie.to), "\"");
    if (tie.directed != directed) out += " type=\"undirected\"";
    absl::StrAppend(&out, WeightAttribute(tie.fields), TimeAttribute("start", tie.first),
                    TimeAttribute("end", tie.last), ">");
    AppendValues(tie.fields, tie_ids, out);
    out += "</edge>\n";
    return append(out);
  });
  return s.ok() ? append("    </edges>\n  </graph>\n</gexf>\n") : s;
}

}  // namespace pullgraph
