// SPDX-License-Identifier: Apache-2.0
// Which ids are other accounts of whom.
#ifndef PULLGRAPH_IO_IMPORT_ALIAS_TABLE_H_
#define PULLGRAPH_IO_IMPORT_ALIAS_TABLE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/run_control.h"

namespace pullgraph {

class AliasTable {
 public:
  // `alias` is an account of `person`; that may be an alias itself.
  // ERRORS: InvalidArgument for an empty id, and for an alias of two people.
  absl::Status Add(std::string_view alias, std::string_view person);

  // After the last Add(): whoever is at the end of each chain. COST: O(n).
  // ERRORS: InvalidArgument for an alias that leads back to itself.
  absl::Status Settle();

  // After Settle(): the person whose account it is; `id` itself if it is nobody else's.
  std::string_view PersonOf(std::string_view id) const;

  size_t size() const { return person_.size(); }

 private:
  absl::flat_hash_map<std::string, std::string> person_;
};

// Reads a table (CSV or JSON, in any of the usual forms) with the columns `alias` and
// `person`; all others, such as the confidence and the evidence that `pullgraph identities`
// writes, are for people to read. Rows without both ids are none.
// ERRORS: those of ByteSource; InvalidArgument naming file, line and value.
absl::StatusOr<AliasTable> ReadAliasTable(const std::string& path, const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ALIAS_TABLE_H_
