// SPDX-License-Identifier: Apache-2.0
// How many in a member's cluster have become customers lately.
#include <algorithm>
#include <cmath>

#include "algorithms/convert/convert_features.h"
#include "graph/member_policy.h"

namespace pullgraph::convert_internal {
namespace {

// Customers, as expected, that stand beside those counted.
constexpr double kPriorCustomers = 5;
// Half-lives after which a conversion counts half.
constexpr double kConversionHalfLives = 4;

struct ClusterCount {
  double members = 0, customers = 0;  // Those by how lately they became so.
};

}  // namespace

void SetClusters(const ConvertScene& scene, std::vector<ConvertRow>& rows) {
  uint32_t clusters = 0;
  for (const uint32_t c : scene.cluster) {
    if (c != UINT32_MAX) clusters = std::max(clusters, c + 1);
  }
  std::vector<ClusterCount> counts(clusters);
  ClusterCount all;
  for (uint32_t m = 0; m < rows.size(); ++m) {
    const uint32_t c = scene.cluster[m];
    if (c == UINT32_MAX || !IsOfCommunity(*scene.view, MemberId(m))) continue;
    const auto add = [&](ClusterCount& count) {
      count.members += 1;
      if (scene.customer[m] == 0) return;
      const bool dated = scene.converted[m].is_present() && scene.at.is_present();
      const double age = dated ? std::max(0.0, DaysBetween(scene.converted[m], scene.at)) : 0;
      count.customers += std::exp2(-age / (kConversionHalfLives * scene.half_life_days));
    };
    add(counts[c]);
    add(all);
  }
  if (!(all.customers > 0)) return;
  for (uint32_t m = 0; m < rows.size(); ++m) {
    if (scene.cluster[m] == UINT32_MAX) continue;
    const ClusterCount& c = counts[scene.cluster[m]];
    const double expected = all.customers * c.members / all.members;
    rows[m][Index(ConvertFeature::kClusterConversions)] = static_cast<float>(
        std::log((c.customers + kPriorCustomers) / (expected + kPriorCustomers)));
  }
}

}  // namespace pullgraph::convert_internal
