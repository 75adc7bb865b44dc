// SPDX-License-Identifier: Apache-2.0
#include "io/crc32c.h"

#include <isa-l/crc.h>

#include <algorithm>

namespace pullgraph {

uint32_t Crc32c(std::string_view data, uint32_t crc) {
  constexpr size_t kStep = size_t{1} << 30;  // The library counts in int.
  uint32_t state = ~crc;
  while (!data.empty()) {
    const std::string_view piece = data.substr(0, kStep);
    // The parameter is not const in the library's C interface, but only read.
    auto* bytes = reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data()));
    state = crc32_iscsi(bytes, static_cast<int>(piece.size()), state);
    data.remove_prefix(piece.size());
  }
  return ~state;
}

}  // namespace pullgraph
