// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_surroundings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "algorithms/kernels/components.h"
#include "algorithms/kernels/core.h"
#include "algorithms/kernels/leiden.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kNodeGrain = 256;

uint64_t PairKey(uint32_t a, uint32_t b) {
  return (static_cast<uint64_t>(std::min(a, b)) << 32) | std::max(a, b);
}

}  // namespace

absl::Status LinkSurroundings::Build(const TieGraph& ties, uint64_t seed,
                                     const RunControl* run) {
  ties_ = &ties;
  absl::StatusOr<ComponentsResult> components = FindComponents(ties, {.run = run});
  if (!components.ok()) return components.status();
  component_ = std::move(components->label);
  component_size_.assign(ties.num_nodes(), 0);
  for (size_t i = 0; i < components->count(); ++i) {
    component_size_[components->smallest[i]] = components->size[i];
  }
  absl::StatusOr<CoreResult> cores = FindCores(ties, {.run = run});
  if (!cores.ok()) return cores.status();
  core_ = std::move(cores->core);
  LeidenOptions leiden;
  leiden.seed = seed;
  leiden.num_trials = 1;
  leiden.run = run;
  absl::StatusOr<LeidenResult> communities = FindCommunities(ties, {}, leiden);
  if (!communities.ok()) return communities.status();
  community_ = std::move(communities->labels);
  CountCommunityTies();
  const std::vector<Triangles> triangles = CountTriangles(ThreadsOf(run));
  traits_.assign(ties.num_nodes(), {});
  ParallelFor(ThreadsOf(run), ties.num_nodes(), kNodeGrain, [&](int64_t begin, int64_t end) {
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      DescribeNode(u, triangles[u]);
    }
  });
  return CheckCancelled(run);
}

std::vector<LinkSurroundings::Triangles> LinkSurroundings::CountTriangles(int threads) const {
  const Node n = ties_->num_nodes();
  std::vector<Triangles> triangles(n);
  std::vector<std::vector<uint8_t>> marks(static_cast<size_t>(threads));
  ParallelForWorker(threads, n, kNodeGrain, [&](int worker, int64_t begin, int64_t end) {
    std::vector<uint8_t>& mark = marks[static_cast<size_t>(worker)];
    mark.resize(n, 0);
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      Triangles& found = triangles[u];
      for (const Node v : ties_->OutNeighbors(u)) mark[v] = 1;
      for (const Node v : ties_->OutNeighbors(u)) {
        double chance = 0;
        for (const Node w : ties_->OutNeighbors(v)) {
          if (w >= v) break;
          if (mark[w] == 0) continue;
          found.count += 1;
          chance += 1 / static_cast<double>(ties_->OutDegree(w));
        }
        found.chance += chance / static_cast<double>(ties_->OutDegree(v));
      }
      for (const Node v : ties_->OutNeighbors(u)) mark[v] = 0;
    }
  });
  return triangles;
}

void LinkSurroundings::DescribeNode(Node u, const Triangles& triangles) {
  std::array<double, kNumNodeTraits>& t = traits_[u];
  const auto degree = static_cast<double>(ties_->OutDegree(u));
  double sum = 0, logs = 0, squares = 0, leaves = 0, inverse = 0;
  for (const Node v : ties_->OutNeighbors(u)) {
    const auto d = static_cast<double>(ties_->OutDegree(v));
    sum += d;
    logs += std::log(d);
    squares += std::log(d) * std::log(d);
    leaves += d == 1 ? 1 : 0;
    inverse += 1 / d;
  }
  const double mean_log = degree > 0 ? logs / degree : 0;
  const double spread = degree > 0 ? squares / degree - mean_log * mean_log : 0;
  t[kTraitDegree] = std::log1p(degree);
  t[kTraitCoreness] = std::log1p(core_[u]);
  t[kTraitClustering] =
      degree < 2 ? -1 : 2 * triangles.count / (degree * (degree - 1));
  t[kTraitNeighborDegree] = degree > 0 ? std::log1p(sum / degree) : 0;
  t[kTraitNeighborSpread] = std::sqrt(std::max(spread, 0.0));
  t[kTraitLeaves] = degree > 0 ? leaves / degree : -1;
  t[kTraitReturn2] = degree > 0 ? inverse / degree : 0;
  t[kTraitReturn3] = degree > 0 ? 2 * triangles.chance / degree : 0;
  t[kTraitComponent] = std::log1p(static_cast<double>(component_size_[component_[u]]));
}

void LinkSurroundings::CountCommunityTies() {
  community_size_.clear();
  community_ties_.clear();
  for (const uint32_t c : community_) {
    if (c >= community_size_.size()) community_size_.resize(c + size_t{1}, 0);
    ++community_size_[c];
  }
  for (Node u = 0; u < ties_->num_nodes(); ++u) {
    for (const Node v : ties_->OutNeighbors(u)) {
      if (u < v) ++community_ties_[PairKey(community_[u], community_[v])];
    }
  }
}

double LinkSurroundings::CommunityDensity(uint32_t a, uint32_t b) const {
  const auto found = community_ties_.find(PairKey(a, b));
  const double ties = found == community_ties_.end() ? 0 : static_cast<double>(found->second);
  const auto x = static_cast<double>(community_size_[a]);
  const auto y = static_cast<double>(community_size_[b]);
  const double pairs = a == b ? x * (x - 1) / 2 : x * y;
  const auto n = static_cast<double>(ties_->num_nodes());
  // Shrunk to the density of the whole graph, as if that had been seen in 100 pairs.
  const double density = static_cast<double>(ties_->num_arcs()) / std::max(n * (n - 1), 1.0);
  const double rate = (ties + 100 * density + 1e-9) / (pairs + 100);
  return std::log(rate / (1 - std::min(rate, 1 - 1e-9)));
}

}  // namespace pullgraph
