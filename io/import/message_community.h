// SPDX-License-Identifier: Apache-2.0
// Messages turned into a community: who writes to whom, where, about what.
#ifndef PULLGRAPH_IO_IMPORT_MESSAGE_COMMUNITY_H_
#define PULLGRAPH_IO_IMPORT_MESSAGE_COMMUNITY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/names.h"
#include "graph/rows.h"
#include "graph/run_control.h"
#include "graph/time.h"
#include "io/import/import_result.h"
#include "io/import/message.h"

namespace pullgraph {

struct MessageRows;

struct MessageOptions {
  std::string name;                    // Of the community; "" = as the source says.
  std::string producer = "pullgraph";  // Written into the community.
  ResourceKind thread_kind = ResourceKind::kContent;
  const RunControl* run = nullptr;     // Progress and cancellation.
};

// Takes people, places and messages in any order and makes of them
//   members    who wrote, reacted, or was described or named; persons, unless bots;
//   topics     channels, tags, labels;
//   resources  threads, under their own id or that of the message that opens them: of
//              kind question if that is an ask; published when it was written, or, where
//              it never came, at the first date in the thread;
//   signals    on the thread, whose topics they are about: post and ask, reply (reviews
//              too), answer, and vote for reactions (one of each member a message);
//   ties       directed, with every date: who answered whom, reviewed, commented on,
//              wrote to (messaged) and mentioned.
//
// The message that opens a thread is the one that bears its id; else the first post or
// ask by date. Posts that come later in a thread are tied to nobody unless they have a
// parent. An ask is answered by the first kAnswer in its thread that is not dated before
// it, if there is any, else by the first of all.
// A reply is tied to the author of its parent, or else to who opened the thread; an
// answer to who asked. One message ties two people at most once, in the first of the
// ways named above. Nobody is tied to themselves, and nobody to somebody unknown.
//
// A message whose id came before is left out. A parent that never came names a thread all
// the same, so that those who answered it stay together. Replies that lead back to
// themselves are one thread, under the id of the earliest.
//
// Memory is that of the result and of one small row a message: texts are not kept. The
// same input in another order gives the same community, if no id comes twice and all
// messages have one.
class MessageCommunity {
 public:
  explicit MessageCommunity(const MessageOptions& options);
  ~MessageCommunity();
  MessageCommunity(MessageCommunity&&) noexcept;

  // What the source calls itself: counts where the options give no name.
  void NameIfUnnamed(std::string_view name);

  // Says who somebody is; what is said later fills what was empty before.
  // ERRORS (of all four): InvalidArgument for an id that is empty where it is needed, not
  // UTF-8, or longer than 65,536 bytes. Nothing has changed then.
  absl::Status Describe(const Person& person);
  // Names a topic, and the topic above it ("" = none).
  absl::Status DescribeTopic(std::string_view id, std::string_view name,
                             std::string_view parent = "");
  // ERRORS: also InvalidArgument for a message with neither id, parent nor thread.
  absl::Status Add(const SourceMessage& message);
  // A tie that no message makes: who signs for whom, follows whom.
  absl::Status AddTie(std::string_view from, std::string_view to, TieKind kind, Time at,
                      bool directed = true);

  // A resource that is no thread, such as a product, and the topics it is about.
  // ERRORS (of this and the next): also AlreadyExists for a resource described twice.
  absl::Status DescribeResource(std::string_view id, ResourceRow row,
                                const std::vector<std::string>& topics);
  // What somebody ("": nobody knows who) did with a resource without words.
  absl::Status AddSignal(std::string_view member, std::string_view resource, SignalKind kind,
                         Time at);
  // The ask of a thread was closed as done at that moment (absent: some day). Unless there
  // is a kAnswer in the thread, the last dated reply by then of somebody other than its
  // author, and of no bot, becomes one.
  absl::Status Settle(std::string_view thread, Time at);

  // For what the reader left out or assumed.
  ImportReport& report();

  // The community, with the counts people, threads, messages in the report.
  // COST: O(messages log messages). ERRORS: those of CommunityBuilder::Build; Cancelled.
  absl::StatusOr<ImportResult> Build() &&;

 private:
  std::unique_ptr<MessageRows> rows_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MESSAGE_COMMUNITY_H_
