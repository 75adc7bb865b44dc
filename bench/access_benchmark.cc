// SPDX-License-Identifier: Apache-2.0
// Paths and reach on one scale-free community: 2^scale members, 16 ties each.
#include <cmath>
#include <vector>

#include "algorithms/access/introduction_path.h"
#include "algorithms/access/k_introduction_paths.h"
#include "algorithms/access/reach.h"
#include "algorithms/kernels/generators.h"
#include "algorithms/kernels/k_shortest_paths.h"
#include "benchmark/benchmark.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr int kScale = 14;

// Few levels of probability, as counts of ties give: many paths tie.
const IntroductionGraph& Introductions() {
  static const IntroductionGraph& graph = *new IntroductionGraph([] {
    IntroductionGraph made{KroneckerGraph({.scale = kScale}).value(), {}};
    RandomStream random(1, 0);
    made.probability.reserve(made.graph.num_arcs());
    for (ArcIndex arc = 0; arc < made.graph.num_arcs(); ++arc) {
      made.probability.push_back(1 -
                                 std::exp(-0.05 * static_cast<double>(1 + random.Below(8))));
    }
    return made;
  }());
  return graph;
}

// One member in a hundred.
std::vector<MemberId> Market() {
  std::vector<MemberId> market;
  for (Node v = 0; v < Introductions().graph.num_nodes(); v += 100) market.emplace_back(v);
  return market;
}

void BM_AccessMap(benchmark::State& state) {
  const std::vector<MemberId> market = Market();
  for (auto _ : state) benchmark::DoNotOptimize(FindAccessMap(Introductions(), market));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(Introductions().graph.num_arcs()));
}
BENCHMARK(BM_AccessMap)->Unit(benchmark::kMillisecond);

void BM_KIntroductionPaths(benchmark::State& state) {
  IntroductionPathOptions options;
  options.max_hops = static_cast<int>(state.range(0));
  KIntroductionPaths paths =
      KIntroductionPaths::Create(Introductions(), Market(), options).value();
  RandomStream random(2, 0);
  for (auto _ : state) {
    const MemberId goal(static_cast<Node>(random.Below(Introductions().graph.num_nodes())));
    benchmark::DoNotOptimize(paths.Find(goal, 10));
  }
}
BENCHMARK(BM_KIntroductionPaths)->ArgName("hops")->Arg(4)->Arg(8);

void BM_KShortestPaths(benchmark::State& state) {
  const TieGraph& graph = Introductions().graph;
  std::vector<double> costs;
  for (ArcIndex arc = 0; state.range(0) != 0 && arc < graph.num_arcs(); ++arc) {
    costs.push_back(-std::log(Introductions().probability[arc]));
  }
  KShortestPaths paths = KShortestPaths::Create(graph, costs).value();
  RandomStream random(3, 0);
  for (auto _ : state) {
    const auto source = static_cast<Node>(random.Below(graph.num_nodes()));
    const auto goal = static_cast<Node>(random.Below(graph.num_nodes()));
    benchmark::DoNotOptimize(paths.Find(source, goal, 10));
  }
}
BENCHMARK(BM_KShortestPaths)->ArgName("costs")->Arg(0)->Arg(1);

void BM_Reach(benchmark::State& state) {
  const std::vector<MemberId> market = Market();
  RunControl run;
  run.threads = static_cast<int>(state.range(0));
  ReachOptions options;
  options.epsilon = 0.1;
  options.max_hops = 3;
  options.run = &run;
  int64_t worlds = 0;
  for (auto _ : state) {
    worlds += EstimateReach(Introductions(), market, options).value().worlds;
  }
  state.counters["worlds"] =
      benchmark::Counter(static_cast<double>(worlds), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Reach)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void BM_ReachOfOne(benchmark::State& state) {
  const std::vector<MemberId> market = Market();
  ReachOptions options;
  options.max_hops = 3;
  Node target = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        EstimateReachOf(Introductions(), market, {MemberId(target)}, options));
    target += 7;
    if (target >= Introductions().graph.num_nodes()) target = 1;
  }
}
BENCHMARK(BM_ReachOfOne)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace pullgraph
