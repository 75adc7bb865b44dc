// SPDX-License-Identifier: Apache-2.0
#include "graph/community_check.h"

#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/fault_finder.h"
#include "graph/utf8.h"

namespace pullgraph {
namespace {

void CheckUtf8(FaultFinder& find, const char* entity, const StringTable& table) {
  if (IsValidUtf8(table.blob())) {
    // A blob can be well formed while a border splits a character.
    for (size_t i = 0; i < table.size() && find.ok(); ++i) {
      const std::string_view s = table[i];
      if (!s.empty() && (static_cast<unsigned char>(s[0]) & 0xC0) == 0x80) {
        find.Fail(entity, i, "id", "is not valid UTF-8");
      }
    }
    return;
  }
  for (size_t i = 0; i < table.size() && find.ok(); ++i) {
    if (!IsValidUtf8(table[i])) find.Fail(entity, i, "id", "is not valid UTF-8");
  }
}

void CheckStrings(FaultFinder& find) {
  const CommunityParts& p = find.parts();
  if (p.strings.size() == 0 || !p.strings[0].empty()) {
    find.Fail("string", 0, "value", "is missing or not empty");
  }
  CheckUtf8(find, "string", p.strings);
  if (!IsValidUtf8(p.name) || !IsValidUtf8(p.producer)) {
    find.Fail("community", 0, "name or producer", "is not valid UTF-8");
  }
}

void CheckIds(FaultFinder& find, const char* entity, const StringTable& ids) {
  CheckUtf8(find, entity, ids);
  if (ids.size() >= UINT32_MAX) find.Fail(entity, ids.size(), "id", "is one too many");
  IdKey before("");
  for (size_t i = 0; i < ids.size() && find.ok(); ++i) {
    const IdKey key(ids[i]);
    if (ids[i].empty()) find.Fail(entity, i, "id", "is empty");
    if (i > 0 && before >= key) {
      find.Fail(entity, i, "id", "'", Printable(ids[i]), "' is a duplicate or out of order");
    }
    before = key;
  }
}

// Walking up from any topic comes to an end. Each topic is walked over once: `seen`
// holds the number of the walk that came by first.
void CheckParents(FaultFinder& find) {
  const Column<TopicId>& parent = find.parts().topics.parent;
  if (parent.is_default()) return;
  std::vector<uint32_t> seen(parent.size(), 0);
  for (uint32_t i = 0; i < parent.size(); ++i) {
    TopicId t(i);
    while (!t.is_none() && seen[t.value()] == 0) {
      seen[t.value()] = i + 1;
      t = parent[t.value()];
    }
    if (!t.is_none() && seen[t.value()] == i + 1) {
      return find.Fail("topic", t.value(), "parent", "leads back to the topic itself");
    }
  }
}

void CheckEntities(FaultFinder& find) {
  const CommunityParts& p = find.parts();
  CheckIds(find, "member", p.members.id);
  CheckIds(find, "resource", p.resources.id);
  CheckIds(find, "topic", p.topics.id);
  CheckIds(find, "market", p.markets.id);
  const size_t topics = p.topics.id.size();
  const size_t resources = p.resources.id.size();
  find.String("topic", "name", p.topics.name, topics);
  find.Each("topic", "parent", p.topics.parent, topics, [&](size_t i, TopicId v) {
    if (!v.is_none()) find.Below("topic", i, "parent", v.value(), topics);
  });
  if (find.ok()) CheckParents(find);
  find.String("market", "name", p.markets.name, p.markets.id.size());
  find.String("resource", "title", p.resources.title, resources);
  find.Length("resource", "kind", p.resources.kind.size(), resources);
  find.Each("resource", "topics", p.resources.topics, resources,
       [&](size_t i, TopicId v) { find.Below("resource", i, "topics", v.value(), topics); });
  find.Moments("resource", "published_at", p.resources.published_at, resources);
  find.Each("resource", "cost", p.resources.cost, resources,
       [&](size_t i, double v) { find.InRange("resource", i, "cost", v, kCostRange); });
  find.String("resource", "url", p.resources.url, resources);
  find.Each("resource", "offered_by", p.resources.offered_by, resources, [&](size_t i, MarketId v) {
    find.Below("resource", i, "offered_by", v.value(), p.markets.id.size());
  });
}

void CheckMembers(FaultFinder& find) {
  const CommunityParts& p = find.parts();
  const MemberColumns& m = p.members;
  const size_t n = m.id.size();
  find.String("member", "display_name", m.display_name, n);
  find.Length("member", "kind", m.kind.size(), n);
  find.Length("member", "role", m.role.size(), n);
  find.Moments("member", "joined_at", m.joined_at, n);
  const auto is_string = [&](const char* field) {
    return [&find, field](size_t i, StringId v) { find.StringRef("member", i, field, v); };
  };
  find.Each("member", "opted_out", m.opted_out, n, is_string("opted_out"));
  find.Each("member", "tags", m.tags, n, is_string("tags"));
  find.Each("member", "attributes", m.attributes, n, [&](size_t i, const Attribute& a) {
    find.StringRef("member", i, "attributes", a.name);
    find.StringRef("member", i, "attributes", a.value);
    find.Moment("member", i, "attributes.valid_from", a.valid_from);
    find.Moment("member", i, "attributes.valid_to", a.valid_to);
    if (a.valid_to.is_present() && a.valid_to < a.valid_from) {
      find.Fail("member", i, "attributes.valid_to", "is before valid_from");
    }
  });
  find.Each("member", "needs", m.needs, n, [&](size_t i, const Need& need) {
    find.Below("member", i, "needs.topic", need.topic.value(), p.topics.id.size());
    find.InRange("member", i, "needs.weight", need.weight, kWeightRange);
    find.Moment("member", i, "needs.since", need.since);
  });
  find.Each("member", "offers", m.offers, n, [&](size_t i, const Offer& offer) {
    find.Below("member", i, "offers.topic", offer.topic.value(), p.topics.id.size());
    find.InRange("member", i, "offers.level", offer.level, kLevelRange);
    find.Moment("member", i, "offers.since", offer.since);
  });
}

void CheckMemberships(FaultFinder& find) {
  const CommunityParts& p = find.parts();
  const MembershipColumns& c = p.memberships;
  find.Length("membership", "member", c.member.size(), c.size());
  find.Length("membership", "status", c.status.size(), c.size());
  find.Length("membership", "valid_from", c.valid_from.size(), c.size());
  find.Length("membership", "valid_to", c.valid_to.size(), c.size());
  for (size_t i = 0; i < c.size() && find.ok(); ++i) {
    find.Below("membership", i, "market", c.market[i].value(), p.markets.id.size());
    find.Below("membership", i, "member", c.member[i].value(), p.members.id.size());
    find.Moment("membership", i, "valid_from", c.valid_from[i]);
    find.Moment("membership", i, "valid_to", c.valid_to[i]);
    if (c.valid_to[i].is_present() && c.valid_to[i] < c.valid_from[i]) {
      find.Fail("membership", i, "valid_to", "is before valid_from");
    }
    const auto key = [&](size_t k) {
      return std::tuple(c.market[k], c.member[k], c.valid_from[k]);
    };
    if (i > 0 && key(i) < key(i - 1)) find.Fail("membership", i, "order", "falls");
  }
}

}  // namespace

absl::Status CheckCommunity(const CommunityParts& parts) {
  FaultFinder find(parts);
  CheckStrings(find);
  CheckEntities(find);
  CheckMembers(find);
  CheckMemberships(find);
  CheckTies(find);
  CheckSignals(find);
  CheckTouches(find);
  return find.status();
}

}  // namespace pullgraph
