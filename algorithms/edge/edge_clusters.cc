// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/edge_clusters.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/edge/edge_parts.h"
#include "algorithms/edge/pareto.h"
#include "algorithms/kernels/community_quality.h"
#include "algorithms/kernels/leiden.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

using edge_internal::kNoCluster;
using edge_internal::Scene;

absl::Status CheckOptions(const CommunityView& view, const EdgeOptions& options) {
  auto error = [](const char* name, auto value, const char* range) {
    return absl::InvalidArgumentError(absl::StrCat(name, " = ", value, ", expected ", range));
  };
  const uint32_t markets = view.community().num_markets();
  if (!options.market.is_none() && options.market.value() >= markets) {
    return absl::OutOfRangeError(
        absl::StrCat("market = ", options.market.value(), ", expected in [0, ", markets, ")"));
  }
  if (options.min_size < 1) return error("min_size", options.min_size, ">= 1");
  if (!(options.window_days > 0) || !std::isfinite(options.window_days)) {
    return error("window_days", options.window_days, "finite and > 0");
  }
  if (options.max_bridges < 0) return error("max_bridges", options.max_bridges, ">= 0");
  return absl::OkStatus();
}

// Who counts, and who is a customer: of those who count.
void LookAtMembers(Scene& scene) {
  const CommunityView& view = *scene.view;
  const uint32_t n = view.community().num_members();
  scene.customer = view.Customers(scene.options->market);
  scene.counted.assign(n, 0);
  for (Node u = 0; u < n; ++u) {
    scene.counted[u] = IsOfCommunity(view, MemberId(u)) ? 1 : 0;
    if (scene.counted[u] == 0) scene.customer[u] = 0;
  }
}

absl::Status Cluster(Scene& scene, EdgeReport& report) {
  LeidenOptions leiden;
  leiden.objective = scene.options->objective;
  leiden.resolution = scene.options->resolution;
  leiden.seed = scene.options->seed;
  leiden.run = scene.options->run;
  absl::StatusOr<LeidenResult> found =
      FindCommunities(scene.fold.ties, scene.fold.weights, leiden);
  if (!found.ok()) return found.status();
  const absl::StatusOr<double> modularity =
      Modularity(scene.fold.ties, found->labels, scene.fold.weights,
                 leiden.objective == LeidenObjective::kModularity ? leiden.resolution : 1);
  if (!modularity.ok()) return modularity.status();
  report.modularity = *modularity;
  scene.num_clusters = found->count;
  scene.cluster = std::move(found->labels);
  for (Node u = 0; u < scene.cluster.size(); ++u) {
    if (!scene.view->HasMember(MemberId(u))) scene.cluster[u] = kNoCluster;
  }
  return absl::OkStatus();
}

absl::Status CountMembers(const Scene& scene, EdgeReport& report,
                          std::vector<EdgeCluster>& clusters) {
  for (uint32_t c = 0; c < scene.num_clusters; ++c) clusters[c].id = c;
  for (Node u = 0; u < scene.cluster.size(); ++u) {
    if (scene.counted[u] == 0) continue;
    EdgeCluster& cluster = clusters[scene.cluster[u]];
    cluster.members.push_back(MemberId(u));
    cluster.customers += scene.customer[u];
    report.num_customers += scene.customer[u];
  }
  for (EdgeCluster& cluster : clusters) {
    const uint64_t size = cluster.members.size();
    const bool known = report.num_customers > 0 && size > 0;
    const auto interval = WilsonInterval(known ? cluster.customers : 0, known ? size : 0,
                                         scene.options->confidence);
    if (!interval.ok()) return interval.status();
    cluster.penetration_interval = *interval;
    if (known) {
      cluster.penetration = static_cast<double>(cluster.customers) / static_cast<double>(size);
    }
  }
  return absl::OkStatus();
}

absl::Status TestExposures(const Scene& scene, std::vector<EdgeCluster>& clusters) {
  ExposureTestOptions options;
  options.seed = scene.options->seed;
  options.run = scene.options->run;
  std::vector<uint32_t> labels = scene.cluster;
  for (uint32_t& label : labels) label = label == kNoCluster ? 0 : label;
  auto tests = TestExposure(scene.fold.ties, scene.fold.weights, labels, scene.num_clusters,
                            scene.customer, options);
  if (!tests.ok()) return tests.status();
  for (EdgeCluster& cluster : clusters) cluster.exposure_test = (*tests)[cluster.id];
  return absl::OkStatus();
}

// Keeps the clusters that may be an edge.
void Select(const Scene& scene, std::vector<EdgeCluster> clusters, EdgeReport& report) {
  for (EdgeCluster& cluster : clusters) {
    if (cluster.members.empty()) continue;
    ++report.num_clusters;
    if (cluster.customers == cluster.members.size()) {
      ++report.num_core;
    } else if (cluster.members.size() < scene.options->min_size) {
      ++report.num_small;
    } else {
      report.clusters.push_back(std::move(cluster));
    }
  }
}

absl::Status MarkFront(EdgeReport& report) {
  // A figure is absent for all clusters or for none, so a constant leaves it out.
  std::vector<double> scores;
  for (const EdgeCluster& cluster : report.clusters) {
    scores.insert(scores.end(), {cluster.exposure.value_or(0), -cluster.penetration.value_or(0),
                                 cluster.growth.value_or(0), cluster.demand.value_or(0),
                                 -cluster.conductance});
  }
  const auto front = ParetoFront(scores, report.clusters.size(), 5);
  if (!front.ok()) return front.status();
  for (size_t i = 0; i < front->size(); ++i) report.clusters[i].on_front = (*front)[i] != 0;
  std::stable_sort(report.clusters.begin(), report.clusters.end(),
                   [](const EdgeCluster& a, const EdgeCluster& b) {
                     if (a.on_front != b.on_front) return a.on_front;
                     return a.exposure.value_or(0) > b.exposure.value_or(0);
                   });
  return absl::OkStatus();
}

}  // namespace

absl::Status edge_internal::OpenScene(Scene& scene) {
  if (absl::Status s = CheckOptions(*scene.view, *scene.options); !s.ok()) return s;
  LookAtMembers(scene);
  return FoldStrengths(scene);
}

absl::StatusOr<EdgeReport> FindEdgeClusters(const CommunityView& view,
                                            const EdgeOptions& options) {
  Scene scene{&view, &options, {}, {}, {}, {}, {}, 0};
  EdgeReport report;
  if (absl::Status status = OpenScene(scene); !status.ok()) return status;
  if (absl::Status status = Cluster(scene, report); !status.ok()) return status;
  std::vector<EdgeCluster> clusters(scene.num_clusters);
  if (absl::Status status = CountMembers(scene, report, clusters); !status.ok()) return status;
  if (absl::Status status = MeasureTies(scene, clusters); !status.ok()) return status;
  if (report.num_customers > 0) {
    if (absl::Status status = TestExposures(scene, clusters); !status.ok()) return status;
  }
  MeasureActivity(scene, report, clusters);
  if (absl::Status status = NameClusters(scene, clusters); !status.ok()) return status;
  Select(scene, std::move(clusters), report);
  for (EdgeCluster& cluster : report.clusters) FindBridges(scene, cluster);
  if (absl::Status status = MarkFront(report); !status.ok()) return status;
  report.cluster_of = std::move(scene.cluster);
  return report;
}

}  // namespace pullgraph
