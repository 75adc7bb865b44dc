// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/need_paths.h"

#include <algorithm>
#include <utility>

#include "graph/member_policy.h"

namespace pullgraph {

const char* NameOf(PathFrom from) {
  switch (from) {
    case PathFrom::kNobody: return "";
    case PathFrom::kAsker: return "asker";
    case PathFrom::kStaff: return "staff";
    case PathFrom::kMarket: return "market";
  }
  return "";
}

ContactPoints FindContactPoints(const CommunityView& view, MarketId market) {
  ContactPoints points;
  points.staff = KnownStaff(view);
  const std::vector<uint8_t> is_customer = view.Customers(market);
  for (uint32_t m = 0; m < is_customer.size(); ++m) {
    if (is_customer[m] != 0) points.customers.push_back(MemberId(m));
  }
  return points;
}

absl::StatusOr<std::vector<NeedPath>> FindNeedPaths(const IntroductionGraph& graph,
                                                    const UnmetNeed& need,
                                                    absl::Span<const MemberId> staff,
                                                    absl::Span<const MemberId> customers,
                                                    const IntroductionPathOptions& options) {
  std::vector<NeedPath> paths(need.can_answer.size());
  const std::pair<PathFrom, absl::Span<const MemberId>> origins[] = {
      {PathFrom::kAsker, need.waiting}, {PathFrom::kStaff, staff}, {PathFrom::kMarket, customers}};
  for (const auto& [from, sources] : origins) {
    const auto missing = [](const NeedPath& p) { return p.from == PathFrom::kNobody; };
    if (sources.empty() || std::none_of(paths.begin(), paths.end(), missing)) continue;
    const absl::StatusOr<AccessMap> map = FindAccessMap(graph, sources, options);
    if (!map.ok()) return map.status();
    for (size_t i = 0; i < paths.size(); ++i) {
      if (!missing(paths[i])) continue;
      const MemberId person = need.can_answer[i].member;
      AccessPath path = map->PathTo(person);
      // Who waits does not answer themself: another asker must reach them.
      if (from == PathFrom::kAsker && path.members.size() == 1) {
        std::vector<MemberId> others(sources.begin(), sources.end());
        others.erase(std::remove(others.begin(), others.end(), person), others.end());
        path = AccessPath();
        if (!others.empty()) {
          absl::StatusOr<AccessPath> other = FindIntroductionPath(graph, others, person, options);
          if (!other.ok()) return other.status();
          path = *std::move(other);
        }
      }
      if (path.members.empty()) continue;
      paths[i] = {from, std::move(path)};
    }
  }
  return paths;
}

}  // namespace pullgraph
