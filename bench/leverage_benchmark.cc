// SPDX-License-Identifier: Apache-2.0
// Seeds of most spread: reverse-reachable sets, greedy choice, certificate.
#include <benchmark/benchmark.h>

#include <utility>
#include <vector>

#include "algorithms/journey/leverage.h"
#include "algorithms/journey/spread.h"
#include "algorithms/kernels/generators.h"
#include "algorithms/kernels/reverse_sets.h"

namespace pullgraph {
namespace {

InfluenceGraph Kronecker(int scale, SpreadModel model) {
  const TieGraph ties = KroneckerGraph({.scale = scale}).value();
  TieGraph graph = TieGraph::FromSortedRows({ties.offsets().begin(), ties.offsets().end()},
                                            {ties.targets().begin(), ties.targets().end()},
                                            /*symmetric=*/false).value();
  std::vector<float> p = WeightedCascadeProbabilities(graph);
  return MakeInfluenceGraph(std::move(graph), std::move(p), model).value();
}

void BM_Leverage(benchmark::State& state) {
  const auto model = state.range(1) == 0 ? SpreadModel::kIndependentCascade
                                         : SpreadModel::kLinearThreshold;
  const InfluenceGraph influence = Kronecker(static_cast<int>(state.range(0)), model);
  RunControl run;
  run.threads = static_cast<int>(state.range(2));
  Leverage found;
  for (auto _ : state) found = FindLeverage(influence, 50, {.run = &run}).value();
  state.counters["sets"] = static_cast<double>(found.sets);
  state.counters["ratio"] = found.ratio;
  state.counters["spread"] = found.spread;
}
BENCHMARK(BM_Leverage)
    ->ArgNames({"scale", "threshold", "threads"})
    ->Args({14, 0, 1})
    ->Args({14, 0, 2})
    ->Args({14, 1, 1})
    ->Unit(benchmark::kMillisecond);

void BM_ReverseSets(benchmark::State& state) {
  const InfluenceGraph influence = Kronecker(14, SpreadModel::kIndependentCascade);
  const ReverseSampler sampler =
      ReverseSampler::Build(influence.graph, influence.probability, influence.model).value();
  size_t nodes = 0;
  for (auto _ : state) {
    ReverseSets sets;
    benchmark::DoNotOptimize(ExtendReverseSets(sampler, {}, 10'000, {}, sets));
    nodes += sets.nodes.size();
  }
  state.SetItemsProcessed(static_cast<int64_t>(nodes));
}
BENCHMARK(BM_ReverseSets)->Unit(benchmark::kMillisecond);

void BM_SimulateSpread(benchmark::State& state) {
  const InfluenceGraph influence = Kronecker(14, SpreadModel::kIndependentCascade);
  const std::vector<Node> seeds = BestConnected(influence, 50);
  for (auto _ : state) {
    benchmark::DoNotOptimize(SimulateSpread(influence, seeds, {.runs = 100}));
  }
}
BENCHMARK(BM_SimulateSpread)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pullgraph
