// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/opportunity.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "algorithms/opportunity/explain.h"
#include "algorithms/opportunity/gates.h"
#include "algorithms/opportunity/learned_introductions.h"
#include "algorithms/opportunity/leverage_lift.h"
#include "algorithms/opportunity/worth.h"

namespace pullgraph {
namespace {

// Likeliest pulls looked at beyond those kept, as costs may reorder them.
constexpr int kSpareCandidates = 7;

absl::Status CheckOptions(const OpportunityOptions& o) {
  const auto in = [](const char* name, double v, double low, double high, const char* range) {
    if (v >= low && v <= high) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(name, " is ", v, ", expected ", range));
  };
  constexpr double kHuge = 1e15;
  absl::Status s = in("max_hops", o.max_hops, 1, 64, "1 to 64");
  s.Update(in("min_access", o.min_access, 1e-300, 1, "a probability in (0, 1]"));
  s.Update(in("value", o.value, 0, kHuge, "a number from 0 to 1e15"));
  s.Update(in("contact_cost", o.contact_cost, 0, kHuge, "a number from 0 to 1e15"));
  s.Update(in("cool_down_days", o.cool_down_days, 0, kHuge, "a number from 0 to 1e15"));
  s.Update(in("per_member", o.per_member, 1, 1000, "1 to 1000"));
  s.Update(in("per_resource", o.per_resource, 0, kHuge, "at least 0"));
  s.Update(in("limit", o.limit, 1, kHuge, "at least 1"));
  return s;
}

bool Better(const Opportunity& a, const Opportunity& b) {
  return std::tuple(-a.low, a.member, a.resource) < std::tuple(-b.low, b.member, b.resource);
}

class Ranker {
 public:
  Ranker(const CommunityView& view, const OpportunityOptions& options)
      : view_(view), options_(options) {}

  absl::StatusOr<OpportunityList> Run() {
    absl::Status s = CheckOptions(options_);
    if (s.ok()) s = Reach();
    if (s.ok()) s = Train();
    if (s.ok() && options_.leverage) s = Lift();
    if (s.ok()) s = Collect();
    if (!s.ok()) return s;
    SetPaths();
    if (options_.explain) {
      ExplainOpportunities(view_, options_, list_.model, ties_, cutoff_,
                           absl::MakeSpan(list_.opportunities));
    }
    list_.introductions = std::move(ties_);
    return std::move(list_);
  }

 private:
  // Who the customers are, and how likely an introduction reaches each member.
  absl::Status Reach() {
    customer_ = view_.Customers(options_.market);
    std::vector<MemberId> sources;
    for (uint32_t m = 0; m < customer_.size(); ++m) {
      if (customer_[m] != 0) sources.push_back(MemberId(m));
    }
    list_.customers = sources.size();
    if (sources.empty()) {
      return absl::FailedPreconditionError(
          "nobody is a customer: there is no market to start from\n"
          "import memberships, or say who is one: pullgraph derive FILE --customer 'purchase>=1' -o NEW");
    }
    LearnedIntroductionsOptions tie_options;
    tie_options.ties = options_.model.ties;
    tie_options.ties.strength.run = options_.model.run;
    tie_options.ties.errors = true;
    absl::StatusOr<IntroductionGraph> ties =
        options_.learned_introductions ? BuildLearnedIntroductions(view_, tie_options)
                                       : BuildIntroductionGraph(view_, tie_options.ties);
    if (!ties.ok()) return ties.status();
    ties_ = *std::move(ties);
    IntroductionPathOptions path_options;
    path_options.max_hops = options_.max_hops;
    path_options.min_probability = options_.min_access;
    path_options.run = options_.model.run;
    absl::StatusOr<AccessMap> map = FindAccessMap(ties_, sources, path_options);
    if (!map.ok()) return map.status();
    access_map_ = *std::move(map);
    access_.resize(customer_.size());
    for (uint32_t m = 0; m < access_.size(); ++m) {
      access_[m] = customer_[m] != 0 ? 1 : access_map_->Probability(MemberId(m));
    }
    return absl::OkStatus();
  }

  absl::Status Train() {
    const RunControl part = PartOf(options_.model.run, "learning from history", 0.02, 0.7);
    PullModelOptions learning = options_.model;
    if (learning.run != nullptr) learning.run = &part;
    absl::StatusOr<PullModel> model = TrainPullModel(view_, learning);
    if (!model.ok()) return model.status();
    list_.model = *std::move(model);
    return absl::OkStatus();
  }

  absl::Status Lift() {
    LeverageLiftOptions lift;
    lift.seed = options_.model.seed;
    lift.run = options_.model.run;
    absl::StatusOr<LeverageLift> lifts = LeverageLifts(view_, lift);
    if (!lifts.ok()) return lifts.status();
    lift_ = *std::move(lifts);
    return absl::OkStatus();
  }

  // Standard error of the logarithm of the access to a member.
  double AccessError(MemberId member) const {
    return customer_[member.value()] != 0 ? 0 : PathLogError(ties_, access_map_->PathTo(member));
  }

  Opportunity Make(const Attraction& a, double access_error) const {
    Opportunity o;
    o.member = MemberId(a.member);
    o.resource = ResourceId(a.resource);
    o.attract = a.likelihood;
    o.access = access_[a.member];
    o.access_error = access_error;
    o.value = options_.value;
    o.cost = options_.contact_cost + view_.community().resources().cost[a.resource];
    if (!lift_.lift.empty()) {
      o.leverage = lift_.lift[a.member];
      o.leverage_error = lift_.log_error[a.member];
    }
    SetWorth(o);
    o.features = a.features;
    return o;
  }

  absl::Status Collect() {
    list_.gate = PassGates(view_, options_, customer_, access_, list_.gates);
    const RunControl part = PartOf(options_.model.run, "looking for opportunities", 0.7, 0.98);
    PullModelOptions looking = options_.model;
    if (looking.run != nullptr) looking.run = &part;
    const Offering offering(view_.community(), options_.market, options_.offer);
    const absl::StatusOr<std::vector<Attraction>> pulls =
        PredictPulls(view_, list_.model, looking, options_.per_member + kSpareCandidates,
                     [&](uint32_t m) { return list_.gate[m] == Gate::kPassed; },
                     [&](uint32_t r) { return offering.Has(r); });
    if (!pulls.ok()) return pulls.status();
    std::vector<Opportunity>& all = list_.opportunities;
    std::vector<Opportunity> mine;
    for (size_t i = 0; i < pulls->size();) {
      const uint32_t member = (*pulls)[i].member;
      mine.clear();
      const double error = AccessError(MemberId(member));
      for (; i < pulls->size() && (*pulls)[i].member == member; ++i) {
        Opportunity o = Make((*pulls)[i], error);
        if (o.expected_value > 0) mine.push_back(std::move(o));
      }
      list_.considered += mine.size();
      if (options_.per_resource == 0) {  // Else the best may all be taken by others.
        std::sort(mine.begin(), mine.end(), Better);
        mine.resize(std::min(mine.size(), static_cast<size_t>(options_.per_member)));
      }
      all.insert(all.end(), std::make_move_iterator(mine.begin()),
                 std::make_move_iterator(mine.end()));
    }
    std::sort(all.begin(), all.end(), Better);
    KeepPerMemberAndResource(all);
    const auto limit = static_cast<size_t>(options_.limit);
    cutoff_ = all.size() > limit ? all[limit].low : 0;
    if (all.size() > limit) all.resize(limit);
    return absl::OkStatus();
  }

  // Keeps, best first, as many as the options allow of each member and resource.
  void KeepPerMemberAndResource(std::vector<Opportunity>& all) const {
    std::vector<int> of_member(view_.community().num_members(), 0);
    std::vector<int> of_resource(view_.community().num_resources(), 0);
    std::erase_if(all, [&](const Opportunity& o) {
      int& mine = of_member[o.member.value()];
      int& its = of_resource[o.resource.value()];
      const bool full = options_.per_resource > 0 && its >= options_.per_resource;
      if (mine >= options_.per_member || full) return true;
      ++mine, ++its;
      return false;
    });
  }

  void SetPaths() {
    for (Opportunity& o : list_.opportunities) {
      if (customer_[o.member.value()] == 0) o.path = access_map_->PathTo(o.member);
    }
  }

  CommunityView view_;
  const OpportunityOptions& options_;
  OpportunityList list_;
  std::vector<uint8_t> customer_;
  IntroductionGraph ties_;
  std::optional<AccessMap> access_map_;
  std::vector<double> access_;
  LeverageLift lift_;  // Empty if not asked for.
  double cutoff_ = 0;
};

}  // namespace

absl::StatusOr<OpportunityList> RankOpportunities(const CommunityView& view,
                                                  const OpportunityOptions& options) {
  return Ranker(view, options).Run();
}

}  // namespace pullgraph
