// SPDX-License-Identifier: Apache-2.0
// What an account shows of the person behind it; internal to algorithms/identity/.
#ifndef PULLGRAPH_ALGORITHMS_IDENTITY_ACCOUNT_KEYS_H_
#define PULLGRAPH_ALGORITHMS_IDENTITY_ACCOUNT_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/community_graph.h"
#include "graph/ids.h"

namespace pullgraph {

enum class AccountForm : uint8_t {
  kAddress,  // Its id is an e-mail address, of which people have several.
  kLogin,    // A name that its owner chose and that a platform gives once.
  kNumber,   // A number, or what a machine drew: U01ABCDEF.
};

// All of it folded: lower case, without accents.
struct AccountKeys {
  AccountForm form = AccountForm::kLogin;
  std::vector<std::string> addresses;  // Personal ones; info@ and the like say nothing.
  std::vector<std::string> domains;    // Of these, but those of mail providers.
  std::vector<std::string> logins;     // Chosen by the owner.
  std::vector<std::string> nicks;      // Names of one word, where there is no login.
  std::vector<std::string> locals;     // What stands before the @.
  std::vector<std::string> stated;     // Logins elsewhere that it says are its own.
  std::vector<std::string> words;      // Of the name, sorted; at most 8.
  std::string name;                    // These, joined; empty unless there are two.
};

// Lower case, accents and marks taken off. What is not UTF-8 stays as it is.
std::string FoldText(std::string_view text);

// COST: O(length of id, name and attributes).
AccountKeys KeysOf(const CommunityGraph& community, MemberId member);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_IDENTITY_ACCOUNT_KEYS_H_
