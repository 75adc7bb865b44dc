// SPDX-License-Identifier: Apache-2.0
// Rows of messages made a community.
#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "graph/utf8.h"
#include "io/import/message_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

SignalKind SignalOf(MessageKind kind) {
  switch (kind) {
    case MessageKind::kPost: return SignalKind::kPost;
    case MessageKind::kAsk: return SignalKind::kAsk;
    case MessageKind::kAnswer: return SignalKind::kAnswer;
    case MessageKind::kReply:
    case MessageKind::kReview: break;
  }
  return SignalKind::kReply;
}

// Of several ways in which one message ties the same two people the lowest counts.
int RankOf(TieKind kind) {
  switch (kind) {
    case TieKind::kAnswered: return 0;
    case TieKind::kReviewed: return 1;
    case TieKind::kCommented: return 2;
    case TieKind::kMessaged: return 3;
    default: return 4;
  }
}

class MessageBuilder {
 public:
  explicit MessageBuilder(MessageRows& all) : all_(all) {}

  absl::StatusOr<ImportResult> Build();

 private:
  using Rows = absl::Span<const uint32_t>;

  absl::Status DescribePeople();
  absl::Status DescribeTopics();
  void CutTopicCircles();
  void SortByThread();
  void SortTopics();
  absl::Status AddThreads();
  absl::Status AddThread(Rows rows);
  absl::Status DescribeThread(Rows rows, uint32_t opener, ResourceId id);
  absl::Status AddSignals(Rows rows, ResourceId id);
  absl::Status AddReactions();
  uint32_t OpenerOf(Rows rows) const;
  void TieReply(uint32_t row, uint32_t opener);
  void TieNamed();
  absl::Status AddTies();

  const MessageRow& At(uint32_t row) const { return all_.rows[row]; }
  MemberId AuthorOf(uint32_t row) const {
    return row == kNoRow ? MemberId::None() : At(row).author;
  }
  std::string_view KeyText(uint32_t key) const {
    return key == kNoRow ? std::string_view() : all_.keys[key];
  }

  MessageRows& all_;
  std::vector<uint32_t> order_;  // Rows by thread, and in it by date.
  std::vector<std::pair<uint32_t, TopicId>> topics_;  // Of threads, by key.
  size_t next_topic_ = 0;
  std::vector<ResourceId> resource_of_row_;
  uint64_t threads_ = 0;
};

absl::Status MessageBuilder::DescribePeople() {
  CommunityBuilder& builder = all_.builder;
  for (uint32_t m = 0; m < builder.num_members(); ++m) {
    MemberRow row;
    row.kind = MemberKind::kPerson;
    const auto found = all_.people.find(MemberId(m));
    if (found != all_.people.end()) {
      Person& person = found->second;
      row.display_name = std::move(person.name);
      row.joined_at = person.joined_at;
      row.tags = std::move(person.tags);
      row.attributes = std::move(person.attributes);
      if (person.role != MemberRole::kUnspecified) row.role = person.role;
      if (row.role == MemberRole::kBot) row.kind = MemberKind::kUnspecified;
    }
    PG_RETURN_IF_ERROR(builder.DescribeMember(MemberId(m), std::move(row)));
  }
  return absl::OkStatus();
}

void MessageBuilder::CutTopicCircles() {
  absl::flat_hash_map<TopicId, TopicId> seen;  // Topic -> where the walk began.
  std::vector<TopicId> starts;
  for (const auto& [topic, row] : all_.topic_rows) starts.push_back(topic);
  const auto above = [&](TopicId topic) {
    const auto row = all_.topic_rows.find(topic);
    return row == all_.topic_rows.end() ? TopicId::None() : row->second.parent;
  };
  for (const TopicId start : starts) {
    TopicId at = start;
    while (!at.is_none() && seen.emplace(at, start).second) at = above(at);
    if (at.is_none() || seen.find(at)->second != start) continue;
    // All on the circle go to the top, whichever of them the walk met first.
    while (!above(at).is_none()) {
      const TopicId next = above(at);
      all_.topic_rows.find(at)->second.parent = TopicId::None();
      all_.report.Note("topics that lie above themselves, put at the top");
      at = next;
    }
  }
}

absl::Status MessageBuilder::DescribeTopics() {
  CutTopicCircles();
  for (auto& [topic, row] : all_.topic_rows) {
    PG_RETURN_IF_ERROR(all_.builder.DescribeTopic(topic, {std::move(row.name), row.parent}));
  }
  return absl::OkStatus();
}

void MessageBuilder::SortByThread() {
  order_.resize(all_.rows.size());
  std::iota(order_.begin(), order_.end(), 0U);
  const auto by_date = [&](uint32_t a, uint32_t b) {
    const MessageRow &x = At(a), &y = At(b);
    return std::tuple(x.thread, !x.at.is_present(), x.at) <
           std::tuple(y.thread, !y.at.is_present(), y.at);
  };
  std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
    if (by_date(a, b)) return true;
    return !by_date(b, a) && KeyText(At(a).key) < KeyText(At(b).key);
  });
}

void MessageBuilder::SortTopics() {
  topics_ = std::move(all_.topics);
  for (auto& [row, topic] : topics_) row = At(row).thread;
  std::sort(topics_.begin(), topics_.end());
  topics_.erase(std::unique(topics_.begin(), topics_.end()), topics_.end());
}

uint32_t MessageBuilder::OpenerOf(Rows rows) const {
  const uint32_t thread = At(rows[0]).thread;
  if (all_.row_of_key[thread] != kNoRow && At(all_.row_of_key[thread]).thread == thread) {
    return all_.row_of_key[thread];
  }
  for (const uint32_t row : rows) {
    const MessageKind kind = At(row).kind;
    if (kind == MessageKind::kPost || kind == MessageKind::kAsk) return row;
  }
  return kNoRow;
}

absl::Status MessageBuilder::DescribeThread(Rows rows, uint32_t opener, ResourceId id) {
  ResourceRow out;
  const uint32_t thread = At(rows[0]).thread;
  for (; next_topic_ < topics_.size() && topics_[next_topic_].first == thread; ++next_topic_) {
    out.topics.push_back(topics_[next_topic_].second);
  }
  const bool asks = opener != kNoRow && At(opener).kind == MessageKind::kAsk;
  out.kind = asks ? ResourceKind::kQuestion : all_.options.thread_kind;
  if (opener != kNoRow) out.published_at = At(opener).at;
  if (!out.published_at.is_present()) out.published_at = At(rows[0]).at;  // Undated are last.
  uint32_t text = opener == kNoRow ? kNoRow : At(opener).text;
  for (size_t i = 0; text == kNoRow && i < rows.size(); ++i) text = At(rows[i]).text;
  if (text != kNoRow) {
    out.title = all_.texts[text].title;
    out.url = all_.texts[text].url;
  }
  return all_.builder.DescribeResource(id, std::move(out));
}

absl::Status MessageBuilder::AddSignals(Rows rows, ResourceId id) {
  std::vector<uint32_t> answers;  // By date.
  for (const uint32_t row : rows) {
    if (At(row).kind == MessageKind::kAnswer) answers.push_back(row);
  }
  for (const uint32_t row : rows) {
    SignalRow signal;
    signal.member = At(row).author;
    signal.object = id.value();
    signal.kind = SignalOf(At(row).kind);
    signal.at = At(row).at;
    if (signal.kind == SignalKind::kAsk && !answers.empty()) {
      // Undated answers come after all dated ones, here as in `answers`.
      auto answer = std::partition_point(answers.begin(), answers.end(), [&](uint32_t a) {
        return At(a).at.is_present() && At(a).at < signal.at;
      });
      if (answer == answers.end()) answer = answers.begin();
      signal.answered_at = At(*answer).at;
      signal.answered_by = At(*answer).author;
    }
    PG_RETURN_IF_ERROR(all_.builder.AddSignal(std::move(signal)));
  }
  return absl::OkStatus();
}

void MessageBuilder::TieReply(uint32_t row, uint32_t opener) {
  const MessageRow& message = At(row);
  uint32_t parent = message.parent == kNoRow ? kNoRow : all_.row_of_key[message.parent];
  if (message.parent != kNoRow && parent == kNoRow) {
    all_.report.Note("messages in answer to one that is not in the input",
                     Printable(all_.keys[message.parent]));
  }
  TieKind kind = TieKind::kCommented;
  if (message.kind == MessageKind::kReview) kind = TieKind::kReviewed;
  if (message.kind == MessageKind::kAnswer) kind = TieKind::kAnswered;
  const bool opens = message.kind == MessageKind::kPost || message.kind == MessageKind::kAsk;
  if (parent == kNoRow && opens) return;
  const bool to_asker = message.kind == MessageKind::kAnswer && opener != kNoRow &&
                        At(opener).kind == MessageKind::kAsk;
  const uint32_t target = parent == kNoRow || to_asker ? opener : parent;
  const MemberId to = AuthorOf(target);
  if (!to.is_none()) all_.named.push_back({row, to, kind});
}

absl::Status MessageBuilder::AddThread(Rows rows) {
  PG_ASSIGN(id, all_.builder.Resource(all_.keys[At(rows[0]).thread]));
  ++threads_;
  const uint32_t opener = OpenerOf(rows);
  PG_RETURN_IF_ERROR(DescribeThread(rows, opener, id));
  for (const uint32_t row : rows) {
    resource_of_row_[row] = id;
    TieReply(row, opener);
  }
  return AddSignals(rows, id);
}

absl::Status MessageBuilder::AddThreads() {
  resource_of_row_.resize(all_.rows.size());
  for (size_t begin = 0; begin < order_.size();) {
    size_t end = begin + 1;
    while (end < order_.size() && At(order_[end]).thread == At(order_[begin]).thread) ++end;
    PG_RETURN_IF_ERROR(AddThread(Rows(order_).subspan(begin, end - begin)));
    if (threads_ % 4096 == 0) PG_RETURN_IF_ERROR(CheckCancelled(all_.options.run));
    begin = end;
  }
  return absl::OkStatus();
}

absl::Status MessageBuilder::AddReactions() {
  // Several of one member on one message are one vote, at its first moment.
  const auto key = [](const ReactionRow& r) { return std::tuple(r.row, r.member, r.at); };
  std::stable_sort(all_.reactions.begin(), all_.reactions.end(),
                   [&](const ReactionRow& a, const ReactionRow& b) { return key(a) < key(b); });
  const ReactionRow* before = nullptr;
  for (const ReactionRow& reaction : all_.reactions) {
    const bool again = before != nullptr && !reaction.member.is_none() &&
                       before->row == reaction.row && before->member == reaction.member;
    before = &reaction;
    if (again) continue;
    SignalRow signal;
    signal.member = reaction.member;
    signal.object = resource_of_row_[reaction.row].value();
    signal.kind = SignalKind::kVote;
    signal.at = reaction.at;
    signal.weight = reaction.weight;
    PG_RETURN_IF_ERROR(all_.builder.AddSignal(std::move(signal)));
  }
  return absl::OkStatus();
}

void MessageBuilder::TieNamed() {
  const auto key = [](const NamedMember& n) { return std::tuple(n.row, n.member, RankOf(n.kind)); };
  std::sort(all_.named.begin(), all_.named.end(),
            [&](const NamedMember& a, const NamedMember& b) { return key(a) < key(b); });
  const NamedMember* before = nullptr;
  for (const NamedMember& named : all_.named) {
    const bool again = before != nullptr && before->row == named.row && before->member == named.member;
    before = &named;
    const MessageRow& message = At(named.row);
    if (again || message.author.is_none() || message.author == named.member) continue;
    all_.ties.push_back({message.author, named.member, named.kind, true, message.at});
  }
}

absl::Status MessageBuilder::AddTies() {
  auto& ties = all_.ties;
  for (MessageTie& tie : ties) {
    if (!tie.directed && tie.to < tie.from) std::swap(tie.from, tie.to);
  }
  const auto key = [](const MessageTie& t) {
    return std::tuple(t.from, t.to, t.kind, t.directed, t.at.is_present());
  };
  std::sort(ties.begin(), ties.end(), [&](const MessageTie& a, const MessageTie& b) {
    return std::tuple_cat(key(a), std::tuple(a.at)) < std::tuple_cat(key(b), std::tuple(b.at));
  });
  for (size_t i = 0; i < ties.size();) {
    TieRow row;
    row.from = ties[i].from;
    row.to = ties[i].to;
    row.kind = ties[i].kind;
    row.directed = ties[i].directed;
    const size_t begin = i;
    for (; i < ties.size() && key(ties[i]) == key(ties[begin]); ++i) {
      if (ties[i].at.is_present()) row.at.push_back(ties[i].at);
    }
    row.count = static_cast<uint32_t>(std::min<size_t>(i - begin, UINT32_MAX));
    PG_RETURN_IF_ERROR(all_.builder.AddTie(std::move(row)));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> MessageBuilder::Build() {
  const RunControl* run = all_.options.run;
  PG_RETURN_IF_ERROR(CheckCancelled(run));
  all_.builder.SetName(all_.options.name, all_.options.producer);
  ResolveThreads(all_);
  AnswerSettledAsks(all_);
  SortByThread();
  SortTopics();
  PG_RETURN_IF_ERROR(DescribePeople());
  PG_RETURN_IF_ERROR(DescribeTopics());
  PG_RETURN_IF_ERROR(AddThreads());
  PG_RETURN_IF_ERROR(AddReactions());
  TieNamed();
  PG_RETURN_IF_ERROR(AddTies());
  ImportResult result;
  all_.report.Count("people", all_.builder.num_members());
  all_.report.Count("threads", threads_);
  all_.report.Count("messages", all_.rows.size());
  result.report = std::move(all_.report);
  PG_ASSIGN(community, std::move(all_.builder).Build(run));
  ReportProgress(run, 1);
  result.community = std::move(community);
  return result;
}

}  // namespace

absl::StatusOr<ImportResult> BuildMessages(MessageRows& rows) {
  return MessageBuilder(rows).Build();
}

}  // namespace pullgraph
