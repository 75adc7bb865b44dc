// SPDX-License-Identifier: Apache-2.0
// "==map.json" holds the mapping, the other files are what it names.
#include "io/import/csv.h"
#include "tests/fuzz/fuzz_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto files = pullgraph::testing::FolderOf(data, size, "map.json");
  const auto mapping = pullgraph::ParseCsvMapping(files["map.json"], "map.json");
  if (!mapping.ok()) return 0;
  (void)pullgraph::ImportMappedCsvFolder(pullgraph::InputFolder::FromMemory(files), *mapping);
  return 0;
}
