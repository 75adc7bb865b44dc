// SPDX-License-Identifier: Apache-2.0
// Reverse-reachable sets: who could have set a random node in motion.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_REVERSE_SETS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_REVERSE_SETS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/bitmap.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

enum class SpreadModel {
  // Each arc u -> v passes on what u has with its probability, once, by itself.
  kIndependentCascade,
  // v follows once the weights of those it listens to and who have it add up to v's
  // threshold, uniform in [0, 1]. Weights of arcs into a node sum to at most 1.
  kLinearThreshold,
};

// OK if `graph` has directions and `probability` one number in [0, 1] an arc.
//
// COST: O(m).
// ERRORS: InvalidArgument for a symmetric graph, or naming the arc and its probability.
absl::Status CheckSpreadProbabilities(const TieGraph& graph,
                                      absl::Span<const float> probability);

// The in-arcs of a graph, laid out so that the live ones among them are drawn in time
// that grows with their number, not with the degree. Immutable; safe to share.
class ReverseSampler {
 public:
  // `probability` has one number in [0, 1] an arc. Loops and arcs of 0 have no effect.
  //
  // COST: O(m log d) time, O(n + m) memory.
  // ERRORS: InvalidArgument for a symmetric graph, naming the arc whose probability is out of range, or under
  // the threshold model the node whose weights sum to more than 1 (1e-5 is let pass);
  // Cancelled.
  static absl::StatusOr<ReverseSampler> Build(const TieGraph& graph,
                                              absl::Span<const float> probability,
                                              SpreadModel model,
                                              const RunControl* run = nullptr);

  Node num_nodes() const { return static_cast<Node>(arc_begin_.size() - 1); }
  SpreadModel model() const { return model_; }

  // Appends a random reverse-reachable set of `root` to `out`: all nodes from which a
  // path of live arcs leads to it, itself first. `seen` has a clear bit a node, and
  // leaves so. Returns how many random numbers that took, a measure of the work.
  //
  // COST: cascade O(set + live arcs + log of the spread of probabilities a node);
  // threshold O(set log d).
  // SOURCE: Borgs et al. 2014, doi:10.1137/1.9781611973402.70; subset sampling by
  // geometric jumps from Guo et al. 2020, doi:10.1145/3318464.3389740.
  uint64_t Sample(Node root, RandomStream& random, Bitmap& seen, std::vector<Node>& out) const;

 private:
  // Consecutive in-arcs of a node whose probabilities are at most `most` and, but for
  // the smallest, more than half of it.
  struct Segment {
    uint32_t length = 0;
    float most = 0;
    float jump = 0;     // -1 / ln(1 - most); 0: arcs are drawn one by one.
    bool equal = true;  // All are `most`.
  };

  void LayOut(const TieGraph& graph, absl::Span<const float> probability, int threads);
  uint64_t LayOutRow(const TieGraph& graph, absl::Span<const float> probability, Node v,
                     std::vector<std::pair<float, Node>>& row);
  void CutSegments();
  uint64_t SampleCascade(Node root, RandomStream& random, Bitmap& seen,
                         std::vector<Node>& out) const;
  uint64_t SampleThreshold(Node root, RandomStream& random, Bitmap& seen,
                           std::vector<Node>& out) const;

  SpreadModel model_ = SpreadModel::kIndependentCascade;
  // Arcs into v are [arc_begin_[v], arc_end_[v]); n + 1 and n entries.
  std::vector<uint64_t> arc_begin_;
  std::vector<uint64_t> arc_end_;
  std::vector<Node> source_;             // By probability, falling.
  std::vector<float> probability_;       // Cascade: of the arc; threshold: sum so far.
  std::vector<uint64_t> segment_begin_;  // n + 1; cascade only.
  std::vector<Segment> segments_;
};

// Sets one after the other: set i is nodes[offsets[i], offsets[i + 1]).
struct ReverseSets {
  std::vector<uint64_t> offsets = {0};
  std::vector<Node> nodes;
  uint64_t draws = 0;  // Random numbers that they took.
  size_t size() const { return offsets.size() - 1; }
  absl::Span<const Node> operator[](size_t i) const {
    return {nodes.data() + offsets[i], offsets[i + 1] - offsets[i]};
  }
};

struct ReverseSetsOptions {
  // Set i draws from RandomStream(seed, stride * i + offset), so that collections of
  // different offset are independent. 0 <= offset < stride.
  uint64_t seed = kDefaultSeed;
  uint64_t stride = 1;
  uint64_t offset = 0;
  // Takes the roots in turn, set i that of i modulo their number, instead of at random.
  // If their order is random, counts spread less than by random roots (Hoeffding 1956,
  // doi:10.1214/aoms/1177728178; 1963, doi:10.1080/01621459.1963.10500830).
  bool in_turn = false;
  // Nodes in all sets at most, 4 bytes each; a limit on memory.
  uint64_t max_nodes = uint64_t{1} << 30;
  const RunControl* run = nullptr;
};

// Extends `sets` to `count` sets, each of a root drawn uniformly from `roots` (empty:
// all nodes), or of the next one. What is there already is taken as made by earlier calls of equal options.
//
// TIES: none. Bit-identical for any number of threads, and in however many calls.
// COST: that of Sample a set; twice the memory of the sets that are new.
// ERRORS: OutOfRange for a root; InvalidArgument for stride and offset, or if there is
// no node to draw; ResourceExhausted past max_nodes; Cancelled.
absl::Status ExtendReverseSets(const ReverseSampler& sampler, absl::Span<const Node> roots,
                               size_t count, const ReverseSetsOptions& options,
                               ReverseSets& sets);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_REVERSE_SETS_H_
