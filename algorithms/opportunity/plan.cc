// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "algorithms/access/introduction_ways.h"
#include "algorithms/opportunity/explain.h"
#include "algorithms/opportunity/joint_plan.h"
#include "algorithms/opportunity/worth.h"

namespace pullgraph {
namespace {

constexpr double kCannotBe = -std::numeric_limits<double>::infinity();

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

MemberId BrokerOf(const AccessPath& path) {
  return path.members.size() < 2 ? MemberId::None() : path.members[path.members.size() - 2];
}

// Members are groups, their opportunities items, brokers workers.
class Planner {
 public:
  Planner(const CommunityView& view, const OpportunityList& list,
          const OpportunityOptions& options, const OpportunityPlanOptions& plan)
      : view_(view), list_(list), options_(options), plan_(plan) {}

  absl::StatusOr<OpportunityPlan> Run() {
    Group();
    if (absl::Status s = FindWays(); !s.ok()) return s;
    SetUp();
    const JointPlan joint = SolveJointPlan(problem_);
    if (!refined_.ok()) return refined_;
    OpportunityPlan plan;
    Choose(joint, plan);
    CountLeftOut(joint, plan);
    Explain(plan);
    return plan;
  }

 private:
  // Rows of the list by member, in the order of the list for each.
  void Group() {
    rows_.resize(list_.opportunities.size());
    for (size_t i = 0; i < rows_.size(); ++i) rows_[i] = i;
    const auto member = [&](size_t i) { return list_.opportunities[i].member; };
    std::stable_sort(rows_.begin(), rows_.end(),
                     [&](size_t a, size_t b) { return member(a) < member(b); });
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (i == 0 || member(rows_[i]) != member(rows_[i - 1])) {
        first_row_.push_back(i);
        target_.push_back(kNoOption);
        if (plan_.asks_per_broker > 0 && !First(target_.size() - 1).path.members.empty()) {
          target_.back() = targets_.size();
          targets_.push_back(member(rows_[i]));
        }
      }
    }
    first_row_.push_back(rows_.size());
  }

  size_t num_groups() const { return target_.size(); }
  const Opportunity& First(size_t group) const { return list_.opportunities[rows_[first_row_[group]]]; }
  absl::Span<const size_t> RowsOf(size_t group) const {
    return absl::MakeConstSpan(rows_).subspan(first_row_[group],
                                              first_row_[group + 1] - first_row_[group]);
  }

  absl::Status FindWays() {
    const std::vector<uint8_t> customer = view_.Customers(options_.market);
    for (uint32_t m = 0; m < customer.size(); ++m) {
      if (customer[m] != 0) sources_.push_back(MemberId(m));
    }
    IntroductionPathOptions path;
    path.max_hops = options_.max_hops;
    path.min_probability = options_.min_access;
    path.run = options_.model.run;
    auto ways = IntroductionWays::Find(list_.introductions, sources_, targets_, path);
    if (!ways.ok()) return ways.status();
    ways_ = *std::move(ways);
    return absl::OkStatus();
  }

  void SetUp() {
    std::vector<double> costs, values;
    for (size_t g = 0; g < num_groups(); ++g) {
      costs.clear();
      values.clear();
      for (const size_t row : RowsOf(g)) {
        costs.push_back(list_.opportunities[row].cost);
        values.push_back(list_.opportunities[row].expected_value);
      }
      problem_.AddGroup(costs);
      if (target_[g] == kNoOption) {
        problem_.AddOption(kNoWorker, values);
        continue;
      }
      for (const IntroductionWay& way : ways_->To(target_[g])) {
        problem_.AddOption(way.broker.value(), ValuesOver(g, way));
      }
    }
    problem_.capacity.assign(view_.community().num_members(), plan_.asks_per_broker);
    problem_.budget = plan_.budget;
    problem_.limit = static_cast<size_t>(plan_.limit);
    problem_.refine = [this](size_t option) { return Refine(option); };
  }

  // Over the broker of the list the way is that of the list.
  std::vector<double> ValuesOver(size_t group, const IntroductionWay& way) const {
    std::vector<double> values;
    for (const size_t row : RowsOf(group)) {
      const Opportunity& o = list_.opportunities[row];
      if (way.broker == BrokerOf(o.path)) {
        values.push_back(o.expected_value);
      } else if (!(way.probability > 0)) {
        values.push_back(kCannotBe);
      } else {
        Opportunity over = o;
        over.access = way.probability;
        SetWorth(over);
        values.push_back(over.expected_value);
      }
    }
    return values;
  }

  // Ways that may lead over the member itself are bounds until one is to be used.
  bool Refine(size_t option) {
    const auto& first = problem_.first_option;
    const auto g = static_cast<size_t>(std::upper_bound(first.begin(), first.end(), option) -
                                       first.begin() - 1);
    if (target_[g] == kNoOption || ways_->To(target_[g])[option - first[g]].exact) return false;
    if (absl::Status s = ways_->MakeExact(target_[g]); !s.ok()) {
      refined_.Update(s);
      return false;
    }
    bool changed = false;
    for (size_t o = first[g]; o < first[g + 1]; ++o) {
      const std::vector<double> values = ValuesOver(g, ways_->To(target_[g])[o - first[g]]);
      for (size_t k = 0; k < values.size(); ++k) {
        double& v = problem_.value[problem_.first_value[o] + k];
        changed |= v != values[k];
        v = values[k];
      }
    }
    return changed;
  }

  void Choose(const JointPlan& joint, OpportunityPlan& plan) const {
    std::map<MemberId, int> asked;
    for (size_t g = 0; g < num_groups(); ++g) {
      const size_t option = joint.option[g];
      if (option == kNoOption) continue;
      const size_t way = option - problem_.first_option[g];
      for (size_t k = first_row_[g]; k < first_row_[g + 1]; ++k) {
        const auto item = std::lower_bound(joint.items.begin(), joint.items.end(), k);
        if (item == joint.items.end() || *item != k) continue;
        PlannedOpportunity& p = plan.chosen.emplace_back();
        p.index = rows_[k];
        p.opportunity = list_.opportunities[p.index];
        p.price = joint.price[static_cast<size_t>(item - joint.items.begin())];
        if (target_[g] != kNoOption) Reroute(target_[g], way, p.opportunity);
        p.broker = BrokerOf(p.opportunity.path);
      }
      if (const MemberId b = plan.chosen.back().broker; !b.is_none()) ++asked[b];
    }
    std::sort(plan.chosen.begin(), plan.chosen.end(),
              [](const auto& a, const auto& b) { return a.index < b.index; });
    for (const PlannedOpportunity& p : plan.chosen) {
      plan.cost += p.opportunity.cost;
      plan.expected_value += p.opportunity.expected_value;
    }
    plan.best_possible = std::max(plan.expected_value, joint.bound);
    plan.asks.assign(asked.begin(), asked.end());
    std::stable_sort(plan.asks.begin(), plan.asks.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }

  void Reroute(size_t target, size_t way, Opportunity& o) const {
    if (ways_->To(target)[way].broker == BrokerOf(o.path)) return;
    o.path = ways_->PathOver(target, way);
    o.access = o.path.probability;
    o.access_error = PathLogError(list_.introductions, o.path);
    SetWorth(o);
  }

  void CountLeftOut(const JointPlan& joint, OpportunityPlan& plan) const {
    for (size_t g = 0; g < num_groups(); ++g) {
      for (size_t k = 0; k < RowsOf(g).size(); ++k) {
        if (std::binary_search(joint.items.begin(), joint.items.end(), first_row_[g] + k)) continue;
        bool room = false, worth = false;
        for (size_t o = problem_.first_option[g]; o < problem_.first_option[g + 1]; ++o) {
          const size_t w = problem_.worker[o];
          const bool free = o == joint.option[g] ||
                            (joint.option[g] == kNoOption &&
                             (w == kNoWorker || joint.load[w] < plan_.asks_per_broker));
          room |= free;
          worth |= free && problem_.value[problem_.first_value[o] + k] > 0;
        }
        ++(worth ? plan.beyond_budget : room ? plan.worthless : plan.no_capacity);
      }
    }
  }

  void Explain(OpportunityPlan& plan) const {
    std::vector<Opportunity> chosen;
    for (PlannedOpportunity& p : plan.chosen) chosen.push_back(std::move(p.opportunity));
    ExplainOpportunities(view_, options_, list_.model, list_.introductions, 0,
                         absl::MakeSpan(chosen));
    for (size_t i = 0; i < chosen.size(); ++i) {
      PlannedOpportunity& p = plan.chosen[i];
      p.opportunity = std::move(chosen[i]);
      Opportunity& o = p.opportunity;
      const double gross = o.expected_value + o.cost;
      o.counterfactual = CounterfactualAt(o, std::clamp((p.price + o.cost) / gross, 0.0, 1.0));
    }
  }

  const CommunityView& view_;
  const OpportunityList& list_;
  const OpportunityOptions& options_;
  const OpportunityPlanOptions& plan_;
  std::vector<size_t> rows_;       // Of the list, by member.
  std::vector<size_t> first_row_;  // Of each group.
  std::vector<size_t> target_;     // Of each group; kNoOption: needs no broker.
  std::vector<MemberId> targets_, sources_;
  std::optional<IntroductionWays> ways_;
  JointProblem problem_;
  absl::Status refined_;
};

}  // namespace

absl::StatusOr<OpportunityPlan> PlanOpportunities(const CommunityView& view,
                                                  const OpportunityList& list,
                                                  const OpportunityOptions& options,
                                                  const OpportunityPlanOptions& plan) {
  if (absl::Status s = Check(plan); !s.ok()) return s;
  return Planner(view, list, options, plan).Run();
}

}  // namespace pullgraph
