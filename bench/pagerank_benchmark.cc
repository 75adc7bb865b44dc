// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/pagerank.h"

#include "algorithms/kernels/generators.h"
#include "algorithms/kernels/ppr.h"
#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

TieGraph PlantedGraph(int64_t nodes) {
  const auto n = static_cast<Node>(nodes);
  return PlantedPartitionGraph(
             {.num_nodes = n, .num_arcs = uint64_t{7} * n, .num_blocks = n / 50, .mixing = 0.3})
      .value();
}

// Arguments: nodes, threads.
void BM_PageRank(benchmark::State& state) {
  const TieGraph graph = PlantedGraph(state.range(0));
  RunControl run;
  run.threads = static_cast<int>(state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(PageRank(graph, {}, {.run = &run}));
}
BENCHMARK(BM_PageRank)
    ->ArgNames({"nodes", "threads"})
    ->Args({20000, 1})
    ->Args({20000, 2})
    ->UseRealTime();

void BM_PersonalizedPageRank(benchmark::State& state) {
  const TieGraph graph = PlantedGraph(state.range(0));
  RunControl run;
  run.threads = static_cast<int>(state.range(1));
  for (auto _ : state) {
    benchmark::DoNotOptimize(PersonalizedPageRank(graph, {5}, {.run = &run}));
  }
}
BENCHMARK(BM_PersonalizedPageRank)
    ->ArgNames({"nodes", "threads"})
    ->Args({20000, 1})
    ->Args({20000, 2})
    ->UseRealTime();

// Arguments: nodes, -log10 of epsilon.
void BM_PprPush(benchmark::State& state) {
  const TieGraph graph = PlantedGraph(state.range(0));
  PprPusher pusher = PprPusher::Create(graph).value();
  double epsilon = 1;
  for (int64_t i = 0; i < state.range(1); ++i) epsilon /= 10;
  Node seed = 0;
  double residual = 0;
  for (auto _ : state) {
    residual = pusher.Push({seed++ % graph.num_nodes()}, {.epsilon = epsilon}).value().residual;
  }
  state.counters["residual"] = residual;
}
BENCHMARK(BM_PprPush)->ArgNames({"nodes", "digits"})->Args({20000, 4})->Args({20000, 6});

}  // namespace
}  // namespace pullgraph
