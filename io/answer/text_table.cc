// SPDX-License-Identifier: Apache-2.0
#include "io/answer/text_table.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "io/answer/columns.h"
#include "io/answer/text_page.h"
#include "io/answer/text_width.h"

namespace pullgraph {
namespace {

constexpr size_t kGap = 2;
// Text is cut to so many columns where it must, and is no wider even if there is room.
constexpr size_t kLeastText = 18;
constexpr size_t kMostText = 48;
// Below its row, what does not fit begins so far to the right.
constexpr size_t kIndent = 4;

struct Cells {
  std::string header;
  std::vector<std::string> text;  // Of each row.
  std::vector<std::string> bare;  // Without intervals; empty if there are none.
  bool right = false;
  v1::Narrow narrow = v1::NARROW_KEEP;
  size_t widest = 0;     // Of the text.
  size_t width = 0;      // As laid out.
  bool is_below = false;
  bool is_dropped = false;
  bool is_bare = false;  // Estimates are in the line, intervals below it.

  const std::string& Line(size_t row) const { return is_bare ? bare[row] : text[row]; }
  void Measure() {
    widest = 0;
    for (size_t row = 0; row < text.size(); ++row) {
      widest = std::max(widest, TextWidth(Line(row)));
    }
  }
  bool in_line() const { return !is_below && !is_dropped; }
  // As narrow as its header can be broken.
  size_t HeaderNeeds() const {
    size_t longest = 0;
    for (size_t i = 0, begin = 0; i <= header.size(); ++i) {
      if (i < header.size() && header[i] != ' ') continue;
      longest = std::max(longest, TextWidth(std::string_view(header).substr(begin, i - begin)));
      begin = i + 1;
    }
    // Three lines of header at most.
    return std::max(longest, (TextWidth(header) + 2) / 3);
  }
  size_t Natural() const {
    return std::max(right ? widest : std::min(widest, kMostText), TextWidth(header));
  }
  size_t Narrowest() const {
    const size_t least = narrow == v1::NARROW_SHORTEN ? std::min(widest, kLeastText)
                         : right                      ? widest
                                                      : std::min(widest, kMostText);
    return std::max(least, HeaderNeeds());
  }
};

v1::Narrow NarrowOf(const AnswerColumn& c, bool is_number) {
  if (c.narrow != v1::NARROW_UNSPECIFIED) return c.narrow;
  if (is_number || c.role == v1::ROLE_TIME) return v1::NARROW_KEEP;
  return c.role == v1::ROLE_ID ? v1::NARROW_SHORTEN : v1::NARROW_FOLD;
}

std::vector<Cells> Gather(const google::protobuf::Descriptor& type,
                          const std::vector<const Message*>& rows) {
  const std::vector<AnswerColumn> columns = ColumnsOf(type);
  std::vector<Cells> all;
  for (size_t k = 0; k < columns.size(); ++k) {
    const AnswerColumn& c = columns[k];
    if (c.narrow == v1::NARROW_NEVER || IsMerged(c)) continue;
    Cells cells;
    cells.header = c.header;
    cells.right = IsNumber(c);
    cells.narrow = NarrowOf(c, cells.right);
    bool any = rows.empty(), differ = false;
    for (const Message* row : rows) {
      cells.text.push_back(Tame(CellText(*row, columns, k)));
      if (cells.right) cells.bare.push_back(Tame(CellText(*row, columns, k, /*bare=*/true)));
      any = any || !cells.text.back().empty();
      differ = differ || (cells.right && cells.bare.back() != cells.text.back());
    }
    if (!differ) cells.bare.clear();
    cells.Measure();
    if (any) all.push_back(std::move(cells));
  }
  for (Cells& cells : all) {
    for (std::string& text : cells.text) {
      if (text.empty() && cells.right) text = "-";
    }
  }
  return all;
}

size_t Total(const std::vector<Cells>& all, size_t (Cells::*width)() const) {
  size_t total = 0;
  for (const Cells& c : all) {
    if (c.in_line()) total += (c.*width)() + kGap;
  }
  return total > 0 ? total - kGap : 0;
}

// The column that leaves the line next; none if one alone is left.
Cells* NextToLeave(std::vector<Cells>& all) {
  const auto last = [&](auto is) -> Cells* {
    for (size_t k = all.size(); k-- > 1;) {
      if (all[k].in_line() && is(all[k])) return &all[k];
    }
    return nullptr;
  };
  if (Cells* c = last([](const Cells& k) { return k.narrow == v1::NARROW_DROP; })) return c;
  if (Cells* c = last([](const Cells& k) { return k.narrow == v1::NARROW_FOLD; })) return c;
  if (Cells* c = last([](const Cells& k) { return !k.bare.empty() && !k.is_bare; })) return c;
  return last([](const Cells&) { return true; });
}

// Decides what stands in the line, and how wide.
void LayOut(std::vector<Cells>& all, size_t width) {
  while (Total(all, &Cells::Narrowest) > width) {
    Cells* c = NextToLeave(all);
    if (c == nullptr) break;
    const bool folds = c->narrow == v1::NARROW_FOLD || c->bare.empty() || c->is_bare;
    if (c->narrow == v1::NARROW_DROP) {
      c->is_dropped = true;
    } else if (folds) {
      c->is_below = true;
      c->is_bare = false;
    } else {
      c->is_bare = true;
      c->Measure();
    }
  }
  for (Cells& c : all) c.width = c.Narrowest();
  size_t total = Total(all, &Cells::Narrowest);
  // What room is left goes to the text that is cut most, then to broken headers.
  for (bool grew = true; grew && total < width;) {
    grew = false;
    Cells* neediest = nullptr;
    for (Cells& c : all) {
      if (!c.in_line() || c.width >= c.Natural()) continue;
      if (neediest == nullptr || c.Natural() - c.width > neediest->Natural() - neediest->width) {
        neediest = &c;
      }
    }
    if (neediest == nullptr) break;
    ++neediest->width;
    ++total;
    grew = true;
  }
  for (Cells& c : all) c.width = std::min(c.width, width);
}

void AppendLine(std::string line, std::string& out) {
  line.resize(line.find_last_not_of(' ') + 1);
  absl::StrAppend(&out, line, "\n");
}

void AppendHeader(const std::vector<Cells>& all, bool colour, std::string& out) {
  std::vector<std::vector<std::string>> lines;
  size_t height = 0;
  for (const Cells& c : all) {
    lines.push_back(c.in_line() ? Wrap(c.header, c.width) : std::vector<std::string>());
    height = std::max(height, lines.back().size());
  }
  for (size_t i = 0; i < height; ++i) {
    std::string line;
    for (size_t k = 0; k < all.size(); ++k) {
      if (!all[k].in_line()) continue;
      const size_t above = height - lines[k].size();
      if (!line.empty()) line.append(kGap, ' ');
      line += Pad(i < above ? "" : lines[k][i - above], all[k].width, all[k].right);
    }
    line.resize(line.find_last_not_of(' ') + 1);
    AppendLine(colour ? absl::StrCat("\033[1m", line, "\033[0m") : line, out);
  }
}

// What did not find room in the line: numbers together, each text by itself.
void AppendBelow(const std::vector<Cells>& all, size_t row, size_t width, std::string& out) {
  const std::string indent(std::min(kIndent, width / 4), ' ');
  const auto append = [&](const std::string& text) {
    for (const std::string& l : Wrap(text, width - indent.size(), 2)) {
      AppendLine(indent + l, out);
    }
  };
  std::string numbers;
  for (const Cells& c : all) {
    const std::string& text = c.text[row];
    const bool below = c.is_below || (c.is_bare && text != c.bare[row]);
    if (!below || !c.right || text.empty() || text == "-") continue;
    absl::StrAppend(&numbers, numbers.empty() ? "" : "; ", c.header, " ", text);
  }
  if (!numbers.empty()) append(numbers);
  for (const Cells& c : all) {
    if (c.is_below && !c.right && !c.text[row].empty()) {
      append(absl::StrCat(c.header, ": ", c.text[row]));
    }
  }
}

void AppendRow(const std::vector<Cells>& all, size_t row, size_t width, std::string& out) {
  std::string line;
  bool first = true;
  for (const Cells& c : all) {
    if (!c.in_line()) continue;
    if (!first) line.append(kGap, ' ');
    first = false;
    line += Pad(Shorten(c.Line(row), std::max<size_t>(1, c.width)), c.width, c.right);
  }
  AppendLine(line, out);
  AppendBelow(all, row, width, out);
}

}  // namespace

std::string RenderRows(const google::protobuf::Descriptor& type,
                       const std::vector<const Message*>& rows, const TableLook& look) {
  std::vector<Cells> all = Gather(type, rows);
  LayOut(all, look.width);
  std::string out;
  AppendHeader(all, look.colour, out);
  for (size_t row = 0; row < rows.size(); ++row) AppendRow(all, row, look.width, out);
  return out;
}

std::string RenderTable(const Answer& answer, const TableLook& look) {
  std::string out;
  const auto append = [&](const std::string& text, size_t indent) {
    for (const std::string& line : Wrap(text, look.width, indent)) AppendLine(line, out);
  };
  if (!answer.title.empty()) {
    append(answer.title, 0);
    out += "\n";
  }
  if (answer.whole) {
    for (size_t i = 0; i < answer.rows.size(); ++i) {
      absl::StrAppend(&out, i == 0 ? "" : "\n", RenderPage(*answer.rows[i], look));
    }
  } else if (answer.type != nullptr && !answer.rows.empty()) {
    std::vector<const Message*> rows;
    for (const auto& row : answer.rows) rows.push_back(row.get());
    out += RenderRows(*answer.type, rows, look);
  }
  if (!answer.notes.empty() && !answer.rows.empty()) out += "\n";
  for (const std::string& note : answer.notes) append(note, 2);
  return out;
}

}  // namespace pullgraph
