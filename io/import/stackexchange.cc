// SPDX-License-Identifier: Apache-2.0
#include "io/import/stackexchange.h"

#include "io/import/stackexchange_dump.h"
#include "io/import/status_macros.h"

namespace pullgraph {

absl::StatusOr<ImportResult> ImportStackExchangeFolder(const InputFolder& folder,
                                                       const StackExchangeOptions& options) {
  // A bad rule is found before the files are read.
  if (!options.customer_rule.empty()) {
    PG_RETURN_IF_ERROR(CustomerRule::Parse(options.customer_rule).status());
  }
  ImportResult result;
  Dump dump;
  PG_RETURN_IF_ERROR(ReadDump(folder, options.run, dump, result.report));
  StackExchangeOptions named = options;
  if (named.name.empty()) named.name = folder.BaseName();
  PG_ASSIGN(community, BuildFromDump(std::move(dump), named, result.report));
  result.community = std::move(community);
  return result;
}

absl::StatusOr<ImportResult> ImportStackExchange(const std::string& directory,
                                                 const StackExchangeOptions& options) {
  PG_ASSIGN(folder, InputFolder::Open(directory));
  return ImportStackExchangeFolder(folder, options);
}

}  // namespace pullgraph
