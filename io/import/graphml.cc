// SPDX-License-Identifier: Apache-2.0
#include "io/import/graphml.h"

#include <map>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"
#include "io/import/xml_elements.h"

namespace pullgraph {
namespace {

std::string TextOf(const XmlRow& row, std::string_view name) {
  return std::string(row.Text(name).value_or(std::string_view()));
}

class GraphMLReader final : public XmlElementUse {
 public:
  GraphMLReader(std::string file, const GraphOptions& options) : rows_(std::move(file), options) {}

  absl::Status Start(std::string_view name, const XmlRow& attributes) override;
  absl::Status End(std::string_view name, std::string_view text, const Place& place) override;
  GraphRows& rows() { return rows_; }
  bool seen_graph() const { return seen_graph_; }

 private:
  enum class In { kOther, kKey, kGraph, kNode, kEdge, kData };
  struct Key {
    std::string name, fallback;
    bool of_nodes = true, of_edges = true;
    bool has_fallback = false, is_text = true;
  };
  struct OpenNode {
    GraphNode node;
    uint64_t line, column;
  };

  In StartWithin(In outer, std::string_view name, const XmlRow& attributes);
  absl::Status StartEdge(const XmlRow& attributes);
  void EndData(In outer, std::string_view text, const Place& place);
  absl::Status EndNode();
  absl::Status EndEdge(const Place& place);
  void FillDefaults(bool of_nodes, GraphAttributes& attributes);
  void TakeEdgeValue(const Key& key, std::string value, const Place& place);

  GraphRows rows_;
  std::vector<In> open_;
  std::map<std::string, Key, std::less<>> keys_;
  Key key_;
  std::string key_id_, data_key_;
  bool data_is_plain_ = true;
  bool directed_ = false;
  bool seen_graph_ = false;
  int graph_depth_ = 0;
  int skip_ = 0;  // Elements to leave behind, counted from the one that is not wanted.
  std::vector<OpenNode> nodes_;
  GraphEdge edge_;
};

absl::Status GraphMLReader::Start(std::string_view name, const XmlRow& attributes) {
  if (open_.empty() && name != "graphml") {
    return BadInput(attributes.place(), absl::StrCat("an element <", Printable(name), ">, expected <graphml>"),
                    "check that this is a GraphML file");
  }
  const In outer = open_.empty() ? In::kOther : open_.back();
  if (outer == In::kData) data_is_plain_ = false;
  const bool hyper = name == "hyperedge";
  if (skip_ > 0 || hyper || (name == "graph" && seen_graph_ && graph_depth_ == 0)) {
    if (skip_++ == 0) {
      rows_.report().Note(hyper ? "hyperedges left out" : "other graphs in the file left out",
                          ToString(attributes.place()));
    }
    open_.push_back(In::kOther);
    return absl::OkStatus();
  }
  open_.push_back(StartWithin(outer, name, attributes));
  if (open_.back() == In::kEdge) return StartEdge(attributes);
  if (open_.back() == In::kNode && nodes_.back().node.id.empty()) {
    return BadInput(attributes.place(), "a node without an 'id'");
  }
  return absl::OkStatus();
}

GraphMLReader::In GraphMLReader::StartWithin(In outer, std::string_view name,
                                             const XmlRow& attributes) {
  if (name == "key") {
    key_ = {};
    key_id_ = TextOf(attributes, "id");
    key_.name = TextOf(attributes, "attr.name");
    if (key_.name.empty()) key_.name = key_id_;
    const std::string of = TextOf(attributes, "for");
    key_.of_nodes = of.empty() || of == "all" || of == "node";
    key_.of_edges = of.empty() || of == "all" || of == "edge";
    const std::string type = TextOf(attributes, "attr.type");
    key_.is_text = type.empty() || type == "string";
    return In::kKey;
  }
  if (name == "graph") {
    if (graph_depth_++ == 0) {
      directed_ = attributes.Text("edgedefault") == "directed";
      seen_graph_ = true;
    }
    return In::kGraph;
  }
  if (name == "node" && outer == In::kGraph) {
    nodes_.push_back({{}, attributes.place().line, attributes.place().column});
    nodes_.back().node.id = TextOf(attributes, "id");
    return In::kNode;
  }
  if (name == "edge" && outer == In::kGraph) return In::kEdge;
  if (name == "data") {
    data_key_ = TextOf(attributes, "key");
    data_is_plain_ = true;
    return In::kData;
  }
  return In::kOther;
}

absl::Status GraphMLReader::StartEdge(const XmlRow& attributes) {
  edge_ = {};
  PG_ASSIGN(source, attributes.RequiredText("source"));
  PG_ASSIGN(target, attributes.RequiredText("target"));
  PG_ASSIGN(from, rows_.Mention(source, attributes.place()));
  PG_ASSIGN(to, rows_.Mention(target, attributes.place()));
  edge_.source = from;
  edge_.target = to;
  const auto directed = attributes.Text("directed");
  edge_.directed = directed ? *directed == "true" || *directed == "1" : directed_;
  return absl::OkStatus();
}

void GraphMLReader::EndData(In outer, std::string_view text, const Place& place) {
  if (!data_is_plain_ || (outer != In::kNode && outer != In::kEdge)) return;
  const auto key = keys_.find(data_key_);
  const bool fits = key != keys_.end() &&
                    (outer == In::kNode ? key->second.of_nodes : key->second.of_edges);
  if (!fits) {
    rows_.report().Note("values left out whose key is not declared for them", ToString(place));
    return;
  }
  std::string value(text);
  if (!key->second.is_text) absl::StripAsciiWhitespace(&value);
  if (outer == In::kNode) {
    nodes_.back().node.attributes.emplace_back(key->second.name, std::move(value));
  } else {
    TakeEdgeValue(key->second, std::move(value), place);
  }
}

void GraphMLReader::TakeEdgeValue(const Key& key, std::string value, const Place& place) {
  if (absl::EqualsIgnoreCase(key.name, "weight")) {
    edge_.weight = rows_.Weight(value, place);
  } else {
    edge_.attributes.emplace_back(key.name, std::move(value));
  }
}

void GraphMLReader::FillDefaults(bool of_nodes, GraphAttributes& attributes) {
  absl::flat_hash_set<std::string> said;
  for (const auto& [name, value] : attributes) said.insert(name);
  for (const auto& [id, key] : keys_) {
    if (!key.has_fallback || !(of_nodes ? key.of_nodes : key.of_edges)) continue;
    if (!said.insert(key.name).second) continue;
    if (!rows_.AffordsDefault()) {
      rows_.report().Note("default values left out: far more of them than values");
      return;
    }
    attributes.emplace_back(key.name, key.fallback);
  }
}

absl::Status GraphMLReader::EndNode() {
  OpenNode open = std::move(nodes_.back());
  nodes_.pop_back();
  FillDefaults(true, open.node.attributes);
  return rows_.AddNode(std::move(open.node), {rows_.file(), open.line, open.column});
}

absl::Status GraphMLReader::EndEdge(const Place& place) {
  if (edge_.weight != edge_.weight) {  // None said: the default of its key, if it has one.
    for (const auto& [id, key] : keys_) {
      if (!key.has_fallback || !key.of_edges || !absl::EqualsIgnoreCase(key.name, "weight")) continue;
      edge_.weight = rows_.Weight(key.fallback, place);
    }
  }
  return rows_.AddEdge(std::move(edge_), place);
}

absl::Status GraphMLReader::End(std::string_view name, std::string_view text, const Place& place) {
  const In in = open_.back();
  open_.pop_back();
  if (skip_ > 0) {
    --skip_;
    return absl::OkStatus();
  }
  const In outer = open_.empty() ? In::kOther : open_.back();
  switch (in) {
    case In::kKey:
      keys_.emplace(key_id_, std::move(key_));
      return absl::OkStatus();
    case In::kGraph: --graph_depth_; return absl::OkStatus();
    case In::kNode: return EndNode();
    case In::kEdge: return EndEdge(place);
    case In::kData: EndData(outer, text, place); return absl::OkStatus();
    case In::kOther: break;
  }
  if (name == "default" && outer == In::kKey) {
    key_.fallback = std::string(text);
    if (!key_.is_text) absl::StripAsciiWhitespace(&key_.fallback);
    key_.has_fallback = true;
  } else if (absl::EndsWith(AbslView(name), ":NodeLabel") && !nodes_.empty() &&
             nodes_.back().node.label.empty()) {
    nodes_.back().node.label = std::string(absl::StripAsciiWhitespace(AbslView(text)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportResult> ImportGraphMLFrom(ByteSource source, const GraphOptions& options) {
  GraphMLReader reader(source.name(), options);
  PG_RETURN_IF_ERROR(
      ReadXmlElements(std::move(source), options.run, reader.rows().report(), reader));
  if (!reader.seen_graph()) {
    return BadInput({reader.rows().file()}, "no <graph> in the file", "check that this is a GraphML file");
  }
  return std::move(reader.rows()).Finish(/*all_described=*/true);
}

absl::StatusOr<ImportResult> ImportGraphML(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGraphMLFrom(std::move(source), options);
}

bool LooksLikeGraphML(std::string_view head) { return XmlRootOf(head) == "graphml"; }

}  // namespace pullgraph
