// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/pair_similarity.h"

#include "algorithms/kernels/generators.h"
#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

// Arguments: scale, pairs, threads, whether the sums are computed.
void BM_PairSimilarity(benchmark::State& state) {
  const TieGraph graph = KroneckerGraph({.scale = static_cast<int>(state.range(0))}).value();
  const auto count = static_cast<uint64_t>(state.range(1));
  ArcList pairs =
      UniformArcs({.num_nodes = graph.num_nodes(), .num_arcs = count, .seed = 7}).value();
  std::erase_if(pairs, [](const auto& pair) { return pair.first == pair.second; });
  RunControl run;
  run.threads = static_cast<int>(state.range(2));
  PairSimilarityOptions options{.run = &run};
  options.adamic_adar = options.resource_allocation = state.range(3) != 0;
  for (auto _ : state) benchmark::DoNotOptimize(ComputePairSimilarity(graph, pairs, options));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(pairs.size()));
}
BENCHMARK(BM_PairSimilarity)
    ->ArgNames({"scale", "pairs", "threads", "sums"})
    ->Args({14, 100000, 1, 1})
    ->Args({14, 100000, 1, 0})
    ->Args({14, 100000, 2, 1})
    ->UseRealTime();

}  // namespace
}  // namespace pullgraph
