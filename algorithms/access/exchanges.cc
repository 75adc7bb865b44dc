// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/exchanges.h"

#include <algorithm>
#include <limits>

#include "graph/build_introduction_graph.h"
#include "graph/known_tie.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 256;

}  // namespace

std::vector<Time> KnownExchanges(const CommunityView& view, ArcIndex arc) {
  std::vector<Time> known;
  if (!view.HasTie(arc)) return known;
  const TieColumns& ties = view.community().ties();
  const auto add = [&](Time t) {
    if (t.is_present() && view.Knows(t)) known.push_back(t);
  };
  for (const Time t : ties.at[arc]) add(t);
  if (ties.at[arc].empty()) {
    const KnownTie tie = KnownTieOf(view, arc);
    add(tie.first);
    // One exchange has one moment.
    if (tie.last != tie.first) add(tie.last);
  }
  return known;
}

absl::StatusOr<std::vector<double>> ContactAges(const CommunityView& view,
                                                const IntroductionGraph& graph,
                                                const RunControl* run) {
  std::vector<double> ages(graph.graph.num_arcs(), std::numeric_limits<double>::infinity());
  ParallelFor(
      ThreadsOf(run), graph.graph.num_nodes(), kGrain, [&](int64_t begin, int64_t end) {
        for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
          if (IsCancelled(run)) return;
          for (ArcIndex arc = graph.graph.OutBegin(u); arc < graph.graph.OutEnd(u); ++arc) {
            Time last;
            for (const ArcIndex tie : EvidenceOf(view, u, graph.graph.Target(arc))) {
              const std::vector<Time> known = KnownExchanges(view, tie);
              if (!known.empty()) last = std::max(last, known.back());
            }
            if (last.is_present()) ages[arc] = std::max(0.0, DaysBetween(last, view.now()));
          }
        }
      });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  return ages;
}

}  // namespace pullgraph
