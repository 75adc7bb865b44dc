// SPDX-License-Identifier: Apache-2.0
// One ranked list: whom to meet next, with what, through whom, and what it is
// worth.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_OPPORTUNITY_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_OPPORTUNITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/access/introduction_path.h"
#include "algorithms/attract/pull_model.h"
#include "graph/community_view.h"
#include "graph/offering.h"

namespace pullgraph {

// Whose next pull is an opportunity.
enum class Audience {
  kProspects,  // Those who are not customers: the edge of the market.
  kCustomers,
  kEveryone,
};

struct OpportunityOptions {
  PullModelOptions model;
  Audience audience = Audience::kProspects;
  // Market whose customers make the introductions; None is any.
  MarketId market = MarketId::None();
  // What may be offered of what is the market's: see Offering.
  OfferNarrowing offer;
  // Channel of contact: members who opted out of it, or of "*", are left alone.
  std::string channel;
  // Introductions in a path at most; >= 1.
  int max_hops = 4;
  // Paths less likely than this count as none; in (0, 1].
  double min_access = 1e-4;
  // Worth of one pull, and cost of one contact beside the resource's own, in
  // currency units; >= 0.
  double value = 1;
  double contact_cost = 0;
  // Introductions by probabilities learned from who followed whom instead of by the
  // strength of ties alone: see BuildLearnedIntroductions().
  bool learned_introductions = false;
  // Days without a touch before a member may be contacted again; >= 0.
  double cool_down_days = 14;
  // Counts what others pull because a member did, too: see LeverageLifts(). Off, since
  // likeness may pass for influence.
  bool leverage = false;
  // Opportunities of one member at most; >= 1.
  int per_member = 1;
  // Opportunities with one resource at most; 0: any number. Where all pull the same few
  // things, this shows others as well.
  int per_resource = 0;
  // Opportunities returned at most; >= 1.
  int limit = 100;
  // Says why, in words. A plan does so itself of those it chooses.
  bool explain = true;
};

struct Opportunity {
  MemberId member;
  ResourceId resource;
  Likelihood attract;
  double access = 0;  // Probability of the path; 1 for a customer.
  double access_error = 0;    // Standard error of its logarithm.
  double value = 0;   // Currency units, as all below.
  double cost = 0;
  double leverage = 0;        // Further pulls that this one brings about; 0 if not asked for.
  double leverage_error = 0;  // Standard error of ln(1 + leverage).
  double expected_value = 0;  // p_attract p_access value (1 + leverage) - cost.
  // Its 10 % and 90 % points, from those of all three parts, taken as independent and each
  // as log-normal.
  double low = 0;
  double high = 0;
  AccessPath path;            // Empty for a customer.
  PullRow features{};
  PullRow contributions{};    // Log-odds over an average pair.
  std::vector<std::string> reasons;  // The strongest first.
  std::string counterfactual;        // The smallest change that drops it.
};

// What a member is held back by: the first gate that does.
enum class Gate : uint8_t {
  kPassed,
  kNotYetKnown,
  kNotCommunity,  // Staff and bots.
  kWrongAudience,
  kOptedOut,
  kTouchedLately,
  kOutOfReach,
};

// How many members each gate held back, in the order of the gates.
struct GateCounts {
  uint64_t members = 0;
  uint64_t not_yet_known = 0;
  uint64_t not_community = 0;  // Staff and bots.
  uint64_t wrong_audience = 0;
  uint64_t opted_out = 0;
  uint64_t touched_lately = 0;
  uint64_t out_of_reach = 0;
  uint64_t passed = 0;
};

struct OpportunityList {
  std::vector<Opportunity> opportunities;  // Best first.
  IntroductionGraph introductions;         // What the paths run in.
  GateCounts gates;
  std::vector<Gate> gate;                  // Of each member.
  PullModel model;
  uint64_t customers = 0;
  uint64_t considered = 0;  // Candidates of positive worth before the limit.
};

// Standard errors that the interval of an opportunity spans to either side: the 10 % and
// 90 % points of a normal.
inline constexpr double kOpportunityZ = 1.2815515655446004;

// Gates first, then expected value, ranked by its lower 10 % point.
//
// TIES: smaller member id, then smaller resource id.
// COST: that of TrainPullModel, plus one pass over members and their candidates.
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if there
// are no customers, or nothing to learn from; Cancelled.
absl::StatusOr<OpportunityList> RankOpportunities(const CommunityView& view,
                                                  const OpportunityOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_OPPORTUNITY_H_
