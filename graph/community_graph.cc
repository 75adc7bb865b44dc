// SPDX-License-Identifier: Apache-2.0
#include "graph/community_graph.h"

#include <algorithm>

#include "graph/community_check.h"
#include "graph/observed.h"

namespace pullgraph {
namespace {

// Counts the two arcs of an undirected tie once.
uint64_t CountTies(const CommunityParts& p) {
  const TieGraph& g = p.graph;
  if (!g.is_symmetric() && p.ties.mirrored.is_default()) return g.num_arcs();
  if (g.is_symmetric()) return (g.num_arcs() + g.num_loops()) / 2;
  uint64_t mirrors = 0;
  for (Node u = 0; u < g.num_nodes(); ++u) {
    const absl::Span<const Node> row = g.OutNeighbors(u);
    for (uint64_t k = 0; k < row.size() && row[k] < u; ++k) {
      mirrors += p.ties.mirrored[g.OutBegin(u) + k];
    }
  }
  return g.num_arcs() - mirrors;
}

class TimeRange {
 public:
  void Add(Time t) {
    if (!t.is_present()) return;
    first_ = first_.is_present() ? std::min(first_, t) : t;
    last_ = std::max(last_, t);
  }
  void AddAll(absl::Span<const Time> times) {
    for (const Time t : times) Add(t);
  }
  Time first() const { return first_; }
  Time last() const { return last_; }

 private:
  Time first_;
  Time last_;
};

template <class Id>
std::optional<Id> Find(const StringTable& ids, std::string_view id) {
  const std::optional<uint32_t> row = ids.FindSorted(id);
  if (!row) return std::nullopt;
  return Id(*row);
}

}  // namespace

absl::StatusOr<CommunityGraph> CommunityGraph::FromParts(CommunityParts parts) {
  if (absl::Status s = CheckCommunity(parts); !s.ok()) return s;
  CommunityGraph out;
  TimeRange range;
  range.AddAll(parts.ties.first_at.values());
  range.AddAll(parts.ties.last_at.values());
  range.AddAll(parts.signals.at);
  range.AddAll(parts.touches.sent_at);
  out.first_time_ = range.first();
  out.last_time_ = range.last();
  out.last_observed_ = LastObserved(parts.ties, parts.signals, parts.touches);
  out.num_ties_ = CountTies(parts);
  out.parts_ = std::move(parts);
  return out;
}

std::string_view CommunityGraph::MemberLabel(MemberId id) const {
  const std::string_view name = String(members().display_name[id.value()]);
  return name.empty() ? MemberKey(id) : name;
}
std::string_view CommunityGraph::ResourceLabel(ResourceId id) const {
  const std::string_view title = String(resources().title[id.value()]);
  return title.empty() ? ResourceKey(id) : title;
}
std::string_view CommunityGraph::TopicLabel(TopicId id) const {
  const std::string_view name = String(topics().name[id.value()]);
  return name.empty() ? TopicKey(id) : name;
}

std::optional<MemberId> CommunityGraph::FindMember(std::string_view id) const {
  return Find<MemberId>(members().id, id);
}
std::optional<ResourceId> CommunityGraph::FindResource(std::string_view id) const {
  return Find<ResourceId>(resources().id, id);
}
std::optional<TopicId> CommunityGraph::FindTopic(std::string_view id) const {
  return Find<TopicId>(topics().id, id);
}
std::optional<MarketId> CommunityGraph::FindMarket(std::string_view id) const {
  return Find<MarketId>(markets().id, id);
}

}  // namespace pullgraph
