// SPDX-License-Identifier: Apache-2.0
// A table as it comes: recognised if it can be, read by every preset in any case.
#include <cstdint>
#include <string>

#include "io/import/table_presets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)pullgraph::RecogniseTable(text);
  const auto folder = pullgraph::InputFolder::FromMemory({{"t.csv", text}});
  for (const pullgraph::TablePreset& preset : pullgraph::TablePresets()) {
    (void)pullgraph::ImportPresetFrom(preset, folder, "t.csv");
  }
  return 0;
}
