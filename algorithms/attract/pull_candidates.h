// SPDX-License-Identifier: Apache-2.0
// Which resources a member may come to pull next, with their features.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CANDIDATES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CANDIDATES_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "algorithms/attract/pull_features.h"
#include "algorithms/attract/pull_history.h"
#include "graph/community_view.h"
#include "graph/introduction_graph.h"

namespace pullgraph {

struct PullCandidate {
  uint32_t resource = 0;
  PullRow features{};
};

inline constexpr size_t kKindSlots = 16;

// Scratch of one worker.
class CandidateScratch {
 public:
  explicit CandidateScratch(uint32_t num_resources)
      : social_(num_resources), co_pull_(num_resources), state_(num_resources) {}

 private:
  friend class CandidateFinder;
  std::vector<float> social_;
  std::vector<float> co_pull_;
  std::vector<uint8_t> state_;  // 0 untouched, 1 candidate, 2 pulled already.
  std::vector<uint32_t> touched_;
  std::array<double, kKindSlots> kind_share_{};  // Of the member's pulls, by kind.
};

// Finds the resources within two hops of a member: pulled by those tied to them,
// by those who pull what they pull, on topics they pull, and the trending ones.
// Resources not known to the view, or pulled already, are left out.
class CandidateFinder {
 public:
  // All three outlive the finder; `ties` is the introduction graph as of the view.
  CandidateFinder(const CommunityView& view, const PullHistory& history,
                  const IntroductionGraph& ties);

  // Candidates of `member`, ascending by resource.
  // COST: at most 64 ties x 12 pulls, 12^3 co-pulls, and 64 for each of the 8 topics
  // the member pulls most, whatever the degree.
  // With `keep`, only those for which keep(resource) holds, at the cost of those.
  void Find(uint32_t member, CandidateScratch& scratch, std::vector<PullCandidate>& out,
            absl::FunctionRef<bool(uint32_t resource)> keep = [](uint32_t) {
              return true;
            }) const;

 private:
  void TouchSocial(uint32_t member, CandidateScratch& scratch) const;
  void TouchCoPulls(uint32_t member, CandidateScratch& scratch) const;
  void TouchTopics(uint32_t member, CandidateScratch& scratch) const;
  // True if `resource` is a candidate.
  bool Touch(uint32_t resource, CandidateScratch& scratch) const;
  void FillMember(uint32_t member, PullRow& row) const;
  void FillPair(uint32_t member, uint32_t resource, const CandidateScratch& scratch,
                PullRow& row) const;

  CommunityView view_;
  const PullHistory& history_;
  const IntroductionGraph& ties_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CANDIDATES_H_
