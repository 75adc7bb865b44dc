// SPDX-License-Identifier: Apache-2.0
// What an e-mail address says of who writes from it. All words in lower case.
#ifndef PULLGRAPH_ALGORITHMS_IDENTITY_MAIL_ADDRESS_H_
#define PULLGRAPH_ALGORITHMS_IDENTITY_MAIL_ADDRESS_H_

#include <string_view>

namespace pullgraph {

// One @, a dot behind it, and nothing that separates words.
bool IsMailAddress(std::string_view text);

// Boxes that people share, or that nobody reads: info, noreply-3.
bool IsSharedBox(std::string_view local);

// Where anybody can have a box, so that two who do have nothing in common.
bool IsMailProvider(std::string_view domain);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_IDENTITY_MAIL_ADDRESS_H_
