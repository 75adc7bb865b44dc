// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/core.h"

#include "algorithms/kernels/generators.h"
#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

// Arguments: scale, whether onion layers are found.
void BM_Cores(benchmark::State& state) {
  const TieGraph graph = KroneckerGraph({.scale = static_cast<int>(state.range(0))}).value();
  const CoreOptions options{.layers = state.range(1) != 0};
  for (auto _ : state) benchmark::DoNotOptimize(FindCores(graph, options));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(graph.num_arcs()));
}
BENCHMARK(BM_Cores)->ArgNames({"scale", "layers"})->Args({14, 0})->Args({14, 1});

}  // namespace
}  // namespace pullgraph
