// SPDX-License-Identifier: Apache-2.0
// Encoded words and subjects.
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "graph/string_table.h"
#include "io/import/mail_header.h"
#include "io/import/text_encoding.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxWord = 1000;  // Of one encoded word; RFC 2047 allows 75.

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string UndoQ(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 &&
        HexDigit(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i] == '_' ? ' ' : text[i]);
    }
  }
  return out;
}

// Tolerant: mails cut words anywhere, and leave padding off.
std::string UndoBase64(std::string_view text) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) continue;
    bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xFFFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 0xFF));
    }
  }
  return out;
}

struct EncodedWord {
  std::string charset, bytes;
  size_t size = 0;  // In the text; 0 = there is none.
};

// The one that `text` begins with.
EncodedWord FirstWord(std::string_view text) {
  EncodedWord word;
  if (text.substr(0, 2) != "=?") return word;
  const size_t charset_end = text.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size()) return word;
  const char how = text[charset_end + 1];
  if (text[charset_end + 2] != '?') return word;
  const std::string_view rest = text.substr(charset_end + 3);
  const size_t end = rest.find("?=");
  if (end == std::string_view::npos) return word;
  const std::string_view body = rest.substr(0, end);
  if (how == 'q' || how == 'Q') {
    word.bytes = UndoQ(body);
  } else if (how == 'b' || how == 'B') {
    word.bytes = UndoBase64(body);
  } else {
    return word;
  }
  word.charset = std::string(text.substr(2, charset_end - 2));
  word.charset.resize(std::min(word.charset.find('*'), word.charset.size()));  // A language.
  word.size = charset_end + 3 + end + 2;
  return word;
}

// Control characters are blanks; several blanks are one.
std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (u > 0x20 && u != 0x7F) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// Past "Re:", "Re[2]:", "Fwd :" at the front; nothing if there is none.
size_t ReplyMark(std::string_view text) {
  static constexpr std::string_view kMarks[] = {"re", "fwd", "fw",   "aw",
                                                "wg", "sv",  "antw", "odp"};
  for (const std::string_view mark : kMarks) {
    if (!absl::StartsWithIgnoreCase(AbslView(text), AbslView(mark))) continue;
    size_t at = mark.size();
    if (at < text.size() && (text[at] == '[' || text[at] == '(')) {
      const size_t close = text.find(text[at] == '[' ? ']' : ')', at);
      if (close == std::string_view::npos || close - at > 4) continue;
      at = close + 1;
    }
    while (at < text.size() && text[at] == ' ') ++at;
    if (at < text.size() && text[at] == ':') return at + 1;
  }
  return 0;
}

}  // namespace

std::string DecodeMailText(std::string_view text) {
  std::string out;
  std::string bytes, charset;  // Of encoded words that are not written yet,
  std::string plain;           // and the text behind them.
  const auto flush_word = [&] {
    if (!bytes.empty()) out += ToUtf8(bytes, charset);
    bytes.clear();
  };
  const auto flush_plain = [&] {
    if (!plain.empty()) out += ToUtf8(plain, "");
    plain.clear();
  };
  for (size_t i = 0; i < text.size();) {
    EncodedWord word = FirstWord(text.substr(i, kMaxWord));
    if (word.size == 0) {
      plain.push_back(text[i]);
      ++i;
      continue;
    }
    // Blanks between two encoded words are not text, and a character may be cut by them.
    if (!bytes.empty() && plain.find_first_not_of(" \t\r\n") == std::string::npos) {
      plain.clear();
      if (charset != word.charset) flush_word();
    } else {
      flush_word();
      flush_plain();
    }
    charset = std::move(word.charset);
    bytes += word.bytes;
    i += word.size;
  }
  flush_word();
  flush_plain();
  return OneLine(out);
}

MailSubject ParseMailSubject(std::string_view text) {
  MailSubject subject;
  std::string_view rest = text;
  std::string_view title = text;
  while (true) {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (const size_t mark = ReplyMark(rest); mark > 0) {
      rest.remove_prefix(mark);
      title = rest;
      subject.is_reply = true;
      continue;
    }
    const size_t close = rest.find(']');
    if (rest.empty() || rest.front() != '[' || close == std::string_view::npos) break;
    rest.remove_prefix(close + 1);
  }
  subject.title = std::string(StdView(absl::StripAsciiWhitespace(AbslView(title))));
  subject.key = absl::AsciiStrToLower(AbslView(rest));
  return subject;
}

}  // namespace pullgraph
