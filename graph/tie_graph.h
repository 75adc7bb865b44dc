// SPDX-License-Identifier: Apache-2.0
// The ties of a community as an immutable compressed sparse row graph.
#ifndef PULLGRAPH_GRAPH_TIE_GRAPH_H_
#define PULLGRAPH_GRAPH_TIE_GRAPH_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace pullgraph {

// A member as the kernels see it: a number in [0, num_nodes()).
using Node = uint32_t;
// Position of an arc in the rows of the graph, in [0, num_arcs()).
using ArcIndex = uint64_t;

// Nodes 0..n-1 and arcs source -> target, sorted by (source, target). Parallel
// arcs and loops are allowed. Properties of arcs are arrays beside the graph,
// indexed by ArcIndex.
//
// A *symmetric* graph holds every undirected tie as two arcs, one in the row of
// each end (a loop once), and stores no in-arcs: they are the out-arcs.
//
// Models Boost.Graph's VertexList, EdgeList, Incidence, Bidirectional and
// Adjacency concepts through graph/tie_graph_boost.h. Copies are deep; moving
// is cheap. All methods are safe to call from several threads.
class TieGraph {
 public:
  TieGraph() : out_offsets_(1, 0) {}

  // Takes over finished rows: `offsets` has n + 1 entries, `targets` one per arc.
  // With `symmetric`, the caller says that each arc has its mirror; that is
  // checked by a 64-bit sum that an accidental fault passes with p = 2^-64.
  //
  // COST: O(n + m) time, and O(n + m) memory for the in-arcs if not symmetric.
  // ERRORS: InvalidArgument naming the row if offsets fall or don't end at m, a
  // target is not in [0, n), a row is unsorted, or an arc has no mirror.
  static absl::StatusOr<TieGraph> FromSortedRows(std::vector<uint64_t> offsets,
                                                 std::vector<Node> targets,
                                                 bool symmetric, int threads = 1);

  Node num_nodes() const { return static_cast<Node>(out_offsets_.size() - 1); }
  ArcIndex num_arcs() const { return out_targets_.size(); }
  bool is_symmetric() const { return symmetric_; }
  // Arcs from a node to itself.
  uint64_t num_loops() const { return num_loops_; }

  uint64_t OutDegree(Node u) const { return out_offsets_[u + 1] - out_offsets_[u]; }
  uint64_t InDegree(Node u) const {
    return symmetric_ ? OutDegree(u) : in_offsets_[u + 1] - in_offsets_[u];
  }

  // Arcs of `u` are [OutBegin(u), OutEnd(u)).
  ArcIndex OutBegin(Node u) const { return out_offsets_[u]; }
  ArcIndex OutEnd(Node u) const { return out_offsets_[u + 1]; }
  Node Target(ArcIndex arc) const { return out_targets_[arc]; }
  // COST: O(log n).
  Node Source(ArcIndex arc) const;

  // Targets of the arcs of `u`, ascending.
  absl::Span<const Node> OutNeighbors(Node u) const {
    return {out_targets_.data() + out_offsets_[u], OutDegree(u)};
  }
  // Sources of the arcs into `u`, ascending.
  absl::Span<const Node> InNeighbors(Node u) const {
    return symmetric_ ? OutNeighbors(u)
                      : absl::Span<const Node>(in_sources_.data() + in_offsets_[u],
                                               InDegree(u));
  }
  // The arc behind InNeighbors(u)[k]. In a symmetric graph that is the mirror
  // arc u -> v, whose tie, and so whose kind, dates and strength, are the same.
  ArcIndex InArc(Node u, uint64_t k) const {
    return symmetric_ ? out_offsets_[u] + k : in_arcs_[in_offsets_[u] + k];
  }

  // First arc u -> v, if there is one. COST: O(log degree).
  std::optional<ArcIndex> FindArc(Node u, Node v) const;

  absl::Span<const uint64_t> offsets() const { return out_offsets_; }
  absl::Span<const Node> targets() const { return out_targets_; }

  // Bytes held.
  uint64_t memory_bytes() const;

  friend bool operator==(const TieGraph& a, const TieGraph& b) {
    return a.symmetric_ == b.symmetric_ && a.out_offsets_ == b.out_offsets_ &&
           a.out_targets_ == b.out_targets_;
  }

 private:
  void BuildInArcs(int threads);

  bool symmetric_ = true;
  uint64_t num_loops_ = 0;
  std::vector<uint64_t> out_offsets_;
  std::vector<Node> out_targets_;
  std::vector<uint64_t> in_offsets_;  // Empty if symmetric.
  std::vector<Node> in_sources_;
  std::vector<ArcIndex> in_arcs_;
};

struct ArcListOptions {
  // Adds the mirror of each arc: the list holds undirected ties.
  bool symmetrize = false;
  // Keeps one of equal arcs.
  bool remove_parallel = false;
  bool remove_loops = false;
  // Workers; performance only.
  int threads = 1;
};

// Builds a graph on nodes [0, num_nodes) from arcs in any order.
//
// COST: O(n + m) time plus sorting each row, O(n + m) memory.
// ERRORS: OutOfRange naming the first arc with an end outside [0, num_nodes).
absl::StatusOr<TieGraph> BuildTieGraph(Node num_nodes,
                                       absl::Span<const std::pair<Node, Node>> arcs,
                                       const ArcListOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_TIE_GRAPH_H_
