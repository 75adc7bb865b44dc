// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/teams.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/no_node.h"
#include "algorithms/kernels/undirected_fold.h"

namespace pullgraph {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

// Distances from a set of nodes, and the way back.
struct Field {
  std::vector<double> distance;
  std::vector<Node> parent;  // Towards the set; itself inside, kNoNode out of reach.
};

struct Scene {
  const TieGraph& ties;
  absl::Span<const double> costs;
  absl::Span<const std::vector<Node>> holders;
  const TeamOptions& options;
  std::vector<Field> to_need;  // From the holders of each need.
  size_t rarest = 0;
};

// Dijkstra from all of `sources`, over nodes with inside[node] != 0 if it is given.
// Of equally near parents the smallest is kept.
Field Spread(const Scene& scene, absl::Span<const Node> sources,
             const std::vector<uint8_t>* inside = nullptr) {
  const Node n = scene.ties.num_nodes();
  Field field{std::vector<double>(n, kFar), std::vector<Node>(n, kNoNode)};
  using Entry = std::pair<double, Node>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (const Node s : sources) {
    field.distance[s] = 0;
    field.parent[s] = s;
    queue.emplace(0, s);
  }
  std::vector<uint8_t> done(n, 0);
  while (!queue.empty()) {
    const Node u = queue.top().second;
    queue.pop();
    if (std::exchange(done[u], 1) != 0) continue;
    for (ArcIndex arc = scene.ties.OutBegin(u); arc < scene.ties.OutEnd(u); ++arc) {
      const Node v = scene.ties.Target(arc);
      if (done[v] != 0 || (inside != nullptr && (*inside)[v] == 0)) continue;
      const double d = field.distance[u] + scene.costs[arc];
      if (d < field.distance[v]) {
        queue.emplace(d, v);
        field.distance[v] = d;
        field.parent[v] = u;
      } else if (d > 0 && d == field.distance[v] && u < field.parent[v]) {
        field.parent[v] = u;
      }
    }
  }
  return field;
}

// Adds the way from `from` to the set of the field; returns the node of the set.
Node AddPath(const Field& field, Node from, std::vector<Node>& members) {
  members.push_back(from);
  while (field.parent[from] != from) {
    from = field.parent[from];
    members.push_back(from);
  }
  return from;
}

void Normalize(std::vector<Node>& members) {
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
}

// Prim's algorithm on the subgraph of the members, which is connected.
double SpanningTreeCost(const Scene& scene, const std::vector<Node>& members,
                        const std::vector<uint8_t>& inside) {
  using Entry = std::pair<double, Node>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  std::vector<uint8_t> done(scene.ties.num_nodes(), 0);
  queue.emplace(0, members.front());
  double sum = 0;
  while (!queue.empty()) {
    const auto [cost, u] = queue.top();
    queue.pop();
    if (std::exchange(done[u], 1) != 0) continue;
    sum += cost;
    for (ArcIndex arc = scene.ties.OutBegin(u); arc < scene.ties.OutEnd(u); ++arc) {
      const Node v = scene.ties.Target(arc);
      if (inside[v] != 0 && done[v] == 0) queue.emplace(scene.costs[arc], v);
    }
  }
  return sum;
}

void Measure(const Scene& scene, Team& team) {
  std::vector<uint8_t> inside(scene.ties.num_nodes(), 0);
  for (const Node v : team.members) inside[v] = 1;
  for (const Node v : team.members) {
    const Field field = Spread(scene, {v}, &inside);
    for (const Node w : team.members) team.diameter = std::max(team.diameter, field.distance[w]);
  }
  team.tree_cost = SpanningTreeCost(scene, team.members, inside);
}

// Holders of the rarest need from whom all needs are within reach, those with the
// least of (largest distance to a need, sum of distances, node) first.
std::vector<Node> Starts(const Scene& scene) {
  std::vector<std::pair<std::pair<double, double>, Node>> order;
  for (const Node v : scene.holders[scene.rarest]) {
    double radius = 0, sum = 0;
    for (const Field& field : scene.to_need) {
      radius = std::max(radius, field.distance[v]);
      sum += field.distance[v];
    }
    if (radius < kFar) order.push_back({{radius, sum}, v});
  }
  std::sort(order.begin(), order.end());
  std::vector<Node> starts;
  for (const auto& [key, v] : order) {
    if (starts.empty() || starts.back() != v) starts.push_back(v);
  }
  return starts;
}

Team RarestFirst(const Scene& scene, Node start) {
  Team team;
  for (const Field& field : scene.to_need) {
    team.filled_by.push_back(AddPath(field, start, team.members));
  }
  Normalize(team.members);
  return team;
}

// Grows a tree from `start`, always towards the need that is nearest to it.
Team GrowTree(const Scene& scene, Node start) {
  Team team;
  const size_t needs = scene.holders.size();
  team.filled_by.assign(needs, kNoNode);
  team.filled_by[scene.rarest] = start;
  team.members = {start};
  for (size_t round = 1; round < needs; ++round) {
    const Field field = Spread(scene, team.members);
    size_t nearest = needs;
    Node who = kNoNode;
    const auto is_nearer = [&](Node v) {
      return who == kNoNode || field.distance[v] < field.distance[who];
    };
    for (size_t need = 0; need < needs; ++need) {
      if (team.filled_by[need] != kNoNode) continue;
      for (const Node v : scene.holders[need]) {
        const bool same_need = need == nearest && field.distance[v] == field.distance[who];
        if (!is_nearer(v) && !(same_need && v < who)) continue;
        nearest = need;
        who = v;
      }
    }
    team.filled_by[nearest] = who;
    AddPath(field, who, team.members);
    Normalize(team.members);
  }
  return team;
}

absl::Status Check(const Scene& scene) {
  if (!scene.ties.is_symmetric()) {
    return absl::InvalidArgumentError("ties are directed, expected a symmetric graph");
  }
  if (scene.costs.size() != scene.ties.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat("costs has ", scene.costs.size(),
                                                   " entries, expected one per arc: ",
                                                   scene.ties.num_arcs()));
  }
  if (absl::Status s = CheckArcWeights(scene.ties, scene.costs); !s.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("costs as ", s.message()));
  }
  if (scene.holders.empty()) {
    return absl::InvalidArgumentError("holders is empty, expected at least one need");
  }
  if (scene.options.max_starts < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_starts is ", scene.options.max_starts, ", expected >= 1"));
  }
  for (const std::vector<Node>& nodes : scene.holders) {
    if (absl::Status s = CheckNodes(scene.ties, nodes, "holders"); !s.ok()) return s;
  }
  return CheckCancelled(scene.options.run);
}

}  // namespace

absl::StatusOr<Team> FindTeam(const TieGraph& ties, absl::Span<const double> costs,
                              absl::Span<const std::vector<Node>> holders,
                              const TeamOptions& options) {
  Scene scene{ties, costs, holders, options, {}, 0};
  if (absl::Status s = Check(scene); !s.ok()) return s;
  Team best;
  for (size_t need = 0; need < holders.size(); ++need) {
    if (holders[need].empty()) best.without_holder.push_back(static_cast<uint32_t>(need));
    if (holders[need].size() < holders[scene.rarest].size()) scene.rarest = need;
  }
  if (!best.without_holder.empty()) return best;
  for (const std::vector<Node>& nodes : holders) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    scene.to_need.push_back(Spread(scene, nodes));
  }
  std::vector<Node> starts = Starts(scene);
  if (starts.empty()) return best;
  if (options.method == TeamMethod::kDiameter) {
    best = RarestFirst(scene, starts.front());
    Measure(scene, best);
    return best;
  }
  starts.resize(std::min(starts.size(), static_cast<size_t>(options.max_starts)));
  for (const Node start : starts) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    Team team = GrowTree(scene, start);
    Measure(scene, team);
    if (best.members.empty() || team.tree_cost < best.tree_cost) best = std::move(team);
  }
  return best;
}

}  // namespace pullgraph
