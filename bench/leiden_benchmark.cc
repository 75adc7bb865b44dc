// SPDX-License-Identifier: Apache-2.0
// Leiden on a planted partition; arguments: nodes, threads. The counters give the
// modularity reached and that of the planted communities.
#include <benchmark/benchmark.h>

#include "algorithms/kernels/community_quality.h"
#include "algorithms/kernels/leiden.h"

namespace pullgraph {
namespace {

constexpr Node kCommunitySize = 50;

// About 14 arcs a node; three in ten leave the community.
TieGraph PlantedGraph(Node n) {
  RandomStream random(kDefaultSeed, n);
  const Node groups = n / kCommunitySize;
  std::vector<std::pair<Node, Node>> arcs;
  for (Node u = 0; u < n; ++u) {
    for (int i = 0; i < 7; ++i) {
      const Node v = random.Bernoulli(0.3)
                         ? static_cast<Node>(random.Below(n))
                         : u % groups + groups * static_cast<Node>(random.Below(kCommunitySize));
      if (u != v && v < n) arcs.emplace_back(u, v);
    }
  }
  ArcListOptions options;
  options.symmetrize = true;
  options.remove_parallel = true;
  return BuildTieGraph(n, arcs, options).value();
}

void BM_Leiden(benchmark::State& state) {
  const auto n = static_cast<Node>(state.range(0));
  const TieGraph ties = PlantedGraph(n);
  std::vector<uint32_t> planted(n);
  for (Node u = 0; u < n; ++u) planted[u] = u % (n / kCommunitySize);
  RunControl run;
  run.threads = static_cast<int>(state.range(1));
  LeidenOptions options;
  options.num_trials = 1;
  options.max_iterations = static_cast<int>(state.range(2));
  options.run = &run;
  double quality = 0;
  for (auto _ : state) {
    quality = FindCommunities(ties, {}, options).value().quality;
    benchmark::DoNotOptimize(quality);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(ties.num_arcs()));
  state.counters["Q"] = quality;
  state.counters["Q_planted"] = Modularity(ties, planted).value();
}
BENCHMARK(BM_Leiden)
    ->ArgNames({"nodes", "threads", "passes"})
    ->Args({10'000, 1, 1})
    ->Args({100'000, 1, 1})
    ->Args({100'000, 2, 1})
    ->Args({100'000, 1, 10})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace pullgraph
