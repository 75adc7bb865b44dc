// SPDX-License-Identifier: Apache-2.0
// The moments from which the pull model looks ahead, and what it samples there;
// internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_ORIGINS_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_ORIGINS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_samples.h"

namespace pullgraph {

class PullOrigins {
 public:
  // Origins at least a horizon apart, the last a horizon before the end of history, each
  // further from the next than that from its own next, while half a horizon is left before
  // the first to learn from. Where there is less than a horizon and a half of history in
  // all, pulls are hidden and sought instead, four times over. `options` has its horizon
  // and half-life, and outlives this.
  //
  // ERRORS: FailedPrecondition if no member has pulled a resource.
  static absl::StatusOr<PullOrigins> Choose(const CommunityView& view,
                                            const PullModelOptions& options);

  // How many there are; 0 is the latest.
  size_t size() const { return size_; }
  // How many of the latest are forecast by fits on those before them.
  size_t num_judged() const { return std::min(kMostJudged, size_ - 1); }
  // False where pulls are hidden: then nothing speaks of a span of time.
  bool is_temporal() const { return temporal_; }
  // Shares of the members, and of the pairs without a pull, that training samples.
  double member_share() const { return sampling_.member_share; }
  double negative_share() const { return sampling_.negative_share; }
  // What the pairs of origin `i` weigh in a fit, in (0, 1].
  double weight(size_t i) const;

  // The samples of origin `i` to train on. `run` takes the place of the options' own.
  //
  // ERRORS: those of SampleOrigin.
  absl::StatusOr<std::vector<PullSample>> Sample(size_t i, const RunControl* run) const;
  // All pairs of some members at origin `i`, to judge by, and how many first pulls these
  // members made: about 400,000 pairs over all that are judged, as told by
  // `pairs_a_member`, the candidates of one.
  absl::StatusOr<std::vector<PullSample>> SampleWhole(size_t i, double pairs_a_member,
                                                      const RunControl* run,
                                                      uint64_t& wanted) const;
  // True if training keeps a pair of a whole origin: every pull and, drawn by pair, the
  // share of the others.
  bool IsKept(const PullSample& sample) const;

 private:
  PullOrigins(const CommunityView& view, const PullModelOptions& options);
  absl::StatusOr<std::vector<PullSample>> Draw(size_t i, const SampleOptions& sampling,
                                               const RunControl* run,
                                               uint64_t* wanted = nullptr) const;

  static constexpr size_t kMostJudged = 3;
  CommunityView view_;
  const PullModelOptions* options_;
  SampleOptions sampling_;
  std::vector<Time> origins_;  // Latest first.
  std::vector<Time> ends_;
  double span_days_ = 0;  // Of history.
  size_t size_ = 0;
  bool temporal_ = true;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_ORIGINS_H_
