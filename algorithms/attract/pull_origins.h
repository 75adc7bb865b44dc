// SPDX-License-Identifier: Apache-2.0
// The moments from which the pull model looks ahead, and what it samples there;
// internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_ORIGINS_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_ORIGINS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_samples.h"

namespace pullgraph {

class PullOrigins {
 public:
  // Chooses origins a horizon before the end of history, each half a horizon before the
  // next, while half a horizon is left before them to learn from. Where there is less
  // than a horizon and a half of history in all, pulls are hidden and sought instead,
  // four times over. `options` outlives this.
  //
  // ERRORS: FailedPrecondition if no member has pulled a resource.
  static absl::StatusOr<PullOrigins> Choose(const CommunityView& view,
                                            const PullModelOptions& options);

  // How many there are; 0 is the latest.
  size_t size() const { return size_; }
  // False where pulls are hidden: then nothing speaks of a span of time.
  bool is_temporal() const { return temporal_; }
  // Shares of the members, and of the pairs without a pull, that training samples.
  double member_share() const { return sampling_.member_share; }
  double negative_share() const { return sampling_.negative_share; }

  // The samples of origin `i` to train on. `run` takes the place of the options' own.
  //
  // ERRORS: those of SampleOrigin.
  absl::StatusOr<std::vector<PullSample>> Sample(size_t i, const RunControl* run) const;
  // All pairs of some members at the latest origin, to judge by: about two million, as
  // told by `kept`, the pairs that training keeps of all other origins.
  absl::StatusOr<std::vector<PullSample>> SampleLatest(size_t kept,
                                                       const RunControl* run) const;
  // True if training keeps a pair of the latest origin: every pull and, drawn by pair,
  // the share of the others.
  bool IsKept(const PullSample& sample) const;

 private:
  PullOrigins(const CommunityView& view, const PullModelOptions& options);
  absl::StatusOr<std::vector<PullSample>> Draw(size_t i, const SampleOptions& sampling,
                                               const RunControl* run) const;

  CommunityView view_;
  const PullModelOptions* options_;
  SampleOptions sampling_;
  std::vector<Time> origins_;  // Latest first.
  std::vector<Time> ends_;
  size_t size_ = 0;
  bool temporal_ = true;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_ORIGINS_H_
