// SPDX-License-Identifier: Apache-2.0
#include "io/import/gml.h"

#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "graph/utf8.h"
#include "io/import/gml_tokens.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

using Kind = GmlToken::Kind;
constexpr int kMaxDepth = 64;

struct GmlEdge {
  std::string source, target;
  Place source_place, target_place;
};

class GmlReader {
 public:
  GmlReader(ByteSource source, const GmlOptions& options)
      : tokens_(std::move(source)), options_(options), builder_(options.name, options.producer) {}

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

  GmlTokens tokens_;
  const GmlOptions& options_;
  CommunityBuilder builder_;
  ImportReport report_;
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

absl::StatusOr<GmlToken> GmlReader::Scalar(const GmlToken& key) {
  PG_ASSIGN(token, tokens_.Next());
  if (token.kind == Kind::kNumber || token.kind == Kind::kText) return token;
  return BadInput(tokens_.PlaceOf(token),
                  absl::StrCat("expected a number or a text after '", Printable(key.text), "'"));
}

absl::Status GmlReader::SkipValue(const GmlToken& key) {
  PG_ASSIGN(token, tokens_.Next());
  if (token.kind == Kind::kNumber || token.kind == Kind::kText) return absl::OkStatus();
  if (token.kind != Kind::kOpen) {
    return BadInput(tokens_.PlaceOf(token),
                    absl::StrCat("expected a value after '", Printable(key.text), "'"));
  }
  for (int depth = 1; depth > 0;) {
    PG_ASSIGN(inner, tokens_.Next());
    if (inner.kind == Kind::kOpen) ++depth;
    if (inner.kind == Kind::kClose) --depth;
    if (inner.kind == Kind::kEnd || depth > kMaxDepth) {
      return BadInput(tokens_.PlaceOf(token), inner.kind == Kind::kEnd
                                                  ? "the '[' that opens here is never closed"
                                                  : "lists nested too deeply");
    }
  }
  return absl::OkStatus();
}

absl::Status GmlReader::Node(const GmlToken& list) {
  PG_RETURN_IF_ERROR(Open(list));
  MemberRow row;
  std::optional<GmlToken> id;
  while (true) {
    PG_ASSIGN(key, Key(list));
    if (!key) break;
    if (key->Is("graphics") || key->Is("LabelGraphics")) {
      PG_RETURN_IF_ERROR(SkipValue(*key));
      continue;
    }
    PG_ASSIGN(value, Scalar(*key));
    if (key->Is("id")) {
      id = std::move(value);
    } else if (key->Is("label")) {
      row.display_name = std::move(value.text);
    } else {
      row.attributes.emplace_back(std::move(key->text), std::move(value.text));
    }
  }
  if (!id) return BadInput(tokens_.PlaceOf(list), "a node without an 'id'");
  const auto [it, fresh] = node_lines_.emplace(id->text, id->line);
  if (!fresh) {
    return BadInput(tokens_.PlaceOf(*id), absl::StrCat("node id '", Printable(id->text),
                                                       "' is a duplicate of line ", it->second));
  }
  const auto member = builder_.Member(id->text);
  if (!member.ok()) return AtPlace(tokens_.PlaceOf(*id), member.status());
  return AtPlace(tokens_.PlaceOf(list), builder_.DescribeMember(*member, std::move(row)));
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
    report_.Note(absl::StrCat("'", Printable(key->text), "' of edges left out"),
                 ToString(tokens_.PlaceOf(*key)));
    PG_RETURN_IF_ERROR(SkipValue(*key));
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
    TieRow tie;
    PG_ASSIGN(from, builder_.Member(edge.source));
    PG_ASSIGN(to, builder_.Member(edge.target));
    tie.from = from;
    tie.to = to;
    tie.kind = options_.kind;
    tie.directed = directed_;
    PG_RETURN_IF_ERROR(AtPlace(edge.source_place, builder_.AddTie(std::move(tie))));
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
  ImportResult result;
  report_.Count("nodes", node_lines_.size());
  report_.Count("edges", edges_.size());
  PG_ASSIGN(community, std::move(builder_).Build(options_.run));
  ReportProgress(options_.run, 1);
  result.community = std::move(community);
  result.report = std::move(report_);
  return result;
}

}  // namespace

absl::StatusOr<ImportResult> ImportGmlFrom(ByteSource source, const GmlOptions& options) {
  return GmlReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportGml(const std::string& path, const GmlOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGmlFrom(std::move(source), options);
}

}  // namespace pullgraph
