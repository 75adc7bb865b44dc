// SPDX-License-Identifier: Apache-2.0
// What the page to explore shows: everybody with a place, the list, clusters, topics, ties.
#ifndef PULLGRAPH_IO_REPORT_EXPLORE_DATA_H_
#define PULLGRAPH_IO_REPORT_EXPLORE_DATA_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/kernels/layout.h"
#include "algorithms/opportunity/market_edge.h"
#include "algorithms/opportunity/prospect_list.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph::report {

struct ExploreOptions {
  ProspectListOptions list;  // Its market counts.
  const RunControl* run = nullptr;
};

// What somebody is, as colours show it.
enum class Standing : uint8_t { kProspect, kCustomer, kStaff };

inline constexpr uint32_t kNobody = UINT32_MAX;

// One entry for each of `member`, unless it says otherwise; numbers of members are places
// among them. Days are counted from 1970-01-01, UTC; absent:
// kNoDay. Chances are NaN where there is none.
struct ExploreData {
  static constexpr int32_t kNoDay = INT32_MIN;

  std::vector<MemberId> member;  // Those known, ascending.
  LayoutResult layout;
  std::vector<uint32_t> cluster;  // Place in `clusters`.
  std::vector<Standing> standing;
  std::vector<uint8_t> level;     // 0 silent to 3 core; 255 unknown.
  std::vector<int32_t> since;     // When they were first there.
  std::vector<int32_t> customer_since;
  std::vector<float> chance, low, high;
  std::vector<float> access;      // That an introduction reaches them.
  // The way to them, customer first: path[path_begin[m]] to path[path_begin[m + 1]].
  std::vector<uint32_t> path_begin, path;
  // Up to kReasons a member, places in `reasons`; 255: none.
  static constexpr size_t kReasons = 3;
  std::vector<uint8_t> reason_of;
  std::vector<std::string> reasons;
  // Up to kTopics a member that they have most to do with, places among topics; kNobody: none.
  static constexpr size_t kTopics = 3;
  std::vector<uint32_t> topic_of;
  // The latest things they pulled: pull[pull_begin[m]] to pull[pull_begin[m + 1]], and when.
  static constexpr size_t kPulls = 3;
  std::vector<uint32_t> pull_begin, pull;
  std::vector<int32_t> pull_day;

  // Ties without direction, each once; when they began.
  std::vector<uint32_t> tie_a, tie_b;
  std::vector<int32_t> tie_since;

  struct Cluster {
    std::string name;
    uint64_t members = 0, customers = 0;
    std::optional<EdgeOutlook> outlook;
    uint32_t way_in = kNobody, customer = kNobody;  // Who knows a customer there, and whom.
  };
  std::vector<Cluster> clusters;

  std::optional<ProspectList> list;
  std::string why_no_list;  // Where there is none.
};

// Works it all out, for everybody known to `view`.
//
// COST: that of RankProspects, FindMarketEdge and LayOut.
// ERRORS: those of RankProspects but FailedPrecondition, which leaves the list out; Cancelled.
absl::StatusOr<ExploreData> GatherExplore(const CommunityView& view, const ExploreOptions& options);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_EXPLORE_DATA_H_
