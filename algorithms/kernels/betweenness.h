// SPDX-License-Identifier: Apache-2.0
// How many shortest paths lead over a node.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_BETWEENNESS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_BETWEENNESS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct BetweennessOptions {
  const RunControl* run = nullptr;
};

// Returns for every node v the share of ordered pairs (s, t) of different nodes whose
// shortest path in hops leads over v, not at an end; of several shortest paths each
// counts its share: sum over s, t of sigma(s, t | v) / sigma(s, t), over n (n - 1). In
// [0, 1]. Paths are told apart by their nodes: parallel arcs count once.
//
// TIES: none; bit-identical for any number of threads.
// COST: O(n (n + m)) time, O(n) memory a thread and 128 bytes a node.
// ERRORS: Cancelled by `run`.
// SOURCE: Brandes 2001, doi:10.1080/0022250X.2001.9990249.
absl::StatusOr<std::vector<double>> FindBetweenness(const TieGraph& graph,
                                                    const BetweennessOptions& options = {});

struct SampledBetweennessOptions {
  // Error that all estimates together keep with probability 1 - delta; in (0, 0.5].
  double epsilon = 0.005;
  // In (0, 1).
  double delta = 0.05;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

struct SampledBetweenness {
  std::vector<double> betweenness;  // Share of the sampled paths that lead over v.
  int64_t samples = 0;
  double half_width = 0;  // Every estimate is that near with 1 - delta; <= epsilon.
};

// Estimates the same from shortest paths between random pairs, drawn until all
// estimates are sure: by empirical Bernstein bounds on the way, which use that most
// nodes are on few paths, and at last by the smaller of Hoeffding's bound over n
// nodes and, for a symmetric graph, that by its diameter (with its customary constant
// of 0.5).
//
// TIES: none; bit-identical for any number of threads.
// COST: for each of at most min(ln(4 n / delta), floor(log2(D - 2)) + 1 + ln(2 / delta))
// / (2 epsilon^2) samples, D nodes on the longest shortest path, a balanced search
// from both ends, far less than m in small worlds. O(n) memory a thread.
// ERRORS: InvalidArgument for an option out of range; Cancelled by `run`.
// SOURCE: Borassi, Natale 2016, doi:10.4230/LIPIcs.ESA.2016.20 (KADABRA: adaptive
// sampling, balanced bidirectional search); Riondato, Kornaropoulos 2016,
// doi:10.1007/s10618-015-0423-0 (bound by diameter); Maurer, Pontil 2009,
// arXiv:0907.3740, checked as the number of samples doubles.
absl::StatusOr<SampledBetweenness> EstimateBetweenness(
    const TieGraph& graph, const SampledBetweennessOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_BETWEENNESS_H_
