// SPDX-License-Identifier: Apache-2.0
// Which items to take, and by which worker each group of them is done, all at once.
// Part of plan.h: items are opportunities, groups members, workers who introduces them.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_JOINT_PLAN_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_JOINT_PLAN_H_

#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

#include "absl/types/span.h"

namespace pullgraph {

inline constexpr size_t kNoWorker = static_cast<size_t>(-1);
inline constexpr size_t kNoOption = static_cast<size_t>(-1);

// Groups of items, each with options: a worker, and what each item is worth then.
struct JointProblem {
  // Items [first_item[g], first_item[g + 1]) are those of group g.
  std::vector<size_t> first_item = {0};
  std::vector<double> cost;  // Of each item; finite, >= 0.
  // Likewise the options of groups.
  std::vector<size_t> first_option = {0};
  std::vector<size_t> worker;       // Of each option; kNoWorker: takes nobody's time.
  std::vector<size_t> first_value;  // Of each option: of its group's first item.
  std::vector<double> value;        // Net of cost; finite, or -infinity: cannot be.

  std::vector<int> capacity;  // Groups that each worker does at most; >= 0.
  double budget = std::numeric_limits<double>::infinity();
  size_t limit = static_cast<size_t>(-1);  // Items taken at most.

  // Values may be upper bounds at first. Called before an option is used, it makes all
  // those of its group right; true if that changed any. None: they are right.
  std::function<bool(size_t option)> refine;

  size_t num_groups() const { return first_item.size() - 1; }
  size_t num_items() const { return cost.size(); }
  void AddGroup(absl::Span<const double> costs);
  // To the group added last, with one value for each of its items.
  void AddOption(size_t of_worker, absl::Span<const double> values);
};

struct JointPlan {
  std::vector<size_t> items;   // Taken, ascending.
  std::vector<size_t> option;  // Of each group; kNoOption if none of its items is taken.
  std::vector<double> price;   // Of each of `items`: worth less, its place would go to another.
  std::vector<int> load;       // Groups of each worker.
  double value = 0;
  double cost = 0;
  // No choice of items and options within capacities, budget and limit is worth more.
  double bound = 0;
};

// Takes items of positive value. Without a budget, or with one cost for all, and one item
// a group, no plan is worth more and the bound says so. Otherwise the best of a family of
// plans, one for each of several prices of money, and of any limit the same family: a
// higher limit never gives less.
//
// TIES: smaller item, then smaller option.
// COST: O(c + k (log c + s)) for c options, k items taken and s options of groups whose
// workers have to be changed for one more item; with different costs 60 times that.
// SOURCE: successive shortest paths with potentials (Edmonds, Karp 1972,
// doi:10.1145/321694.321699) on Lagrangian profits; the bound is the Lagrangian dual
// (Fisher 1981, doi:10.1287/mnsc.27.1.1), which holds for all multipliers.
JointPlan SolveJointPlan(JointProblem& problem);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_JOINT_PLAN_H_
