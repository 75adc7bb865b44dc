// SPDX-License-Identifier: Apache-2.0
#include "io/report/markup.h"

#include "graph/utf8.h"

namespace pullgraph::report {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";
constexpr char kEllipsis[] = "\xE2\x80\xA6";

struct Character {
  size_t length = 1;
  char32_t code = 0xFFFD;  // That of one which is not well-formed.
};

Character FirstOf(std::string_view s) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char a = byte(0);
  if (a < 0x80) return {1, a};
  const size_t length = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : 2;
  if (s.size() < length || !IsValidUtf8(s.substr(0, length))) return {};
  char32_t code = a & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; ++i) code = (code << 6) | (byte(i) & 0x3F);
  return {length, code};
}

bool IsSpace(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x2028 || c == 0x2029;
}

bool IsUnfit(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool direction = c == 0x200E || c == 0x200F || c == 0x061C ||
                         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || direction || (c & 0xFFFE) == 0xFFFE;
}

}  // namespace

std::string Shown(std::string_view text, size_t max_chars) {
  std::string out;
  size_t chars = 0;
  size_t last = 0;  // Where the last character begins.
  bool space = false;
  const auto add = [&](std::string_view character) {
    last = out.size();
    out.append(character);
    ++chars;
  };
  while (!text.empty()) {
    const Character c = FirstOf(text);
    const std::string_view bytes = text.substr(0, c.length);
    text.remove_prefix(c.length);
    if (IsSpace(c.code)) {
      space = chars > 0;
      continue;
    }
    if (space && chars < max_chars) add(" ");
    space = false;
    if (chars >= max_chars) {
      out.resize(last);
      while (!out.empty() && out.back() == ' ') out.pop_back();
      return out + kEllipsis;
    }
    add(IsUnfit(c.code) || c.code == 0xFFFD ? std::string_view(kReplacement) : bytes);
  }
  return out;
}

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string ShownEscaped(std::string_view text, size_t max_chars) {
  return Escape(Shown(text, max_chars));
}

std::string Name(std::string_view text, size_t max_chars) {
  const std::string shown = ShownEscaped(text, max_chars);
  return shown.empty() ? "<i>(no name)</i>" : "<bdi>" + shown + "</bdi>";
}

}  // namespace pullgraph::report
