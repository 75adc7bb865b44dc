// SPDX-License-Identifier: Apache-2.0
// Which accounts run by themselves.
#ifndef PULLGRAPH_IO_IMPORT_BOTS_H_
#define PULLGRAPH_IO_IMPORT_BOTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "io/import/import_result.h"

namespace pullgraph {

struct BotOptions {
  std::vector<std::string> bots;    // Ids of members who are bots, whatever the rules say.
  std::vector<std::string> people;  // Ids of members who are none.
};

// Gives the role of a bot to those members of the community (not to staff, whom somebody
// named) who
//   - are called so: "[bot]" in id or name, or "bot" as its last word (deploy-bot), or
//   - are a service that is known to write by itself (dependabot, renovate, codecov, ...), or
//   - wrote in 22 different hours of one day, on three days or more, which nobody does.
// The report counts each, with the first: it may be wrong, and `options` overrule it both ways.
//
// COST: O(rows); that of checking the community anew if anybody is marked.
// ERRORS: InvalidArgument for an id that is not there, or in both lists.
absl::Status MarkBots(const BotOptions& options, ImportResult& result);

// Whether an account of that id or name is a bot by what it is called.
bool IsCalledBot(std::string_view name);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_BOTS_H_
