// SPDX-License-Identifier: Apache-2.0
// The words of a GML file; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GML_TOKENS_H_
#define PULLGRAPH_IO_IMPORT_GML_TOKENS_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "io/byte_source.h"
#include "io/import/place.h"

namespace pullgraph {

struct GmlToken {
  enum class Kind { kEnd, kOpen, kClose, kKey, kNumber, kText };
  Kind kind = Kind::kEnd;
  std::string text;  // Of a text: without quotes, entities replaced.
  uint64_t line = 0;
  uint64_t column = 0;

  bool Is(std::string_view word) const;
};

class GmlTokens {
 public:
  explicit GmlTokens(ByteSource source) : source_(std::move(source)), file_(source_.name()) {}

  // ERRORS: DataLoss with the place; those of ByteSource.
  absl::StatusOr<GmlToken> Next();
  Place PlaceOf(const GmlToken& token) const { return {file_, token.line, token.column}; }
  const std::string& file() const { return file_; }
  double fraction() const { return source_.fraction(); }

 private:
  int Peek();  // -1 at the end or on error (then status_ tells).
  void Advance();
  absl::Status SkipBlanks();
  absl::Status Text(GmlToken& token);
  absl::Status Word(GmlToken& token);

  ByteSource source_;
  std::string file_;
  absl::Status status_;
  std::string_view piece_;
  size_t at_ = 0;
  bool ended_ = false;
  uint64_t line_ = 1;
  uint64_t column_ = 1;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GML_TOKENS_H_
