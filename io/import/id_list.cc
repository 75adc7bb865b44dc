// SPDX-License-Identifier: Apache-2.0
#include "io/import/id_list.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "io/import/place.h"
#include "io/import/text_lines.h"

namespace pullgraph {

absl::StatusOr<std::vector<std::string>> ReadIdList(const std::string& path) {
  absl::StatusOr<ByteSource> source = ByteSource::Open(path);
  if (!source.ok()) return source.status();
  TextLines lines(*std::move(source));
  std::vector<std::string> ids;
  while (true) {
    const absl::StatusOr<std::optional<std::string_view>> line = lines.Next();
    if (!line.ok()) return line.status();
    if (!line->has_value()) return ids;
    if (absl::Status s = CheckUtf8At(lines.At(), **line); !s.ok()) return s;
    std::string id((*line)->data(), (*line)->size());
    absl::StripAsciiWhitespace(&id);
    if (!id.empty() && id[0] != '#') ids.push_back(std::move(id));
  }
}

}  // namespace pullgraph
