// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/bfs.h"

#include "algorithms/kernels/generators.h"
#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

// Arguments: scale, threads, whether parents are found.
void BM_Bfs(benchmark::State& state) {
  const TieGraph graph = KroneckerGraph({.scale = static_cast<int>(state.range(0))}).value();
  RunControl run;
  run.threads = static_cast<int>(state.range(1));
  const BfsOptions options{.parents = state.range(2) != 0, .run = &run};
  uint64_t round = 0;
  for (auto _ : state) {
    state.PauseTiming();
    RandomStream random(1, ++round);
    Node source = static_cast<Node>(random.Below(graph.num_nodes()));
    while (graph.OutDegree(source) == 0) source = static_cast<Node>(random.Below(graph.num_nodes()));
    state.ResumeTiming();
    benchmark::DoNotOptimize(BreadthFirstSearch(graph, {source}, options));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(graph.num_arcs()));
}
BENCHMARK(BM_Bfs)
    ->ArgNames({"scale", "threads", "parents"})
    ->Args({14, 1, 1})
    ->Args({14, 1, 0})
    ->Args({14, 2, 1})
    ->UseRealTime();

}  // namespace
}  // namespace pullgraph
