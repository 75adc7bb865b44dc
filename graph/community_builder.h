// SPDX-License-Identifier: Apache-2.0
// Builds a community from rows in any order.
#ifndef PULLGRAPH_GRAPH_COMMUNITY_BUILDER_H_
#define PULLGRAPH_GRAPH_COMMUNITY_BUILDER_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/rows.h"
#include "graph/run_control.h"

namespace pullgraph {

struct BuilderRows;

// Collects rows, then Build() sorts them into one canonical form: the same rows
// give an equal community in whatever order they came. Ids that are handed out
// before Build() are provisional; Build() renumbers them by external id.
//
// Every Add and Describe checks its row and leaves the builder unchanged on
// error: InvalidArgument names the field, the value and what was expected.
class CommunityBuilder {
 public:
  explicit CommunityBuilder(std::string name = "", std::string producer = "");
  ~CommunityBuilder();
  CommunityBuilder(CommunityBuilder&&) noexcept;
  CommunityBuilder& operator=(CommunityBuilder&&) noexcept;

  // The provisional id of an external id, made on first mention.
  // ERRORS: InvalidArgument if it is empty, longer than 65,536 bytes or not UTF-8;
  // ResourceExhausted past 4,294,967,294 of them.
  absl::StatusOr<MemberId> Member(std::string_view id);
  absl::StatusOr<ResourceId> Resource(std::string_view id);
  absl::StatusOr<TopicId> Topic(std::string_view id);
  absl::StatusOr<MarketId> Market(std::string_view id);

  // Says anew what the community is called and what made it.
  void SetName(std::string name, std::string producer);

  bool HasMember(std::string_view id) const;

  // Gives an entity its fields. ERRORS: AlreadyExists if it has them already.
  absl::Status DescribeMember(MemberId id, MemberRow row);
  absl::Status DescribeResource(ResourceId id, ResourceRow row);
  absl::Status DescribeTopic(TopicId id, TopicRow row);
  absl::Status DescribeMarket(MarketId id, std::string name);

  // One more attribute of a member, described or not. ERRORS: InvalidArgument if it ends
  // before it begins.
  absl::Status AddAttribute(AttributeRow row);
  absl::Status AddMembership(const MembershipRow& row);
  // Ties of equal ends, kind and direction are folded: counts add up, dates are
  // pooled, the largest explicit strength stays. A tie of a member to itself is
  // kept.
  absl::Status AddTie(TieRow row);
  // ERRORS: also ResourceExhausted past 4,294,967,294 signals.
  absl::Status AddSignal(const SignalRow& row);
  absl::Status AddTouch(TouchRow row);

  // Many ties without kind, date or strength, by provisional member ids: the fast
  // path of edge lists. ERRORS: OutOfRange naming the first bad pair.
  absl::Status AddPlainTies(std::vector<std::pair<Node, Node>> ties, bool directed);

  uint64_t num_members() const;
  uint64_t num_signals() const;

  // COST: O(n log n + m log m + s log s); O(n + m) if all ties are plain.
  // ERRORS: those of CommunityGraph::FromParts; Cancelled.
  absl::StatusOr<CommunityGraph> Build(const RunControl* run = nullptr) &&;

 private:
  std::unique_ptr<BuilderRows> rows_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_COMMUNITY_BUILDER_H_
