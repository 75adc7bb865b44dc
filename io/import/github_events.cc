// SPDX-License-Identifier: Apache-2.0
// Events of GitHub, as GH Archive and the Events API have them.
#include <algorithm>
#include <charconv>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/import/github_reader.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// The number after `part` in an address: ".../issues/12#issuecomment-7".
std::optional<int64_t> NumberAfter(std::string_view url, std::string_view part) {
  const size_t at = url.find(part);
  if (at == std::string_view::npos) return std::nullopt;
  int64_t number = 0;
  const char* end = url.data() + url.size();
  const auto [p, error] = std::from_chars(url.data() + at + part.size(), end, number);
  if (error != std::errc() || number <= 0) return std::nullopt;
  return number;
}

// Kinds of events that say nothing of who deals with whom.
constexpr std::string_view kLeftOut[] = {"CreateEvent",  "DeleteEvent",   "GollumEvent",
                                         "MemberEvent",  "PublicEvent",   "GistEvent",
                                         "FollowEvent",  "DownloadEvent", "SponsorshipEvent",
                                         "TeamAddEvent", "StatusEvent",   "ForkApplyEvent"};

bool IsComment(std::string_view type) {
  return type == "IssueCommentEvent" || type == "PullRequestReviewEvent" ||
         type == "PullRequestReviewCommentEvent";
}

}  // namespace

absl::Status GithubReader::IssueEvent(const Event& event) {
  const JsonValue issue = event.payload["issue"];
  const JsonValue old_number = event.payload["number"];
  const auto number = (issue.is_object() ? issue["number"] : old_number).integer();
  if (!number) {
    report().Note("events of issues without a number, left out", ToString(event.place));
    return absl::OkStatus();
  }
  const std::string_view action = event.payload["action"].text();
  const bool opens = action == "opened";
  Thread& thread = Open(issue, event.repository, *number,
                        issue["pull_request"] ? MessageKind::kPost : MessageKind::kAsk,
                        opens ? event.actor : kUnknown, event.place);
  if (opens && !thread.at.is_present()) thread.at = event.at;
  if (action == "closed") Close(thread, issue["state_reason"], event.at);
  if (action == "reopened" && event.at >= thread.state_at) {
    thread.is_closed = false;
    thread.state_at = event.at;
  }
  AddLabel(thread, event.payload["label"]["name"].text());
  return absl::OkStatus();
}

absl::Status GithubReader::PullRequestEvent(const Event& event) {
  const JsonValue request = event.payload["pull_request"];
  JsonValue number = event.payload["number"];
  if (!number) number = request["number"];
  if (!number.integer()) {
    report().Note("events of pull requests without a number, left out", ToString(event.place));
    return absl::OkStatus();
  }
  const bool opens = event.payload["action"].text() == "opened";
  Thread& thread = Open(request, event.repository, *number.integer(), MessageKind::kPost,
                        opens ? event.actor : kUnknown, event.place);
  if (opens && !thread.at.is_present()) thread.at = event.at;
  AddLabel(thread, event.payload["label"]["name"].text());
  return absl::OkStatus();
}

// Comments and reviews, whose payload tells of the thread too.
absl::Status GithubReader::ThreadComment(const Event& event) {
  const JsonValue& payload = event.payload;
  const std::string_view action = payload["action"].text();
  if (action == "deleted" || action == "edited" || action == "dismissed") {
    report().Note("comments and reviews edited or taken back, left as they were");
    return absl::OkStatus();
  }
  const bool of_issue = event.type == "IssueCommentEvent";
  const JsonValue subject = payload[of_issue ? "issue" : "pull_request"];
  auto number = subject["number"].integer();
  if (!number) number = NumberAfter(payload["comment"]["pull_request_url"].text(), "/pulls/");
  if (!number) {
    report().Note(
        absl::StrCat("events of kind ", AbslView(event.type), " without a number, left out"),
        ToString(event.place));
    return absl::OkStatus();
  }
  const bool is_issue = of_issue && !subject["pull_request"];
  Open(subject, event.repository, *number, is_issue ? MessageKind::kAsk : MessageKind::kPost,
       kUnknown, event.place);
  std::string thread = ThreadId(event.repository, *number);
  if (event.type == "PullRequestReviewEvent") {
    return Review(payload["review"], std::move(thread), event.repository, event.actor,
                  event.place);
  }
  const JsonValue comment = payload["comment"];
  if (!of_issue) {
    return ReviewComment(comment, std::move(thread), event.repository, event.actor,
                         event.place);
  }
  const auto id = comment["id"].integer();
  return Say(comment, MessageKind::kReply, id ? absl::StrCat("comment ", *id) : std::string(),
             std::move(thread), event.repository, event.actor, event.place);
}

// Before 2015 comments came without what they are on, but for the address of it.
absl::Status GithubReader::OldEvent(const JsonValue& value, const Event& event) {
  const JsonValue comment = event.payload["comment_id"];
  const std::string_view url = value["url"].text();
  auto number = NumberAfter(url, "/issues/");
  const bool is_issue = number.has_value();
  if (!number) number = NumberAfter(url, "/pull/");
  if (event.type == "IssueCommentEvent" && comment.integer() && number) {
    Open(JsonValue(), event.repository, *number,
         is_issue ? MessageKind::kAsk : MessageKind::kPost, kUnknown, event.place);
    SourceMessage m;
    m.id = absl::StrCat("comment ", *comment.integer());
    m.at = event.at;
    m.kind = MessageKind::kReply;
    m.thread = ThreadId(event.repository, *number);
    m.channel = repositories_[event.repository].key;
    if (event.actor != kUnknown) m.author = people_[event.actor].key;
    return AtPlace(event.place, community_.Add(m));
  }
  report().Note(
      absl::StrCat("events of kind ", AbslView(event.type),
                   " from before 2015 that do not say what they are about, left out"),
      ToString(event.place));
  return absl::OkStatus();
}

absl::Status GithubReader::TakeEvent(const JsonValue& value, std::string_view type,
                                     const Place& place) {
  ++events_;
  JsonValue repository = value["repo"];
  std::string old_name;
  std::string_view name = repository["name"].text();
  if (!repository) {
    repository = value["repository"];
    const std::string_view owner = repository["owner"].text();
    if (!owner.empty()) {
      old_name = absl::StrCat(AbslView(owner), "/", AbslView(repository["name"].text()));
      name = old_name;
    }
  }
  if (!IsRepositoryName(name)) {
    report().Note("events of no repository, left out", ToString(place));
    return absl::OkStatus();
  }
  if (!Keeps(name)) {
    report().Note("events of other repositories, left out");
    return absl::OkStatus();
  }
  Event event;
  event.payload = value["payload"];
  event.type = type;
  event.place = place;
  event.at = At(value["created_at"], place);
  const JsonValue actor = value["actor"];
  const bool is_old = actor.is_text();
  if (!is_old) {
    event.actor = Account(actor, event.at);
  } else if (!actor.text().empty() && actor.text().size() <= kLongestGithubName) {
    event.actor = people_.Find(std::nullopt, actor.text(), event.at);
  }
  event.repository = Repository(repository["id"].integer(), name, event.at);
  const bool is_comment = IsComment(type) || type == "CommitCommentEvent";
  if (is_comment && is_old && !event.payload["comment"]) return OldEvent(value, event);
  return Dispatch(event);
}

// By what happened.
absl::Status GithubReader::Dispatch(const Event& event) {
  const std::string_view type = event.type;
  const Place& place = event.place;
  if (type == "PushEvent") return Do(event.actor, SignalKind::kPost, event.repository, event.at);
  if (type == "WatchEvent") {
    return Do(event.actor, SignalKind::kFavourite, event.repository, event.at);
  }
  if (type == "ForkEvent")
    return Do(event.actor, SignalKind::kUse, event.repository, event.at);
  if (type == "IssuesEvent") return IssueEvent(event);
  if (type == "PullRequestEvent") return PullRequestEvent(event);
  if (IsComment(type)) return ThreadComment(event);
  if (type == "CommitCommentEvent") {
    return CommitComment(event.payload["comment"], event.repository, event.actor, place);
  }
  if (type == "ReleaseEvent") {
    return Release(event.payload["release"], event.repository, event.actor, place);
  }
  if (type == "DiscussionEvent") {
    return Discussion(event.payload["discussion"], event.repository, event.actor, place);
  }
  const bool is_known =
      std::find(std::begin(kLeftOut), std::end(kLeftOut), type) != std::end(kLeftOut);
  report().Note(absl::StrCat("events of ", is_known ? "kind " : "unknown kinds",
                             is_known ? AbslView(type) : "", ", left out"),
                ToString(place));
  return absl::OkStatus();
}

}  // namespace pullgraph
