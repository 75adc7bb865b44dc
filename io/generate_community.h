// SPDX-License-Identifier: Apache-2.0
// A synthetic community with something to find in it.
#ifndef PULLGRAPH_IO_GENERATE_COMMUNITY_H_
#define PULLGRAPH_IO_GENERATE_COMMUNITY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct GenerateOptions {
  uint32_t members = 1000;
  uint64_t ties = 5000;
  uint64_t signals = 10'000;
  uint32_t resources = 500;
  uint32_t topics = 40;
  uint32_t clusters = 20;  // All five >= 1; signals and ties may be 0.
  int days = 365;          // Length of the history, >= 1, up to 2026-01-01.
  double mixing = 0.2;     // Share of ties that leave their cluster; [0, 1].
  // Share of signals that follow a tied member's earlier pull (influence), and share
  // that follow the topics of the member's cluster (attraction); the rest are random.
  // Both >= 0, together at most 1.
  double influence = 0.3;
  double attraction = 0.5;
  // Pulls that each pull brings about on average, [0, 1), half of them within so many
  // hours (> 0): the times are those of a Hawkes process, and the number of signals is
  // then `signals` on average. 0: evenly spread.
  double excitation = 0;
  double excitation_half_life_hours = 6;
  // Questions on topics, besides the signals, and days by which half are answered, by
  // an exponential distribution; > 0. Answers after the end are not known.
  uint64_t asks = 0;
  double answer_median_days = 2;
  // Share of members with an offer (a favourite topic of their cluster) and a need (one
  // of another cluster); [0, 1].
  double offers = 0;
  // Mails about a resource in four campaigns, each of which spares a fifth of the members
  // as a holdout. Within three days one in
  // twenty pulls it anyhow; of those mailed, in every other cluster, `uplift` more, in
  // [0, .95].
  uint64_t touches = 0;
  double uplift = 0.1;
  // Mean probability that a prospect becomes a customer within 30 days, [0, 1). 0: customers
  // are so from the day they join. And how much prospects differ in it, by what they do,
  // whom they know and their cluster; >= 0, 0: not at all.
  double conversions = 0;
  double contrast = 1;
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// ERRORS: InvalidArgument naming the option that is out of range.
absl::Status CheckGenerateOptions(const GenerateOptions& options);

// Members live in planted clusters, each with three favourite topics; activity is
// skewed; a quarter of the clusters hold most customers. Signals come in order of
// time. Resources are published over the history, and pulled after that; where customers are
// planted, every fourth is a product of their market. Members ask
// about the favourite topics of their cluster, and others of it answer.
//
// Each member, tie and resource depends on the options and its own index alone; conversions
// on what went before, see generate_conversions.h. `truth` (may be null) then receives, for
// each member m0, m1, ..., the probability of becoming a customer in the 30 days after the
// history, NaN for customers.
// COST: O(size log size).
// ERRORS: InvalidArgument for an option out of range; Cancelled.
// SOURCE: kernels/hawkes.h.
absl::StatusOr<CommunityGraph> GenerateCommunity(const GenerateOptions& options = {},
                                                 std::vector<double>* truth = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_GENERATE_COMMUNITY_H_
