// SPDX-License-Identifier: Apache-2.0
#include "io/import/slack.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/json_items.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxInDirect = 20;  // People in an mpim; Slack allows 9.

struct ChannelFile {
  const char* file;
  bool is_direct;  // Its folders bear ids, and its messages are for its members.
};
constexpr ChannelFile kChannelFiles[] = {{"channels.json", false},
                                         {"groups.json", false},
                                         {"mpims.json", true},
                                         {"dms.json", true}};

// The others are acts of people, such as joining.
constexpr std::string_view kMessageSubtypes[] = {"", "bot_message", "file_share", "me_message",
                                                 "thread_broadcast"};

// "1736554746.482349"; absent if it is none.
Time TimeOfTs(std::string_view ts) {
  const size_t point = std::min(ts.find('.'), ts.size());
  std::string fraction(ts.substr(std::min(point + 1, ts.size())));
  fraction.resize(6, '0');
  int64_t seconds = 0, micros = 0;
  if (!absl::SimpleAtoi(AbslView(ts.substr(0, point)), &seconds) || seconds < 0 ||
      seconds > 253'402'300'799 || !absl::SimpleAtoi(fraction, &micros) || micros < 0) {
    return Time();
  }
  return Time(seconds * kMicrosPerSecond + micros);
}

// People named as <@U123> or <@U123|name>.
std::vector<std::string> MentionsIn(std::string_view text) {
  std::vector<std::string> ids;
  for (size_t at = text.find("<@"); at != std::string_view::npos;
       at = text.find("<@", at + 2)) {
    const std::string_view rest = text.substr(at + 2);
    const size_t end = rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    if (end == 0 || end == std::string_view::npos || (rest[end] != '>' && rest[end] != '|'))
      continue;
    ids.emplace_back(rest.substr(0, end));
  }
  return ids;
}

// The folder in which users.json lies, with a slash at its end; nothing if there is none.
std::optional<std::string> RootOf(const InputFolder& folder) {
  std::optional<std::string> root;
  for (std::string name : folder.Names()) {
    for (const char* ending : {".gz", ".zst"}) {
      if (absl::EndsWith(name, ending)) name.erase(name.size() - std::strlen(ending));
    }
    const size_t slash = name.rfind('/');
    const size_t base = slash == std::string::npos ? 0 : slash + 1;
    if (name.compare(base, std::string::npos, "users.json") != 0) continue;
    if (!root || base < root->size()) root = name.substr(0, base);
  }
  return root;
}

// "general" of "general/2025-01-10.json"; "" for a file of another kind.
std::string_view FolderOfDay(std::string_view name) {
  const size_t slash = name.find('/');
  if (slash == std::string_view::npos || slash == 0) return "";
  static constexpr std::string_view kPattern = "dddd-dd-dd.json";
  const std::string_view file = name.substr(slash + 1);
  if (file.size() < kPattern.size()) return "";
  for (size_t i = 0; i < kPattern.size(); ++i) {
    const bool fits = kPattern[i] == 'd'
                          ? absl::ascii_isdigit(static_cast<unsigned char>(file[i]))
                          : file[i] == kPattern[i];
    if (!fits) return "";
  }
  return name.substr(0, slash);
}

struct SlackChannel {
  std::string id;
  std::vector<std::string> members;  // Of a direct one.
};

class SlackReader {
 public:
  SlackReader(const InputFolder& folder, std::string root, const MessageOptions& options)
      : folder_(folder), root_(std::move(root)), run_(options.run), community_(options) {}

  absl::StatusOr<ImportResult> Read();

 private:
  using UseItem = absl::FunctionRef<absl::Status(const JsonValue&, const Place&)>;
  absl::Status ReadItems(ByteSource source, const RunControl* run, UseItem use);
  absl::StatusOr<bool> ReadFile(const std::string& name, UseItem use);
  absl::Status ReadDays();
  absl::Status User(const JsonValue& user);
  absl::Status Channel(const JsonValue& channel, bool is_direct);
  absl::Status ReadMessage(const SlackChannel& channel, const JsonValue& in,
                           const Place& place);
  absl::StatusOr<std::string> AuthorOf(const JsonValue& in);
  absl::Status DescribeName(std::string_view id, const JsonValue& profile, MemberRole role);
  absl::Status AddReactions(const JsonValue& in, SourceMessage& out);

  const InputFolder& folder_;
  std::string root_;
  const RunControl* run_;
  MessageCommunity community_;
  absl::flat_hash_map<std::string, SlackChannel> channels_;  // By folder.
};

absl::Status SlackReader::ReadItems(ByteSource source, const RunControl* run, UseItem use) {
  return ReadJsonItems(
      std::move(source), run, community_.report(),
      [&](std::string_view key, const JsonValue& value, const Place& place) -> absl::Status {
        if (key.empty() && value.is_object()) return AtPlace(place, use(value, place));
        community_.report().Note("values that are no objects, left out", ToString(place));
        return absl::OkStatus();
      });
}

absl::StatusOr<bool> SlackReader::ReadFile(const std::string& name, UseItem use) {
  PG_ASSIGN(source, folder_.OpenFile(absl::StrCat(root_, name)));
  if (!source) return false;
  PG_RETURN_IF_ERROR(ReadItems(*std::move(source), nullptr, use));
  return true;
}

absl::Status SlackReader::DescribeName(std::string_view id, const JsonValue& profile,
                                       MemberRole role) {
  Person person{.id = std::string(id), .role = role};
  for (const char* field : {"display_name", "real_name", "name"}) {
    if (person.name.empty()) person.name = std::string(profile[field].text());
  }
  return community_.Describe(person);
}

absl::Status SlackReader::User(const JsonValue& user) {
  Person person{.id = user["id"].id()};
  if (person.id.empty()) {
    community_.report().Note("users without an id, left out");
    return absl::OkStatus();
  }
  const bool is_bot = user["is_bot"].is_true() || person.id == "USLACKBOT";
  person.role = is_bot ? MemberRole::kBot : MemberRole::kCommunity;
  if (user["deleted"].is_true()) person.tags.push_back("deleted");
  PG_RETURN_IF_ERROR(DescribeName(person.id, user["profile"], person.role));
  person.name = std::string(user["real_name"].text());
  if (person.name.empty()) person.name = std::string(user["name"].text());
  return community_.Describe(person);
}

absl::Status SlackReader::Channel(const JsonValue& in, bool is_direct) {
  SlackChannel channel{.id = in["id"].id()};
  if (channel.id.empty()) {
    community_.report().Note("channels without an id, left out");
    return absl::OkStatus();
  }
  const std::string name(in["name"].text());
  if (is_direct) {
    in["members"].ForEach([&](const JsonValue& member) {
      if (channel.members.size() < kMaxInDirect && member.is_text()) {
        channel.members.push_back(member.id());
      }
    });
  }
  PG_RETURN_IF_ERROR(community_.DescribeTopic(channel.id, name));
  // Folders bear the name of the channel, or else its id.
  if (!name.empty()) channels_.try_emplace(name, channel);
  channels_.try_emplace(channel.id, channel);
  return absl::OkStatus();
}

absl::StatusOr<std::string> SlackReader::AuthorOf(const JsonValue& in) {
  std::string author = in["user"].id();
  const std::string bot = in["bot_id"].id();
  if (author.empty()) author = bot;
  if (author.empty()) {
    community_.report().Note("messages of somebody unknown");
    return author;
  }
  // Who is listed as a user keeps the role from there.
  if (!bot.empty()) {
    PG_RETURN_IF_ERROR(DescribeName(author, in["bot_profile"], MemberRole::kBot));
    PG_RETURN_IF_ERROR(
        community_.Describe({.id = author, .name = std::string(in["username"].text())}));
  } else {
    PG_RETURN_IF_ERROR(DescribeName(author, in["user_profile"], MemberRole::kUnspecified));
  }
  return author;
}

absl::Status SlackReader::AddReactions(const JsonValue& in, SourceMessage& out) {
  in["reactions"].ForEach([&](const JsonValue& reaction) {
    int64_t named = 0;
    reaction["users"].ForEach([&](const JsonValue& user) {
      if (user.id().empty()) return;
      out.reactions.push_back({user.id(), Time()});
      ++named;
    });
    // Of many, the export names but some.
    const int64_t others = reaction["count"].integer().value_or(0) - named;
    if (others > 0 && others < 1'000'000'000) {
      out.reactions.push_back({"", Time(), static_cast<float>(others)});
    }
  });
  return absl::OkStatus();
}

absl::Status SlackReader::ReadMessage(const SlackChannel& channel, const JsonValue& in,
                                      const Place& place) {
  const std::string_view subtype = in["subtype"].text();
  if (in["type"].text() != "message" ||
      std::find(std::begin(kMessageSubtypes), std::end(kMessageSubtypes), subtype) ==
          std::end(kMessageSubtypes)) {
    community_.report().Note(
        "entries that are no messages of people (joins, deletions, ...), left out",
        absl::StrCat(ToString(place), " ", Printable(subtype)));
    return absl::OkStatus();
  }
  const std::string ts = in["ts"].id(), root = in["thread_ts"].id();
  SourceMessage out;
  out.at = TimeOfTs(ts);
  if (!out.at.is_present()) {
    community_.report().Note("messages without a time, left out", ToString(place));
    return absl::OkStatus();
  }
  PG_ASSIGN(author, AuthorOf(in));
  out.author = std::move(author);
  out.id = absl::StrCat(channel.id, "/", ts);
  if (!root.empty() && root != ts) {
    out.kind = MessageKind::kReply;
    out.parent = absl::StrCat(channel.id, "/", root);
  }
  out.channel = channel.id;
  out.mentions = MentionsIn(in["text"].text());
  out.recipients = channel.members;
  PG_RETURN_IF_ERROR(AddReactions(in, out));
  return community_.Add(out);
}

// In one pass: an archive holds thousands of days.
absl::Status SlackReader::ReadDays() {
  RunControl all_files = run_ == nullptr ? RunControl() : *run_;
  all_files.stage = nullptr;  // Thousands of files are one stage.
  const auto folder_of = [&](std::string_view name) {
    return absl::StartsWith(AbslView(name), root_) ? FolderOfDay(name.substr(root_.size())) : std::string_view();
  };
  double wanted = 0, taken = 0;
  for (const std::string& name : folder_.Names()) wanted += !folder_of(name).empty();
  return folder_.ForEachFile(
      [&](std::string_view name) { return !folder_of(name).empty(); },  // Not lists, canvases, files.
      [&](const std::string& name, ByteSource source) -> absl::Status {
        const std::string folder(folder_of(name));
        const auto [channel, is_new] = channels_.try_emplace(folder, SlackChannel{.id = folder});
        if (is_new) {
          community_.report().Note("channels that are in no list, under the name of their folder", folder);
        }
        const RunControl part = PartOf(&all_files, "", 0.9 * taken / wanted, 0.9 * (taken + 1) / wanted);
        ++taken;
        PG_RETURN_IF_ERROR(CheckCancelled(run_));
        const SlackChannel& of = channel->second;
        return ReadItems(std::move(source), &part, [&](const JsonValue& message, const Place& place) {
          return ReadMessage(of, message, place);
        });
      });
}

absl::StatusOr<ImportResult> SlackReader::Read() {
  PG_ASSIGN(has_users,
            ReadFile("users.json", [&](const JsonValue& user, const Place&) { return User(user); }));
  bool has_channels = false;
  for (const ChannelFile& file : kChannelFiles) {
    PG_ASSIGN(found, ReadFile(file.file, [&](const JsonValue& channel, const Place&) {
                return Channel(channel, file.is_direct);
              }));
    has_channels = has_channels || found;
  }
  if (!has_users || !has_channels) {
    return absl::DataLossError(
        absl::StrCat(folder_.path(), ": no ", has_users ? "channels" : "users",
                     ".json in this folder\nname the folder of an unpacked "
                     "Slack export"));
  }
  PG_RETURN_IF_ERROR(ReadDays());
  community_.NameIfUnnamed(folder_.BaseName());
  return std::move(community_).Build();
}

}  // namespace

bool LooksLikeSlack(const InputFolder& folder) {
  const std::optional<std::string> root = RootOf(folder);
  if (!root) return false;
  const bool has_channels = std::any_of(
      std::begin(kChannelFiles), std::end(kChannelFiles),
      [&](const ChannelFile& file) { return folder.Has(absl::StrCat(*root, file.file)); });
  auto users = folder.OpenFile(absl::StrCat(*root, "users.json"));
  if (!has_channels || !users.ok() || !*users) return false;
  ImportReport report;
  bool fits = false;
  // The first user decides; the error ends the reading.
  const absl::Status ignored = ReadJsonItems(
      **std::move(users), nullptr, report,
      [&](std::string_view key, const JsonValue& user, const Place&) {
        fits = key.empty() && user["id"].is_text() && user["profile"].is_object();
        return absl::CancelledError();
      });
  static_cast<void>(ignored);
  return fits;
}

absl::StatusOr<ImportResult> ImportSlackFolder(const InputFolder& folder,
                                               const MessageOptions& options) {
  return SlackReader(folder, RootOf(folder).value_or(""), options).Read();
}

absl::StatusOr<ImportResult> ImportSlack(const std::string& directory,
                                         const MessageOptions& options) {
  PG_ASSIGN(folder, InputFolder::Open(directory));
  return ImportSlackFolder(folder, options);
}

}  // namespace pullgraph
