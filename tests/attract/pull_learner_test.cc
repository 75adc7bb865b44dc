// SPDX-License-Identifier: Apache-2.0
// Boosted trees beside the logistic regression: which is chosen, and that what trees
// say means the same as what the regression says.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "algorithms/kernels/metrics.h"
#include "algorithms/attract/pull_calibration.h"
#include "algorithms/kernels/metrics.h"
#include "algorithms/attract/pull_forest.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/pull_validation.h"
#include "algorithms/kernels/logistic.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::pull_learner_test {
namespace {

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double LogOddsOf(double p) { return std::log(p) - std::log1p(-p); }

struct Simulated {
  std::vector<PullSample> samples;
  std::vector<double> truth;  // P of each.
  PullTable table;
};

enum class Truth { kLine, kExclusiveOr };

// Twenty pairs a member; of four features the first two matter, by their sum or by
// whether they have the same sign.
Simulated Simulate(Truth truth, uint32_t members, uint64_t seed) {
  Simulated out;
  for (uint32_t m = 0; m < members; ++m) {
    RandomStream random(seed, m);
    for (uint32_t r = 0; r < 20; ++r) {
      PullSample sample;
      sample.member = m;
      sample.resource = r;
      for (size_t f = 0; f < 4; ++f) sample.features[f] = random.Normal();
      const double x = sample.features[0];
      const double y = sample.features[1];
      const double p = truth == Truth::kLine ? Sigmoid(0.8 * x + 0.8 * y - 1.5)
                                             : ((x > 0) == (y > 0) ? 0.4 : 0.05);
      sample.pulled = random.Bernoulli(p) ? 1 : 0;
      out.truth.push_back(p);
      out.samples.push_back(sample);
      out.table.members.push_back(m);
      out.table.rows.insert(out.table.rows.end(), sample.features.begin(), sample.features.end());
      out.table.labels.push_back(sample.pulled);
    }
  }
  return out;
}

struct Judged {
  std::vector<double> logistic;  // Calibrated probabilities of the held-out pairs.
  std::vector<double> trees;
};

Judged Judge(const Simulated& past, const Simulated& latest) {
  const PullForest forest = FitPullForest(past.table, 0, 1, nullptr).value();
  const LogisticModel line =
      FitLogistic(past.table.rows, kNumPullFeatures, past.table.labels).value();
  std::vector<double> a;
  std::vector<double> b;
  for (const PullSample& sample : latest.samples) {
    a.push_back(line.LogOdds(sample.features));
    b.push_back(forest.LogOdds(sample.features));
  }
  return {CrossCalibrated(latest.samples, a), CrossCalibrated(latest.samples, b)};
}

std::vector<uint8_t> Labels(const Simulated& s) { return s.table.labels; }

TEST(PullLearner, TreesWinWhereTheTruthIsAnInteraction) {
  const Simulated past = Simulate(Truth::kExclusiveOr, 500, 1);
  const Simulated latest = Simulate(Truth::kExclusiveOr, 300, 2);
  const Judged judged = Judge(past, latest);
  EXPECT_TRUE(IsClearlyBetter(latest.samples, judged.logistic, judged.trees));
  EXPECT_FALSE(IsClearlyBetter(latest.samples, judged.trees, judged.logistic));
  EXPECT_GT(RocAuc(judged.trees, Labels(latest)), 0.66);
  EXPECT_LT(RocAuc(judged.logistic, Labels(latest)), 0.55);
  EXPECT_LT(ScoreLearner(latest.samples, judged.trees).log_loss,
            ScoreLearner(latest.samples, judged.logistic).log_loss);
}

TEST(PullLearner, TheLineWinsWhereTheTruthIsOne) {
  for (const uint32_t members : {200, 500}) {
    const Simulated past = Simulate(Truth::kLine, members, 3);
    const Simulated latest = Simulate(Truth::kLine, members, 4);
    const Judged judged = Judge(past, latest);
    EXPECT_FALSE(IsClearlyBetter(latest.samples, judged.logistic, judged.trees)) << members;
    EXPECT_GT(RocAuc(judged.logistic, Labels(latest)), 0.6) << members;
  }
}

TEST(PullLearner, EqualProbabilitiesAreNoGain) {
  const Simulated s = Simulate(Truth::kLine, 50, 7);
  EXPECT_FALSE(IsClearlyBetter(s.samples, s.truth, s.truth));
  EXPECT_FALSE(IsClearlyBetter({}, {}, {}));
}

TEST(PullForest, ContributionsAddUpAndNameTheFeatures) {
  const Simulated s = Simulate(Truth::kExclusiveOr, 500, 8);
  ASSERT_OK_AND_ASSIGN(const PullForest forest, FitPullForest(s.table, -1.5, 1, nullptr));
  PullRow size{};
  for (size_t i = 0; i < 500; ++i) {
    const PullRow& row = s.samples[i].features;
    const PullRow parts = forest.Contributions(row);
    const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
    EXPECT_NEAR(sum, forest.LogOdds(row) - forest.expected(), 1e-12);
    for (size_t f = 0; f < kNumPullFeatures; ++f) size[f] += std::abs(parts[f]);
  }
  for (size_t f = 2; f < kNumPullFeatures; ++f) EXPECT_GT(size[0] + size[1], 4 * size[f]) << f;
}

TEST(PullForest, IsCalibratedAndItsSpreadHoldsTheTruthMostly) {
  const Simulated past = Simulate(Truth::kExclusiveOr, 1500, 9);
  const Simulated fresh = Simulate(Truth::kExclusiveOr, 500, 10);
  ASSERT_OK_AND_ASSIGN(const PullForest forest, FitPullForest(past.table, 0, 1, nullptr));
  std::vector<double> scores;
  for (const PullSample& sample : fresh.samples) scores.push_back(forest.LogOdds(sample.features));
  ScoredPairs pairs;
  for (size_t i = 0; i < scores.size(); ++i) {
    pairs.Add(fresh.samples[i].member, 0, scores[i], fresh.samples[i].pulled);
  }
  const PullCalibration curve = FitPullCalibration(pairs);
  double inside = 0;
  double width = 0;
  for (size_t i = 0; i < fresh.samples.size(); ++i) {
    const double spread = curve.Slope(scores[i]) * forest.Spread(fresh.samples[i].features);
    EXPECT_GE(spread, 0);
    width += spread / static_cast<double>(fresh.samples.size());
    const double log_odds = curve.LogOdds(scores[i]);
    inside += std::abs(log_odds - LogOddsOf(fresh.truth[i])) <= spread ? 1 : 0;
  }
  inside /= static_cast<double>(fresh.samples.size());
  // Of 80 % meant; near the border of a quadrant trees are blunt.
  EXPECT_GT(inside, 0.5) << width;
  EXPECT_LT(inside, 0.97);
  EXPECT_LT(width, 0.6);
  EXPECT_LT(ExpectedCalibrationError(CrossCalibrated(fresh.samples, scores), Labels(fresh)), 0.03);
}

TEST(PullForest, FewMembersDoNotLeaveAHalfEmpty) {
  const Simulated one = Simulate(Truth::kLine, 1, 11);
  ASSERT_OK_AND_ASSIGN(const PullForest forest, FitPullForest(one.table, 0, 1, nullptr));
  EXPECT_TRUE(std::isfinite(forest.LogOdds(one.samples[0].features)));
  EXPECT_LT(forest.LogOdds(one.samples[0].features), 0);
}

CommunityGraph Generated(uint32_t members, uint64_t signals, uint32_t resources) {
  GenerateOptions options;
  options.members = members;
  options.ties = members * 6;
  options.signals = signals;
  options.resources = resources;
  return GenerateCommunity(options).value();
}

PullModel Train(const CommunityView& view, Learner learner, int threads = 2) {
  RunControl run;
  run.threads = threads;
  PullModelOptions options;
  options.learner = learner;
  options.run = &run;
  return TrainPullModel(view, options).value();
}

std::vector<Attraction> Pulls(const CommunityView& view, const PullModel& model, int threads = 2) {
  RunControl run;
  run.threads = threads;
  PullModelOptions options;
  options.run = &run;
  return PredictPulls(view, model, options, 3, [](uint32_t) { return true; }).value();
}

TEST(PullLearner, AutoTakesTheBetterOnKeptHistory) {
  const CommunityGraph community = Generated(600, 15'000, 300);
  const CommunityView view(community);
  const PullModel model = Train(view, Learner::kAuto);
  const PullModelReport& r = model.report();
  ASSERT_TRUE(r.logistic && r.trees);
  EXPECT_EQ(model.learner(), Learner::kBoostedTrees);
  EXPECT_LT(r.trees->log_loss, r.logistic->log_loss);
  EXPECT_GE(r.trees->average_precision, r.logistic->average_precision);
  EXPECT_DOUBLE_EQ(r.average_precision, r.trees->average_precision);
  EXPECT_LT(r.ece, 0.003);
  EXPECT_GT(r.auc, 0.6);
  // Asked for by name, the same model with the same figures.
  const PullModel trees = Train(view, Learner::kBoostedTrees);
  EXPECT_DOUBLE_EQ(trees.report().trees->log_loss, r.trees->log_loss);
  EXPECT_FALSE(trees.report().logistic);
  const PullModel logistic = Train(view, Learner::kLogistic);
  EXPECT_DOUBLE_EQ(logistic.report().logistic->log_loss, r.logistic->log_loss);
  EXPECT_TRUE(logistic.forest().empty());
  const std::vector<Attraction> a = Pulls(view, model);
  const std::vector<Attraction> b = Pulls(view, trees);
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].likelihood.p, b[i].likelihood.p);
}

TEST(PullLearner, LittleHistoryLeavesTreesUntried) {
  const CommunityGraph community = Generated(60, 120, 40);
  const PullModel model = Train(CommunityView(community), Learner::kAuto);
  EXPECT_EQ(model.learner(), Learner::kLogistic);
  EXPECT_FALSE(model.report().trees);
  EXPECT_EQ(Train(CommunityView(community), Learner::kBoostedTrees).learner(),
            Learner::kBoostedTrees);
}

TEST(PullLearner, SameForAnyNumberOfThreads) {
  const CommunityGraph community = Generated(400, 8'000, 200);
  const CommunityView view(community);
  const PullModel one = Train(view, Learner::kBoostedTrees, 1);
  const PullModel chosen = Train(view, Learner::kAuto, 1);
  const std::vector<Attraction> expected = Pulls(view, one, 1);
  ASSERT_GT(expected.size(), 500U);
  for (const int threads : {2, 7}) {
    EXPECT_EQ(Train(view, Learner::kAuto, threads).learner(), chosen.learner());
    const PullModel other = Train(view, Learner::kBoostedTrees, threads);
    EXPECT_EQ(other.report().trees->log_loss, one.report().trees->log_loss);
    const std::vector<Attraction> found = Pulls(view, other, threads);
    ASSERT_EQ(found.size(), expected.size());
    for (size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].resource, expected[i].resource);
      EXPECT_EQ(found[i].likelihood.p, expected[i].likelihood.p);
      EXPECT_EQ(found[i].likelihood.low, expected[i].likelihood.low);
    }
  }
}

TEST(PullModel, WhatTreesSayMeansTheSame) {
  const CommunityGraph community = Generated(400, 8'000, 200);
  const CommunityView view(community);
  for (const Learner learner : {Learner::kLogistic, Learner::kBoostedTrees}) {
    const PullModel model = Train(view, learner);
    const std::vector<Attraction> pulls = Pulls(view, model);
    double base = 0;
    for (size_t i = 0; i < pulls.size(); ++i) {
      const Attraction& a = pulls[i];
      EXPECT_EQ(a.likelihood.p, model.Probability(a.features));
      EXPECT_LE(a.likelihood.low, a.likelihood.p);
      EXPECT_GE(a.likelihood.high, a.likelihood.p);
      EXPECT_LT(a.likelihood.low, a.likelihood.high);
      const PullRow parts = model.Contributions(a.features);
      const double rest = LogOddsOf(a.likelihood.p) - std::accumulate(parts.begin(), parts.end(), 0.0);
      if (i == 0) base = rest;
      EXPECT_NEAR(rest, base, 1e-9) << "contributions and a constant make up the log-odds";
      if (i > 0 && pulls[i - 1].member == a.member) {
        EXPECT_GE(pulls[i - 1].likelihood.p, a.likelihood.p);
      }
    }
  }
}

TEST(PullModel, BestIsBestOfTheReranked) {
  const CommunityGraph community = Generated(400, 8'000, 200);
  const PullModel model = Train(CommunityView(community), Learner::kBoostedTrees);
  const Simulated s = Simulate(Truth::kLine, 10, 12);
  const auto row = [&](size_t i) -> const PullRow& { return s.samples[i].features; };
  // So few that none is left out: the order is that of all scores.
  const std::vector<size_t> best = model.Best(60, row, 60);
  ASSERT_EQ(best.size(), 60U);
  for (size_t k = 1; k < best.size(); ++k) {
    EXPECT_GE(model.Score(row(best[k - 1])), model.Score(row(best[k])));
  }
  const std::vector<size_t> few = model.Best(60, row, 3);
  EXPECT_EQ(few, std::vector<size_t>(best.begin(), best.begin() + 3));
  EXPECT_TRUE(model.Best(0, row, 3).empty());
  EXPECT_EQ(model.Best(200, row, 100).size(), 100U);
}

}  // namespace
}  // namespace pullgraph::pull_learner_test
