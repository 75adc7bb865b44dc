// SPDX-License-Identifier: Apache-2.0
// A customer community: who is in it, what ties them, what they pulled, what
// was pushed at them. Immutable; made by CommunityBuilder or read from a file.
#ifndef PULLGRAPH_GRAPH_COMMUNITY_GRAPH_H_
#define PULLGRAPH_GRAPH_COMMUNITY_GRAPH_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/columns.h"
#include "graph/ids.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Everything a community consists of, not yet checked.
struct CommunityParts {
  std::string name;
  std::string producer;  // What made it, for people to read.
  StringTable strings;   // Row 0 is the empty string.
  MemberColumns members;
  ResourceColumns resources;
  TopicColumns topics;
  MarketColumns markets;
  MembershipColumns memberships;
  TieGraph graph;
  TieColumns ties;
  SignalColumns signals;
  TouchColumns touches;
  friend bool operator==(const CommunityParts&, const CommunityParts&) = default;
};

class CommunityGraph {
 public:
  CommunityGraph() : parts_() { parts_.strings.Append(""); }

  // Checks every id, length, order, number and time of `parts` and takes it over.
  //
  // COST: O(size of parts).
  // ERRORS: InvalidArgument naming entity, row, field and value.
  static absl::StatusOr<CommunityGraph> FromParts(CommunityParts parts);

  const std::string& name() const { return parts_.name; }
  const std::string& producer() const { return parts_.producer; }
  uint32_t num_members() const { return static_cast<uint32_t>(parts_.members.id.size()); }
  uint32_t num_resources() const { return static_cast<uint32_t>(parts_.resources.id.size()); }
  uint32_t num_topics() const { return static_cast<uint32_t>(parts_.topics.id.size()); }
  uint32_t num_markets() const { return static_cast<uint32_t>(parts_.markets.id.size()); }
  // Ties as people count them: an undirected one is one.
  uint64_t num_ties() const { return num_ties_; }

  const MemberColumns& members() const { return parts_.members; }
  const ResourceColumns& resources() const { return parts_.resources; }
  const TopicColumns& topics() const { return parts_.topics; }
  const MarketColumns& markets() const { return parts_.markets; }
  const MembershipColumns& memberships() const { return parts_.memberships; }
  const TieGraph& graph() const { return parts_.graph; }
  const TieColumns& ties() const { return parts_.ties; }
  const SignalColumns& signals() const { return parts_.signals; }
  const TouchColumns& touches() const { return parts_.touches; }
  const StringTable& strings() const { return parts_.strings; }
  const CommunityParts& parts() const { return parts_; }
  // What it consists of, to make another of; leaves this one empty of sense.
  CommunityParts TakeParts() && { return std::move(parts_); }

  std::string_view String(StringId id) const { return parts_.strings[id]; }
  std::string_view MemberKey(MemberId id) const { return parts_.members.id[id.value()]; }
  std::string_view ResourceKey(ResourceId id) const { return parts_.resources.id[id.value()]; }
  std::string_view TopicKey(TopicId id) const { return parts_.topics.id[id.value()]; }
  // What people call it: display name, title or name, else the id.
  std::string_view MemberLabel(MemberId id) const;
  std::string_view ResourceLabel(ResourceId id) const;
  std::string_view TopicLabel(TopicId id) const;

  // Dense id of an external id. COST: O(log n).
  std::optional<MemberId> FindMember(std::string_view id) const;
  std::optional<ResourceId> FindResource(std::string_view id) const;
  std::optional<TopicId> FindTopic(std::string_view id) const;
  std::optional<MarketId> FindMarket(std::string_view id) const;

  // True if `arc` belongs to an undirected tie.
  bool IsMirrored(ArcIndex arc) const {
    return graph().is_symmetric() || ties().mirrored[arc] != 0;
  }

  // Earliest and latest moment of any tie, signal or touch; absent if undated.
  Time first_time() const { return first_time_; }
  Time last_time() const { return last_time_; }
  // The latest of these that was observed, not planned: see LastObserved. It is "now"
  // where nobody says otherwise, see CommunityView::now().
  Time last_observed() const { return last_observed_; }

  friend bool operator==(const CommunityGraph& a, const CommunityGraph& b) {
    return a.parts_ == b.parts_;
  }

 private:
  CommunityParts parts_;
  uint64_t num_ties_ = 0;
  Time first_time_;
  Time last_time_;
  Time last_observed_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_COMMUNITY_GRAPH_H_
