// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_STACKEXCHANGE_H_
#define PULLGRAPH_IO_IMPORT_STACKEXCHANGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"

namespace pullgraph {

struct StackExchangeOptions {
  std::string name;                    // Of the community; "" = name of the directory.
  std::string producer = "pullgraph";  // Written into the community.
  // Who is a customer (see customer_rule.h); all others but bots are prospects.
  // "" = nobody is anything, and there is no market.
  std::string customer_rule = "answers>=1";
  std::string market = "customers";  // Id of the market.
  std::string site;  // "https://quantumcomputing.stackexchange.com": resources get
                     // addresses. "" = none.
  std::vector<std::string> staff;    // User ids that get the role staff.
  const RunControl* run = nullptr;   // Progress and cancellation.
};

// Reads a Stack Exchange dump: Users.xml and Posts.xml, and where they are there
// Tags, Comments, Votes, Badges and PostLinks (.xml, .xml.gz or .xml.zst).
//
// Returns a community in which
//   - users are members under their Id (-1 is a bot); attributes reputation, badges,
//     location;
//   - questions and answers are resources under their Id, tags are topics;
//   - ties are directed and carry every date: `answered` (answerer to asker; who
//     answers themselves is tied to themselves) and `commented` (commenter to author
//     of the post, never to themselves);
//   - signals are `ask` (on the question; answered_at and answered_by of the first
//     answer of somebody else, or else of their own), `answer` (on the question;
//     weight 2 if accepted, else 1), `reply` (a comment, on its post), `favourite`,
//     and `vote` (on the post; weight 1 up, 0 down, voter unknown; a bounty is a
//     vote of its giver, 1 per 50 points). Votes are dated by day, and never before
//     the post itself;
//   - needs are the topics somebody asked about, weight 1, since the first ask;
//   - offers are the topics somebody answered well: level 0.5 since their first
//     answer there scored 1 or more, and another 0.5 since their first accepted one.
//     Both dates are the end of the day of the vote that made it so, hence an as-of
//     cut sees nothing of the future;
//   - market membership starts when the rule first held, where its terms have dates.
//
// The report counts questions, answers, accepted, unanswered, users, tags, comments,
// votes and ties, and what was left out.
//
// COST: one pass over each file; memory is that of the result and an index of posts.
// ERRORS: NotFound if Users.xml or Posts.xml is absent; DataLoss with
// file:line:column for bad content, an Id that comes twice included; InvalidArgument
// for a bad option; I/O errors of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportStackExchange(const std::string& directory,
                                                 const StackExchangeOptions& options = {});

// The same for a folder that is open already.
absl::StatusOr<ImportResult> ImportStackExchangeFolder(const InputFolder& folder,
                                                       const StackExchangeOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_STACKEXCHANGE_H_
