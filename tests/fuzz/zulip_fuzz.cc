// SPDX-License-Identifier: Apache-2.0
#include "io/import/zulip.h"
#include "tests/fuzz/fuzz_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto folder =
      pullgraph::InputFolder::FromMemory(pullgraph::testing::FolderOf(data, size, "realm.json"));
  (void)pullgraph::LooksLikeZulip(folder);
  (void)pullgraph::ImportZulipFolder(folder);
  return 0;
}
