// SPDX-License-Identifier: Apache-2.0
// The likeliest missing ties of members.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_LINK_PREDICT_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_LINK_PREDICT_H_

#include <array>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "algorithms/attract/link_features.h"
#include "algorithms/attract/link_model.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"

namespace pullgraph {

struct LinkPredictOptions {
  // Answers a member, at most; >= 1.
  int per_member = 10;
  // Members looked at for each member, >= 1: the nearest by a short random walk.
  // Performance, but for hubs.
  int max_candidates = 1000;
  LinkFeatureOptions features;  // As in training; its run gives way to that below.
  const RunControl* run = nullptr;
};

struct LinkPrediction {
  Node member = 0;
  Node other = 0;
  double likelihood = 0;  // LinkModel::Likelihood.
  std::array<double, kNumLinkFeatures> features{};
};

// Returns, for each member for whom wanted(member) holds, the likeliest ties to members
// at most model.within_hops() (all pairs: 2) away whom it is not tied to. `model` was
// trained on `ties`.
//
// In the order of members, then falling likelihood.
// TIES: the smaller other member first. Bit-identical for any number of threads.
// COST: for each member, the arcs within the steps walked and O(candidates).
// ERRORS: InvalidArgument for an option out of range or if `ties` is not symmetric and
// simple; Cancelled.
absl::StatusOr<std::vector<LinkPrediction>> PredictLinks(
    const TieGraph& ties, const LinkModel& model, const LinkPredictOptions& options,
    absl::FunctionRef<bool(Node member)> wanted);

// Members that both are tied to, ascending. `ties` is symmetric and simple.
// COST: O(degrees).
std::vector<Node> CommonContacts(const TieGraph& ties, Node a, Node b);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_LINK_PREDICT_H_
