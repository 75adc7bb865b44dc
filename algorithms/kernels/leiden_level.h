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
  // For communities below `n` and rows of at most `row` arcs.
  void Resize(Node n, uint64_t row) {
    if (sum_.size() < n) sum_.resize(n, 0.0);
    if (touched_.size() < row + 1) touched_.resize(row + 1);
  }
  // Without a branch: whether a community is new cannot be predicted. Weight 0 must
  // be left out by the caller.
  void Add(Node community, double weight) {
    double& sum = sum_[community];
    touched_[count_] = community;
    count_ += sum == 0 ? 1 : 0;
    sum += weight;
  }
  size_t size() const { return count_; }
  Node key(size_t i) const { return touched_[i]; }
  double SumOf(Node community) const { return sum_[community]; }
  // Forgets the sum of key(i).
  void Reset(size_t i) { sum_[touched_[i]] = 0; }
  void Forget() { count_ = 0; }

 private:
  std::vector<double> sum_;
  std::vector<Node> touched_;
  size_t count_ = 0;
};

// Adds the weights of the arcs of `u`, loops left out, by key(target).
template <class Key>
inline void SumRow(const Level& level, Node u, NeighborSums& sums, Key key) {
  const uint64_t end = level.end[u];
  if (level.weights == nullptr) {
    for (uint64_t arc = level.begin[u]; arc < end; ++arc) {
      const Node v = level.targets[arc];
      if (v != u) sums.Add(key(v), 1.0);
    }
    return;
  }
  for (uint64_t arc = level.begin[u]; arc < end; ++arc) {
    const Node v = level.targets[arc];
    const double weight = level.weights[arc];
    if (v != u && weight > 0) sums.Add(key(v), weight);
  }
}

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
// returned. Parts are numbered by community; the visits are in random order.
Node Refine(const Level& level, const Objective& objective, Node count,
            const std::vector<Node>& labels, uint64_t seed, const RunControl* run,
            std::vector<Node>& parts, Workspace& space);

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
