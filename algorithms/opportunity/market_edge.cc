// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/market_edge.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace pullgraph {
namespace {

EdgeOutlook OutlookOf(const EdgeCluster& cluster, const ConvertModel& model,
                      const std::vector<const ConversionChance*>& chance, double mean_rate) {
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
  const bool near = cluster.exposure_test && cluster.exposure_test->q_value <= kEdgeFalseDiscovery;
  out.at_edge = model.tells() && near && out.rate_low > mean_rate &&
                cluster.penetration_interval.high < 0.5;
  return out;
}

}  // namespace

absl::StatusOr<MarketEdge> FindMarketEdge(const CommunityView& view, const EdgeOptions& edge,
                                          const ConvertOptions& convert) {
  MarketEdge out;
  absl::StatusOr<ConvertModel> model = TrainConvertModel(view, convert);
  if (!model.ok()) return model.status();
  out.model = *std::move(model);
  absl::StatusOr<ConversionForecast> forecast = ForecastConversions(view, out.model, convert.run);
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
    outlook.push_back(OutlookOf(cluster, out.model, chance, out.mean_rate));
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
