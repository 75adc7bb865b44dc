// SPDX-License-Identifier: Apache-2.0
// What the model looks at to tell how likely a member pulls a resource.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FEATURES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FEATURES_H_

#include <array>
#include <cstddef>

namespace pullgraph {

// All are bounded: days go through log(1 + x) up to ten years; x / (1 + x) stands for a
// sum x >= 0 of decayed pulls; a standing is 1 for the first of a ranking, falls with the
// logarithm of the place and is 0 for the last and for what is not ranked.
enum class PullFeature : size_t {
  kMemberActivity,    // Decayed pulls of the member, through log(1 + x) up to 1,000.
  kMemberIdle,        // Days since the member's last pull; 365 if there is none.
  kMemberTenure,      // Days since the member joined, or first pulled.
  kMemberNew,         // 1 if the member has not pulled anything yet.
  kResourceTrend,     // Standing by decayed pulls.
  kResourcePulls,     // Standing by pulls: popularity.
  kResourceAnonymous, // Standing by decayed pulls of somebody unknown (votes, say).
  kResourceAge,       // Days since it was published, or first pulled.
  kResourceIdle,      // Days since its last pull; 365 if there is none.
  kTopicMatch,        // Cosine of the member's topics and the resource's.
  kSocialProof,       // Pulls by tied members, each times p of the tie; x / (1 + x).
  kCoPull,            // Likeness to what the member pulled, decayed; x / (1 + x).
  kKindShare,         // Share of the member's pulls of that kind of resource.
  kActiveTopicMatch,  // kTopicMatch times the member's decayed pulls, as x / (1 + x).
  kFreshTopicMatch,   // kTopicMatch / (1 + age in weeks).
  kActiveTrend,       // kResourceTrend times the member's decayed pulls, as x / (1 + x).
  kResourceRecency,   // Standing by the last pull, or by when it was published.
  kResourceSurge,     // Standing by pulls decayed eight times as fast.
  kCoPullPlace,       // Standing by kCoPull among the member's candidates.
  kSocialPlace,       // Standing by kSocialProof among the member's candidates.
  kTopicPlace,        // kTopicMatch times kResourceRecency.
};
inline constexpr size_t kNumPullFeatures = 21;

using PullRow = std::array<double, kNumPullFeatures>;

constexpr size_t Index(PullFeature f) { return static_cast<size_t>(f); }

// "topic match".
const char* FeatureName(size_t feature);
// What to say when it speaks for the pull: "it is about the topics they pull".
const char* FeatureReason(size_t feature, bool above_average);
// The same where nothing is dated, so that nothing is recent; "" if there is nothing to say.
const char* UndatedReason(size_t feature, bool above_average);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FEATURES_H_
