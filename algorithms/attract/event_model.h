// SPDX-License-Identifier: Apache-2.0
// Learns from past events which of the targets listed a source goes to next.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_MODEL_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/boosted_trees.h"
#include "algorithms/attract/event_features.h"
#include "graph/random.h"
#include "graph/run_control.h"

namespace pullgraph {

struct EventModelOptions {
  // Events to learn from, at most, >= 1: the last ones. Quality for time.
  int max_training = 40000;
  // Other targets that each is learned from: the first ones listed, and some drawn from
  // the rest, which weigh as much as all of it; >= 1 both.
  int first_others = 6;
  int drawn_others = 6;
  EventShortlistOptions shortlist;
  // At least 4, of which validation chooses how many count.
  BoostedTreesOptions trees = {
      .num_trees = 300, .learning_rate = 0.05, .max_depth = 5, .min_leaf_weight = 20};
  uint64_t seed = kDefaultSeed;
  const RunControl* run = nullptr;
};

// ERRORS: InvalidArgument for a number out of range, but for `trees`.
absl::Status CheckEventModel(const EventModelOptions& options);

// Rows to learn from, event by event.
class EventTrainer {
 public:
  explicit EventTrainer(const EventModelOptions& options) : options_(options) {}

  // Learns from `event`, the index-th: the question must read the history before it.
  // What is not listed teaches nothing.
  void Learn(EventQuestion& question, const DatedEvent& event, size_t index,
             absl::Span<const uint32_t> excluded);
  uint64_t learned() const { return learned_; }
  // Forgets the rows. ERRORS: those of FitBoostedTrees.
  absl::StatusOr<BoostedTrees> Fit();

 private:
  void AddRow(const EventQuestion& question, uint32_t target, bool is_true, double weight);

  const EventModelOptions& options_;
  std::vector<double> rows_;
  std::vector<uint8_t> labels_;
  std::vector<double> weights_;
  uint64_t learned_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_MODEL_H_
