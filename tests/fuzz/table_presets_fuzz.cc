// SPDX-License-Identifier: Apache-2.0
// A table as it comes: recognised if it can be, read by a preset in any case; its first byte
// says by which.
#include <cstdint>
#include <string>

#include "io/import/table_presets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto presets = pullgraph::TablePresets();
  const pullgraph::TablePreset& preset = presets[data[0] % presets.size()];
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)pullgraph::RecogniseTable(text);
  const auto folder = pullgraph::InputFolder::FromMemory({{"t.csv", text}});
  (void)pullgraph::ImportPresetFrom(preset, folder, "t.csv");
  return 0;
}
