// SPDX-License-Identifier: Apache-2.0
#include "io/import/github_reader.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/github_mentions.h"
#include "io/import/status_macros.h"

namespace pullgraph {

bool IsRepositoryName(std::string_view name) {
  const size_t slash = name.find('/');
  return name.size() <= kLongestGithubName && slash != 0 && slash != std::string_view::npos &&
         slash + 1 < name.size() && slash == name.rfind('/') &&
         name.find_first_of("#@ ") == std::string_view::npos;
}

GithubReader::GithubReader(const GithubOptions& options)
    : options_(options), community_(options) {
  for (const std::string& name : options.only) only_.push_back(absl::AsciiStrToLower(name));
}

bool GithubReader::Keeps(std::string_view repository) const {
  if (only_.empty()) return true;
  const std::string name = absl::AsciiStrToLower(AbslView(repository));
  const std::string_view owner = std::string_view(name).substr(0, name.find('/'));
  return std::any_of(only_.begin(), only_.end(),
                     [&](const std::string& kept) { return kept == name || kept == owner; });
}

Time GithubReader::At(const JsonValue& time, const Place& place) {
  if (!time) return Time();
  const auto at = ParseTime(time.text());
  if (at.ok()) return *at;
  report().Note("dates that are none, left out", ToString(place));
  return Time();
}

uint32_t GithubReader::Account(const JsonValue& user, Time at) {
  const std::string_view login = user["login"].text();
  if (login.empty() || login.size() > kLongestGithubName) return kUnknown;
  const uint32_t index = people_.Find(user["id"].integer(), login, at);
  if (user["type"].text() == "Bot" || absl::EndsWith(AbslView(login), "[bot]")) {
    people_[index].is_bot = true;
  }
  return index;
}

uint32_t GithubReader::Repository(std::optional<int64_t> number, std::string_view name,
                                  Time at) {
  return repositories_.Find(number, name, at);
}

std::string GithubReader::ThreadId(uint32_t repository, int64_t number) const {
  return absl::StrCat(repositories_[repository].key, "#", number);
}

void GithubReader::AddLabel(Thread& thread, std::string_view label) {
  if (label.empty() || label.size() > kLongestGithubName) return;
  const uint32_t index = labels_.Intern(label);
  auto& labels = thread.labels;
  if (std::find(labels.begin(), labels.end(), index) == labels.end()) labels.push_back(index);
}

GithubReader::Thread& GithubReader::Open(const JsonValue& value, uint32_t repository,
                                         int64_t number, MessageKind kind, uint32_t fallback,
                                         const Place& place) {
  const auto [it, fresh] = thread_index_.try_emplace(std::pair(repository, number),
                                                     static_cast<uint32_t>(threads_.size()));
  if (fresh) {
    threads_.emplace_back();
    threads_.back().repository = repository;
    threads_.back().number = number;
  }
  Thread& thread = threads_[it->second];
  // An issue that is a pull request says so at times only.
  if (kind == MessageKind::kPost) thread.kind = kind;
  if (!thread.at.is_present()) thread.at = At(value["created_at"], place);
  if (thread.author == kUnknown) {
    thread.author = Account(value["user"], thread.at);
    if (thread.author == kUnknown) thread.author = fallback;
    for (const std::string_view login : GithubMentions(value["body"].text())) {
      if (thread.author == kUnknown) break;
      mentions_.push_back({thread.author, mentioned_.Intern(login), thread.at});
    }
  }
  if (thread.title.empty()) thread.title = value["title"].text();
  if (thread.url.empty()) thread.url = value["html_url"].text();
  value["labels"].ForEach([&](const JsonValue& label) {
    AddLabel(thread, label.is_text() ? label.text() : label["name"].text());
  });
  return thread;
}

void GithubReader::Close(Thread& thread, const JsonValue& reason, Time at) {
  if (at < thread.state_at) return;
  thread.state_at = at;
  thread.is_closed = reason.text() == "completed";
  if (!reason && thread.kind == MessageKind::kAsk) {
    report().Note("issues closed without a reason: nobody is said to have answered",
                  ThreadId(thread.repository, thread.number));
  }
}

absl::Status GithubReader::Say(const JsonValue& value, MessageKind kind, std::string id,
                               std::string thread, uint32_t repository, uint32_t fallback,
                               const Place& place) {
  const JsonValue submitted = value["submitted_at"];
  const Time at = At(submitted ? submitted : value["created_at"], place);
  const uint32_t named = Account(value["user"], at);
  const uint32_t author = named == kUnknown ? fallback : named;
  SourceMessage& m = message_;
  m.id = std::move(id);
  m.author = author == kUnknown ? "" : people_[author].key;
  m.at = at;
  m.kind = kind;
  m.parent.clear();
  m.thread = std::move(thread);
  m.channel = repositories_[repository].key;
  m.title.clear();
  m.url.clear();
  m.mentions.clear();
  if (const auto parent = value["in_reply_to_id"].integer()) {
    m.parent = absl::StrCat("review comment ", *parent);
  }
  if (author != kUnknown) {
    for (const std::string_view login : GithubMentions(value["body"].text())) {
      // Whether the others are members is known at the end.
      if (const auto known = people_.Bearer(login)) {
        m.mentions.push_back(people_[*known].key);
      } else {
        mentions_.push_back({author, mentioned_.Intern(login), at});
      }
    }
  }
  return AtPlace(place, community_.Add(m));
}

absl::Status GithubReader::Review(const JsonValue& review, std::string thread,
                                  uint32_t repository, uint32_t fallback, const Place& place) {
  const auto number = review["id"].integer();
  if (!number || !reviews_.insert(*number).second) return absl::OkStatus();
  return Say(review, MessageKind::kReview, absl::StrCat("review ", *number), std::move(thread),
             repository, fallback, place);
}

absl::Status GithubReader::ReviewComment(const JsonValue& comment, std::string thread,
                                         uint32_t repository, uint32_t fallback,
                                         const Place& place) {
  const auto number = comment["id"].integer();
  const auto review = comment["pull_request_review_id"].integer();
  // Of a review that came already this is one more line.
  const bool is_review =
      !comment["in_reply_to_id"] && (!review || reviews_.insert(*review).second);
  return Say(comment, is_review ? MessageKind::kReview : MessageKind::kReply,
             number ? absl::StrCat("review comment ", *number) : std::string(),
             std::move(thread), repository, fallback, place);
}

absl::Status GithubReader::CommitComment(const JsonValue& comment, uint32_t repository,
                                         uint32_t fallback, const Place& place) {
  const std::string_view commit = comment["commit_id"].text();
  const auto number = comment["id"].integer();
  if (commit.empty() || !number) {
    report().Note("comments on no commit, left out", ToString(place));
    return absl::OkStatus();
  }
  return Say(comment, MessageKind::kReply, absl::StrCat("commit comment ", *number),
             absl::StrCat(repositories_[repository].key, "@", AbslView(commit.substr(0, 12))),
             repository, fallback, place);
}

absl::Status GithubReader::Release(const JsonValue& release, uint32_t repository,
                                   uint32_t fallback, const Place& place) {
  const std::string_view tag = release["tag_name"].text();
  if (tag.empty() || tag.size() > kLongestGithubName) {
    report().Note("releases without a tag, left out", ToString(place));
    return absl::OkStatus();
  }
  const JsonValue published = release["published_at"];
  SourceMessage m;
  m.kind = MessageKind::kPost;
  m.at = At(published ? published : release["created_at"], place);
  const uint32_t named = Account(release["author"], m.at);
  const uint32_t author = named == kUnknown ? fallback : named;
  if (author != kUnknown) m.author = people_[author].key;
  m.channel = repositories_[repository].key;
  m.id = absl::StrCat(m.channel, "@", AbslView(tag));
  const std::string_view name = release["name"].text();
  m.title = absl::StrCat(m.channel, " ", AbslView(name.empty() ? tag : name));
  m.url = release["html_url"].text();
  return AtPlace(place, community_.Add(m));
}

absl::Status GithubReader::Discussion(const JsonValue& discussion, uint32_t repository,
                                      uint32_t fallback, const Place& place) {
  const auto number = discussion["number"].integer();
  if (!number) {
    report().Note("discussions without a number, left out", ToString(place));
    return absl::OkStatus();
  }
  const JsonValue category = discussion["category"];
  Thread& thread =
      Open(discussion, repository, *number,
           category["is_answerable"].is_true() ? MessageKind::kAsk : MessageKind::kPost,
           fallback, place);
  AddLabel(thread, category["name"].text());
  return absl::OkStatus();
}

absl::Status GithubReader::Do(uint32_t who, SignalKind kind, uint32_t repository, Time at) {
  if (who == kUnknown) return absl::OkStatus();
  return community_.AddSignal(people_[who].key, repositories_[repository].key, kind, at);
}

}  // namespace pullgraph
