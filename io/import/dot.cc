// SPDX-License-Identifier: Apache-2.0
#include "io/import/dot.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/dot_tokens.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr int kMaxDepth = 64;
constexpr uint64_t kFreeEdges = 1'000'000;
// Said once, defaults count for every node.
constexpr size_t kMaxDefaults = 16;
constexpr size_t kMaxDefault = 256;  // Bytes of a name, of a value.

using Attributes = std::vector<std::pair<std::string, std::string>>;

// What `node [...]` and `edge [...]` say, from there to the end of their braces. Shared by
// all nodes they count for.
struct DotDefaults {
  std::shared_ptr<const Attributes> node = std::make_shared<Attributes>();
  std::shared_ptr<const Attributes> edge = node;
};

class DotReader {
 public:
  DotReader(ByteSource source, const GraphOptions& options)
      : tokens_(std::move(source)), options_(options), rows_(options, tokens_.file()) {
    rows_.set_nodes_optional();
  }

  absl::StatusOr<ImportResult> Read();

 private:
  using Members = std::vector<Node>;

  absl::Status Header();
  // After its '{', up to its '}'. `all` gets the nodes in it, each once.
  absl::Status Statements(DotDefaults defaults, int depth, Members& all);
  absl::Status Statement(DotDefaults& defaults, int depth, Members& all);
  // One end of an edge: a node or a subgraph.
  absl::Status EdgeEnd(const DotDefaults& defaults, int depth, Members& out);
  absl::Status Subgraph(const DotDefaults& defaults, int depth, Members& out);
  // After the id that is `token`.
  absl::Status NodeOf(const DotToken& token, const DotDefaults& defaults, Members& out);
  absl::Status EdgeChain(const DotDefaults& defaults, int depth, Members& all, std::vector<Members> ends);
  absl::Status AddEdges(const Members& from, const Members& to, const GraphEdge& like,
                        const Place& at);
  absl::Status List(Attributes& out);
  absl::StatusOr<bool> TakeSign(std::string_view sign);
  absl::Status Expect(std::string_view sign);

  absl::Status AddNodes();

  struct DotNode {
    std::shared_ptr<const Attributes> defaults;
    Attributes attributes;
    uint64_t line = 0, column = 0;
  };

  DotTokens tokens_;
  const GraphOptions& options_;
  GraphRows rows_;
  bool strict_ = false;
  bool directed_ = false;
  // By member; a later statement may say more of a node.
  std::vector<std::string> ids_;
  absl::flat_hash_map<Node, DotNode> nodes_;  // Those of which something is said.
  absl::flat_hash_set<std::pair<Node, Node>> seen_;  // Of a strict graph.
};

absl::StatusOr<bool> DotReader::TakeSign(std::string_view sign) {
  PG_ASSIGN(next, tokens_.Peek());
  if (!next->IsSign(sign)) return false;
  PG_RETURN_IF_ERROR(tokens_.Next().status());
  return true;
}

absl::Status DotReader::Expect(std::string_view sign) {
  PG_ASSIGN(token, tokens_.Next());
  if (token.IsSign(sign)) return absl::OkStatus();
  if (token.kind == DotToken::Kind::kEnd) {
    return BadInput({tokens_.file(), token.line, token.column}, "the file ends within a graph",
                    "the file is cut off: fetch it again");
  }
  return BadInput(tokens_.PlaceOf(token), absl::StrCat("'", Printable(token.text), "', expected '",
                                                       std::string(sign), "'"));
}

absl::Status DotReader::Header() {
  PG_ASSIGN(token, tokens_.Next());
  strict_ = token.IsKeyword("strict");
  if (strict_) {
    PG_ASSIGN(next, tokens_.Next());
    token = std::move(next);
  }
  directed_ = token.IsKeyword("digraph");
  if (!directed_ && !token.IsKeyword("graph")) {
    return BadInput(tokens_.PlaceOf(token), "expected 'graph' or 'digraph'", "check that this is a DOT file");
  }
  PG_ASSIGN(next, tokens_.Peek());
  if (next->kind == DotToken::Kind::kId) {
    PG_ASSIGN(name, tokens_.Next());
    rows_.SetName(name.text);
  }
  return Expect("{");
}

// [ a=b, c=d; e ] [ ... ]
absl::Status DotReader::List(Attributes& out) {
  while (true) {
    PG_ASSIGN(open, TakeSign("["));
    if (!open) return absl::OkStatus();
    while (true) {
      PG_ASSIGN(closed, TakeSign("]"));
      if (closed) break;
      PG_ASSIGN(name, tokens_.Next());
      if (name.kind != DotToken::Kind::kId) {
        return BadInput(tokens_.PlaceOf(name), absl::StrCat("'", name.text, "' in a list of attributes"),
                        name.kind == DotToken::Kind::kEnd ? "the file is cut off: fetch it again" : "");
      }
      std::string value = "true";
      PG_ASSIGN(has_value, TakeSign("="));
      if (has_value) {
        PG_ASSIGN(token, tokens_.Next());
        if (token.kind != DotToken::Kind::kId) {
          return BadInput(tokens_.PlaceOf(token), "expected a value after '='");
        }
        value = std::move(token.text);
      }
      out.emplace_back(std::move(name.text), std::move(value));
      PG_ASSIGN(comma, TakeSign(","));
      if (!comma) PG_RETURN_IF_ERROR(TakeSign(";").status());
    }
  }
}

absl::Status DotReader::NodeOf(const DotToken& token, const DotDefaults& defaults, Members& out) {
  if (token.kind != DotToken::Kind::kId) {
    return token.kind == DotToken::Kind::kEnd
               ? BadInput(tokens_.PlaceOf(token), "the file ends within a graph",
                          "the file is cut off: fetch it again")
               : BadInput(tokens_.PlaceOf(token), absl::StrCat("'", token.text, "', expected a node"));
  }
  PG_ASSIGN(node, rows_.End(token.text, tokens_.PlaceOf(token)));
  if (node == ids_.size()) {
    ids_.push_back(token.text);
    if (!defaults.node->empty()) nodes_[node] = {defaults.node, {}, token.line, token.column};
  }
  out.push_back(node);
  // A port, and where at it an edge ends.
  for (int i = 0; i < 2; ++i) {
    PG_ASSIGN(port, TakeSign(":"));
    if (!port) break;
    PG_RETURN_IF_ERROR(tokens_.Next().status());
  }
  return absl::OkStatus();
}

absl::Status DotReader::Subgraph(const DotDefaults& defaults, int depth, Members& out) {
  PG_ASSIGN(next, tokens_.Peek());
  const Place place = tokens_.PlaceOf(*next);
  if (depth >= kMaxDepth) return BadInput(place, "subgraphs are nested too deeply");
  if (next->IsKeyword("subgraph")) {
    PG_RETURN_IF_ERROR(tokens_.Next().status());
    PG_ASSIGN(name, tokens_.Peek());
    if (name->kind == DotToken::Kind::kId) PG_RETURN_IF_ERROR(tokens_.Next().status());
  }
  PG_RETURN_IF_ERROR(Expect("{"));
  return Statements(defaults, depth + 1, out);
}

absl::Status DotReader::EdgeEnd(const DotDefaults& defaults, int depth, Members& out) {
  PG_ASSIGN(next, tokens_.Peek());
  if (next->IsSign("{") || next->IsKeyword("subgraph")) return Subgraph(defaults, depth, out);
  PG_ASSIGN(token, tokens_.Next());
  return NodeOf(token, defaults, out);
}

absl::Status DotReader::AddEdges(const Members& from, const Members& to, const GraphEdge& like,
                                 const Place& at) {
  if (from.size() * to.size() + rows_.num_edges() > kFreeEdges + tokens_.tokens()) {
    return absl::ResourceExhaustedError(
        absl::StrCat(ToString(at), ": more edges between subgraphs than ", kFreeEdges,
                     "\nwrite them out one by one"));
  }
  for (const Node a : from) {
    for (const Node b : to) {
      if (strict_ && !seen_.insert(directed_ ? std::pair(a, b) : std::pair(std::min(a, b), std::max(a, b))).second) {
        rows_.report().Note("edges that a strict graph has already", ToString(at));
        continue;
      }
      GraphEdge edge = like;
      edge.from = a;
      edge.to = b;
      rows_.AddEdge(edge, at);
    }
  }
  return absl::OkStatus();
}

absl::Status DotReader::EdgeChain(const DotDefaults& defaults, int depth, Members& all,
                                  std::vector<Members> ends) {
  Place place{tokens_.file()};
  while (true) {
    PG_ASSIGN(next, tokens_.Peek());
    if (!next->IsSign("->") && !next->IsSign("--")) break;
    PG_ASSIGN(sign, tokens_.Next());
    place = tokens_.PlaceOf(sign);
    if (sign.IsSign("->") != directed_) {
      return BadInput(place, absl::StrCat("'", sign.text, "' in a ", directed_ ? "digraph" : "graph"),
                      directed_ ? "write '->'" : "write '--'");
    }
    ends.emplace_back();
    PG_RETURN_IF_ERROR(EdgeEnd(defaults, depth, ends.back()));
    all.insert(all.end(), ends.back().begin(), ends.back().end());
  }
  Attributes attributes;
  PG_RETURN_IF_ERROR(List(attributes));
  GraphEdge edge;
  edge.directed = directed_;
  for (const auto& [name, value] : *defaults.edge) rows_.EdgeAttribute(edge, name, value, place);
  for (const auto& [name, value] : attributes) rows_.EdgeAttribute(edge, name, value, place);
  for (size_t i = 1; i < ends.size(); ++i) PG_RETURN_IF_ERROR(AddEdges(ends[i - 1], ends[i], edge, place));
  return absl::OkStatus();
}

// Sets each name to its value, over one that is there.
void Override(std::shared_ptr<const Attributes>& defaults, Attributes more) {
  auto all = std::make_shared<Attributes>(*defaults);
  for (auto& [name, value] : more) {
    if (std::max(name.size(), value.size()) > kMaxDefault) continue;
    auto same = all->begin();
    while (same != all->end() && same->first != name) ++same;
    if (same != all->end()) {
      same->second = std::move(value);
    } else if (all->size() < kMaxDefaults) {
      all->emplace_back(std::move(name), std::move(value));
    }
  }
  defaults = std::move(all);
}

absl::Status DotReader::Statement(DotDefaults& defaults, int depth, Members& all) {
  PG_ASSIGN(next, tokens_.Peek());
  for (const char* word : {"graph", "node", "edge"}) {
    if (!next->IsKeyword(word)) continue;
    PG_RETURN_IF_ERROR(tokens_.Next().status());
    Attributes list;
    PG_RETURN_IF_ERROR(List(list));
    if (*word == 'n') Override(defaults.node, std::move(list));
    if (*word == 'e') Override(defaults.edge, std::move(list));
    return absl::OkStatus();
  }
  Members first;
  const bool is_subgraph = next->IsSign("{") || next->IsKeyword("subgraph");
  const uint64_t line = next->line;
  const uint64_t column = next->column;
  if (is_subgraph) {
    PG_RETURN_IF_ERROR(Subgraph(defaults, depth, first));
  } else {
    PG_ASSIGN(token, tokens_.Next());
    PG_ASSIGN(assigned, TakeSign("="));
    if (assigned) return tokens_.Next().status();  // An attribute of the graph.
    PG_RETURN_IF_ERROR(NodeOf(token, defaults, first));
  }
  all.insert(all.end(), first.begin(), first.end());
  PG_ASSIGN(after, tokens_.Peek());
  if (after->IsSign("->") || after->IsSign("--")) {
    std::vector<Members> ends;
    ends.push_back(std::move(first));
    return EdgeChain(defaults, depth, all, std::move(ends));
  }
  if (is_subgraph) return absl::OkStatus();
  Attributes list;
  PG_RETURN_IF_ERROR(List(list));
  if (list.empty()) return absl::OkStatus();
  DotNode& node = nodes_[first[0]];
  node.line = line;
  node.column = column;
  // The first of a name counts in the end, and what is said last shall.
  node.attributes.insert(node.attributes.begin(), std::make_move_iterator(list.rbegin()),
                         std::make_move_iterator(list.rend()));
  return absl::OkStatus();
}

absl::Status DotReader::Statements(DotDefaults defaults, int depth, Members& all) {
  for (uint64_t count = 0;; ++count) {
    if (count % 4096 == 0) {
      PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
      ReportProgress(options_.run, 0.5 * tokens_.fraction());
    }
    PG_ASSIGN(closed, TakeSign("}"));
    if (closed) break;
    PG_ASSIGN(separator, TakeSign(";"));
    if (!separator) PG_RETURN_IF_ERROR(Statement(defaults, depth, all));
  }
  if (depth == 0) return absl::OkStatus();
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return absl::OkStatus();
}

absl::Status DotReader::AddNodes() {
  for (Node id = 0; id < ids_.size(); ++id) {
    const auto it = nodes_.find(id);
    if (it == nodes_.end()) continue;
    GraphNode node;
    node.id = ids_[id];
    node.attributes = std::move(it->second.attributes);
    if (it->second.defaults != nullptr) {
      node.attributes.insert(node.attributes.end(), it->second.defaults->begin(),
                             it->second.defaults->end());
    }
    // "\N" stands for the id.
    for (auto& [name, value] : node.attributes) {
      if (value == "\\N") value.clear();
    }
    PG_RETURN_IF_ERROR(rows_.AddNode(std::move(node), {tokens_.file(), it->second.line, it->second.column}));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> DotReader::Read() {
  PG_RETURN_IF_ERROR(Header());
  Members all;
  PG_RETURN_IF_ERROR(Statements({}, 0, all));
  PG_ASSIGN(rest, tokens_.Next());
  if (rest.kind != DotToken::Kind::kEnd) {
    if (!rest.IsKeyword("strict") && !rest.IsKeyword("graph") && !rest.IsKeyword("digraph")) {
      return BadInput(tokens_.PlaceOf(rest), absl::StrCat("'", Printable(rest.text), "' behind the graph"));
    }
    rows_.report().Note("further graphs left out", ToString(tokens_.PlaceOf(rest)));
  }
  PG_RETURN_IF_ERROR(AddNodes());
  return std::move(rows_).Build();
}

}  // namespace

absl::StatusOr<ImportResult> ImportDotFrom(ByteSource source, const GraphOptions& options) {
  return DotReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportDot(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportDotFrom(std::move(source), options);
}

bool LooksLikeDot(std::string_view head) {
  auto source = ByteSource::FromMemory(head, "head");
  if (!source.ok()) return false;
  DotTokens tokens(*std::move(source));
  auto token = tokens.Next();
  if (token.ok() && token->IsKeyword("strict")) token = tokens.Next();
  if (!token.ok() || (!token->IsKeyword("graph") && !token->IsKeyword("digraph"))) return false;
  token = tokens.Next();
  if (token.ok() && token->kind == DotToken::Kind::kId) token = tokens.Next();
  return token.ok() && token->IsSign("{");
}

}  // namespace pullgraph
