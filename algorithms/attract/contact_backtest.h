// SPDX-License-Identifier: Apache-2.0
// Could we have told who writes to whom next? A backtest on dated ties.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_CONTACT_BACKTEST_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_CONTACT_BACKTEST_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/kernels/boosted_trees.h"
#include "algorithms/attract/contact_history.h"
#include "graph/random.h"

namespace pullgraph {

struct ContactBacktestOptions {
  // Shares of the contacts, by time, that the model learns from and that it is asked
  // about; each in (0, 0.5]. What comes before is history.
  double training_share = 0.15;
  double test_share = 0.15;
  // Contacts to learn from, at most, >= 100: every k-th. Quality for time.
  int max_training = 20000;
  // Contacts that count as happening at once: a hard negative is none of them; >= 1.
  int batch = 200;
  BoostedTreesOptions trees;  // Its seed and run give way to those below.
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

enum class NegativeKind : size_t {
  kRandom,      // The same sender, a receiver drawn from all members.
  kHistorical,  // Two who were in contact before the test, but not in this batch.
};
inline constexpr size_t kNumNegativeKinds = 2;

struct ContactScore {
  std::string name;
  // By NegativeKind: over the tested contacts and as many negatives.
  std::array<double, kNumNegativeKinds> auc{};
  std::array<double, kNumNegativeKinds> average_precision{};
};

struct ContactBacktest {
  // The learned model first; then EdgeBank (was there a contact before?), EdgeBank
  // with a window as long as the test, preferential attachment (product of the
  // numbers of partners) and recency of the last contact.
  std::vector<ContactScore> scores;
  uint64_t history = 0;   // Contacts in each part.
  uint64_t training = 0;
  uint64_t tested = 0;
  int64_t test_begin = 0;  // Microseconds since the Unix epoch.
};

// Tells `contacts` (ascending, see ListContacts) one after the other. Each one tested
// is put beside a negative of either kind, at its own time; features know only what
// happened strictly before. The trees learn from both kinds at once.
//
// TIES: equal scores count half (AUC) or are spread evenly (average precision).
// Bit-identical for any number of threads.
// COST: O(e p) for e contacts and p partners of a member, and one fit of the trees.
// ERRORS: InvalidArgument for an option out of range, contacts out of order or of a
// member with itself; OutOfRange for a member that is none; FailedPrecondition if there
// are fewer than 200 contacts, or too few moments to learn and to test; Cancelled.
// SOURCE: Poursafaei, Huang, Pelrine, Rabbany 2022, arXiv:2207.10128 (EdgeBank and
// historical negatives).
absl::StatusOr<ContactBacktest> BacktestContacts(Node num_members,
                                                 const std::vector<ContactEvent>& contacts,
                                                 const ContactBacktestOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_CONTACT_BACKTEST_H_
