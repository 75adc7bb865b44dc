// SPDX-License-Identifier: Apache-2.0
#include "io/import/pajek_sections.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {

void PajekSections::NoteRelation(std::string_view title) {
  if (title.empty()) return;
  rows_.report().Note("names of relations left out: their ties are taken together",
                      ToString(lines_.At()));
}

absl::Status PajekSections::BeginVertices(const std::vector<LineWord>& words) {
  const auto count = words.size() > 1 ? ParseWhole(words[1].text) : std::nullopt;
  if (!count) return BadInput(lines_.At(), "expected '*Vertices NUMBER'");
  if (section_ == Section::kVector) {  // Of a partition or vector: how many values follow.
    if (*count == nodes_.count() && !in_further_network_) return absl::OkStatus();
    rows_.report().Note("partitions and vectors of other networks left out", ToString(lines_.At()));
    section_ = Section::kSkipped;
    return absl::OkStatus();
  }
  if (has_vertices_) {
    if (!in_further_network_) rows_.report().Note("further networks left out", ToString(lines_.At()));
    in_further_network_ = true;
    section_ = Section::kSkipped;
    return absl::OkStatus();
  }
  has_vertices_ = true;
  section_ = Section::kVertices;
  if (words.size() > 2) {
    rows_.report().Note("a network of two modes: both are members", ToString(lines_.At()));
  }
  return nodes_.Announce(*count, lines_.At(words[1]));
}

absl::Status PajekSections::Begin(const std::string& name, std::string_view title,
                                  const std::vector<LineWord>& words) {
  PG_RETURN_IF_ERROR(FinishMatrix());
  if (name == "*vertices") return BeginVertices(words);
  if (name == "*network") {
    section_ = Section::kNone;
    if (has_vertices_) {
      rows_.report().Note("further networks left out", ToString(lines_.At()));
      in_further_network_ = true;
    } else {
      rows_.SetName(title);
    }
    return absl::OkStatus();
  }
  next_ = 0;
  section_ = Section::kSkipped;
  const bool arcs = name == "*arcs" || name == "*arcslist";
  if (name == "*partition" || name == "*vector") {
    section_ = Section::kVector;
    vectors_.emplace_back(title.empty() ? name.substr(1) : std::string(title),
                          std::vector<std::string>());
    return absl::OkStatus();
  }
  const bool ties = arcs || name == "*edges" || name == "*edgeslist" || name == "*matrix";
  if (!ties) {
    rows_.report().Note(absl::StrCat("sections '", Printable(name), "' left out"), ToString(lines_.At()));
    return absl::OkStatus();
  }
  if (in_further_network_) return absl::OkStatus();
  if (!has_vertices_) {
    return BadInput(lines_.At(), absl::StrCat("'", name, "' before '*Vertices'"),
                    "check that this is a Pajek file");
  }
  directed_ = arcs;
  section_ = name == "*matrix"                        ? Section::kMatrix
             : name == "*arcs" || name == "*edges"    ? Section::kEdges
                                                      : Section::kLists;
  matrix_line_ = lines_.line();
  NoteRelation(title);
  return absl::OkStatus();
}

absl::Status PajekSections::Line(const std::vector<LineWord>& words) {
  switch (section_) {
    case Section::kVertices: return Vertex(words);
    case Section::kEdges: return Edge(words);
    case Section::kLists: return List(words);
    case Section::kMatrix: return Matrix(words);
    case Section::kVector: return Value(words[0]);
    case Section::kSkipped: return absl::OkStatus();
    case Section::kNone: break;
  }
  return BadInput(lines_.At(), "a line outside of a section, expected '*Vertices NUMBER'",
                  "check that this is a Pajek file");
}

absl::Status PajekSections::Vertex(const std::vector<LineWord>& words) {
  PG_ASSIGN(number, nodes_.Number(words[0], lines_));
  if (words.size() < 2) return absl::OkStatus();
  PG_RETURN_IF_ERROR(CheckUtf8At(lines_.At(words[1]), words[1].text));
  if (!labels_.emplace(number, std::string(words[1].text)).second) {
    rows_.report().Note("vertices that come twice: the first is taken", ToString(lines_.At()));
  }
  return absl::OkStatus();
}

absl::Status PajekSections::AddEdge(uint64_t from, uint64_t to, bool directed, double weight) {
  GraphEdge edge;
  PG_ASSIGN(source, nodes_.At(from, lines_.At()));
  PG_ASSIGN(target, nodes_.At(to, lines_.At()));
  edge.from = source;
  edge.to = target;
  edge.directed = directed;
  edge.weight = weight;
  rows_.AddEdge(edge, lines_.At());
  return absl::OkStatus();
}

absl::Status PajekSections::Edge(const std::vector<LineWord>& words) {
  if (words.size() < 2) return BadInput(lines_.At(), "one number, expected two vertices");
  PG_ASSIGN(from, nodes_.Number(words[0], lines_));
  PG_ASSIGN(to, nodes_.Number(words[1], lines_));
  const auto weight = words.size() > 2 ? ParseWeight(words[2].text) : std::nullopt;
  if (words.size() > (weight ? 3 : 2)) {
    rows_.report().Note("looks of arcs and edges left out", ToString(lines_.At()));
  }
  return AddEdge(from, to, directed_, weight.value_or(GraphEdge::kNoWeight));
}

absl::Status PajekSections::List(const std::vector<LineWord>& words) {
  PG_ASSIGN(from, nodes_.Number(words[0], lines_));
  for (size_t i = 1; i < words.size(); ++i) {
    PG_ASSIGN(to, nodes_.Number(words[i], lines_));
    PG_RETURN_IF_ERROR(AddEdge(from, to, directed_, GraphEdge::kNoWeight));
  }
  return absl::OkStatus();
}

absl::Status PajekSections::Matrix(const std::vector<LineWord>& words) {
  const uint64_t n = nodes_.count();
  for (const LineWord& word : words) {
    const auto value = ParseWeight(word.text);
    if (!value) return BadValue(lines_.At(word), "cell", word.text, "a number");
    const uint64_t row = n == 0 ? 0 : next_ / n;
    if (row >= n) return BadInput(lines_.At(word), absl::StrCat("more cells than ", n, " times ", n));
    if (*value != 0) {
      matrix_.push_back({{static_cast<uint32_t>(row + 1), static_cast<uint32_t>(next_ % n + 1)}, *value});
    }
    ++next_;
  }
  return absl::OkStatus();
}

// Ties of a matrix are undirected if it reads the same from both sides.
absl::Status PajekSections::FinishMatrix() {
  if (section_ != Section::kMatrix) return absl::OkStatus();
  section_ = Section::kNone;
  const Place place = {lines_.file(), matrix_line_, 1};
  const uint64_t n = nodes_.count();
  if (n == 0 || next_ % n != 0 || next_ / n != n) {
    return BadInput(place, absl::StrCat(next_, " cells, expected ", n, " times ", n),
                    "the file is cut off: fetch it again");
  }
  auto mirrored = matrix_;
  for (auto& [cell, value] : mirrored) std::swap(cell.first, cell.second);
  std::sort(mirrored.begin(), mirrored.end());
  const bool symmetric = mirrored == matrix_;  // Its cells came in order.
  for (const auto& [cell, value] : matrix_) {
    if (symmetric && cell.first > cell.second) continue;
    PG_RETURN_IF_ERROR(AddEdge(cell.first, cell.second, !symmetric, value));
  }
  matrix_.clear();
  return absl::OkStatus();
}

absl::Status PajekSections::Value(const LineWord& word) {
  if (++next_ > nodes_.count()) {
    return BadInput(lines_.At(word), absl::StrCat("more values than the ", nodes_.count(),
                                                  " vertices announced"));
  }
  PG_RETURN_IF_ERROR(CheckUtf8At(lines_.At(word), word.text));
  vectors_.back().second.emplace_back(word.text);
  return absl::OkStatus();
}

absl::Status PajekSections::Finish() {
  PG_RETURN_IF_ERROR(FinishMatrix());
  if (!has_vertices_) {
    return BadInput({lines_.file()}, "no '*Vertices' in the file", "check that this is a Pajek file");
  }
  // In order of the members, so that what is made does not depend on a hash.
  PG_RETURN_IF_ERROR(nodes_.AddAll(lines_.bytes(), lines_.file()));
  for (uint64_t number = 1; number <= nodes_.count(); ++number) {
    GraphNode node;
    node.id = absl::StrCat(number);
    const auto label = labels_.find(number);
    if (label != labels_.end() && label->second != node.id) node.label = label->second;
    for (const auto& [name, values] : vectors_) {
      if (number <= values.size()) node.attributes.emplace_back(name, values[number - 1]);
    }
    PG_RETURN_IF_ERROR(rows_.AddNode(std::move(node), {lines_.file()}));
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
