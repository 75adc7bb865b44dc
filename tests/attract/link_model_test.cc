// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "algorithms/attract/link_evaluation.h"
#include "algorithms/attract/link_predict.h"
#include "algorithms/attract/link_sampling.h"
#include "algorithms/kernels/metrics.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::link_model_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

// `groups` groups of `size` members; ties with chance `inside` within a group and
// `outside` between groups.
TieGraph PlantedGraph(Node groups, Node size, double inside, double outside, uint64_t seed) {
  RandomStream random(seed, 0);
  std::vector<std::pair<Node, Node>> arcs;
  for (Node u = 0; u < groups * size; ++u) {
    for (Node v = u + 1; v < groups * size; ++v) {
      if (random.Bernoulli(u / size == v / size ? inside : outside)) arcs.emplace_back(u, v);
    }
  }
  return MakeGraph(groups * size, arcs, true);
}

LinkModelOptions Quick() {
  LinkModelOptions options;
  options.max_positives = 600;
  options.num_trees = 40;
  options.learning_rate = 0.1;
  return options;
}

LinkEvaluationOptions QuickEvaluation(int runs) {
  LinkEvaluationOptions options;
  options.runs = runs;
  options.model = Quick();
  return options;
}

// If features gave hidden ties away, a graph without structure would show it.
TEST(LinkModel, FindsNothingWhereNothingIs) {
  double mean = 0;
  for (uint64_t seed = 0; seed < 3; ++seed) {
    const TieGraph ties = RandomGraph(500, 12.0 / 500, true, seed);
    ASSERT_OK_AND_ASSIGN(const LinkEvaluation result,
                         EvaluateLinkPrediction(ties, QuickEvaluation(2)));
    mean += result.learned().auc / 3;
    EXPECT_LT(result.ece, 0.08);
  }
  EXPECT_NEAR(mean, 0.5, 0.03);
}

TEST(LinkModel, FindsPlantedGroups) {
  const TieGraph ties = PlantedGraph(10, 30, 0.25, 0.005, 1);
  ASSERT_OK_AND_ASSIGN(const LinkEvaluation result,
                       EvaluateLinkPrediction(ties, QuickEvaluation(3)));
  ASSERT_EQ(result.scores.size(), 6U);
  EXPECT_EQ(result.scores[0].name, "common neighbours");
  EXPECT_EQ(result.learned().name, "learned");
  EXPECT_GT(result.learned().auc, 0.85);
  for (const LinkScore& score : result.scores) {
    EXPECT_GE(result.learned().auc, score.auc - 0.01) << score.name;
    EXPECT_GT(score.auc_deviation, 0);
  }
  EXPECT_GT(result.learned().average_precision, 0.8);
  EXPECT_LT(result.ece, 0.06);
  EXPECT_LT(result.brier, 0.2);
  uint64_t pairs = 0;
  for (const ReliabilityBin& bin : result.reliability) pairs += bin.count;
  EXPECT_EQ(pairs, 3 * 2 * result.test_ties);
}

TEST(LinkModel, SameForAnyNumberOfThreads) {
  const TieGraph ties = PlantedGraph(6, 25, 0.3, 0.01, 2);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    LinkEvaluationOptions options = QuickEvaluation(1);
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const LinkEvaluation result, EvaluateLinkPrediction(ties, options));
    LinkModelOptions training = Quick();
    training.within_hops = 2;
    training.run = &run;
    ASSERT_OK_AND_ASSIGN(const LinkModel model, TrainLinkModel(ties, training));
    LinkPredictOptions predict;
    predict.run = &run;
    ASSERT_OK_AND_ASSIGN(const std::vector<LinkPrediction> links,
                         PredictLinks(ties, model, predict, [](Node) { return true; }));
    std::vector<double> numbers = {result.brier, result.ece, result.learned().auc};
    for (const LinkPrediction& link : links) {
      numbers.insert(numbers.end(), {static_cast<double>(link.member) * 1000 + link.other, link.likelihood});
    }
    if (first.empty()) first = numbers;
    EXPECT_EQ(numbers, first);
  }
  EXPECT_GT(first.size(), 1000U);
}

TEST(LinkModel, ProgressRisesToOne) {
  std::vector<double> seen;
  RunControl run;
  run.progress = [&](double fraction) { seen.push_back(fraction); };
  LinkModelOptions options = Quick();
  options.run = &run;
  ASSERT_THAT(TrainLinkModel(PlantedGraph(4, 25, 0.3, 0.01, 3), options), testing::IsOk());
  ASSERT_FALSE(seen.empty());
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_DOUBLE_EQ(seen.back(), 1);
}

TEST(PredictLinks, BestOfTheCandidatesByLikelihood) {
  const TieGraph ties = PlantedGraph(8, 25, 0.3, 0.01, 4);
  LinkModelOptions training = Quick();
  training.within_hops = 2;
  ASSERT_OK_AND_ASSIGN(const LinkModel model, TrainLinkModel(ties, training));
  LinkPredictOptions all;
  all.per_member = 100'000;
  LinkPredictOptions few;
  few.per_member = 3;
  const auto even = [](Node u) { return u % 2 == 0; };
  ASSERT_OK_AND_ASSIGN(const auto every, PredictLinks(ties, model, all, even));
  ASSERT_OK_AND_ASSIGN(const auto best, PredictLinks(ties, model, few, even));
  size_t inside = 0;
  size_t at = 0;
  for (size_t i = 0; i < best.size(); ++i) {
    const LinkPrediction& link = best[i];
    EXPECT_EQ(link.member % 2, 0U);
    EXPECT_NE(link.member, link.other);
    EXPECT_FALSE(ties.FindArc(link.member, link.other));
    EXPECT_EQ(link.features[Index(LinkFeature::kDistance)], 2);
    EXPECT_GT(link.likelihood, 0);
    EXPECT_LT(link.likelihood, 1);
    inside += link.member / 25 == link.other / 25;
    // The same as the first three of all.
    const bool starts = i == 0 || best[i - 1].member != link.member;
    while (starts && every[at].member != link.member) ++at;
    EXPECT_EQ(every[at].other, link.other);
    EXPECT_EQ(every[at].likelihood, link.likelihood);
    if (!starts) {
      EXPECT_LE(link.likelihood, best[i - 1].likelihood);
    }
    ++at;
  }
  EXPECT_EQ(best.size(), 3 * 100U);
  EXPECT_GT(inside, best.size() * 8 / 10);
}

// Hide a tenth of the ties: the likelihoods of all pairs near each other add up to
// about the number of hidden ties among them, and are right bin by bin.
TEST(PredictLinks, LikelihoodsCount) {
  const TieGraph whole = PlantedGraph(16, 30, 0.25, 0.003, 5);
  std::vector<NodePair> hidden = ListTies(whole);
  RandomStream random(1, 0);
  Shuffle(hidden, random);
  hidden.resize(hidden.size() / 10);
  const TieGraph known = HideTies(whole, hidden);
  LinkModelOptions training = Quick();
  training.within_hops = 2;
  ASSERT_OK_AND_ASSIGN(const LinkModel model, TrainLinkModel(known, training));
  EXPECT_LT(model.negative_share(), 0.5);
  LinkPredictOptions options;
  options.per_member = 100'000;
  ASSERT_OK_AND_ASSIGN(const auto links,
                       PredictLinks(known, model, options, [](Node) { return true; }));
  double expected = 0;
  double found = 0;
  std::vector<double> likelihoods;
  std::vector<uint8_t> labels;
  for (const LinkPrediction& link : links) {
    expected += link.likelihood;
    labels.push_back(whole.FindArc(link.member, link.other) ? 1 : 0);
    likelihoods.push_back(link.likelihood);
    found += labels.back();
  }
  EXPECT_GT(found, 200);
  EXPECT_NEAR(expected, found, 0.25 * found);
  EXPECT_LT(ExpectedCalibrationError(likelihoods, labels), 0.02);
  EXPECT_GT(RocAuc(likelihoods, labels), 0.7);
}

TEST(LinkModel, NamesBadInput) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  const auto failed = absl::StatusCode::kFailedPrecondition;
  const TieGraph ties = RandomGraph(30, 0.2, true, 1);
  EXPECT_THAT(TrainLinkModel(MakeGraph(3, {{0, 1}}, true)), StatusIs(failed, "there are 1 ties"));
  EXPECT_THAT(TrainLinkModel(RandomGraph(12, 1, true, 1)), StatusIs(failed, "pairs without"));
  LinkModelOptions options;
  options.hidden_share = 0;
  EXPECT_THAT(TrainLinkModel(ties, options), StatusIs(invalid, "hidden_share is 0"));
  options = {};
  options.within_hops = 1;
  EXPECT_THAT(TrainLinkModel(ties, options), StatusIs(invalid, "within_hops is 1"));
  options = {};
  options.max_positives = 3;
  EXPECT_THAT(TrainLinkModel(ties, options), StatusIs(invalid, "max_positives is 3"));
  LinkEvaluationOptions evaluation;
  evaluation.runs = 0;
  EXPECT_THAT(EvaluateLinkPrediction(ties, evaluation), StatusIs(invalid, "runs is 0"));
  evaluation = {};
  evaluation.test_share = std::nan("");
  EXPECT_THAT(EvaluateLinkPrediction(ties, evaluation), StatusIs(invalid, "test_share is nan"));
  LinkPredictOptions predict;
  predict.per_member = 0;
  EXPECT_THAT(PredictLinks(ties, LinkModel(), predict, [](Node) { return true; }),
              StatusIs(invalid, "per_member is 0"));
}

}  // namespace
}  // namespace pullgraph::link_model_test
