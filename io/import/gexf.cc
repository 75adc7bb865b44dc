// SPDX-License-Identifier: Apache-2.0
#include "io/import/gexf.h"

#include <cmath>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"
#include "io/import/xml_elements.h"

namespace pullgraph {
namespace {

// Smaller numbers are years, steps of a simulation, or anything else.
constexpr double kLeastEpoch = 1e8;

class GexfReader final : public XmlElementUse {
 public:
  GexfReader(std::string file, const GraphOptions& options) : rows_(std::move(file), options) {}

  absl::Status Start(std::string_view name, const XmlRow& attributes) override;
  absl::Status End(std::string_view name, std::string_view text, const Place& place) override;
  GraphRows& rows() { return rows_; }
  bool seen_graph() const { return seen_graph_; }

 private:
  enum class In { kOther, kAttributes, kAttribute, kNode, kEdge };
  using Titles = std::map<std::string, std::string, std::less<>>;
  struct Element {  // A node or an edge that is open.
    GraphNode node;
    GraphEdge edge;
    std::map<std::string, std::string> values;
    Time first, last;
    uint64_t line = 0, column = 0;
  };

  absl::StatusOr<In> StartWithin(std::string_view name, const XmlRow& attributes);
  absl::Status StartNode(const XmlRow& attributes);
  absl::Status StartEdge(const XmlRow& attributes);
  void StartValue(const XmlRow& attributes);
  Time Moment(std::string_view text, const Place& place);
  void TakeSpan(const XmlRow& attributes, Element& element);
  void FillDefaults(const Titles& defaults, const Titles& titles, Element& element);
  absl::Status EndNode();
  absl::Status EndEdge(const Place& place);

  GraphRows rows_;
  std::vector<In> open_;
  bool seen_graph_ = false;
  bool directed_ = false;
  bool class_is_node_ = true;
  std::string attribute_id_;
  Titles node_titles_, edge_titles_, node_defaults_;
  std::vector<Element> elements_;  // Nodes may lie within nodes.
};

absl::Status GexfReader::Start(std::string_view name, const XmlRow& attributes) {
  if (open_.empty() && name != "gexf") {
    return BadInput(attributes.place(), absl::StrCat("an element <", Printable(name), ">, expected <gexf>"),
                    "check that this is a GEXF file");
  }
  PG_ASSIGN(in, StartWithin(name, attributes));
  open_.push_back(in);
  return absl::OkStatus();
}

absl::StatusOr<GexfReader::In> GexfReader::StartWithin(std::string_view name,
                                                       const XmlRow& attributes) {
  if (name == "graph") {
    if (seen_graph_) return BadInput(attributes.place(), "a second graph in the file");
    seen_graph_ = true;
    directed_ = attributes.Text("defaultedgetype") == "directed";
  } else if (name == "attributes") {
    class_is_node_ = attributes.Text("class") != "edge";
  } else if (name == "attribute") {
    attribute_id_ = std::string(attributes.Text("id").value_or(""));
    (class_is_node_ ? node_titles_ : edge_titles_)[attribute_id_] =
        std::string(attributes.Text("title").value_or(attribute_id_));
    return In::kAttribute;
  } else if (name == "node") {
    PG_RETURN_IF_ERROR(StartNode(attributes));
    return In::kNode;
  } else if (name == "edge") {
    PG_RETURN_IF_ERROR(StartEdge(attributes));
    return In::kEdge;
  } else if (name == "attvalue" && !elements_.empty()) {
    StartValue(attributes);
  } else if (name == "spell" && !elements_.empty()) {
    TakeSpan(attributes, elements_.back());
  }
  return In::kOther;
}

// The moment of `start` or `end`, absent if it is none.
Time GexfReader::Moment(std::string_view text, const Place& place) {
  if (text.empty() || absl::EqualsIgnoreCase(std::string(text), "infinity") ||
      absl::EqualsIgnoreCase(std::string(text), "-infinity")) {
    return Time::Absent();
  }
  const double number = WeightOf(text);
  if (!std::isnan(number)) {
    // As ParseTime sees them; Gephi writes 1.4E12.
    const double micros = number >= 1e14 ? number : number >= 1e11 ? number * 1e3 : number * 1e6;
    if (number >= kLeastEpoch && micros < static_cast<double>(kLatestTime.micros())) {
      return Time(static_cast<int64_t>(micros));
    }
    rows_.report().Note("times that are plain numbers, not dates, left out", ToString(place));
    return Time::Absent();
  }
  const auto time = ParseTime(text);
  if (time.ok()) return *time;
  rows_.report().Note("times that are no dates left out", ToString(place));
  return Time::Absent();
}

void GexfReader::TakeSpan(const XmlRow& attributes, Element& element) {
  // 1.2 has also ends that do not belong to the span.
  for (const char* name : {"start", "startopen"}) {
    const Time t = Moment(attributes.Text(name).value_or(""), attributes.place());
    if (t.is_present() && (!element.first.is_present() || t < element.first)) element.first = t;
  }
  for (const char* name : {"end", "endopen", "timestamp"}) {
    const Time t = Moment(attributes.Text(name).value_or(""), attributes.place());
    if (!t.is_present()) continue;
    element.last = std::max(element.last, t);
    if (std::string_view(name) == "timestamp" &&
        (!element.first.is_present() || t < element.first)) {
      element.first = t;
    }
  }
}

absl::Status GexfReader::StartNode(const XmlRow& attributes) {
  PG_ASSIGN(id, attributes.RequiredText("id"));
  Element element;
  element.node.id = std::string(id);
  element.node.label = std::string(attributes.Text("label").value_or(""));
  element.line = attributes.place().line;
  element.column = attributes.place().column;
  TakeSpan(attributes, element);
  elements_.push_back(std::move(element));
  return absl::OkStatus();
}

absl::Status GexfReader::StartEdge(const XmlRow& attributes) {
  Element element;
  PG_ASSIGN(source, attributes.RequiredText("source"));
  PG_ASSIGN(target, attributes.RequiredText("target"));
  PG_ASSIGN(from, rows_.Mention(source, attributes.place()));
  PG_ASSIGN(to, rows_.Mention(target, attributes.place()));
  element.edge.source = from;
  element.edge.target = to;
  const auto type = attributes.Text("type");
  element.edge.directed = type ? *type == "directed" : directed_;
  if (const auto weight = attributes.Text("weight")) {
    element.edge.weight = rows_.Weight(*weight, attributes.place());
  }
  if (const auto kind = attributes.Text("kind")) element.values["kind"] = std::string(*kind);
  if (const auto label = attributes.Text("label"); label && !label->empty()) {
    rows_.report().Note("'label' of edges left out", ToString(attributes.place()));
  }
  TakeSpan(attributes, element);
  elements_.push_back(std::move(element));
  return absl::OkStatus();
}

void GexfReader::StartValue(const XmlRow& attributes) {
  Element& element = elements_.back();
  const bool of_node = !element.node.id.empty();
  const Titles& titles = of_node ? node_titles_ : edge_titles_;
  const auto key = attributes.Text("for").value_or(attributes.Text("id").value_or(""));
  const auto title = titles.find(key);
  if (title == titles.end()) {
    rows_.report().Note("values left out whose attribute is not declared", ToString(attributes.place()));
    return;
  }
  std::string value(attributes.Text("value").value_or(""));
  if (!of_node && absl::EqualsIgnoreCase(title->second, "weight")) {
    element.edge.weight = rows_.Weight(value, attributes.place());
    return;
  }
  const auto [it, fresh] = element.values.try_emplace(title->second, value);
  if (fresh) return;
  it->second = std::move(value);
  rows_.report().Note("earlier values of attributes that change over time left out",
                      ToString(attributes.place()));
}

void GexfReader::FillDefaults(const Titles& defaults, const Titles& titles, Element& element) {
  for (const auto& [id, value] : defaults) {
    const std::string& title = titles.find(id)->second;
    if (element.values.count(title) > 0) continue;
    if (!rows_.AffordsDefault()) {
      rows_.report().Note("default values left out: far more of them than values");
      return;
    }
    element.values.emplace(title, value);
  }
}

absl::Status GexfReader::EndNode() {
  Element element = std::move(elements_.back());
  elements_.pop_back();
  FillDefaults(node_defaults_, node_titles_, element);
  element.node.joined_at = element.first;
  const Place place = {rows_.file(), element.line, element.column};
  if (element.last.is_present() && element.last != element.first) {
    rows_.report().Note("ends of nodes left out", ToString(place));
  }
  element.node.attributes.assign(element.values.begin(), element.values.end());
  return rows_.AddNode(std::move(element.node), place);
}

absl::Status GexfReader::EndEdge(const Place& place) {
  Element element = std::move(elements_.back());
  elements_.pop_back();
  element.edge.first_at = element.first;
  element.edge.last_at = element.last;
  element.edge.attributes.assign(element.values.begin(), element.values.end());
  return rows_.AddEdge(std::move(element.edge), place);
}

absl::Status GexfReader::End(std::string_view name, std::string_view text, const Place& place) {
  const In in = open_.back();
  open_.pop_back();
  if (in == In::kNode) return EndNode();
  if (in == In::kEdge) return EndEdge(place);
  if (name == "default" && !open_.empty() && open_.back() == In::kAttribute && class_is_node_) {
    node_defaults_[attribute_id_] = std::string(text);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportResult> ImportGexfFrom(ByteSource source, const GraphOptions& options) {
  GexfReader reader(source.name(), options);
  PG_RETURN_IF_ERROR(
      ReadXmlElements(std::move(source), options.run, reader.rows().report(), reader));
  if (!reader.seen_graph()) {
    return BadInput({reader.rows().file()}, "no <graph> in the file", "check that this is a GEXF file");
  }
  return std::move(reader.rows()).Finish(/*all_described=*/true);
}

absl::StatusOr<ImportResult> ImportGexf(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGexfFrom(std::move(source), options);
}

bool LooksLikeGexf(std::string_view head) { return XmlRootOf(head) == "gexf"; }

}  // namespace pullgraph
