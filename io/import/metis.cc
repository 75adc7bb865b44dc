// SPDX-License-Identifier: Apache-2.0
#include "io/import/metis.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "io/import/graph_lines.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr uint64_t kMostVertices = UINT32_MAX - 1;
constexpr uint64_t kMostWeights = 16;

// The first line: `vertices edges [format [weights of a vertex]]`.
struct MetisHeader {
  uint64_t vertices = 0, edges = 0, vertex_weights = 0;
  bool sizes = false, edge_weights = false;
};

std::optional<MetisHeader> ParseHeader(std::string_view rest) {
  MetisHeader header;
  const auto vertices = WholeNumber(TakeWord(rest).value_or(""), 1, kMostVertices);
  const auto edges = WholeNumber(TakeWord(rest).value_or(""), 0, UINT64_MAX / 4);
  if (!vertices || !edges) return std::nullopt;
  header.vertices = *vertices;
  header.edges = *edges;
  const std::string_view format = TakeWord(rest).value_or("0");
  if (format.size() > 3 || format.find_first_not_of("01") != std::string_view::npos) return std::nullopt;
  const auto flag = [&](size_t from_right) {
    return format.size() >= from_right && format[format.size() - from_right] == '1';
  };
  header.edge_weights = flag(1);
  header.vertex_weights = flag(2) ? 1 : 0;
  header.sizes = flag(3);
  if (const auto word = TakeWord(rest)) {
    const auto weights = WholeNumber(*word, 0, kMostWeights);
    if (!weights) return std::nullopt;
    if (flag(2)) header.vertex_weights = *weights;
  }
  return TakeWord(rest) ? std::nullopt : std::optional(header);
}

class MetisReader {
 public:
  MetisReader(ByteSource source, const GraphOptions& options)
      : lines_(std::move(source), options.run), rows_(lines_.file(), options) {}

  absl::StatusOr<ImportResult> Read();

 private:
  absl::Status Vertex(uint64_t vertex);
  absl::Status Neighbour(uint64_t vertex, uint64_t other, double weight);

  GraphLines lines_;
  GraphRows rows_;
  MetisHeader header_;
  // Edges listed by their lower end, which comes first: what an upper end repeats.
  absl::flat_hash_set<std::pair<uint32_t, uint32_t>> seen_;
};

absl::Status MetisReader::Neighbour(uint64_t vertex, uint64_t other, double weight) {
  const std::pair<uint32_t, uint32_t> ends(static_cast<uint32_t>(std::min(vertex, other)),
                                           static_cast<uint32_t>(std::max(vertex, other)));
  if (vertex <= other) {
    if (!seen_.insert(ends).second) {
      rows_.report().Note("edges listed more than once left out", ToString(lines_.Here()));
      return absl::OkStatus();
    }
  } else if (seen_.contains(ends)) {
    return absl::OkStatus();
  } else {
    seen_.insert(ends);
    rows_.report().Note("edges that only one of their ends lists, read all the same",
                        ToString(lines_.Here()));
  }
  GraphEdge edge;
  PG_ASSIGN(from, rows_.Mention(absl::StrCat(vertex), lines_.Here()));
  PG_ASSIGN(to, rows_.Mention(absl::StrCat(other), lines_.Here()));
  edge.source = from;
  edge.target = to;
  edge.weight = weight;
  return rows_.AddEdge(std::move(edge), lines_.Here());
}

absl::Status MetisReader::Vertex(uint64_t vertex) {
  std::string_view rest = lines_.line();
  GraphNode node;
  node.id = absl::StrCat(vertex);
  if (header_.sizes) TakeWord(rest);  // What a partition costs, nothing of the member.
  for (uint64_t i = 1; i <= header_.vertex_weights; ++i) {
    const auto word = TakeWord(rest);
    if (!word || std::isnan(WeightOf(*word))) {
      return BadValue(lines_.Here(), "vertex weight", word.value_or(""), "a number");
    }
    node.attributes.emplace_back(i == 1 ? "weight" : absl::StrCat("weight", i), std::string(*word));
  }
  PG_RETURN_IF_ERROR(rows_.AddNode(std::move(node), lines_.Here()));
  while (const auto word = TakeWord(rest)) {
    const auto other = WholeNumber(*word, 1, header_.vertices);
    if (!other) {
      return BadValue(lines_.PlaceOf(*word), "neighbour", *word,
                      absl::StrCat("a vertex in [1, ", header_.vertices, "]"));
    }
    double weight = std::nan("");
    if (header_.edge_weights) {
      const auto text = TakeWord(rest);
      if (!text) return BadInput(lines_.PlaceOf(*word), "a neighbour without the weight of its edge");
      weight = rows_.Weight(*text, lines_.PlaceOf(*text));
    }
    PG_RETURN_IF_ERROR(Neighbour(vertex, *other, weight));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> MetisReader::Read() {
  bool seen_header = false;
  uint64_t vertices = 0;
  while (true) {
    PG_ASSIGN(there, lines_.Next());
    if (!there) break;
    std::string_view rest = lines_.line();
    const auto word = TakeWord(rest);
    if (word && !word->empty() && (*word)[0] == '%') continue;
    if (!seen_header) {
      if (!word) continue;
      const auto header = ParseHeader(lines_.line());
      if (!header) {
        return BadInput(lines_.Here(), "expected 'vertices edges [format [weights]]'",
                        "check that this is a METIS graph");
      }
      header_ = *header;
      seen_header = true;
    } else if (vertices < header_.vertices) {
      PG_RETURN_IF_ERROR(Vertex(++vertices));
    } else if (word) {
      return BadInput(lines_.Here(), absl::StrCat("more than the ", header_.vertices, " vertices declared"));
    }
  }
  if (!seen_header || vertices < header_.vertices) {
    return BadInput(lines_.Here(), absl::StrCat(vertices, " vertices, expected ", header_.vertices),
                    "the file is cut off: fetch it again");
  }
  if (rows_.num_edges() != header_.edges) {
    rows_.report().Note(absl::StrCat("The file declares ", header_.edges, " edges and has ",
                                     rows_.num_edges(), "."), "", 0);
  }
  return std::move(rows_).Finish(/*all_described=*/true);
}

}  // namespace

absl::StatusOr<ImportResult> ImportMetisFrom(ByteSource source, const GraphOptions& options) {
  return MetisReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportMetis(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportMetisFrom(std::move(source), options);
}

// A list of edges has numbers too. Only an adjacency says everything twice: each of the
// first vertices lists those among them that list it.
bool LooksLikeMetis(std::string_view head) {
  constexpr uint64_t kLooked = 200;
  const bool whole = head.size() < (size_t{64} << 10);
  std::optional<MetisHeader> header;
  std::set<std::pair<uint64_t, uint64_t>> arcs;
  uint64_t vertex = 0, entries = 0;
  bool all_read = whole;
  while (!head.empty()) {
    const size_t end = head.find('\n');
    if (end == std::string_view::npos && !whole) break;
    std::string_view rest = head.substr(0, end);
    head.remove_prefix(std::min(rest.size() + 1, head.size()));
    if (!rest.empty() && rest[0] == '%') continue;
    if (!header) {
      if (rest.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      if (!(header = ParseHeader(rest))) return false;
      continue;
    }
    if (vertex == kLooked) {
      all_read = false;
      break;
    }
    if (++vertex > header->vertices) {
      if (rest.find_first_not_of(" \t\r") != std::string_view::npos) return false;
      --vertex;
      continue;
    }
    for (uint64_t i = 0; i < header->vertex_weights + (header->sizes ? 1 : 0); ++i) TakeWord(rest);
    while (const auto word = TakeWord(rest)) {
      const auto other = WholeNumber(*word, 1, header->vertices);
      if (!other || *other == vertex) return false;
      if (header->edge_weights && !TakeWord(rest)) return false;
      arcs.emplace(vertex, *other);
      ++entries;
    }
  }
  if (!header || (all_read && (vertex != header->vertices || entries != 2 * header->edges))) return false;
  const bool some_within = std::any_of(arcs.begin(), arcs.end(),
                                       [&](const auto& arc) { return arc.second <= vertex; });
  return some_within && std::all_of(arcs.begin(), arcs.end(), [&](const auto& arc) {
    return arc.second > vertex || arcs.count({arc.second, arc.first}) > 0;
  });
}

}  // namespace pullgraph
