// SPDX-License-Identifier: Apache-2.0
// Would the list of prospects, and the edge of the market, have been right? At past moments
// both are made as a user would have made them, and held against who became a customer.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_CUSTOMER_BACKTEST_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_CUSTOMER_BACKTEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/convert/convert_report.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/opportunity/prospect_list.h"
#include "graph/community_view.h"

namespace pullgraph {

struct CustomerBacktestOptions {
  ProspectListOptions list;  // Its limit and what draws are not used.
  // Origins, a horizon apart, the last a horizon before the end; >= 1. Fewer are used where
  // history is short.
  int origins = 5;
};

// One order of all prospects that pass the gates, over all origins.
struct ListScore {
  std::string ranking;  // "pullgraph: by likelihood", or a simple one: "recent acts".
  double auc = 0.5;     // Within an origin; 95 % interval by member.
  double auc_low = 0, auc_high = 1;
  double precision_at_10 = 0, precision_at_50 = 0;
  double ndcg_at_10 = 0, ndcg_at_50 = 0;  // Means over origins.
  // Of all who became customers, how many stood among the first 20 and 100 of their origin.
  uint64_t found_at_20 = 0, found_at_100 = 0;
  // Standard error over origins of its NDCG@10 less that of the list; 0 for the list.
  double ndcg_difference_error = 0;
};

struct CustomerOrigin {
  Time origin;               // Absent if hiding.
  uint64_t listed = 0;       // Prospects on the list.
  uint64_t became = 0;       // Of all members, who became customers within the horizon.
  uint64_t on_the_list = 0;  // Of them, on the list; the others came later or were held back.
  ConversionVerdict verdict = ConversionVerdict::kTooLittle;
};

struct CustomerBacktest {
  double horizon_days = 0;
  // True where nothing says when customers came: then each origin hides a tenth of them, and
  // they are whom the list should find.
  bool hiding = false;
  std::vector<CustomerOrigin> origins;  // Earliest first.
  std::vector<ListScore> scores;        // The list, its likelihoods, simple rankings, chance.
  std::vector<TopReport> top;           // Of the list: 10, 50 and 500; empty if hiding.
};

// TIES: as RankProspects; simple rankings by member id.
// COST: that of `origins` lists.
// ERRORS: those of RankProspects; FailedPrecondition where history holds no origin.
absl::StatusOr<CustomerBacktest> BacktestCustomers(const CommunityView& view,
                                                   const CustomerBacktestOptions& options = {});

// What was expected of clusters and what came.
struct EdgeBacktest {
  double horizon_days = 0;
  uint64_t origins = 0, clusters = 0, edges = 0;  // Clusters and edges of all origins.
  double expected = 0;
  uint64_t happened = 0;
  double ratio_low = 0, ratio_high = 0;  // 95 % interval of happened / expected.
  // Rank correlation of expected and realised customers over the clusters of an origin, mean
  // over origins, and its 95 % interval over origins.
  double spearman = 0, spearman_low = 0, spearman_high = 0;
  // Share of prospects who became customers, in edge clusters and in the others.
  double edge_rate = 0, other_rate = 0;
  uint64_t edge_prospects = 0, edge_happened = 0, other_prospects = 0, other_happened = 0;
};

// COST: that of `origins` reports.
// ERRORS: as BacktestCustomers; FailedPrecondition where customers have no dates.
absl::StatusOr<EdgeBacktest> BacktestEdges(const CommunityView& view, const EdgeOptions& edge,
                                           const CustomerBacktestOptions& options = {});

// The rank correlation of two rows of numbers, ties by mean rank; 0 if one is constant.
double SpearmanCorrelation(absl::Span<const double> a, absl::Span<const double> b);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_CUSTOMER_BACKTEST_H_
