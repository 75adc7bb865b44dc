// SPDX-License-Identifier: Apache-2.0
#include "io/community_assembler.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "io/column_codec.h"

namespace pullgraph {
namespace {

template <class Enum>
Enum Open(int32_t v) {
  return static_cast<Enum>(v);
}
uint32_t Same(uint32_t v) { return v; }
float SameFloat(float v) { return v; }
double SameDouble(double v) { return v; }
// Values beyond a byte are kept out of range, for the check to name.
uint8_t Byte(uint32_t v) { return static_cast<uint8_t>(std::min<uint32_t>(v, 255)); }

absl::Status Damaged(uint64_t offset, absl::string_view why) {
  return absl::DataLossError(absl::StrCat("byte ", offset, ": ", why));
}

absl::StatusOr<size_t> RowsOr(const BlockDecoder& decoder, size_t rows) {
  if (!decoder.status().ok()) return decoder.status();
  return rows;
}

}  // namespace

absl::StatusOr<BlockPlace> CommunityAssembler::Accept(const StoredBlock& block) {
  const bool first = last_kind_ == v1::BLOCK_KIND_UNSPECIFIED;
  if (first != (block.kind == v1::BLOCK_KIND_HEADER)) {
    return Damaged(block.offset, first ? "not a pullgraph community file: no header"
                                       : "a second header");
  }
  if (block.kind < last_kind_) return Damaged(block.offset, "blocks are out of order");
  if (block.kind != last_kind_) next_row_ = 0;
  last_kind_ = block.kind;
  BlockPlace place{block.kind, block.offset, next_row_, 1};
  if (first) {
    if (absl::Status s = Header(block); !s.ok()) return s;
    return place;
  }
  if (absl::Status s = budget_.CheckBlock(block.raw_size); !s.ok()) return s;
  const absl::StatusOr<size_t> rows = Decode(block);
  if (!rows.ok()) return rows.status();
  if (absl::Status s = budget_.Take(block.kind, *rows, block.raw_size); !s.ok()) return s;
  place.rows = *rows;
  next_row_ += *rows;
  return place;
}

absl::Status CommunityAssembler::Header(const StoredBlock& block) {
  if (absl::Status s = ParsePayload(block, buffer_, header_); !s.ok()) return s;
  if (header_.magic() != kFileMagic) {
    return Damaged(block.offset, "not a pullgraph community file: wrong magic");
  }
  if (header_.format_version() != kFormatVersion) {
    return absl::UnimplementedError(
        absl::StrCat("the file has format version ", header_.format_version(), ", this program reads ",
                     kFormatVersion, "\nread it with a newer pullgraph"));
  }
  parts_.name = header_.name();
  parts_.producer = header_.producer();
  return absl::OkStatus();
}

absl::StatusOr<size_t> CommunityAssembler::Decode(const StoredBlock& block) {
  switch (block.kind) {
    case v1::BLOCK_KIND_STRINGS:
      return Strings(block);
    case v1::BLOCK_KIND_TOPICS:
      return Topics(block);
    case v1::BLOCK_KIND_MARKETS:
      return Markets(block);
    case v1::BLOCK_KIND_MEMBERS:
      return Members(block);
    case v1::BLOCK_KIND_MEMBERSHIPS:
      return Memberships(block);
    case v1::BLOCK_KIND_RESOURCES:
      return Resources(block);
    case v1::BLOCK_KIND_DEGREES:
      return Degrees(block);
    case v1::BLOCK_KIND_TARGETS:
      return Targets(block);
    case v1::BLOCK_KIND_TIES:
      return Ties(block);
    case v1::BLOCK_KIND_SIGNALS:
      return Signals(block);
    case v1::BLOCK_KIND_TOUCHES:
      return Touches(block);
    default:
      return Damaged(block.offset,
                     absl::StrCat("unknown block kind ", static_cast<int>(block.kind)));
  }
}

absl::StatusOr<size_t> CommunityAssembler::Strings(const StoredBlock& block) {
  v1::StringsBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  const auto rows = static_cast<size_t>(b.value().length_size());
  BlockDecoder d("string", rows);
  d.TakeStrings("value", b.value(), parts_.strings);
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Topics(const StoredBlock& block) {
  v1::TopicsBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  const auto rows = static_cast<size_t>(b.id().length_size());
  BlockDecoder d("topic", rows);
  d.TakeStrings("id", b.id(), parts_.topics.id);
  d.Take("name", b.name(), parts_.topics.name, Same);
  d.Take("parent", b.parent(), parts_.topics.parent, FromPlusOne<TopicId>);
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Markets(const StoredBlock& block) {
  v1::MarketsBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  const auto rows = static_cast<size_t>(b.id().length_size());
  BlockDecoder d("market", rows);
  d.TakeStrings("id", b.id(), parts_.markets.id);
  d.Take("name", b.name(), parts_.markets.name, Same);
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Members(const StoredBlock& block) {
  v1::MembersBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  MemberColumns& m = parts_.members;
  const auto rows = static_cast<size_t>(b.id().length_size());
  BlockDecoder d("member", rows);
  d.TakeStrings("id", b.id(), m.id);
  d.Take("display_name", b.display_name(), m.display_name, Same);
  d.Take("kind", b.kind(), m.kind, Open<MemberKind>);
  d.Take("role", b.role(), m.role, Open<MemberRole>);
  d.TakeTimes("joined_at", b.joined_at(), m.joined_at);
  d.TakeLists("opted_out", b.opted_out_length(), b.opted_out_size(), m.opted_out,
              [&](int k) { return b.opted_out(k); });
  d.TakeLists("tags", b.tags_length(), b.tags_size(), m.tags, [&](int k) { return b.tags(k); });
  d.Same("attribute_value", b.attribute_value_size(), b.attribute_name_size());
  const bool dated = b.attribute_from_size() > 0 || b.attribute_to_size() > 0;
  if (dated) {
    d.Same("attribute_from", b.attribute_from_size(), b.attribute_name_size());
    d.Same("attribute_to", b.attribute_to_size(), b.attribute_name_size());
  }
  d.Same("need_weight", b.need_weight_size(), b.need_topic_size());
  d.Same("need_since", b.need_since_size(), b.need_topic_size());
  d.Same("offer_level", b.offer_level_size(), b.offer_topic_size());
  d.Same("offer_since", b.offer_since_size(), b.offer_topic_size());
  if (!d.status().ok()) return d.status();
  TimeDecoder from, to;
  d.TakeLists("attributes", b.attributes_length(), b.attribute_name_size(), m.attributes, [&](int k) {
    return Attribute{b.attribute_name(k), dated ? from.Next(b.attribute_from(k)) : Time(), b.attribute_value(k),
                     dated ? to.Next(b.attribute_to(k)) : Time()};
  });
  TimeDecoder need_since;
  d.TakeLists("needs", b.needs_length(), b.need_topic_size(), m.needs, [&](int k) {
    return Need{TopicId(b.need_topic(k)), b.need_weight(k), need_since.Next(b.need_since(k))};
  });
  TimeDecoder offer_since;
  d.TakeLists("offers", b.offers_length(), b.offer_topic_size(), m.offers, [&](int k) {
    return Offer{TopicId(b.offer_topic(k)), b.offer_level(k), offer_since.Next(b.offer_since(k))};
  });
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Memberships(const StoredBlock& block) {
  v1::MembershipsBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  MembershipColumns& m = parts_.memberships;
  const auto rows = static_cast<size_t>(b.market_size());
  BlockDecoder d("membership", rows);
  d.Take("market", b.market(), m.market, [](uint32_t v) { return MarketId(v); });
  d.Take("member", b.member(), m.member, [](uint32_t v) { return MemberId(v); });
  d.Take("status", b.status(), m.status, Open<MarketStatus>);
  d.TakeTimes("valid_from", b.valid_from(), m.valid_from);
  d.TakeTimes("valid_to", b.valid_to(), m.valid_to);
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Resources(const StoredBlock& block) {
  v1::ResourcesBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  ResourceColumns& r = parts_.resources;
  const auto rows = static_cast<size_t>(b.id().length_size());
  BlockDecoder d("resource", rows);
  d.TakeStrings("id", b.id(), r.id);
  d.Take("title", b.title(), r.title, Same);
  d.Take("kind", b.kind(), r.kind, Open<ResourceKind>);
  d.TakeLists("topics", b.topics_length(), b.topics_size(), r.topics,
              [&](int k) { return TopicId(b.topics(k)); });
  d.TakeTimes("published_at", b.published_at(), r.published_at);
  d.Take("cost", b.cost(), r.cost, SameDouble);
  d.Take("url", b.url(), r.url, Same);
  d.TakeLists("offered_by", b.offered_by_length(), b.offered_by_size(), r.offered_by,
              [&](int k) { return MarketId(b.offered_by(k)); });
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Degrees(const StoredBlock& block) {
  v1::DegreesBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  uint64_t total = offsets_.back();
  for (const uint32_t degree : b.degree()) {
    total += degree;
    offsets_.push_back(total);
  }
  return static_cast<size_t>(b.degree_size());
}

absl::StatusOr<size_t> CommunityAssembler::Targets(const StoredBlock& block) {
  const uint64_t at = targets_.size();
  v1::TargetsBlock& b = target_scratch_.message;
  if (absl::Status s = ParsePayload(block, target_scratch_.buffer, b); !s.ok()) return s;
  const auto rows = static_cast<size_t>(b.target_size() + b.target_delta_size());
  targets_.resize(at + rows);
  if (absl::Status s = AcceptTargets(block, at, rows, target_scratch_); !s.ok()) return s;
  return rows;
}

absl::Status CommunityAssembler::AcceptTargets(const StoredBlock& block, uint64_t first_row,
                                               uint64_t rows, TargetScratch& scratch) {
  if (absl::Status s = budget_.CheckBlock(block.raw_size); !s.ok()) return s;
  v1::TargetsBlock& b = scratch.message;
  if (absl::Status s = ParsePayload(block, scratch.buffer, b); !s.ok()) return s;
  const auto plain = static_cast<uint64_t>(b.target_size());
  const auto gaps = static_cast<uint64_t>(b.target_delta_size());
  if (plain + gaps != rows || (plain != 0 && gaps != 0)) {
    return Damaged(block.offset, "a block of ties with other rows than the index says");
  }
  Node* out = targets_.data() + first_row;
  std::copy(b.target().begin(), b.target().end(), out);
  int64_t value = 0;
  for (const int64_t gap : b.target_delta()) {
    if (__builtin_add_overflow(value, gap, &value) || value < 0 ||
        value > std::numeric_limits<Node>::max()) {
      return Damaged(block.offset, "a tie to a member that cannot be");
    }
    *out++ = static_cast<Node>(value);
  }
  return absl::OkStatus();
}

absl::Status CommunityAssembler::ReserveTargets(uint64_t arcs) {
  if (absl::Status s = budget_.Take(v1::BLOCK_KIND_TARGETS, arcs, 0); !s.ok()) return s;
  targets_.reserve(arcs);
  // The first touch of fresh memory costs more than filling it; large pages make it
  // cheap. Only advice: where it fails nothing is lost.
  const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (reinterpret_cast<uintptr_t>(targets_.data()) + page - 1) / page * page;
  const auto end = reinterpret_cast<uintptr_t>(targets_.data() + arcs) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
  targets_.resize(arcs);
  return absl::OkStatus();
}

void CommunityAssembler::SetTargetsDone() {
  last_kind_ = v1::BLOCK_KIND_TARGETS;
  next_row_ = targets_.size();
}

absl::StatusOr<size_t> CommunityAssembler::Ties(const StoredBlock& block) {
  v1::TiesBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  TieColumns& t = parts_.ties;
  const size_t rows = b.rows();
  tie_rows_ += rows;
  if (tie_rows_ > targets_.size()) return Damaged(block.offset, "fields of more ties than there are");
  BlockDecoder d("tie", rows);
  d.Take("kind", b.kind(), t.kind, Open<TieKind>);
  d.Take("count", b.count(), t.count, Same);
  d.TakeTimes("first_at", b.first_at(), t.first_at);
  d.TakeTimes("last_at", b.last_at(), t.last_at);
  d.Take("strength", b.strength(), t.strength, SameFloat);
  d.Take("mirrored", b.mirrored(), t.mirrored, Byte);
  TimeDecoder at;
  d.TakeLists("at", b.at_length(), b.at_size(), t.at, [&](int k) { return at.Next(b.at(k)); });
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Signals(const StoredBlock& block) {
  v1::SignalsBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  SignalColumns& c = parts_.signals;
  const auto rows = static_cast<size_t>(b.at_size());
  BlockDecoder d("signal", rows);
  d.Take("member", b.member(), c.member, FromPlusOne<MemberId>);
  d.Take("object_kind", b.object_kind(), c.object_kind, Open<ObjectKind>);
  d.Take("object", b.object(), c.object, Same);
  d.Take("kind", b.kind(), c.kind, Open<SignalKind>);
  d.TakeTimes("at", b.at(), c.at);
  d.Take("weight", b.weight(), c.weight, SameFloat);
  d.TakeLists("topics", b.topics_length(), b.topics_size(), c.topics,
              [&](int k) { return TopicId(b.topics(k)); });
  d.TakeTimes("answered_at", b.answered_at(), c.answered_at);
  d.Take("answered_by", b.answered_by(), c.answered_by, FromPlusOne<MemberId>);
  return RowsOr(d, rows);
}

absl::StatusOr<size_t> CommunityAssembler::Touches(const StoredBlock& block) {
  v1::TouchesBlock b;
  if (absl::Status s = ParsePayload(block, buffer_, b); !s.ok()) return s;
  TouchColumns& c = parts_.touches;
  const auto rows = static_cast<size_t>(b.sent_at_size());
  BlockDecoder d("touch", rows);
  d.Take("member", b.member(), c.member, [](uint32_t v) { return MemberId(v); });
  d.Take("resource", b.resource(), c.resource, FromPlusOne<ResourceId>);
  d.TakeTimes("sent_at", b.sent_at(), c.sent_at);
  d.Take("campaign", b.campaign(), c.campaign, Same);
  d.Take("channel", b.channel(), c.channel, Same);
  d.Take("cost", b.cost(), c.cost, SameDouble);
  d.Take("outcome", b.outcome(), c.outcome, Open<TouchOutcome>);
  d.Take("value", b.value(), c.value, SameDouble);
  d.Take("holdout", b.holdout(), c.holdout, Byte);
  return RowsOr(d, rows);
}

absl::Status CommunityAssembler::CheckCounts() const {
  const struct {
    const char* what;
    uint64_t said;
    uint64_t found;
  } counts[] = {{"strings", header_.strings(), parts_.strings.size()},
                {"members", header_.members(), parts_.members.id.size()},
                {"resources", header_.resources(), parts_.resources.id.size()},
                {"topics", header_.topics(), parts_.topics.id.size()},
                {"markets", header_.markets(), parts_.markets.id.size()},
                {"memberships", header_.memberships(), parts_.memberships.size()},
                {"member degrees", header_.members(), offsets_.size() - 1},
                {"arcs", header_.arcs(), targets_.size()},
                {"signals", header_.signals(), parts_.signals.size()},
                {"touches", header_.touches(), parts_.touches.size()}};
  for (const auto& count : counts) {
    if (count.said != count.found) {
      return absl::DataLossError(absl::StrCat("the header announces ", count.said, " ", count.what,
                                              ", the file holds ", count.found));
    }
  }
  if (tie_rows_ != 0 && tie_rows_ != targets_.size()) {
    return absl::DataLossError(absl::StrCat("fields of ", tie_rows_, " of ", targets_.size(), " arcs"));
  }
  return absl::OkStatus();
}

absl::StatusOr<CommunityGraph> CommunityAssembler::Finish(int threads) {
  if (last_kind_ == v1::BLOCK_KIND_UNSPECIFIED) {
    return absl::DataLossError("the file is empty\nmake one with pullgraph import or generate");
  }
  if (absl::Status s = CheckCounts(); !s.ok()) return s;
  if (tie_rows_ == 0) {
    TieColumns& t = parts_.ties;
    const size_t arcs = targets_.size();
    t.kind.AppendDefaults(arcs);
    t.count.AppendDefaults(arcs);
    t.first_at.AppendDefaults(arcs);
    t.last_at.AppendDefaults(arcs);
    t.strength.AppendDefaults(arcs);
    t.mirrored.AppendDefaults(arcs);
    t.at.AppendDefaults(arcs);
  }
  offsets_.shrink_to_fit();
  absl::StatusOr<TieGraph> graph = TieGraph::FromSortedRows(
      std::move(offsets_), std::move(targets_), header_.symmetric(), threads);
  if (!graph.ok()) return graph.status();
  parts_.graph = *std::move(graph);
  return CommunityGraph::FromParts(std::move(parts_));
}

}  // namespace pullgraph
