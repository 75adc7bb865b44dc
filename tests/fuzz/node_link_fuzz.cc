// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>
#include <utility>

#include "io/import/node_link.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)pullgraph::LooksLikeNodeLink(text);
  auto source = pullgraph::ByteSource::FromMemory(text, "fuzz");
  if (source.ok()) (void)pullgraph::ImportNodeLinkFrom(*std::move(source));
  return 0;
}
