// SPDX-License-Identifier: Apache-2.0
// What a forum, a chat, a mailing list, a tracker and a repository have in common: people
// write, to a place, in answer to others.
#ifndef PULLGRAPH_IO_IMPORT_MESSAGE_H_
#define PULLGRAPH_IO_IMPORT_MESSAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "graph/names.h"
#include "graph/time.h"

namespace pullgraph {

// Somebody as a source knows them. All but the id may be empty.
struct Person {
  std::string id;    // As the source has it, and unique in it: an account, an address.
  std::string name;
  MemberRole role = MemberRole::kUnspecified;
  Time joined_at;
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> attributes;
};

struct Reaction {
  std::string member;  // Absent: somebody unknown.
  Time at;             // Absent: that of the message.
  float weight = 1;    // Where nobody is named: how many they were.
};

enum class MessageKind {
  kPost,     // Says something; what opens a thread and asks for nothing.
  kAsk,      // Opens a thread that wants an answer: a question, an issue.
  kReply,    // Says something in a thread that is there.
  kReview,   // Looks at the work of who wrote the parent, or opened the thread.
  kAnswer,   // A reply that was accepted, or that closed the ask.
};

// One message, as every reader hands it over. All ids are of the source; an empty one is
// absent. Members, topics and messages may share ids; a thread without an id has that of
// the message that opens it, so ids of threads and of messages mean the same things.
struct SourceMessage {
  std::string id;       // Absent: cannot be answered, and is never a duplicate.
  std::string author;   // Absent: somebody unknown, of whom only the thread is kept.
  Time at;
  MessageKind kind = MessageKind::kPost;
  std::string parent;   // Message it answers; may come later in the input, or never.
  std::string thread;   // Absent: that of the parent, or one of its own under `id`.
  std::string channel;  // Topic that the thread belongs to.
  std::vector<std::string> topics;      // Further ones: tags, labels.
  std::string title, url;               // Of the thread, where this message opens it.
  std::vector<std::string> mentions;    // Members named in it.
  std::vector<std::string> recipients;  // Members it is sent to by name, such as To and Cc.
  std::vector<Reaction> reactions;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MESSAGE_H_
