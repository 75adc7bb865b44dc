// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/joint_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "graph/random.h"

namespace pullgraph::joint_plan_test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Kind {
  bool several_items = false;
  bool one_cost = false;
  bool budget = false;
};

JointProblem RandomProblem(uint64_t seed, const Kind& kind) {
  RandomStream random(seed, 41);
  JointProblem p;
  const size_t workers = 1 + random.Below(4), groups = 2 + random.Below(5);
  double total = 0;
  for (size_t w = 0; w < workers; ++w) p.capacity.push_back(static_cast<int>(random.Below(3)));
  for (size_t g = 0; g < groups; ++g) {
    const size_t items = kind.several_items ? 1 + random.Below(2) : 1;
    std::vector<double> costs, values(items), best;
    for (size_t i = 0; i < items; ++i) {
      costs.push_back(kind.one_cost ? 0.5 : random.Uniform());
      best.push_back(2 * random.Uniform());
      total += costs.back();
    }
    p.AddGroup(costs);
    for (size_t w = 0; w <= workers; ++w) {
      // The last one stands for nobody.
      if (random.Uniform() < (w == workers ? 0.8 : 0.4)) continue;
      const double share = random.Uniform();
      for (size_t i = 0; i < items; ++i) values[i] = share * best[i] - costs[i] / 4;
      p.AddOption(w == workers ? kNoWorker : w, values);
    }
  }
  if (kind.budget) p.budget = total * random.Uniform();
  p.limit = 1 + random.Below(groups + 1);
  return p;
}

// The best of all choices of an option for each group and of items.
class Enumeration {
 public:
  explicit Enumeration(const JointProblem& p) : p_(p), left_(p.capacity) { Walk(0, 0, 0, 0); }
  double best() const { return best_; }

 private:
  void Walk(size_t g, size_t taken, double cost, double value) {
    if (taken > p_.limit || cost > p_.budget) return;
    best_ = std::max(best_, value);
    if (g == p_.num_groups()) return;
    Walk(g + 1, taken, cost, value);
    const size_t items = p_.first_item[g + 1] - p_.first_item[g];
    for (size_t o = p_.first_option[g]; o < p_.first_option[g + 1]; ++o) {
      const size_t w = p_.worker[o];
      if (w != kNoWorker && left_[w] == 0) continue;
      if (w != kNoWorker) --left_[w];
      for (size_t set = 1; set < size_t{1} << items; ++set) {
        double more = 0, worth = 0;
        for (size_t i = 0; i < items; ++i) {
          if ((set >> i & 1) == 0) continue;
          more += p_.cost[p_.first_item[g] + i];
          worth += p_.value[p_.first_value[o] + i];
        }
        Walk(g + 1, taken + static_cast<size_t>(__builtin_popcountll(set)), cost + more,
             value + worth);
      }
      if (w != kNoWorker) ++left_[w];
    }
  }

  const JointProblem& p_;
  std::vector<int> left_;
  double best_ = 0;
};

// What the plan says of itself, added up again.
void ExpectFeasible(const JointProblem& p, const JointPlan& plan) {
  std::vector<int> load(p.capacity.size(), 0);
  double value = 0, cost = 0;
  size_t taken = 0;
  for (size_t g = 0; g < p.num_groups(); ++g) {
    const size_t o = plan.option[g];
    if (o == kNoOption) continue;
    ASSERT_TRUE(o >= p.first_option[g] && o < p.first_option[g + 1]);
    if (p.worker[o] != kNoWorker) ++load[p.worker[o]];
    size_t mine = 0;
    for (size_t i = p.first_item[g]; i < p.first_item[g + 1]; ++i) {
      if (!std::binary_search(plan.items.begin(), plan.items.end(), i)) continue;
      ++mine;
      value += p.value[p.first_value[o] + i - p.first_item[g]];
      cost += p.cost[i];
    }
    EXPECT_GT(mine, 0u);
    taken += mine;
  }
  EXPECT_EQ(taken, plan.items.size());
  EXPECT_LE(taken, p.limit);
  EXPECT_LE(cost, p.budget * (1 + 1e-9));
  EXPECT_NEAR(cost, plan.cost, 1e-9);
  EXPECT_NEAR(value, plan.value, 1e-9);
  EXPECT_EQ(load, plan.load);
  for (size_t w = 0; w < load.size(); ++w) EXPECT_LE(load[w], p.capacity[w]);
}

struct Tally {
  int exact = 0;
  double plan = 0, best = 0, bound = 0;
};

Tally Compare(const Kind& kind, int problems) {
  Tally tally;
  for (int seed = 0; seed < problems; ++seed) {
    const JointProblem p = RandomProblem(static_cast<uint64_t>(seed), kind);
    JointProblem copy = p;
    const JointPlan plan = SolveJointPlan(copy);
    ExpectFeasible(p, plan);
    const double best = Enumeration(p).best();
    EXPECT_LE(plan.value, best + 1e-9) << seed;
    EXPECT_GE(plan.bound, best - 1e-9) << seed;
    EXPECT_LE(plan.value, plan.bound) << seed;
    tally.exact += plan.value > best - 1e-9;
    tally.plan += plan.value;
    tally.best += best;
    tally.bound += plan.bound;
  }
  return tally;
}

TEST(JointPlan, IsTheBestOfAllWhereThereIsNoKnapsack) {
  EXPECT_EQ(Compare({}, 1000).exact, 1000);
  EXPECT_EQ(Compare({.one_cost = true, .budget = true}, 1000).exact, 1000);
  const Tally t = Compare({}, 1000);
  EXPECT_NEAR(t.bound, t.best, 1e-6 * t.best);  // And says so.
  EXPECT_GT(t.best, 100);
}

TEST(JointPlan, BoundsTheBestOfAll) {
  for (const Kind& kind : {Kind{.budget = true}, Kind{.several_items = true},
                           Kind{.several_items = true, .budget = true},
                           Kind{.several_items = true, .one_cost = true, .budget = true}}) {
    const Tally t = Compare(kind, 1000);
    EXPECT_GT(t.exact, 800);
    EXPECT_GT(t.plan, 0.98 * t.best);
    EXPECT_LT(t.bound, 1.2 * t.best);
  }
}

TEST(JointPlan, AHigherLimitNeverGivesLess) {
  for (const bool several : {false, true}) {
    int rises = 0, moves = 0;
    for (uint64_t seed = 0; seed < 300; ++seed) {
      JointProblem p = RandomProblem(seed, {.several_items = several, .budget = true});
      double before = 0;
      for (size_t limit = 1; limit <= p.num_items(); ++limit) {
        JointProblem copy = p;
        copy.limit = limit;
        const JointPlan plan = SolveJointPlan(copy);
        EXPECT_GE(plan.value, before - 1e-12);
        rises += plan.value > before + 1e-9;
        ++moves;
        before = plan.value;
      }
    }
    EXPECT_GT(rises, 300);
    EXPECT_GT(moves, rises);
  }
}

// What an item must be worth: below it, the plan without the item is no worse.
TEST(JointPlan, PricesSayWhenAnItemLeaves) {
  int left = 0, stayed = 0, items = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const JointProblem p = RandomProblem(seed, {});
    JointProblem copy = p;
    const JointPlan plan = SolveJointPlan(copy);
    for (size_t k = 0; k < plan.items.size(); ++k) {
      const size_t g = plan.items[k];
      const double now = p.value[p.first_value[plan.option[g]]];
      EXPECT_GE(now, plan.price[k] - 1e-9);
      for (const double change : {plan.price[k] - now - 1e-6, plan.price[k] - now + 1e-6}) {
        JointProblem other = p;
        for (size_t o = p.first_option[g]; o < p.first_option[g + 1]; ++o) {
          other.value[p.first_value[o]] += std::min(0.0, change);
        }
        const JointPlan again = SolveJointPlan(other);
        const bool in = std::binary_search(again.items.begin(), again.items.end(), g);
        if (change < plan.price[k] - now) left += !in; else stayed += in;
      }
      ++items;
    }
  }
  EXPECT_GT(items, 500);
  EXPECT_GT(left, 0.9 * items);
  EXPECT_GT(stayed, 0.9 * items);
}

// Values that are only bounds at first give the same plan as the right ones.
TEST(JointPlan, RefinesWhatItUses) {
  int refined = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    JointProblem right = RandomProblem(seed, {.budget = seed % 2 == 0});
    JointProblem p = right;
    RandomStream random(seed, 42);
    for (double& v : right.value) {
      if (random.Uniform() < 0.1) v = -kInfinity;
    }
    for (size_t i = 0; i < p.value.size(); ++i) {
      const bool known = std::isfinite(right.value[i]) && random.Uniform() < 0.7;
      p.value[i] += known ? 0 : random.Uniform();
    }
    p.refine = [&](size_t option) {
      double& v = p.value[p.first_value[option]];
      const double r = right.value[right.first_value[option]];
      if (v == r) return false;
      v = r;
      ++refined;
      return true;
    };
    JointProblem copy = right;
    const JointPlan plan = SolveJointPlan(p), same = SolveJointPlan(copy);
    ExpectFeasible(right, plan);
    EXPECT_GE(plan.bound, Enumeration(right).best() - 1e-9);
    if (seed % 2 != 0) {
      EXPECT_NEAR(plan.value, same.value, 1e-9);
    }
  }
  EXPECT_GT(refined, 100);
}

TEST(JointPlan, NothingToChooseFrom) {
  JointProblem none;
  EXPECT_EQ(SolveJointPlan(none).bound, 0);
  JointProblem p;
  p.capacity = {1};
  p.AddGroup({1.0});
  p.AddOption(0, {-0.5});
  EXPECT_TRUE(SolveJointPlan(p).items.empty());
  p.value = {0.5};
  p.budget = 0.5;
  EXPECT_TRUE(SolveJointPlan(p).items.empty());
  p.budget = kInfinity;
  EXPECT_EQ(SolveJointPlan(p).items, std::vector<size_t>{0});
}

}  // namespace
}  // namespace pullgraph::joint_plan_test
