// SPDX-License-Identifier: Apache-2.0
// The words of a file in the DOT language; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_DOT_TOKENS_H_
#define PULLGRAPH_IO_IMPORT_DOT_TOKENS_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "io/import/place.h"
#include "io/import/text_cursor.h"

namespace pullgraph {

struct DotToken {
  // kSign: one of { } [ ] ; , : = and the operators -- and ->.
  enum class Kind { kEnd, kSign, kId };
  Kind kind = Kind::kEnd;
  std::string text;     // Of a quoted id: without quotes; of HTML: without its brackets.
  bool bare = false;    // An id that is neither quoted nor HTML: it may be a keyword.
  uint64_t line = 0;
  uint64_t column = 0;

  bool IsSign(std::string_view sign) const { return kind == Kind::kSign && text == sign; }
  // Keywords have no case.
  bool IsKeyword(std::string_view word) const;
};

class DotTokens {
 public:
  explicit DotTokens(ByteSource source) : in_(std::move(source)) {}

  // The next token, which Next() gives as well. ERRORS: DataLoss with the place; those of
  // ByteSource.
  absl::StatusOr<const DotToken*> Peek();
  absl::StatusOr<DotToken> Next();

  Place PlaceOf(const DotToken& token) const { return {in_.file(), token.line, token.column}; }
  const std::string& file() const { return in_.file(); }
  double fraction() const { return in_.fraction(); }
  uint64_t tokens() const { return tokens_; }

 private:
  absl::StatusOr<DotToken> Read();
  absl::Status SkipBlanks();
  absl::Status SkipComment();
  absl::Status Quoted(DotToken& token);
  absl::Status Html(DotToken& token);
  absl::Status Word(DotToken& token);
  absl::Status TooLong(const DotToken& token) const;
  char Take();

  TextCursor in_;
  bool line_begins_ = true;
  bool ahead_ = false;
  DotToken next_;
  uint64_t tokens_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DOT_TOKENS_H_
