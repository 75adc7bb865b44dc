// SPDX-License-Identifier: Apache-2.0
#include "io/import/text_cursor.h"

namespace pullgraph {

int TextCursor::Fetch() {
  if (ended_) return -1;
  auto piece = source_.Next();
  if (!piece.ok()) status_ = piece.status();
  if (!piece.ok() || piece->empty()) {
    ended_ = true;
    return -1;
  }
  piece_ = *piece;
  at_ = 0;
  return static_cast<unsigned char>(piece_[0]);
}

}  // namespace pullgraph
