// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/sssp.h"

#include <vector>

#include "algorithms/kernels/generators.h"
#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

// Arguments: scale, threads, whether parents are found.
template <class Cost>
void BM_ShortestPaths(benchmark::State& state) {
  const TieGraph graph = KroneckerGraph({.scale = static_cast<int>(state.range(0))}).value();
  std::vector<Cost> costs(graph.num_arcs());
  for (ArcIndex arc = 0; arc < costs.size(); ++arc) {
    costs[arc] = static_cast<Cost>(1 + RandomStream(3, arc).Below(255));
  }
  RunControl run;
  run.threads = static_cast<int>(state.range(1));
  const SsspOptions options{.parents = state.range(2) != 0, .run = &run};
  const Node source = graph.Target(0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        ShortestPaths(graph, absl::MakeConstSpan(costs), {source}, options));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(graph.num_arcs()));
}
BENCHMARK(BM_ShortestPaths<uint32_t>)
    ->ArgNames({"scale", "threads", "parents"})
    ->Args({14, 1, 1})
    ->Args({14, 1, 0})
    ->Args({14, 2, 1})
    ->UseRealTime();
BENCHMARK(BM_ShortestPaths<double>)
    ->ArgNames({"scale", "threads", "parents"})
    ->Args({14, 1, 1})
    ->UseRealTime();

}  // namespace
}  // namespace pullgraph
