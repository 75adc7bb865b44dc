// SPDX-License-Identifier: Apache-2.0
#include "io/import/dot_tokens.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxToken = size_t{1} << 20;

bool IsWordByte(int c) {
  return c >= 0x80 || c == '_' || absl::ascii_isalnum(static_cast<unsigned char>(c));
}

}  // namespace

bool DotToken::IsKeyword(std::string_view word) const {
  return kind == Kind::kId && bare && absl::EqualsIgnoreCase(text, AbslView(word));
}

absl::StatusOr<const DotToken*> DotTokens::Peek() {
  if (!ahead_) {
    PG_ASSIGN(token, Read());
    next_ = std::move(token);
    ahead_ = true;
  }
  return &next_;
}

absl::StatusOr<DotToken> DotTokens::Next() {
  PG_RETURN_IF_ERROR(Peek().status());
  ahead_ = false;
  ++tokens_;
  return std::move(next_);
}

char DotTokens::Take() {
  const int c = in_.Peek();
  in_.Advance();
  line_begins_ = c == '\n';
  return static_cast<char>(c);
}

absl::Status DotTokens::TooLong(const DotToken& token) const {
  return BadInput(PlaceOf(token), "a text of more than 1 MiB", "is its quote closed?");
}

absl::Status DotTokens::SkipComment() {
  const Place begin = in_.Here();
  Take();
  const int second = in_.Peek();
  if (second == '/') {
    while (in_.Peek() >= 0 && in_.Peek() != '\n') Take();
    return in_.status();
  }
  if (second != '*') return BadInput(begin, "'/', which begins nothing here");
  Take();
  for (char last = ' '; in_.Peek() >= 0;) {
    const char c = Take();
    if (last == '*' && c == '/') return absl::OkStatus();
    last = c;
  }
  PG_RETURN_IF_ERROR(in_.status());
  return BadInput({in_.file()}, "a comment that is never closed");
}

absl::Status DotTokens::SkipBlanks() {
  if (in_.line() == 1 && in_.column() == 1 && in_.Peek() == 0xEF &&
      in_.rest().substr(0, 3) == "\xEF\xBB\xBF") {
    in_.Ignore(3);
  }
  while (true) {
    const int c = in_.Peek();
    if (c < 0) return in_.status();
    if (c == '#' && line_begins_) {  // A line of the C preprocessor.
      while (in_.Peek() >= 0 && in_.Peek() != '\n') Take();
    } else if (c == '/') {
      PG_RETURN_IF_ERROR(SkipComment());
    } else if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
      Take();
    } else {
      return absl::OkStatus();
    }
  }
}

// A quoted text may go on after a '+' in a further one.
absl::Status DotTokens::Quoted(DotToken& token) {
  while (true) {
    Take();
    while (true) {
      const int c = in_.Peek();
      if (c < 0) {
        PG_RETURN_IF_ERROR(in_.status());
        return BadInput(PlaceOf(token), "the quote that opens here is never closed");
      }
      Take();
      if (c == '"') break;
      if (c == '\\' && (in_.Peek() == '"' || in_.Peek() == '\\' || in_.Peek() == '\n')) {
        const char escaped = Take();
        if (escaped != '\n') token.text.push_back(escaped);
        continue;
      }
      token.text.push_back(static_cast<char>(c));
      if (token.text.size() > kMaxToken) return TooLong(token);
    }
    PG_RETURN_IF_ERROR(SkipBlanks());
    if (in_.Peek() != '+') return absl::OkStatus();
    Take();
    PG_RETURN_IF_ERROR(SkipBlanks());
    if (in_.Peek() != '"') return BadInput(in_.Here(), "expected a quoted text after '+'");
  }
}

absl::Status DotTokens::Html(DotToken& token) {
  Take();
  for (int depth = 1; true;) {
    const int c = in_.Peek();
    if (c < 0) {
      PG_RETURN_IF_ERROR(in_.status());
      return BadInput(PlaceOf(token), "the '<' that opens here is never closed");
    }
    Take();
    depth += c == '<' ? 1 : c == '>' ? -1 : 0;
    if (depth == 0) return absl::OkStatus();
    token.text.push_back(static_cast<char>(c));
    if (token.text.size() > kMaxToken) return TooLong(token);
  }
}

absl::Status DotTokens::Word(DotToken& token) {
  const bool number = in_.Peek() == '-' || in_.Peek() == '.' ||
                      absl::ascii_isdigit(static_cast<unsigned char>(in_.Peek()));
  if (in_.Peek() == '-') token.text.push_back(Take());
  if (token.text == "-" && (in_.Peek() == '-' || in_.Peek() == '>')) {
    token.kind = DotToken::Kind::kSign;
    token.text.push_back(Take());
    return absl::OkStatus();
  }
  while (IsWordByte(in_.Peek()) || (number && in_.Peek() == '.')) {
    token.text.push_back(Take());
    if (token.text.size() > kMaxToken) return TooLong(token);
  }
  token.bare = true;
  if (!token.text.empty() && token.text != "-") return in_.status();
  const int c = in_.Peek();
  return BadInput(PlaceOf(token),
                  absl::StrCat("'", token.text, Printable(std::string(c < 0 ? 0 : 1, static_cast<char>(c))),
                               "', expected an id or a sign"),
                  "check that this is a DOT file");
}

absl::StatusOr<DotToken> DotTokens::Read() {
  PG_RETURN_IF_ERROR(SkipBlanks());
  DotToken token;
  token.line = in_.line();
  token.column = in_.column();
  const int c = in_.Peek();
  if (c < 0) return token;
  if (std::string_view("{}[];,:=").find(static_cast<char>(c)) != std::string_view::npos) {
    token.kind = DotToken::Kind::kSign;
    token.text.push_back(Take());
    return token;
  }
  token.kind = DotToken::Kind::kId;
  PG_RETURN_IF_ERROR(c == '"' ? Quoted(token) : c == '<' ? Html(token) : Word(token));
  PG_RETURN_IF_ERROR(CheckUtf8At(PlaceOf(token), token.text));
  return token;
}

}  // namespace pullgraph
