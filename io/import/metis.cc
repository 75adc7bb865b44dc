// SPDX-License-Identifier: Apache-2.0
#include "io/import/metis.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/numbered_nodes.h"
#include "io/import/status_macros.h"
#include "io/import/text_lines.h"

namespace pullgraph {
namespace {

bool IsComment(std::string_view line) { return line.substr(0, 1) == "%"; }

// An edge as one of its ends lists it.
struct MetisEntry {
  uint32_t low, high;
  double weight;
};

struct MetisHeader {
  uint64_t vertices = 0, edges = 0, weights = 0;  // Of weights: of each vertex.
  bool has_sizes = false, has_edge_weights = false;
};

class MetisReader {
 public:
  MetisReader(ByteSource source, const GraphOptions& options)
      : lines_(std::move(source)), options_(options), rows_(options, lines_.file()),
        nodes_(rows_, "vertices") {}

  absl::StatusOr<ImportResult> Read();

 private:
  absl::Status ReadHeader();
  absl::Status ReadVertex(uint64_t vertex, std::string_view line);
  absl::Status AddEdges();

  TextLines lines_;
  const GraphOptions& options_;
  GraphRows rows_;
  NumberedNodes nodes_;
  MetisHeader header_;
  std::vector<LineWord> words_;
  std::vector<MetisEntry> entries_;
};

absl::Status MetisReader::ReadHeader() {
  while (true) {
    PG_ASSIGN(line, lines_.Next());
    if (!line) return BadInput(lines_.At(), "the first line, 'vertices edges', is missing");
    SplitWords(*line, words_);
    if (!words_.empty() && !IsComment(*line)) break;
  }
  const auto vertices = ParseWhole(words_[0].text);
  const auto edges = words_.size() > 1 ? ParseWhole(words_[1].text) : std::nullopt;
  if (!vertices || !edges || words_.size() > 4) {
    return BadInput(lines_.At(), "expected 'vertices edges [format [weights]]'",
                    "check that this is a METIS graph");
  }
  header_.vertices = *vertices;
  header_.edges = *edges;
  PG_RETURN_IF_ERROR(nodes_.Announce(*vertices, lines_.At(words_[0])));
  const std::string_view format = words_.size() > 2 ? words_[2].text : "0";
  if (format.size() > 3 || format.find_first_not_of("01") != std::string_view::npos) {
    return BadValue(lines_.At(words_[2]), "format", format, "up to three digits 0 or 1");
  }
  const auto digit = [&](size_t from_right) {
    return format.size() >= from_right && format[format.size() - from_right] == '1';
  };
  header_.has_edge_weights = digit(1);
  header_.weights = digit(2) ? 1 : 0;
  header_.has_sizes = digit(3);
  if (words_.size() < 4) return absl::OkStatus();
  const auto weights = ParseWhole(words_[3].text);
  if (!weights || *weights > 1000) {
    return BadValue(lines_.At(words_[3]), "weights", words_[3].text, "a number in [0, 1000]");
  }
  header_.weights = digit(2) ? *weights : 0;
  return absl::OkStatus();
}

absl::Status MetisReader::ReadVertex(uint64_t vertex, std::string_view line) {
  SplitWords(line, words_);
  const size_t own = (header_.has_sizes ? 1 : 0) + header_.weights;
  const size_t step = header_.has_edge_weights ? 2 : 1;
  if (words_.size() < own || (words_.size() - own) % step != 0) {
    return BadInput(lines_.At(), absl::StrCat(words_.size(), " numbers of vertex ", vertex,
                                              ", expected ", own, " and ", step, " an edge"));
  }
  GraphNode node;
  node.id = absl::StrCat(vertex);
  for (size_t i = 0; i < own; ++i) {
    const size_t weight = i + (header_.has_sizes ? 0 : 1);
    node.attributes.emplace_back(weight == 0 ? "size" : absl::StrCat("weight", weight),
                                 std::string(words_[i].text));
  }
  if (own > 0) PG_RETURN_IF_ERROR(rows_.AddNode(std::move(node), lines_.At()));
  for (size_t i = own; i < words_.size(); i += step) {
    PG_ASSIGN(other, nodes_.Number(words_[i], lines_));
    double weight = GraphEdge::kNoWeight;
    if (step == 2) {
      const auto parsed = ParseWeight(words_[i + 1].text);
      if (!parsed) return BadValue(lines_.At(words_[i + 1]), "weight", words_[i + 1].text, "a number");
      weight = *parsed;
    }
    const auto [low, high] = std::minmax(vertex, other);
    entries_.push_back({static_cast<uint32_t>(low), static_cast<uint32_t>(high), weight});
  }
  return absl::OkStatus();
}

// Every edge is in the lists of both of its ends, so equal entries come in pairs.
absl::Status MetisReader::AddEdges() {
  std::sort(entries_.begin(), entries_.end(), [](const MetisEntry& a, const MetisEntry& b) {
    return std::tie(a.low, a.high) < std::tie(b.low, b.high);
  });
  uint64_t lone = 0, edges = 0;
  for (size_t i = 0; i < entries_.size();) {
    size_t end = i;
    while (end < entries_.size() && entries_[end].low == entries_[i].low &&
           entries_[end].high == entries_[i].high) {
      ++end;
    }
    // A loop may be listed once.
    if ((end - i) % 2 != 0 && entries_[i].low != entries_[i].high) ++lone;
    PG_ASSIGN(from, nodes_.At(entries_[i].low, {lines_.file()}));
    PG_ASSIGN(to, nodes_.At(entries_[i].high, {lines_.file()}));
    for (; i < end; i += 2) {
      GraphEdge edge;
      edge.from = from;
      edge.to = to;
      edge.weight = entries_[i].weight;
      rows_.AddEdge(edge, {lines_.file()});
      ++edges;
    }
    i = end;
  }
  if (lone > 0) rows_.report().Note("edges in the list of one end only: taken", "", lone);
  if (edges == header_.edges) return absl::OkStatus();
  return BadInput({lines_.file()}, absl::StrCat(edges, " edges, ", header_.edges, " were announced"),
                  "the file is cut off, or its first line is wrong");
}

absl::StatusOr<ImportResult> MetisReader::Read() {
  PG_RETURN_IF_ERROR(ReadHeader());
  uint64_t vertex = 0;
  while (true) {
    PG_ASSIGN(line, lines_.Next());
    if (!line) break;
    if (IsComment(*line)) continue;
    if (vertex == header_.vertices) {
      if (line->find_first_not_of(" \t") == std::string_view::npos) continue;
      return BadInput(lines_.At(), absl::StrCat("more lines than the ", vertex, " vertices announced"));
    }
    if (vertex % 4096 == 0) {
      PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
      ReportProgress(options_.run, 0.5 * lines_.fraction());
    }
    PG_RETURN_IF_ERROR(ReadVertex(++vertex, *line));
  }
  // Vertices without neighbours may be missing at the end; that no edge is, is checked.
  PG_RETURN_IF_ERROR(AddEdges());
  PG_RETURN_IF_ERROR(nodes_.AddAll(lines_.bytes(), lines_.file()));
  return std::move(rows_).Build();
}

}  // namespace

absl::StatusOr<ImportResult> ImportMetisFrom(ByteSource source, const GraphOptions& options) {
  return MetisReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportMetis(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportMetisFrom(std::move(source), options);
}

bool LooksLikeMetis(std::string_view head) {
  const bool whole = head.size() < (size_t{1} << 16);
  const std::string_view all = head;
  std::vector<LineWord> words;
  uint64_t vertices = 0, lines = 0;
  bool all_pairs = true;  // Then it is an edge list rather.
  while (!head.empty()) {
    const size_t end = head.find('\n');
    if (end == std::string_view::npos && !whole) break;  // Cut off.
    std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(line.size() + 1, head.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (IsComment(line)) continue;
    SplitWords(line, words);
    all_pairs = all_pairs && words.size() == 2;
    if (vertices == 0) {
      vertices = words.size() < 2 || !ParseWhole(words[1].text) || words[1].text == "0"
                     ? 0
                     : ParseWhole(words[0].text).value_or(0);
      // What is a neighbour and what a weight is not told here.
      const bool plain = words.size() == 2 ||
                         (words.size() == 3 && words[2].text.find_first_not_of('0') == std::string_view::npos);
      if (vertices == 0 || (!plain && !whole)) return false;
      if (!plain) break;
      continue;
    }
    ++lines;
    for (const LineWord& word : words) {
      const auto number = ParseWhole(word.text);
      if (!number || *number == 0 || *number > vertices) return false;
    }
  }
  if (vertices == 0 || all_pairs || (lines > vertices && !whole)) return false;
  if (!whole) return true;
  // Of a whole file: it is one if it can be read as one.
  auto source = ByteSource::FromMemory(all, "head");
  return source.ok() && ImportMetisFrom(*std::move(source)).ok();
}

}  // namespace pullgraph
