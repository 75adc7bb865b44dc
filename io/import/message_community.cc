// SPDX-License-Identifier: Apache-2.0
#include "io/import/message_community.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/message_rows.h"
#include "io/import/status_macros.h"
#include "io/import/text_encoding.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxIdBytes = 65'536;  // As in CommunityBuilder.
constexpr size_t kMaxOfOne = 1000;      // Tags, attributes: they are compared in pairs.

absl::Status CheckText(const char* what, std::string_view id) {
  if (id.size() > kMaxIdBytes) {
    return absl::InvalidArgumentError(absl::StrCat(what, " of ", id.size(),
                                                   " bytes, expected at most ", kMaxIdBytes));
  }
  if (IsValidUtf8(id)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " '", Printable(id), "' is not valid UTF-8"));
}

absl::Status CheckNeeded(const char* what, std::string_view id) {
  if (id.empty()) return absl::InvalidArgumentError(absl::StrCat(what, " is empty"));
  return CheckText(what, id);
}

absl::Status CheckMessage(const SourceMessage& m) {
  absl::Status s = CheckText("message id", m.id);
  s.Update(CheckText("author", m.author));
  s.Update(CheckText("parent", m.parent));
  s.Update(CheckText("thread", m.thread));
  s.Update(CheckText("channel", m.channel));
  for (const std::string& id : m.topics) s.Update(CheckText("topic", id));
  for (const std::string& id : m.mentions) s.Update(CheckText("mention", id));
  for (const std::string& id : m.recipients) s.Update(CheckText("recipient", id));
  for (const Reaction& r : m.reactions) {
    s.Update(CheckText("member of a reaction", r.member));
    if (!(r.weight >= 0 && r.weight <= 1e9F)) {
      s.Update(absl::InvalidArgumentError(
          absl::StrCat("weight of a reaction is ", r.weight, ", expected 0 to 1e9")));
    }
  }
  if (m.id.empty() && m.parent.empty() && m.thread.empty()) {
    s.Update(absl::InvalidArgumentError("a message with neither id, parent nor thread"));
  }
  return s;
}

absl::StatusOr<MemberId> MemberOrNone(MessageRows& all, const std::string& id) {
  if (id.empty()) return MemberId::None();
  return all.builder.Member(id);
}

absl::Status AddNamed(MessageRows& all, uint32_t row, const std::vector<std::string>& ids,
                      TieKind kind) {
  for (const std::string& id : ids) {
    PG_ASSIGN(member, MemberOrNone(all, id));
    if (!member.is_none()) all.named.push_back({row, member, kind});
  }
  return absl::OkStatus();
}

absl::Status AddTopic(MessageRows& all, uint32_t row, const std::string& id) {
  if (id.empty()) return absl::OkStatus();
  PG_ASSIGN(topic, all.builder.Topic(id));
  all.topics.emplace_back(row, topic);
  return absl::OkStatus();
}

void FillText(const std::string& from, std::string& to) {
  if (to.empty()) to = RepairUtf8(from);
}

}  // namespace

uint32_t MessageRows::KeyOf(std::string_view id) {
  if (id.empty()) return kNoRow;
  const uint32_t key = keys.Intern(id);
  if (key >= row_of_key.size()) row_of_key.resize(size_t{key} + 1, kNoRow);
  return key;
}

MessageCommunity::MessageCommunity(const MessageOptions& options)
    : rows_(std::make_unique<MessageRows>()) {
  rows_->options = options;
}
MessageCommunity::~MessageCommunity() = default;
MessageCommunity::MessageCommunity(MessageCommunity&&) noexcept = default;

void MessageCommunity::NameIfUnnamed(std::string_view name) {
  if (rows_->options.name.empty()) rows_->options.name = RepairUtf8(name);
}

ImportReport& MessageCommunity::report() { return rows_->report; }

absl::Status MessageCommunity::Describe(const Person& person) {
  PG_RETURN_IF_ERROR(CheckNeeded("member id", person.id));
  PG_ASSIGN(member, rows_->builder.Member(person.id));
  Person& known = rows_->people[member];
  FillText(person.name, known.name);
  if (known.role == MemberRole::kUnspecified) known.role = person.role;
  if (!known.joined_at.is_present() && IsStorable(person.joined_at)) {
    known.joined_at = person.joined_at;
  }
  for (const std::string& tag : person.tags) {
    std::string text = RepairUtf8(tag);
    auto& tags = known.tags;
    if (tags.size() >= kMaxOfOne) {
      rows_->report.Note("tags of people, past 1000 of one, left out", Printable(person.id));
    } else if (std::find(tags.begin(), tags.end(), text) == tags.end()) {
      tags.push_back(std::move(text));
    }
  }
  for (const auto& [name, value] : person.attributes) {
    const std::string text = RepairUtf8(name);
    const bool is_known = std::any_of(known.attributes.begin(), known.attributes.end(),
                                      [&](const auto& a) { return a.first == text; });
    if (is_known) continue;
    if (known.attributes.size() >= kMaxOfOne) {
      rows_->report.Note("attributes of people, past 1000 of one, left out", Printable(person.id));
    } else {
      known.attributes.emplace_back(text, RepairUtf8(value));
    }
  }
  return absl::OkStatus();
}

absl::Status MessageCommunity::DescribeTopic(std::string_view id, std::string_view name,
                                             std::string_view parent) {
  PG_RETURN_IF_ERROR(CheckNeeded("topic id", id));
  PG_RETURN_IF_ERROR(CheckText("topic above", parent));
  PG_ASSIGN(topic, rows_->builder.Topic(id));
  TopicId above;
  if (!parent.empty()) {
    PG_ASSIGN(parent_id, rows_->builder.Topic(parent));
    above = parent_id;
  }
  DescribedTopic& known = rows_->topic_rows[topic];
  FillText(std::string(name), known.name);
  if (known.parent.is_none()) known.parent = above;
  return absl::OkStatus();
}

absl::Status MessageCommunity::AddTie(std::string_view from, std::string_view to, TieKind kind,
                                      Time at, bool directed) {
  PG_RETURN_IF_ERROR(CheckNeeded("member id", from));
  PG_RETURN_IF_ERROR(CheckNeeded("member id", to));
  PG_ASSIGN(from_id, rows_->builder.Member(from));
  PG_ASSIGN(to_id, rows_->builder.Member(to));
  if (from_id == to_id) return absl::OkStatus();
  rows_->ties.push_back({from_id, to_id, kind, directed, IsStorable(at) ? at : Time()});
  return absl::OkStatus();
}

absl::Status MessageCommunity::Add(const SourceMessage& message) {
  PG_RETURN_IF_ERROR(CheckMessage(message));
  MessageRows& all = *rows_;
  if (all.rows.size() >= kNoRow - 1 || all.keys.size() >= kNoRow - 3) {
    return absl::ResourceExhaustedError("more than 4,294,967,290 messages");
  }
  MessageRow row;
  row.key = all.KeyOf(message.id);
  if (row.key != kNoRow && all.row_of_key[row.key] != kNoRow) {
    all.report.Note("messages that came a second time, counted once", Printable(message.id));
    return absl::OkStatus();
  }
  const auto index = static_cast<uint32_t>(all.rows.size());
  row.parent = all.KeyOf(message.parent);
  row.thread = all.KeyOf(message.thread);
  row.kind = message.kind;
  row.at = message.at;
  if (!IsStorable(row.at)) {
    all.report.Note("dates outside years 1 to 9999, left out", Printable(message.id));
    row.at = Time();
  }
  PG_ASSIGN(author, MemberOrNone(all, message.author));
  row.author = author;
  PG_RETURN_IF_ERROR(AddNamed(all, index, message.recipients, TieKind::kMessaged));
  PG_RETURN_IF_ERROR(AddNamed(all, index, message.mentions, TieKind::kMentioned));
  for (const Reaction& reaction : message.reactions) {
    PG_ASSIGN(who, MemberOrNone(all, reaction.member));
    const bool dated = reaction.at.is_present() && IsStorable(reaction.at);
    all.reactions.push_back({index, who, dated ? reaction.at : row.at, reaction.weight});
  }
  PG_RETURN_IF_ERROR(AddTopic(all, index, message.channel));
  for (const std::string& id : message.topics) PG_RETURN_IF_ERROR(AddTopic(all, index, id));
  if (!message.title.empty() || !message.url.empty()) {
    row.text = static_cast<uint32_t>(all.texts.size());
    all.texts.push_back({RepairUtf8(message.title), RepairUtf8(message.url)});
  }
  if (row.key != kNoRow) all.row_of_key[row.key] = index;
  all.rows.push_back(row);
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> MessageCommunity::Build() && {
  const auto rows = std::move(rows_);
  return BuildMessages(*rows);
}

}  // namespace pullgraph
