// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/frontier.h"

#include <algorithm>

#include "algorithms/edge/edge_parts.h"
#include "algorithms/kernels/ppr.h"
#include "algorithms/kernels/sweep_cut.h"

namespace pullgraph {
namespace {

using edge_internal::Scene;

double StrengthOf(const UndirectedFold& fold, Node u) {
  double sum = 0;
  for (ArcIndex arc = fold.ties.OutBegin(u); arc < fold.ties.OutEnd(u); ++arc) {
    sum += fold.weights[arc];
  }
  return sum;
}

// Customers with ties, each as likely a start as its ties are strong.
std::vector<Node> Seeds(const Scene& scene, std::vector<double>& chances) {
  std::vector<Node> seeds;
  for (Node u = 0; u < scene.customer.size(); ++u) {
    if (scene.customer[u] == 0) continue;
    const double strength = StrengthOf(scene.fold, u);
    if (!(strength > 0)) continue;
    seeds.push_back(u);
    chances.push_back(strength);
  }
  return seeds;
}

FrontierMember Describe(const Scene& scene, Node u, double score) {
  FrontierMember found;
  found.member = MemberId(u);
  EdgeCluster alone;
  alone.members = {MemberId(u)};
  edge_internal::FindBridges(scene, alone);
  if (!alone.bridges.empty()) found.bridge = alone.bridges[0];
  const double strength = StrengthOf(scene.fold, u);
  found.score = score / strength;
  found.customer_share = std::min(1.0, found.bridge.strength / strength);
  return found;
}

}  // namespace

absl::StatusOr<Frontier> FindFrontier(const CommunityView& view, const FrontierOptions& options) {
  EdgeOptions edge;
  edge.market = options.market;
  edge.strength = options.strength;
  edge.max_bridges = 1;
  edge.run = options.run;
  Scene scene{&view, &edge, {}, {}, {}, {}, {}, 0};
  if (absl::Status s = edge_internal::OpenScene(scene); !s.ok()) return s;
  Frontier frontier;
  PushOptions push;
  push.damping = options.damping;
  push.epsilon = options.epsilon;
  push.run = options.run;
  std::vector<double> chances;
  const std::vector<Node> seeds = Seeds(scene, chances);
  frontier.num_customers = seeds.size();
  push.seed_weights = chances;
  absl::StatusOr<PprPusher> pusher = PprPusher::Create(scene.fold.ties, scene.fold.weights);
  if (!pusher.ok()) return pusher.status();
  if (seeds.empty()) return frontier;
  const absl::StatusOr<PushResult> walk = pusher->Push(seeds, push);
  if (!walk.ok()) return walk.status();
  frontier.residual = walk->residual;
  SweepCutOptions sweep;
  sweep.core = seeds;
  sweep.max_volume_share = 1;
  const absl::StatusOr<SweepCut> cut =
      FindSweepCut(scene.fold.ties, scene.fold.weights, walk->nodes, walk->scores, sweep);
  if (!cut.ok()) return cut.status();
  frontier.conductance = cut->conductance;
  std::vector<double> score(scene.customer.size(), 0);
  for (size_t i = 0; i < walk->nodes.size(); ++i) score[walk->nodes[i]] = walk->scores[i];
  for (const Node u : cut->nodes) {
    if (scene.counted[u] == 0) continue;
    frontier.members.push_back(Describe(scene, u, score[u]));
  }
  return frontier;
}

}  // namespace pullgraph
