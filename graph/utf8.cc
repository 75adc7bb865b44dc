// SPDX-License-Identifier: Apache-2.0
#include "graph/utf8.h"

#include <cstdint>
#include <cstdio>
#include <cstring>

namespace pullgraph {
namespace {

// Length of the well-formed sequence at the front of `s`, or 0.
size_t SequenceLength(std::string_view s) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char a = byte(0);
  if (a < 0x80) return 1;
  const size_t length = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : 2;
  if (a < 0xC2 || a > 0xF4 || s.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char b = byte(1);
  const bool overlong = (a == 0xE0 && b < 0xA0) || (a == 0xF0 && b < 0x90);
  const bool surrogate = a == 0xED && b > 0x9F;
  const bool too_large = a == 0xF4 && b > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

// Control characters: ASCII's, and U+0080 to U+009F, which terminals obey too.
bool IsControl(std::string_view sequence) {
  const auto a = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return a < 0x20 || a == 0x7F;
  return a == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

}  // namespace

size_t FindInvalidUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    if (i + 8 <= text.size()) {
      uint64_t word;
      std::memcpy(&word, text.data() + i, 8);
      if ((word & 0x8080808080808080ULL) == 0) {
        i += 8;
        continue;
      }
    }
    const size_t length = SequenceLength(text.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

std::string Printable(std::string_view text, size_t max_bytes) {
  std::string out;
  size_t i = 0;
  while (i < text.size()) {
    if (out.size() >= max_bytes) return out + "...";
    const size_t length = SequenceLength(text.substr(i));
    if (length != 0 && !IsControl(text.substr(i, length))) {
      out.append(text.substr(i, length));
      i += length;
      continue;
    }
    char buffer[8];
    std::snprintf(buffer, sizeof(buffer), "\\x%02X", static_cast<unsigned char>(text[i++]));
    out += buffer;
  }
  return out;
}

}  // namespace pullgraph
