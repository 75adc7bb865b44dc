// SPDX-License-Identifier: Apache-2.0
// Who is named in a text of GitHub; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GITHUB_MENTIONS_H_
#define PULLGRAPH_IO_IMPORT_GITHUB_MENTIONS_H_

#include <string_view>
#include <vector>

namespace pullgraph {

// The logins that `text` (Markdown) mentions as @login, in order, as they are written.
// Nobody is mentioned in code, in quoted lines, in addresses, or by the name of a team
// or package (@acme/anvil).
//
// COST: O(|text|). Views into `text`.
std::vector<std::string_view> GithubMentions(std::string_view text);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GITHUB_MENTIONS_H_
