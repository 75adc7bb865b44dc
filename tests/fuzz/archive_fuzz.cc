// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "io/import/input_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto folder = pullgraph::InputFolder::FromArchive(
      std::string(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!folder.ok()) return 0;
  size_t bytes = 0;
  (void)folder->ForEachFile(
      [](std::string_view) { return true; },
      [&](const std::string&, pullgraph::ByteSource source) {
        while (true) {
          const auto piece = source.Next();
          if (!piece.ok() || piece->empty()) return piece.status();
          bytes += piece->size();
          if (bytes > 1 << 20) return absl::OkStatus();
        }
      });
  return 0;
}
