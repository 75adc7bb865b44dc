// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/learned_introductions.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/influence_learning.h"

namespace pullgraph {
namespace {

// When the first of the ties behind each arc began; absent: nobody knows.
std::vector<Time> FirstTies(const CommunityView& view, const TieGraph& introductions) {
  const CommunityGraph& c = view.community();
  std::vector<Time> since(introductions.num_arcs(), Time::Max());
  const auto note = [&](Node u, Node v, Time first) {
    const auto arc = introductions.FindArc(u, v);
    if (arc) since[*arc] = std::min(since[*arc], first);
  };
  for (Node u = 0; u < c.num_members(); ++u) {
    for (ArcIndex arc = c.graph().OutBegin(u); arc < c.graph().OutEnd(u); ++arc) {
      const Node v = c.graph().Target(arc);
      if (u == v || !view.HasTie(arc)) continue;
      note(u, v, c.ties().first_at[arc]);
      if (!c.IsMirrored(arc)) note(v, u, c.ties().first_at[arc]);
    }
  }
  return since;
}

// Moves each probability from what the tie says towards what the pulls say.
void Learn(const LearnedInfluence& learned, double worth, IntroductionGraph& ties) {
  for (size_t arc = 0; arc < ties.probability.size(); ++arc) {
    const double tie = ties.probability[arc];
    const double rows = learned.actions[arc] + worth;
    const double p = std::min(1.0, (learned.passed[arc] + worth * tie) / rows);
    ties.probability[arc] = p;
    if (ties.log_error.empty()) continue;
    const double of_pulls = (1 - p) / (p * (rows + 1));
    const double of_tie = worth * tie * ties.log_error[arc] / (rows * p);
    ties.log_error[arc] = std::sqrt(of_pulls + of_tie * of_tie);
  }
}

}  // namespace

absl::StatusOr<IntroductionGraph> BuildLearnedIntroductions(
    const CommunityView& view, const LearnedIntroductionsOptions& options) {
  if (!(options.tie_worth > 0 && std::isfinite(options.tie_worth))) {
    return absl::InvalidArgumentError(absl::StrCat("tie_worth is ", options.tie_worth,
                                                   ", expected a finite number > 0"));
  }
  absl::StatusOr<IntroductionGraph> ties = BuildIntroductionGraph(view, options.ties);
  if (!ties.ok() || ties->probability.empty()) return ties;
  LearnInfluenceOptions learn;
  learn.window_days = options.window_days;
  learn.prior_strength = 0;
  learn.prior = 0;
  learn.run = options.ties.strength.run;
  const absl::StatusOr<LearnedInfluence> learned =
      LearnInfluence(ties->graph, FirstTies(view, ties->graph), ActionLogOf(view), learn);
  if (!learned.ok()) return learned.status();
  Learn(*learned, options.tie_worth, *ties);
  return ties;
}

}  // namespace pullgraph
