// SPDX-License-Identifier: Apache-2.0
// Could we have told where each source goes next? The public protocol for events: one
// target against all others.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_BACKTEST_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_BACKTEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/attract/event_model.h"
#include "algorithms/attract/event_rankings.h"
#include "algorithms/attract/event_stream.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct EventBacktestOptions {
  // Quantiles of the events' times that end training and validation;
  // 0 < validation_from < test_from < 1.
  double validation_from = 0.70;
  double test_from = 0.85;
  // Events after which the EdgeBank that is written in batches learns of them; >= 1.
  int batch = 200;
  // Resamples of the sources for the intervals, >= 1.
  int bootstrap = 1000;
  EventModelOptions model;  // Its seed and run give way to those below.
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// Place: 1 + candidates above the true target + half of those beside it.
struct EventScore {
  std::string name;
  double mrr_validation = 0;  // Mean of 1 / place over validation.
  double mrr = 0;             // And over the test, with its 95 % interval.
  double mrr_low = 0;
  double mrr_high = 0;
  double first = 0;      // Share of the test with place 1,
  double first_ten = 0;  // and with one of 10 or less.
};

struct EventBacktest {
  EventKind kind = EventKind::kSignals;
  uint64_t training = 0;  // Events in each part.
  uint64_t validation = 0;
  uint64_t tested = 0;
  uint64_t learned_from = 0;  // Of those of training.
  uint32_t num_targets = 0;
  int64_t test_begin = 0;  // Microseconds since the Unix epoch.
  // How many trees did best in validation; 0: a simple ranking did better, and the
  // learned one is that.
  int chosen_trees = 0;
  // The learned ranking, then the simple ones by SimpleRanking.
  std::vector<EventScore> scores;
  // MRR of the learned ranking in the test less that of the simple one which did best in
  // validation, with the 95 % interval of the difference.
  SimpleRanking rival = SimpleRanking::kLocalGlobal;
  double lead = 0;
  double lead_low = 0;
  double lead_high = 0;
  // 1 / place of each event of validation and test, in order, by the learned ranking.
  std::vector<double> learned;
};

// Tells the events one after the other. Each of validation and test is asked about with
// all targets as candidates, but for those to which the same source went at the same
// time; rankings know what happened strictly before. Trees are fitted to training alone,
// how many of them count is chosen in validation, and then they stay as they are.
//
// Targets are all that ever occur, as the protocol has it.
// TIES: see EventScore; of equally good numbers of trees the smallest is chosen.
// Bit-identical for any number of threads.
// COST: O(e (p + 100 f)) for e events, p targets of a source and f features, and one fit;
// O(e + pairs) memory and the rows of the fit.
// ERRORS: those of CheckEvents(); InvalidArgument for an option out of range;
// FailedPrecondition if there are fewer than 200 events, two targets, or a part is empty;
// Cancelled.
// SOURCE: Huang et al. 2023, arXiv:2307.01026 (protocol); Poursafaei et al. 2022,
// arXiv:2207.10128 (EdgeBank). Intervals by bootstrap over sources, whose events are not
// independent: Efron, Tibshirani 1993.
absl::StatusOr<EventBacktest> BacktestEvents(const EventStream& stream,
                                             const EventBacktestOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_BACKTEST_H_
