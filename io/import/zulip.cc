// SPDX-License-Identifier: Apache-2.0
#include "io/import/zulip.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/import/json_items.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr std::string_view kFirstMessages = "messages-000001.json";
constexpr size_t kMaxInConversation = 100;
constexpr std::string_view kResolved = "\xE2\x9C\x94 ";  // A tick.

// Seconds since 1970 with a fraction; absent if it is no moment.
Time TimeOfSeconds(const JsonValue& value) {
  const double seconds = value.number().value_or(NAN);
  if (!(seconds >= 0 && seconds < 253'402'300'800.0)) return Time();
  return Time(static_cast<int64_t>(std::llround(seconds * 1e6)));
}

struct ZulipRecipient {
  int64_t type = 0;  // 1 a person, 2 a channel, 3 a group.
  std::string of;    // Id of the person or channel.
};

class ZulipReader {
 public:
  ZulipReader(const InputFolder& folder, std::string root, const MessageOptions& options)
      : folder_(folder), root_(std::move(root)), run_(options.run), community_(options) {}

  absl::StatusOr<ImportResult> Read();

 private:
  absl::Status ReadFile(const std::string& name, JsonItemUse use);
  absl::Status TakeTable(std::string_view table, const JsonValue& row);
  absl::Status User(const JsonValue& row);
  absl::Status ReadMessage(const JsonValue& in, const Place& place);
  // False if it is not known whom the message is for.
  bool Address(const JsonValue& in, SourceMessage& out);
  void AddMentions(std::string_view text, SourceMessage& out) const;
  bool IsMessageFile(std::string_view name) const;
  absl::Status ForEachMessageFile(JsonItemUse use);
  void NoteThread(const JsonValue& in);

  const InputFolder& folder_;
  std::string root_;
  const RunControl* run_;
  MessageCommunity community_;
  absl::flat_hash_set<std::string> users_;
  absl::flat_hash_map<std::string, std::string> user_by_name_;
  absl::flat_hash_map<std::string, ZulipRecipient> recipients_;
  absl::flat_hash_map<std::string, std::vector<std::string>> groups_;  // Recipient -> people.
  absl::flat_hash_map<std::string, std::vector<std::string>> reactions_;  // Message -> people.
  absl::flat_hash_map<std::string, std::string> first_;  // Thread -> the least id of a message.
};

absl::Status ZulipReader::ReadFile(const std::string& name, JsonItemUse use) {
  PG_ASSIGN(source, folder_.OpenFile(absl::StrCat(root_, name)));
  if (source) return ReadJsonItems(*std::move(source), run_, community_.report(), use);
  return absl::DataLossError(absl::StrCat(folder_.path(), ": no ", name,
                                          " in this folder\nname the "
                                          "folder of an unpacked Zulip export"));
}

absl::Status ZulipReader::User(const JsonValue& row) {
  Person person{.id = row["id"].id(), .name = std::string(row["full_name"].text())};
  if (person.id.empty()) {
    community_.report().Note("users without an id, left out");
    return absl::OkStatus();
  }
  person.role = row["is_bot"].is_true() ? MemberRole::kBot : MemberRole::kCommunity;
  person.joined_at = TimeOfSeconds(row["date_joined"]);
  if (row["is_active"] && !row["is_active"].is_true()) person.tags.push_back("deactivated");
  users_.insert(person.id);
  if (!person.name.empty()) user_by_name_.try_emplace(person.name, person.id);
  return community_.Describe(person);
}

absl::Status ZulipReader::TakeTable(std::string_view table, const JsonValue& row) {
  if (table == "zerver_userprofile" || table == "zerver_userprofile_mirrordummy" ||
      table == "zerver_userprofile_crossrealm") {
    return User(row);
  }
  const std::string id = row["id"].id();
  if (table == "zerver_stream" && !id.empty()) {
    return community_.DescribeTopic(id, row["name"].text());
  }
  if (table == "zerver_recipient") {
    recipients_[id] = {row["type"].integer().value_or(0), row["type_id"].id()};
  } else if (table == "zerver_subscription") {
    std::vector<std::string>& people = groups_[row["recipient"].id()];
    // One more than may be: of channels, only that they are large is remembered.
    if (people.size() <= kMaxInConversation) people.push_back(row["user_profile"].id());
  } else if (table == "zerver_reaction") {
    reactions_[row["message"].id()].push_back(row["user_profile"].id());
  } else if (table == "zerver_realm") {
    community_.NameIfUnnamed(row["name"].text());
  }
  return absl::OkStatus();
}

void ZulipReader::AddMentions(std::string_view text, SourceMessage& out) const {
  for (size_t at = text.find("@**"); at != std::string_view::npos;
       at = text.find("@**", at + 3)) {
    const std::string_view rest = text.substr(at + 3, 300);
    const std::string_view name = rest.substr(0, std::min(rest.find("**"), rest.size()));
    const size_t bar = name.rfind('|');
    if (bar != std::string_view::npos && users_.contains(AbslView(name.substr(bar + 1)))) {
      out.mentions.emplace_back(name.substr(bar + 1));
    } else if (const auto found = user_by_name_.find(AbslView(name));
               found != user_by_name_.end()) {
      out.mentions.push_back(found->second);
    }
  }
}

bool ZulipReader::Address(const JsonValue& in, SourceMessage& out) {
  const std::string id = in["recipient"].id();
  const auto found = recipients_.find(id);
  if (found == recipients_.end()) return false;
  const ZulipRecipient& to = found->second;
  if (to.type == 2) {
    std::string_view subject = in["subject"].text();
    if (subject.substr(0, kResolved.size()) == kResolved)
      subject.remove_prefix(kResolved.size());
    out.channel = to.of;
    out.thread = absl::StrCat(to.of, "/", AbslView(subject));
    out.title = std::string(subject);
  } else if (to.type == 1) {
    const auto [low, high] = std::minmax(
        out.author, to.of, [](const auto& a, const auto& b) { return CompareIds(a, b) < 0; });
    out.thread = absl::StrCat("direct/", low, ",", high);
    out.recipients = {to.of};
  } else {
    out.thread = absl::StrCat("group/", id);
    const auto group = groups_.find(id);
    if (group != groups_.end() && group->second.size() <= kMaxInConversation) {
      out.recipients = group->second;
    }
  }
  return true;
}

absl::Status ZulipReader::ReadMessage(const JsonValue& in, const Place& place) {
  SourceMessage out;
  const std::string id = in["id"].id();
  out.author = in["sender"].id();
  if (id.empty() || out.author.empty() || !Address(in, out)) {
    community_.report().Note("messages without id, sender or known recipient, left out",
                             ToString(place));
    return absl::OkStatus();
  }
  // Threads share their ids with messages.
  out.id = absl::StrCat("message/", id);
  out.at = TimeOfSeconds(in["date_sent"]);
  if (!out.at.is_present()) {
    community_.report().Note("dates that cannot be read, left out", ToString(place));
  }
  out.kind = first_[out.thread] == id ? MessageKind::kPost : MessageKind::kReply;
  AddMentions(in["content"].text(), out);
  if (const auto found = reactions_.find(id); found != reactions_.end()) {
    for (std::string& user : found->second) out.reactions.push_back({std::move(user), Time()});
    reactions_.erase(found);
  }
  return community_.Add(out);
}

void ZulipReader::NoteThread(const JsonValue& in) {
  const std::string id = in["id"].id();
  SourceMessage out;
  out.author = in["sender"].id();
  if (id.empty() || out.author.empty() || !Address(in, out)) return;
  std::string& first = first_[out.thread];
  if (first.empty() || CompareIds(id, first) < 0) first = id;
}

bool ZulipReader::IsMessageFile(std::string_view name) const {
  if (!absl::StartsWith(AbslView(name), root_)) return false;
  const std::string_view base = name.substr(root_.size());
  return absl::StartsWith(AbslView(base), "messages-") && absl::StrContains(AbslView(base), ".json");
}

// In any order, as archives hold them.
absl::Status ZulipReader::ForEachMessageFile(JsonItemUse use) {
  return folder_.ForEachFile([&](std::string_view name) { return IsMessageFile(name); },
                             [&](const std::string&, ByteSource source) {
                               return ReadJsonItems(std::move(source), run_, community_.report(), use);
                             });
}

absl::StatusOr<ImportResult> ZulipReader::Read() {
  const auto take_table = [&](std::string_view table, const JsonValue& row,
                              const Place& place) {
    if (table == "zerver_message") NoteThread(row);
    return AtPlace(place, TakeTable(table, row));
  };
  PG_RETURN_IF_ERROR(ReadFile("realm.json", take_table));
  const std::vector<std::string> names = folder_.Names();
  if (std::none_of(names.begin(), names.end(), [&](const std::string& name) { return IsMessageFile(name); })) {
    PG_RETURN_IF_ERROR(ReadFile(std::string(kFirstMessages), take_table));
  }
  // Reactions may stand beside the messages, or behind them.
  PG_RETURN_IF_ERROR(ForEachMessageFile(take_table));
  PG_RETURN_IF_ERROR(ForEachMessageFile(
      [&](std::string_view table, const JsonValue& row, const Place& place) -> absl::Status {
        if (table != "zerver_message") return absl::OkStatus();
        return AtPlace(place, ReadMessage(row, place));
      }));
  if (!reactions_.empty()) {
    community_.report().Note("messages with reactions that are not in the export, left out",
                             "", reactions_.size());
  }
  community_.NameIfUnnamed(folder_.BaseName());
  return std::move(community_).Build();
}

// Where realm.json lies beside messages: "" or "export/".
std::optional<std::string> RootOfZulip(const InputFolder& folder) {
  for (const std::string& name : folder.Names()) {
    const size_t base = name.rfind("realm.json");
    if (base == std::string::npos || (base > 0 && name[base - 1] != '/')) continue;
    std::string root = name.substr(0, base);
    if (folder.Has(absl::StrCat(root, AbslView(kFirstMessages)))) return root;
  }
  return std::nullopt;
}

}  // namespace

bool LooksLikeZulip(const InputFolder& folder) {
  const std::optional<std::string> root = RootOfZulip(folder);
  if (!root) return false;
  auto realm = folder.OpenFile(absl::StrCat(*root, "realm.json"));
  if (!realm.ok() || !*realm) return false;
  ImportReport report;
  bool fits = false;
  // The first table decides; the error ends the reading.
  const absl::Status ignored =
      ReadJsonItems(**std::move(realm), nullptr, report,
                    [&](std::string_view table, const JsonValue&, const Place&) {
                      fits = absl::StartsWith(AbslView(table), "zerver_") ||
                             absl::StartsWith(AbslView(table), "analytics_");
                      return fits ? absl::CancelledError() : absl::OkStatus();
                    });
  static_cast<void>(ignored);
  return fits;
}

absl::StatusOr<ImportResult> ImportZulipFolder(const InputFolder& folder,
                                               const MessageOptions& options) {
  return ZulipReader(folder, RootOfZulip(folder).value_or(""), options).Read();
}

absl::StatusOr<ImportResult> ImportZulip(const std::string& directory,
                                         const MessageOptions& options) {
  PG_ASSIGN(folder, InputFolder::Open(directory));
  return ImportZulipFolder(folder, options);
}

}  // namespace pullgraph
