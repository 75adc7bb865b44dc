// SPDX-License-Identifier: Apache-2.0
#include "io/import/matrix_market.h"

#include <cmath>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/graph_lines.h"
#include "io/import/graph_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr uint64_t kMostRows = UINT32_MAX - 1;
constexpr std::string_view kMark = "%%MatrixMarket";

class MatrixMarketReader {
 public:
  MatrixMarketReader(ByteSource source, const GraphOptions& options)
      : lines_(std::move(source), options.run), rows_(lines_.file(), options) {}

  absl::StatusOr<ImportResult> Read();

 private:
  absl::Status Header();
  absl::Status Sizes();
  absl::Status Entry();
  // The next line that is neither empty nor a comment; false at the end.
  absl::StatusOr<bool> Line();
  absl::StatusOr<uint64_t> Number(std::string_view& rest, std::string_view field, uint64_t low,
                                  uint64_t high);
  bool is_square() const { return num_rows_ == num_columns_; }

  GraphLines lines_;
  GraphRows rows_;
  bool has_values_ = false;
  bool symmetric_ = false;
  bool skew_ = false;
  uint64_t num_rows_ = 0, num_columns_ = 0, entries_ = 0, read_ = 0;
};

absl::Status MatrixMarketReader::Header() {
  PG_ASSIGN(there, lines_.Next());
  std::string_view rest = there ? lines_.line() : std::string_view();
  std::string words[5];
  for (std::string& word : words) word = absl::AsciiStrToLower(std::string(TakeWord(rest).value_or("")));
  const auto& [mark, object, format, field, symmetry] = words;
  if (mark != "%%matrixmarket" || object != "matrix") {
    return BadInput(lines_.Here(), "expected '%%MatrixMarket matrix ...'",
                    "check that this is a Matrix Market file");
  }
  if (format == "array") {
    return BadInput(lines_.Here(), "a dense matrix (array), expected coordinate",
                    "write it sparse: scipy.io.mmwrite(file, scipy.sparse.coo_matrix(a))");
  }
  if (format != "coordinate") return BadValue(lines_.Here(), "format", format, "coordinate");
  if (field != "pattern" && field != "real" && field != "integer" && field != "double") {
    return BadInput(lines_.Here(), absl::StrCat("values of kind '", Printable(field),
                                                "', expected pattern, real or integer"),
                    "write the strengths of ties as real numbers");
  }
  if (symmetry != "general" && symmetry != "symmetric" && symmetry != "skew-symmetric") {
    return BadValue(lines_.Here(), "symmetry", symmetry, "general, symmetric or skew-symmetric");
  }
  has_values_ = field != "pattern";
  symmetric_ = symmetry == "symmetric";
  skew_ = symmetry == "skew-symmetric";
  return absl::OkStatus();
}

absl::StatusOr<bool> MatrixMarketReader::Line() {
  while (true) {
    PG_ASSIGN(there, lines_.Next());
    if (!there) return false;
    std::string_view rest = lines_.line();
    if (const auto word = TakeWord(rest); word && (*word)[0] != '%') return true;
  }
}

absl::StatusOr<uint64_t> MatrixMarketReader::Number(std::string_view& rest, std::string_view field,
                                                    uint64_t low, uint64_t high) {
  const auto word = TakeWord(rest);
  const auto number = word ? WholeNumber(*word, low, high) : std::nullopt;
  if (number) return *number;
  return BadValue(word ? lines_.PlaceOf(*word) : lines_.Here(lines_.line().size() + 1), field,
                  word.value_or(""), absl::StrCat("a whole number in [", low, ", ", high, "]"));
}

absl::Status MatrixMarketReader::Sizes() {
  PG_ASSIGN(there, Line());
  if (!there) {
    return BadInput(lines_.Here(), "the file ends before the sizes of the matrix",
                    "the file is cut off: fetch it again");
  }
  std::string_view rest = lines_.line();
  PG_ASSIGN(num_rows, Number(rest, "rows", 0, kMostRows));
  PG_ASSIGN(num_columns, Number(rest, "columns", 0, kMostRows));
  PG_ASSIGN(entries, Number(rest, "entries", 0, UINT64_MAX / 2));
  num_rows_ = num_rows;
  num_columns_ = num_columns;
  entries_ = entries;
  if (is_square() || !(symmetric_ || skew_)) return absl::OkStatus();
  return BadInput(lines_.Here(), absl::StrCat("a symmetric matrix of ", num_rows_, " rows and ",
                                              num_columns_, " columns"));
}

absl::Status MatrixMarketReader::Entry() {
  std::string_view rest = lines_.line();
  PG_ASSIGN(row, Number(rest, "row", 1, num_rows_));
  PG_ASSIGN(column, Number(rest, "column", 1, num_columns_));
  GraphEdge edge;
  if (has_values_) {
    const auto word = TakeWord(rest);
    edge.weight = word ? WeightOf(*word) : std::nan("");
    if (std::isnan(edge.weight)) {
      return BadValue(lines_.Here(), "value", word.value_or(""), "a number");
    }
    if (edge.weight == 0) {
      rows_.report().Note("entries of 0 left out", ToString(lines_.Here()));
      return absl::OkStatus();
    }
  }
  const bool turned = skew_ && edge.weight < 0;
  if (turned) edge.weight = -edge.weight;
  PG_ASSIGN(from, rows_.Mention(absl::StrCat(is_square() ? "" : "r", row), lines_.Here()));
  PG_ASSIGN(to, rows_.Mention(absl::StrCat(is_square() ? "" : "c", column), lines_.Here()));
  edge.source = turned ? to : from;
  edge.target = turned ? from : to;
  edge.directed = !symmetric_ && is_square();
  return rows_.AddEdge(std::move(edge), lines_.Here());
}

absl::StatusOr<ImportResult> MatrixMarketReader::Read() {
  PG_RETURN_IF_ERROR(Header());
  PG_RETURN_IF_ERROR(Sizes());
  while (true) {
    PG_ASSIGN(there, Line());
    if (!there) break;
    if (++read_ > entries_) {
      return BadInput(lines_.Here(), absl::StrCat("more entries than the ", entries_, " declared"));
    }
    PG_RETURN_IF_ERROR(Entry());
  }
  if (read_ < entries_) {
    return BadInput(lines_.Here(), absl::StrCat(read_, " entries, expected ", entries_),
                    "the file is cut off: fetch it again");
  }
  PG_RETURN_IF_ERROR(rows_.AddNumbered(num_rows_, is_square() ? "" : "r"));
  if (!is_square()) PG_RETURN_IF_ERROR(rows_.AddNumbered(num_columns_, "c"));
  return std::move(rows_).Finish(/*all_described=*/false);
}

}  // namespace

absl::StatusOr<ImportResult> ImportMatrixMarketFrom(ByteSource source, const GraphOptions& options) {
  return MatrixMarketReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportMatrixMarket(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportMatrixMarketFrom(std::move(source), options);
}

bool LooksLikeMatrixMarket(std::string_view head) { return head.substr(0, kMark.size()) == kMark; }

}  // namespace pullgraph
