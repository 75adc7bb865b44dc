// SPDX-License-Identifier: Apache-2.0
#include "io/import/discord.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/json_items.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kDiscordFilesToTry = 100;

// Kinds of messages that people write; numbers are what the exporter has no name for:
// answers to commands.
constexpr std::string_view kWrittenKinds[] = {
    "Default", "Reply", "19", "20", "23", "ChatInputCommand", "ContextMenuCommand"};

class DiscordReader {
 public:
  explicit DiscordReader(const MessageOptions& options) : community_(options) {}

  absl::Status ReadFile(ByteSource source, const RunControl* run);
  absl::StatusOr<ImportResult> Build(const std::string& name) && {
    community_.NameIfUnnamed(name);
    return std::move(community_).Build();
  }
  ImportReport& report() { return community_.report(); }

 private:
  absl::Status Channel(const JsonValue& channel);
  absl::Status ReadMessage(const JsonValue& in, const Place& place);
  // Their id; "" for somebody unknown.
  absl::StatusOr<std::string> DescribeUser(const JsonValue& user);
  absl::Status AddReactions(const JsonValue& in, SourceMessage& out);
  absl::Status TakeItem(std::string_view key, const JsonValue& value, const Place& place);

  MessageCommunity community_;
  // Of the file at hand.
  std::string channel_, topic_, channel_name_;
  bool is_thread_ = false;
};

absl::Status DiscordReader::Channel(const JsonValue& in) {
  channel_ = in["id"].id();
  channel_name_ = std::string(in["name"].text());
  is_thread_ = absl::StrContains(AbslView(in["type"].text()), "Thread");
  const std::string category = in["categoryId"].id();
  topic_ = is_thread_ ? category : channel_;  // A thread lies in a channel.
  if (!category.empty()) {
    PG_RETURN_IF_ERROR(community_.DescribeTopic(category, in["category"].text()));
  }
  if (is_thread_ || channel_.empty()) return absl::OkStatus();
  return community_.DescribeTopic(channel_, channel_name_, category);
}

absl::StatusOr<std::string> DiscordReader::DescribeUser(const JsonValue& user) {
  Person person{.id = user["id"].id()};
  const std::string_view name = user["name"].text();
  if (person.id.empty() || (name == "Deleted User" && !user["isBot"].is_true()))
    return std::string();
  person.name = std::string(user["nickname"].text());
  if (person.name.empty()) person.name = std::string(name);
  person.role = user["isBot"].is_true() ? MemberRole::kBot : MemberRole::kUnspecified;
  user["roles"].ForEach([&](const JsonValue& role) {
    if (!role["name"].text().empty()) person.tags.emplace_back(role["name"].text());
  });
  PG_RETURN_IF_ERROR(community_.Describe(person));
  return person.id;
}

absl::Status DiscordReader::AddReactions(const JsonValue& in, SourceMessage& out) {
  absl::Status status;
  in["reactions"].ForEach([&](const JsonValue& reaction) {
    int64_t named = 0;
    reaction["users"].ForEach([&](const JsonValue& user) {
      const auto id = DescribeUser(user);
      status.Update(id.status());
      if (!id.ok() || id->empty()) return;
      out.reactions.push_back({*id, Time()});
      ++named;
    });
    const int64_t others = reaction["count"].integer().value_or(0) - named;
    if (others > 0 && others < 1'000'000'000) {
      out.reactions.push_back({"", Time(), static_cast<float>(others)});
    }
  });
  return status;
}

absl::Status DiscordReader::ReadMessage(const JsonValue& in, const Place& place) {
  const std::string kind = in["type"].id();
  if (std::find(std::begin(kWrittenKinds), std::end(kWrittenKinds), kind) ==
      std::end(kWrittenKinds)) {
    report().Note("messages of the system (joins, pins, ...), left out",
                  absl::StrCat(ToString(place), " ", Printable(kind)));
    return absl::OkStatus();
  }
  SourceMessage out;
  out.id = in["id"].id();
  if (out.id.empty()) {
    report().Note("messages without an id, left out", ToString(place));
    return absl::OkStatus();
  }
  PG_ASSIGN(author, DescribeUser(in["author"]));
  if (author.empty())
    report().Note("messages of somebody unknown or deleted", ToString(place));
  out.author = std::move(author);
  const auto at = ParseTime(in["timestamp"].text());
  if (at.ok() && at->is_present()) {
    out.at = *at;
  } else {
    report().Note("dates that cannot be read, left out", ToString(place));
  }
  if (kind == "Reply" || kind == "19") {
    out.kind = MessageKind::kReply;
    out.parent = in["reference"]["messageId"].id();
  }
  if (is_thread_ && !channel_.empty()) {
    out.thread = channel_;
    // The message that a thread was begun with has the id of the thread.
    if (out.id != channel_) out.kind = MessageKind::kReply;
    out.title = channel_name_;
  }
  out.channel = topic_;
  absl::Status status;
  in["mentions"].ForEach([&](const JsonValue& user) {
    const auto id = DescribeUser(user);
    status.Update(id.status());
    if (id.ok()) out.mentions.push_back(*id);
  });
  PG_RETURN_IF_ERROR(status);
  PG_RETURN_IF_ERROR(AddReactions(in, out));
  return community_.Add(out);
}

absl::Status DiscordReader::TakeItem(std::string_view key, const JsonValue& value,
                                     const Place& place) {
  if (key == "guild") community_.NameIfUnnamed(value["name"].text());
  if (key == "channel") return AtPlace(place, Channel(value));
  return key == "messages" ? AtPlace(place, ReadMessage(value, place)) : absl::OkStatus();
}

absl::Status DiscordReader::ReadFile(ByteSource source, const RunControl* run) {
  channel_ = topic_ = channel_name_ = "";
  is_thread_ = false;
  const std::string name = source.name();
  bool has_channel = false, has_messages = false;
  PG_RETURN_IF_ERROR(
      ReadJsonItems(std::move(source), run, report(),
                    [&](std::string_view key, const JsonValue& value, const Place& place) {
                      has_channel = has_channel || key == "channel";
                      has_messages = has_messages || key == "messages";
                      return TakeItem(key, value, place);
                    }));
  if (has_channel || has_messages) return absl::OkStatus();
  return BadInput({name}, "neither 'channel' nor 'messages' in the file",
                  "the JSON that DiscordChatExporter writes is read here");
}

// A file that cannot be read is none.
bool IsDiscordFile(const std::string& name, ByteSource& source) {
  if (!absl::StrContains(name, ".json")) return false;
  const auto head = source.Peek();
  return head.ok() && LooksLikeDiscord(*head);
}

}  // namespace

bool LooksLikeDiscord(std::string_view head) {
  auto source = ByteSource::FromMemory(head.substr(0, size_t{64} << 10), "");
  if (!source.ok()) return false;
  ImportReport report;
  bool guild = false, channel = false;
  const absl::Status ignored = ReadJsonItems(
      *std::move(source), nullptr, report,
      [&](std::string_view key, const JsonValue& value, const Place&) -> absl::Status {
        guild = guild || (key == "guild" && value["id"].is_text() && value["name"].is_text());
        channel =
            channel || (key == "channel" && value["id"].is_text() && value["type"].is_text());
        return key.empty() || (guild && channel) ? absl::CancelledError() : absl::OkStatus();
      });
  static_cast<void>(ignored);  // The head may be cut off anywhere.
  return guild && channel;
}

bool LooksLikeDiscord(const InputFolder& folder) {
  size_t tried = 0;
  for (const std::string& name : folder.Names()) {
    if (!absl::StrContains(name, ".json")) continue;
    if (++tried > kDiscordFilesToTry) return false;
    auto source = folder.OpenFile(name);
    if (source.ok() && *source && IsDiscordFile(name, **source)) return true;
  }
  return false;
}

absl::StatusOr<ImportResult> ImportDiscordFrom(ByteSource source,
                                               const MessageOptions& options) {
  DiscordReader reader(options);
  PG_RETURN_IF_ERROR(reader.ReadFile(std::move(source), options.run));
  return std::move(reader).Build("discord");
}

absl::StatusOr<ImportResult> ImportDiscordFolder(const InputFolder& folder,
                                                 const MessageOptions& options) {
  DiscordReader reader(options);
  const auto all = static_cast<double>(folder.Names().size());
  size_t exports = 0, seen = 0;
  RunControl all_files = options.run == nullptr ? RunControl() : *options.run;
  all_files.stage = nullptr;  // Many files are one stage.
  PG_RETURN_IF_ERROR(folder.ForEachFile(
      [](std::string_view) { return true; },
      [&](const std::string& name, ByteSource source) {
        const auto before = static_cast<double>(seen++);
        if (!IsDiscordFile(name, source)) {
          reader.report().Note("files that are no exports of a channel, left out", name);
          return absl::OkStatus();
        }
        ++exports;
        const RunControl part = PartOf(&all_files, "", 0.9 * before / all, 0.9 * (before + 1) / all);
        return reader.ReadFile(std::move(source), &part);
      }));
  if (exports == 0) {
    return absl::DataLossError(absl::StrCat(
        folder.path(),
        ": no export of a channel in this folder\n"
        "name a folder of what DiscordChatExporter writes as JSON, or one such file"));
  }
  return std::move(reader).Build(folder.BaseName());
}

absl::StatusOr<ImportResult> ImportDiscord(const std::string& path,
                                           const MessageOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    PG_ASSIGN(folder, InputFolder::Open(path));
    return ImportDiscordFolder(folder, options);
  }
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportDiscordFrom(std::move(source), options);
}

}  // namespace pullgraph
