// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_surroundings.h"

#include <algorithm>
#include <cmath>

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
  FindComponents();
  FindCoreNumbers();
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

void LinkSurroundings::FindComponents() {
  const Node n = ties_->num_nodes();
  component_.assign(n, UINT32_MAX);
  component_size_.clear();
  std::vector<Node> stack;
  for (Node root = 0; root < n; ++root) {
    if (component_[root] != UINT32_MAX) continue;
    const auto label = static_cast<uint32_t>(component_size_.size());
    component_size_.push_back(0);
    component_[root] = label;
    stack.push_back(root);
    while (!stack.empty()) {
      const Node u = stack.back();
      stack.pop_back();
      ++component_size_[label];
      for (const Node v : ties_->OutNeighbors(u)) {
        if (component_[v] != UINT32_MAX) continue;
        component_[v] = label;
        stack.push_back(v);
      }
    }
  }
}

// Peels members of least degree, kept in buckets (Batagelj, Zaversnik 2003).
void LinkSurroundings::FindCoreNumbers() {
  const Node n = ties_->num_nodes();
  core_.assign(n, 0);
  uint32_t top = 0;
  for (Node u = 0; u < n; ++u) {
    core_[u] = static_cast<uint32_t>(ties_->OutDegree(u));
    top = std::max(top, core_[u]);
  }
  std::vector<Node> start(static_cast<size_t>(top) + 2, 0);
  for (Node u = 0; u < n; ++u) ++start[core_[u] + 1];
  for (size_t d = 1; d < start.size(); ++d) start[d] += start[d - 1];
  std::vector<Node> order(n);
  std::vector<Node> place(n);
  std::vector<Node> fill(start.begin(), start.end() - 1);
  for (Node u = 0; u < n; ++u) {
    place[u] = fill[core_[u]]++;
    order[place[u]] = u;
  }
  // Invariant: order ascends by core_, start[d] is the first of degree d, and what
  // stands before i is done.
  for (Node i = 0; i < n; ++i) {
    const Node u = order[i];
    for (const Node v : ties_->OutNeighbors(u)) {
      if (core_[v] <= core_[u]) continue;
      const Node first = start[core_[v]]++;
      const Node other = order[first];
      std::swap(order[first], order[place[v]]);
      std::swap(place[other], place[v]);
      --core_[v];
    }
  }
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
