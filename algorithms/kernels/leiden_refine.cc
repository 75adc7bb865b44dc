// SPDX-License-Identifier: Apache-2.0
// Refinement and aggregation of Leiden. Communities refine independently of each
// other, and so do the rows of the aggregate: both run in parallel as they are.
#include <algorithm>

#include "algorithms/kernels/leiden_level.h"
#include "graph/parallel.h"

namespace pullgraph::leiden_internal {
namespace {

class Refiner {
 public:
  Refiner(const Level& level, const Objective& objective, const std::vector<Node>& labels,
          uint64_t seed, std::vector<Node>& parts, Workspace& space)
      : level_(level),
        rate_(objective.rate),
        labels_(labels),
        seed_(seed),
        parts_(parts),
        space_(space) {}

  void RefineGroup(absl::Span<Node> nodes, NeighborSums& sums);

 private:
  void Prepare(absl::Span<const Node> nodes, double& mass);
  void Join(Node u, double group_mass, NeighborSums& sums);
  // True if the part `c` has ties enough to the rest of its community.
  bool IsWellConnected(Node c, double group_mass) const {
    const double mass = space_.sub_mass[c];
    return space_.cut[c] >= rate_ * mass * (group_mass - mass);
  }

  const Level& level_;
  const double rate_;
  const std::vector<Node>& labels_;
  const uint64_t seed_;
  std::vector<Node>& parts_;
  Workspace& space_;
};

void Refiner::Prepare(absl::Span<const Node> nodes, double& mass) {
  mass = 0;
  for (const Node u : nodes) {
    const Node own = labels_[u];
    double cut = 0;
    for (uint64_t arc = level_.begin[u]; arc < level_.end[u]; ++arc) {
      const Node v = level_.targets[arc];
      if (v == u || labels_[v] != own) continue;
      cut += level_.weights == nullptr ? 1.0 : level_.weights[arc];
    }
    space_.cut[u] = cut;
    mass += level_.mass[u];
  }
}

// Joins the single node `u` to the part of its community that gains most.
void Refiner::Join(Node u, double group_mass, NeighborSums& sums) {
  const Node own = labels_[u];
  // The ties that leave count for node `u` itself: its own part, never a target.
  SumRow(level_, u, sums, [&](Node v) { return labels_[v] == own ? parts_[v] : u; });
  constexpr double kRelativeEps = 1e-10;
  const double cost = rate_ * level_.mass[u];
  double best = 0, to_best = 0;
  Node target = u;
  for (size_t i = 0; i < sums.size(); ++i) {
    const Node c = sums.key(i);
    const double weight = sums.SumOf(c);
    sums.Reset(i);
    const double gain = weight - cost * space_.sub_mass[c];
    if (c != u && gain > best + kRelativeEps * weight && IsWellConnected(c, group_mass)) {
      best = gain;
      to_best = weight;
      target = c;
    }
  }
  sums.Forget();
  if (target == u) return;
  parts_[u] = target;
  space_.sub_size[u] = 0;
  ++space_.sub_size[target];
  space_.sub_mass[target] += level_.mass[u];
  space_.cut[target] += space_.cut[u] - 2 * to_best;
}

void Refiner::RefineGroup(absl::Span<Node> nodes, NeighborSums& sums) {
  for (const Node u : nodes) {
    parts_[u] = u;
    space_.sub_mass[u] = level_.mass[u];
    space_.sub_size[u] = 1;
  }
  if (nodes.size() == 1) return;
  double group_mass;
  Prepare(nodes, group_mass);
  // Node order makes snowballs of the first parts: a random one keeps them apart.
  RandomStream random(seed_, nodes[0]);
  for (size_t i = nodes.size(); i > 1; --i) std::swap(nodes[i - 1], nodes[random.Below(i)]);
  for (const Node u : nodes) {
    if (parts_[u] == u && space_.sub_size[u] == 1 && IsWellConnected(u, group_mass)) {
      Join(u, group_mass, sums);
    }
  }
}

}  // namespace

Node Refine(const Level& level, const Objective& objective, Node count,
            const std::vector<Node>& labels, uint64_t seed, const RunControl* run,
            std::vector<Node>& parts, Workspace& space) {
  GroupNodes(labels, level.n, count, space.group_begin, space.group_nodes);
  parts.resize(level.n);
  space.cut.resize(level.n);
  space.sub_mass.resize(level.n);
  space.sub_size.resize(level.n);
  Refiner refiner(level, objective, labels, seed, parts, space);
  constexpr int64_t kGrain = 32;
  ParallelForWorker(ThreadsOf(run), count, kGrain,
                    [&](int worker, int64_t begin, int64_t end) {
                      for (int64_t g = begin; g < end; ++g) {
                        const uint64_t first = space.group_begin[g];
                        refiner.RefineGroup({space.group_nodes.data() + first,
                                             space.group_begin[g + 1] - first},
                                            space.sums[worker]);
                      }
                    });
  Node next = 0;
  for (const Node u : space.group_nodes) {
    if (parts[u] == u) space.sub_size[u] = next++;
  }
  for (Node u = 0; u < level.n; ++u) parts[u] = space.sub_size[parts[u]];
  return next;
}

void Aggregate(const Level& level, const std::vector<Node>& parts, Node count,
               const RunControl* run, LevelBuffer& out, Workspace& space) {
  GroupNodes(parts, level.n, count, space.group_begin, space.group_nodes);
  out.n = count;
  out.begin.resize(count);
  out.end.resize(count);
  out.mass.resize(count);
  // A part has at most as many neighbours as its nodes have arcs.
  uint64_t room = 0;
  for (Node p = 0; p < count; ++p) {
    out.begin[p] = room;
    for (uint64_t i = space.group_begin[p]; i < space.group_begin[p + size_t{1}]; ++i) {
      const Node u = space.group_nodes[i];
      room += level.end[u] - level.begin[u];
    }
  }
  if (out.targets.size() < room) {
    out.targets.resize(room);
    out.weights.resize(room);
  }
  constexpr int64_t kGrain = 128;
  ParallelForWorker(
      ThreadsOf(run), count, kGrain, [&](int worker, int64_t first, int64_t last) {
        NeighborSums& sums = space.sums[worker];
        for (int64_t p = first; p < last; ++p) {
          double mass = 0;
          for (uint64_t i = space.group_begin[p]; i < space.group_begin[p + 1]; ++i) {
            const Node u = space.group_nodes[i];
            mass += level.mass[u];
            SumRow(level, u, sums, [&](Node v) { return parts[v]; });
          }
          out.mass[p] = mass;
          uint64_t slot = out.begin[p];
          for (size_t i = 0; i < sums.size(); ++i) {
            const Node q = sums.key(i);
            if (q != p) {
              out.targets[slot] = q;
              out.weights[slot++] = sums.SumOf(q);
            }
            sums.Reset(i);
          }
          out.end[p] = slot;
          sums.Forget();
        }
      });
}

}  // namespace pullgraph::leiden_internal
