// SPDX-License-Identifier: Apache-2.0
#include "io/answer/text_width.h"

#include <utf8proc.h>

#include <algorithm>
#include <utility>

namespace pullgraph {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Glyph {
  std::string_view bytes;
  size_t width;
};

std::vector<Glyph> Glyphs(std::string_view text) {
  std::vector<Glyph> glyphs;
  while (!text.empty()) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &c);
    const size_t bytes = length > 0 ? static_cast<size_t>(length) : 1;
    const int width = length > 0 ? utf8proc_charwidth(c) : 1;
    glyphs.push_back({text.substr(0, bytes), static_cast<size_t>(std::max(0, width))});
    text.remove_prefix(bytes);
  }
  return glyphs;
}

}  // namespace

size_t TextWidth(std::string_view text) {
  size_t width = 0;
  for (const Glyph& g : Glyphs(text)) width += g.width;
  return width;
}

std::string Tame(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

std::string Shorten(std::string_view text, size_t most) {
  const std::vector<Glyph> glyphs = Glyphs(text);
  size_t width = 0;
  for (const Glyph& g : glyphs) width += g.width;
  if (width <= most) return std::string(text);
  const size_t tail_room = (most - 1) / 2;
  std::string head, tail;
  size_t used = 0, end = glyphs.size();
  while (end > 0 && used + glyphs[end - 1].width <= tail_room) used += glyphs[--end].width;
  // A mark does not begin the tail.
  while (end < glyphs.size() && glyphs[end].width == 0) ++end;
  for (size_t i = end; i < glyphs.size(); ++i) tail += glyphs[i].bytes;
  const size_t head_room = most - 1 - used;
  used = 0;
  for (size_t i = 0; i < end && used + glyphs[i].width <= head_room; ++i) {
    head += glyphs[i].bytes;
    used += glyphs[i].width;
  }
  while (!head.empty() && head.back() == ' ') head.pop_back();
  return head + std::string(kEllipsis) + tail;
}

std::string Pad(std::string_view text, size_t width, bool right) {
  const std::string blanks(width - std::min(width, TextWidth(text)), ' ');
  return right ? blanks + std::string(text) : std::string(text) + blanks;
}

std::vector<std::string> Wrap(std::string_view text, size_t width, size_t indent) {
  std::vector<std::string> lines;
  std::string line;
  size_t used = 0;
  bool fresh = true;  // Nothing but the indent on the line.
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.assign(indent, ' ');
    used = indent;
    fresh = true;
  };
  while (!text.empty()) {
    const size_t blank = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
    const size_t word_width = TextWidth(word);
    if (!fresh && used + 1 + word_width > width) end_line();
    if (!fresh) {
      line += ' ';
      ++used;
    }
    for (const Glyph& g : Glyphs(word)) {
      if (used + g.width > width && used > indent) end_line();
      line += g.bytes;
      used += g.width;
      fresh = false;
    }
    if (word.empty()) fresh = false;  // Several blanks stay.
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  for (std::string& l : lines) l.resize(l.find_last_not_of(' ') + 1);
  return lines;
}

}  // namespace pullgraph
