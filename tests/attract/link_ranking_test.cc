// SPDX-License-Identifier: Apache-2.0
// Who should meet whom, judged among near strangers: found where it was planted, and not
// where ties are drawn at random.
#include "algorithms/attract/link_ranking.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "algorithms/attract/link_evaluation.h"
#include "algorithms/attract/link_predict.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::link_ranking_test {
namespace {

LinkEvaluation Evaluate(const TieGraph& ties, int threads = 1) {
  RunControl run;
  run.threads = threads;
  LinkEvaluationOptions options;
  options.runs = 2;
  options.ranked = 60;
  options.model.max_positives = 300;
  options.model.num_trees = 40;
  options.model.learning_rate = 0.1;
  options.model.within_hops = 2;
  options.run = &run;
  return EvaluateLinkPrediction(ties, options).value();
}

TieGraph Symmetric(Node n, const std::vector<std::pair<Node, Node>>& pairs) {
  ArcListOptions list;
  list.symmetrize = true;
  return BuildTieGraph(n, pairs, list).value();
}

// Sixty groups of twelve, half of the pairs of each tied, and as many stray ties as would
// blur them.
TieGraph Groups() {
  RandomStream random(5, 1);
  std::vector<std::pair<Node, Node>> pairs;
  constexpr Node kGroups = 60, kSize = 12;
  for (Node u = 0; u < kGroups * kSize; ++u) {
    for (Node v = u + 1; v < kGroups * kSize; ++v) {
      const bool same = u / kSize == v / kSize;
      if (random.Uniform() < (same ? 0.5 : 0.002)) pairs.emplace_back(u, v);
    }
  }
  return Symmetric(kGroups * kSize, pairs);
}

TieGraph Shuffled() {
  RandomStream random(5, 2);
  std::vector<std::pair<Node, Node>> pairs;
  constexpr Node kMembers = 720;
  for (Node u = 0; u < kMembers; ++u) {
    for (Node v = u + 1; v < kMembers; ++v) {
      if (random.Uniform() < 0.0096) pairs.emplace_back(u, v);
    }
  }
  return Symmetric(kMembers, pairs);
}

TEST(LinkRanking, FindsPlantedTiesAmongNearStrangers) {
  const LinkEvaluation e = Evaluate(Groups());
  EXPECT_EQ(e.ranked, 120U);
  EXPECT_NEAR(e.no_skill_hits, 50.0 / 501, 1e-3);
  EXPECT_NEAR(e.no_skill_mrr, 6.79 / 501, 1e-3);  // The 501st harmonic number.
  EXPECT_GT(e.learned().hits, 0.7);
  EXPECT_GT(e.learned().mrr, 0.08);  // Ten others of the group are as likely.
  // Preferential attachment sees nothing of groups.
  EXPECT_LT(e.scores[2].hits, 0.5);
  const LinkEvaluation same = Evaluate(Groups(), 7);
  EXPECT_EQ(same.learned().mrr, e.learned().mrr);
  EXPECT_EQ(same.learned().hits, e.learned().hits);
}

// Near strangers are at least as likely as a tie hidden at random: nothing is found.
TEST(LinkRanking, FindsNothingWhereNothingIs) {
  const LinkEvaluation e = Evaluate(Shuffled());
  EXPECT_LT(e.learned().hits, 0.2);
  EXPECT_LT(e.learned().mrr, 0.05);
}

TEST(LinkRanking, CommonContacts) {
  const TieGraph ties = Symmetric(5, {{0, 1}, {0, 2}, {3, 1}, {3, 2}, {3, 4}});
  EXPECT_EQ(CommonContacts(ties, 0, 3), (std::vector<Node>{1, 2}));
  EXPECT_TRUE(CommonContacts(ties, 0, 4).empty());
}

}  // namespace
}  // namespace pullgraph::link_ranking_test
