// SPDX-License-Identifier: Apache-2.0
// What the conversion model looks at to tell how likely a member becomes a customer.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_FEATURES_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_FEATURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

// Counts are decayed and go through log(1 + x), times are measured in half-lives and do
// the same: what is double counts one step more, so that nobody is extreme.
enum class ConvertFeature : size_t {
  kRecentActs,         // What the member did, at the half-life.
  kActs,               // The same at eight times the half-life.
  kIdle,               // Since they last did something, or since they are there.
  kTenure,             // Since they are there.
  kSilent,             // 1 if they never did anything.
  kTrend,              // Acts in the last half-life over those in the one before, as a logarithm.
  kAsks,               // Their asks.
  kUnmetAsks,          // Those that nobody has answered.
  kAnswers,            // Answers that they gave.
  kCustomersKnown,     // Customers whom they are tied to.
  kTiesToCustomers,    // Strength of those ties.
  kTies,               // Strength of all their ties.
  kShareToCustomers,   // Share of that which goes to customers, shrunk to the mean.
  kNewCustomersKnown,  // Of those whom they are tied to, who became customers lately.
  kContactsShare,      // Mean of the shares to customers of those whom they are tied to.
  kContactsActs,       // Mean of what those whom they are tied to did lately.
  kLeadingThings,      // How often others became customers after what they pulled.
  kLeadingTopics,      // The same for the topics of it.
  kAttributes,         // How many with their attributes and tags are customers.
  kTouches,            // Messages that were sent to them.
  kClusterConversions, // How many of their cluster became customers lately over how many of
                       // all, as a logarithm.
};
inline constexpr size_t kNumConvertFeatures = 21;

using ConvertRow = std::array<float, kNumConvertFeatures>;

constexpr size_t Index(ConvertFeature f) { return static_cast<size_t>(f); }

// "ties to customers".
const char* ConvertFeatureName(size_t feature);
// What to say when it speaks for (against) a conversion: "they know customers".
const char* ConvertFeatureReason(size_t feature, bool above_average);
// The same where nothing is dated, so that nothing is recent; "" if there is nothing to say.
const char* UndatedConvertReason(size_t feature, bool above_average);

// At what the rows look.
struct ConvertScene {
  const CommunityView* view = nullptr;  // What was known.
  Time at;                              // Now, for ages; absent: nothing is dated.
  double half_life_days = 30;           // > 0.
  absl::Span<const uint8_t> customer;   // One a member: 1 if a customer then.
  absl::Span<const Time> since;         // When members were first there.
  absl::Span<const Time> converted;     // When they became customers; absent: no date.
  // Cluster of each member, none for UINT32_MAX; may be empty: there are no clusters.
  absl::Span<const uint32_t> cluster;
  bool attributes = false;              // Whether undated attributes and tags count, too.
  // What was done with these does not count, one byte a resource; may be empty: all counts.
  absl::Span<const uint8_t> left_out = {};
  const RunControl* run = nullptr;
};

// Whether signal i counts in `scene`.
bool Counts(const ConvertScene& scene, size_t i);

// One row a member, of what `scene` knows. Rows of members who were not there mean nothing.
//
// TIES: none. Bit-identical for any number of threads.
// COST: O(n + m + s).
// ERRORS: Cancelled.
absl::StatusOr<std::vector<ConvertRow>> ConvertRows(const ConvertScene& scene);

// Parts of ConvertRows, each of which sets its own features.
namespace convert_internal {
void SetActs(const ConvertScene& scene, std::vector<ConvertRow>& rows);
absl::Status SetTies(const ConvertScene& scene, std::vector<ConvertRow>& rows);
void SetLeads(const ConvertScene& scene, std::vector<ConvertRow>& rows);
void SetClusters(const ConvertScene& scene, std::vector<ConvertRow>& rows);
void SetAttributes(const ConvertScene& scene, std::vector<ConvertRow>& rows);
}  // namespace convert_internal

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_FEATURES_H_
