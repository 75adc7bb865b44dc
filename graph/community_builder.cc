// SPDX-License-Identifier: Apache-2.0
#include "graph/community_builder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/community_builder_rows.h"
#include "graph/number_range.h"
#include "graph/utf8.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxIdBytes = 65'536;

template <class... Pieces>
absl::Status Invalid(const Pieces&... pieces) {
  return absl::InvalidArgumentError(absl::StrCat(pieces...));
}

template <class Id>
absl::StatusOr<Id> InternId(StringInterner& ids, std::string_view id, const char* entity) {
  if (const auto known = ids.Find(id)) return Id(*known);
  if (id.empty()) return Invalid(entity, " id is empty");
  if (id.size() > kMaxIdBytes) {
    return Invalid(entity, " id of ", id.size(), " bytes, expected at most ", kMaxIdBytes);
  }
  if (!IsValidUtf8(id)) return Invalid(entity, " id '", Printable(id), "' is not valid UTF-8");
  if (ids.size() >= UINT32_MAX - 1) {
    return absl::ResourceExhaustedError(
        absl::StrCat("more than 4,294,967,294 ", entity, "s"));
  }
  return Id(ids.Intern(id));
}

absl::Status CheckText(const char* field, std::string_view text) {
  if (IsValidUtf8(text)) return absl::OkStatus();
  return Invalid(field, " '", Printable(text), "' is not valid UTF-8");
}

absl::Status CheckMoment(const char* field, Time t) {
  if (IsStorable(t)) return absl::OkStatus();
  return Invalid(field, " is ", t.micros(),
                 " microseconds, expected a time in the years 1 to 9999");
}

absl::Status CheckNumber(const char* field, double v, const NumberRange& range) {
  if (range.Holds(v)) return absl::OkStatus();
  return Invalid(field, " is ", v, ", expected ", range.expected);
}

template <class Id>
absl::Status CheckId(const char* field, Id id, size_t count) {
  if (id.value() < count) return absl::OkStatus();
  return Invalid(field, " is row ", id.value(), ", expected one below ", count);
}

template <class Id>
absl::Status CheckOptionalId(const char* field, Id id, size_t count) {
  return id.is_none() ? absl::OkStatus() : CheckId(field, id, count);
}

// -0 would equal 0 and yet differ in a file.
template <class Float>
Float PositiveZero(Float v) {
  return v == 0 ? Float{0} : v;
}

absl::Status CheckNeedsAndOffers(const MemberRow& row, size_t topics) {
  absl::Status s;
  for (const Need& need : row.needs) {
    s.Update(CheckId("needs.topic", need.topic, topics));
    s.Update(CheckNumber("needs.weight", need.weight, kWeightRange));
    s.Update(CheckMoment("needs.since", need.since));
  }
  for (const Offer& offer : row.offers) {
    s.Update(CheckId("offers.topic", offer.topic, topics));
    s.Update(CheckMoment("offers.since", offer.since));
    s.Update(CheckNumber("offers.level", offer.level, kLevelRange));
  }
  return s;
}

}  // namespace

CommunityBuilder::CommunityBuilder(std::string name, std::string producer)
    : rows_(std::make_unique<BuilderRows>()) {
  rows_->name = std::move(name);
  rows_->producer = std::move(producer);
  rows_->strings.Intern("");
}
CommunityBuilder::~CommunityBuilder() = default;
CommunityBuilder::CommunityBuilder(CommunityBuilder&&) noexcept = default;
CommunityBuilder& CommunityBuilder::operator=(CommunityBuilder&&) noexcept = default;

absl::StatusOr<MemberId> CommunityBuilder::Member(std::string_view id) {
  return InternId<MemberId>(rows_->members, id, "member");
}
absl::StatusOr<ResourceId> CommunityBuilder::Resource(std::string_view id) {
  return InternId<ResourceId>(rows_->resources, id, "resource");
}
absl::StatusOr<TopicId> CommunityBuilder::Topic(std::string_view id) {
  return InternId<TopicId>(rows_->topics, id, "topic");
}
absl::StatusOr<MarketId> CommunityBuilder::Market(std::string_view id) {
  return InternId<MarketId>(rows_->markets, id, "market");
}

void CommunityBuilder::SetName(std::string name, std::string producer) {
  rows_->name = std::move(name);
  rows_->producer = std::move(producer);
}

bool CommunityBuilder::HasMember(std::string_view id) const {
  return rows_->members.Find(id).has_value();
}
uint64_t CommunityBuilder::num_members() const { return rows_->members.size(); }
uint64_t CommunityBuilder::num_signals() const { return rows_->signals.size(); }

absl::Status CommunityBuilder::DescribeMember(MemberId id, MemberRow row) {
  absl::Status s = CheckId("member", id, rows_->members.size());
  s.Update(CheckText("display_name", row.display_name));
  s.Update(CheckMoment("joined_at", row.joined_at));
  for (const std::string& text : row.opted_out) s.Update(CheckText("opted_out", text));
  for (const std::string& text : row.tags) s.Update(CheckText("tags", text));
  for (const auto& [name, value] : row.attributes) {
    s.Update(CheckText("attribute name", name));
    s.Update(CheckText("attribute value", value));
  }
  s.Update(CheckNeedsAndOffers(row, rows_->topics.size()));
  if (!s.ok()) return s;
  if (rows_->member_rows.Has(id.value())) {
    return absl::AlreadyExistsError(absl::StrCat(
        "member '", Printable(rows_->members[id.value()]), "' is described twice"));
  }
  StringInterner& pool = rows_->strings;
  BuilderMember out;
  out.display_name = pool.Intern(row.display_name);
  out.kind = row.kind;
  out.role = row.role;
  out.joined_at = row.joined_at;
  for (const std::string& text : row.opted_out) out.opted_out.push_back(pool.Intern(text));
  for (const std::string& text : row.tags) out.tags.push_back(pool.Intern(text));
  for (const auto& [name, value] : row.attributes) {
    out.attributes.push_back({pool.Intern(name), {}, pool.Intern(value), {}});
  }
  out.needs = std::move(row.needs);
  out.offers = std::move(row.offers);
  for (Need& need : out.needs) need.weight = PositiveZero(need.weight);
  for (Offer& offer : out.offers) offer.level = PositiveZero(offer.level);
  rows_->member_rows.Set(id.value(), std::move(out));
  return absl::OkStatus();
}

absl::Status CommunityBuilder::AddAttribute(AttributeRow row) {
  absl::Status s = CheckId("member", row.member, rows_->members.size());
  s.Update(CheckText("attribute name", row.name));
  s.Update(CheckText("attribute value", row.value));
  s.Update(CheckMoment("valid_from", row.valid_from));
  s.Update(CheckMoment("valid_to", row.valid_to));
  if (row.valid_to.is_present() && row.valid_to < row.valid_from) {
    s.Update(absl::InvalidArgumentError("valid_to is before valid_from"));
  }
  if (!s.ok()) return s;
  StringInterner& pool = rows_->strings;
  rows_->attributes.emplace_back(
      row.member.value(), Attribute{pool.Intern(row.name), row.valid_from, pool.Intern(row.value), row.valid_to});
  return absl::OkStatus();
}

absl::Status CommunityBuilder::DescribeResource(ResourceId id, ResourceRow row) {
  absl::Status s = CheckId("resource", id, rows_->resources.size());
  s.Update(CheckText("title", row.title));
  s.Update(CheckText("url", row.url));
  s.Update(CheckMoment("published_at", row.published_at));
  s.Update(CheckNumber("cost", row.cost, kCostRange));
  for (const TopicId t : row.topics) s.Update(CheckId("topics", t, rows_->topics.size()));
  for (const MarketId m : row.offered_by) s.Update(CheckId("offered_by", m, rows_->markets.size()));
  if (!s.ok()) return s;
  if (rows_->resource_rows.Has(id.value())) {
    return absl::AlreadyExistsError(absl::StrCat(
        "resource '", Printable(rows_->resources[id.value()]), "' is described twice"));
  }
  rows_->resource_rows.Set(
      id.value(), {rows_->strings.Intern(row.title), row.kind, std::move(row.topics),
                   row.published_at, PositiveZero(row.cost), rows_->strings.Intern(row.url),
                   std::move(row.offered_by)});
  return absl::OkStatus();
}

absl::Status CommunityBuilder::DescribeTopic(TopicId id, TopicRow row) {
  absl::Status s = CheckId("topic", id, rows_->topics.size());
  s.Update(CheckText("name", row.name));
  s.Update(CheckOptionalId("parent", row.parent, rows_->topics.size()));
  if (!s.ok()) return s;
  if (rows_->topic_rows.Has(id.value())) {
    return absl::AlreadyExistsError(
        absl::StrCat("topic '", Printable(rows_->topics[id.value()]), "' is described twice"));
  }
  rows_->topic_rows.Set(id.value(), {rows_->strings.Intern(row.name), row.parent});
  return absl::OkStatus();
}

absl::Status CommunityBuilder::DescribeMarket(MarketId id, std::string name) {
  absl::Status s = CheckId("market", id, rows_->markets.size());
  s.Update(CheckText("name", name));
  if (!s.ok()) return s;
  if (rows_->market_rows.Has(id.value())) {
    return absl::AlreadyExistsError(
        absl::StrCat("market '", Printable(rows_->markets[id.value()]), "' is described twice"));
  }
  rows_->market_rows.Set(id.value(), rows_->strings.Intern(name));
  return absl::OkStatus();
}

absl::Status CommunityBuilder::AddMembership(const MembershipRow& row) {
  absl::Status s = CheckId("market", row.market, rows_->markets.size());
  s.Update(CheckId("member", row.member, rows_->members.size()));
  s.Update(CheckMoment("valid_from", row.valid_from));
  s.Update(CheckMoment("valid_to", row.valid_to));
  if (s.ok() && row.valid_to.is_present() && row.valid_to < row.valid_from) {
    s = Invalid("valid_to ", FormatTime(row.valid_to), " is before valid_from ",
                FormatTime(row.valid_from));
  }
  if (s.ok()) rows_->memberships.push_back(row);
  return s;
}

absl::Status CommunityBuilder::AddTie(TieRow row) {
  absl::Status s = CheckId("from", row.from, rows_->members.size());
  s.Update(CheckId("to", row.to, rows_->members.size()));
  s.Update(CheckNumber("count", row.count, kCountRange));
  s.Update(CheckNumber("strength", row.strength, kStrengthRange));
  for (const Time t : row.at) {
    s.Update(CheckMoment("at", t));
    if (!t.is_present()) s.Update(Invalid("at holds an absent time"));
  }
  s.Update(CheckMoment("first_at", row.first_at));
  s.Update(CheckMoment("last_at", row.last_at));
  if (s.ok() && row.last_at.is_present() && row.last_at < row.first_at) {
    s = Invalid("last_at ", FormatTime(row.last_at), " is before first_at ",
                FormatTime(row.first_at));
  }
  if (!s.ok()) return s;
  if (!row.at.empty()) {
    std::sort(row.at.begin(), row.at.end());
    row.count = static_cast<uint32_t>(row.at.size());
    row.first_at = row.at.front();
    row.last_at = row.at.back();
  }
  row.strength = PositiveZero(row.strength);
  if (!row.first_at.is_present()) row.first_at = row.last_at;
  if (!row.last_at.is_present()) row.last_at = row.first_at;
  rows_->ties.push_back(std::move(row));
  return s;
}

absl::Status CommunityBuilder::AddSignal(const SignalRow& row) {
  const uint32_t bounds[] = {0, static_cast<uint32_t>(rows_->resources.size()),
                             static_cast<uint32_t>(rows_->topics.size()),
                             static_cast<uint32_t>(rows_->members.size())};
  const auto kind = static_cast<int32_t>(row.object_kind);
  if (kind < 1 || kind > 3) {
    return Invalid("object_kind is ", kind, ", expected resource, topic or member");
  }
  absl::Status s = CheckOptionalId("member", row.member, rows_->members.size());
  s.Update(CheckId("object", ResourceId(row.object), bounds[kind]));
  s.Update(CheckMoment("at", row.at));
  s.Update(CheckNumber("weight", row.weight, kWeightRange));
  for (const TopicId t : row.topics) s.Update(CheckId("topics", t, rows_->topics.size()));
  s.Update(CheckMoment("answered_at", row.answered_at));
  s.Update(CheckOptionalId("answered_by", row.answered_by, rows_->members.size()));
  if (!s.ok()) return s;
  if (rows_->signals.size() >= UINT32_MAX - 1) {
    return absl::ResourceExhaustedError("more than 4,294,967,294 signals");
  }
  SignalColumns& out = rows_->signals;
  out.member.push_back(row.member);
  out.object_kind.push_back(row.object_kind);
  out.object.push_back(row.object);
  out.kind.push_back(row.kind);
  out.at.push_back(row.at);
  out.weight.Append(PositiveZero(row.weight));
  if (row.topics.size() < 2) {
    out.topics.Append(row.topics);
  } else {
    std::vector<TopicId> topics = row.topics;
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    out.topics.Append(topics);
  }
  out.answered_at.Append(row.answered_at);
  out.answered_by.Append(row.answered_by);
  return s;
}

absl::Status CommunityBuilder::AddTouch(TouchRow row) {
  absl::Status s = CheckId("member", row.member, rows_->members.size());
  s.Update(CheckOptionalId("resource", row.resource, rows_->resources.size()));
  s.Update(CheckText("campaign", row.campaign));
  s.Update(CheckText("channel", row.channel));
  s.Update(CheckMoment("sent_at", row.sent_at));
  s.Update(CheckNumber("cost", row.cost, kCostRange));
  s.Update(CheckNumber("value", row.value, kValueRange));
  if (!s.ok()) return s;
  rows_->touches.push_back({row.member, row.resource, row.sent_at,
                            rows_->strings.Intern(row.campaign),
                            rows_->strings.Intern(row.channel), PositiveZero(row.cost),
                            row.outcome, PositiveZero(row.value),
                            static_cast<uint8_t>(row.holdout)});
  return s;
}

absl::Status CommunityBuilder::AddPlainTies(std::vector<std::pair<Node, Node>> ties,
                                            bool directed) {
  const auto n = static_cast<Node>(rows_->members.size());
  for (size_t i = 0; i < ties.size(); ++i) {
    if (std::max(ties[i].first, ties[i].second) >= n) {
      return absl::OutOfRangeError(absl::StrCat("tie ", i, " has an end outside the ", n,
                                                " members"));
    }
  }
  auto& plain = directed ? rows_->plain_directed : rows_->plain_undirected;
  if (plain.empty()) {
    plain = std::move(ties);
  } else {
    plain.insert(plain.end(), ties.begin(), ties.end());
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
