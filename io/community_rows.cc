// SPDX-License-Identifier: Apache-2.0
#include "io/community_rows.h"

#include <string>

namespace pullgraph {
namespace {

template <class Wire, class Value>
Wire Same(Value v) {
  return static_cast<Wire>(v);
}

class RowWalker {
 public:
  RowWalker(const CommunityGraph& community,
            absl::FunctionRef<absl::Status(const v1::Row&)> take, const RunControl* run)
      : c_(community), take_(take), run_(run) {}

  absl::Status Run() {
    absl::Status s = Community();
    if (s.ok()) s = Topics();
    if (s.ok()) s = Resources();
    if (s.ok()) s = Markets();
    if (s.ok()) s = Members();
    if (s.ok()) s = Memberships();
    if (s.ok()) s = Ties();
    if (s.ok()) s = Signals();
    if (s.ok()) s = Touches();
    return s;
  }

 private:
  absl::Status Take(const v1::Row& row) {
    constexpr uint64_t kBeat = 1024;  // Rows between two looks at `run_`.
    if (taken_++ % kBeat == 0) {
      if (absl::Status s = CheckCancelled(run_); !s.ok()) return s;
      ReportProgress(run_, static_cast<double>(taken_) / static_cast<double>(total_));
    }
    return take_(row);
  }

  static uint64_t CountRows(const CommunityGraph& c) {
    return 1 + uint64_t{c.num_topics()} + c.num_resources() + c.num_markets() + c.num_members() +
           c.memberships().size() + c.num_ties() + c.signals().size() + c.touches().size();
  }

  static std::string Text(std::string_view s) { return std::string(s); }
  std::string Topic(TopicId t) const { return Text(c_.TopicKey(t)); }
  std::string Member(MemberId m) const { return Text(c_.MemberKey(m)); }
  std::string Resource(ResourceId r) const { return Text(c_.ResourceKey(r)); }
  std::string String(StringId s) const { return Text(c_.String(s)); }

  absl::Status Community() {
    v1::Row row;
    row.mutable_community()->set_name(c_.name());
    row.mutable_community()->set_producer(c_.producer());
    return Take(row);
  }

  absl::Status Topics() {
    const TopicColumns& t = c_.topics();
    for (uint32_t i = 0; i < c_.num_topics(); ++i) {
      v1::Row row;
      v1::Topic* out = row.mutable_topic();
      out->set_id(Topic(TopicId(i)));
      out->set_name(String(t.name[i]));
      if (!t.parent[i].is_none()) out->set_parent(Topic(t.parent[i]));
      if (absl::Status s = Take(row); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status Resources() {
    const ResourceColumns& r = c_.resources();
    for (uint32_t i = 0; i < c_.num_resources(); ++i) {
      v1::Row row;
      v1::Resource* out = row.mutable_resource();
      out->set_id(Resource(ResourceId(i)));
      out->set_title(String(r.title[i]));
      out->set_kind(Same<v1::ResourceKind>(r.kind[i]));
      for (const TopicId t : r.topics[i]) out->add_topics(Topic(t));
      if (r.published_at[i].is_present()) out->set_published_at(r.published_at[i].micros());
      out->set_cost(r.cost[i]);
      out->set_url(String(r.url[i]));
      for (const MarketId m : r.offered_by[i]) out->add_offered_by(Text(c_.markets().id[m.value()]));
      if (absl::Status s = Take(row); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status Markets() {
    for (uint32_t i = 0; i < c_.num_markets(); ++i) {
      v1::Row row;
      row.mutable_market()->set_id(Text(c_.markets().id[i]));
      row.mutable_market()->set_name(String(c_.markets().name[i]));
      if (absl::Status s = Take(row); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status Members() {
    const MemberColumns& m = c_.members();
    for (uint32_t i = 0; i < c_.num_members(); ++i) {
      v1::Row row;
      v1::Member* out = row.mutable_member();
      out->set_id(Member(MemberId(i)));
      out->set_display_name(String(m.display_name[i]));
      out->set_kind(Same<v1::MemberKind>(m.kind[i]));
      out->set_role(Same<v1::MemberRole>(m.role[i]));
      if (m.joined_at[i].is_present()) out->set_joined_at(m.joined_at[i].micros());
      for (const StringId s : m.opted_out[i]) out->add_opted_out(String(s));
      for (const StringId s : m.tags[i]) out->add_tags(String(s));
      for (const Attribute& a : m.attributes[i]) {
        if (!a.is_dated()) {
          (*out->mutable_attributes())[String(a.name)] = String(a.value);
          continue;
        }
        v1::DatedAttribute* d = out->add_dated_attributes();
        d->set_name(String(a.name));
        d->set_value(String(a.value));
        if (a.valid_from.is_present()) d->set_valid_from(a.valid_from.micros());
        if (a.valid_to.is_present()) d->set_valid_to(a.valid_to.micros());
      }
      for (const Need& need : m.needs[i]) {
        v1::Need* n = out->add_needs();
        n->set_topic(Topic(need.topic));
        n->set_weight(need.weight);
        if (need.since.is_present()) n->set_since(need.since.micros());
      }
      for (const Offer& offer : m.offers[i]) {
        v1::Offer* o = out->add_offers();
        o->set_topic(Topic(offer.topic));
        o->set_level(offer.level);
        if (offer.since.is_present()) o->set_since(offer.since.micros());
      }
      if (absl::Status s = Take(row); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status Memberships() {
    const MembershipColumns& m = c_.memberships();
    for (size_t i = 0; i < m.size(); ++i) {
      v1::Row row;
      v1::Membership* out = row.mutable_membership();
      out->set_market(Text(c_.markets().id[m.market[i].value()]));
      out->set_member(Member(m.member[i]));
      out->set_status(Same<v1::MarketStatus>(m.status[i]));
      if (m.valid_from[i].is_present()) out->set_valid_from(m.valid_from[i].micros());
      if (m.valid_to[i].is_present()) out->set_valid_to(m.valid_to[i].micros());
      if (absl::Status s = Take(row); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status Ties() {
    const TieGraph& g = c_.graph();
    const TieColumns& t = c_.ties();
    for (Node u = 0; u < g.num_nodes(); ++u) {
      for (ArcIndex arc = g.OutBegin(u); arc < g.OutEnd(u); ++arc) {
        const bool mirrored = c_.IsMirrored(arc);
        if (mirrored && g.Target(arc) < u) continue;
        v1::Row row;
        v1::Tie* out = row.mutable_tie();
        out->set_from(Member(MemberId(u)));
        out->set_to(Member(MemberId(g.Target(arc))));
        out->set_kind(Same<v1::TieKind>(t.kind[arc]));
        out->set_directed(!mirrored);
        if (t.count[arc] != 1) out->set_count(t.count[arc]);
        for (const Time at : t.at[arc]) out->add_at(at.micros());
        if (t.at[arc].empty() && t.first_at[arc].is_present()) {
          out->set_first_at(t.first_at[arc].micros());
          out->set_last_at(t.last_at[arc].micros());
        }
        if (t.strength[arc] > 0) out->set_strength(t.strength[arc]);
        if (absl::Status s = Take(row); !s.ok()) return s;
      }
    }
    return absl::OkStatus();
  }

  std::string Object(ObjectKind kind, uint32_t object) const {
    if (kind == ObjectKind::kTopic) return Topic(TopicId(object));
    if (kind == ObjectKind::kMember) return Member(MemberId(object));
    return Resource(ResourceId(object));
  }

  absl::Status Signals() {
    const SignalColumns& s = c_.signals();
    for (size_t i = 0; i < s.size(); ++i) {
      v1::Row row;
      v1::Signal* out = row.mutable_signal();
      if (!s.member[i].is_none()) out->set_member(Member(s.member[i]));
      out->set_object_kind(Same<v1::ObjectKind>(s.object_kind[i]));
      out->set_object(Object(s.object_kind[i], s.object[i]));
      out->set_kind(Same<v1::SignalKind>(s.kind[i]));
      if (s.at[i].is_present()) out->set_at(s.at[i].micros());
      if (s.weight[i] != 1) out->set_weight(s.weight[i]);
      for (const TopicId t : s.topics[i]) out->add_topics(Topic(t));
      if (s.answered_at[i].is_present()) out->set_answered_at(s.answered_at[i].micros());
      if (!s.answered_by[i].is_none()) out->set_answered_by(Member(s.answered_by[i]));
      if (absl::Status status = Take(row); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Touches() {
    const TouchColumns& t = c_.touches();
    for (size_t i = 0; i < t.size(); ++i) {
      v1::Row row;
      v1::Touch* out = row.mutable_touch();
      out->set_member(Member(t.member[i]));
      if (!t.resource[i].is_none()) out->set_resource(Resource(t.resource[i]));
      out->set_campaign(String(t.campaign[i]));
      out->set_channel(String(t.channel[i]));
      if (t.sent_at[i].is_present()) out->set_sent_at(t.sent_at[i].micros());
      out->set_cost(t.cost[i]);
      out->set_outcome(Same<v1::TouchOutcome>(t.outcome[i]));
      out->set_value(t.value[i]);
      out->set_holdout(t.holdout[i] != 0);
      if (absl::Status s = Take(row); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  const CommunityGraph& c_;
  absl::FunctionRef<absl::Status(const v1::Row&)> take_;
  const RunControl* run_;
  const uint64_t total_ = CountRows(c_);
  uint64_t taken_ = 0;
};

}  // namespace

absl::Status ForEachRow(const CommunityGraph& community,
                        absl::FunctionRef<absl::Status(const v1::Row&)> take,
                        const RunControl* run) {
  return RowWalker(community, take, run).Run();
}

}  // namespace pullgraph
