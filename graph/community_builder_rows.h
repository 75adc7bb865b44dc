// SPDX-License-Identifier: Apache-2.0
// What CommunityBuilder collects; internal to graph/.
#ifndef PULLGRAPH_GRAPH_COMMUNITY_BUILDER_ROWS_H_
#define PULLGRAPH_GRAPH_COMMUNITY_BUILDER_ROWS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "graph/community_builder.h"
#include "graph/rows.h"
#include "graph/string_table.h"

namespace pullgraph {

struct BuilderMember {
  StringId display_name = 0;
  MemberKind kind = MemberKind::kUnspecified;
  MemberRole role = MemberRole::kCommunity;
  Time joined_at;
  std::vector<StringId> opted_out;
  std::vector<StringId> tags;
  std::vector<Attribute> attributes;
  std::vector<Need> needs;
  std::vector<Offer> offers;
};

struct BuilderResource {
  StringId title = 0;
  ResourceKind kind = ResourceKind::kUnspecified;
  std::vector<TopicId> topics;
  Time published_at;
  double cost = 0;
  StringId url = 0;
  std::vector<MarketId> offered_by = {};
};

struct BuilderTopic {
  StringId name = 0;
  TopicId parent;
};

struct BuilderTouch {
  MemberId member;
  ResourceId resource;
  Time sent_at;
  StringId campaign = 0;
  StringId channel = 0;
  double cost = 0;
  TouchOutcome outcome = TouchOutcome::kUnspecified;
  double value = 0;
  uint8_t holdout = 0;
};

// The fields of those rows of an entity that were described.
template <class Row>
class DescribedRows {
 public:
  bool Has(uint32_t id) const { return id < slot_.size() && slot_[id] != 0; }
  void Set(uint32_t id, Row row) {
    if (id >= slot_.size()) slot_.resize(size_t{id} + 1, 0);
    rows_.push_back(std::move(row));
    slot_[id] = static_cast<uint32_t>(rows_.size());
  }
  // The row of `id`, or a default one.
  const Row& Get(uint32_t id) const { return Has(id) ? rows_[slot_[id] - 1] : none_; }

 private:
  std::vector<uint32_t> slot_;  // 1 + index into rows_; 0 = not described.
  std::vector<Row> rows_;
  Row none_;
};

struct BuilderRows {
  std::string name;
  std::string producer;
  StringInterner members, resources, topics, markets, strings;
  DescribedRows<BuilderMember> member_rows;
  std::vector<std::pair<uint32_t, Attribute>> attributes;  // Of members, beside those in member_rows.
  DescribedRows<BuilderResource> resource_rows;
  DescribedRows<BuilderTopic> topic_rows;
  DescribedRows<StringId> market_rows;
  std::vector<MembershipRow> memberships;
  std::vector<TieRow> ties;
  std::vector<std::pair<Node, Node>> plain_directed;
  std::vector<std::pair<Node, Node>> plain_undirected;
  SignalColumns signals;  // Of provisional ids, as they came; topics without doubles.
  std::vector<BuilderTouch> touches;
};

// order[row] = provisional id; rank[provisional id] = row.
struct Renumbering {
  std::vector<uint32_t> order;
  std::vector<uint32_t> rank;

  template <class Id>
  Id operator()(Id id) const {
    return id.is_none() ? id : Id(rank[id.value()]);
  }
};

struct Numberings {
  Renumbering members, resources, topics, markets, strings;
};

// Gives the signals their final ids and puts them in order, in place.
// COST: O(n) if they came in the order of their times, else O(n log n).
void FinishSignals(const Numberings& to, int threads, SignalColumns& signals);

// Sorts and folds all ties into `parts`; member ids are final by now.
absl::Status BuildTies(Node num_members, std::vector<TieRow> ties,
                       std::vector<std::pair<Node, Node>> plain_directed,
                       std::vector<std::pair<Node, Node>> plain_undirected,
                       const RunControl* run, CommunityParts& parts);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_COMMUNITY_BUILDER_ROWS_H_
