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
  // Contacts that count as happening now, from the one asked about: a negative is none of
  // them; >= 1.
  int batch = 200;
  BoostedTreesOptions trees;  // Its seed and run give way to those below.
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// What a contact is put beside. Contacts between new pairs and between old ones are judged
// apart, each beside pairs of its own sort: where most contacts are of new pairs, "never
// before" alone would tell them from pairs of old, and the other way round.
enum class NegativeKind : size_t {
  kRandom,    // Every contact: the same sender, a receiver drawn from all members.
  kNew,       // The first contact of a pair: the same sender, somebody new to them.
  kRepeated,  // A contact of an old pair: another old pair, drawn from all of them.
};
inline constexpr size_t kNumNegativeKinds = 3;

struct ContactScore {
  std::string name;
  // By NegativeKind: over the tested contacts of that kind and as many negatives; NaN if
  // there are none. Without skill each is one half.
  std::array<double, kNumNegativeKinds> auc{};
  std::array<double, kNumNegativeKinds> average_precision{};
};

struct ContactBacktest {
  // The learned model first; then EdgeBank (was there a contact before?), EdgeBank
  // with a window as long as the test, preferential attachment (product of the
  // numbers of partners), recency of the last contact, and no skill.
  std::vector<ContactScore> scores;
  uint64_t history = 0;   // Contacts in each part.
  uint64_t training = 0;
  uint64_t tested = 0;
  std::array<uint64_t, kNumNegativeKinds> tested_of{};
  int64_t test_begin = 0;  // Microseconds since the Unix epoch.
};

// Tells `contacts` (ascending, see ListContacts) one after the other. Each one tested
// is put beside negatives of its kinds, at its own time; features know only what
// happened strictly before. The trees learn from all kinds at once.
// Where who contacts whom is drawn anew each time, every figure is one half but for chance.
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
