// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/coverage.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

absl::Status CheckWeights(absl::Span<const double> weights) {
  for (size_t j = 0; j < weights.size(); ++j) {
    if (weights[j] >= 0 && std::isfinite(weights[j])) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("weights[", j, "] = ", weights[j], ", expected finite and >= 0"));
  }
  return absl::OkStatus();
}

absl::Status CheckCandidates(size_t num_needs, absl::Span<const Complements> candidates) {
  for (size_t i = 0; i < candidates.size(); ++i) {
    for (size_t k = 0; k < candidates[i].size(); ++k) {
      const Complement& c = candidates[i][k];
      if (c.need >= num_needs) {
        return absl::InvalidArgumentError(absl::StrCat(
            "candidate ", i, " covers need ", c.need, ", expected one in [0, ", num_needs, ")"));
      }
      if (!(c.cover >= 0 && c.cover <= 1)) {
        return absl::InvalidArgumentError(absl::StrCat("candidate ", i, " covers need ", c.need,
                                                       " by ", c.cover, ", expected [0, 1]"));
      }
      if (k > 0 && candidates[i][k - 1].need >= c.need) {
        return absl::InvalidArgumentError(absl::StrCat(
            "candidate ", i, " has need ", c.need, " after need ", candidates[i][k - 1].need,
            ", expected ascending needs"));
      }
    }
  }
  return absl::OkStatus();
}

double GainOf(absl::Span<const double> weights, const std::vector<double>& open,
              const Complements& complements) {
  double gain = 0;
  for (const Complement& c : complements) gain += weights[c.need] * open[c.need] * c.cover;
  return gain;
}

struct Bound {
  double gain;         // At most this; exactly, if it was computed after `picks` picks.
  uint32_t candidate;
  size_t picks;
};

// The one with the largest bound comes first, of equals the smallest candidate.
struct Worse {
  bool operator()(const Bound& a, const Bound& b) const {
    return a.gain != b.gain ? a.gain < b.gain : a.candidate > b.candidate;
  }
};

absl::Status CheckOptions(const CoverageOptions& options) {
  if (options.max_picks < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_picks is ", options.max_picks, ", expected >= 1"));
  }
  if (!(options.min_gain >= 0) || !std::isfinite(options.min_gain)) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_gain is ", options.min_gain, ", expected finite and >= 0"));
  }
  return CheckCancelled(options.run);
}

void TakeIn(const Complements& complements, Coverage& coverage, std::vector<double>& open) {
  for (const Complement& c : complements) {
    open[c.need] *= 1 - c.cover;
    if (c.cover > 0) ++coverage.need_picks[c.need];
  }
}

}  // namespace

absl::StatusOr<Coverage> CoverNeeds(absl::Span<const double> weights,
                                    absl::Span<const Complements> candidates,
                                    const CoverageOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckWeights(weights); !s.ok()) return s;
  if (absl::Status s = CheckCandidates(weights.size(), candidates); !s.ok()) return s;
  Coverage coverage;
  coverage.need_picks.assign(weights.size(), 0);
  for (const double weight : weights) coverage.weight += weight;
  std::vector<double> open(weights.size(), 1);  // P(no pick covers the need).
  std::vector<double> alone(candidates.size());
  std::priority_queue<Bound, std::vector<Bound>, Worse> queue;
  for (uint32_t i = 0; i < candidates.size(); ++i) {
    alone[i] = GainOf(weights, open, candidates[i]);
    if (alone[i] > options.min_gain) queue.push({alone[i], i, 0});
  }
  // Invariant: every candidate that was not picked and may gain more than min_gain
  // is in the queue, under a bound that its gain does not exceed.
  while (!queue.empty() && coverage.picks.size() < static_cast<size_t>(options.max_picks)) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    Bound top = queue.top();
    queue.pop();
    if (top.picks < coverage.picks.size()) {
      top.gain = GainOf(weights, open, candidates[top.candidate]);
      top.picks = coverage.picks.size();
      if (top.gain > options.min_gain) queue.push(top);
      continue;
    }
    coverage.covered += top.gain;
    coverage.picks.push_back({top.candidate, top.gain, alone[top.candidate], coverage.covered});
    TakeIn(candidates[top.candidate], coverage, open);
  }
  for (const double none : open) coverage.need_covered.push_back(1 - none);
  return coverage;
}

absl::StatusOr<double> CoverageOf(absl::Span<const double> weights,
                                  absl::Span<const Complements> candidates,
                                  absl::Span<const uint32_t> picks) {
  if (absl::Status s = CheckWeights(weights); !s.ok()) return s;
  if (absl::Status s = CheckCandidates(weights.size(), candidates); !s.ok()) return s;
  std::vector<double> open(weights.size(), 1);
  for (const uint32_t pick : picks) {
    if (pick >= candidates.size()) {
      return absl::OutOfRangeError(absl::StrCat("pick ", pick, ", expected one in [0, ",
                                                candidates.size(), ")"));
    }
    for (const Complement& c : candidates[pick]) open[c.need] *= 1 - c.cover;
  }
  double covered = 0;
  for (size_t j = 0; j < weights.size(); ++j) covered += weights[j] * (1 - open[j]);
  return covered;
}

absl::StatusOr<RedundantCover> CoverRedundantly(uint32_t num_needs,
                                                absl::Span<const Complements> candidates,
                                                const RedundantCoverOptions& options) {
  if (options.redundancy < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("redundancy is ", options.redundancy, ", expected >= 1"));
  }
  if (!(options.min_cover > 0 && options.min_cover <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_cover is ", options.min_cover, ", expected one in (0, 1]"));
  }
  if (absl::Status s = CheckCandidates(num_needs, candidates); !s.ok()) return s;
  RedundantCover cover;
  cover.need_picks.assign(num_needs, 0);
  std::vector<uint32_t> holders(num_needs, 0);
  for (const Complements& candidate : candidates) {
    for (const Complement& c : candidate) holders[c.need] += c.cover >= options.min_cover;
  }
  const auto wanted = static_cast<uint32_t>(options.redundancy);
  for (uint32_t j = 0; j < num_needs; ++j) {
    if (holders[j] < wanted) cover.short_of.push_back(j);
  }
  std::vector<uint8_t> picked(candidates.size(), 0);
  while (true) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    size_t best = candidates.size();
    int best_needs = 0;
    double best_cover = 0;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (picked[i] != 0) continue;
      int needs = 0;
      double sum = 0;
      for (const Complement& c : candidates[i]) {
        if (c.cover < options.min_cover || cover.need_picks[c.need] >= wanted) continue;
        ++needs;
        sum += c.cover;
      }
      if (needs > best_needs || (needs == best_needs && needs > 0 && sum > best_cover)) {
        best = i;
        best_needs = needs;
        best_cover = sum;
      }
    }
    if (best == candidates.size()) break;
    picked[best] = 1;
    cover.picks.push_back(static_cast<uint32_t>(best));
    for (const Complement& c : candidates[best]) {
      if (c.cover >= options.min_cover) ++cover.need_picks[c.need];
    }
  }
  return cover;
}

}  // namespace pullgraph
