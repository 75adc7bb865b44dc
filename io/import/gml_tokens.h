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
#include "io/import/text_cursor.h"

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
  explicit GmlTokens(ByteSource source) : in_(std::move(source)) {}

  // ERRORS: DataLoss with the place; those of ByteSource.
  absl::StatusOr<GmlToken> Next();
  Place PlaceOf(const GmlToken& token) const { return {file(), token.line, token.column}; }
  const std::string& file() const { return in_.file(); }
  double fraction() const { return in_.fraction(); }

 private:
  absl::Status SkipBlanks();
  absl::Status Text(GmlToken& token);
  absl::Status Word(GmlToken& token);

  TextCursor in_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GML_TOKENS_H_
