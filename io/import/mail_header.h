// SPDX-License-Identifier: Apache-2.0
// What stands in the head of a mail; internal to io/import/. All text that is returned is
// UTF-8 without control characters.
#ifndef PULLGRAPH_IO_IMPORT_MAIL_HEADER_H_
#define PULLGRAPH_IO_IMPORT_MAIL_HEADER_H_

#include <string>
#include <string_view>
#include <vector>

#include "graph/time.h"

namespace pullgraph {

struct MailAddress {
  std::string id;    // In lower case.
  std::string name;  // "" if there is none, or it is but the address again.
};

// Text with encoded words (=?utf-8?Q?...?=) undone; other bytes are UTF-8 or else
// ISO-8859-1. SOURCE: RFC 2047.
std::string DecodeMailText(std::string_view text);

// The people of a field such as From or To; "ann at x.org (Ann)" as archives write it
// included. What is no address is left out. SOURCE: RFC 5322.
std::vector<MailAddress> ParseMailAddresses(std::string_view text);

// The ids in a field, between '<' and '>'; without those the first word.
std::vector<std::string> ParseMailIds(std::string_view text);

// "Wed, 22 Sep 2004 02:03:40 -0700", the weekday optional, zones also by name; and as
// "From " lines have it, "Wed Sep 22 05:05:28 2004". Absent if it is no date.
Time ParseMailDate(std::string_view text);

struct MailSubject {
  std::string title;  // Without what marks a reply.
  std::string key;    // Equal for a mail and its replies: also without [tags] and case.
  bool is_reply = false;
};

// `text` is decoded already.
MailSubject ParseMailSubject(std::string_view text);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MAIL_HEADER_H_
