// SPDX-License-Identifier: Apache-2.0
#include "io/import/graphml.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"
#include "io/import/xml_events.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxText = size_t{1} << 20;
// Defaults are written once and said of every node.
constexpr size_t kMaxDefaults = 32;
constexpr size_t kMaxDefault = 256;  // Bytes.

struct GraphMLKey {
  std::string name;
  std::string of;  // "node", "edge", "all", ...
  std::optional<std::string> otherwise;
};

using Values = std::vector<std::pair<std::string, std::string>>;  // Key -> value.

class GraphMLHandler : public XmlHandler {
 public:
  GraphMLHandler(GraphRows& rows, std::string file) : rows_(rows), file_(std::move(file)) {}

  absl::Status OnStart(const XmlElement& element, int depth) override;
  absl::Status OnEnd(std::string_view name, int depth) override;
  absl::Status OnText(std::string_view text) override;
  bool saw_graph() const { return saw_graph_; }

 private:
  enum class Item { kNone, kNode, kEdge };

  absl::Status Begin(const XmlElement& element, Item item);
  absl::Status Finish(Item item);
  absl::Status FinishEdge();
  void StartGraph(const XmlElement& element);
  void StartText(const XmlElement& element);
  void EndData();
  void AddDefaults(std::string_view of, Values& values) const;
  // The name people see of a key.
  std::string NameOfKey(const std::string& key) const;

  GraphRows& rows_;
  std::string file_;
  absl::flat_hash_map<std::string, GraphMLKey> keys_;
  std::vector<std::string> key_order_;  // Of those with a default.
  bool saw_graph_ = false;
  int graphs_open_ = 0;
  bool skipping_ = false;  // Within a further graph.
  bool directed_ = false;
  std::string key_;        // That is being declared.

  // Nodes may hold graphs, hence nodes; a node that is open when another begins is done.
  Item item_ = Item::kNone;
  std::string id_, source_, target_;
  std::string item_directed_;
  uint64_t line_ = 0, column_ = 0;
  Values values_;

  std::string data_key_;
  int text_depth_ = 0;  // Depth of the element whose text is kept; 0 = none.
  bool too_long_ = false;
  bool is_label_ = false;
  std::string label_, text_;
};

void GraphMLHandler::StartGraph(const XmlElement& element) {
  if (graphs_open_ == 0 && saw_graph_) {
    skipping_ = true;
    rows_.report().Note("further graphs left out", ToString(element.place()));
  }
  if (graphs_open_++ > 0 || skipping_) return;
  saw_graph_ = true;
  directed_ = element.Text("edgedefault") == "directed";
}

void GraphMLHandler::StartText(const XmlElement& element) {
  text_.clear();
  too_long_ = false;
  is_label_ = element.name() == "NodeLabel";
  if (!is_label_) data_key_ = std::string(element.Text("key"));
}

absl::Status GraphMLHandler::OnStart(const XmlElement& element, int depth) {
  const std::string_view name = element.name();
  if (depth == 1 && name != "graphml") {
    return BadInput(element.place(), absl::StrCat("<", Printable(name), ">, expected <graphml>"),
                    "check that this is a GraphML file");
  }
  if (name == "graph") StartGraph(element);
  if (skipping_) return absl::OkStatus();
  if (name == "key") {
    key_ = std::string(element.Text("id"));
    const std::string_view title = element.Text("attr.name");
    keys_[key_] = {std::string(title), std::string(element.Text("for")), std::nullopt};
  } else if (name == "default" || name == "data" || name == "NodeLabel") {
    text_depth_ = depth;
    StartText(element);
  } else if (name == "node") {
    return Begin(element, Item::kNode);
  } else if (name == "edge") {
    return Begin(element, Item::kEdge);
  } else if (name == "hyperedge") {
    PG_RETURN_IF_ERROR(Finish(item_));
    rows_.report().Note("hyperedges left out", ToString(element.place()));
  }
  return absl::OkStatus();
}

absl::Status GraphMLHandler::Begin(const XmlElement& element, Item item) {
  PG_RETURN_IF_ERROR(Finish(item_));
  item_ = item;
  line_ = element.place().line;
  column_ = element.place().column;
  id_ = std::string(element.Text("id"));
  source_ = std::string(element.Text("source"));
  target_ = std::string(element.Text("target"));
  item_directed_ = std::string(element.Text("directed"));
  values_.clear();
  label_.clear();
  if (item == Item::kNode && id_.empty()) return BadInput(element.place(), "a node without an 'id'");
  if (item == Item::kEdge && (source_.empty() || target_.empty())) {
    return BadInput(element.place(), "an edge without 'source' or 'target'");
  }
  return absl::OkStatus();
}

std::string GraphMLHandler::NameOfKey(const std::string& key) const {
  const auto it = keys_.find(key);
  return it == keys_.end() || it->second.name.empty() ? key : it->second.name;
}

void GraphMLHandler::AddDefaults(std::string_view of, Values& values) const {
  for (const std::string& id : key_order_) {
    const GraphMLKey& key = keys_.at(id);
    if (!key.otherwise || (key.of != of && key.of != "all" && !key.of.empty())) continue;
    bool has = false;
    for (const auto& [name, value] : values) has = has || name == id;
    if (!has) values.emplace_back(id, *key.otherwise);
  }
}

absl::Status GraphMLHandler::FinishEdge() {
  const Place place = {file_, line_, column_};
  GraphEdge edge;
  edge.directed = item_directed_.empty() ? directed_ : item_directed_ == "true";
  PG_ASSIGN(from, rows_.End(source_, place));
  PG_ASSIGN(to, rows_.End(target_, place));
  edge.from = from;
  edge.to = to;
  for (const auto& [key, value] : values_) rows_.EdgeAttribute(edge, NameOfKey(key), value, place);
  rows_.AddEdge(edge, place);
  return absl::OkStatus();
}

absl::Status GraphMLHandler::Finish(Item item) {
  if (item_ != item || item == Item::kNone) return absl::OkStatus();
  item_ = Item::kNone;
  AddDefaults(item == Item::kNode ? "node" : "edge", values_);
  if (item == Item::kEdge) return FinishEdge();
  GraphNode node;
  node.id = id_;
  node.label = label_;
  for (auto& [key, value] : values_) node.attributes.emplace_back(NameOfKey(key), std::move(value));
  return rows_.AddNode(std::move(node), {file_, line_, column_});
}

void GraphMLHandler::EndData() {
  const std::string value(absl::StripAsciiWhitespace(text_));
  if (too_long_) {
    rows_.report().Note("values of more than 1 MiB left out", ToString({file_, line_, column_}));
  } else if (is_label_) {
    if (label_.empty()) label_ = value;
  } else if (item_ != Item::kNone) {
    values_.emplace_back(data_key_, value);
  }
}

absl::Status GraphMLHandler::OnEnd(std::string_view name, int depth) {
  if (name == "graph") {
    PG_RETURN_IF_ERROR(Finish(item_));
    if (--graphs_open_ == 0) skipping_ = false;
    return absl::OkStatus();
  }
  if (skipping_) return absl::OkStatus();
  if (name == "default" && !keys_[key_].otherwise) {
    const absl::string_view value = absl::StripAsciiWhitespace(text_);
    const bool too_long = too_long_ || std::max(value.size(), NameOfKey(key_).size()) > kMaxDefault;
    if (too_long || key_order_.size() == kMaxDefaults) {
      rows_.report().Note("defaults left out: there are more than 32, or of over 256 bytes");
    } else {
      keys_[key_].otherwise = std::string(value);
      key_order_.push_back(key_);
    }
  }
  if (text_depth_ == depth && (name == "data" || name == "NodeLabel")) EndData();
  if (text_depth_ == depth) text_depth_ = 0;
  if (name == "node") return Finish(Item::kNode);
  if (name == "edge") return Finish(Item::kEdge);
  return absl::OkStatus();
}

absl::Status GraphMLHandler::OnText(std::string_view text) {
  if (text_depth_ == 0 || skipping_) return absl::OkStatus();
  too_long_ = too_long_ || text_.size() + text.size() > kMaxText;
  if (!too_long_) text_.append(text);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportResult> ImportGraphMLFrom(ByteSource source, const GraphOptions& options) {
  const std::string file = source.name();
  GraphRows rows(options, file);
  GraphMLHandler handler(rows, file);
  PG_RETURN_IF_ERROR(ReadXml(std::move(source), handler, {0, 0.6, options.run}));
  if (!handler.saw_graph()) return BadInput({file}, "no <graph> in the file", "check that this is a GraphML file");
  return std::move(rows).Build();
}

absl::StatusOr<ImportResult> ImportGraphML(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGraphMLFrom(std::move(source), options);
}

bool LooksLikeGraphML(std::string_view head) { return FirstElement(head) == "graphml"; }

}  // namespace pullgraph
