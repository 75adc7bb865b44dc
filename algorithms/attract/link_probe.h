// SPDX-License-Identifier: Apache-2.0
// Link features between one member and others, by walking the ties from that member.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_PROBE_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_PROBE_H_

#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/link_features.h"
#include "algorithms/attract/link_surroundings.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// Scratch of one worker. `ties` is symmetric and simple; it and `around` outlive this.
class LinkProbe {
 public:
  LinkProbe(const TieGraph& ties, const LinkSurroundings& around, int walk_steps,
            int max_distance);

  // Writes the features of (u, v) for each target v, not tied to u, into `rows`:
  // targets.size() x kNumLinkFeatures.
  void Describe(Node u, absl::Span<const Node> targets, absl::Span<double> rows);

 private:
  // What reaches a member in k steps from the source.
  struct Flow {
    double walk = 0;        // Chance of a random walk.
    double paths = 0;       // Number of walks.
    double normalised = 0;  // Of walks, each weighing the product of 1 / sqrt(degree).
  };
  // Sums over the steps, for one target.
  struct Sums {
    double katz = 0;
    double pagerank = 0;
    double far = 0;
  };

  void Start(Node u);
  void Step(int step);
  void FindDistances(Node u, absl::Span<const Node> targets, absl::Span<double> rows);
  void DescribeEnds(Node u, Node v, double* row) const;
  void DescribeShared(Node u, Node v, double* row) const;
  // What the next step would bring to `v`.
  Flow Arriving(Node v) const;
  void RecordStep(int step, Node v, const Flow& flow, Sums& sums, double* row) const;
  void DescribeFlows(Node u, Node v, const Sums& sums, double* row) const;

  const TieGraph& ties_;
  const LinkSurroundings& around_;
  int walk_steps_;
  int max_distance_;
  std::vector<double> inverse_degree_;
  std::vector<double> inverse_root_;
  std::vector<Flow> flow_;       // Non-zero at `reached_` only.
  std::vector<Flow> next_flow_;  // All zero between steps.
  std::vector<Node> reached_;
  std::vector<Node> next_reached_;
  std::vector<int> distance_;    // -1 between calls.
  std::vector<uint8_t> tied_;    // 0 between calls.
  std::vector<Sums> sums_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_PROBE_H_
