// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/components.h"

#include "algorithms/kernels/generators.h"
#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

void BM_Components(benchmark::State& state) {
  const TieGraph graph = KroneckerGraph({.scale = static_cast<int>(state.range(0))}).value();
  RunControl run;
  run.threads = static_cast<int>(state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(FindComponents(graph, {.run = &run}));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(graph.num_arcs()));
}
BENCHMARK(BM_Components)
    ->ArgNames({"scale", "threads"})
    ->Args({14, 1})
    ->Args({14, 2})
    ->UseRealTime();

}  // namespace
}  // namespace pullgraph
