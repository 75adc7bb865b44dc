// SPDX-License-Identifier: Apache-2.0
// The first byte chooses the options.
#include <string_view>
#include <utility>

#include "io/import/edges.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  pullgraph::EdgeListOptions options;
  options.directed = (data[0] & 1) != 0;
  options.time_column = (data[0] & 2) != 0 ? 3 : 0;
  options.count_column = (data[0] & 4) != 0 ? 4 : 0;
  options.strength_column = (data[0] & 8) != 0 ? 5 : 0;
  options.weight_column = (data[0] & 16) != 0 ? 6 : 0;
  options.weight = static_cast<pullgraph::GraphWeight>(data[0] % 5);
  options.header = static_cast<pullgraph::EdgeListHeader>((data[0] >> 4) % 3);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto source = pullgraph::ByteSource::FromMemory(text, "fuzz");
  if (source.ok()) (void)pullgraph::ImportEdgesFrom(*std::move(source), options);
  return 0;
}
