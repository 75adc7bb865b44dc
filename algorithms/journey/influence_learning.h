// SPDX-License-Identifier: Apache-2.0
// How likely a tie passes an action on, learned from who did what when.
#ifndef PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_LEARNING_H_
#define PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_LEARNING_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/journey/influence_graph.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// Member `member` performed action `action` for the first time at `at`.
struct ActionEntry {
  uint32_t action = 0;
  Node member = 0;
  Time at;
  friend auto operator<=>(const ActionEntry&, const ActionEntry&) = default;
};

// The log of the pulls known to `view`: an action is an object (resource, topic or
// member), and a member's first dated signal about it counts. Signals of unknown
// members and of bots are left out. Sorted by (action, at, member).
//
// COST: O(s log s).
std::vector<ActionEntry> ActionLogOf(const CommunityView& view);

enum class InfluenceEstimate {
  kBernoulli,  // A_vu / A_v: of v's actions, those that u did after v.
  kJaccard,    // A_vu / A_u|v: of the actions that either did.
};

struct LearnInfluenceOptions {
  InfluenceEstimate estimate = InfluenceEstimate::kBernoulli;
  // An action that several contacts did before u counts for each of them: in full, or in
  // equal shares.
  bool partial_credit = true;
  // Only actions that follow within so many days count as passed on (the discrete time
  // model); > 0. Infinite is the static model.
  double window_days = std::numeric_limits<double>::infinity();
  // The window of an arc is its own mean delay (Goyal's tau_vu), which takes a second
  // look at the log; then `window_days` only limits what the mean is taken of.
  bool own_window = false;
  // Actions that the prior is worth; >= 0. p = (passed + strength x prior) / (actions +
  // strength); so arcs without evidence have the prior itself. 0 gives them 0.
  double prior_strength = 1;
  // Probability of the prior, in [0, 1]; < 0: passed on over all arcs / actions there.
  double prior = -1;
  // Both are fitted instead (empirical Bayes): the arcs of a member differ about its own
  // mean, those means about that of all, as much as the log shows. Without it who looks best
  // of many looks too good.
  bool fit_prior = false;
  const RunControl* run = nullptr;
};

// One entry an arc v -> u.
struct LearnedInfluence {
  std::vector<float> probability;
  std::vector<double> passed;      // Actions passed on; credits, if partial.
  std::vector<uint32_t> actions;   // A_v, or A_u|v.
  std::vector<double> delay_days;  // Mean delay of those passed on; NaN without any.
  double prior = 0;
  // Of fit_prior: trials that the mean of all is worth against a member's own, and this
  // against an arc's own.
  double member_strength = 0;
  double arc_strength = 0;
};

// Returns for each arc v -> u how likely an action of v makes u do the same: of the
// actions in `log`, those that u did after v, and after `since` of the arc (empty: any
// time). Equal times pass nothing on. What u did on its own accord shortly after v
// counts, too: homophily is not told from influence here.
//
// TIES: none. Bit-identical for any number of threads.
// COST: O(m + sum over actions of the in-degrees of its members x log), twice with
// own_window.
// ERRORS: InvalidArgument for an option out of range, a symmetric graph, a log that is not sorted by
// (action, at, member) or has an entry twice or undated, or `since` that is not one an
// arc; OutOfRange for a member; Cancelled.
// SOURCE: Goyal, Bonchi and Lakshmanan 2010, doi:10.1145/1718487.1718518.
absl::StatusOr<LearnedInfluence> LearnInfluence(const TieGraph& graph,
                                                absl::Span<const Time> since,
                                                absl::Span<const ActionEntry> log,
                                                const LearnInfluenceOptions& options = {});

// The probability that is left `days` after v acted: p e^(-days / delay), the continuous
// time model. `delay_days` > 0; NaN or 0 means that nothing decays.
double DecayedInfluence(double probability, double delay_days, double days);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_JOURNEY_INFLUENCE_LEARNING_H_
