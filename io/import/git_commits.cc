// SPDX-License-Identifier: Apache-2.0
#include "io/import/git_commits.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"
#include "io/import/text_encoding.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxPersonId = 500;
constexpr size_t kMaxArea = 4096;  // No file system has longer names.

struct TrailerKind {
  std::string_view name;
  TieKind kind;
  bool from_author;
};

constexpr TrailerKind kTrailers[] = {{"Co-authored-by", TieKind::kCollaborates, true},
                                     {"Co-developed-by", TieKind::kCollaborates, true},
                                     {"Reviewed-by", TieKind::kReviewed, false},
                                     {"Acked-by", TieKind::kReviewed, false},
                                     {"Tested-by", TieKind::kReviewed, false},
                                     {"Signed-off-by", TieKind::kVouches, false},
                                     {"Reported-by", TieKind::kMentioned, true},
                                     {"Suggested-by", TieKind::kMentioned, true},
                                     {"Helped-by", TieKind::kMentioned, true},
                                     {"Mentored-by", TieKind::kMentioned, true}};

std::string_view Stripped(std::string_view text) {
  return StdView(absl::StripAsciiWhitespace(AbslView(text)));
}

// A path in double quotes, as git prints what has odd characters in it.
std::string Unquoted(std::string_view path) {
  if (path.size() < 2 || path.front() != '"' || path.back() != '"') return std::string(path);
  path = path.substr(1, path.size() - 2);
  std::string out;
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '\\' || i + 1 == path.size()) {
      out.push_back(path[i]);
      continue;
    }
    const char c = path[++i];
    if (c >= '0' && c <= '3' && i + 2 < path.size()) {
      out.push_back(
          static_cast<char>((c - '0') * 64 + (path[i + 1] - '0') * 8 + (path[i + 2] - '0')));
      i += 2;
    } else {
      out.push_back(c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c);
    }
  }
  return out;
}

}  // namespace

GitPerson ParseGitPerson(std::string_view text) {
  text = Stripped(text);
  GitPerson person;
  const size_t open = text.rfind('<');
  const size_t close = open == std::string_view::npos ? open : text.find('>', open);
  std::string_view address;
  if (close != std::string_view::npos) {
    address = Stripped(text.substr(open + 1, close - open - 1));
    text = Stripped(text.substr(0, open));
  } else if (text.find('@') != std::string_view::npos) {
    address = text.substr(0, text.find_first_of(" \t"));
    text = "";
  }
  while (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = Stripped(text.substr(1, text.size() - 2));
  }
  person.name = ToUtf8(text, "");
  person.id = absl::AsciiStrToLower(ToUtf8(address.empty() ? text : address, ""));
  if (person.id.size() > kMaxPersonId) person.id.clear();
  if (absl::EqualsIgnoreCase(person.name, person.id)) person.name.clear();
  return person;
}

GitTrailer ParseGitTrailer(std::string_view line) {
  const size_t colon = line.find(':');
  for (const TrailerKind& kind : kTrailers) {
    if (colon != kind.name.size() ||
        !absl::EqualsIgnoreCase(AbslView(line.substr(0, colon)), AbslView(kind.name))) {
      continue;
    }
    return {ParseGitPerson(line.substr(colon + 1)), kind.kind, kind.from_author};
  }
  return {};
}

void GitCommit::TouchInto(std::set<std::string>& areas, std::string_view path) {
  std::string whole = Unquoted(path);
  const auto slash = std::find(whole.begin(), whole.end(), '/');
  if (slash != whole.end()) whole.erase(slash + 1, whole.end());
  if (!whole.empty() && whole.size() <= kMaxArea) areas.insert(ToUtf8(whole, ""));
}

absl::Status GitCommunity::Describe(const GitPerson& person) {
  const bool is_bot =
      absl::StrContains(person.id, "[bot]") || absl::StrContains(person.name, "[bot]");
  return community_.Describe({.id = person.id,
                              .name = person.name,
                              .role = is_bot ? MemberRole::kBot : MemberRole::kUnspecified});
}

absl::Status GitCommunity::AddPosts(const GitCommit& commit, const GitPerson& author,
                                    Time at) {
  for (const std::string& area : commit.areas) {
    SourceMessage post;
    post.author = author.id;
    post.at = at;
    post.thread = area;
    post.title = area;
    if (area.back() == '/') post.channel = area;
    PG_RETURN_IF_ERROR(community_.Add(post));
  }
  return absl::OkStatus();
}

absl::Status GitCommunity::AddTrailers(const GitCommit& commit, Time at) {
  std::set<std::pair<std::string, TieKind>> seen;  // One of a kind and person a commit.
  for (const GitTrailer& trailer : commit.trailers) {
    const GitPerson& person = trailer.person;
    if (person.id.find('@') == std::string::npos) {
      community_.report().Note("people in trailers without an address, left out", commit.hash);
      continue;
    }
    if (commit.author.id.empty() || person.id == commit.author.id) continue;
    if (!seen.emplace(person.id, trailer.kind).second) continue;
    PG_RETURN_IF_ERROR(Describe(person));
    const bool collaborates = trailer.kind == TieKind::kCollaborates;
    const std::string& from = trailer.from_author ? commit.author.id : person.id;
    const std::string& to = trailer.from_author ? person.id : commit.author.id;
    PG_RETURN_IF_ERROR(community_.AddTie(from, to, trailer.kind, at, !collaborates));
    if (collaborates) PG_RETURN_IF_ERROR(AddPosts(commit, person, at));
  }
  return absl::OkStatus();
}

absl::Status GitCommunity::Add(const GitCommit& in) {
  if (!hashes_.insert(in.hash).second) {
    community_.report().Note("commits that came before, counted once", in.hash);
    return absl::OkStatus();
  }
  Time at = in.at;
  if (!at.is_present() || !IsStorable(at)) {
    community_.report().Note("commits without a date that can be read, kept undated", in.hash);
    at = Time();
  } else if (at > latest_) {
    community_.report().Note("commits dated in the future, kept undated", in.hash);
    at = Time();
  }
  if (!in.author.id.empty()) PG_RETURN_IF_ERROR(Describe(in.author));
  if (in.author.id.empty()) community_.report().Note("commits of somebody unknown", in.hash);
  if (in.parents > 1) {
    community_.report().Note("commits that merge: nothing in them is new", in.hash);
  } else {
    PG_RETURN_IF_ERROR(AddPosts(in, in.author, at));
  }
  return AddTrailers(in, at);
}

absl::StatusOr<ImportResult> GitCommunity::Build(std::string_view name) && {
  community_.NameIfUnnamed(name);
  community_.report().Count("commits", hashes_.size());
  return std::move(community_).Build();
}

}  // namespace pullgraph
