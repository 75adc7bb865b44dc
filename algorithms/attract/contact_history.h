// SPDX-License-Identifier: Apache-2.0
// Who wrote to whom, event by event, and what that says about who writes next.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_CONTACT_HISTORY_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_CONTACT_HISTORY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/time.h"
#include "graph/tie_graph.h"

namespace pullgraph {

// One dated interaction of a tie. Of an undirected tie, `from` is the smaller end.
struct ContactEvent {
  Node from = 0;
  Node to = 0;
  int64_t at = 0;  // Microseconds since the Unix epoch.

  friend auto operator<=>(const ContactEvent&, const ContactEvent&) = default;
};

// Returns every dated interaction known to `view`, by (at, from, to). A tie without a
// list of its interactions counts at its first and last date; loops do not count.
// COST: O(m + e log e), e interactions.
std::vector<ContactEvent> ListContacts(const CommunityView& view);

// "Rate" is a sum over past contacts that halves in a tenth, a hundredth or a
// thousandth of `span`. Times are logarithms of seconds. Never counts as `span`.
enum class ContactFeature : size_t {
  kCount,         // log(1 + contacts u -> v).
  kRateLong,      // Rates of u -> v.
  kRateMiddle,
  kRateShort,
  kSince,         // Since the last contact u -> v.
  kBackCount,     // The same of v -> u.
  kBackRate,      // Middle.
  kBackSince,
  kAwaitsAnswer,  // 1 if the last contact of the two went v -> u.
  kShareOfSender,    // Contacts u -> v over all that u sent.
  kShareOfReceiver,  // The same over all that v received.
  kSenderRate,       // Of u sending, middle and short.
  kSenderRateShort,
  kSenderSince,
  kReceiverRate,     // Of v receiving, long, middle and short.
  kReceiverRateMiddle,
  kReceiverRateShort,
  kReceiverSince,
  kReceiverSendsShort,  // Of v sending.
  kSenderPartners,      // log(1 + members whom u wrote to or who wrote to u).
  kReceiverPartners,
  kCommonPartners,  // log(1 + partners of both).
  kAdamicAdar,      // Sum of 1 / ln(1 + partners) over the common ones.
  kJaccard,         // Common partners over those of either.
};
inline constexpr size_t kNumContactFeatures = 24;

// What is known of the past as it is told, contact by contact.
class ContactHistory {
 public:
  // `span` > 0, in microseconds: how long the whole story is.
  ContactHistory(Node num_members, int64_t span);

  // The next contact; times must not fall. COST: O(log partners) amortised.
  void Add(const ContactEvent& contact);

  using Features = std::array<double, kNumContactFeatures>;
  // What the contacts added so far say of u -> v at time `at`, no earlier than theirs.
  // COST: O(partners of the one with fewer).
  Features Describe(Node u, Node v, int64_t at) const;

  // Contacts u -> v so far, and the time of the last (INT64_MIN if none).
  uint64_t Count(Node u, Node v) const;
  int64_t Last(Node u, Node v) const;
  uint64_t Partners(Node u) const { return partners_[u].size(); }

 private:
  // Rates fall by half in span / 10, / 100, / 1000.
  struct Trace {
    std::array<double, 3> rate{};
    uint64_t count = 0;
    int64_t last = 0;
  };
  void Touch(Trace& trace, int64_t at) const;
  double Rate(const Trace& trace, size_t which, int64_t at) const;
  double Since(const Trace& trace, int64_t at) const;
  const Trace& Between(Node u, Node v) const;
  void DescribePartners(Node u, Node v, Features& f) const;

  double span_;
  absl::flat_hash_map<uint64_t, Trace> between_;
  std::vector<Trace> sent_;
  std::vector<Trace> received_;
  std::vector<std::vector<Node>> partners_;  // Ascending.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_CONTACT_HISTORY_H_
