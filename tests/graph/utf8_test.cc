// SPDX-License-Identifier: Apache-2.0
#include "graph/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "graph/random.h"

namespace pullgraph::utf8_test {
namespace {

constexpr size_t kNone = std::string_view::npos;

// RFC 3629 by its definition: decode, then ask whether that was the only way.
std::string Encode(uint32_t c) {
  std::string s;
  if (c < 0x80) {
    s += static_cast<char>(c);
  } else if (c < 0x800) {
    s += static_cast<char>(0xC0 | (c >> 6));
    s += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    s += static_cast<char>(0xE0 | (c >> 12));
    s += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    s += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    s += static_cast<char>(0xF0 | (c >> 18));
    s += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    s += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    s += static_cast<char>(0x80 | (c & 0x3F));
  }
  return s;
}

TEST(Utf8, EveryCodePointAndNoSurrogate) {
  for (uint32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    ASSERT_EQ(IsValidUtf8(Encode(c)), !surrogate) << std::hex << c;
  }
  EXPECT_FALSE(IsValidUtf8(Encode(0x110000)));
}

// All strings of two and three bytes with a high first byte: valid if and only if
// some code points encode to them.
TEST(Utf8, EveryShortString) {
  std::vector<bool> valid2(1 << 16, false);
  std::vector<bool> valid3(1 << 24, false);
  const auto at = [](std::string_view s, size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(s[i]));
  };
  for (uint32_t c = 0x80; c < 0x10000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string s = Encode(c);
    if (s.size() == 2) {
      const uint32_t two = at(s, 0) << 8 | at(s, 1);
      valid2[two] = true;
      for (uint32_t ascii = 0; ascii < 0x80; ++ascii) valid3[two << 8 | ascii] = true;
    } else {
      valid3[at(s, 0) << 16 | at(s, 1) << 8 | at(s, 2)] = true;
    }
  }
  size_t accepted = 0;
  for (uint32_t i = 0x800000; i < 0x1000000; ++i) {
    const char s[] = {static_cast<char>(i >> 16), static_cast<char>(i >> 8),
                      static_cast<char>(i)};
    const bool valid = IsValidUtf8(std::string_view(s, 3));
    ASSERT_EQ(valid, valid3[i]) << std::hex << i;
    accepted += valid;
    if ((i & 0xFF) == 0) {
      ASSERT_EQ(IsValidUtf8(std::string_view(s, 2)), valid2[i >> 8]) << std::hex << i;
    }
  }
  EXPECT_GT(accepted, 0U);
}

TEST(Utf8, OffsetOfTheFirstFault) {
  EXPECT_EQ(FindInvalidUtf8(""), kNone);
  EXPECT_EQ(FindInvalidUtf8("plain text, longer than a word"), kNone);
  for (size_t i = 0; i < 40; ++i) {
    std::string s(40, 'a');
    s[i] = '\xFF';
    EXPECT_EQ(FindInvalidUtf8(s), i);
  }
  EXPECT_EQ(FindInvalidUtf8("ab\xC3"), 2U);          // Cut off.
  EXPECT_EQ(FindInvalidUtf8("\xC0\x80"), 0U);        // Overlong.
  EXPECT_EQ(FindInvalidUtf8("\xE2\x82"), 0U);
  EXPECT_EQ(FindInvalidUtf8("a\xF4\x90\x80\x80"), 1U);  // Above U+10FFFF.
  EXPECT_EQ(FindInvalidUtf8("\x80"), 0U);
}

TEST(Printable, HostileBytesCannotReachTheTerminal) {
  EXPECT_EQ(Printable("Zo\xC3\xAB"), "Zo\xC3\xAB");
  EXPECT_EQ(Printable("a\nb\x1B[31m\x7F"), "a\\x0Ab\\x1B[31m\\x7F");
  EXPECT_EQ(Printable("a\xFF\xC3"), "a\\xFF\\xC3");
  EXPECT_EQ(Printable("a\xC2\x9B" "31m"), "a\\xC2\\x9B31m");  // U+009B is ESC [.
  EXPECT_EQ(Printable("a\xC2\xA0" "b"), "a\xC2\xA0" "b");
  EXPECT_EQ(Printable(std::string_view("\0", 1)), "\\x00");
}

TEST(Printable, CutsWithoutSplittingACharacter) {
  EXPECT_EQ(Printable("abcdef", 6), "abcdef");
  EXPECT_EQ(Printable("abcdefg", 6), "abcdef...");
  const std::string long_text = Printable("aaa\xE2\x82\xAC\xE2\x82\xAC", 4);
  EXPECT_EQ(long_text, "aaa\xE2\x82\xAC...");
  RandomStream random(3, 0);
  for (int i = 0; i < 2000; ++i) {
    std::string s;
    for (uint64_t k = random.Below(80); k > 0; --k) s += static_cast<char>(random.Below(256));
    const std::string printed = Printable(s, 20);
    ASSERT_TRUE(IsValidUtf8(printed));
    ASSERT_LE(printed.size(), 20 + 4 + 3U);
    for (const char c : printed) ASSERT_GE(static_cast<unsigned char>(c), 0x20);
  }
}

}  // namespace
}  // namespace pullgraph::utf8_test
