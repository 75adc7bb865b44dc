// SPDX-License-Identifier: Apache-2.0
// What the model looks at to tell how likely a member pulls a resource.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FEATURES_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FEATURES_H_

#include <array>
#include <cstddef>

namespace pullgraph {

// Ages are days, through log(1 + x); counts are decayed, through log(1 + x).
enum class PullFeature : size_t {
  kMemberActivity,    // Pulls of the member.
  kMemberIdle,        // Since the member's last pull; 365 if there is none.
  kMemberTenure,      // Since the member joined, or first pulled.
  kMemberNew,         // 1 if the member has not pulled anything yet.
  kResourceTrend,     // Pulls of the resource.
  kResourcePulls,     // The same, not decayed.
  kResourceAnonymous, // Pulls by somebody unknown (votes, say).
  kResourceAge,       // Since it was published, or first pulled.
  kResourceIdle,      // Since its last pull; 365 if there is none.
  kTopicMatch,        // Cosine of the member's topics and the resource's.
  kSocialProof,       // Pulls by tied members, each times p of the tie.
  kCoPull,            // Pulls by members who pulled the same things.
  kKindShare,         // Share of the member's pulls of that kind of resource.
  kActiveTopicMatch,  // kTopicMatch times kMemberActivity.
  kFreshTopicMatch,   // kTopicMatch / (1 + age in weeks).
  kActiveTrend,       // kMemberActivity times kResourceTrend.
};
inline constexpr size_t kNumPullFeatures = 16;

using PullRow = std::array<double, kNumPullFeatures>;

constexpr size_t Index(PullFeature f) { return static_cast<size_t>(f); }

// "topic match".
const char* FeatureName(size_t feature);
// What to say when it speaks for the pull: "it is about the topics they pull".
const char* FeatureReason(size_t feature, bool above_average);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_FEATURES_H_
