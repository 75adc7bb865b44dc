// SPDX-License-Identifier: Apache-2.0
// What every importer returns: the community, and an honest account of the rest.
#ifndef PULLGRAPH_IO_IMPORT_IMPORT_RESULT_H_
#define PULLGRAPH_IO_IMPORT_IMPORT_RESULT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/community_graph.h"

namespace pullgraph {

// Something that was left out or assumed, how often, and where it was met first. A count
// of 0: `what` is a whole sentence.
struct ImportNote {
  std::string what;
  uint64_t count = 0;
  std::string example;  // "Votes.xml:17:3", or empty.
  friend bool operator==(const ImportNote&, const ImportNote&) = default;
};

class ImportReport {
 public:
  // One more case of `what`; `example` of the first is kept.
  void Note(std::string_view what, std::string_view example = "", uint64_t count = 1);
  // A number that people know the source by: "questions", 612.
  void Count(std::string_view name, uint64_t value);

  // In order of first mention.
  const std::vector<ImportNote>& notes() const { return notes_; }
  const std::vector<std::pair<std::string, uint64_t>>& counts() const { return counts_; }
  // The count of that name, 0 if there is none.
  uint64_t CountOf(std::string_view name) const;

 private:
  std::vector<ImportNote> notes_;
  std::map<std::string, size_t, std::less<>> index_;  // what -> row of notes_.
  std::vector<std::pair<std::string, uint64_t>> counts_;
};

struct ImportResult {
  CommunityGraph community;
  ImportReport report;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_IMPORT_RESULT_H_
