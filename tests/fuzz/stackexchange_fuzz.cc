// SPDX-License-Identifier: Apache-2.0
// A dump in one buffer: "==Users.xml" and so on begin the files.
#include "io/import/stackexchange.h"
#include "tests/fuzz/fuzz_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto files = pullgraph::testing::FolderOf(data, size, "Users.xml");
  pullgraph::StackExchangeOptions options;
  if (files.count("rule") != 0) options.customer_rule = files["rule"];
  (void)pullgraph::ImportStackExchangeFolder(
      pullgraph::InputFolder::FromMemory(std::move(files)), options);
  return 0;
}
