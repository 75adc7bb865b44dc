// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/generators.h"

#include "benchmark/benchmark.h"

namespace pullgraph {
namespace {

void BM_KroneckerArcs(benchmark::State& state) {
  RunControl run;
  run.threads = static_cast<int>(state.range(1));
  const KroneckerOptions options{.scale = static_cast<int>(state.range(0)), .run = &run};
  for (auto _ : state) benchmark::DoNotOptimize(KroneckerArcs(options));
  state.SetItemsProcessed(state.iterations() * (int64_t{16} << state.range(0)));
}
BENCHMARK(BM_KroneckerArcs)->ArgNames({"scale", "threads"})->Args({14, 1})->Args({14, 2});

void BM_UniformArcs(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(UniformArcs({}));
  state.SetItemsProcessed(state.iterations() << 20);
}
BENCHMARK(BM_UniformArcs);

void BM_PlantedPartitionArcs(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(PlantedPartitionArcs({}));
  state.SetItemsProcessed(state.iterations() << 19);
}
BENCHMARK(BM_PlantedPartitionArcs);

}  // namespace
}  // namespace pullgraph
