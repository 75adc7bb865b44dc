// SPDX-License-Identifier: Apache-2.0
// Objects of GitHub's REST API: issues, pull requests, comments, reviews, events.
#include <algorithm>
#include <charconv>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/import/github_reader.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// "acme/anvil" of ".../repos/acme/anvil/issues/12", of an address on the web likewise.
std::string_view RepositoryIn(std::string_view url) {
  const size_t api = url.find("/repos/");
  size_t at = api == std::string_view::npos ? std::string_view::npos : api + 7;
  if (at == std::string_view::npos) {
    const size_t host = url.find("://");
    const size_t slash = host == std::string_view::npos ? host : url.find('/', host + 3);
    if (slash == std::string_view::npos) return "";
    at = slash + 1;
  }
  const std::string_view rest = url.substr(at);
  const size_t owner = rest.find('/');
  if (owner == 0 || owner == std::string_view::npos) return "";
  const size_t end = rest.find_first_of("/?#", owner + 1);
  const std::string_view name = rest.substr(0, end);
  return name.size() > owner + 1 ? name : std::string_view();
}

std::string_view RepositoryOf(const JsonValue& object) {
  for (const std::string_view key :
       {"repository_url", "issue_url", "pull_request_url", "url", "html_url"}) {
    const std::string_view name = RepositoryIn(object[key].text());
    if (!name.empty()) return name;
  }
  return "";
}

// The number at the end of the address of an issue or a pull request.
std::optional<int64_t> NumberAtEnd(std::string_view url) {
  const std::string_view digits = url.substr(std::min(url.rfind('/'), url.size() - 1) + 1);
  int64_t number = 0;
  const auto [p, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || p != digits.data() + digits.size() || number <= 0) {
    return std::nullopt;
  }
  return number;
}

std::optional<int64_t> NumberIn(const JsonValue& url) {
  return url.text().empty() ? std::nullopt : NumberAtEnd(url.text());
}

}  // namespace

// One of /issues/events: who labelled, closed, reopened.
absl::Status GithubReader::TimelineEvent(const JsonValue& value, const Place& place) {
  const JsonValue issue = value["issue"];
  const auto number = issue["number"].integer();
  const std::string_view name = RepositoryOf(issue);
  if (!number || !IsRepositoryName(name)) {
    report().Note("events that do not name their issue, left out", ToString(place));
    return absl::OkStatus();
  }
  if (!Keeps(name)) {
    report().Note("objects of other repositories, left out");
    return absl::OkStatus();
  }
  const Time at = At(value["created_at"], place);
  Thread& thread =
      Open(issue, Repository(std::nullopt, name, at), *number,
           issue["pull_request"] ? MessageKind::kPost : MessageKind::kAsk, kUnknown, place);
  const std::string_view event = value["event"].text();
  if (event == "closed") {
    const JsonValue reason = value["state_reason"];
    Close(thread, reason ? reason : issue["state_reason"], at);
  }
  AddLabel(thread, value["label"]["name"].text());
  return absl::OkStatus();
}

absl::Status GithubReader::TakeObject(const JsonValue& value, const Place& place) {
  const std::string_view event = value["event"].text();
  if (!event.empty() && event != "commented") return TimelineEvent(value, place);
  if (value["full_name"] && value["owner"]) {
    const std::string_view full_name = value["full_name"].text();
    if (IsRepositoryName(full_name) && Keeps(full_name)) {
      Repository(value["id"].integer(), full_name, At(value["updated_at"], place));
    }
    return absl::OkStatus();
  }
  const std::string_view name = RepositoryOf(value);
  if (!IsRepositoryName(name) || !value["id"].integer()) {
    report().Note("objects that are no issue, comment, review or event, left out",
                  ToString(place));
    return absl::OkStatus();
  }
  if (!Keeps(name)) {
    report().Note("objects of other repositories, left out");
    return absl::OkStatus();
  }
  const uint32_t repository = Repository(std::nullopt, name, Time());
  const int64_t id = *value["id"].integer();
  const auto number = value["number"].integer();
  if (number && value["title"]) {
    if (value["category"]) return Discussion(value, repository, kUnknown, place);
    const bool is_request = value["pull_request"] || (value["head"] && value["base"]);
    Thread& thread =
        Open(value, repository, *number, is_request ? MessageKind::kPost : MessageKind::kAsk,
             kUnknown, place);
    if (value["state"].text() == "closed") {
      Close(thread, value["state_reason"], At(value["closed_at"], place));
    }
    return absl::OkStatus();
  }
  const auto issue = NumberIn(value["issue_url"]);
  if (issue) {
    return Say(value, MessageKind::kReply, absl::StrCat("comment ", id),
               ThreadId(repository, *issue), repository, kUnknown, place);
  }
  const auto request = NumberIn(value["pull_request_url"]);
  if (request) {
    std::string thread = ThreadId(repository, *request);
    return value["submitted_at"]
               ? Review(value, std::move(thread), repository, kUnknown, place)
               : ReviewComment(value, std::move(thread), repository, kUnknown, place);
  }
  if (value["commit_id"]) return CommitComment(value, repository, kUnknown, place);
  if (value["tag_name"]) return Release(value, repository, kUnknown, place);
  report().Note("objects that are no issue, comment, review or event, left out",
                ToString(place));
  return absl::OkStatus();
}

absl::Status GithubReader::Take(const JsonValue& value, const Place& place) {
  if (!value.is_object()) {
    report().Note("values that are no objects, left out", ToString(place));
    return absl::OkStatus();
  }
  const std::string_view type = value["type"].text();
  if (absl::EndsWith(AbslView(type), "Event") && value["payload"]) {
    return TakeEvent(value, type, place);
  }
  return TakeObject(value, place);
}

}  // namespace pullgraph
