// SPDX-License-Identifier: Apache-2.0
#include "io/import/import_result.h"

namespace pullgraph {

void ImportReport::Note(std::string_view what, std::string_view example, uint64_t count) {
  auto it = index_.find(what);
  if (it == index_.end()) {
    it = index_.emplace(std::string(what), notes_.size()).first;
    notes_.push_back({std::string(what), 0, std::string(example)});
  }
  notes_[it->second].count += count;
}

void ImportReport::Count(std::string_view name, uint64_t value) {
  counts_.emplace_back(std::string(name), value);
}

uint64_t ImportReport::CountOf(std::string_view name) const {
  for (const auto& [key, value] : counts_) {
    if (key == name) return value;
  }
  return 0;
}

}  // namespace pullgraph
