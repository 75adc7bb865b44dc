// SPDX-License-Identifier: Apache-2.0
// What the ties say of a cluster: exposure, conductance, bridging members.
#include <algorithm>
#include <utility>

#include "algorithms/edge/edge_parts.h"
#include "algorithms/kernels/community_quality.h"
#include "algorithms/kernels/undirected_strengths.h"

namespace pullgraph::edge_internal {
namespace {

// The strongest arc between two members in either direction; the first of equals.
ArcIndex StrongestArc(const Scene& scene, Node u, Node v) {
  const TieGraph& graph = scene.view->community().graph();
  ArcIndex best = 0;
  float strength = -1;
  for (const auto& [from, to] : {std::pair(u, v), std::pair(v, u)}) {
    const std::optional<ArcIndex> first = graph.FindArc(from, to);
    if (!first.has_value()) continue;
    for (ArcIndex arc = *first; arc < graph.OutEnd(from) && graph.Target(arc) == to; ++arc) {
      if (scene.strength[arc] > strength) {
        strength = scene.strength[arc];
        best = arc;
      }
    }
  }
  return best;
}

}  // namespace

absl::Status FoldStrengths(Scene& scene) {
  TieStrengthOptions strength_options = scene.options->strength;
  strength_options.run = scene.options->run;
  absl::StatusOr<std::vector<float>> strengths = TieStrengths(*scene.view, strength_options);
  if (!strengths.ok()) return strengths.status();
  scene.strength = *std::move(strengths);
  absl::StatusOr<UndirectedFold> fold =
      UndirectedTieStrengths(*scene.view, scene.strength, scene.options->run);
  if (!fold.ok()) return fold.status();
  scene.fold = *std::move(fold);
  return absl::OkStatus();
}

absl::Status MeasureTies(const Scene& scene, std::vector<EdgeCluster>& clusters) {
  const TieGraph& ties = scene.fold.ties;
  std::vector<uint32_t> labels = scene.cluster;
  // Members not known have no ties: any label does.
  for (uint32_t& label : labels) label = label == kNoCluster ? 0 : label;
  auto volumes = CommunityVolumes(ties, labels, scene.fold.weights);
  if (!volumes.ok()) return volumes.status();
  volumes->resize(std::max(volumes->size(), clusters.size()));  // Some may be of such members only.
  std::vector<double> to_customers(clusters.size(), 0.0);
  bool any_customer = false;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    any_customer = any_customer || scene.customer[u] != 0;
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      if (scene.customer[ties.Target(arc)] != 0) {
        to_customers[labels[u]] += scene.fold.weights[arc];
      }
    }
  }
  for (EdgeCluster& cluster : clusters) {
    cluster.volume = (*volumes)[cluster.id].volume;
    cluster.conductance = (*volumes)[cluster.id].conductance;
    if (!any_customer) continue;
    cluster.exposure =
        cluster.volume > 0 ? std::min(1.0, to_customers[cluster.id] / cluster.volume) : 0.0;
  }
  return absl::OkStatus();
}

void FindBridges(const Scene& scene, EdgeCluster& cluster) {
  const TieGraph& ties = scene.fold.ties;
  for (const MemberId member : cluster.members) {
    const Node u = member.value();
    if (scene.customer[u] != 0) continue;
    BridgingMember bridge;
    bridge.member = member;
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const Node v = ties.Target(arc);
      if (scene.customer[v] == 0) continue;
      bridge.strength += scene.fold.weights[arc];
      if (scene.fold.weights[arc] > bridge.customer_strength) {
        bridge.customer_strength = scene.fold.weights[arc];
        bridge.customer = MemberId(v);
      }
    }
    if (!bridge.customer.is_none()) cluster.bridges.push_back(bridge);
  }
  std::stable_sort(cluster.bridges.begin(), cluster.bridges.end(),
                   [](const BridgingMember& a, const BridgingMember& b) {
                     return a.strength > b.strength;
                   });
  const auto most = static_cast<size_t>(scene.options->max_bridges);
  if (cluster.bridges.size() > most) cluster.bridges.resize(most);
  for (BridgingMember& bridge : cluster.bridges) {
    bridge.tie = StrongestArc(scene, bridge.member.value(), bridge.customer.value());
  }
}

}  // namespace pullgraph::edge_internal
