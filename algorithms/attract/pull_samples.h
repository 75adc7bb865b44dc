// SPDX-License-Identifier: Apache-2.0
// Labelled pairs at one origin; internal to attract/ and the backtest.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_SAMPLES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_SAMPLES_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/attract/pull_candidates.h"
#include "algorithms/attract/pull_model.h"

namespace pullgraph {

// One candidate pair at an origin, and whether it was pulled within the horizon.
struct PullSample {
  uint32_t member = 0;
  uint32_t resource = 0;
  uint8_t pulled = 0;
  PullRow features{};
};

struct SampleOptions {
  double member_share = 1;    // Of the members, drawn by (seed, member).
  double negative_share = 1;  // Of the pairs without a pull, drawn by (seed, pair).
  uint64_t seed = kDefaultSeed;
};

// Moments that bound training: what happened before `first` is too little to learn
// from, what happened at or after `end` is not known.
struct HistorySpan {
  Time first;
  Time end;
  bool is_present() const { return first.is_present(); }
};
// First and last dated pull of a resource by a known member; absent if undated.
HistorySpan PullSpan(const CommunityView& view);

// (member, resource) of first pulls within [origin, end) of what was there at
// `origin`, sorted.
std::vector<std::pair<uint32_t, uint32_t>> FirstPulls(const CommunityGraph& community,
                                                      Time origin, Time end);

// Samples at `origin`: features from what was known before it, labels from
// [origin, end). The half-life is that of `options`, or 30 days. With `wanted`, tells how
// many first pulls the sampled members made of what was there, candidates or not.
absl::StatusOr<std::vector<PullSample>> SampleOrigin(const CommunityGraph& community,
                                                     Time origin, Time end,
                                                     const PullModelOptions& options,
                                                     const SampleOptions& sampling,
                                                     uint64_t* wanted = nullptr);

// Samples of undated history: one pull in ten is hidden (chosen by seed), features
// come from the rest, labels tell which candidates were hidden.
absl::StatusOr<std::vector<PullSample>> SampleHidden(const CommunityView& view,
                                                     const PullModelOptions& options,
                                                     const SampleOptions& sampling,
                                                     uint64_t* wanted = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_SAMPLES_H_
