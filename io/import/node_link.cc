// SPDX-License-Identifier: Apache-2.0
#include "io/import/node_link.h"

#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/json_items.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// A number as text, shortest; "" if it is none.
std::string NumberText(const JsonValue& value) {
  if (std::string id = value.id(); !id.empty()) return id;
  const auto number = value.number();
  return number ? absl::StrCat(*number) : "";
}

// A text, number or truth as text; nothing for lists and objects.
std::optional<std::string> ScalarText(const JsonValue& value) {
  if (value.is_object() || value.is_array()) return std::nullopt;
  if (value.is_text()) return std::string(value.text());
  if (std::string number = NumberText(value); !number.empty()) return number;
  return value.is_true() ? "true" : "false";
}

class NodeLinkReader {
 public:
  NodeLinkReader(std::string file, const GraphOptions& options) : rows_(std::move(file), options) {}

  absl::Status Take(std::string_view key, const JsonValue& value, const Place& place);
  absl::StatusOr<ImportResult> Finish() &&;
  ImportReport& report() { return rows_.report(); }

 private:
  // What stands at an end of a link.
  struct LinkEnd {
    std::string id;
    bool is_number = false;
    std::optional<uint64_t> index;  // D3 replaces ends by the nodes themselves.
  };
  struct Link {
    LinkEnd source, target;
    GraphEdge edge;
    bool says_direction = false;
    uint64_t line, column;
  };

  absl::Status TakeNode(const JsonValue& node, const Place& place);
  absl::Status TakeLink(const JsonValue& link, const Place& place);
  void TakeAttribute(std::string_view what, std::string_view name, const JsonValue& value,
                     GraphAttributes& attributes, const Place& place);
  absl::StatusOr<LinkEnd> EndOf(const JsonValue& link, std::string_view name, const Place& place);
  bool NumbersAreIndexes() const;
  absl::StatusOr<Node> NodeOf(const LinkEnd& end, bool indexes, const Place& place);

  GraphRows rows_;
  bool directed_ = false;
  bool seen_nodes_ = false, seen_links_ = false;
  std::vector<std::string> ids_;  // Of the nodes, in order.
  bool all_have_ids_ = true;
  std::set<std::string, std::less<>> known_;
  std::vector<Link> links_;
};

absl::Status NodeLinkReader::Take(std::string_view key, const JsonValue& value, const Place& place) {
  if (key == "directed") {
    directed_ = value.is_true();
    return absl::OkStatus();
  }
  const bool node = key == "nodes";
  if (!node && key != "links" && key != "edges") return absl::OkStatus();
  if (!value.is_object()) {
    return BadInput(place, absl::StrCat("an item of '", AbslView(key), "' that is no object"),
                    "check that this is a graph in node-link form");
  }
  (node ? seen_nodes_ : seen_links_) = true;
  return node ? TakeNode(value, place) : TakeLink(value, place);
}

void NodeLinkReader::TakeAttribute(std::string_view what, std::string_view name,
                                   const JsonValue& value, GraphAttributes& attributes,
                                   const Place& place) {
  if (!value) return;  // Null says nothing.
  if (auto text = ScalarText(value)) {
    attributes.emplace_back(name, *std::move(text));
  } else {
    rows_.report().Note(absl::StrCat("'", Printable(name), "' of ", AbslView(what),
                                     " left out: a list or an object"), ToString(place));
  }
}

absl::Status NodeLinkReader::TakeNode(const JsonValue& node, const Place& place) {
  GraphNode row;
  const std::string_view naming = node["id"] ? "id" : "key";
  row.id = NumberText(node[naming]);
  if (row.id.empty()) {
    if (node[naming]) {
      return BadInput(place, absl::StrCat("a node whose '", AbslView(naming), "' is neither text nor a number"));
    }
    all_have_ids_ = false;
    row.id = absl::StrCat(ids_.size());
  }
  const auto take = [&](std::string_view name, const JsonValue& value) {
    // What d3-force computes is where a node is drawn.
    for (const char* drawn : {"x", "y", "z", "vx", "vy", "vz", "fx", "fy", "index"}) {
      if (name == drawn) return;
    }
    TakeAttribute("nodes", name, value, row.attributes, place);
  };
  node.ForEachMember([&](std::string_view name, const JsonValue& value) {
    if (name == naming) return;
    if (name == "attributes" && value.is_object()) {  // Graphology's.
      value.ForEachMember(take);
    } else {
      take(name, value);
    }
  });
  ids_.push_back(row.id);
  known_.insert(row.id);
  return rows_.AddNode(std::move(row), place);
}

absl::StatusOr<NodeLinkReader::LinkEnd> NodeLinkReader::EndOf(const JsonValue& link,
                                                              std::string_view name,
                                                              const Place& place) {
  JsonValue value = link[name];
  LinkEnd end;
  if (value.is_object()) {
    const JsonValue id = value["id"];
    if (!id) {
      const auto index = value["index"].integer();
      if (index && *index >= 0) end.index = static_cast<uint64_t>(*index);
    }
    value = id;
  }
  end.id = NumberText(value);
  end.is_number = !value.is_text();
  if (end.id.empty() && !end.index) {
    return BadInput(place, absl::StrCat("a link without '", AbslView(name), "'"));
  }
  return end;
}

absl::Status NodeLinkReader::TakeLink(const JsonValue& link, const Place& place) {
  Link row;
  row.line = place.line;
  row.column = place.column;
  PG_ASSIGN(source, EndOf(link, "source", place));
  PG_ASSIGN(target, EndOf(link, "target", place));
  row.source = std::move(source);
  row.target = std::move(target);
  std::string weight;
  const auto take = [&](std::string_view name, const JsonValue& value) {
    if (name == "weight" || (name == "value" && weight.empty())) {
      weight = ScalarText(value).value_or("");
    } else if (name == "directed" || name == "undirected") {
      row.says_direction = true;
      row.edge.directed = value.is_true() == (name == "directed");
    } else if (name != "source" && name != "target" && name != "key" && name != "id" &&
               name != "index") {
      TakeAttribute("links", name, value, row.edge.attributes, place);
    }
  };
  link.ForEachMember([&](std::string_view name, const JsonValue& value) {
    if (name == "attributes" && value.is_object()) {
      value.ForEachMember(take);
    } else {
      take(name, value);
    }
  });
  if (!weight.empty()) row.edge.weight = rows_.Weight(weight, place);
  links_.push_back(std::move(row));
  return absl::OkStatus();
}

// One rule for the whole file: numbers are ids if all of them are.
bool NodeLinkReader::NumbersAreIndexes() const {
  if (!all_have_ids_) return true;
  for (const Link& link : links_) {
    for (const LinkEnd* end : {&link.source, &link.target}) {
      if (end->is_number && !end->index && known_.count(end->id) == 0) return true;
    }
  }
  return false;
}

absl::StatusOr<Node> NodeLinkReader::NodeOf(const LinkEnd& end, bool indexes, const Place& place) {
  uint64_t index = ids_.size();
  if (end.index) {
    index = *end.index;
  } else if (indexes && end.is_number) {
    const double number = WeightOf(end.id);
    if (number >= 0 && number < static_cast<double>(ids_.size()) && number == std::floor(number)) {
      index = static_cast<uint64_t>(number);
    }
  } else if (known_.count(end.id) > 0) {
    return rows_.Mention(end.id, place);
  }
  if (index < ids_.size()) return rows_.Mention(ids_[index], place);
  return BadInput(place, absl::StrCat("a link to '", Printable(end.id), "', which is no node"),
                  "the file is incomplete: export it again");
}

absl::StatusOr<ImportResult> NodeLinkReader::Finish() && {
  if (!seen_nodes_) {
    return BadInput({rows_.file()}, "no 'nodes' in the file", "check that this is a graph in node-link form");
  }
  const bool indexes = NumbersAreIndexes();
  for (Link& link : links_) {
    const Place place = {rows_.file(), link.line, link.column};
    PG_ASSIGN(source, NodeOf(link.source, indexes, place));
    PG_ASSIGN(target, NodeOf(link.target, indexes, place));
    link.edge.source = source;
    link.edge.target = target;
    if (!link.says_direction) link.edge.directed = directed_;
    PG_RETURN_IF_ERROR(rows_.AddEdge(std::move(link.edge), place));
  }
  return std::move(rows_).Finish(/*all_described=*/true);
}

// The names at the first level of an object that begins `head`, with the character that
// their values begin with: `nodes[`.
std::set<std::string> FirstLevel(std::string_view head) {
  std::set<std::string> names;
  int depth = 0;
  std::string_view last;
  bool named = false;
  for (size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (named && depth == 1 && c != ':') {
      names.insert(absl::StrCat(AbslView(last), std::string(1, c)));
      named = false;
    }
    if (c == '"') {
      size_t end = i + 1;
      while (end < head.size() && head[end] != '"') end += head[end] == '\\' ? 2 : 1;
      if (end >= head.size()) break;
      last = head.substr(i + 1, end - i - 1);
      i = end;
    } else if (c == ':' && depth == 1) {
      named = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) break;
    }
  }
  return names;
}

}  // namespace

absl::StatusOr<ImportResult> ImportNodeLinkFrom(ByteSource source, const GraphOptions& options) {
  NodeLinkReader reader(source.name(), options);
  PG_RETURN_IF_ERROR(ReadJsonItems(
      std::move(source), options.run, reader.report(),
      [&](std::string_view key, const JsonValue& value, const Place& place) {
        return reader.Take(key, value, place);
      }));
  return std::move(reader).Finish();
}

absl::StatusOr<ImportResult> ImportNodeLink(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportNodeLinkFrom(std::move(source), options);
}

bool LooksLikeNodeLink(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  const size_t begin = head.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || head[begin] != '{') return false;
  const std::set<std::string> names = FirstLevel(head);
  const bool nodes = names.count("nodes[") > 0;
  const bool links = names.count("links[") > 0 || names.count("edges[") > 0;
  // The list that comes first may fill the whole beginning.
  const bool whole = head.size() < (size_t{64} << 10);
  return nodes && (links || !whole);
}

}  // namespace pullgraph
