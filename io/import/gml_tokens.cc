// SPDX-License-Identifier: Apache-2.0
#include "io/import/gml_tokens.h"

#include <charconv>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxToken = size_t{1} << 20;

// `&quot;`, `&amp;`, `&#228;` and the like; others stay as they are.
std::string ReplaceEntities(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t amp = std::min(text.find('&'), text.size());
    out.append(text.substr(0, amp));
    text.remove_prefix(amp);
    if (text.empty()) break;
    const size_t end = text.substr(0, 10).find(';');
    const std::string_view name =
        end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
    uint32_t code = 0;
    if (name == "quot") code = '"';
    if (name == "amp") code = '&';
    if (name == "lt") code = '<';
    if (name == "gt") code = '>';
    if (name == "apos") code = '\'';
    if (name.substr(0, 1) == "#") {
      const auto [p, ec] = std::from_chars(name.data() + 1, name.data() + name.size(), code);
      if (ec != std::errc() || p != name.data() + name.size()) code = 0;
    }
    const bool scalar = code > 0 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
    if (!scalar) {
      out.push_back('&');
      text.remove_prefix(1);
      continue;
    }
    if (code < 0x80) {
      out.push_back(static_cast<char>(code));
    } else {
      const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      const uint32_t lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
      out.push_back(static_cast<char>(lead | code >> (6 * more)));
      for (int i = more - 1; i >= 0; --i) {
        out.push_back(static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F)));
      }
    }
    text.remove_prefix(end + 1);
  }
  return out;
}

bool EndsWord(int c) {
  return c < 0 || c == '[' || c == ']' || c == '"' || c == '#' ||
         absl::ascii_isspace(static_cast<unsigned char>(c));
}

}  // namespace

bool GmlToken::Is(std::string_view word) const { return text == word; }

absl::Status GmlTokens::SkipBlanks() {
  if (in_.line() == 1 && in_.column() == 1 && in_.Peek() == 0xEF &&
      in_.rest().substr(0, 3) == "\xEF\xBB\xBF") {
    in_.Ignore(3);
  }
  while (true) {
    int c = in_.Peek();
    if (c == '#') {
      while (c >= 0 && c != '\n') {
        in_.Advance();
        c = in_.Peek();
      }
      continue;
    }
    if (c < 0) return in_.status();
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) return absl::OkStatus();
    in_.Advance();
  }
}

absl::Status GmlTokens::Text(GmlToken& token) {
  token.kind = GmlToken::Kind::kText;
  in_.Advance();
  while (true) {
    const int c = in_.Peek();
    if (c < 0) {
      PG_RETURN_IF_ERROR(in_.status());
      return BadInput(PlaceOf(token), "the quote that opens here is never closed");
    }
    in_.Advance();
    if (c == '"') break;
    token.text.push_back(static_cast<char>(c));
    if (token.text.size() > kMaxToken) {
      return BadInput(PlaceOf(token), "a text of more than 1 MiB", "is its quote closed?");
    }
  }
  Place place = PlaceOf(token);
  ++place.column;
  PG_RETURN_IF_ERROR(CheckUtf8At(place, token.text));
  token.text = ReplaceEntities(token.text);
  return absl::OkStatus();
}

absl::Status GmlTokens::Word(GmlToken& token) {
  while (!EndsWord(in_.Peek())) {
    token.text.push_back(static_cast<char>(in_.Peek()));
    in_.Advance();
    if (token.text.size() > kMaxToken) return BadInput(PlaceOf(token), "a word of more than 1 MiB");
  }
  PG_RETURN_IF_ERROR(in_.status());
  double number = 0;
  std::string_view digits = token.text;
  if (digits.substr(0, 1) == "+") digits.remove_prefix(1);
  const char* end = digits.data() + digits.size();
  const auto [p, ec] = std::from_chars(digits.data(), end, number);
  const auto first = static_cast<unsigned char>(token.text[0]);
  if (!absl::ascii_isalpha(first) && p == end && ec != std::errc::invalid_argument) {
    token.kind = GmlToken::Kind::kNumber;
    token.text = std::string(digits);
    return absl::OkStatus();
  }
  token.kind = GmlToken::Kind::kKey;
  if (absl::ascii_isalpha(first) || first == '_') return CheckUtf8At(PlaceOf(token), token.text);
  return BadInput(PlaceOf(token), absl::StrCat("'", Printable(token.text),
                                               "', expected a key, a number, a text or a bracket"),
                  "check that this is a GML file");
}

absl::StatusOr<GmlToken> GmlTokens::Next() {
  PG_RETURN_IF_ERROR(SkipBlanks());
  GmlToken token;
  token.line = in_.line();
  token.column = in_.column();
  const int c = in_.Peek();
  if (c < 0) return token;
  if (c == '[' || c == ']') {
    token.kind = c == '[' ? GmlToken::Kind::kOpen : GmlToken::Kind::kClose;
    in_.Advance();
    return token;
  }
  PG_RETURN_IF_ERROR(c == '"' ? Text(token) : Word(token));
  return token;
}

}  // namespace pullgraph
