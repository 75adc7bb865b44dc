// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/hop_limited_paths.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The largest finite cost; `name` is for the error.
absl::StatusOr<double> CheckedMaximum(absl::string_view name, absl::Span<const double> costs) {
  double maximum = 0;
  for (size_t i = 0; i < costs.size(); ++i) {
    if (!(costs[i] >= 0)) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, "[", i, "] = ", costs[i], ", expected >= 0"));
    }
    if (std::isfinite(costs[i])) maximum = std::max(maximum, costs[i]);
  }
  return maximum;
}

}  // namespace

uint32_t HopLimitedTree::BestWithin(Node v, uint32_t hops) const {
  uint32_t entry = Best(v);
  while (entry != kNone && HopsOf(entries_[entry].key) > hops) entry = entries_[entry].shorter;
  return entry;
}

double HopLimitedTree::Cost(Node v) const {
  const uint32_t entry = Best(v);
  return entry == kNone ? kInfinity : grid_.Cost(entries_[entry].key);
}

int HopLimitedTree::Hops(Node v) const {
  const uint32_t entry = Best(v);
  return entry == kNone ? -1 : static_cast<int>(HopsOf(entries_[entry].key));
}

RankedPath HopLimitedTree::PathOf(uint32_t entry) const {
  RankedPath path;
  if (entry == kNone) return path;
  path.cost = grid_.Cost(entries_[entry].key);
  for (; entries_[entry].parent != kNone; entry = entries_[entry].parent) {
    path.nodes.push_back(entries_[entry].node);
    path.arcs.push_back(entries_[entry].arc);
  }
  path.nodes.push_back(entries_[entry].node);
  std::reverse(path.nodes.begin(), path.nodes.end());
  std::reverse(path.arcs.begin(), path.arcs.end());
  return path;
}

void HopLimitedTree::Clear(Node num_nodes, CostGrid grid) {
  grid_ = grid;
  entries_.clear();
  if (marks_.size() != num_nodes || ++epoch_ == 0) {
    marks_.assign(num_nodes, Mark{});
    epoch_ = 1;
  }
}

void HopLimitedTree::Add(const Entry& entry) {
  marks_[entry.node] = {epoch_, static_cast<uint32_t>(entries_.size())};
  entries_.push_back(entry);
}

// Orders two paths of equally many hops by the first nodes that differ.
bool HopLimitedTree::IsSmaller(uint32_t a, uint32_t b) const {
  // Invariant: a and b are that many hops from their sources.
  while (a != b) {
    const uint32_t up_a = entries_[a].parent, up_b = entries_[b].parent;
    if (up_a == up_b) return entries_[a].node < entries_[b].node;
    a = up_a;
    b = up_b;
  }
  return false;
}

void HopLimitedTree::Relax(const Entry& offer) {
  const uint32_t last = Best(offer.node);
  if (last == kNone) return Add(offer);
  Entry& held = entries_[last];
  if (HopsOf(held.key) != HopsOf(offer.key)) {
    if (CostOf(held.key) <= CostOf(offer.key)) return;
    Entry longer = offer;
    longer.shorter = last;
    return Add(longer);
  }
  const bool better =
      offer.key < held.key || (offer.key == held.key && offer.parent != held.parent &&
                               IsSmaller(offer.parent, held.parent));
  if (!better) return;
  held.key = offer.key;
  held.arc = offer.arc;
  held.parent = offer.parent;
}

absl::StatusOr<HopLimitedPaths> HopLimitedPaths::Create(const TieGraph& graph,
                                                        absl::Span<const double> costs,
                                                        absl::Span<const double> node_costs) {
  if (costs.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "costs has ", costs.size(), " entries, expected one per arc: ", graph.num_arcs()));
  }
  if (!node_costs.empty() && node_costs.size() != graph.num_nodes()) {
    return absl::InvalidArgumentError(
        absl::StrCat("node_costs has ", node_costs.size(),
                     " entries, expected one per node: ", graph.num_nodes()));
  }
  const absl::StatusOr<double> of_arcs = CheckedMaximum("costs", costs);
  if (!of_arcs.ok()) return of_arcs.status();
  const absl::StatusOr<double> of_nodes = CheckedMaximum("node_costs", node_costs);
  if (!of_nodes.ok()) return of_nodes.status();
  const double most = *of_arcs + *of_nodes;
  if (!std::isfinite(most)) {
    return absl::InvalidArgumentError("the largest arc and node costs add up to infinity");
  }
  return HopLimitedPaths(graph, costs, node_costs, most);
}

absl::Status HopLimitedPaths::Check(absl::Span<const Node> sources,
                                    const HopLimitedOptions& options) const {
  const Node n = graph_->num_nodes();
  if (options.max_hops < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_hops is ", options.max_hops, ", expected >= 1"));
  }
  if (!(options.max_cost >= 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_cost is ", options.max_cost, ", expected >= 0"));
  }
  if (options.goal && *options.goal >= n) {
    return absl::OutOfRangeError(
        absl::StrCat("goal is node ", *options.goal, ", expected one below ", n));
  }
  for (const Node source : sources) {
    if (source >= n) {
      return absl::OutOfRangeError(
          absl::StrCat("source is node ", source, ", expected one below ", n));
    }
  }
  return CheckCancelled(options.run);
}

void HopLimitedPaths::Expand(uint32_t entry, PathKey bound, HopLimitedTree& tree) const {
  const PathKey key = tree.entries_[entry].key;
  const Node u = tree.entries_[entry].node;
  const double toll = HopsOf(key) == 0 || node_costs_.empty() ? 0 : node_costs_[u];
  if (toll == kInfinity) return;
  for (ArcIndex arc = graph_->OutBegin(u); arc < graph_->OutEnd(u); ++arc) {
    if (costs_[arc] == kInfinity) continue;
    const PathKey next = key + grid_.ArcKey(costs_[arc] + toll);
    if (next > bound) continue;
    tree.Relax({next, arc, graph_->Target(arc), entry, HopLimitedTree::kNone});
  }
}

absl::Status HopLimitedPaths::Run(absl::Span<const Node> sources,
                                  const HopLimitedOptions& options,
                                  HopLimitedTree& tree) const {
  if (absl::Status status = Check(sources, options); !status.ok()) return status;
  tree.Clear(graph_->num_nodes(), grid_);
  for (const Node source : sources) {
    if (tree.Best(source) != HopLimitedTree::kNone) continue;
    tree.Add({0, 0, source, HopLimitedTree::kNone, HopLimitedTree::kNone});
  }
  const PathKey bound = grid_.Bound(options.max_cost, max_cost_, graph_->num_nodes());
  constexpr size_t kCheckEvery = 4096;
  // Invariant: [begin, end) are the best paths of exactly `hop` arcs.
  size_t begin = 0;
  for (int hop = 0; hop < options.max_hops && begin < tree.entries_.size(); ++hop) {
    const size_t end = tree.entries_.size();
    for (size_t i = begin; i < end; ++i) {
      if (i % kCheckEvery == 0 && IsCancelled(options.run)) return CheckCancelled(options.run);
      PathKey limit = bound;
      if (options.goal) {
        const uint32_t reached = tree.Best(*options.goal);
        if (reached != HopLimitedTree::kNone) {
          limit = std::min(limit, tree.entries_[reached].key);
        }
      }
      Expand(static_cast<uint32_t>(i), limit, tree);
    }
    begin = end;
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
