// SPDX-License-Identifier: Apache-2.0
// People and repositories of GitHub, which change their names; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GITHUB_NAMES_H_
#define PULLGRAPH_IO_IMPORT_GITHUB_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "graph/time.h"

namespace pullgraph {

// Longer than any name there is; what exceeds it is none.
inline constexpr size_t kLongestGithubName = 256;

// Accounts or repositories, which have a number for ever and a name for a while. The
// first name is the key under which the community knows one; the latest is shown. Names
// are the same in any case.
class GithubNames {
 public:
  struct Entry {
    std::string key;
    std::string name;  // The latest.
    Time named_at;
    bool is_bot = false;
  };

  // Index of the one with that number (absent: known by name alone), called `name` (not
  // empty) at that moment.
  uint32_t Find(std::optional<int64_t> number, std::string_view name, Time at);
  // Who was last known to bear that name.
  std::optional<uint32_t> Bearer(std::string_view name) const;

  Entry& operator[](uint32_t index) { return entries_[index]; }
  const Entry& operator[](uint32_t index) const { return entries_[index]; }
  size_t size() const { return entries_.size(); }

 private:
  uint32_t Add(std::optional<int64_t> number, std::string_view name, Time at);

  std::vector<Entry> entries_;
  absl::flat_hash_map<int64_t, uint32_t> by_number_;
  absl::flat_hash_map<std::string, uint32_t> by_name_;  // In lower case.
  std::vector<bool> has_number_;                        // Of an entry.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GITHUB_NAMES_H_
