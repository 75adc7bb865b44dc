// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/place.h"
#include "io/import/stackexchange_dump.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

struct DatedTie {
  uint32_t from;
  uint32_t to;
  TieKind kind;
  Time at;
  auto Key() const { return std::tie(kind, from, to); }
};

class DumpBuilder {
 public:
  DumpBuilder(Dump dump, const StackExchangeOptions& options, ImportReport& report)
      : dump_(std::move(dump)),
        options_(options),
        report_(report),
        builder_(options.name, options.producer) {}

  absl::StatusOr<CommunityGraph> Build();

 private:
  absl::Status AddTopics();
  absl::Status InternMembers();
  absl::Status DescribeMembers();
  absl::Status AddResources();
  absl::Status AddQuestionSignals();
  absl::Status AddAnswers();
  absl::Status AddComments();
  absl::Status AddVotes();
  absl::Status AddTies();
  absl::Status AddMemberships();
  void FillNeedsAndOffers(std::vector<MemberRow>& rows);
  void CountAll();

  MemberId MemberOf(uint32_t user) const {
    return user == kNobody ? MemberId::None() : members_[user];
  }
  // The question that a post is or belongs to; null if it was not in the dump.
  const DumpPost* QuestionOf(const DumpPost& post) const {
    if (post.is_question) return &post;
    return post.question == kNobody ? nullptr : &dump_.posts[post.question];
  }
  std::vector<TopicId> TopicsOf(const DumpPost& post) const;
  bool IsLeftOut(const DumpPost& post) const { return QuestionOf(post) == nullptr; }

  Dump dump_;
  const StackExchangeOptions& options_;
  ImportReport& report_;
  CommunityBuilder builder_;
  std::vector<MemberId> members_;
  std::vector<ResourceId> resources_;  // None if left out.
  std::vector<TopicId> topics_;
  std::vector<DatedTie> ties_;
};

std::vector<TopicId> DumpBuilder::TopicsOf(const DumpPost& post) const {
  std::vector<TopicId> topics;
  for (const uint32_t tag : dump_.questions[QuestionOf(post)->text].tags) {
    topics.push_back(topics_[tag]);
  }
  return topics;
}

absl::Status DumpBuilder::AddTopics() {
  for (const std::string& tag : dump_.tags) {
    PG_ASSIGN(id, builder_.Topic(tag));
    topics_.push_back(id);
  }
  return absl::OkStatus();
}

absl::Status DumpBuilder::InternMembers() {
  for (const DumpUser& user : dump_.users) {
    PG_ASSIGN(id, builder_.Member(absl::StrCat(user.id)));
    members_.push_back(id);
  }
  for (const std::string& id : options_.staff) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(id, &number) || dump_.user_index.count(number) == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("staff '", Printable(id), "' is the Id of no user in Users.xml"));
    }
  }
  return absl::OkStatus();
}

// Dates that are known to the day only are ends of days; where there are no votes at
// all, the last moment of the dump stands for them.
void DumpBuilder::FillNeedsAndOffers(std::vector<MemberRow>& rows) {
  // (user, tag, 0 need | 1 well scored | 2 accepted) -> since.
  std::map<std::tuple<uint32_t, uint32_t, int>, Time> first;
  const auto note = [&](const DumpPost& post, int what, Time since) {
    for (const uint32_t tag : dump_.questions[QuestionOf(post)->text].tags) {
      const auto [it, fresh] = first.try_emplace({post.owner, tag, what}, since);
      if (!fresh) it->second = std::min(it->second, since);
    }
  };
  for (const DumpPost& post : dump_.posts) {
    if (post.owner == kNobody || IsLeftOut(post)) continue;
    if (post.is_question) {
      note(post, 0, post.at);
      continue;
    }
    const auto known = [&](Time t) { return t.is_present() ? t : dump_.last_at; };
    const bool accepted = post.is_accepted;
    const bool good = post.good_at.is_present() || (!dump_.has_votes && post.score >= 1);
    if (accepted) note(post, 2, known(post.accepted_at));
    if (good) note(post, 1, known(post.good_at));
    if (accepted && !good) note(post, 1, known(post.accepted_at));
  }
  for (const auto& [key, since] : first) {
    const auto& [user, tag, what] = key;
    if (what == 0) {
      rows[user].needs.push_back({topics_[tag], 1.0F, since});
    } else {
      rows[user].offers.push_back({topics_[tag], 0.5F, since});
    }
  }
}

absl::Status DumpBuilder::DescribeMembers() {
  std::vector<MemberRow> rows(dump_.users.size());
  FillNeedsAndOffers(rows);
  const std::set<std::string> staff(options_.staff.begin(), options_.staff.end());
  for (size_t i = 0; i < rows.size(); ++i) {
    DumpUser& user = dump_.users[i];
    MemberRow& row = rows[i];
    row.display_name = std::move(user.display_name);
    row.joined_at = user.joined_at;
    if (user.id < 0) {
      row.role = MemberRole::kBot;
    } else {
      row.kind = MemberKind::kPerson;
      if (staff.count(absl::StrCat(user.id)) != 0) row.role = MemberRole::kStaff;
    }
    row.attributes.emplace_back("reputation", absl::StrCat(user.reputation));
    if (user.badges > 0) row.attributes.emplace_back("badges", absl::StrCat(user.badges));
    if (!user.location.empty()) row.attributes.emplace_back("location", user.location);
    PG_RETURN_IF_ERROR(AtPlace({"Users.xml", user.line},
                               builder_.DescribeMember(members_[i], std::move(row))));
  }
  return absl::OkStatus();
}

absl::Status DumpBuilder::AddResources() {
  resources_.assign(dump_.posts.size(), ResourceId::None());
  for (size_t i = 0; i < dump_.posts.size(); ++i) {
    const DumpPost& post = dump_.posts[i];
    if (IsLeftOut(post)) continue;
    PG_ASSIGN(id, builder_.Resource(absl::StrCat(post.id)));
    resources_[i] = id;
    ResourceRow row;
    const std::string& title = dump_.questions[QuestionOf(post)->text].title;
    row.title = post.is_question ? title : absl::StrCat("Answer to: ", title);
    row.kind = post.is_question ? ResourceKind::kQuestion : ResourceKind::kAnswer;
    row.topics = TopicsOf(post);
    row.published_at = post.at;
    if (!options_.site.empty()) {
      row.url = absl::StrCat(options_.site, post.is_question ? "/q/" : "/a/", post.id);
    }
    PG_RETURN_IF_ERROR(AtPlace({"Posts.xml", post.line},
                               builder_.DescribeResource(id, std::move(row))));
  }
  return absl::OkStatus();
}

absl::Status DumpBuilder::AddQuestionSignals() {
  // The first answer of somebody else, or else the first of their own.
  std::vector<const DumpPost*> first(dump_.posts.size(), nullptr);
  for (const DumpPost& answer : dump_.posts) {
    if (answer.is_question || IsLeftOut(answer)) continue;
    const uint32_t asker = QuestionOf(answer)->owner;
    const auto rank = [&](const DumpPost& a) {
      return std::tuple(a.owner == asker && asker != kNobody, a.at, a.id);
    };
    const DumpPost*& best = first[answer.question];
    if (best == nullptr || rank(answer) < rank(*best)) best = &answer;
  }
  uint64_t unanswered = 0;
  for (size_t i = 0; i < dump_.posts.size(); ++i) {
    const DumpPost& post = dump_.posts[i];
    if (!post.is_question) continue;
    SignalRow row;
    row.member = MemberOf(post.owner);
    row.object = resources_[i].value();
    row.kind = SignalKind::kAsk;
    row.at = post.at;
    row.topics = TopicsOf(post);
    if (first[i] != nullptr) {
      row.answered_at = first[i]->at;
      row.answered_by = MemberOf(first[i]->owner);
    }
    if (first[i] == nullptr) ++unanswered;
    PG_RETURN_IF_ERROR(
        AtPlace({"Posts.xml", post.line}, builder_.AddSignal(std::move(row))));
  }
  report_.Count("unanswered", unanswered);
  return absl::OkStatus();
}

absl::Status DumpBuilder::AddAnswers() {
  for (const DumpPost& post : dump_.posts) {
    if (post.is_question || IsLeftOut(post)) continue;
    SignalRow row;
    row.member = MemberOf(post.owner);
    row.object = resources_[post.question].value();
    row.kind = SignalKind::kAnswer;
    row.at = post.at;
    row.weight = post.is_accepted ? 2 : 1;
    row.topics = TopicsOf(post);
    PG_RETURN_IF_ERROR(AtPlace({"Posts.xml", post.line}, builder_.AddSignal(std::move(row))));
    const uint32_t asker = QuestionOf(post)->owner;
    if (post.owner != kNobody && asker != kNobody) {
      ties_.push_back({post.owner, asker, TieKind::kAnswered, post.at});
    }
  }
  return absl::OkStatus();
}

absl::Status DumpBuilder::AddComments() {
  for (const DumpComment& comment : dump_.comments) {
    const DumpPost& post = dump_.posts[comment.post];
    if (IsLeftOut(post)) continue;
    SignalRow row;
    row.member = MemberOf(comment.user);
    row.object = resources_[comment.post].value();
    row.kind = SignalKind::kReply;
    row.at = comment.at;
    row.topics = TopicsOf(post);
    PG_RETURN_IF_ERROR(builder_.AddSignal(std::move(row)));
    if (comment.user != kNobody && post.owner != kNobody && comment.user != post.owner) {
      ties_.push_back({comment.user, post.owner, TieKind::kCommented, comment.at});
    }
  }
  return absl::OkStatus();
}

absl::Status DumpBuilder::AddVotes() {
  for (const DumpVote& vote : dump_.votes) {
    if (resources_[vote.post].is_none()) continue;
    SignalRow row;
    row.member = MemberOf(vote.user);
    row.object = resources_[vote.post].value();
    row.kind = vote.kind;
    row.at = vote.at;
    row.weight = vote.weight;
    PG_RETURN_IF_ERROR(builder_.AddSignal(std::move(row)));
  }
  return absl::OkStatus();
}

absl::Status DumpBuilder::AddTies() {
  std::sort(ties_.begin(), ties_.end(), [](const DatedTie& a, const DatedTie& b) {
    return std::tie(a.kind, a.from, a.to, a.at) < std::tie(b.kind, b.from, b.to, b.at);
  });
  uint64_t answered = 0;
  uint64_t commented = 0;
  for (size_t i = 0; i < ties_.size();) {
    TieRow row;
    row.from = members_[ties_[i].from];
    row.to = members_[ties_[i].to];
    row.kind = ties_[i].kind;
    row.directed = true;
    const auto key = ties_[i].Key();
    for (; i < ties_.size() && ties_[i].Key() == key; ++i) row.at.push_back(ties_[i].at);
    ++(row.kind == TieKind::kAnswered ? answered : commented);
    PG_RETURN_IF_ERROR(builder_.AddTie(std::move(row)));
  }
  report_.Count("answerer→asker ties", answered);
  report_.Count("commenter→owner ties", commented);
  return absl::OkStatus();
}

absl::Status DumpBuilder::AddMemberships() {
  if (options_.customer_rule.empty()) return absl::OkStatus();
  PG_ASSIGN(rule, CustomerRule::Parse(options_.customer_rule));
  PG_ASSIGN(market, builder_.Market(options_.market));
  std::vector<std::vector<MetricEvent>> events(dump_.users.size());
  const auto add = [&](uint32_t user, Metric metric, Time at) {
    if (user != kNobody && rule.Uses(metric)) events[user].push_back({metric, at});
  };
  for (const DumpPost& post : dump_.posts) {
    if (IsLeftOut(post)) continue;
    add(post.owner, post.is_question ? Metric::kQuestions : Metric::kAnswers, post.at);
    if (post.is_accepted) {
      add(post.owner, Metric::kAccepted,
          post.accepted_at.is_present() ? post.accepted_at : dump_.last_at);
    }
  }
  for (const DumpComment& c : dump_.comments) add(c.user, Metric::kComments, c.at);
  for (const auto& [user, at] : dump_.badges) add(user, Metric::kBadges, at);
  uint64_t customers = 0;
  for (size_t i = 0; i < dump_.users.size(); ++i) {
    if (dump_.users[i].id < 0) continue;  // A bot buys nothing.
    std::stable_sort(events[i].begin(), events[i].end(),
                     [](const MetricEvent& a, const MetricEvent& b) { return a.at < b.at; });
    MetricValues start = {};
    start[static_cast<size_t>(Metric::kReputation)] = dump_.users[i].reputation;
    const RuleOutcome outcome = rule.Apply(start, events[i]);
    customers += outcome.holds ? 1 : 0;
    PG_RETURN_IF_ERROR(builder_.AddMembership(
        {market, members_[i], outcome.holds ? MarketStatus::kCustomer : MarketStatus::kProspect,
         outcome.since, Time::Absent()}));
  }
  report_.Count("customers", customers);
  return absl::OkStatus();
}

void DumpBuilder::CountAll() {
  uint64_t questions = 0;
  uint64_t answers = 0;
  uint64_t accepted = 0;
  for (const DumpPost& post : dump_.posts) {
    if (IsLeftOut(post)) continue;
    ++(post.is_question ? questions : answers);
    if (post.is_accepted) ++accepted;
  }
  report_.Count("questions", questions);
  report_.Count("answers", answers);
  report_.Count("accepted", accepted);
  report_.Count("users", dump_.users.size());
  report_.Count("tags", dump_.tags.size());
  report_.Count("comments", dump_.comment_rows);
  report_.Count("votes", dump_.vote_rows);
}

absl::StatusOr<CommunityGraph> DumpBuilder::Build() {
  CountAll();
  PG_RETURN_IF_ERROR(AddTopics());
  PG_RETURN_IF_ERROR(InternMembers());
  PG_RETURN_IF_ERROR(AddResources());
  PG_RETURN_IF_ERROR(AddQuestionSignals());
  PG_RETURN_IF_ERROR(AddAnswers());
  PG_RETURN_IF_ERROR(AddComments());
  PG_RETURN_IF_ERROR(AddVotes());
  PG_RETURN_IF_ERROR(AddTies());
  PG_RETURN_IF_ERROR(AddMemberships());
  PG_RETURN_IF_ERROR(DescribeMembers());
  return std::move(builder_).Build(options_.run);
}

}  // namespace

absl::StatusOr<CommunityGraph> BuildFromDump(Dump dump, const StackExchangeOptions& options,
                                             ImportReport& report) {
  return DumpBuilder(std::move(dump), options, report).Build();
}

}  // namespace pullgraph
