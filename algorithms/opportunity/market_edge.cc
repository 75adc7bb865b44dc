// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/market_edge.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>

#include "graph/member_policy.h"
#include "graph/time.h"

namespace pullgraph {
namespace {

EdgeOutlook OutlookOf(const EdgeCluster& cluster, const ConvertModel& model,
                      const std::vector<const ConversionChance*>& chance) {
  EdgeOutlook out;
  std::vector<double> p;
  double low = 0;
  for (const MemberId m : cluster.members) {
    const ConversionChance* c = chance[m.value()];
    if (c == nullptr) continue;
    p.push_back(c->p);
    low += c->low;
  }
  out.prospects = p.size();
  out.expected = model.Expect(p);
  if (p.empty()) return out;
  const auto n = static_cast<double>(p.size());
  out.rate = out.expected.mean / n;
  out.rate_low = low / n;
  return out;
}

// Number of ties to a power of two, as TestExposure has it.
std::vector<uint8_t> TieStrata(const CommunityGraph& community) {
  const TieGraph& ties = community.graph();
  std::vector<uint8_t> strata(ties.num_nodes());
  for (Node u = 0; u < strata.size(); ++u) {
    strata[u] = static_cast<uint8_t>(std::bit_width(ties.OutDegree(u)));
  }
  return strata;
}

// What became of each cluster's prospects in the last horizons.
absl::Status SetLately(const CommunityView& view, const EdgeReport& report, MarketEdge& out,
                       std::vector<EdgeOutlook>& outlook) {
  const Conversions& known = out.model.conversions();
  const double days = kEdgeHorizons * out.model.horizon_days();
  const Time begin = AddMicros(known.now, -static_cast<int64_t>(days * static_cast<double>(kMicrosPerDay)));
  const Time end = AddMicros(known.now, 1);  // What is known up to now counts.
  const size_t n = view.community().num_members();
  std::vector<uint8_t> prospect(n), converted(n);
  uint64_t prospects = 0, conversions = 0;
  for (uint32_t m = 0; m < n; ++m) {
    if (!IsOfCommunity(view, MemberId(m)) || !known.IsProspectAt(m, begin)) continue;
    prospect[m] = 1;
    converted[m] = known.ConvertsIn(m, begin, end) ? 1 : 0;
    ++prospects;
    conversions += converted[m];
  }
  // Of the clusters that are reported only: others would take from what can be found.
  std::vector<uint32_t> label(n, UINT32_MAX);
  for (uint32_t i = 0; i < report.clusters.size(); ++i) {
    for (const MemberId m : report.clusters[i].members) label[m.value()] = i;
  }
  const auto tests = TestConversions(label, static_cast<uint32_t>(report.clusters.size()), prospect,
                                     converted, TieStrata(view.community()));
  if (!tests.ok()) return tests.status();
  for (size_t i = 0; i < outlook.size(); ++i) outlook[i].lately = (*tests)[i];
  out.lately_rate =
      prospects == 0 ? 0 : static_cast<double>(conversions) / static_cast<double>(prospects);
  return absl::OkStatus();
}

bool IsAtEdge(const EdgeCluster& cluster, const EdgeOutlook& outlook, const MarketEdge& all) {
  if (!all.model.tells() || !(cluster.penetration_interval.high < 0.5)) return false;
  if (all.model.is_temporal()) {
    return outlook.lately && outlook.rate > all.mean_rate &&
           outlook.lately->rate_low > all.lately_rate &&
           outlook.lately->q_value <= kEdgeFalseDiscovery;
  }
  return outlook.rate_low > all.mean_rate && cluster.exposure_test &&
         cluster.exposure_test->q_value <= kEdgeFalseDiscovery;
}

}  // namespace

absl::StatusOr<MarketEdge> FindMarketEdge(const CommunityView& view, const EdgeOptions& edge,
                                          const ConvertOptions& convert) {
  absl::StatusOr<ConvertModel> model = TrainConvertModel(view, convert);
  if (!model.ok()) return model.status();
  return FindMarketEdgeWith(view, edge, *std::move(model));
}

absl::StatusOr<MarketEdge> FindMarketEdgeWith(const CommunityView& view, const EdgeOptions& edge,
                                              ConvertModel model) {
  MarketEdge out;
  out.model = std::move(model);
  absl::StatusOr<ConversionForecast> forecast = ForecastConversions(view, out.model, edge.run);
  if (!forecast.ok()) return forecast.status();
  absl::StatusOr<EdgeReport> report = FindEdgeClusters(view, edge);
  if (!report.ok()) return report.status();
  std::vector<const ConversionChance*> chance(view.community().num_members(), nullptr);
  double sum = 0;
  for (size_t i = 0; i < forecast->member.size(); ++i) {
    chance[forecast->member[i]] = &forecast->chance[i];
    sum += forecast->chance[i].p;
  }
  out.mean_rate = forecast->member.empty() ? 0 : sum / static_cast<double>(forecast->member.size());
  std::vector<EdgeOutlook> outlook;
  for (const EdgeCluster& cluster : report->clusters) {
    outlook.push_back(OutlookOf(cluster, out.model, chance));
  }
  if (out.model.is_temporal()) {
    if (absl::Status s = SetLately(view, *report, out, outlook); !s.ok()) return s;
  }
  for (size_t i = 0; i < outlook.size(); ++i) {
    outlook[i].at_edge = IsAtEdge(report->clusters[i], outlook[i], out);
  }
  std::vector<size_t> order(outlook.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const EdgeOutlook &x = outlook[a], &y = outlook[b];
    return std::tuple(!x.at_edge, -x.expected.low, -x.expected.mean, report->clusters[a].id) <
           std::tuple(!y.at_edge, -y.expected.low, -y.expected.mean, report->clusters[b].id);
  });
  std::vector<EdgeCluster> clusters;
  for (const size_t i : order) {
    clusters.push_back(std::move(report->clusters[i]));
    out.outlook.push_back(outlook[i]);
  }
  report->clusters = std::move(clusters);
  out.report = *std::move(report);
  return out;
}

}  // namespace pullgraph
