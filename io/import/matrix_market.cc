// SPDX-License-Identifier: Apache-2.0
#include "io/import/matrix_market.h"

#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/graph_rows.h"
#include "io/import/numbered_nodes.h"
#include "io/import/status_macros.h"
#include "io/import/text_lines.h"

namespace pullgraph {
namespace {

constexpr std::string_view kBanner = "%%matrixmarket";

class MatrixMarketReader {
 public:
  MatrixMarketReader(ByteSource source, const GraphOptions& options)
      : lines_(std::move(source)), options_(options), rows_(options, lines_.file()),
        nodes_(rows_, "rows") {}

  absl::StatusOr<ImportResult> Read();

 private:
  absl::Status Banner(std::string_view line);
  absl::Status Size();
  absl::Status Entry();

  TextLines lines_;
  const GraphOptions& options_;
  GraphRows rows_;
  NumberedNodes nodes_;
  std::vector<LineWord> words_;
  bool has_values_ = false;
  bool symmetric_ = false;
  bool skew_ = false;
};

absl::Status MatrixMarketReader::Banner(std::string_view line) {
  SplitWords(line, words_);
  std::vector<std::string> words;
  for (const LineWord& word : words_) words.push_back(absl::AsciiStrToLower(AbslView(word.text)));
  if (words.size() != 5 || words[0] != kBanner) {
    return BadInput(lines_.At(), "expected '%%MatrixMarket matrix coordinate FIELD SYMMETRY'",
                    "check that this is a Matrix Market file");
  }
  if (words[2] == "array") {
    return BadInput(lines_.At(words_[2]), "an array, expected coordinates",
                    "a full matrix ties everybody to everybody: write those entries that are "
                    "ties, for example by scipy.io.mmwrite of a sparse matrix");
  }
  has_values_ = words[3] == "real" || words[3] == "integer" || words[3] == "double";
  if (words[1] != "matrix" || words[2] != "coordinate" || (!has_values_ && words[3] != "pattern")) {
    return BadInput(lines_.At(words_[3]),
                    absl::StrCat("'", Printable(words[1]), " ", Printable(words[2]), " ",
                                 Printable(words[3]),
                                 "', expected matrix coordinate and pattern, integer or real"));
  }
  symmetric_ = words[4] == "symmetric";
  skew_ = words[4] == "skew-symmetric";
  if (symmetric_ || skew_ || words[4] == "general") return absl::OkStatus();
  return BadValue(lines_.At(words_[4]), "symmetry", words[4], "general, symmetric or skew-symmetric");
}

absl::Status MatrixMarketReader::Size() {
  const auto rows = words_.size() == 3 ? ParseWhole(words_[0].text) : std::nullopt;
  const auto columns = rows ? ParseWhole(words_[1].text) : std::nullopt;
  const auto entries = columns ? ParseWhole(words_[2].text) : std::nullopt;
  if (!entries) return BadInput(lines_.At(), "expected the size: rows, columns, entries");
  if (*rows != *columns) {
    return BadInput(lines_.At(), absl::StrCat(*rows, " rows and ", *columns,
                                              " columns, expected as many of both"),
                    "rows and columns that are different things are no members of one "
                    "community: write them as signals, and import csv");
  }
  PG_RETURN_IF_ERROR(nodes_.Announce(*rows, lines_.At(words_[0])));
  uint64_t seen = 0;
  while (true) {
    PG_ASSIGN(line, lines_.Next());
    if (!line) break;
    if (seen % 65536 == 0) {
      PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
      ReportProgress(options_.run, 0.5 * lines_.fraction());
    }
    SplitWords(*line, words_);
    if (words_.empty() || words_[0].text[0] == '%') continue;
    if (++seen > *entries) {
      return BadInput(lines_.At(), absl::StrCat("more entries than the ", *entries, " announced"));
    }
    PG_RETURN_IF_ERROR(Entry());
  }
  if (seen == *entries) return absl::OkStatus();
  return BadInput(lines_.At(), absl::StrCat(seen, " entries, ", *entries, " were announced"),
                  "the file is cut off: fetch it again");
}

absl::Status MatrixMarketReader::Entry() {
  if (words_.size() != (has_values_ ? 3 : 2)) {
    return BadInput(lines_.At(), absl::StrCat(words_.size(), " columns, expected ",
                                              has_values_ ? 3 : 2));
  }
  GraphEdge edge;
  PG_ASSIGN(from, nodes_.At(words_[0], lines_));
  PG_ASSIGN(to, nodes_.At(words_[1], lines_));
  edge.from = from;
  edge.to = to;
  edge.directed = !symmetric_;
  if (has_values_) {
    const auto value = ParseWeight(words_[2].text);
    if (!value) return BadValue(lines_.At(words_[2]), "entry", words_[2].text, "a number");
    if (*value == 0) {
      rows_.report().Note("entries of 0 left out", ToString(lines_.At()));
      return absl::OkStatus();
    }
    edge.weight = skew_ ? std::fabs(*value) : *value;
    if (skew_ && *value < 0) std::swap(edge.from, edge.to);
  }
  rows_.AddEdge(edge, lines_.At());
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> MatrixMarketReader::Read() {
  PG_ASSIGN(banner, lines_.Next());
  PG_RETURN_IF_ERROR(Banner(banner.value_or("")));
  while (true) {
    PG_ASSIGN(line, lines_.Next());
    if (!line) return BadInput(lines_.At(), "the size of the matrix is missing",
                               "the file is cut off: fetch it again");
    SplitWords(*line, words_);
    if (!words_.empty() && words_[0].text[0] != '%') break;
  }
  PG_RETURN_IF_ERROR(Size());
  PG_RETURN_IF_ERROR(nodes_.AddAll(lines_.bytes(), lines_.file()));
  return std::move(rows_).Build();
}

}  // namespace

absl::StatusOr<ImportResult> ImportMatrixMarketFrom(ByteSource source, const GraphOptions& options) {
  return MatrixMarketReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportMatrixMarket(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportMatrixMarketFrom(std::move(source), options);
}

bool LooksLikeMatrixMarket(std::string_view head) {
  return absl::AsciiStrToLower(AbslView(head.substr(0, kBanner.size()))) == kBanner;
}

}  // namespace pullgraph
