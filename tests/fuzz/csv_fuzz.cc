// SPDX-License-Identifier: Apache-2.0
// A folder of tables in one buffer: "==name.csv\n" begins each file.
#include <string_view>

#include "io/import/csv.h"
#include "tests/fuzz/fuzz_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto files = pullgraph::testing::FolderOf(data, size, "members.csv");
  for (const bool allow : {false, true}) {
    pullgraph::CsvOptions options;
    options.allow_undeclared = allow;
    (void)pullgraph::ImportCsvFolder(pullgraph::InputFolder::FromMemory(files), options);
  }
  return 0;
}
