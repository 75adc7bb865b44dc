// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/closeness.h"
#include "algorithms/kernels/betweenness.h"
#include "algorithms/kernels/generators.h"
#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

TieGraph GraphOfScale(const benchmark::State& state) {
  return KroneckerGraph({.scale = static_cast<int>(state.range(0))}).value();
}

void BM_BetweennessExact(benchmark::State& state) {
  const TieGraph graph = GraphOfScale(state);
  for (auto _ : state) benchmark::DoNotOptimize(FindBetweenness(graph));
}
BENCHMARK(BM_BetweennessExact)->ArgNames({"scale"})->Arg(10)->Unit(benchmark::kMillisecond);

// Second argument: thousandths of error.
void BM_BetweennessSampled(benchmark::State& state) {
  const TieGraph graph = GraphOfScale(state);
  SampledBetweennessOptions options;
  options.epsilon = static_cast<double>(state.range(1)) / 1000;
  int64_t samples = 0;
  for (auto _ : state) samples = EstimateBetweenness(graph, options)->samples;
  state.counters["samples"] = static_cast<double>(samples);
}
BENCHMARK(BM_BetweennessSampled)
    ->ArgNames({"scale", "epsilon"})
    ->Args({14, 10})
    ->Unit(benchmark::kMillisecond);

// Second argument: whether it is exact.
void BM_Closeness(benchmark::State& state) {
  const TieGraph graph = GraphOfScale(state);
  ClosenessOptions options;
  options.exact_work = state.range(1) != 0 ? 1e18 : 0;
  for (auto _ : state) benchmark::DoNotOptimize(FindCloseness(graph, options));
}
BENCHMARK(BM_Closeness)
    ->ArgNames({"scale", "exact"})
    ->Args({12, 1})
    ->Args({12, 0})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pullgraph
