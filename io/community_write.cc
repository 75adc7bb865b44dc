// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "io/block_stream.h"
#include "io/column_codec.h"
#include "io/community_file.h"

namespace pullgraph {
namespace {

constexpr uint64_t kBlockBudget = uint64_t{4} << 20;  // Bytes a block aims at.
constexpr size_t kBlockRows = 1 << 16;
constexpr size_t kBlockArcs = 1 << 20;

template <class Enum>
int32_t Number(Enum v) {
  return static_cast<int32_t>(v);
}
uint32_t Same(uint32_t v) { return v; }

class CommunityWriter {
 public:
  CommunityWriter(const CommunityGraph& community, BlockWriter& blocks,
                  const WriteCommunityOptions& options)
      : c_(community), p_(community.parts()), blocks_(blocks), options_(options) {}

  absl::Status Run() {
    absl::Status s = Header();
    const auto then = [&s](auto write) {
      if (s.ok()) s = write();
    };
    then([&] { return Strings(); });
    then([&] { return Topics(); });
    then([&] { return Markets(); });
    then([&] { return Members(); });
    then([&] { return Memberships(); });
    then([&] { return Resources(); });
    then([&] { return Degrees(); });
    then([&] { return Targets(); });
    then([&] { return Ties(); });
    then([&] { return Signals(); });
    then([&] { return Touches(); });
    then([&] { return blocks_.Finish(); });
    return s;
  }

 private:
  // Cuts [0, n) into blocks of at most `max_rows` rows and about kBlockBudget bytes,
  // by bytes(i), and writes fill(message, begin, end) for each.
  template <class Message, class Bytes, class Fill>
  absl::Status Sliced(v1::BlockKind kind, size_t n, size_t max_rows, bool compress, Bytes bytes,
                      Fill fill) {
    Message message;
    for (size_t begin = 0; begin < n;) {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      size_t end = begin;
      uint64_t size = 0;
      while (end < n && end - begin < max_rows && (end == begin || size < kBlockBudget)) {
        size += bytes(end++);
      }
      message.Clear();
      fill(message, begin, end);
      absl::Status s = blocks_.Write(kind, begin, end - begin, message, compress);
      if (!s.ok()) return s;
      begin = end;
    }
    return absl::OkStatus();
  }

  absl::Status Header() {
    v1::HeaderBlock h;
    h.set_magic(kFileMagic);
    h.set_format_version(kFormatVersion);
    h.set_name(p_.name);
    h.set_producer(p_.producer);
    h.set_members(c_.num_members());
    h.set_resources(c_.num_resources());
    h.set_topics(c_.num_topics());
    h.set_markets(c_.num_markets());
    h.set_arcs(p_.graph.num_arcs());
    h.set_symmetric(p_.graph.is_symmetric());
    h.set_memberships(p_.memberships.size());
    h.set_signals(p_.signals.size());
    h.set_touches(p_.touches.size());
    h.set_strings(p_.strings.size());
    if (c_.first_time().is_present()) {
      h.set_first_time(c_.first_time().micros());
      h.set_last_time(c_.last_time().micros());
    }
    return blocks_.Write(v1::BLOCK_KIND_HEADER, 0, 1, h, false);
  }

  absl::Status Strings() {
    return Sliced<v1::StringsBlock>(
        v1::BLOCK_KIND_STRINGS, p_.strings.size(), kBlockRows, options_.compress,
        [&](size_t i) { return p_.strings[i].size() + 2; },
        [&](v1::StringsBlock& b, size_t begin, size_t end) {
          PutStrings(p_.strings, begin, end, b.mutable_value());
        });
  }

  absl::Status Topics() {
    const TopicColumns& t = p_.topics;
    return Sliced<v1::TopicsBlock>(
        v1::BLOCK_KIND_TOPICS, t.id.size(), kBlockRows, options_.compress,
        [&](size_t i) { return t.id[i].size() + 8; },
        [&](v1::TopicsBlock& b, size_t begin, size_t end) {
          PutStrings(t.id, begin, end, b.mutable_id());
          PutColumn(t.name, begin, end, b.mutable_name(), Same);
          PutColumn(t.parent, begin, end, b.mutable_parent(), IdPlusOne<TopicId>);
        });
  }

  absl::Status Markets() {
    return Sliced<v1::MarketsBlock>(
        v1::BLOCK_KIND_MARKETS, p_.markets.id.size(), kBlockRows, options_.compress,
        [&](size_t i) { return p_.markets.id[i].size() + 4; },
        [&](v1::MarketsBlock& b, size_t begin, size_t end) {
          PutStrings(p_.markets.id, begin, end, b.mutable_id());
          PutColumn(p_.markets.name, begin, end, b.mutable_name(), Same);
        });
  }

  absl::Status Members() {
    const MemberColumns& m = p_.members;
    return Sliced<v1::MembersBlock>(
        v1::BLOCK_KIND_MEMBERS, m.id.size(), kBlockRows, options_.compress,
        [&](size_t i) {
          return m.id[i].size() + 16 + 4 * (m.opted_out[i].size() + m.tags[i].size()) +
                 8 * m.attributes[i].size() + 16 * (m.needs[i].size() + m.offers[i].size());
        },
        [&](v1::MembersBlock& b, size_t begin, size_t end) { FillMembers(b, begin, end); });
  }

  void FillMembers(v1::MembersBlock& b, size_t begin, size_t end) {
    const MemberColumns& m = p_.members;
    PutStrings(m.id, begin, end, b.mutable_id());
    PutColumn(m.display_name, begin, end, b.mutable_display_name(), Same);
    PutColumn(m.kind, begin, end, b.mutable_kind(), Number<MemberKind>);
    PutColumn(m.role, begin, end, b.mutable_role(), Number<MemberRole>);
    PutTimes(m.joined_at, begin, end, b.mutable_joined_at());
    PutLists(m.opted_out, begin, end, b.mutable_opted_out_length(),
             [&](StringId v) { b.add_opted_out(v); });
    PutLists(m.tags, begin, end, b.mutable_tags_length(), [&](StringId v) { b.add_tags(v); });
    bool any_dated = false;
    PutLists(m.attributes, begin, end, b.mutable_attributes_length(), [&](const Attribute& a) {
      b.add_attribute_name(a.name);
      b.add_attribute_value(a.value);
      any_dated = any_dated || a.is_dated();
    });
    TimeEncoder from(b.mutable_attribute_from()), to(b.mutable_attribute_to());
    for (size_t i = begin; i < end && any_dated; ++i) {
      for (const Attribute& a : m.attributes[i]) {
        from.Add(a.valid_from);
        to.Add(a.valid_to);
      }
    }
    TimeEncoder need_since(b.mutable_need_since());
    PutLists(m.needs, begin, end, b.mutable_needs_length(), [&](const Need& need) {
      b.add_need_topic(need.topic.value());
      b.add_need_weight(need.weight);
      need_since.Add(need.since);
    });
    TimeEncoder offer_since(b.mutable_offer_since());
    PutLists(m.offers, begin, end, b.mutable_offers_length(), [&](const Offer& offer) {
      b.add_offer_topic(offer.topic.value());
      b.add_offer_level(offer.level);
      offer_since.Add(offer.since);
    });
  }

  absl::Status Memberships() {
    const MembershipColumns& m = p_.memberships;
    return Sliced<v1::MembershipsBlock>(
        v1::BLOCK_KIND_MEMBERSHIPS, m.size(), kBlockRows, options_.compress,
        [](size_t) { return 16; },
        [&](v1::MembershipsBlock& b, size_t begin, size_t end) {
          TimeEncoder from(b.mutable_valid_from());
          TimeEncoder to(b.mutable_valid_to());
          for (size_t i = begin; i < end; ++i) {
            b.add_market(m.market[i].value());
            b.add_member(m.member[i].value());
            b.add_status(Number(m.status[i]));
            from.Add(m.valid_from[i]);
            to.Add(m.valid_to[i]);
          }
        });
  }

  absl::Status Resources() {
    const ResourceColumns& r = p_.resources;
    return Sliced<v1::ResourcesBlock>(
        v1::BLOCK_KIND_RESOURCES, r.id.size(), kBlockRows, options_.compress,
        [&](size_t i) { return r.id[i].size() + 24 + 4 * (r.topics[i].size() + r.offered_by[i].size()); },
        [&](v1::ResourcesBlock& b, size_t begin, size_t end) {
          PutStrings(r.id, begin, end, b.mutable_id());
          PutColumn(r.title, begin, end, b.mutable_title(), Same);
          PutColumn(r.kind, begin, end, b.mutable_kind(), Number<ResourceKind>);
          PutLists(r.topics, begin, end, b.mutable_topics_length(),
                   [&](TopicId t) { b.add_topics(t.value()); });
          PutTimes(r.published_at, begin, end, b.mutable_published_at());
          PutColumn(r.cost, begin, end, b.mutable_cost(), [](double v) { return v; });
          PutColumn(r.url, begin, end, b.mutable_url(), Same);
          PutLists(r.offered_by, begin, end, b.mutable_offered_by_length(),
                   [&](MarketId m) { b.add_offered_by(m.value()); });
        });
  }

  absl::Status Degrees() {
    const TieGraph& g = p_.graph;
    return Sliced<v1::DegreesBlock>(
        v1::BLOCK_KIND_DEGREES, g.num_nodes(), kBlockArcs, false, [](size_t) { return 4; },
        [&](v1::DegreesBlock& b, size_t begin, size_t end) {
          b.mutable_degree()->Reserve(static_cast<int>(end - begin));
          for (size_t u = begin; u < end; ++u) {
            b.add_degree(static_cast<uint32_t>(g.OutDegree(static_cast<Node>(u))));
          }
        });
  }

  absl::Status Targets() {
    const absl::Span<const Node> targets = p_.graph.targets();
    return Sliced<v1::TargetsBlock>(
        v1::BLOCK_KIND_TARGETS, targets.size(), kBlockArcs, false, [](size_t) { return 4; },
        [&](v1::TargetsBlock& b, size_t begin, size_t end) {
          if (!options_.compact_arcs) {
            b.mutable_target()->Add(targets.data() + begin, targets.data() + end);
            return;
          }
          int64_t previous = 0;
          for (size_t i = begin; i < end; ++i) {
            b.add_target_delta(targets[i] - previous);
            previous = targets[i];
          }
        });
  }

  absl::Status Ties() {
    const TieColumns& t = p_.ties;
    if (t.kind.is_default() && t.count.is_default() && t.first_at.is_default() &&
        t.last_at.is_default() && t.strength.is_default() && t.mirrored.is_default() &&
        t.at.is_default()) {
      return absl::OkStatus();
    }
    return Sliced<v1::TiesBlock>(
        v1::BLOCK_KIND_TIES, t.kind.size(), 4 * kBlockRows, options_.compress,
        [&](size_t i) { return 24 + 8 * t.at[i].size(); },
        [&](v1::TiesBlock& b, size_t begin, size_t end) {
          b.set_rows(static_cast<uint32_t>(end - begin));
          PutColumn(t.kind, begin, end, b.mutable_kind(), Number<TieKind>);
          PutColumn(t.count, begin, end, b.mutable_count(), Same);
          PutTimes(t.first_at, begin, end, b.mutable_first_at());
          PutTimes(t.last_at, begin, end, b.mutable_last_at());
          PutColumn(t.strength, begin, end, b.mutable_strength(), [](float v) { return v; });
          PutColumn(t.mirrored, begin, end, b.mutable_mirrored(),
                    [](uint8_t v) { return uint32_t{v}; });
          TimeEncoder at(b.mutable_at());
          PutLists(t.at, begin, end, b.mutable_at_length(), [&](Time v) { at.Add(v); });
        });
  }

  absl::Status Signals() {
    const SignalColumns& s = p_.signals;
    return Sliced<v1::SignalsBlock>(
        v1::BLOCK_KIND_SIGNALS, s.size(), 4 * kBlockRows, options_.compress,
        [&](size_t i) { return 16 + 4 * s.topics[i].size(); },
        [&](v1::SignalsBlock& b, size_t begin, size_t end) {
          TimeEncoder at(b.mutable_at());
          for (size_t i = begin; i < end; ++i) {
            b.add_member(IdPlusOne(s.member[i]));
            b.add_object_kind(Number(s.object_kind[i]));
            b.add_object(s.object[i]);
            b.add_kind(Number(s.kind[i]));
            at.Add(s.at[i]);
          }
          PutColumn(s.weight, begin, end, b.mutable_weight(), [](float v) { return v; });
          PutLists(s.topics, begin, end, b.mutable_topics_length(),
                   [&](TopicId v) { b.add_topics(v.value()); });
          PutTimes(s.answered_at, begin, end, b.mutable_answered_at());
          PutColumn(s.answered_by, begin, end, b.mutable_answered_by(), IdPlusOne<MemberId>);
        });
  }

  absl::Status Touches() {
    const TouchColumns& t = p_.touches;
    return Sliced<v1::TouchesBlock>(
        v1::BLOCK_KIND_TOUCHES, t.size(), 2 * kBlockRows, options_.compress,
        [](size_t) { return 24; },
        [&](v1::TouchesBlock& b, size_t begin, size_t end) {
          TimeEncoder sent_at(b.mutable_sent_at());
          for (size_t i = begin; i < end; ++i) {
            b.add_member(t.member[i].value());
            b.add_resource(IdPlusOne(t.resource[i]));
            sent_at.Add(t.sent_at[i]);
          }
          PutColumn(t.campaign, begin, end, b.mutable_campaign(), Same);
          PutColumn(t.channel, begin, end, b.mutable_channel(), Same);
          PutColumn(t.cost, begin, end, b.mutable_cost(), [](double v) { return v; });
          PutColumn(t.outcome, begin, end, b.mutable_outcome(), Number<TouchOutcome>);
          PutColumn(t.value, begin, end, b.mutable_value(), [](double v) { return v; });
          PutColumn(t.holdout, begin, end, b.mutable_holdout(),
                    [](uint8_t v) { return uint32_t{v}; });
        });
  }

  const CommunityGraph& c_;
  const CommunityParts& p_;
  BlockWriter& blocks_;
  const WriteCommunityOptions& options_;
};

}  // namespace

absl::Status WriteCommunity(const CommunityGraph& community,
                            absl::FunctionRef<absl::Status(std::string_view)> append,
                            const WriteCommunityOptions& options) {
  BlockWriter blocks(append);
  return CommunityWriter(community, blocks, options).Run();
}

}  // namespace pullgraph
