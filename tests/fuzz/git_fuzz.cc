// SPDX-License-Identifier: Apache-2.0
// Both shapes of a log: what begins with a zero byte is of our own format.
#include <string_view>
#include <utility>

#include "io/import/git.h"
#include "io/import/git_commits.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)pullgraph::LooksLikeGitLog(text);
  auto source = pullgraph::ByteSource::FromMemory(text, "fuzz");
  if (!source.ok()) return 0;
  if (text.substr(0, 1) != std::string_view("\0", 1)) {
    (void)pullgraph::ImportGitLogFrom(*std::move(source));
    return 0;
  }
  pullgraph::GitCommunity community({}, pullgraph::kLatestTime);
  if (pullgraph::ReadGitFormat(*std::move(source), nullptr, community).ok()) {
    (void)std::move(community).Build("fuzz");
  }
  return 0;
}
