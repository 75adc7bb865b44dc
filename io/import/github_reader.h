// SPDX-License-Identifier: Apache-2.0
// What of GitHub is kept while it is read; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GITHUB_READER_H_
#define PULLGRAPH_IO_IMPORT_GITHUB_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "graph/string_table.h"
#include "io/import/github.h"
#include "io/import/github_names.h"
#include "io/import/json_value.h"

namespace pullgraph {

// True if it can be owner/name. Threads are known by what follows a name: # and @.
bool IsRepositoryName(std::string_view name);

class GithubReader {
 public:
  explicit GithubReader(const GithubOptions& options);

  // One event of an archive, or one object of the REST API.
  absl::Status Take(const JsonValue& value, const Place& place);
  ImportReport& report() { return community_.report(); }
  absl::StatusOr<ImportResult> Finish() &&;

 private:
  static constexpr uint32_t kUnknown = UINT32_MAX;

  // An issue, a pull request or a discussion, of which each event tells a bit.
  struct Thread {
    uint32_t repository = kUnknown;
    int64_t number = 0;
    uint32_t author = kUnknown;
    MessageKind kind = MessageKind::kAsk;
    bool is_closed = false;  // As completed, at the moment `state_at`.
    Time at;
    Time state_at;
    std::string title, url;
    std::vector<uint32_t> labels;
  };
  struct Event {
    JsonValue payload;
    std::string_view type;
    uint32_t repository = kUnknown;
    uint32_t actor = kUnknown;
    Time at;
    Place place;
  };
  struct Mention {
    uint32_t from;
    uint32_t to;  // In mentioned_.
    Time at;
  };

  // What both sources have.
  bool Keeps(std::string_view repository) const;
  Time At(const JsonValue& time, const Place& place);
  uint32_t Account(const JsonValue& user, Time at);
  uint32_t Repository(std::optional<int64_t> number, std::string_view name, Time at);
  // `fallback` is the author where the value does not say (kUnknown: nobody does).
  Thread& Open(const JsonValue& value, uint32_t repository, int64_t number, MessageKind kind,
               uint32_t fallback, const Place& place);
  void Close(Thread& thread, const JsonValue& reason, Time at);
  void AddLabel(Thread& thread, std::string_view label);
  std::string ThreadId(uint32_t repository, int64_t number) const;
  // Something said in a thread: a comment, a review.
  absl::Status Say(const JsonValue& value, MessageKind kind, std::string id,
                   std::string thread, uint32_t repository, uint32_t fallback,
                   const Place& place);
  absl::Status ReviewComment(const JsonValue& comment, std::string thread, uint32_t repository,
                             uint32_t fallback, const Place& place);
  absl::Status Review(const JsonValue& review, std::string thread, uint32_t repository,
                      uint32_t fallback, const Place& place);
  absl::Status CommitComment(const JsonValue& comment, uint32_t repository, uint32_t fallback,
                             const Place& place);
  absl::Status Release(const JsonValue& release, uint32_t repository, uint32_t fallback,
                       const Place& place);
  absl::Status Discussion(const JsonValue& discussion, uint32_t repository, uint32_t fallback,
                          const Place& place);
  absl::Status Do(uint32_t who, SignalKind kind, uint32_t repository, Time at);

  // Events.
  absl::Status TakeEvent(const JsonValue& value, std::string_view type, const Place& place);
  absl::Status Dispatch(const Event& event);
  absl::Status OldEvent(const JsonValue& value, const Event& event);
  absl::Status IssueEvent(const Event& event);
  absl::Status PullRequestEvent(const Event& event);
  absl::Status ThreadComment(const Event& event);

  // Pages.
  absl::Status TakeObject(const JsonValue& value, const Place& place);
  absl::Status TimelineEvent(const JsonValue& value, const Place& place);

  absl::Status AddThreads();
  absl::Status AddPeople();
  absl::Status AddRepositories();
  absl::Status AddMentions();

  GithubOptions options_;
  std::vector<std::string> only_;  // In lower case.
  MessageCommunity community_;
  GithubNames people_, repositories_;
  std::vector<Thread> threads_;
  absl::flat_hash_map<std::pair<uint32_t, int64_t>, uint32_t> thread_index_;
  StringInterner labels_, mentioned_;
  std::vector<Mention> mentions_;
  absl::flat_hash_set<int64_t> reviews_;  // Of which something came.
  SourceMessage message_;                       // Scratch.
  uint64_t events_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GITHUB_READER_H_
