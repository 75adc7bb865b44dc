// SPDX-License-Identifier: Apache-2.0
// The edge of the market: the clusters in which customers are about to be created.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_MARKET_EDGE_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_MARKET_EDGE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/convert/convert_model.h"
#include "algorithms/edge/conversion_test.h"
#include "algorithms/edge/edge_clusters.h"
#include "graph/community_view.h"

namespace pullgraph {

// What is to come of a cluster.
struct EdgeOutlook {
  uint64_t prospects = 0;       // Who are not yet customers.
  ExpectedCustomers expected;   // Of them within the horizon.
  double rate = 0;              // Mean probability of its prospects.
  double rate_low = 0;          // Mean of their 10 % points.
  // Who became customers in the last kEdgeHorizons horizons, of those who were prospects
  // when they began; absent where nothing tells when customers came.
  std::optional<ConversionTest> lately;
  bool at_edge = false;
};

struct MarketEdge {
  // Clusters by expected customers (10 % point, then mean), then by id; `outlook` is in
  // their order.
  EdgeReport report;
  std::vector<EdgeOutlook> outlook;
  ConvertModel model;
  double mean_rate = 0;  // Of all prospects.
  double lately_rate = 0;  // Share of those who were prospects then who became customers.
};

// Clusters as FindEdgeClusters reports them, with the customers to expect. A cluster is at
// the edge of the market if
//   most of it is not yet customers: the upper end of the interval of its penetration is
//   below one half;
//   its prospects are expected to become customers more often than all are, and lately more
//   of them did (10 % point of their share above the share of all);
//   that is not chance: q <= kEdgeFalseDiscovery, who became a customer being shuffled among
//   members of about as many ties.
// Where nothing tells when customers came, the last two speak of how near it is to customers
// (see TestExposure) and of the 10 % point of the likelihoods. Where history does not tell who
// becomes a customer, no cluster is at the edge.
//
// COST: that of both. ERRORS: theirs; FailedPrecondition if nobody is a customer.
inline constexpr double kEdgeFalseDiscovery = 0.1;
inline constexpr int kEdgeHorizons = 4;
absl::StatusOr<MarketEdge> FindMarketEdge(const CommunityView& view, const EdgeOptions& edge,
                                          const ConvertOptions& convert);
// The same with a model that was learned on `view`.
absl::StatusOr<MarketEdge> FindMarketEdgeWith(const CommunityView& view, const EdgeOptions& edge,
                                              ConvertModel model);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_MARKET_EDGE_H_
