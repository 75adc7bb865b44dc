// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/import/stackexchange_dump.h"
#include "io/import/status_macros.h"
#include "io/import/xml_rows.h"

namespace pullgraph {
namespace {

constexpr int64_t kVoteAccepted = 1;
constexpr int64_t kVoteUp = 2;
constexpr int64_t kVoteDown = 3;
constexpr int64_t kVoteFavourite = 5;
constexpr int64_t kVoteBounty = 8;
constexpr size_t kMaxRows = UINT32_MAX - 1;

class DumpReader {
 public:
  DumpReader(Dump& dump, ImportReport& report) : dump_(dump), report_(report) {}

  absl::Status User(const XmlRow& row);
  absl::Status Tag(const XmlRow& row);
  absl::Status Post(const XmlRow& row);
  absl::Status Comment(const XmlRow& row);
  absl::Status Vote(const XmlRow& row);
  absl::Status Badge(const XmlRow& row);
  absl::Status PostLink(const XmlRow& row);
  absl::Status ResolvePosts();

 private:
  // The user named by the attribute; kNobody if it is absent or unknown.
  absl::StatusOr<uint32_t> UserOf(const XmlRow& row, const char* name);
  absl::StatusOr<uint32_t> PostOf(const XmlRow& row);  // kNobody if it is not there.
  uint32_t InternTag(std::string_view tag);
  absl::StatusOr<std::vector<uint32_t>> TagsOf(const XmlRow& row);
  void Seen(Time t) { dump_.last_at = std::max(dump_.last_at, t); }
  absl::Status CheckDuplicate(const XmlRow& row, int64_t id, uint64_t line);

  Dump& dump_;
  ImportReport& report_;
};

absl::Status DumpReader::CheckDuplicate(const XmlRow& row, int64_t id, uint64_t line) {
  return BadInput(row.place(), absl::StrCat("Id '", id, "' is a duplicate of line ", line));
}

absl::Status DumpReader::User(const XmlRow& row) {
  PG_ASSIGN(id, row.RequiredInteger("Id"));
  const auto [it, fresh] =
      dump_.user_index.emplace(id, static_cast<uint32_t>(dump_.users.size()));
  if (!fresh) return CheckDuplicate(row, id, dump_.users[it->second].line);
  if (dump_.users.size() >= kMaxRows) return absl::ResourceExhaustedError("too many users");
  DumpUser user;
  user.id = id;
  user.line = row.place().line;
  PG_ASSIGN(joined, row.Moment("CreationDate"));
  PG_ASSIGN(reputation, row.Integer("Reputation"));
  user.joined_at = joined;
  user.reputation = reputation.value_or(0);
  user.display_name = row.Text("DisplayName").value_or("");
  user.location = row.Text("Location").value_or("");
  dump_.users.push_back(std::move(user));
  return absl::OkStatus();
}

uint32_t DumpReader::InternTag(std::string_view tag) {
  const auto [it, fresh] =
      dump_.tag_index.try_emplace(std::string(tag), static_cast<uint32_t>(dump_.tags.size()));
  if (fresh) dump_.tags.emplace_back(tag);
  return it->second;
}

absl::Status DumpReader::Tag(const XmlRow& row) {
  PG_ASSIGN(name, row.RequiredText("TagName"));
  InternTag(name);
  return absl::OkStatus();
}

// `<a><b>` or, in newer dumps, `|a|b|`.
absl::StatusOr<std::vector<uint32_t>> DumpReader::TagsOf(const XmlRow& row) {
  std::vector<uint32_t> tags;
  std::string_view rest = row.Text("Tags").value_or("");
  while (!rest.empty()) {
    const size_t begin = rest.find_first_not_of("<>|");
    if (begin == std::string_view::npos) break;
    rest.remove_prefix(begin);
    const std::string_view tag = rest.substr(0, rest.find_first_of("<>|"));
    tags.push_back(InternTag(tag));
    rest.remove_prefix(tag.size());
  }
  return tags;
}

absl::StatusOr<uint32_t> DumpReader::UserOf(const XmlRow& row, const char* name) {
  PG_ASSIGN(id, row.Integer(name));
  if (!id) return kNobody;
  const auto it = dump_.user_index.find(*id);
  if (it != dump_.user_index.end()) return it->second;
  report_.Note("mentions of users who are not in Users.xml: taken as unknown",
               ToString(row.place()));
  return kNobody;
}

absl::StatusOr<uint32_t> DumpReader::PostOf(const XmlRow& row) {
  PG_ASSIGN(id, row.RequiredInteger("PostId"));
  const auto it = dump_.post_index.find(id);
  return it == dump_.post_index.end() ? kNobody : it->second;
}

absl::Status DumpReader::Post(const XmlRow& row) {
  PG_ASSIGN(id, row.RequiredInteger("Id"));
  PG_ASSIGN(type, row.RequiredInteger("PostTypeId"));
  if (type != 1 && type != 2) {
    report_.Note("posts that are neither question nor answer (tag wikis and such) left out",
                 ToString(row.place()));
    return absl::OkStatus();
  }
  const auto [it, fresh] =
      dump_.post_index.emplace(id, static_cast<uint32_t>(dump_.posts.size()));
  if (!fresh) return CheckDuplicate(row, id, dump_.posts[it->second].line);
  if (dump_.posts.size() >= kMaxRows) return absl::ResourceExhaustedError("too many posts");
  DumpPost post;
  post.id = id;
  post.line = row.place().line;
  post.is_question = type == 1;
  PG_ASSIGN(at, row.RequiredMoment("CreationDate"));
  PG_ASSIGN(owner, UserOf(row, "OwnerUserId"));
  PG_ASSIGN(score, row.Integer("Score", INT32_MIN, INT32_MAX));
  PG_ASSIGN(link, row.Integer(post.is_question ? "AcceptedAnswerId" : "ParentId"));
  post.at = at;
  post.owner = owner;
  post.score = static_cast<int32_t>(score.value_or(0));
  post.link = link.value_or(0);
  Seen(at);
  if (owner == kNobody) {
    report_.Note("posts without a known author: nobody's", ToString(row.place()));
  }
  if (post.is_question) {
    PG_ASSIGN(tags, TagsOf(row));
    post.text = static_cast<uint32_t>(dump_.questions.size());
    dump_.questions.push_back({std::string(row.Text("Title").value_or("")), std::move(tags)});
  }
  dump_.posts.push_back(post);
  return absl::OkStatus();
}

absl::Status DumpReader::ResolvePosts() {
  for (DumpPost& post : dump_.posts) {
    const auto it = dump_.post_index.find(post.link);
    DumpPost* other = it == dump_.post_index.end() ? nullptr : &dump_.posts[it->second];
    if (post.is_question) {
      if (other != nullptr && !other->is_question) other->is_accepted = true;
    } else if (other != nullptr && other->is_question) {
      post.question = it->second;
    } else {
      report_.Note("answers whose question is not in the dump left out",
                   absl::StrCat("Posts.xml:", post.line));
    }
  }
  return absl::OkStatus();
}

absl::Status DumpReader::Comment(const XmlRow& row) {
  ++dump_.comment_rows;
  DumpComment comment;
  PG_ASSIGN(post, PostOf(row));
  PG_ASSIGN(user, UserOf(row, "UserId"));
  PG_ASSIGN(at, row.RequiredMoment("CreationDate"));
  Seen(at);
  if (post == kNobody) {
    report_.Note("comments on posts that were left out left out", ToString(row.place()));
    return absl::OkStatus();
  }
  comment.post = post;
  comment.user = user;
  comment.at = at;
  dump_.comments.push_back(comment);
  return absl::OkStatus();
}

absl::Status DumpReader::Vote(const XmlRow& row) {
  ++dump_.vote_rows;
  PG_ASSIGN(type, row.RequiredInteger("VoteTypeId"));
  PG_ASSIGN(post_index, PostOf(row));
  PG_ASSIGN(day, row.RequiredMoment("CreationDate"));
  PG_ASSIGN(user, UserOf(row, "UserId"));
  PG_ASSIGN(bounty, row.Integer("BountyAmount", 0, 1'000'000));
  if (type != kVoteAccepted && type != kVoteUp && type != kVoteDown &&
      type != kVoteFavourite && type != kVoteBounty) {
    report_.Note("votes that are no up, down, accept, favourite or bounty left out",
                 ToString(row.place()));
    return absl::OkStatus();
  }
  if (post_index == kNobody) {
    report_.Note("votes on posts that were left out left out", ToString(row.place()));
    return absl::OkStatus();
  }
  DumpPost& post = dump_.posts[post_index];
  const Time end_of_day = std::max(AddMicros(day, kMicrosPerDay), post.at);
  if (type == kVoteAccepted) {
    post.accepted_at = std::max(post.accepted_at, end_of_day);
    return absl::OkStatus();
  }
  if (type == kVoteUp || type == kVoteDown) {
    post.running_score += type == kVoteUp ? 1 : -1;
    if (post.running_score >= 1 && !post.good_at.is_present()) post.good_at = end_of_day;
  }
  // A vote is dated by its day, which begins before the post that it is on.
  DumpVote vote;
  vote.post = post_index;
  vote.at = std::max(day, post.at);
  Seen(vote.at);
  if (type == kVoteDown) vote.weight = 0;
  if (type == kVoteFavourite) vote.kind = SignalKind::kFavourite;
  if (type == kVoteFavourite || type == kVoteBounty) vote.user = user;
  if (type == kVoteBounty) vote.weight = std::max(1.0F, static_cast<float>(bounty.value_or(0)) / 50);
  dump_.votes.push_back(vote);
  return absl::OkStatus();
}

absl::Status DumpReader::Badge(const XmlRow& row) {
  PG_ASSIGN(user, UserOf(row, "UserId"));
  PG_ASSIGN(at, row.RequiredMoment("Date"));
  if (user == kNobody) return absl::OkStatus();
  ++dump_.users[user].badges;
  dump_.badges.emplace_back(user, at);
  return absl::OkStatus();
}

absl::Status DumpReader::PostLink(const XmlRow& row) {
  report_.Note("links between posts left out", ToString(row.place()));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadDump(const InputFolder& folder, const RunControl* run, Dump& dump,
                      ImportReport& report) {
  DumpReader reader(dump, report);
  struct File {
    const char* name;
    absl::Status (DumpReader::*on_row)(const XmlRow&);
    bool required;
    double done;  // Share of the run when it has been read.
    const char* without;
  };
  const File files[] = {
      {"Users.xml", &DumpReader::User, true, 0.15, ""},
      {"Tags.xml", &DumpReader::Tag, false, 0.16, "topics are those of the posts"},
      {"Posts.xml", &DumpReader::Post, true, 0.55, ""},
      {"Comments.xml", &DumpReader::Comment, false, 0.65, "no comments, hence no such ties"},
      {"Votes.xml", &DumpReader::Vote, false, 0.75,
       "no votes; offers count from the last moment of the dump"},
      {"Badges.xml", &DumpReader::Badge, false, 0.8, "no badges"},
      {"PostLinks.xml", &DumpReader::PostLink, false, 0.8, ""}};
  double done = 0;
  for (const File& file : files) {
    auto source = folder.OpenFile(file.name);
    if (!source.ok()) return source.status();
    if (!source->has_value()) {
      const std::string path = absl::StrCat(folder.path(), "/", file.name);
      if (file.required) {
        return absl::NotFoundError(absl::StrCat(
            path, ": not there\nname the directory that holds Users.xml and Posts.xml"));
      }
      if (*file.without != 0) report.Note(absl::StrCat("no ", file.name, ": ", file.without));
      continue;
    }
    const XmlOptions options = {done, file.done, run};
    const auto on_row = [&](const XmlRow& row) { return (reader.*file.on_row)(row); };
    PG_RETURN_IF_ERROR(ReadXmlRows(**std::move(source), on_row, options));
    if (file.on_row == &DumpReader::Post) PG_RETURN_IF_ERROR(reader.ResolvePosts());
    if (file.on_row == &DumpReader::Vote) dump.has_votes = true;
    done = file.done;
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
