// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/cluster_life.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/leiden.h"
#include "algorithms/kernels/undirected_fold.h"
#include "graph/member_policy.h"
#include "graph/tie_graph.h"

namespace pullgraph {
namespace {

// The exchanges of a window as a weighted graph.
absl::StatusOr<UndirectedFold> FoldOf(Node n, const std::vector<Exchange>& exchanges) {
  std::map<std::pair<Node, Node>, double> counts;
  for (const Exchange& e : exchanges) ++counts[std::minmax(e.from, e.to)];
  std::vector<std::pair<Node, Node>> arcs;
  std::vector<double> weights;  // In the order of the graph's rows, as the map has them.
  for (const auto& [pair, count] : counts) {
    arcs.push_back(pair);
    weights.push_back(count);
  }
  const absl::StatusOr<TieGraph> graph = BuildTieGraph(n, arcs);
  if (!graph.ok()) return graph.status();
  return FoldUndirected(*graph, weights);
}

struct WindowClusters {
  std::vector<std::vector<MemberId>> members;
  std::vector<MemberId> centre;
};

// Staff and bots take part in the exchanges but are not counted.
absl::StatusOr<WindowClusters> ClustersOf(const CommunityView& view,
                                          const std::vector<Exchange>& exchanges,
                                          const ClusterLifeOptions& options) {
  const CommunityGraph& c = view.community();
  const absl::StatusOr<UndirectedFold> fold = FoldOf(c.num_members(), exchanges);
  if (!fold.ok()) return fold.status();
  LeidenOptions leiden;
  leiden.resolution = options.resolution;
  leiden.seed = options.seed;
  leiden.run = options.run;
  const absl::StatusOr<LeidenResult> found = FindCommunities(fold->ties, fold->weights, leiden);
  if (!found.ok()) return found.status();
  std::vector<std::vector<MemberId>> members(found->count);
  std::vector<std::pair<double, MemberId>> centre(found->count, {-1, MemberId::None()});
  for (Node u = 0; u < c.num_members(); ++u) {
    if (fold->ties.OutBegin(u) == fold->ties.OutEnd(u)) continue;
    if (!IsOfCommunity(view, MemberId(u))) continue;
    const uint32_t label = found->labels[u];
    members[label].push_back(MemberId(u));
    double inside = 0;
    for (ArcIndex arc = fold->ties.OutBegin(u); arc < fold->ties.OutEnd(u); ++arc) {
      if (found->labels[fold->ties.Target(arc)] == label) inside += fold->weights[arc];
    }
    if (inside > centre[label].first) centre[label] = {inside, MemberId(u)};
  }
  WindowClusters clusters;
  for (uint32_t label = 0; label < found->count; ++label) {
    if (members[label].size() < options.min_size) continue;
    clusters.members.push_back(std::move(members[label]));
    clusters.centre.push_back(centre[label].second);
  }
  return clusters;
}

}  // namespace

absl::StatusOr<ClusterLives> FindClusterLives(const CommunityView& view,
                                              const ClusterLifeOptions& options) {
  if (options.min_size < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_size is ", options.min_size, ", expected at least 2"));
  }
  auto windows = MakeWindows(view, options.windows);
  if (!windows.ok()) return windows.status();
  const auto exchanges = ExchangesOf(view, *windows, options.run);
  if (!exchanges.ok()) return exchanges.status();
  std::vector<std::vector<std::vector<MemberId>>> clusters;
  std::map<std::pair<uint32_t, MemberId>, MemberId> centre;  // By window and first member.
  for (uint32_t w = 0; w < windows->size(); ++w) {
    absl::StatusOr<WindowClusters> found = ClustersOf(view, (*exchanges)[w], options);
    if (!found.ok()) return found.status();
    for (size_t k = 0; k < found->members.size(); ++k) {
      centre[{w, found->members[k].front()}] = found->centre[k];
    }
    clusters.push_back(std::move(found->members));
    ReportProgress(options.run, static_cast<double>(w + 1) / static_cast<double>(windows->size()));
  }
  absl::StatusOr<std::vector<ClusterStage>> stages = FollowClusters(clusters, options);
  if (!stages.ok()) return stages.status();
  ClusterLives lives;
  for (ClusterStage& stage : *stages) {
    const uint32_t alive = stage.event == LifeEvent::kDeath ? stage.window - 1 : stage.window;
    stage.centre = centre.at({alive, stage.members.front()});
    lives.num_ids = std::max(lives.num_ids, stage.id + 1);
  }
  lives.windows = *std::move(windows);
  lives.stages = *std::move(stages);
  return lives;
}

}  // namespace pullgraph
