// SPDX-License-Identifier: Apache-2.0
#include "graph/community_check.h"

#include <cmath>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"

namespace pullgraph {
namespace {

// Collects the first fault; every later check is then a no-op.
class Checker {
 public:
  explicit Checker(const CommunityParts& parts) : p_(parts) {}

  absl::Status Run() {
    Strings();
    Entities();
    Members();
    Memberships();
    Ties();
    Signals();
    Touches();
    return status_;
  }

 private:
  template <class... Pieces>
  void Fail(const char* entity, size_t row, const char* field, const Pieces&... pieces) {
    if (status_.ok()) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat(entity, " ", row, ": ", field, " ", pieces...));
    }
  }

  void Length(const char* entity, const char* field, size_t size, size_t expected) {
    if (size != expected) {
      Fail(entity, size, field, "has ", size, " rows, expected ", expected);
    }
  }

  // Calls check(row, value) on each row of a column that is not all default.
  template <class T, class Check>
  void Each(const char* entity, const char* field, const Column<T>& column, size_t expected,
            Check check) {
    Length(entity, field, column.size(), expected);
    for (size_t i = 0; i < column.values().size() && status_.ok(); ++i) {
      check(i, column.values()[i]);
    }
  }
  template <class T, class Check>
  void Each(const char* entity, const char* field, const Ragged<T>& lists, size_t expected,
            Check check) {
    Length(entity, field, lists.size(), expected);
    if (lists.is_default()) return;
    for (size_t i = 0; i < lists.size() && status_.ok(); ++i) {
      for (const T& value : lists[i]) check(i, value);
    }
  }

  void String(const char* entity, const char* field, const Column<StringId>& column, size_t n) {
    Each(entity, field, column, n, [&](size_t i, StringId v) { StringRef(entity, i, field, v); });
  }
  void StringRef(const char* entity, size_t i, const char* field, StringId v) {
    Below(entity, i, field, v, p_.strings.size());
  }
  void Below(const char* entity, size_t i, const char* field, uint32_t v, size_t bound) {
    if (v >= bound) Fail(entity, i, field, "is ", v, ", expected an id below ", bound);
  }
  void Moment(const char* entity, size_t i, const char* field, Time t) {
    if (!IsStorable(t)) Fail(entity, i, field, "lies outside the years 1 to 9999");
  }
  void Moments(const char* entity, const char* field, const Column<Time>& column, size_t n) {
    Each(entity, field, column, n, [&](size_t i, Time t) { Moment(entity, i, field, t); });
  }
  void NotNegative(const char* entity, size_t i, const char* field, double v) {
    if (!(v >= 0) || std::isinf(v)) {
      Fail(entity, i, field, "is ", v, ", expected a finite number >= 0");
    }
  }

  void Strings() {
    if (p_.strings.size() == 0 || !p_.strings[0].empty()) {
      Fail("string", 0, "value", "is missing or not empty");
    }
    Utf8("string", p_.strings);
    if (!IsValidUtf8(p_.name) || !IsValidUtf8(p_.producer)) {
      Fail("community", 0, "name or producer", "is not valid UTF-8");
    }
  }

  void Utf8(const char* entity, const StringTable& table) {
    if (IsValidUtf8(table.blob())) {
      // A blob can be well formed while a border splits a character.
      for (size_t i = 0; i < table.size() && status_.ok(); ++i) {
        const std::string_view s = table[i];
        if (!s.empty() && (static_cast<unsigned char>(s[0]) & 0xC0) == 0x80) {
          Fail(entity, i, "id", "is not valid UTF-8");
        }
      }
      return;
    }
    for (size_t i = 0; i < table.size() && status_.ok(); ++i) {
      if (!IsValidUtf8(table[i])) Fail(entity, i, "id", "is not valid UTF-8");
    }
  }

  void Ids(const char* entity, const StringTable& ids) {
    Utf8(entity, ids);
    if (ids.size() >= UINT32_MAX) Fail(entity, ids.size(), "id", "is one too many");
    for (size_t i = 0; i < ids.size() && status_.ok(); ++i) {
      if (ids[i].empty()) Fail(entity, i, "id", "is empty");
      if (i > 0 && CompareIds(ids[i - 1], ids[i]) >= 0) {
        Fail(entity, i, "id", "'", Printable(ids[i]), "' is a duplicate or out of order");
      }
    }
  }

  void Entities() {
    Ids("member", p_.members.id);
    Ids("resource", p_.resources.id);
    Ids("topic", p_.topics.id);
    Ids("market", p_.markets.id);
    const size_t topics = p_.topics.id.size();
    const size_t resources = p_.resources.id.size();
    String("topic", "name", p_.topics.name, topics);
    Each("topic", "parent", p_.topics.parent, topics, [&](size_t i, TopicId v) {
      if (!v.is_none()) Below("topic", i, "parent", v.value(), topics);
    });
    String("market", "name", p_.markets.name, p_.markets.id.size());
    String("resource", "title", p_.resources.title, resources);
    Length("resource", "kind", p_.resources.kind.size(), resources);
    Each("resource", "topics", p_.resources.topics, resources,
         [&](size_t i, TopicId v) { Below("resource", i, "topics", v.value(), topics); });
    Moments("resource", "published_at", p_.resources.published_at, resources);
    Each("resource", "cost", p_.resources.cost, resources,
         [&](size_t i, double v) { NotNegative("resource", i, "cost", v); });
    String("resource", "url", p_.resources.url, resources);
  }

  void Members() {
    const MemberColumns& m = p_.members;
    const size_t n = m.id.size();
    String("member", "display_name", m.display_name, n);
    Length("member", "kind", m.kind.size(), n);
    Length("member", "role", m.role.size(), n);
    Moments("member", "joined_at", m.joined_at, n);
    const auto is_string = [&](const char* field) {
      return [this, field](size_t i, StringId v) { StringRef("member", i, field, v); };
    };
    Each("member", "opted_out", m.opted_out, n, is_string("opted_out"));
    Each("member", "tags", m.tags, n, is_string("tags"));
    Each("member", "attributes", m.attributes, n, [&](size_t i, const Attribute& a) {
      StringRef("member", i, "attributes", a.name);
      StringRef("member", i, "attributes", a.value);
    });
    Each("member", "needs", m.needs, n, [&](size_t i, const Need& need) {
      Below("member", i, "needs.topic", need.topic.value(), p_.topics.id.size());
      NotNegative("member", i, "needs.weight", need.weight);
      Moment("member", i, "needs.since", need.since);
    });
    Each("member", "offers", m.offers, n, [&](size_t i, const Offer& offer) {
      Below("member", i, "offers.topic", offer.topic.value(), p_.topics.id.size());
      if (!(offer.level >= 0 && offer.level <= 1)) {
        Fail("member", i, "offers.level", "is ", offer.level, ", expected one in [0, 1]");
      }
      Moment("member", i, "offers.since", offer.since);
    });
  }

  void Memberships() {
    const MembershipColumns& c = p_.memberships;
    Length("membership", "member", c.member.size(), c.size());
    Length("membership", "status", c.status.size(), c.size());
    Length("membership", "valid_from", c.valid_from.size(), c.size());
    Length("membership", "valid_to", c.valid_to.size(), c.size());
    for (size_t i = 0; i < c.size() && status_.ok(); ++i) {
      Below("membership", i, "market", c.market[i].value(), p_.markets.id.size());
      Below("membership", i, "member", c.member[i].value(), p_.members.id.size());
      Moment("membership", i, "valid_from", c.valid_from[i]);
      Moment("membership", i, "valid_to", c.valid_to[i]);
      const auto key = [&](size_t k) {
        return std::tuple(c.market[k], c.member[k], c.valid_from[k]);
      };
      if (i > 0 && key(i) < key(i - 1)) Fail("membership", i, "order", "falls");
    }
  }

  void Ties() {
    const TieColumns& c = p_.ties;
    const size_t m = p_.graph.num_arcs();
    if (p_.graph.num_nodes() != p_.members.id.size()) {
      Fail("tie", 0, "rows", "are for ", p_.graph.num_nodes(), " members, expected ",
           p_.members.id.size());
      return;
    }
    Length("tie", "kind", c.kind.size(), m);
    Each("tie", "count", c.count, m, [&](size_t i, uint32_t v) {
      if (v == 0) Fail("tie", i, "count", "is 0, expected at least 1");
    });
    Moments("tie", "first_at", c.first_at, m);
    Moments("tie", "last_at", c.last_at, m);
    Each("tie", "strength", c.strength, m, [&](size_t i, float v) {
      if (!(v >= 0 && v <= 1)) {
        Fail("tie", i, "strength", "is ", v, ", expected a probability in (0, 1]");
      }
    });
    Each("tie", "mirrored", c.mirrored, m, [&](size_t i, uint8_t v) {
      if (v > 1) Fail("tie", i, "mirrored", "is ", int{v}, ", expected 0 or 1");
    });
    Length("tie", "at", c.at.size(), m);
    for (size_t i = 0; !c.at.is_default() && i < m && status_.ok(); ++i) TieTimes(i);
  }

  void TieTimes(size_t i) {
    const TieColumns& c = p_.ties;
    const absl::Span<const Time> at = c.at[i];
    if (at.empty()) return;
    for (size_t k = 0; k < at.size(); ++k) {
      if (!at[k].is_present()) Fail("tie", i, "at", "holds an absent time");
      Moment("tie", i, "at", at[k]);
      if (k > 0 && at[k] < at[k - 1]) Fail("tie", i, "at", "is not ascending");
    }
    if (at.size() != c.count[i] || at.front() != c.first_at[i] || at.back() != c.last_at[i]) {
      Fail("tie", i, "at", "does not agree with count, first_at and last_at");
    }
  }

  void Signals() {
    const SignalColumns& c = p_.signals;
    const size_t n = c.size();
    Length("signal", "object_kind", c.object_kind.size(), n);
    Length("signal", "object", c.object.size(), n);
    Length("signal", "kind", c.kind.size(), n);
    Length("signal", "at", c.at.size(), n);
    for (size_t i = 0; i < n && status_.ok(); ++i) {
      if (!c.member[i].is_none()) {
        Below("signal", i, "member", c.member[i].value(), p_.members.id.size());
      }
      Moment("signal", i, "at", c.at[i]);
      if (i > 0 && c.at[i] < c.at[i - 1]) Fail("signal", i, "at", "falls: not in time order");
      SignalObject(i);
    }
    Each("signal", "weight", c.weight, n,
         [&](size_t i, float v) { NotNegative("signal", i, "weight", v); });
    Each("signal", "topics", c.topics, n, [&](size_t i, TopicId v) {
      Below("signal", i, "topics", v.value(), p_.topics.id.size());
    });
    Moments("signal", "answered_at", c.answered_at, n);
    Each("signal", "answered_by", c.answered_by, n, [&](size_t i, MemberId v) {
      if (!v.is_none()) Below("signal", i, "answered_by", v.value(), p_.members.id.size());
    });
  }

  void SignalObject(size_t i) {
    const SignalColumns& c = p_.signals;
    switch (c.object_kind[i]) {
      case ObjectKind::kResource:
        return Below("signal", i, "object", c.object[i], p_.resources.id.size());
      case ObjectKind::kTopic:
        return Below("signal", i, "object", c.object[i], p_.topics.id.size());
      case ObjectKind::kMember:
        return Below("signal", i, "object", c.object[i], p_.members.id.size());
      case ObjectKind::kUnspecified:
        break;
    }
    Fail("signal", i, "object_kind", "is ", static_cast<int32_t>(c.object_kind[i]),
         ", expected resource, topic or member");
  }

  void Touches() {
    const TouchColumns& c = p_.touches;
    const size_t n = c.size();
    Length("touch", "resource", c.resource.size(), n);
    Length("touch", "sent_at", c.sent_at.size(), n);
    for (size_t i = 0; i < n && status_.ok(); ++i) {
      Below("touch", i, "member", c.member[i].value(), p_.members.id.size());
      if (!c.resource[i].is_none()) {
        Below("touch", i, "resource", c.resource[i].value(), p_.resources.id.size());
      }
      Moment("touch", i, "sent_at", c.sent_at[i]);
      if (i > 0 && c.sent_at[i] < c.sent_at[i - 1]) Fail("touch", i, "sent_at", "falls");
    }
    String("touch", "campaign", c.campaign, n);
    String("touch", "channel", c.channel, n);
    Each("touch", "cost", c.cost, n,
         [&](size_t i, double v) { NotNegative("touch", i, "cost", v); });
    Length("touch", "outcome", c.outcome.size(), n);
    Each("touch", "value", c.value, n, [&](size_t i, double v) {
      if (!std::isfinite(v)) Fail("touch", i, "value", "is not finite");
    });
    Each("touch", "holdout", c.holdout, n, [&](size_t i, uint8_t v) {
      if (v > 1) Fail("touch", i, "holdout", "is ", int{v}, ", expected 0 or 1");
    });
  }

  const CommunityParts& p_;
  absl::Status status_;
};

}  // namespace

absl::Status CheckCommunity(const CommunityParts& parts) { return Checker(parts).Run(); }

}  // namespace pullgraph
