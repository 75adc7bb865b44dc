// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/joint_plan.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/opportunity/joint_search.h"

namespace pullgraph {
namespace {

// Prices of money that plans are made for.
constexpr int kPrices = 32;
// Halvings of the interval that the best price for the bound is in.
constexpr int kHalvings = 30;

// True if all items cost the same; then a budget is a limit.
bool OneCost(const JointProblem& p) {
  return std::all_of(p.cost.begin(), p.cost.end(), [&](double c) { return c == p.cost[0]; });
}

void BudgetToLimit(JointProblem& p) {
  if (p.cost.empty() || !OneCost(p) || !std::isfinite(p.budget)) return;
  if (p.cost[0] > 0) {
    const double most = std::floor(p.budget / p.cost[0] * (1 + 1e-12));
    if (most < static_cast<double>(p.num_items())) {
      p.limit = std::min(p.limit, static_cast<size_t>(most));
    }
  }
  p.budget = HUGE_VAL;
}

// Value for money of the items that cost something: the least and the most.
std::pair<double, double> Densities(const JointProblem& p) {
  double least = HUGE_VAL, most = 0;
  for (size_t g = 0; g < p.num_groups(); ++g) {
    for (size_t o = p.first_option[g]; o < p.first_option[g + 1]; ++o) {
      for (size_t i = p.first_item[g]; i < p.first_item[g + 1]; ++i) {
        const double v = p.value[p.first_value[o] + i - p.first_item[g]];
        if (!(v > 0 && p.cost[i] > 0)) continue;
        least = std::min(least, v / p.cost[i]);
        most = std::max(most, v / p.cost[i]);
      }
    }
  }
  return {std::min(least, most), most};
}

// The smallest dual over prices of money: it is convex, and falls as long as the
// relaxed plan costs more than the budget.
JointSearch BestDual(JointProblem& p, double high) {
  JointSearch best(p, 0, false);
  best.Run();
  double bound = best.Bound(), low = 0;
  for (int i = 0; i < kHalvings && best.cost() != p.budget; ++i) {
    const double price = i == 0 ? high : (low + high) / 2;
    JointSearch dual(p, price, false);
    dual.Run();
    (dual.cost() > p.budget ? low : high) = price;
    if (dual.Bound() < bound) {
      bound = dual.Bound();
      best = dual;
    }
  }
  return best;
}

// The best plan of the family.
JointPlan BestPlan(JointProblem& p, double low, double high) {
  JointPlan best;
  for (int i = 0; i <= kPrices; ++i) {
    const double share = (i - 1.0) / (kPrices - 1.0);
    JointSearch search(p, i == 0 ? 0 : low * std::pow(high / low, share), true);
    search.Run();
    if (i == 0 || search.value() > best.value) best = search.Plan();
  }
  return best;
}

}  // namespace

void JointProblem::AddGroup(absl::Span<const double> costs) {
  cost.insert(cost.end(), costs.begin(), costs.end());
  first_item.push_back(cost.size());
  first_option.push_back(worker.size());
}

void JointProblem::AddOption(size_t of_worker, absl::Span<const double> values) {
  first_value.push_back(value.size());
  value.insert(value.end(), values.begin(), values.end());
  worker.push_back(of_worker);
  first_option.back() = worker.size();
}

JointPlan SolveJointPlan(JointProblem& problem) {
  const double budget = problem.budget;
  const size_t limit = problem.limit;
  BudgetToLimit(problem);
  const auto finish = [&](JointPlan plan, const JointSearch& dual) {
    plan.bound = std::max(plan.value, dual.Bound());
    for (const size_t i : plan.items) plan.price.push_back(dual.PriceOf(i, plan));
    problem.budget = budget;
    problem.limit = limit;
    return plan;
  };
  JointSearch free(problem, 0, false);
  free.Run();
  if (free.cost() <= problem.budget) return finish(free.Plan(), free);
  const auto [low, high] = Densities(problem);
  JointPlan plan = BestPlan(problem, low, high);
  return finish(std::move(plan), BestDual(problem, high));
}

}  // namespace pullgraph
