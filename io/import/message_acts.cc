// SPDX-License-Identifier: Apache-2.0
// What people do without words, and asks that are settled without naming an answer.
#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "io/import/message_community.h"
#include "io/import/message_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {

absl::Status MessageCommunity::DescribeResource(std::string_view id, ResourceRow row,
                                                const std::vector<std::string>& topics) {
  PG_ASSIGN(resource, rows_->builder.Resource(id));
  for (const std::string& topic : topics) {
    PG_ASSIGN(topic_id, rows_->builder.Topic(topic));
    row.topics.push_back(topic_id);
  }
  return rows_->builder.DescribeResource(resource, std::move(row));
}

absl::Status MessageCommunity::AddSignal(std::string_view member, std::string_view resource,
                                         SignalKind kind, Time at) {
  SignalRow row;
  PG_ASSIGN(resource_id, rows_->builder.Resource(resource));
  row.object = resource_id.value();
  if (!member.empty()) {
    PG_ASSIGN(member_id, rows_->builder.Member(member));
    row.member = member_id;
  }
  row.kind = kind;
  if (IsStorable(at)) row.at = at;
  return rows_->builder.AddSignal(std::move(row));
}

absl::Status MessageCommunity::Settle(std::string_view thread, Time at) {
  const uint32_t key = rows_->KeyOf(thread);
  if (key == kNoRow) return absl::InvalidArgumentError("thread id is empty");
  rows_->settled[key] = at;
  return absl::OkStatus();
}

void AnswerSettledAsks(MessageRows& all) {
  if (all.settled.empty()) return;
  struct Best {
    uint32_t row = kNoRow;
    bool has_answer = false;
  };
  absl::flat_hash_map<uint32_t, Best> best;  // Of a thread.
  const auto is_bot = [&](MemberId member) {
    const auto person = all.people.find(member);
    return person != all.people.end() && person->second.role == MemberRole::kBot;
  };
  const auto rank = [&](uint32_t i) {
    const MessageRow& row = all.rows[i];
    return std::tuple(row.at, row.key == kNoRow ? std::string_view() : all.keys[row.key]);
  };
  for (uint32_t i = 0; i < all.rows.size(); ++i) {
    const MessageRow& row = all.rows[i];
    if (row.thread == kNoRow) continue;
    const auto settled = all.settled.find(row.thread);
    if (settled == all.settled.end()) continue;
    Best& found = best[row.thread];
    if (row.kind == MessageKind::kAnswer) found.has_answer = true;
    const uint32_t opener = all.row_of_key[row.thread];
    if (row.kind != MessageKind::kReply || row.author.is_none() || is_bot(row.author))
      continue;
    if (opener == kNoRow || all.rows[opener].author == row.author) continue;
    if (!row.at.is_present() || (settled->second.is_present() && row.at > settled->second)) {
      continue;
    }
    if (found.row == kNoRow || rank(found.row) < rank(i)) found.row = i;
  }
  for (const auto& [thread, found] : best) {
    if (found.row != kNoRow && !found.has_answer)
      all.rows[found.row].kind = MessageKind::kAnswer;
  }
}

}  // namespace pullgraph
