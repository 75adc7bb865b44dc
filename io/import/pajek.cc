// SPDX-License-Identifier: Apache-2.0
#include "io/import/pajek.h"

#include <cmath>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/graph_lines.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"
#include "io/import/text_encoding.h"

namespace pullgraph {
namespace {

constexpr uint64_t kMostVertices = UINT32_MAX - 1;

class PajekReader {
 public:
  PajekReader(ByteSource source, const GraphOptions& options)
      : lines_(std::move(source), options.run), rows_(lines_.file(), options) {}

  absl::StatusOr<ImportResult> Read();

 private:
  enum class In { kNothing, kOther, kVertices, kArcs, kEdges, kArcsList, kEdgesList, kMatrix };

  absl::Status Section();
  absl::Status StartVertices(std::string_view rest);
  absl::Status Line();
  absl::Status Vertex();
  absl::Status Edge(bool directed);
  absl::Status List(bool directed);
  absl::Status MatrixRow();
  absl::Status AddEdge(uint64_t from, uint64_t to, GraphEdge edge);
  absl::StatusOr<uint64_t> Number(std::string_view& rest, std::string_view field);

  GraphLines lines_;
  GraphRows rows_;
  In in_ = In::kNothing;
  bool seen_network_ = false;
  bool seen_vertices_ = false;
  bool skips_ = false;        // Within another network.
  bool aside_ = false;        // Within a partition, vector or the like, which has *Vertices too.
  uint64_t vertices_ = 0;
  uint64_t first_mode_ = 0;   // Vertices that are rows of a two-mode matrix; 0: one mode.
  uint64_t row_ = 0, column_ = 0;  // Where the next number of *Matrix belongs.
};

absl::StatusOr<uint64_t> PajekReader::Number(std::string_view& rest, std::string_view field) {
  const auto word = TakeWord(rest);
  const auto number = word ? WholeNumber(*word, 1, vertices_) : std::nullopt;
  if (number) return *number;
  return BadValue(word ? lines_.PlaceOf(*word) : lines_.Here(lines_.line().size() + 1), field,
                  word.value_or(""), absl::StrCat("a vertex in [1, ", vertices_, "]"));
}

absl::Status PajekReader::StartVertices(std::string_view rest) {
  if (aside_) {
    in_ = In::kOther;
    return absl::OkStatus();
  }
  if (seen_vertices_) {  // A network without a name of its own.
    skips_ = true;
    rows_.report().Note("other networks in the file left out", ToString(lines_.Here()));
    return absl::OkStatus();
  }
  const auto word = TakeWord(rest);
  const auto count = word ? WholeNumber(*word, 1, kMostVertices) : std::nullopt;
  if (!count) {
    return BadValue(lines_.Here(), "*Vertices", word.value_or(""),
                    absl::StrCat("a number in [1, ", kMostVertices, "]"));
  }
  vertices_ = *count;
  first_mode_ = WholeNumber(TakeWord(rest).value_or(""), 1, vertices_).value_or(0);
  seen_vertices_ = true;
  in_ = In::kVertices;
  return absl::OkStatus();
}

absl::Status PajekReader::Section() {
  std::string_view rest = lines_.line();
  const std::string name = absl::AsciiStrToLower(std::string(*TakeWord(rest)));
  if (name == "*network") {
    aside_ = false;
    skips_ = seen_network_ || seen_vertices_;
    if (skips_) rows_.report().Note("other networks in the file left out", ToString(lines_.Here()));
    seen_network_ = true;
    in_ = In::kNothing;
    return absl::OkStatus();
  }
  if (skips_) return absl::OkStatus();
  if (name == "*vertices") return StartVertices(rest);
  // "*Arcs", "*Arcs :1 "likes"", "*Arcs:1".
  const std::string kind = name.substr(0, name.find(':'));
  in_ = kind == "*arcs"        ? In::kArcs
        : kind == "*edges"     ? In::kEdges
        : kind == "*arcslist"  ? In::kArcsList
        : kind == "*edgeslist" ? In::kEdgesList
        : kind == "*matrix"    ? In::kMatrix
                               : In::kOther;
  row_ = column_ = 0;
  if (in_ == In::kOther) {
    aside_ = true;
    rows_.report().Note(absl::StrCat("'", Printable(name), "' left out"), ToString(lines_.Here()));
  } else if (!seen_vertices_) {
    return BadInput(lines_.Here(), absl::StrCat("'", Printable(name), "' before '*Vertices'"),
                    "check that this is a Pajek network");
  }
  return absl::OkStatus();
}

absl::Status PajekReader::Vertex() {
  std::string_view rest = lines_.line();
  PG_ASSIGN(number, Number(rest, "vertex"));
  GraphNode node;
  node.id = absl::StrCat(number);
  if (const auto label = TakeWord(rest)) {
    if (!IsValidUtf8(*label)) {
      rows_.report().Note("labels that are not UTF-8 taken for ISO-8859-1", ToString(lines_.Here()));
    }
    node.label = ToUtf8(*label, "");
  }
  return rows_.AddNode(std::move(node), lines_.Here());
}

absl::Status PajekReader::AddEdge(uint64_t from, uint64_t to, GraphEdge edge) {
  PG_ASSIGN(source, rows_.Mention(absl::StrCat(from), lines_.Here()));
  PG_ASSIGN(target, rows_.Mention(absl::StrCat(to), lines_.Here()));
  edge.source = source;
  edge.target = target;
  return rows_.AddEdge(std::move(edge), lines_.Here());
}

absl::Status PajekReader::Edge(bool directed) {
  std::string_view rest = lines_.line();
  PG_ASSIGN(from, Number(rest, "from"));
  PG_ASSIGN(to, Number(rest, "to"));
  GraphEdge edge;
  edge.directed = directed;
  const auto word = TakeWord(rest);
  // Without a number drawing parameters may follow at once, or times: [1-3].
  if (word && !absl::ascii_isalpha(static_cast<unsigned char>((word->empty() ? " " : *word)[0]))) {
    if (absl::StartsWith(AbslView(*word), "[")) {
      rows_.report().Note("times of lines left out", ToString(lines_.Here()));
    } else {
      edge.weight = rows_.Weight(*word, lines_.PlaceOf(*word));
    }
  }
  return AddEdge(from, to, std::move(edge));
}

absl::Status PajekReader::List(bool directed) {
  std::string_view rest = lines_.line();
  PG_ASSIGN(from, Number(rest, "from"));
  while (rest.find_first_not_of(" \t\r") != std::string_view::npos) {
    PG_ASSIGN(to, Number(rest, "to"));
    GraphEdge edge;
    edge.directed = directed;
    PG_RETURN_IF_ERROR(AddEdge(from, to, std::move(edge)));
  }
  return absl::OkStatus();
}

absl::Status PajekReader::MatrixRow() {
  const bool two_modes = first_mode_ > 0 && first_mode_ < vertices_;
  const uint64_t rows = two_modes ? first_mode_ : vertices_;
  const uint64_t columns = two_modes ? vertices_ - first_mode_ : vertices_;
  std::string_view rest = lines_.line();
  while (const auto word = TakeWord(rest)) {
    const double value = WeightOf(*word);
    if (std::isnan(value)) return BadValue(lines_.PlaceOf(*word), "*Matrix", *word, "a number");
    if (row_ == rows) {
      return BadInput(lines_.PlaceOf(*word),
                      absl::StrCat("more numbers than a matrix of ", rows, " rows and ", columns,
                                   " columns has"));
    }
    if (value != 0) {
      GraphEdge edge;
      edge.directed = !two_modes;
      edge.weight = value;
      PG_RETURN_IF_ERROR(
          AddEdge(row_ + 1, column_ + 1 + (two_modes ? first_mode_ : 0), std::move(edge)));
    }
    if (++column_ == columns) {
      column_ = 0;
      ++row_;
    }
  }
  return absl::OkStatus();
}

absl::Status PajekReader::Line() {
  switch (in_) {
    case In::kOther: return absl::OkStatus();
    case In::kVertices: return Vertex();
    case In::kArcs: return Edge(true);
    case In::kEdges: return Edge(false);
    case In::kArcsList: return List(true);
    case In::kEdgesList: return List(false);
    case In::kMatrix: return MatrixRow();
    case In::kNothing: break;
  }
  return BadInput(lines_.Here(), "a line before '*Vertices'", "check that this is a Pajek network");
}

absl::StatusOr<ImportResult> PajekReader::Read() {
  while (true) {
    PG_ASSIGN(there, lines_.Next());
    if (!there) break;
    std::string_view rest = lines_.line();
    const auto word = TakeWord(rest);
    if (!word || lines_.line()[0] == '%') continue;
    if (!word->empty() && (*word)[0] == '*') {
      PG_RETURN_IF_ERROR(Section());
    } else if (!skips_) {
      PG_RETURN_IF_ERROR(Line());
    }
  }
  if (!seen_vertices_) {
    return BadInput({lines_.file()}, "no '*Vertices' in the file", "check that this is a Pajek network");
  }
  PG_RETURN_IF_ERROR(rows_.AddNumbered(vertices_));
  return std::move(rows_).Finish(/*all_described=*/false);
}

}  // namespace

absl::StatusOr<ImportResult> ImportPajekFrom(ByteSource source, const GraphOptions& options) {
  return PajekReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportPajek(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportPajekFrom(std::move(source), options);
}

bool LooksLikePajek(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  while (!head.empty()) {
    std::string_view rest = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(rest.size() + 1, head.size()));
    if (rest.substr(0, 1) == "%") continue;
    if (const auto word = TakeWord(rest)) {
      const std::string name = absl::AsciiStrToLower(std::string(*word));
      return name == "*network" || name == "*vertices";
    }
  }
  return false;
}

}  // namespace pullgraph
