// SPDX-License-Identifier: Apache-2.0
#include "tools/nearest.h"

#include <algorithm>
#include <utility>

namespace pullgraph::tools {

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::string NearestWord(const CLI::App& app, std::string_view complaint) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(verb->get_name());
  }
  std::string best;
  size_t best_distance = 3;  // More is no likeness.
  while (!complaint.empty()) {
    const size_t end = std::min(complaint.find_first_of(" ,:="), complaint.size());
    const std::string_view word = complaint.substr(0, end);
    complaint.remove_prefix(std::min(end + 1, complaint.size()));
    if (word.size() < 3) continue;
    for (const std::string& candidate : known) {
      const size_t distance = EditDistance(word, candidate);
      if (distance > 0 && distance < best_distance) {
        best_distance = distance;
        best = candidate;
      }
    }
  }
  return best;
}

}  // namespace pullgraph::tools
