// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_TESTS_FUZZ_FUZZ_FOLDER_H_
#define PULLGRAPH_TESTS_FUZZ_FUZZ_FOLDER_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace pullgraph::testing {

// Cuts a buffer into files at lines "==name"; what comes before is `first`.
inline std::map<std::string, std::string> FolderOf(const uint8_t* data, size_t size,
                                                   const std::string& first) {
  std::map<std::string, std::string> files;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string name = first;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end);
    if (line.substr(0, 2) == "==" && files.size() < 16) {
      name = std::string(line.substr(2, line.find_last_not_of('\n') - 1));
      files[name] = "";
    } else {
      files[name].append(line);
    }
  }
  return files;
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_FUZZ_FUZZ_FOLDER_H_
