// SPDX-License-Identifier: Apache-2.0
// Mails of a list, whose threads are found when all are here; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_MAIL_ARCHIVE_H_
#define PULLGRAPH_IO_IMPORT_MAIL_ARCHIVE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "graph/time.h"
#include "io/import/import_result.h"
#include "io/import/mail_header.h"
#include "io/import/mbox_reader.h"
#include "io/import/message_community.h"

namespace pullgraph {

class MailArchive {
 public:
  // `file` and the line of the head make an id for a mail that has none. Later than
  // `latest` is no date.
  void Add(const MailHead& head, std::string_view file, Time latest, ImportReport& report);

  // Hands all over to `community`.
  absl::Status MoveTo(MessageCommunity& community);

 private:
  struct Mail {
    std::string id;
    MailAddress author;
    std::vector<MailAddress> reply_to, recipients;
    Time at;
    MailSubject subject;
    std::vector<std::string> ancestors;  // The nearest first.
    std::string list;                    // Id of its topic.
  };

  void TakeList(const MailHead& head, Mail& mail);
  void GuessList();
  void FindParents();
  std::string ParentOf(const Mail& mail) const;
  absl::Status DescribeAll(MessageCommunity& community) const;
  const MailAddress* AuthorOf(const Mail& mail) const;
  bool IsList(const std::string& address) const { return list_addresses_.contains(address); }

  std::vector<Mail> mails_;
  std::vector<std::string> parents_;  // Of mails_, once found.
  absl::flat_hash_set<std::string> ids_;
  absl::flat_hash_set<std::string> list_addresses_;
  absl::flat_hash_map<std::string, std::string> list_names_;  // Topic -> name.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MAIL_ARCHIVE_H_
