// SPDX-License-Identifier: Apache-2.0
#include "io/import/row_adder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/number_range.h"

namespace pullgraph {
namespace {

// Stores the value of a StatusOr, or keeps the first error.
template <class T>
void Take(absl::StatusOr<T> from, T& to, absl::Status& status) {
  if (from.ok()) {
    to = *std::move(from);
  } else {
    status.Update(from.status());
  }
}

Time TimeOf(bool has, int64_t micros) { return has ? Time(micros) : Time::Absent(); }

}  // namespace

absl::Status RowAdder::Add(const v1::Row& row) {
  switch (row.row_case()) {
    case v1::Row::kCommunity:
      name_ = row.community().name();
      producer_ = row.community().producer();
      return absl::OkStatus();
    case v1::Row::kMember:
      ++members_;
      return AddMember(row.member());
    case v1::Row::kMarket: {
      const absl::StatusOr<MarketId> id = builder_.Market(row.market().id());
      return id.ok() ? builder_.DescribeMarket(*id, row.market().name()) : id.status();
    }
    case v1::Row::kMembership:
      return AddMembership(row.membership());
    case v1::Row::kResource:
      ++resources_;
      return AddResource(row.resource());
    case v1::Row::kTopic:
      ++topics_;
      return AddTopic(row.topic());
    case v1::Row::kTie:
      return AddTie(row.tie());
    case v1::Row::kSignal:
      return AddSignal(row.signal());
    case v1::Row::kTouch:
      return AddTouch(row.touch());
    case v1::Row::ROW_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("the row is of no kind that is known");
}

absl::Status RowAdder::AddMember(const v1::Member& row) {
  absl::Status s;
  MemberId id;
  Take(builder_.Member(row.id()), id, s);
  MemberRow out;
  out.display_name = row.display_name();
  out.kind = static_cast<MemberKind>(row.kind());
  out.role = row.role() == v1::MEMBER_ROLE_UNSPECIFIED ? MemberRole::kCommunity
                                                       : static_cast<MemberRole>(row.role());
  out.joined_at = TimeOf(row.has_joined_at(), row.joined_at());
  out.opted_out.assign(row.opted_out().begin(), row.opted_out().end());
  out.tags.assign(row.tags().begin(), row.tags().end());
  for (const auto& [name, value] : row.attributes()) out.attributes.emplace_back(name, value);
  for (const v1::Need& need : row.needs()) {
    Need& n = out.needs.emplace_back();
    Take(builder_.Topic(need.topic()), n.topic, s);
    n.weight = need.has_weight() ? need.weight() : 1;
    n.since = TimeOf(need.has_since(), need.since());
  }
  for (const v1::Offer& offer : row.offers()) {
    Offer& o = out.offers.emplace_back();
    Take(builder_.Topic(offer.topic()), o.topic, s);
    o.level = offer.has_level() ? offer.level() : 1;
    o.since = TimeOf(offer.has_since(), offer.since());
  }
  for (const v1::DatedAttribute& a : row.dated_attributes()) {
    if (!s.ok()) break;
    s.Update(builder_.AddAttribute({id, a.name(), a.value(), TimeOf(a.has_valid_from(), a.valid_from()),
                                    TimeOf(a.has_valid_to(), a.valid_to())}));
  }
  return s.ok() ? builder_.DescribeMember(id, std::move(out)) : s;
}

absl::Status RowAdder::AddResource(const v1::Resource& row) {
  absl::Status s;
  ResourceId id;
  Take(builder_.Resource(row.id()), id, s);
  ResourceRow out;
  out.title = row.title();
  out.kind = static_cast<ResourceKind>(row.kind());
  for (const std::string& topic : row.topics()) {
    Take(builder_.Topic(topic), out.topics.emplace_back(), s);
  }
  out.published_at = TimeOf(row.has_published_at(), row.published_at());
  out.cost = row.cost();
  out.url = row.url();
  for (const std::string& market : row.offered_by()) {
    Take(builder_.Market(market), out.offered_by.emplace_back(), s);
  }
  return s.ok() ? builder_.DescribeResource(id, std::move(out)) : s;
}

absl::Status RowAdder::AddTopic(const v1::Topic& row) {
  absl::Status s;
  TopicId id;
  TopicRow out{row.name(), TopicId::None()};
  Take(builder_.Topic(row.id()), id, s);
  if (row.has_parent()) Take(builder_.Topic(row.parent()), out.parent, s);
  return s.ok() ? builder_.DescribeTopic(id, std::move(out)) : s;
}

absl::Status RowAdder::AddMembership(const v1::Membership& row) {
  absl::Status s;
  MembershipRow out;
  Take(builder_.Market(row.market()), out.market, s);
  Take(builder_.Member(row.member()), out.member, s);
  out.status = static_cast<MarketStatus>(row.status());
  out.valid_from = TimeOf(row.has_valid_from(), row.valid_from());
  out.valid_to = TimeOf(row.has_valid_to(), row.valid_to());
  return s.ok() ? builder_.AddMembership(out) : s;
}

absl::Status RowAdder::AddTie(const v1::Tie& row) {
  absl::Status s;
  TieRow out;
  Take(builder_.Member(row.from()), out.from, s);
  Take(builder_.Member(row.to()), out.to, s);
  out.kind = static_cast<TieKind>(row.kind());
  out.directed = row.directed();
  out.count = row.has_count() ? row.count() : 1;
  out.first_at = TimeOf(row.has_first_at(), row.first_at());
  out.last_at = TimeOf(row.has_last_at(), row.last_at());
  if (row.has_strength() && !(row.strength() > 0)) {
    s.Update(absl::InvalidArgumentError(
        absl::StrCat("strength is ", row.strength(), ", expected ", kStrengthRange.expected)));
  }
  out.strength = row.strength();
  for (const int64_t at : row.at()) out.at.push_back(Time(at));
  return s.ok() ? builder_.AddTie(std::move(out)) : s;
}

absl::Status RowAdder::AddSignal(const v1::Signal& row) {
  absl::Status s;
  SignalRow out;
  if (row.has_member()) Take(builder_.Member(row.member()), out.member, s);
  out.object_kind = static_cast<ObjectKind>(row.object_kind());
  if (out.object_kind == ObjectKind::kMember) {
    MemberId id;
    Take(builder_.Member(row.object()), id, s);
    out.object = id.value();
  } else if (out.object_kind == ObjectKind::kTopic) {
    TopicId id;
    Take(builder_.Topic(row.object()), id, s);
    out.object = id.value();
  } else if (out.object_kind == ObjectKind::kResource) {
    ResourceId id;
    Take(builder_.Resource(row.object()), id, s);
    out.object = id.value();
  }
  out.kind = static_cast<SignalKind>(row.kind());
  out.at = TimeOf(row.has_at(), row.at());
  out.weight = row.has_weight() ? row.weight() : 1;
  for (const std::string& topic : row.topics()) {
    Take(builder_.Topic(topic), out.topics.emplace_back(), s);
  }
  out.answered_at = TimeOf(row.has_answered_at(), row.answered_at());
  if (row.has_answered_by()) Take(builder_.Member(row.answered_by()), out.answered_by, s);
  return s.ok() ? builder_.AddSignal(std::move(out)) : s;
}

absl::Status RowAdder::AddTouch(const v1::Touch& row) {
  absl::Status s;
  TouchRow out;
  Take(builder_.Member(row.member()), out.member, s);
  if (row.has_resource()) Take(builder_.Resource(row.resource()), out.resource, s);
  out.campaign = row.campaign();
  out.channel = row.channel();
  out.sent_at = TimeOf(row.has_sent_at(), row.sent_at());
  out.cost = row.cost();
  out.outcome = static_cast<TouchOutcome>(row.outcome());
  out.value = row.value();
  out.holdout = row.holdout();
  return s.ok() ? builder_.AddTouch(std::move(out)) : s;
}

}  // namespace pullgraph
