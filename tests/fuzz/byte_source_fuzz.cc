// SPDX-License-Identifier: Apache-2.0
// gzip, zstd and lz4; at most 64 MiB of what comes out.
#include <string_view>

#include "io/byte_source.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto source = pullgraph::ByteSource::FromMemory(bytes, "fuzz");
  size_t total = 0;
  while (source.ok() && total < (size_t{64} << 20)) {
    const auto piece = source->Next();
    if (!piece.ok() || piece->empty()) break;
    total += piece->size();
  }
  return 0;
}
