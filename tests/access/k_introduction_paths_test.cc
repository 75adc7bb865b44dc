// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/k_introduction_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "graph/random.h"
#include "tests/testing/random_graphs.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::k_introduction_paths_test {
namespace {

using testing::MakeGraph;
using testing::RandomGraph;
using testing::StatusIs;

// Powers of 1/2, whose logarithms are multiples of one another: every product ties
// exactly with its equals.
constexpr double kHalves[] = {1, 0.5, 0.25};

IntroductionGraph RandomIntroductions(Node n, bool symmetric, uint64_t seed) {
  IntroductionGraph g{RandomGraph(n, 0.4, symmetric, seed), {}};
  RandomStream random(seed, 9);
  for (ArcIndex i = 0; i < g.graph.num_arcs(); ++i) {
    g.probability.push_back(kHalves[random.Below(3)]);
  }
  return g;
}

// All paths from the sources to one goal, best first.
class Enumeration {
 public:
  Enumeration(const IntroductionGraph& g, const std::vector<MemberId>& sources,
              const IntroductionPathOptions& options, Node goal)
      : g_(g), sources_(sources), options_(options), goal_(goal) {
    for (const MemberId source : sources) Visit(source.value(), 1);
    std::sort(found_.begin(), found_.end(), [](const AccessPath& a, const AccessPath& b) {
      if (a.probability != b.probability) return a.probability > b.probability;
      if (a.hops() != b.hops()) return a.hops() < b.hops();
      return a.members < b.members;
    });
  }
  const std::vector<AccessPath>& all() const { return found_; }

 private:
  void Visit(Node u, double p) {
    path_.members.emplace_back(u);
    path_.probability = p;
    if (u == goal_) {
      if (p >= options_.min_probability) found_.push_back(path_);
    } else if (path_.hops() < options_.max_hops) {
      const double q =
          path_.arcs.empty() || options_.willingness.empty() ? 1 : options_.willingness[u];
      for (ArcIndex arc = g_.graph.OutBegin(u); q > 0 && arc < g_.graph.OutEnd(u); ++arc) {
        const MemberId v(g_.graph.Target(arc));
        if (std::count(path_.members.begin(), path_.members.end(), v) > 0) continue;
        if (std::count(sources_.begin(), sources_.end(), v) > 0) continue;
        path_.arcs.push_back(arc);
        Visit(v.value(), p * q * g_.probability[arc]);
        path_.arcs.pop_back();
      }
    }
    path_.members.pop_back();
  }

  const IntroductionGraph& g_;
  const std::vector<MemberId>& sources_;
  const IntroductionPathOptions& options_;
  Node goal_;
  AccessPath path_;
  std::vector<AccessPath> found_;
};

TEST(KIntroductionPathsTest, EqualsEnumerationForEveryKAndTheMapIsItsFirst) {
  int none = 0, ties = 0, cut = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    const Node n = 3 + static_cast<Node>(seed % 5);
    const IntroductionGraph g = RandomIntroductions(n, seed % 4 == 0, seed);
    std::vector<double> willing;
    for (Node v = 0; v < n && seed % 2 == 1; ++v)
      willing.push_back(v % 4 == 3 ? 0 : kHalves[v % 3]);
    IntroductionPathOptions options;
    options.max_hops = 1 + static_cast<int>(seed % 6);
    options.min_probability = seed % 3 == 0 ? 0.25 : 1e-4;
    options.willingness = willing;
    std::vector<MemberId> sources = {MemberId(0)};
    if (seed % 3 == 1) sources = {MemberId(n - 1), MemberId(1)};
    ASSERT_OK_AND_ASSIGN(KIntroductionPaths paths,
                         KIntroductionPaths::Create(g, sources, options));
    ASSERT_OK_AND_ASSIGN(const AccessMap map, FindAccessMap(g, sources, options));
    for (Node goal = 0; goal < n; ++goal) {
      const std::vector<AccessPath> all = Enumeration(g, sources, options, goal).all();
      for (size_t k = 1; k <= std::min<size_t>(all.size() + 1, 25); ++k) {
        ASSERT_OK_AND_ASSIGN(const auto got, paths.Find(MemberId(goal), static_cast<int>(k)));
        ASSERT_EQ(got.size(), std::min(k, all.size())) << seed << " to " << goal;
        for (size_t i = 0; i < got.size(); ++i) {
          ASSERT_EQ(got[i].members, all[i].members) << seed << " k " << k << " at " << i;
          ASSERT_EQ(got[i].arcs, all[i].arcs);
          ASSERT_EQ(got[i].probability, all[i].probability);
          ties += i > 0 && got[i].probability == got[i - 1].probability;
        }
      }
      const AccessPath best = map.PathTo(MemberId(goal));
      const AccessPath first = all.empty() ? AccessPath{} : all[0];
      EXPECT_EQ(best.members, first.members);
      EXPECT_EQ(best.arcs, first.arcs);
      EXPECT_EQ(best.probability, first.probability);
      EXPECT_EQ(map.Probability(MemberId(goal)), first.probability);
      EXPECT_EQ(map.Hops(MemberId(goal)), all.empty() ? -1 : first.hops());
      for (int hops = 0; hops < options.max_hops; ++hops) {
        IntroductionPathOptions fewer = options;
        fewer.max_hops = hops;
        const std::vector<AccessPath> few = Enumeration(g, sources, fewer, goal).all();
        EXPECT_EQ(map.PathWithin(MemberId(goal), hops).members,
                  few.empty() ? std::vector<MemberId>{} : few[0].members);
        cut += few.size() < all.size();
      }
      ASSERT_OK_AND_ASSIGN(const AccessPath one,
                           FindIntroductionPath(g, sources, MemberId(goal), options));
      EXPECT_EQ(one.members, first.members);
      none += all.empty();
    }
  }
  EXPECT_GT(none, 50);
  EXPECT_GT(ties, 300);
  EXPECT_GT(cut, 100);
}

TEST(KIntroductionPathsTest, NoSourceReachesNobody) {
  const IntroductionGraph g{MakeGraph(2, {{0, 1}}, false), {0.5}};
  ASSERT_OK_AND_ASSIGN(const auto got, FindKIntroductionPaths(g, {}, MemberId(1), 3));
  EXPECT_TRUE(got.empty());
}

TEST(KIntroductionPathsTest, NamesBadInput) {
  IntroductionGraph g{MakeGraph(2, {{0, 1}}, false), {0.5}};
  using absl::StatusCode;
  EXPECT_THAT(FindKIntroductionPaths(g, {MemberId(2)}, MemberId(0), 1),
              StatusIs(StatusCode::kOutOfRange, "source 2"));
  EXPECT_THAT(FindKIntroductionPaths(g, {MemberId(0)}, MemberId(5), 1),
              StatusIs(StatusCode::kOutOfRange, "goal 5"));
  EXPECT_THAT(FindKIntroductionPaths(g, {MemberId(0)}, MemberId(1), 0),
              StatusIs(StatusCode::kInvalidArgument, "k is 0"));
  const std::vector<double> unwilling = {1, std::nan("")};
  IntroductionPathOptions options;
  options.willingness = unwilling;
  EXPECT_THAT(FindKIntroductionPaths(g, {MemberId(0)}, MemberId(1), 1, options),
              StatusIs(StatusCode::kInvalidArgument, "willingness nan of member 1"));
  options = {};
  options.min_probability = 0;
  EXPECT_THAT(FindKIntroductionPaths(g, {MemberId(0)}, MemberId(1), 1, options),
              StatusIs(StatusCode::kInvalidArgument, "min_probability"));
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  options = {};
  options.run = &run;
  EXPECT_THAT(FindKIntroductionPaths(g, {MemberId(0)}, MemberId(1), 1, options),
              StatusIs(StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::k_introduction_paths_test
