// SPDX-License-Identifier: Apache-2.0
// What is compared: the same kernels on the same workload, ours and theirs.
#ifndef PULLGRAPH_BENCH_COMPARE_PEER_H_
#define PULLGRAPH_BENCH_COMPARE_PEER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/tie_graph.h"

namespace pullgraph::compare {

enum class Kernel {
  kBfs,
  kSssp,
  kComponents,
  kCores,
  kJaccard,
  kAdamicAdar,
  kPageRank,
  kLeiden,
  kPaths,
};
inline constexpr Kernel kAllKernels[] = {
    Kernel::kBfs,        Kernel::kSssp,     Kernel::kComponents, Kernel::kCores, Kernel::kJaccard,
    Kernel::kAdamicAdar, Kernel::kPageRank, Kernel::kLeiden,     Kernel::kPaths};
const char* NameOf(Kernel kernel);

inline constexpr int kPathsPerQuery = 10;
inline constexpr double kDamping = 0.85;

// A simple undirected graph and what is asked of it.
struct Workload {
  std::string name;
  TieGraph ties;
  std::vector<uint32_t> costs;  // One per arc, 1..255; both arcs of a tie agree.
  std::vector<Node> sources;    // One per round.
  std::vector<std::pair<Node, Node>> pairs;    // To score.
  std::vector<std::pair<Node, Node>> queries;  // Ends of paths, in one component.
  int threads = 1;
};

// Reads "u v" lines, ids below 2^32 - 1; lines that begin with # or % are skipped.
absl::StatusOr<TieGraph> ReadEdgeList(const std::string& path);
// Draws costs, sources, pairs and queries, all from `seed`.
absl::Status FillWorkload(int rounds, int pairs, int queries, uint64_t seed, Workload& workload);

struct Sample {
  double seconds = 0;
  double peak_mb = 0;  // Grown during the run.
};
// Runs `body` and measures it.
Sample Measure(const std::function<void()>& body);

// An answer is a list of numbers that means the same for everybody: distances (-1
// unreached), smallest node of the component, core numbers, scores, communities,
// costs of paths.
using Answer = std::vector<double>;

class Peer {
 public:
  virtual ~Peer() = default;
  virtual std::string name() const = 0;
  virtual bool Has(Kernel kernel) const = 0;
  // Takes the graph over into the peer's own form; not measured.
  virtual absl::Status Prepare(const Workload& workload) = 0;
  virtual Sample Run(Kernel kernel, int round) = 0;
  // Of the last run.
  virtual Answer LastAnswer(Kernel kernel) = 0;
};

std::unique_ptr<Peer> MakeOurs();
std::unique_ptr<Peer> MakeBoostPeer();
// Null if built without igraph.
std::unique_ptr<Peer> MakeIgraphPeer();
// Null if /usr/bin/python3 cannot import graph_tool.
std::unique_ptr<Peer> MakeGraphToolPeer(const std::string& script);

// Replaces each label by the smallest index that bears it.
template <class Label>
Answer Canonical(const std::vector<Label>& labels, size_t num_labels) {
  std::vector<double> first(num_labels, -1);
  Answer answer(labels.size());
  for (size_t i = 0; i < labels.size(); ++i) {
    double& smallest = first[static_cast<size_t>(labels[i])];
    if (smallest < 0) smallest = static_cast<double>(i);
    answer[i] = smallest;
  }
  return answer;
}

}  // namespace pullgraph::compare

#endif  // PULLGRAPH_BENCH_COMPARE_PEER_H_
