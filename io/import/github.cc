// SPDX-License-Identifier: Apache-2.0
#include "io/import/github.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/github_reader.h"
#include "io/import/json_stream.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

absl::Status CheckOnly(const GithubOptions& options) {
  for (const std::string& name : options.only) {
    const size_t slash = name.find('/');
    const bool fine = !name.empty() && slash != 0 && slash + 1 != name.size() &&
                      (slash == std::string::npos || slash == name.rfind('/'));
    if (!fine) {
      return absl::InvalidArgumentError(
          absl::StrCat("only has '", Printable(name), "', expected 'owner' or 'owner/name'"));
    }
  }
  return absl::OkStatus();
}

// "type": "PushEvent", and the like.
bool HasEventType(std::string_view head) {
  constexpr std::string_view kType = "\"type\"";
  for (size_t at = head.find(kType); at != std::string_view::npos;
       at = head.find(kType, at + 1)) {
    const size_t open = head.find_first_not_of(" \t\r\n:", at + kType.size());
    if (open == std::string_view::npos || head[open] != '"') continue;
    const size_t close = head.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    if (absl::EndsWith(AbslView(head.substr(open + 1, close - open - 1)), "Event"))
      return true;
  }
  return false;
}

}  // namespace

absl::Status GithubReader::AddThreads() {
  for (Thread& thread : threads_) {
    SourceMessage& m = message_;
    m.id = ThreadId(thread.repository, thread.number);
    m.author = thread.author == kUnknown ? "" : people_[thread.author].key;
    m.at = thread.at;
    m.kind = thread.kind;
    m.parent.clear();
    m.thread.clear();
    m.channel = repositories_[thread.repository].key;
    m.title = std::move(thread.title);
    m.url = std::move(thread.url);
    m.mentions.clear();
    m.topics.clear();
    for (const uint32_t label : thread.labels) m.topics.emplace_back(labels_[label]);
    PG_RETURN_IF_ERROR(AtPlace({m.id}, community_.Add(m)));
    if (thread.is_closed && thread.kind == MessageKind::kAsk) {
      PG_RETURN_IF_ERROR(community_.Settle(m.id, thread.state_at));
    }
  }
  return absl::OkStatus();
}

absl::Status GithubReader::AddPeople() {
  for (size_t i = 0; i < people_.size(); ++i) {
    GithubNames::Entry& entry = people_[static_cast<uint32_t>(i)];
    Person person;
    person.id = entry.key;
    if (entry.name != entry.key) person.name = entry.name;
    if (entry.is_bot || absl::EndsWith(entry.key, "[bot]")) person.role = MemberRole::kBot;
    PG_RETURN_IF_ERROR(community_.Describe(person));
  }
  return absl::OkStatus();
}

absl::Status GithubReader::AddRepositories() {
  for (size_t i = 0; i < repositories_.size(); ++i) {
    const GithubNames::Entry& entry = repositories_[static_cast<uint32_t>(i)];
    PG_RETURN_IF_ERROR(community_.DescribeTopic(entry.key, entry.name));
    ResourceRow row;
    row.title = entry.name;
    row.kind = ResourceKind::kProduct;
    row.url = absl::StrCat("https://github.com/", entry.name);
    PG_RETURN_IF_ERROR(community_.DescribeResource(entry.key, std::move(row), {entry.key}));
  }
  return absl::OkStatus();
}

absl::Status GithubReader::AddMentions() {
  for (const Mention& mention : mentions_) {
    const auto to = people_.Bearer(mentioned_[mention.to]);
    if (!to) {
      report().Note("mentions of people who did nothing here, left out");
      continue;
    }
    PG_RETURN_IF_ERROR(community_.AddTie(people_[mention.from].key, people_[*to].key,
                                         TieKind::kMentioned, mention.at));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> GithubReader::Finish() && {
  PG_RETURN_IF_ERROR(AddThreads());
  PG_RETURN_IF_ERROR(AddPeople());
  PG_RETURN_IF_ERROR(AddRepositories());
  PG_RETURN_IF_ERROR(AddMentions());
  if (events_ > 0) report().Count("events", events_);
  report().Count("repositories", repositories_.size());
  return std::move(community_).Build();
}

absl::StatusOr<ImportResult> ImportGithubFrom(ByteSource source,
                                              const GithubOptions& options) {
  PG_RETURN_IF_ERROR(CheckOnly(options));
  GithubReader reader(options);
  PG_RETURN_IF_ERROR(ReadJson(
      std::move(source), options.run, reader.report(),
      [&](const JsonValue& value, const Place& place) { return reader.Take(value, place); }));
  return std::move(reader).Finish();
}

absl::StatusOr<ImportResult> ImportGithubFolder(const InputFolder& folder,
                                                const GithubOptions& options) {
  PG_RETURN_IF_ERROR(CheckOnly(options));
  GithubOptions named = options;
  if (named.name.empty()) named.name = folder.BaseName();
  GithubReader reader(named);
  PG_RETURN_IF_ERROR(ReadJsonFolder(
      folder, options.run, reader.report(),
      [&](const JsonValue& value, const Place& place) { return reader.Take(value, place); }));
  return std::move(reader).Finish();
}

absl::StatusOr<ImportResult> ImportGithub(const std::string& path,
                                          const GithubOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    PG_ASSIGN(folder, InputFolder::Open(path));
    return ImportGithubFolder(folder, options);
  }
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportGithubFrom(std::move(source), options);
}

bool LooksLikeGithub(std::string_view head) {
  const std::string_view line = FirstJsonLine(head);
  if (line.empty() || (line.front() != '{' && line.front() != '[')) return false;
  const std::string_view first = line.size() > 2 && line.front() == '{' ? line : head;
  const bool is_event = HasEventType(first) && HasJsonName(first, "payload") &&
                        (HasJsonName(first, "repo") || HasJsonName(first, "repository")) &&
                        HasJsonName(first, "actor");
  if (is_event) return true;
  const bool is_of_api = head.find("/repos/") != std::string_view::npos;
  const bool has_author = HasJsonName(head, "user") || HasJsonName(head, "actor");
  return is_of_api && has_author && HasJsonName(head, "html_url") &&
         (HasJsonName(head, "issue_url") || HasJsonName(head, "comments_url") ||
          HasJsonName(head, "pull_request_url") || HasJsonName(head, "repository_url"));
}

bool LooksLikeGithub(const InputFolder& folder) {
  const auto head = HeadOfFirstJson(folder);
  return head && LooksLikeGithub(*head);
}

}  // namespace pullgraph
