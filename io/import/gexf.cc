// SPDX-License-Identifier: Apache-2.0
#include "io/import/gexf.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"
#include "io/import/xml_events.h"

namespace pullgraph {
namespace {

// When something was there: the first beginning and the last end of its spells.
struct GexfTimes {
  Time first, last;
  void Include(Time begin, Time end) {
    if (begin.is_present() && (!first.is_present() || begin < first)) first = begin;
    if (end.is_present() && (!last.is_present() || last < end)) last = end;
  }
};

class GexfHandler : public XmlHandler {
 public:
  GexfHandler(GraphRows& rows, std::string file) : rows_(rows), file_(std::move(file)) {}

  absl::Status OnStart(const XmlElement& element, int depth) override;
  absl::Status OnEnd(std::string_view name, int depth) override;
  bool saw_graph() const { return saw_graph_; }

 private:
  enum class Item { kNone, kNode, kEdge };

  absl::Status Begin(const XmlElement& element, Item item);
  absl::Status Finish();
  absl::Status FinishEdge();
  void Value(const XmlElement& element);
  void Times(const XmlElement& element);
  Time TimeOf(std::string_view text, const Place& at);
  Place ItemPlace() const { return {file_, line_, column_}; }

  GraphRows& rows_;
  std::string file_;
  bool saw_graph_ = false;
  bool directed_ = false;
  bool of_edges_ = false;  // Whose attributes are being declared.
  absl::flat_hash_map<std::string, std::string> titles_[2];  // Of nodes, of edges.

  // Nodes may hold nodes; one that is open when another begins is done.
  Item item_ = Item::kNone;
  std::string id_, label_, source_, target_, type_, weight_, kind_;
  uint64_t line_ = 0, column_ = 0;
  GexfTimes times_;
  std::vector<std::pair<std::string, std::string>> values_;
  absl::flat_hash_map<std::string, size_t> value_index_;
};

Time GexfHandler::TimeOf(std::string_view text, const Place& at) {
  const std::string lower = absl::AsciiStrToLower(AbslView(text));
  if (text.empty() || lower == "infinity" || lower == "-infinity") return Time();
  const Time time = GraphTime(text);
  if (!time.is_present()) {
    rows_.report().Note("times that are no dates left out", ToString(at));
  }
  return time;
}

void GexfHandler::Times(const XmlElement& element) {
  const Place& at = element.place();
  std::string_view begin = element.Text("start");
  if (begin.empty()) begin = element.Text("startopen");
  std::string_view end = element.Text("end");
  if (end.empty()) end = element.Text("endopen");
  times_.Include(TimeOf(begin, at), TimeOf(end, at));
  const Time moment = TimeOf(element.Text("timestamp"), at);
  times_.Include(moment, moment);
  // "<[2001-01-01, 2002-01-01]>" are moments, "<[a, b]; [c, d)>" pairs of ends.
  for (const char* name : {"timestamps", "intervals"}) {
    for (const absl::string_view part :
         absl::StrSplit(AbslView(element.Text(name)), absl::ByAnyChar("<>[]();, "), absl::SkipEmpty())) {
      const Time time = TimeOf(StdView(part), at);
      times_.Include(time, time);
    }
  }
}

absl::Status GexfHandler::Begin(const XmlElement& element, Item item) {
  PG_RETURN_IF_ERROR(Finish());
  item_ = item;
  line_ = element.place().line;
  column_ = element.place().column;
  id_ = std::string(element.Text("id"));
  label_ = std::string(element.Text("label"));
  source_ = std::string(element.Text("source"));
  target_ = std::string(element.Text("target"));
  type_ = std::string(element.Text("type"));
  weight_ = std::string(element.Text("weight"));
  kind_ = std::string(element.Text("kind"));
  times_ = {};
  values_.clear();
  value_index_.clear();
  if (item == Item::kNode && id_.empty()) return BadInput(element.place(), "a node without an 'id'");
  if (item == Item::kEdge && (source_.empty() || target_.empty())) {
    return BadInput(element.place(), "an edge without 'source' or 'target'");
  }
  Times(element);
  return absl::OkStatus();
}

void GexfHandler::Value(const XmlElement& element) {
  if (item_ == Item::kNone) return;
  std::string_view key = element.Text("for");
  if (key.empty()) key = element.Text("id");  // As version 1.0 had it.
  const auto& titles = titles_[item_ == Item::kEdge ? 1 : 0];
  const auto title = titles.find(AbslView(key));
  std::string name = title == titles.end() ? std::string(key) : title->second;
  const auto [it, fresh] = value_index_.emplace(name, values_.size());
  std::string value(element.Text("value"));
  if (fresh) {
    values_.emplace_back(std::move(name), std::move(value));
    return;
  }
  values_[it->second].second = std::move(value);
  rows_.report().Note("earlier values of attributes that change left out", ToString(element.place()));
}

absl::Status GexfHandler::OnStart(const XmlElement& element, int depth) {
  const std::string_view name = element.name();
  if (depth == 1 && name != "gexf") {
    return BadInput(element.place(), absl::StrCat("<", Printable(name), ">, expected <gexf>"),
                    "check that this is a GEXF file");
  }
  if (name == "graph") {
    saw_graph_ = true;
    directed_ = element.Text("defaultedgetype") == "directed";
  } else if (name == "attributes") {
    of_edges_ = element.Text("class") == "edge";
  } else if (name == "attribute") {
    const std::string_view title = element.Text("title");
    titles_[of_edges_ ? 1 : 0][std::string(element.Text("id"))] =
        std::string(title.empty() ? element.Text("id") : title);
  } else if (name == "node") {
    return Begin(element, Item::kNode);
  } else if (name == "edge") {
    return Begin(element, Item::kEdge);
  } else if (name == "attvalue") {
    Value(element);
  } else if (name == "spell" || name == "slice") {
    Times(element);
  }
  return absl::OkStatus();
}

absl::Status GexfHandler::FinishEdge() {
  const Place place = ItemPlace();
  GraphEdge edge;
  edge.directed = type_.empty() ? directed_ : type_ == "directed";
  PG_ASSIGN(from, rows_.End(source_, place));
  PG_ASSIGN(to, rows_.End(target_, place));
  edge.from = from;
  edge.to = to;
  edge.first = times_.first;
  edge.last = times_.last;
  rows_.EdgeAttribute(edge, "label", label_, place);
  rows_.EdgeAttribute(edge, "kind", kind_, place);
  for (const auto& [name, value] : values_) rows_.EdgeAttribute(edge, name, value, place);
  rows_.EdgeAttribute(edge, "weight", weight_, place);
  rows_.AddEdge(edge, place);
  return absl::OkStatus();
}

absl::Status GexfHandler::Finish() {
  const Item item = std::exchange(item_, Item::kNone);
  if (item == Item::kNone) return absl::OkStatus();
  if (item == Item::kEdge) return FinishEdge();
  GraphNode node;
  node.id = id_;
  // Gephi writes the id as label where there is none.
  if (label_ != id_) node.label = label_;
  node.since = times_.first;
  node.attributes = std::move(values_);
  values_.clear();
  return rows_.AddNode(std::move(node), ItemPlace());
}

absl::Status GexfHandler::OnEnd(std::string_view name, int) {
  return name == "node" || name == "edge" ? Finish() : absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportResult> ImportGexfFrom(ByteSource source, const GraphOptions& options) {
  const std::string file = source.name();
  GraphRows rows(options, file);
  GexfHandler handler(rows, file);
  PG_RETURN_IF_ERROR(ReadXml(std::move(source), handler, {0, 0.6, options.run}));
  if (!handler.saw_graph()) return BadInput({file}, "no <graph> in the file", "check that this is a GEXF file");
  return std::move(rows).Build();
}

absl::StatusOr<ImportResult> ImportGexf(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGexfFrom(std::move(source), options);
}

bool LooksLikeGexf(std::string_view head) { return FirstElement(head) == "gexf"; }

}  // namespace pullgraph
