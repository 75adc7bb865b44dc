// SPDX-License-Identifier: Apache-2.0
// Internal to leiden.cc: one level of aggregation and the three phases on it.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_LEIDEN_LEVEL_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_LEIDEN_LEVEL_H_

#include <cstdint>
#include <vector>

#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph::leiden_internal {

// A symmetric graph whose row u is [begin[u], end[u]): rows may leave gaps.
// Loops are skipped: they weigh the same wherever their node goes.
struct Level {
  Node n = 0;
  const uint64_t* begin = nullptr;
  const uint64_t* end = nullptr;
  const Node* targets = nullptr;
  const double* weights = nullptr;  // Null: every arc weighs 1.
  const double* mass = nullptr;     // Node's part in the null model.
};

// Level whose memory is owned here and kept from one use to the next.
struct LevelBuffer {
  std::vector<uint64_t> begin, end;
  std::vector<Node> targets;
  std::vector<double> weights, mass;
  Node n = 0;
  Level View() const {
    return {n, begin.data(), end.data(), targets.data(), weights.data(), mass.data()};
  }
};

// Sums weights by community: a dense array and the list of what was touched.
class NeighborSums {
 public:
  void Resize(Node n) {
    if (sum_.size() < n) sum_.resize(n, -1.0);
    if (touched_.size() < n) touched_.resize(n);
  }
  void Add(Node community, double weight) {
    double& sum = sum_[community];
    if (sum < 0) {
      sum = 0;
      touched_[count_++] = community;
    }
    sum += weight;
  }
  size_t size() const { return count_; }
  Node key(size_t i) const { return touched_[i]; }
  double sum(size_t i) const { return sum_[touched_[i]]; }
  void Clear() {
    for (size_t i = 0; i < count_; ++i) sum_[touched_[i]] = -1.0;
    count_ = 0;
  }

 private:
  std::vector<double> sum_;  // -1: not touched.
  std::vector<Node> touched_;
  size_t count_ = 0;
};

// Memory that all phases of a trial share.
struct Workspace {
  std::vector<NeighborSums> sums;  // One per worker.
  // Local moves.
  std::vector<double> community_mass;
  std::vector<Node> community_size;
  std::vector<Node> queue;
  std::vector<uint8_t> queued;
  std::vector<uint32_t> moved_near;  // Last batch in which a neighbour moved.
  // Refinement and aggregation.
  std::vector<uint64_t> group_begin;
  std::vector<Node> group_nodes;
  std::vector<double> cut;
  std::vector<double> sub_mass;
  std::vector<Node> sub_size;
  LevelBuffer buffers[2];
};

// What decides whether a move pays: gain of joining community C of mass M is
// w(u, C) - rate mass(u) M.
struct Objective {
  double rate = 0;
};

// Moves nodes between the communities `labels` (values in [0, n)) until no node
// gains by a move. Order of the first visit: `order`. Returns the sum of the gains.
double MoveNodes(const Level& level, const Objective& objective,
                 const std::vector<Node>& order, const RunControl* run,
                 std::vector<Node>& labels, Workspace& space);

// Splits each community of `labels` (in [0, count)) into well-connected, connected
// parts: on return parts[u] is the part of u, in [0, number of parts), which is
// returned. Parts are numbered by community.
Node Refine(const Level& level, const Objective& objective, Node count,
            const std::vector<Node>& labels, const RunControl* run, std::vector<Node>& parts,
            Workspace& space);

// Fills `out` with the graph of the parts (in [0, count)).
void Aggregate(const Level& level, const std::vector<Node>& parts, Node count,
               const RunControl* run, LevelBuffer& out, Workspace& space);

// Renumbers `labels` to [0, count) by first appearance; returns count.
Node Compact(std::vector<Node>& labels);

// Groups the nodes by `labels` (in [0, count)), ascending in each group.
void GroupNodes(const std::vector<Node>& labels, Node n, Node count,
                std::vector<uint64_t>& begin, std::vector<Node>& nodes);

}  // namespace pullgraph::leiden_internal

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_LEIDEN_LEVEL_H_
