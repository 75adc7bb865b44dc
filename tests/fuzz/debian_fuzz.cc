// SPDX-License-Identifier: Apache-2.0
// "==keys" holds what gpg lists; all other files are indexes.
#include <utility>
#include <vector>

#include "io/import/debian.h"
#include "io/import/debian_archive.h"
#include "tests/fuzz/fuzz_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto files = pullgraph::testing::FolderOf(data, size, "Packages");
  std::vector<pullgraph::ByteSource> indexes;
  for (const auto& [name, content] : files) {
    auto source = pullgraph::ByteSource::FromMemory(content, name);
    if (!source.ok()) continue;
    if (name == "keys") {
      pullgraph::DebianArchive archive;
      archive.people_ids.Intern("ann@example.org");
      archive.people_ids.Intern("bob@example.org");
      (void)pullgraph::ReadKeySignatures(*std::move(source), archive);
    } else {
      indexes.push_back(*std::move(source));
    }
  }
  pullgraph::DebianOptions options;
  options.product = "foo";
  options.max_team = 5;
  (void)pullgraph::ImportDebianFrom(std::move(indexes), options);
  return 0;
}
