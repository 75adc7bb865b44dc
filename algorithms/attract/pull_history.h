// SPDX-License-Identifier: Apache-2.0
// Who pulled what, and when, as known at one moment: the raw material of every
// feature.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_HISTORY_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_HISTORY_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "graph/community_view.h"

namespace pullgraph {

// One pull, seen from a member (`other` is the resource) or from a resource
// (`other` is the member).
struct Pull {
  uint32_t other = 0;
  float decay = 1;  // 2^(-age / half-life) at the view's now; 1 if undated.
  Time at;
};

struct TopicWeight {
  uint32_t topic = 0;
  float weight = 0;
};

// Says whether a pull of (member, resource) is to be left out, as if it had never
// happened; for training on hidden pulls.
using HidePull = absl::FunctionRef<bool(uint32_t member, uint32_t resource)>;

class PullHistory {
 public:
  // Indexes the pulls of resources known to `view`. half_life_days > 0.
  // COST: O(n + r + s) time and memory.
  PullHistory(const CommunityView& view, double half_life_days, HidePull hidden);

  // Pulls of a member, and of a resource by known members, ascending by time.
  absl::Span<const Pull> OfMember(uint32_t member) const { return by_member_.Row(member); }
  absl::Span<const Pull> OfResource(uint32_t resource) const { return by_resource_.Row(resource); }
  // The same with each pair once: when it was last, and the decay of all its pulls.
  // Ascending by that time.
  absl::Span<const Pull> DistinctOfMember(uint32_t member) const {
    return distinct_by_member_.Row(member);
  }
  absl::Span<const Pull> DistinctOfResource(uint32_t resource) const {
    return distinct_by_resource_.Row(resource);
  }
  // Topics a member pulled, decayed, of Euclidean length 1, ascending by topic.
  absl::Span<const TopicWeight> ProfileOf(uint32_t member) const { return profile_.Row(member); }

  // Decayed pulls of a member; of a resource by known members; of a resource by
  // somebody unknown.
  double MemberActivity(uint32_t member) const { return member_activity_[member]; }
  double ResourceTrend(uint32_t resource) const { return resource_trend_[resource]; }
  double AnonymousPulls(uint32_t resource) const { return anonymous_[resource]; }

  // Pulls of a resource by known members, each decayed eight times as fast.
  double ResourceSurge(uint32_t resource) const { return resource_surge_[resource]; }
  // When a resource was last pulled by somebody known, or was published, if later.
  Time LastSeen(uint32_t resource) const { return last_seen_[resource]; }

  // Known resources by falling trend, then recency, then id: of all, the first 256, and of
  // one topic, the first 64; and by when they were last seen, the first 256.
  absl::Span<const uint32_t> TopResources() const { return top_; }
  absl::Span<const uint32_t> LatestResources() const { return latest_; }
  absl::Span<const uint32_t> TopResourcesOf(uint32_t topic) const { return top_of_topic_.Row(topic); }

 private:
  template <class T>
  struct Rows {
    std::vector<uint64_t> offsets{0};
    std::vector<T> values;
    absl::Span<const T> Row(uint32_t i) const {
      return absl::MakeConstSpan(values).subspan(offsets[i], offsets[i + 1] - offsets[i]);
    }
  };
  static void FoldRepeats(const Rows<Pull>& rows, size_t others, Rows<Pull>& distinct);
  void IndexPulls(const CommunityView& view, double half_life_days, HidePull hidden);
  void BuildProfiles(const CommunityView& view);
  void BuildTops(const CommunityView& view);

  Rows<Pull> by_member_;
  Rows<Pull> by_resource_;
  Rows<Pull> distinct_by_member_;
  Rows<Pull> distinct_by_resource_;
  Rows<TopicWeight> profile_;
  Rows<uint32_t> top_of_topic_;
  std::vector<uint32_t> top_;
  std::vector<uint32_t> latest_;
  std::vector<double> member_activity_;
  std::vector<double> resource_trend_;
  std::vector<double> resource_surge_;
  std::vector<double> anonymous_;
  std::vector<Time> last_seen_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_HISTORY_H_
