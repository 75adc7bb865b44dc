// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/introduction_check.h"

#include "absl/strings/str_cat.h"

namespace pullgraph {

absl::Status CheckIntroductions(const IntroductionGraph& graph,
                                absl::Span<const double> willingness) {
  const Node n = graph.graph.num_nodes();
  if (!willingness.empty() && willingness.size() != n) {
    return absl::InvalidArgumentError(
        absl::StrCat("willingness has ", willingness.size(), " entries, expected ", n));
  }
  for (size_t i = 0; i < willingness.size(); ++i) {
    if (!(willingness[i] >= 0 && willingness[i] <= 1)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "willingness ", willingness[i], " of member ", i, ", expected one in [0, 1]"));
    }
  }
  if (graph.probability.size() != graph.graph.num_arcs()) {
    return absl::InvalidArgumentError(
        absl::StrCat("probability has ", graph.probability.size(), " entries, expected ",
                     graph.graph.num_arcs()));
  }
  for (ArcIndex arc = 0; arc < graph.probability.size(); ++arc) {
    const double p = graph.probability[arc];
    if (!(p > 0 && p <= 1)) {
      return absl::InvalidArgumentError(
          absl::StrCat("probability ", p, " of arc ", arc, ", expected one in (0, 1]"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMembers(const IntroductionGraph& graph, const char* role,
                          absl::Span<const MemberId> members) {
  const Node n = graph.graph.num_nodes();
  for (const MemberId member : members) {
    if (member.value() >= n) {
      return absl::OutOfRangeError(
          absl::StrCat(role, " ", member.value(), ", expected a member in [0, ", n, ")"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMaxHops(int max_hops) {
  if (max_hops >= 1 && max_hops <= 64) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("max_hops is ", max_hops, ", expected 1 to 64"));
}

}  // namespace pullgraph
