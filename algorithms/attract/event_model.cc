// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_model.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {

absl::Status CheckEventModel(const EventModelOptions& o) {
  const std::pair<const char*, int> counts[] = {{"max_training", o.max_training},
                                                {"first_others", o.first_others},
                                                {"drawn_others", o.drawn_others}};
  for (const auto& [name, count] : counts) {
    if (count < 1) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, " is ", count, ", expected at least 1"));
    }
  }
  if (o.trees.num_trees < 4) {
    return absl::InvalidArgumentError(
        absl::StrCat("trees.num_trees is ", o.trees.num_trees, ", expected at least 4"));
  }
  return absl::OkStatus();
}

void EventTrainer::AddRow(const EventQuestion& question, uint32_t target, bool is_true,
                          double weight) {
  question.Describe(target, rows_);
  labels_.push_back(is_true ? 1 : 0);
  weights_.push_back(weight);
}

void EventTrainer::Learn(EventQuestion& question, const DatedEvent& event, size_t index,
                         absl::Span<const uint32_t> excluded) {
  const std::vector<uint32_t>& list =
      question.List(event.source, excluded, options_.shortlist);
  std::vector<uint32_t> others;
  for (const uint32_t target : list) {
    if (target != event.target) others.push_back(target);
  }
  if (others.size() == list.size()) return;
  const size_t sure = std::min(others.size(), static_cast<size_t>(options_.first_others));
  const size_t rest = others.size() - sure;
  const size_t drawn = std::min(rest, static_cast<size_t>(options_.drawn_others));
  RandomStream random(options_.seed, index);
  for (size_t k = 0; k < drawn; ++k) {
    std::swap(others[sure + k], others[sure + k + random.Below(rest - k)]);
  }
  question.Face(event.source, event.at);
  AddRow(question, event.target, true, 1);
  const double weight = drawn > 0 ? static_cast<double>(rest) / static_cast<double>(drawn) : 1;
  for (size_t k = 0; k < sure + drawn; ++k) {
    AddRow(question, others[k], false, k < sure ? 1 : weight);
  }
  ++learned_;
}

absl::StatusOr<BoostedTrees> EventTrainer::Fit() {
  if (labels_.empty()) {
    return absl::FailedPreconditionError("no event of training was to a target that was listed");
  }
  BoostedTreesOptions trees = options_.trees;
  trees.seed = options_.seed;
  trees.run = options_.run;
  absl::StatusOr<BoostedTrees> fitted =
      FitBoostedTrees(rows_, kNumEventFeatures, labels_, weights_, trees);
  rows_ = {};
  labels_ = {};
  weights_ = {};
  return fitted;
}

}  // namespace pullgraph
