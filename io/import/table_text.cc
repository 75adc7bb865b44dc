// SPDX-License-Identifier: Apache-2.0
#include "io/import/table_text.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "graph/string_table.h"
#include "io/import/csv_reader.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kTableHead = size_t{64} << 10;
constexpr size_t kHeadRows = 40;
constexpr char kDelimiters[] = {',', ';', '\t'};

void AppendUtf8(uint32_t c, std::string& out) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
  } else {
    if (c < 0x10000) {
      out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    } else {
      out.push_back(static_cast<char>(0xF0 | (c >> 18)));
      out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    }
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
  }
  out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
}

// UTF-16 to UTF-8, piece by piece; halves that stand alone become U+FFFD.
class Utf16Decoder {
 public:
  // 'l' or 'b' by the mark that `text` begins with, or 0.
  static char OrderOf(std::string_view text) {
    if (text.substr(0, 2) == "\xFF\xFE") return 'l';
    return text.substr(0, 2) == "\xFE\xFF" ? 'b' : '\0';
  }
  explicit Utf16Decoder(char order) : order_(order) {}

  void Add(std::string_view bytes, std::string& out) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (!has_half_) {
        half_ = byte;
        has_half_ = true;
        continue;
      }
      has_half_ = false;
      Unit(order_ == 'l' ? uint32_t{byte} << 8 | half_ : half_ << 8 | byte, out);
    }
  }
  void Finish(std::string& out) {
    if (has_half_ || high_ != 0) AppendUtf8(0xFFFD, out);
  }

 private:
  void Unit(uint32_t unit, std::string& out) {
    const bool is_low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0) {
      AppendUtf8(is_low ? 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD, out);
      high_ = 0;
      if (is_low) return;
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      AppendUtf8(is_low ? 0xFFFD : unit, out);
    }
  }

  char order_;
  bool has_half_ = false;
  uint32_t half_ = 0;
  uint32_t high_ = 0;  // The first half of a pair.
};

}  // namespace

struct TableText::State {
  explicit State(ByteSource s) : source(std::move(s)), decoder('\0') {}

  // The next piece as UTF-8; empty at the end.
  absl::StatusOr<std::string_view> Next() {
    while (true) {
      PG_ASSIGN(piece, source.Next());
      if (!is_utf16) return piece;
      decoded.clear();
      if (piece.empty() && !ended) decoder.Finish(decoded);
      ended = piece.empty();
      decoder.Add(piece, decoded);
      if (ended || !decoded.empty()) return std::string_view(decoded);
    }
  }

  ByteSource source;
  bool is_utf16 = false;
  Utf16Decoder decoder;
  bool ended = false;
  std::string decoded;
  std::string head;
  bool head_is_whole = false;
  bool head_is_given = false;
};

absl::StatusOr<TableText> TableText::Open(ByteSource source) {
  TableText text;
  text.state_ = std::make_shared<State>(std::move(source));
  State& s = *text.state_;
  std::string begin;
  while (begin.size() < 2) {
    PG_ASSIGN(piece, s.source.Next());
    if (piece.empty()) break;
    begin.append(piece);
  }
  if (const char order = Utf16Decoder::OrderOf(begin); order != '\0') {
    s.is_utf16 = true;
    s.decoder = Utf16Decoder(order);
    s.decoder.Add(std::string_view(begin).substr(2), s.head);
  } else {
    s.head = std::move(begin);
  }
  while (s.head.size() < kTableHead) {
    PG_ASSIGN(piece, s.Next());
    s.head_is_whole = piece.empty();
    if (piece.empty()) break;
    s.head.append(piece);
  }
  return text;
}

std::string_view TableText::head() const { return state_->head; }
bool TableText::is_whole() const { return state_->head_is_whole; }
double TableText::fraction() const { return state_->source.fraction(); }

absl::StatusOr<ByteSource> TableText::Take() {
  return ByteSource::FromPieces(
      [state = state_]() -> absl::StatusOr<std::string_view> {
        if (!state->head_is_given && !state->head.empty()) {
          state->head_is_given = true;
          return std::string_view(state->head);
        }
        if (state->head_is_whole) return std::string_view();
        return state->Next();
      },
      state_->source.name());
}

std::string DecodedHead(std::string_view head) {
  const char order = Utf16Decoder::OrderOf(head);
  if (order == '\0') return std::string(head);
  std::string out;
  Utf16Decoder(order).Add(head.substr(2), out);
  return out;
}

std::string FoldedName(std::string_view name) {
  std::string folded = absl::AsciiStrToLower(AbslView(name));
  absl::StripAsciiWhitespace(&folded);
  return folded;
}

std::vector<TableRow> HeadRows(std::string_view head, bool is_whole, char delimiter) {
  std::vector<TableRow> rows;
  auto source = ByteSource::FromMemory(head.substr(0, kTableHead), "head");
  if (!source.ok()) return rows;
  CsvReader reader(*std::move(source), delimiter, /*tolerant=*/true);
  while (rows.size() <= kHeadRows) {
    const absl::StatusOr<bool> any = reader.Next();
    if (!any.ok()) break;
    if (!*any) {
      // What the head ends in may be the half of a record.
      if ((!is_whole || head.size() > kTableHead) && !rows.empty()) rows.pop_back();
      break;
    }
    TableRow& row = rows.emplace_back();
    for (const CsvCell& cell : reader.cells()) {
      row.emplace_back(absl::StripAsciiWhitespace(AbslView(cell.text)));
    }
  }
  if (rows.size() > kHeadRows) rows.resize(kHeadRows);
  return rows;
}

namespace {

// The row that the table begins with, if no name of it is known.
size_t HeaderBySize(const std::vector<TableRow>& rows) {
  std::map<size_t, size_t> count;
  for (const TableRow& row : rows) ++count[row.size()];
  size_t width = 0;
  for (const auto& [size, n] : count) {
    if (width == 0 || n > count[width] || (n == count[width] && size > width)) width = size;
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].size() == width) return r;
  }
  return 0;
}

size_t NamesIn(const TableRow& row, const std::set<std::string>& names) {
  std::set<std::string> found;
  for (const std::string& cell : row) {
    if (const std::string folded = FoldedName(cell); names.count(folded) > 0) found.insert(folded);
  }
  return found.size();
}

}  // namespace

TableLayout FindLayout(std::string_view head, bool is_whole, char delimiter,
                       const std::vector<std::string>& names) {
  std::set<std::string> folded;
  for (const std::string& name : names) folded.insert(FoldedName(name));
  TableLayout best;
  best.delimiter = delimiter == '\0' ? ',' : delimiter;
  size_t most_names = 0;
  size_t most_cells = 0;
  const absl::Span<const char> choices =
      delimiter == '\0' ? absl::MakeConstSpan(kDelimiters) : absl::MakeConstSpan(&delimiter, 1);
  for (const char choice : choices) {
    const std::vector<TableRow> rows = HeadRows(head, is_whole, choice);
    if (rows.empty()) continue;
    for (size_t r = 0; r < rows.size(); ++r) {
      const size_t found = NamesIn(rows[r], folded);
      if (found <= most_names) continue;
      most_names = found;
      best = {choice, r, rows[r]};
    }
    const size_t r = HeaderBySize(rows);
    if (most_names > 0 || rows[r].size() <= most_cells) continue;
    most_cells = rows[r].size();
    best = {choice, r, rows[r]};
  }
  return best;
}

char DelimiterOfFirstLine(std::string_view head) {
  std::map<char, size_t> count;
  bool quoted = false;
  bool begun = false;
  for (const char c : head) {
    if (c == '"') quoted = !quoted;
    if ((c == '\n' || c == '\r') && !quoted && begun) break;
    if (c == '\n' || c == '\r') continue;
    begun = true;
    if (!quoted) ++count[c];
  }
  char best = ',';
  for (const char c : kDelimiters) {
    if (count[c] > count[best]) best = c;
  }
  return best;
}

}  // namespace pullgraph
