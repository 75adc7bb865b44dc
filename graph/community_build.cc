// SPDX-License-Identifier: Apache-2.0
// CommunityBuilder::Build: renumbers everything into the canonical order.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "graph/community_builder_rows.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

template <class Less>
Renumbering Renumber(size_t count, int threads, Less less) {
  Renumbering out;
  out.order.resize(count);
  std::iota(out.order.begin(), out.order.end(), 0U);
  // Ids mostly arrive in order.
  if (!std::is_sorted(out.order.begin(), out.order.end(), less)) {
    ParallelSort(threads, out.order.begin(), out.order.end(), less);
  }
  out.rank.resize(count);
  for (uint32_t row = 0; row < count; ++row) out.rank[out.order[row]] = row;
  return out;
}

Renumbering ByExternalId(const StringInterner& ids, int threads) {
  std::vector<IdKey> keys;
  keys.reserve(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) keys.emplace_back(ids[i]);
  return Renumber(ids.size(), threads,
                  [&](uint32_t a, uint32_t b) { return keys[a] < keys[b]; });
}

StringTable Table(const StringInterner& ids, const Renumbering& numbering) {
  StringTable out;
  for (const uint32_t id : numbering.order) out.Append(ids[id]);
  return out;
}

std::vector<StringId> Strings(std::vector<StringId> list, const Numberings& to) {
  for (StringId& s : list) s = to.strings.rank[s];
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

std::vector<TopicId> Topics(std::vector<TopicId> list, const Numberings& to) {
  for (TopicId& t : list) t = to.topics(t);
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

// `more` are those that did not come with the member.
void FillMember(MemberColumns& out, const BuilderMember& row,
                absl::Span<const std::pair<uint32_t, Attribute>> more, const Numberings& to) {
  out.display_name.Append(to.strings.rank[row.display_name]);
  out.kind.Append(row.kind);
  out.role.Append(row.role);
  out.joined_at.Append(row.joined_at);
  out.opted_out.Append(Strings(row.opted_out, to));
  out.tags.Append(Strings(row.tags, to));
  std::vector<Attribute> attributes = row.attributes;
  for (const auto& entry : more) attributes.push_back(entry.second);
  for (Attribute& a : attributes) {
    a.name = to.strings.rank[a.name];
    a.value = to.strings.rank[a.value];
  }
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  out.attributes.Append(attributes);
  std::vector<Need> needs = row.needs;
  for (Need& need : needs) need.topic = to.topics(need.topic);
  std::sort(needs.begin(), needs.end(), [](const Need& a, const Need& b) {
    return std::tie(a.topic, a.since, a.weight) < std::tie(b.topic, b.since, b.weight);
  });
  out.needs.Append(needs);
  std::vector<Offer> offers = row.offers;
  for (Offer& offer : offers) offer.topic = to.topics(offer.topic);
  std::sort(offers.begin(), offers.end(), [](const Offer& a, const Offer& b) {
    return std::tie(a.topic, a.since, a.level) < std::tie(b.topic, b.since, b.level);
  });
  out.offers.Append(offers);
}

void FillResource(ResourceColumns& out, const BuilderResource& row, const Numberings& to) {
  out.title.Append(to.strings.rank[row.title]);
  out.kind.Append(row.kind);
  out.topics.Append(Topics(row.topics, to));
  out.published_at.Append(row.published_at);
  out.cost.Append(row.cost);
  out.url.Append(to.strings.rank[row.url]);
  std::vector<MarketId> markets;
  for (const MarketId m : row.offered_by) markets.push_back(to.markets(m));
  std::sort(markets.begin(), markets.end());
  markets.erase(std::unique(markets.begin(), markets.end()), markets.end());
  out.offered_by.Append(markets);
}

void FillMemberships(std::vector<MembershipRow> rows, const Numberings& to,
                     MembershipColumns& out) {
  for (MembershipRow& row : rows) {
    row.market = to.markets(row.market);
    row.member = to.members(row.member);
  }
  std::sort(rows.begin(), rows.end(), [](const MembershipRow& a, const MembershipRow& b) {
    return std::tie(a.market, a.member, a.valid_from, a.status, a.valid_to) <
           std::tie(b.market, b.member, b.valid_from, b.status, b.valid_to);
  });
  for (const MembershipRow& row : rows) {
    out.market.push_back(row.market);
    out.member.push_back(row.member);
    out.status.push_back(row.status);
    out.valid_from.push_back(row.valid_from);
    out.valid_to.push_back(row.valid_to);
  }
}

void FillTouches(std::vector<BuilderTouch> rows, const Numberings& to, TouchColumns& out) {
  for (BuilderTouch& row : rows) {
    row.member = to.members(row.member);
    row.resource = to.resources(row.resource);
    row.campaign = to.strings.rank[row.campaign];
    row.channel = to.strings.rank[row.channel];
  }
  std::sort(rows.begin(), rows.end(), [](const BuilderTouch& a, const BuilderTouch& b) {
    return std::tie(a.sent_at, a.member, a.resource, a.campaign, a.channel, a.outcome, a.cost,
                    a.value, a.holdout) < std::tie(b.sent_at, b.member, b.resource, b.campaign,
                                                   b.channel, b.outcome, b.cost, b.value,
                                                   b.holdout);
  });
  for (const BuilderTouch& row : rows) {
    out.member.push_back(row.member);
    out.resource.push_back(row.resource);
    out.sent_at.push_back(row.sent_at);
    out.campaign.Append(row.campaign);
    out.channel.Append(row.channel);
    out.cost.Append(row.cost);
    out.outcome.Append(row.outcome);
    out.value.Append(row.value);
    out.holdout.Append(row.holdout);
  }
}

Numberings NumberAll(const BuilderRows& rows, int threads) {
  Numberings to;
  to.members = ByExternalId(rows.members, threads);
  to.resources = ByExternalId(rows.resources, threads);
  to.topics = ByExternalId(rows.topics, threads);
  to.markets = ByExternalId(rows.markets, threads);
  const StringInterner& pool = rows.strings;
  to.strings = Renumber(pool.size(), threads,
                        [&](uint32_t a, uint32_t b) { return pool[a] < pool[b]; });
  return to;
}

void FillEntities(const BuilderRows& rows, const Numberings& to, CommunityParts& parts) {
  parts.strings = Table(rows.strings, to.strings);
  parts.members.id = Table(rows.members, to.members);
  std::vector<std::pair<uint32_t, Attribute>> attributes = rows.attributes;
  std::sort(attributes.begin(), attributes.end());
  for (const uint32_t id : to.members.order) {
    const auto [begin, end] = std::equal_range(
        attributes.begin(), attributes.end(), std::pair(id, Attribute()),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    FillMember(parts.members, rows.member_rows.Get(id), absl::MakeConstSpan(attributes).subspan(
        static_cast<size_t>(begin - attributes.begin()), static_cast<size_t>(end - begin)), to);
  }
  parts.resources.id = Table(rows.resources, to.resources);
  for (const uint32_t id : to.resources.order) {
    FillResource(parts.resources, rows.resource_rows.Get(id), to);
  }
  parts.topics.id = Table(rows.topics, to.topics);
  for (const uint32_t id : to.topics.order) {
    const BuilderTopic& row = rows.topic_rows.Get(id);
    parts.topics.name.Append(to.strings.rank[row.name]);
    parts.topics.parent.Append(to.topics(row.parent));
  }
  parts.markets.id = Table(rows.markets, to.markets);
  for (const uint32_t id : to.markets.order) {
    parts.markets.name.Append(to.strings.rank[rows.market_rows.Get(id)]);
  }
}

void RenumberTies(const Renumbering& members, BuilderRows& rows) {
  // Ids mostly arrive in order: then there is nothing to renumber.
  if (std::is_sorted(members.order.begin(), members.order.end())) return;
  for (TieRow& tie : rows.ties) {
    tie.from = members(tie.from);
    tie.to = members(tie.to);
  }
  for (auto* plain : {&rows.plain_directed, &rows.plain_undirected}) {
    for (auto& [u, v] : *plain) {
      u = members.rank[u];
      v = members.rank[v];
    }
  }
}

}  // namespace

absl::StatusOr<CommunityGraph> CommunityBuilder::Build(const RunControl* run) && {
  const std::unique_ptr<BuilderRows> rows = std::move(rows_);
  const int threads = ThreadsOf(run);
  const Numberings to = NumberAll(*rows, threads);
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;

  CommunityParts parts;
  parts.name = rows->name;
  parts.producer = rows->producer;
  FillEntities(*rows, to, parts);
  FillMemberships(std::move(rows->memberships), to, parts.memberships);
  parts.signals = std::move(rows->signals);
  FinishSignals(to, threads, parts.signals);
  FillTouches(std::move(rows->touches), to, parts.touches);
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;

  RenumberTies(to.members, *rows);
  const auto n = static_cast<Node>(parts.members.id.size());
  absl::Status ties =
      BuildTies(n, std::move(rows->ties), std::move(rows->plain_directed),
                std::move(rows->plain_undirected), run, parts);
  if (!ties.ok()) return ties;
  return CommunityGraph::FromParts(std::move(parts));
}

}  // namespace pullgraph
