// SPDX-License-Identifier: Apache-2.0
// The list of prospects: whom to meet so that they become customers, through whom, with
// what, and what that adds to what happens anyhow.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_PROSPECT_LIST_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_PROSPECT_LIST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/access/introduction_path.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/convert/convert_model.h"
#include "algorithms/opportunity/opportunity.h"
#include "graph/build_introduction_graph.h"
#include "graph/community_view.h"
#include "graph/offering.h"

namespace pullgraph {

// Who can be met.
enum class ProspectReach {
  kAnyone,      // Everybody who may be contacted: an introduction is a help, not a must.
  kIntroduced,  // Through introductions only: worth what they are likely to reach.
};

struct ProspectListOptions {
  ConvertOptions convert;  // Its market's customers make the introductions.
  IntroductionOptions ties;
  // Introductions in a path at most, >= 1; paths less likely count as none, in (0, 1].
  int max_hops = 4;
  double min_access = 1e-4;
  ProspectReach reach = ProspectReach::kAnyone;
  // What the odds of becoming a customer are multiplied by when somebody is met; >= 1. An
  // assumption.
  double effect = 2;
  // Worth of one customer, and cost of one contact, in currency units; >= 0.
  double value = 1;
  double contact_cost = 0;
  // Channel of contact, and days without a touch before the next (>= 0), as for
  // RankOpportunities.
  std::string channel;
  double cool_down_days = 14;
  // What may be offered of what is the market's: see Offering.
  OfferNarrowing offer;
  // Whether to look for what draws each: costs a model of pulls.
  bool with_what = true;
  // Prospects returned at most; >= 1.
  int limit = 100;
};

struct Prospect {
  MemberId member;
  ConversionChance chance;      // Of becoming a customer if nobody does anything.
  // The same if they are met: the odds times the effect. None where nothing says when
  // customers came: then nothing is known of what happens anyhow.
  std::optional<double> with_contact;
  double access = 0;            // That an introduction reaches them; 0: none does.
  AccessPath path;              // Empty where none does.
  // The offered thing that is likeliest to draw them; None if nothing is known to.
  ResourceId resource;
  // That they pull it within the pull model's horizon; 0 if it is only all there is to offer.
  double attract = 0;
  // Reach x (with_contact - chance) x value - cost; without dates reach x chance x value - cost.
  double worth = 0;
  double low = 0, high = 0;     // At the 10 % and 90 % points of the chance.
  ConvertRow features{};
  double cost = 0;              // Of the contact.
  std::vector<std::string> reasons;  // The strongest first.
  std::string counterfactual;        // The smallest change that drops it.
};

struct ProspectList {
  std::vector<Prospect> prospects;  // Best first.
  IntroductionGraph introductions;  // What the paths run in.
  GateCounts gates;
  std::vector<Gate> gate;           // Of each member.
  // Of each member, among all who are worth something, whatever the limit; 0: not among them.
  std::vector<uint32_t> place;
  ConvertModel model;
  uint64_t customers = 0;
  // Of those on the list: who become customers, if nobody does anything and if all are met.
  ExpectedCustomers anyhow;
  ExpectedCustomers met;
};

// Gates first, then worth, ranked by its lower 10 % point. Where history does not tell who
// becomes a customer, all have the same chance and the verdict in `model` says so: then
// those come first who do much, were here last and are tied to customers, each with the
// same weight.
//
// TIES: larger chance, then that sum, then smaller member id.
// COST: that of TrainConvertModel and, with what, of a small pull model.
// ERRORS: InvalidArgument for an option out of range; FailedPrecondition if nobody is a
// customer; Cancelled.
// SOURCE: equal weights: Dawes 1979, doi:10.1037/0003-066X.34.7.571.
absl::StatusOr<ProspectList> RankProspects(const CommunityView& view,
                                           const ProspectListOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_PROSPECT_LIST_H_
