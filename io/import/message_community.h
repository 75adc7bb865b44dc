// SPDX-License-Identifier: Apache-2.0
// Messages turned into a community: who writes to whom, where, about what.
#ifndef PULLGRAPH_IO_IMPORT_MESSAGE_COMMUNITY_H_
#define PULLGRAPH_IO_IMPORT_MESSAGE_COMMUNITY_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"
#include "io/import/message.h"
#include "io/import/place.h"

namespace pullgraph {

struct MessageOptions {
  std::string name;                    // Of the community; "" = as the source says.
  std::string producer = "pullgraph";  // Written into the community.
  ResourceKind thread_kind = ResourceKind::kContent;
  const RunControl* run = nullptr;     // Progress and cancellation.
};

// Takes people, places and messages in any order and makes of them
//   members    who wrote, reacted, or was described or named;
//   topics     channels, tags, labels;
//   resources  threads, under the id of what opens them, published when it was written;
//   signals    the opening of a thread (ask or post), replies, answers, and reactions
//              (vote) on it; an ask is answered by the first kAnswer in its thread;
//   ties       who answered whom (answered for kAnswer, else commented), who mentioned,
//              reviewed and wrote to whom (messaged), directed, with every date.
// A reply without a parent answers who opened its thread. Nobody is tied to themselves,
// and a message that comes twice counts once.
//
// Memory is that of the result and of one small row a message: texts are not kept.
class MessageCommunity {
 public:
  explicit MessageCommunity(const MessageOptions& options);
  ~MessageCommunity();
  MessageCommunity(MessageCommunity&&) noexcept;

  // Says who somebody is; what is said later fills what was empty before.
  absl::Status Describe(const Person& person);
  // Names a topic, and the topic above it ("" = none).
  absl::Status DescribeTopic(std::string_view id, std::string_view name,
                             std::string_view parent = "");
  // ERRORS: InvalidArgument for an id that no community can hold.
  absl::Status Add(const Message& message);

  // For what the reader left out or assumed.
  ImportReport& report();

  // The community, with the counts people, threads, messages in the report; what points
  // nowhere (a parent that never came) is left out and noted.
  // COST: O(messages log messages). ERRORS: those of CommunityBuilder::Build; Cancelled.
  absl::StatusOr<ImportResult> Build() &&;

 private:
  struct Rows;
  std::unique_ptr<Rows> rows_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MESSAGE_COMMUNITY_H_
