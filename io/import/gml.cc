// SPDX-License-Identifier: Apache-2.0
#include "io/import/gml.h"

#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/gml_tokens.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

using Kind = GmlToken::Kind;
constexpr int kMaxDepth = 64;

struct GmlEdge {
  std::string source, target;
  Place source_place, target_place;
  GraphEdge edge;
};

class GmlReader {
 public:
  GmlReader(ByteSource source, const GmlOptions& options)
      : tokens_(std::move(source)), options_(options), rows_(options, tokens_.file()) {}

  absl::StatusOr<ImportResult> Read();

 private:
  absl::Status Graph(const GmlToken& key);
  absl::Status Node(const GmlToken& key);
  absl::Status Edge(const GmlToken& key);
  absl::Status AddEdges();
  absl::Status SkipValue(const GmlToken& key);
  absl::Status Open(const GmlToken& key);
  // The next key of a list, or nothing where the list ends.
  absl::StatusOr<std::optional<GmlToken>> Key(const GmlToken& list);
  absl::StatusOr<GmlToken> Scalar(const GmlToken& key);
  // The scalar after `key`, or nothing if a list stands there: then it is left out.
  absl::StatusOr<std::optional<GmlToken>> ScalarIfAny(const GmlToken& key, const char* of);
  absl::Status SkipList(const GmlToken& open);

  GmlTokens tokens_;
  const GmlOptions& options_;
  GraphRows rows_;
  bool directed_ = false;
  bool seen_graph_ = false;
  std::vector<GmlEdge> edges_;
  absl::flat_hash_map<std::string, uint64_t> node_lines_;
};

absl::Status GmlReader::Open(const GmlToken& key) {
  PG_ASSIGN(token, tokens_.Next());
  if (token.kind == Kind::kOpen) return absl::OkStatus();
  return BadInput(tokens_.PlaceOf(token), absl::StrCat("expected '[' after '", key.text, "'"));
}

absl::StatusOr<std::optional<GmlToken>> GmlReader::Key(const GmlToken& list) {
  PG_ASSIGN(token, tokens_.Next());
  if (token.kind == Kind::kKey) return std::optional<GmlToken>(std::move(token));
  if (token.kind == Kind::kClose) return std::optional<GmlToken>();
  if (token.kind == Kind::kEnd) {
    return BadInput(tokens_.PlaceOf(list),
                    absl::StrCat("the '", list.text, " [' that opens here is never closed"),
                    "the file is cut off: fetch it again");
  }
  return BadInput(tokens_.PlaceOf(token), absl::StrCat("expected a key within '", list.text, "'"));
}

// Python and others write numbers that are none as words.
bool IsScalar(const GmlToken& token) {
  return token.kind == Kind::kNumber || token.kind == Kind::kText ||
         (token.kind == Kind::kKey && (absl::EqualsIgnoreCase(token.text, "nan") ||
                                       absl::EqualsIgnoreCase(token.text, "inf")));
}

absl::StatusOr<GmlToken> GmlReader::Scalar(const GmlToken& key) {
  PG_ASSIGN(token, tokens_.Next());
  if (IsScalar(token)) return token;
  return BadInput(tokens_.PlaceOf(token),
                  absl::StrCat("expected a number or a text after '", Printable(key.text), "'"));
}

absl::StatusOr<std::optional<GmlToken>> GmlReader::ScalarIfAny(const GmlToken& key, const char* of) {
  PG_ASSIGN(token, tokens_.Next());
  if (IsScalar(token)) return std::optional<GmlToken>(std::move(token));
  if (token.kind != Kind::kOpen) {
    return BadInput(tokens_.PlaceOf(token),
                    absl::StrCat("expected a value after '", Printable(key.text), "'"));
  }
  rows_.report().Note(absl::StrCat("'", Printable(key.text), "' of ", of, " left out"),
                      ToString(tokens_.PlaceOf(key)));
  PG_RETURN_IF_ERROR(SkipList(token));
  return std::optional<GmlToken>();
}

absl::Status GmlReader::SkipValue(const GmlToken& key) {
  PG_ASSIGN(token, tokens_.Next());
  if (IsScalar(token)) return absl::OkStatus();
  if (token.kind == Kind::kOpen) return SkipList(token);
  return BadInput(tokens_.PlaceOf(token),
                  absl::StrCat("expected a value after '", Printable(key.text), "'"));
}

absl::Status GmlReader::SkipList(const GmlToken& open) {
  for (int depth = 1; depth > 0;) {
    PG_ASSIGN(inner, tokens_.Next());
    if (inner.kind == Kind::kOpen) ++depth;
    if (inner.kind == Kind::kClose) --depth;
    if (inner.kind == Kind::kEnd || depth > kMaxDepth) {
      return BadInput(tokens_.PlaceOf(open), inner.kind == Kind::kEnd
                                                 ? "the '[' that opens here is never closed"
                                                 : "lists nested too deeply");
    }
  }
  return absl::OkStatus();
}

absl::Status GmlReader::Node(const GmlToken& list) {
  PG_RETURN_IF_ERROR(Open(list));
  GraphNode node;
  std::optional<GmlToken> id;
  while (true) {
    PG_ASSIGN(key, Key(list));
    if (!key) break;
    if (key->Is("graphics") || key->Is("LabelGraphics")) {
      PG_RETURN_IF_ERROR(SkipValue(*key));
      continue;
    }
    if (key->Is("id")) {
      PG_ASSIGN(value, Scalar(*key));
      id = std::move(value);
      continue;
    }
    PG_ASSIGN(value, ScalarIfAny(*key, "nodes"));
    if (value && key->Is("label")) {
      node.label = std::move(value->text);
    } else if (value) {
      node.attributes.emplace_back(std::move(key->text), std::move(value->text));
    }
  }
  if (!id) return BadInput(tokens_.PlaceOf(list), "a node without an 'id'");
  const auto [it, fresh] = node_lines_.emplace(id->text, id->line);
  if (!fresh) {
    return BadInput(tokens_.PlaceOf(*id), absl::StrCat("node id '", Printable(id->text),
                                                       "' is a duplicate of line ", it->second));
  }
  node.id = id->text;
  return rows_.AddNode(std::move(node), tokens_.PlaceOf(*id));
}

absl::Status GmlReader::Edge(const GmlToken& list) {
  PG_RETURN_IF_ERROR(Open(list));
  GmlEdge edge;
  while (true) {
    PG_ASSIGN(key, Key(list));
    if (!key) break;
    if (key->Is("source") || key->Is("target")) {
      PG_ASSIGN(value, Scalar(*key));
      (key->Is("source") ? edge.source_place : edge.target_place) = tokens_.PlaceOf(value);
      (key->Is("source") ? edge.source : edge.target) = std::move(value.text);
      continue;
    }
    PG_ASSIGN(value, ScalarIfAny(*key, "edges"));
    if (value) rows_.EdgeAttribute(edge.edge, key->text, value->text, tokens_.PlaceOf(*key));
  }
  if (edge.source.empty() || edge.target.empty()) {
    return BadInput(tokens_.PlaceOf(list), "an edge without 'source' or 'target'");
  }
  edges_.push_back(std::move(edge));
  return absl::OkStatus();
}

absl::Status GmlReader::Graph(const GmlToken& list) {
  if (seen_graph_) return BadInput(tokens_.PlaceOf(list), "a second graph in the file");
  seen_graph_ = true;
  PG_RETURN_IF_ERROR(Open(list));
  for (uint64_t items = 0;; ++items) {
    if (items % 4096 == 0) {
      PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
      ReportProgress(options_.run, 0.5 * tokens_.fraction());
    }
    PG_ASSIGN(key, Key(list));
    if (!key) return absl::OkStatus();
    if (key->Is("node")) {
      PG_RETURN_IF_ERROR(Node(*key));
    } else if (key->Is("edge")) {
      PG_RETURN_IF_ERROR(Edge(*key));
    } else if (key->Is("directed")) {
      PG_ASSIGN(value, Scalar(*key));
      if (!value.Is("0") && !value.Is("1")) {
        return BadValue(tokens_.PlaceOf(value), "directed", value.text, "0 or 1");
      }
      directed_ = value.Is("1");
    } else {
      PG_RETURN_IF_ERROR(SkipValue(*key));
    }
  }
}

absl::Status GmlReader::AddEdges() {
  for (GmlEdge& edge : edges_) {
    for (const bool source : {true, false}) {
      const std::string& id = source ? edge.source : edge.target;
      if (node_lines_.contains(id)) continue;
      return BadInput(source ? edge.source_place : edge.target_place,
                      absl::StrCat("field '", source ? "source" : "target", "' has '",
                                   Printable(id), "', a dangling id: no such node"));
    }
    PG_ASSIGN(from, rows_.End(edge.source, edge.source_place));
    PG_ASSIGN(to, rows_.End(edge.target, edge.target_place));
    edge.edge.from = from;
    edge.edge.to = to;
    edge.edge.directed = directed_;
    rows_.AddEdge(edge.edge, edge.source_place);
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> GmlReader::Read() {
  while (true) {
    PG_ASSIGN(token, tokens_.Next());
    if (token.kind == Kind::kEnd) break;
    if (token.kind != Kind::kKey) {
      return BadInput(tokens_.PlaceOf(token), "expected 'graph ['", "check that this is a GML file");
    }
    PG_RETURN_IF_ERROR(token.Is("graph") ? Graph(token) : SkipValue(token));
  }
  if (!seen_graph_) {
    return BadInput({tokens_.file()}, "no 'graph [' in the file", "check that this is a GML file");
  }
  PG_RETURN_IF_ERROR(AddEdges());
  return std::move(rows_).Build();
}

}  // namespace

absl::StatusOr<ImportResult> ImportGmlFrom(ByteSource source, const GmlOptions& options) {
  return GmlReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportGml(const std::string& path, const GmlOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGmlFrom(std::move(source), options);
}

bool LooksLikeGml(std::string_view head) {
  auto source = ByteSource::FromMemory(head, "head");
  if (!source.ok()) return false;
  GmlTokens tokens(*std::move(source));
  // Keys with scalars, such as Creator, may stand before the graph.
  for (int i = 0; i < 64; ++i) {
    const auto key = tokens.Next();
    if (!key.ok() || key->kind != Kind::kKey) return false;
    const auto value = tokens.Next();
    if (!value.ok()) return false;
    if (key->Is("graph")) return value->kind == Kind::kOpen;
    if (!IsScalar(*value)) return false;
  }
  return false;
}

}  // namespace pullgraph
