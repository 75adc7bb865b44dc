// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_probe.h"

#include <algorithm>
#include <cmath>

namespace pullgraph {
namespace {

constexpr double kKatz = 0.05;
constexpr double kDamping = 0.85;

void SetMinMax(double a, double b, LinkFeature low, double* row) {
  row[Index(low)] = std::min(a, b);
  row[Index(low) + 1] = std::max(a, b);
}

}  // namespace

LinkProbe::LinkProbe(const TieGraph& ties, const LinkSurroundings& around, int walk_steps,
                     int max_distance)
    : ties_(ties),
      around_(around),
      walk_steps_(walk_steps),
      max_distance_(max_distance),
      inverse_degree_(ties.num_nodes(), 0),
      inverse_root_(ties.num_nodes(), 0),
      flow_(ties.num_nodes()),
      next_flow_(ties.num_nodes()),
      distance_(ties.num_nodes(), -1),
      tied_(ties.num_nodes(), 0) {
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    if (ties.OutDegree(u) == 0) continue;
    inverse_degree_[u] = 1 / static_cast<double>(ties.OutDegree(u));
    inverse_root_[u] = std::sqrt(inverse_degree_[u]);
  }
}

void LinkProbe::Describe(Node u, absl::Span<const Node> targets, absl::Span<double> rows) {
  for (const Node v : ties_.OutNeighbors(u)) tied_[v] = 1;
  for (size_t i = 0; i < targets.size(); ++i) {
    double* row = &rows[i * kNumLinkFeatures];
    std::fill_n(row, kNumLinkFeatures, 0.0);
    DescribeEnds(u, targets[i], row);
    DescribeShared(u, targets[i], row);
  }
  for (const Node v : ties_.OutNeighbors(u)) tied_[v] = 0;
  FindDistances(u, targets, rows);
  sums_.assign(targets.size(), {});
  Start(u);
  for (int step = 1; step < walk_steps_ && !reached_.empty(); ++step) {
    Step(step);
    if (step < 2) continue;
    for (size_t i = 0; i < targets.size(); ++i) {
      RecordStep(step, targets[i], flow_[targets[i]], sums_[i], &rows[i * kNumLinkFeatures]);
    }
  }
  // Of the last and widest step, only what arrives at the targets counts.
  for (size_t i = 0; i < targets.size(); ++i) {
    RecordStep(walk_steps_, targets[i], Arriving(targets[i]), sums_[i],
               &rows[i * kNumLinkFeatures]);
  }
  for (const Node v : reached_) flow_[v] = {};
  reached_.clear();
  for (size_t i = 0; i < targets.size(); ++i) {
    DescribeFlows(u, targets[i], sums_[i], &rows[i * kNumLinkFeatures]);
  }
}

void LinkProbe::Start(Node u) {
  reached_.clear();
  if (ties_.OutDegree(u) == 0) return;
  reached_.push_back(u);
  flow_[u] = {1, 1, 1};
}

void LinkProbe::Step(int step) {
  next_reached_.clear();
  for (const Node x : reached_) {
    const Flow from = flow_[x];
    flow_[x] = {};
    const double walk = from.walk * inverse_degree_[x];
    // The first end's degree does not count.
    const double normalised = step == 1 ? from.normalised : from.normalised * inverse_root_[x];
    for (const Node y : ties_.OutNeighbors(x)) {
      Flow& to = next_flow_[y];
      if (to.paths == 0) next_reached_.push_back(y);
      to.walk += walk;
      to.paths += from.paths;
      to.normalised += normalised;
    }
  }
  flow_.swap(next_flow_);
  reached_.swap(next_reached_);
}

LinkProbe::Flow LinkProbe::Arriving(Node v) const {
  Flow sum;
  for (const Node x : ties_.OutNeighbors(v)) {
    sum.walk += flow_[x].walk * inverse_degree_[x];
    sum.paths += flow_[x].paths;
    sum.normalised += flow_[x].normalised * inverse_root_[x];
  }
  return sum;
}

void LinkProbe::RecordStep(int step, Node v, const Flow& flow, Sums& sums, double* row) const {
  static constexpr LinkFeature kWalks[] = {LinkFeature::kWalk2, LinkFeature::kWalk3,
                                           LinkFeature::kWalk4, LinkFeature::kWalk5};
  if (flow.paths == 0) return;
  const auto arcs = static_cast<double>(ties_.num_arcs());
  const double walk = flow.walk * inverse_degree_[v];
  if (step <= 5) row[Index(kWalks[step - 2])] = std::log1p(arcs * walk);
  if (step >= 5) sums.far += walk;
  if (step == 3) {
    row[Index(LinkFeature::kPaths3)] = flow.paths;
    row[Index(LinkFeature::kNormalisedPaths3)] = std::log1p(flow.normalised);
  }
  sums.katz += std::pow(kKatz, step) * flow.paths;
  sums.pagerank += (1 - kDamping) * std::pow(kDamping, step) * walk;
}

void LinkProbe::DescribeFlows(Node u, Node v, const Sums& sums, double* row) const {
  const auto arcs = static_cast<double>(ties_.num_arcs());
  const double steps = std::max(1, walk_steps_ - 4);
  double& paths3 = row[Index(LinkFeature::kPaths3)];
  double& common = row[Index(LinkFeature::kCommonNeighbors)];
  row[Index(LinkFeature::kLocalPath)] = std::log1p(common + 0.01 * paths3);
  paths3 = std::log1p(paths3);
  common = std::log1p(common);
  row[Index(LinkFeature::kKatz)] = std::log1p(1000 * sums.katz);
  row[Index(LinkFeature::kWalkFar)] = std::log1p(arcs * sums.far / steps);
  row[Index(LinkFeature::kPageRank)] = std::log1p(arcs * sums.pagerank);
  const double to_u = 1e4 * sums.pagerank * static_cast<double>(ties_.OutDegree(u));
  const double to_v = 1e4 * sums.pagerank * static_cast<double>(ties_.OutDegree(v));
  row[Index(LinkFeature::kPageRankMax)] = std::log1p(std::max(to_u, to_v));
  row[Index(LinkFeature::kPageRankMin)] = std::log1p(std::min(to_u, to_v));
}

void LinkProbe::DescribeEnds(Node u, Node v, double* row) const {
  static constexpr LinkFeature kLow[kNumNodeTraits] = {
      LinkFeature::kDegreeMin,         LinkFeature::kCorenessMin, LinkFeature::kClusteringMin,
      LinkFeature::kNeighborDegreeMin, LinkFeature::kNeighborSpreadMin,
      LinkFeature::kLeavesMin,         LinkFeature::kReturn2Min,  LinkFeature::kReturn3Min,
      LinkFeature::kComponentMin};
  for (size_t t = 0; t < kNumNodeTraits; ++t) {
    SetMinMax(around_.Traits(u)[t], around_.Traits(v)[t], kLow[t], row);
  }
  row[Index(LinkFeature::kSameComponent)] = around_.Component(u) == around_.Component(v);
  const uint32_t a = around_.Community(u);
  const uint32_t b = around_.Community(v);
  row[Index(LinkFeature::kSameCommunity)] = a == b;
  row[Index(LinkFeature::kCommunityDensity)] = around_.CommunityDensity(a, b);
  row[Index(LinkFeature::kPreferentialAttachment)] = std::log1p(
      static_cast<double>(ties_.OutDegree(u)) * static_cast<double>(ties_.OutDegree(v)));
}

void LinkProbe::DescribeShared(Node u, Node v, double* row) const {
  double common = 0;
  double& adamic_adar = row[Index(LinkFeature::kAdamicAdar)];
  double& allocation = row[Index(LinkFeature::kResourceAllocation)];
  for (const Node x : ties_.OutNeighbors(v)) {
    if (tied_[x] == 0) continue;
    common += 1;
    adamic_adar += 1 / std::log(static_cast<double>(ties_.OutDegree(x)));
    allocation += inverse_degree_[x];
  }
  row[Index(LinkFeature::kCommonNeighbors)] = common;
  const double all = static_cast<double>(ties_.OutDegree(u) + ties_.OutDegree(v)) - common;
  row[Index(LinkFeature::kJaccard)] = all > 0 ? common / all : 0;
}

// Breadth first, until every target is found or the radius is reached.
void LinkProbe::FindDistances(Node u, absl::Span<const Node> targets, absl::Span<double> rows) {
  size_t missing = 0;
  for (const Node v : targets) missing += around_.Component(v) == around_.Component(u);
  for (const Node v : targets) tied_[v] = 1;  // Here: wanted.
  std::vector<Node>& queue = next_reached_;
  queue.assign(1, u);
  distance_[u] = 0;
  for (size_t i = 0; i < queue.size() && missing > 0; ++i) {
    const int d = distance_[queue[i]] + 1;
    if (d > max_distance_) break;
    for (const Node v : ties_.OutNeighbors(queue[i])) {
      if (distance_[v] >= 0) continue;
      distance_[v] = d;
      missing -= tied_[v];
      queue.push_back(v);
    }
  }
  for (size_t i = 0; i < targets.size(); ++i) {
    const int d = distance_[targets[i]];
    rows[i * kNumLinkFeatures + Index(LinkFeature::kDistance)] = d < 0 ? max_distance_ + 1 : d;
    tied_[targets[i]] = 0;
  }
  for (const Node v : queue) distance_[v] = -1;
  queue.clear();
}

}  // namespace pullgraph
