// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "algorithms/access/introduction_plan.h"
#include "algorithms/opportunity/worth.h"

namespace pullgraph {
namespace {

absl::Status Check(const OpportunityPlanOptions& o) {
  if (!(o.budget >= 0)) {
    return absl::InvalidArgumentError(absl::StrCat("budget is ", o.budget, ", expected >= 0"));
  }
  if (o.asks_per_broker < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("asks_per_broker is ", o.asks_per_broker, ", expected >= 0"));
  }
  if (o.limit < 1) {
    return absl::InvalidArgumentError(absl::StrCat("limit is ", o.limit, ", expected >= 1"));
  }
  return absl::OkStatus();
}

// The opportunity over another path.
void Reroute(const IntroductionGraph& graph, AccessPath path, Opportunity& o) {
  o.path = std::move(path);
  o.access = o.path.probability;
  o.access_error = PathLogError(graph, o.path);
  SetWorth(o);
}

MemberId BrokerOf(const AccessPath& path) {
  return path.members.size() < 2 ? MemberId::None() : path.members[path.members.size() - 2];
}

// All opportunities with the broker that each is given; None if nobody is left.
absl::StatusOr<std::vector<PlannedOpportunity>> Assign(const CommunityView& view,
                                                       const OpportunityList& list,
                                                       const OpportunityOptions& options,
                                                       int asks_per_broker,
                                                       OpportunityPlan& plan) {
  std::vector<PlannedOpportunity> all;
  std::vector<MemberId> targets;
  for (size_t i = 0; i < list.opportunities.size(); ++i) {
    const Opportunity& o = list.opportunities[i];
    all.push_back({i, o, BrokerOf(o.path)});
    if (!o.path.members.empty()) targets.push_back(o.member);
  }
  if (asks_per_broker == 0) return all;
  // Several opportunities of one member take one introduction.
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  const std::vector<uint8_t> customer = view.Customers(options.market);
  std::vector<MemberId> sources;
  for (uint32_t m = 0; m < customer.size(); ++m) {
    if (customer[m] != 0) sources.push_back(MemberId(m));
  }
  IntroductionPlanOptions ask;
  ask.asks_per_broker = asks_per_broker;
  ask.path.max_hops = options.max_hops;
  ask.path.min_probability = options.min_access;
  ask.run = ask.path.run = options.model.run;
  auto introductions = PlanIntroductions(list.introductions, sources, targets, ask);
  if (!introductions.ok()) return introductions.status();
  std::map<MemberId, const PlannedIntroduction*> of_target;
  for (const PlannedIntroduction& i : introductions->introductions) of_target[i.target] = &i;
  std::vector<PlannedOpportunity> kept;
  for (PlannedOpportunity& p : all) {
    if (p.opportunity.path.members.empty()) {
      kept.push_back(std::move(p));
      continue;
    }
    const PlannedIntroduction& i = *of_target.at(p.opportunity.member);
    if (i.status != IntroductionStatus::kPlanned) {
      ++plan.no_capacity;
      continue;
    }
    p.broker = i.broker;
    Reroute(list.introductions, i.path, p.opportunity);
    kept.push_back(std::move(p));
  }
  return kept;
}

// Rows of `all` taken in `order` as far as the budget and the limit go.
std::vector<size_t> Take(const std::vector<PlannedOpportunity>& all,
                         const std::vector<size_t>& order, const OpportunityPlanOptions& plan) {
  std::vector<size_t> taken;
  double left = plan.budget;
  for (const size_t i : order) {
    if (taken.size() >= static_cast<size_t>(plan.limit)) break;
    if (all[i].opportunity.cost > left) continue;
    left -= all[i].opportunity.cost;
    taken.push_back(i);
  }
  return taken;
}

double Worth(const std::vector<PlannedOpportunity>& all, const std::vector<size_t>& rows) {
  double sum = 0;
  for (const size_t i : rows) sum += all[i].opportunity.expected_value;
  return sum;
}

double Density(const Opportunity& o) {
  return o.cost > 0 ? o.expected_value / o.cost : HUGE_VAL;
}

// What a plan that could break up its last opportunity would be worth, or one without a
// budget: no plan is worth more than either.
double UpperBound(const std::vector<PlannedOpportunity>& all,
                  const std::vector<size_t>& by_density, const std::vector<size_t>& by_worth,
                  const OpportunityPlanOptions& plan) {
  double unlimited = 0;
  for (size_t k = 0; k < std::min(by_worth.size(), static_cast<size_t>(plan.limit)); ++k) {
    unlimited += all[by_worth[k]].opportunity.expected_value;
  }
  double broken = 0, left = plan.budget;
  for (const size_t i : by_density) {
    const Opportunity& o = all[i].opportunity;
    if (o.cost > left) return std::min(unlimited, broken + o.expected_value * left / o.cost);
    broken += o.expected_value;
    left -= o.cost;
  }
  return std::min(unlimited, broken);
}

}  // namespace

absl::StatusOr<OpportunityPlan> PlanOpportunities(const CommunityView& view,
                                                  const OpportunityList& list,
                                                  const OpportunityOptions& options,
                                                  const OpportunityPlanOptions& plan_options) {
  if (absl::Status s = Check(plan_options); !s.ok()) return s;
  OpportunityPlan plan;
  auto assigned = Assign(view, list, options, plan_options.asks_per_broker, plan);
  if (!assigned.ok()) return assigned.status();
  std::vector<PlannedOpportunity>& all = *assigned;
  const size_t before = all.size();
  std::erase_if(all, [](const PlannedOpportunity& p) { return !(p.opportunity.expected_value > 0); });
  plan.worthless = before - all.size();
  std::vector<size_t> by_worth(all.size());
  std::iota(by_worth.begin(), by_worth.end(), size_t{0});
  std::vector<size_t> by_density = by_worth;
  std::stable_sort(by_worth.begin(), by_worth.end(), [&](size_t a, size_t b) {
    return all[a].opportunity.expected_value > all[b].opportunity.expected_value;
  });
  std::stable_sort(by_density.begin(), by_density.end(), [&](size_t a, size_t b) {
    return Density(all[a].opportunity) > Density(all[b].opportunity);
  });
  std::vector<size_t> rows = Take(all, by_density, plan_options);
  std::vector<size_t> other = Take(all, by_worth, plan_options);
  if (Worth(all, other) > Worth(all, rows)) rows = std::move(other);
  std::sort(rows.begin(), rows.end());
  plan.beyond_budget = all.size() - rows.size();
  plan.best_possible = UpperBound(all, by_density, by_worth, plan_options);
  std::map<MemberId, std::vector<MemberId>> asked;  // For whom each broker is asked.
  for (const size_t i : rows) {
    plan.cost += all[i].opportunity.cost;
    plan.expected_value += all[i].opportunity.expected_value;
    if (!all[i].broker.is_none()) asked[all[i].broker].push_back(all[i].opportunity.member);
    plan.chosen.push_back(std::move(all[i]));
  }
  for (auto& [broker, targets] : asked) {
    std::sort(targets.begin(), targets.end());
    const auto end = std::unique(targets.begin(), targets.end());
    plan.asks.emplace_back(broker, static_cast<int>(end - targets.begin()));
  }
  std::stable_sort(plan.asks.begin(), plan.asks.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return plan;
}

}  // namespace pullgraph
