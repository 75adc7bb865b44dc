// SPDX-License-Identifier: Apache-2.0
#include "io/import/node_link.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/node_link_reader.h"
#include "io/import/status_macros.h"
#include "io/import/text_lines.h"

namespace pullgraph {
namespace {

using Fields = std::vector<std::pair<std::string, JsonScalar>>;

const JsonScalar* FindField(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name && !value.text.empty()) return &value;
  }
  return nullptr;
}

// What a link says besides its ends, which are known when all nodes are.
struct NodeLinkTie {
  uint32_t source, target;  // In ends_.
  GraphEdge edge;
  uint64_t line, column;
};

class NodeLinkReader {
 public:
  NodeLinkReader(const std::string& file, const GraphOptions& options)
      : file_(file), options_(options), rows_(options, file) {}

  absl::StatusOr<ImportResult> Read(ByteSource source);

 private:
  absl::Status Take(const JsonItem& item);
  absl::Status TakeNode(const JsonItem& item);
  absl::Status TakeLink(const JsonItem& item);
  absl::Status AddLinks();
  // True if the ends of links are positions of nodes.
  bool EndsArePositions() const;

  std::string file_;
  const GraphOptions& options_;
  GraphRows rows_;
  bool directed_ = false;
  StringInterner ends_;              // Each text that is an end.
  std::vector<bool> end_is_whole_;   // Whether JSON has it as a number.
  StringInterner ids_;               // Of nodes.
  std::vector<uint32_t> positions_;  // By position: the row in ids_.
  std::vector<NodeLinkTie> links_;
};

absl::Status NodeLinkReader::TakeNode(const JsonItem& item) {
  GraphNode node;
  const char* id_field = nullptr;
  for (const char* field : {"id", "key", "name"}) {
    if (id_field == nullptr && FindField(item.fields, field) != nullptr) id_field = field;
  }
  node.id = id_field == nullptr ? absl::StrCat(positions_.size())
                                : FindField(item.fields, id_field)->text;
  for (const auto& [name, value] : item.fields) {
    if (id_field == nullptr || name != id_field) node.attributes.emplace_back(name, value.text);
  }
  positions_.push_back(ids_.Intern(node.id));
  return rows_.AddNode(std::move(node), item.place);
}

absl::Status NodeLinkReader::TakeLink(const JsonItem& item) {
  const JsonScalar* source = FindField(item.fields, "source");
  const JsonScalar* target = FindField(item.fields, "target");
  if (source == nullptr || target == nullptr) {
    return BadInput(item.place, "a link without 'source' or 'target'",
                    item.nested > 0 ? "write the ids of the nodes there, not the nodes" : "");
  }
  NodeLinkTie link = {ends_.Intern(source->text), ends_.Intern(target->text), {}, item.place.line,
                      item.place.column};
  end_is_whole_.resize(ends_.size(), true);
  if (!source->is_whole) end_is_whole_[link.source] = false;
  if (!target->is_whole) end_is_whole_[link.target] = false;
  const bool has_weight = FindField(item.fields, "weight") != nullptr;
  for (const auto& [name, value] : item.fields) {
    // "key" tells parallel links apart.
    if (name == "source" || name == "target" || name == "key") continue;
    const bool weight = name == "value" && !has_weight;
    rows_.EdgeAttribute(link.edge, weight ? "weight" : name, value.text, item.place);
  }
  links_.push_back(std::move(link));
  return absl::OkStatus();
}

absl::Status NodeLinkReader::Take(const JsonItem& item) {
  if (item.nested > 0) {
    rows_.report().Note("fields that hold lists or objects left out", ToString(item.place), item.nested);
  }
  switch (item.kind) {
    case JsonItem::Kind::kNode: return TakeNode(item);
    case JsonItem::Kind::kLink: return TakeLink(item);
    case JsonItem::Kind::kName: rows_.SetName(item.fields[0].second.text); break;
    case JsonItem::Kind::kDirected: directed_ = item.fields[0].second.text == "true"; break;
  }
  return absl::OkStatus();
}

bool NodeLinkReader::EndsArePositions() const {
  bool all_ids = true;
  for (uint32_t end = 0; end < ends_.size(); ++end) {
    const auto number = ParseWhole(ends_[end]);
    if (!end_is_whole_[end] || !number || *number >= positions_.size()) return false;
    all_ids = all_ids && ids_.Find(ends_[end]).has_value();
  }
  return !all_ids;
}

absl::Status NodeLinkReader::AddLinks() {
  const bool by_position = EndsArePositions();
  if (by_position) rows_.report().Note("links by position of their nodes", "", links_.size());
  for (NodeLinkTie& link : links_) {
    const Place place = {file_, link.line, link.column};
    for (const bool source : {true, false}) {
      std::string_view id = ends_[source ? link.source : link.target];
      if (by_position) id = ids_[positions_[*ParseWhole(id)]];
      PG_ASSIGN(node, rows_.End(id, place));
      (source ? link.edge.from : link.edge.to) = node;
    }
    link.edge.directed = directed_;
    rows_.AddEdge(link.edge, place);
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> NodeLinkReader::Read(ByteSource source) {
  PG_RETURN_IF_ERROR(ReadNodeLink(
      std::move(source), [&](const JsonItem& item) { return Take(item); }, options_.run));
  PG_RETURN_IF_ERROR(AddLinks());
  return std::move(rows_).Build();
}

}  // namespace

absl::StatusOr<ImportResult> ImportNodeLinkFrom(ByteSource source, const GraphOptions& options) {
  const std::string file = source.name();
  return NodeLinkReader(file, options).Read(std::move(source));
}

absl::StatusOr<ImportResult> ImportNodeLink(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportNodeLinkFrom(std::move(source), options);
}

bool LooksLikeNodeLink(std::string_view head) {
  auto source = ByteSource::FromMemory(head, "head");
  if (!source.ok()) return false;
  // Read as far as it goes: nodes with ids or links with both ends are enough.
  int nodes = 0, links = 0;
  const absl::Status read = ReadNodeLink(
      *std::move(source),
      [&](const JsonItem& item) {
        const bool ends = FindField(item.fields, "source") != nullptr &&
                          FindField(item.fields, "target") != nullptr;
        nodes += item.kind == JsonItem::Kind::kNode ? 1 : 0;
        links += item.kind == JsonItem::Kind::kLink && ends ? 1 : 0;
        if (item.kind == JsonItem::Kind::kLink && !ends) return absl::DataLossError("another kind of link");
        return absl::OkStatus();
      },
      nullptr);
  const bool whole = read.ok() && (head.find("\"links\"") != std::string_view::npos ||
                                   head.find("\"edges\"") != std::string_view::npos);
  return links > 0 || (nodes > 0 && (whole || head.size() >= (size_t{1} << 16)));
}

}  // namespace pullgraph
