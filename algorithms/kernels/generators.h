// SPDX-License-Identifier: Apache-2.0
// Seeded graphs of any size for tests and benchmarks.
//
// Arc i of a list depends on the options and on i alone, so any slice can be made
// anywhere, by any number of threads or processes.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_GENERATORS_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_GENERATORS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

using ArcList = std::vector<std::pair<Node, Node>>;

// Arcs [begin, end) of a list; an end beyond the list means its end.
struct ArcSlice {
  uint64_t begin = 0;
  uint64_t end = UINT64_MAX;
};

// Few hubs, many leaves, small distances: like a big social network.
struct KroneckerOptions {
  int scale = 16;         // 2^scale nodes; [0, 31].
  int edge_factor = 16;   // Arcs a node; >= 0.
  // Chances of the quadrants; >= 0, a + b + c <= 1. The defaults are Graph500's.
  double a = 0.57;
  double b = 0.19;
  double c = 0.19;
  bool permute_ids = true;  // Otherwise small ids are hubs.
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Every arc joins two nodes at random.
struct UniformOptions {
  Node num_nodes = 1 << 16;  // >= 1 if there are arcs.
  uint64_t num_arcs = 1 << 20;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Equal blocks; most arcs stay within the block of their source.
struct PlantedPartitionOptions {
  Node num_nodes = 1 << 16;  // >= 1 if there are arcs.
  uint64_t num_arcs = 1 << 19;
  Node num_blocks = 256;  // [1, max(1, num_nodes)]; node u is in block u % num_blocks.
  double mixing = 0.3;    // Share of arcs that leave their block; [0, 1].
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Each returns a slice of its list; loops and parallel arcs occur. With one block
// no arc leaves it, and with blocks of one node no arc stays but loops.
//
// COST: O(arcs of the slice), times `scale` for Kronecker.
// ERRORS: InvalidArgument naming the option; OutOfRange if the slice begins after
// its end or the list's; Cancelled by `run`.
// SOURCE: Leskovec et al. 2010, JMLR 11:985; graph500.org (parameters); Condon and
// Karp 2001, doi:10.1002/1098-2418(200103)18:2<116::AID-RSA1001>3.0.CO;2-2.
absl::StatusOr<ArcList> KroneckerArcs(const KroneckerOptions& options, ArcSlice slice = {});
absl::StatusOr<ArcList> UniformArcs(const UniformOptions& options, ArcSlice slice = {});
absl::StatusOr<ArcList> PlantedPartitionArcs(const PlantedPartitionOptions& options,
                                             ArcSlice slice = {});

// Each returns the whole list as a simple undirected graph: symmetric, without
// loops and parallel arcs.
//
// COST, ERRORS: those of the list, and of BuildTieGraph.
absl::StatusOr<TieGraph> KroneckerGraph(const KroneckerOptions& options = {});
absl::StatusOr<TieGraph> UniformGraph(const UniformOptions& options = {});
absl::StatusOr<TieGraph> PlantedPartitionGraph(const PlantedPartitionOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_GENERATORS_H_
