// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/introduction_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "algorithms/access/cheapest_assignment.h"
#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::introduction_plan_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

IntroductionGraph RandomIntroductions(Node n, double density, uint64_t seed) {
  IntroductionGraph g{RandomGraph(n, density, seed % 2 == 0, seed), {}};
  RandomStream random(seed, 7);
  for (ArcIndex i = 0; i < g.graph.num_arcs(); ++i) {
    g.probability.push_back(0.05 + 0.9 * random.Uniform());
  }
  return g;
}

// Best probability over each last broker, by walking all simple paths.
class Ways {
 public:
  Ways(const IntroductionGraph& g, const std::vector<MemberId>& sources, MemberId target,
       const IntroductionPlanOptions& options)
      : g_(g), target_(target), options_(options) {
    for (const MemberId source : sources) {
      path_ = {source};
      Walk(1);
    }
  }
  const std::map<MemberId, double>& by_broker() const { return best_; }

 private:
  void Walk(double p) {
    const MemberId u = path_.back();
    if (u == target_) {
      if (p >= options_.path.min_probability && path_.size() > 1) {
        double& best = best_[path_[path_.size() - 2]];
        best = std::max(best, p);
      }
      return;
    }
    if (path_.size() > static_cast<size_t>(options_.path.max_hops)) return;
    const auto& willing = options_.path.willingness;
    const double q = path_.size() == 1 || willing.empty() ? 1 : willing[u.value()];
    for (ArcIndex arc = g_.graph.OutBegin(u.value()); arc < g_.graph.OutEnd(u.value());
         ++arc) {
      const MemberId v(g_.graph.Target(arc));
      if (std::find(path_.begin(), path_.end(), v) != path_.end()) continue;
      path_.push_back(v);
      Walk(p * q * g_.probability[arc]);
      path_.pop_back();
    }
  }

  const IntroductionGraph& g_;
  MemberId target_;
  const IntroductionPlanOptions& options_;
  std::vector<MemberId> path_;
  std::map<MemberId, double> best_;
};

struct Value {
  int served = 0;
  double log_probability = 0;
};

// All assignments.
void Assign(const std::vector<std::map<MemberId, double>>& ways, std::vector<int>& left,
            size_t i, Value value, Value& best) {
  if (i == ways.size()) {
    if (value.served > best.served ||
        (value.served == best.served && value.log_probability > best.log_probability)) {
      best = value;
    }
    return;
  }
  Assign(ways, left, i + 1, value, best);
  for (const auto& [broker, p] : ways[i]) {
    if (left[broker.value()] == 0) continue;
    --left[broker.value()];
    Assign(ways, left, i + 1, {value.served + 1, value.log_probability + std::log(p)}, best);
    ++left[broker.value()];
  }
}

// Everything that must hold of a plan, whatever it is worth.
void ExpectSound(const IntroductionGraph& g, const std::vector<int>& asks,
                 const IntroductionPlanOptions& options, const IntroductionPlan& plan) {
  std::map<MemberId, int> used;
  double log_probability = 0, expected = 0;
  for (const PlannedIntroduction& to : plan.introductions) {
    EXPECT_EQ(to.path.members.empty(), to.status == IntroductionStatus::kOutOfReach);
    if (to.status != IntroductionStatus::kPlanned) {
      EXPECT_TRUE(to.broker.is_none());
      continue;
    }
    ++used[to.broker];
    EXPECT_EQ(to.path.members.back(), to.target);
    EXPECT_EQ(to.path.members[to.path.members.size() - 2], to.broker);
    EXPECT_LE(to.path.hops(), options.path.max_hops);
    EXPECT_EQ(std::count(to.path.members.begin(), to.path.members.end(), to.target), 1);
    double p = 1;
    for (size_t i = 0; i < to.path.arcs.size(); ++i) {
      EXPECT_EQ(g.graph.Source(to.path.arcs[i]), to.path.members[i].value());
      EXPECT_EQ(g.graph.Target(to.path.arcs[i]), to.path.members[i + 1].value());
      if (i > 0 && !options.path.willingness.empty()) {
        p *= options.path.willingness[to.path.members[i].value()];
      }
      p *= g.probability[to.path.arcs[i]];
    }
    EXPECT_NEAR(p, to.path.probability, 1e-12);
    log_probability += std::log(p);
    expected += p;
  }
  for (const auto& [broker, count] : used) EXPECT_LE(count, asks[broker.value()]);
  EXPECT_EQ(plan.asks, (std::vector<std::pair<MemberId, int>>(used.begin(), used.end())));
  EXPECT_NEAR(plan.log_probability, log_probability, 1e-9);
  EXPECT_NEAR(plan.expected, expected, 1e-9);
}

struct PlanCase {
  IntroductionGraph graph;
  std::vector<MemberId> sources = {MemberId(0), MemberId(1)};
  std::vector<MemberId> targets;
  std::vector<int> asks;
  std::vector<double> willing;
  IntroductionPlanOptions options;  // Of spans of the above.
};

void MakeCase(uint64_t seed, PlanCase& c) {
  const Node n = 7 + static_cast<Node>(seed % 4);
  c.graph = RandomIntroductions(n, seed % 3 == 0 ? 0.15 : 0.35, seed);
  for (Node v = n - 5; v < n; ++v) c.targets.emplace_back(v);
  if (seed % 5 == 0) c.targets.emplace_back(1);  // A source.
  RandomStream random(seed, 8);
  for (Node v = 0; v < n; ++v) {
    c.asks.push_back(static_cast<int>(random.Below(3)));
    c.willing.push_back(0.5 + 0.1 * (v % 5));
  }
  c.options.path.max_hops = 1 + static_cast<int>(seed % 4);
  c.options.path.min_probability = seed % 4 == 0 ? 0.1 : 1e-9;
  if (seed % 2 == 0) c.options.path.willingness = c.willing;
  if (seed % 3 == 0) {
    c.asks.assign(n, c.options.asks_per_broker = 1);
  } else {
    c.options.asks_of_member = c.asks;
  }
  c.options.ask_sources = seed % 4 < 2;
}

TEST(IntroductionPlan, EqualsTheBestOfAllAssignments) {
  std::map<IntroductionStatus, int> seen;
  for (uint64_t seed = 0; seed < 240; ++seed) {
    PlanCase c;
    MakeCase(seed, c);
    ASSERT_OK_AND_ASSIGN(const IntroductionPlan plan,
                         PlanIntroductions(c.graph, c.sources, c.targets, c.options));
    ExpectSound(c.graph, c.asks, c.options, plan);
    std::vector<std::map<MemberId, double>> ways;
    ASSERT_EQ(plan.introductions.size(), c.targets.size());
    for (size_t i = 0; i < c.targets.size(); ++i) {
      const PlannedIntroduction& to = plan.introductions[i];
      EXPECT_EQ(to.target, c.targets[i]);
      const auto by_broker = Ways(c.graph, c.sources, c.targets[i], c.options).by_broker();
      const bool is_source = c.targets[i].value() <= 1;
      const bool tied = by_broker.contains(MemberId(0)) || by_broker.contains(MemberId(1));
      EXPECT_EQ(to.status == IntroductionStatus::kDirect,
                is_source || (!c.options.ask_sources && tied))
          << seed;
      EXPECT_EQ(to.status == IntroductionStatus::kOutOfReach, by_broker.empty() && !is_source);
      if (to.status == IntroductionStatus::kPlanned) {
        EXPECT_NEAR(to.path.probability, by_broker.at(to.broker), 1e-12) << seed;
      }
      if (to.status != IntroductionStatus::kDirect) ways.push_back(by_broker);
      ++seen[to.status];
    }
    Value best;
    Assign(ways, c.asks, 0, {}, best);
    EXPECT_EQ(plan.planned, best.served) << seed;
    EXPECT_NEAR(plan.log_probability, best.log_probability, 1e-9) << seed;
  }
  EXPECT_GT(seen[IntroductionStatus::kPlanned], 200);
  EXPECT_GT(seen[IntroductionStatus::kDirect], 50);
  EXPECT_GT(seen[IntroductionStatus::kNoCapacity], 50);
  EXPECT_GT(seen[IntroductionStatus::kOutOfReach], 50);
}

// 0 knows both brokers; 1 is the better one for both targets, but is asked once only.
TEST(IntroductionPlan, GivesTheBetterBrokerToWhomItMattersMost) {
  const IntroductionGraph g{
      MakeGraph(5, {{0, 1}, {0, 2}, {1, 3}, {1, 4}, {2, 3}, {2, 4}}, false),
      {1, 1, 0.9, 0.8, 0.5, 0.1}};
  ASSERT_OK_AND_ASSIGN(
      const IntroductionPlan plan,
      PlanIntroductions(g, {MemberId(0)}, {MemberId(3), MemberId(4)}, {.asks_per_broker = 1}));
  EXPECT_EQ(plan.introductions[0].broker, MemberId(2));
  EXPECT_EQ(plan.introductions[1].broker, MemberId(1));
  EXPECT_DOUBLE_EQ(plan.expected, 1.3);
}

TEST(IntroductionPlan, TheSameForAnyNumberOfThreads) {
  const IntroductionGraph g = RandomIntroductions(300, 0.03, 5);
  std::vector<MemberId> targets;
  for (Node v = 100; v < 300; ++v) targets.emplace_back(v);
  std::vector<MemberId> brokers;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ASSERT_OK_AND_ASSIGN(const IntroductionPlan plan,
                         PlanIntroductions(g, {MemberId(0), MemberId(1)}, targets,
                                           {.asks_per_broker = 1, .run = &run}));
    EXPECT_GT(plan.planned, 50);
    std::vector<MemberId> found;
    for (const PlannedIntroduction& to : plan.introductions) found.push_back(to.broker);
    if (brokers.empty()) brokers = found;
    EXPECT_EQ(found, brokers);
  }
}

TEST(IntroductionPlan, NamesBadInput) {
  const IntroductionGraph g{MakeGraph(3, {{0, 1}, {1, 2}}, false), {0.5, 0.5}};
  using absl::StatusCode;
  const std::vector<MemberId> from = {MemberId(0)}, to = {MemberId(2)};
  EXPECT_THAT(PlanIntroductions(g, from, {MemberId(3)}),
              StatusIs(StatusCode::kOutOfRange, "target 3"));
  EXPECT_THAT(PlanIntroductions(g, from, {MemberId(2), MemberId(2)}),
              StatusIs(StatusCode::kInvalidArgument, "target 2 is named twice"));
  EXPECT_THAT(PlanIntroductions(g, from, to, {.asks_per_broker = -1}),
              StatusIs(StatusCode::kInvalidArgument, "asks_per_broker is -1"));
  const std::vector<int> one = {1}, negative = {1, -2, 1};
  EXPECT_THAT(PlanIntroductions(g, from, to, {.asks_of_member = one}),
              StatusIs(StatusCode::kInvalidArgument, "asks_of_member has 1 entries"));
  EXPECT_THAT(PlanIntroductions(g, from, to, {.asks_of_member = negative}),
              StatusIs(StatusCode::kInvalidArgument, "asks_of_member -2 of member 1"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EXPECT_THAT(PlanIntroductions(g, from, to, {.run = &run}),
              StatusIs(StatusCode::kCancelled, ""));
  EXPECT_TRUE(PlanIntroductions(g, from, {}).value().introductions.empty());
}

TEST(CheapestAssignment, TakesMoreJobsBeforeCheaperOnes) {
  // Job 0 could have worker 0 for nothing; then job 1 would have none.
  EXPECT_THAT(CheapestAssignment({{{0, 0}, {1, 900}}, {{0, 1}}}, {1, 1}),
              ::testing::ElementsAre(1, 0));
  EXPECT_THAT(CheapestAssignment({{{0, 2}}, {{0, 1}}, {}}, {1}),
              ::testing::ElementsAre(kNotAssigned, 0, kNotAssigned));
  EXPECT_THAT(CheapestAssignment({{{0, 0}}}, {0}), ::testing::ElementsAre(kNotAssigned));
  EXPECT_TRUE(CheapestAssignment({}, {}).empty());
}

}  // namespace
}  // namespace pullgraph::introduction_plan_test
