// SPDX-License-Identifier: Apache-2.0
#include "io/import/text_cursor.h"

namespace pullgraph {

int TextCursor::Fetch() {
  while (!ended_) {
    auto piece = source_.Next();
    if (!piece.ok()) status_ = piece.status();
    ended_ = !piece.ok() || piece->empty();
    if (!status_.ok()) break;
    if (utf16_) {
      piece_ = ended_ ? utf16_->Finish() : utf16_->Decode(*piece);
    } else {
      piece_ = *piece;
    }
    at_ = 0;
    if (!piece_.empty()) return static_cast<unsigned char>(piece_[0]);
  }
  return -1;
}

bool TextCursor::DecodeUtf16() {
  if (Peek() < 0 || utf16_) return false;
  const std::string_view mark = rest().substr(0, 2);
  if (mark != "\xFF\xFE" && mark != "\xFE\xFF") return false;
  utf16_.emplace(/*big_endian=*/mark[0] == '\xFE');
  piece_ = utf16_->Decode(rest().substr(2));
  at_ = 0;
  return true;
}

}  // namespace pullgraph
