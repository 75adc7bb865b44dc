// SPDX-License-Identifier: Apache-2.0
// Link prediction. On generated graphs by default; with PULLGRAPH_LINKS_FOLDER set to a
// folder of plain "a b" edge lists (*.txt), ten runs on each of them, with AUC in
// percent of every score as counters.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "algorithms/attract/link_evaluation.h"
#include "algorithms/attract/link_predict.h"
#include "tests/testing/random_graphs.h"

namespace pullgraph {
namespace {

void Evaluate(benchmark::State& state, const TieGraph& ties, int runs) {
  LinkEvaluationOptions options;
  options.runs = runs;
  for (auto _ : state) {
    const absl::StatusOr<LinkEvaluation> result = EvaluateLinkPrediction(ties, options);
    if (!result.ok()) {
      state.SkipWithError(result.status().ToString().c_str());
      return;
    }
    for (const LinkScore& score : result->scores) state.counters[score.name] = 100 * score.auc;
    state.counters["deviation"] = 100 * result->learned().auc_deviation;
    state.counters["precision"] = 100 * result->learned().average_precision;
    state.counters["brier"] = result->brier;
    state.counters["ece"] = result->ece;
  }
}

TieGraph ReadTies(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::pair<Node, Node>> arcs;
  Node members = 0;
  Node a = 0;
  Node b = 0;
  while (file >> a >> b) {
    arcs.emplace_back(a, b);
    members = std::max({members, a + 1, b + 1});
  }
  ArcListOptions list;
  list.symmetrize = list.remove_parallel = list.remove_loops = true;
  return BuildTieGraph(members, arcs, list).value();
}

void BM_Evaluate(benchmark::State& state) {
  Evaluate(state, testing::PreferentialGraph(static_cast<Node>(state.range(0)), 4, 1), 1);
}
BENCHMARK(BM_Evaluate)->Arg(500)->Arg(2000)->Unit(benchmark::kMillisecond);

// One item is one member with its ten likeliest ties.
void BM_PredictLinks(benchmark::State& state) {
  const TieGraph ties = testing::PreferentialGraph(static_cast<Node>(state.range(0)), 4, 1);
  LinkModelOptions training;
  training.within_hops = 2;
  const absl::StatusOr<LinkModel> model = TrainLinkModel(ties, training);
  if (!model.ok()) {
    state.SkipWithError(model.status().ToString().c_str());
    return;
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(PredictLinks(ties, *model, {}, [](Node) { return true; }));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_PredictLinks)->Arg(2000)->Unit(benchmark::kMillisecond);

// Registers what the folder holds before main() reads the flags.
const bool kRegistered = [] {
  const char* folder = std::getenv("PULLGRAPH_LINKS_FOLDER");
  std::error_code error;
  if (folder == nullptr) return false;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::filesystem::path path = entry.path();
    if (path.extension() != ".txt" || path.stem() == "NOTES") continue;
    benchmark::RegisterBenchmark(("BM_EvaluateFile/" + path.stem().string()).c_str(),
                                 [path](benchmark::State& state) {
                                   Evaluate(state, ReadTies(path), 10);
                                 })
        ->Unit(benchmark::kSecond)
        ->Iterations(1);
  }
  return true;
}();

}  // namespace
}  // namespace pullgraph
