// SPDX-License-Identifier: Apache-2.0
// Which resources a member may come to pull next, with their features.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CANDIDATES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CANDIDATES_H_

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "algorithms/attract/pull_features.h"
#include "algorithms/attract/pull_history.h"
#include "algorithms/attract/pull_likeness.h"
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
      : social_(num_resources),
        co_pull_(num_resources),
        social_place_(num_resources),
        co_pull_place_(num_resources),
        state_(num_resources) {}

 private:
  friend class CandidateFinder;
  // 0 but for what is touched; places are standings.
  std::vector<float> social_;
  std::vector<float> co_pull_;
  std::vector<float> social_place_;
  std::vector<float> co_pull_place_;
  std::vector<uint8_t> state_;  // 0 untouched, 1 candidate, 2 pulled already.
  std::vector<uint32_t> touched_;
  std::vector<uint32_t> scored_;                 // By one way in.
  std::vector<std::pair<float, uint32_t>> best_;
  std::array<double, kKindSlots> kind_share_{};  // Of the member's pulls, by kind.
};

// Finds the resources that a member may come to pull: pulled by those tied to them, like
// what they pull, on topics they pull, and for everybody the trending and the latest. A
// small catalogue is looked at whole. Resources not known to the view, or pulled already,
// are left out.
class CandidateFinder {
 public:
  // Up to so many known resources are candidates of everybody.
  static constexpr size_t kSmallCatalogue = 2048;

  // All three outlive the finder; `ties` is the introduction graph as of the view.
  // COST: that of PullLikeness, by `threads`.
  CandidateFinder(const CommunityView& view, const PullHistory& history,
                  const IntroductionGraph& ties, int threads = 1);

  // Candidates of `member`, ascending by resource.
  // TIES: of equally strong ties the smaller member counts, of equally likely things the
  // smaller resource.
  // COST: at most 64 ties (the strongest) x 24 pulls, 48 pulls x 48 like ones, and 64 for
  // each of the 8 topics the member pulls most, whatever the degree; of the first two the
  // best 256 each are kept.
  // With `keep`, only those for which keep(resource) holds, at the cost of those.
  void Find(uint32_t member, CandidateScratch& scratch, std::vector<PullCandidate>& out,
            absl::FunctionRef<bool(uint32_t resource)> keep = [](uint32_t) {
              return true;
            }) const;

 private:
  // What is the same for all members.
  struct ResourcePart {
    double trend, pulls, anonymous, age, idle, recency, surge, freshness;
  };
  using Sums = std::vector<float>;

  void FillResources();
  void TouchSocial(uint32_t member, CandidateScratch& scratch) const;
  void TouchCoPulls(uint32_t member, CandidateScratch& scratch) const;
  void TouchTopics(uint32_t member, CandidateScratch& scratch) const;
  // Keeps the best of what was scored, as candidates with a standing.
  void KeepBest(Sums& sums, Sums& places, CandidateScratch& scratch) const;
  bool IsOpen(uint32_t resource, const CandidateScratch& scratch) const;
  void Touch(uint32_t resource, CandidateScratch& scratch) const;
  void FillMember(uint32_t member, PullRow& row) const;
  void FillPair(uint32_t member, uint32_t resource, double activity,
                const CandidateScratch& scratch, PullRow& row) const;

  CommunityView view_;
  const PullHistory& history_;
  const IntroductionGraph& ties_;
  PullLikeness likeness_;
  std::vector<uint32_t> common_;  // Candidates of everybody.
  std::vector<ResourcePart> parts_;
  std::vector<float> standing_;   // By place, of the best that are kept.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_CANDIDATES_H_
