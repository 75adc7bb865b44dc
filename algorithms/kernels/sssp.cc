// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/sssp.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/delta_stepping.h"
#include "algorithms/kernels/relaxation.h"
#include "algorithms/kernels/shortest_path_parents.h"
#include "graph/parallel.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

absl::Status CheckCosts(absl::Span<const uint32_t>, int) { return absl::OkStatus(); }

absl::Status CheckCosts(absl::Span<const double> costs, int threads) {
  return ParallelForStatus(
      threads, static_cast<int64_t>(costs.size()), 1 << 16, [&](int64_t begin, int64_t end) {
        bool sound = true;
        for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
          sound &= costs[i] >= 0;  // False for NaN.
        }
        if (sound) return absl::OkStatus();
        auto i = static_cast<size_t>(begin);
        while (costs[i] >= 0) ++i;
        return absl::InvalidArgumentError(
            absl::StrCat("costs[", i, "] is ", costs[i], ", expected one >= 0"));
      });
}

bool IsAbsent(uint32_t cost) { return cost == kAbsentCost; }
bool IsAbsent(double cost) { return std::isinf(cost); }

// How wide a bucket is, from a sample of the costs: narrow enough that few nodes
// improve within one. 0 if costs are so skewed that a heap does better.
template <class Cost>
double ChooseDelta(absl::Span<const Cost> costs) {
  constexpr uint64_t kSamples = 1024;
  constexpr double kBucketsPerCost = 128;
  constexpr double kSkewed = 32;
  std::vector<double> sample;
  double sum = 0;
  for (uint64_t i = 0; i < kSamples && !costs.empty(); ++i) {
    RandomStream random(kDefaultSeed, i);
    const Cost cost = costs[random.Below(costs.size())];
    if (IsAbsent(cost) || cost == 0) continue;
    sample.push_back(static_cast<double>(cost));
    sum += static_cast<double>(cost) / kSamples;
  }
  if (sample.empty()) return 1;
  const auto middle = sample.begin() + static_cast<ptrdiff_t>(sample.size() / 2);
  std::nth_element(sample.begin(), middle, sample.end());
  const double delta = *middle / kBucketsPerCost;
  if (sum > kSkewed * *middle || !std::isnormal(delta)) return 0;
  return std::is_integral_v<Cost> ? std::max(1.0, delta) : delta;
}

// Dijkstra with a heap of pairs; those outdated are skipped.
template <class Distance, class Cost>
absl::Status RunHeap(const TieGraph& graph, absl::Span<const Cost> costs,
                     absl::Span<const Node> sources, const RunControl* run,
                     std::vector<Distance>& distance) {
  using Entry = std::pair<Distance, Node>;
  std::vector<Entry> heap;
  for (const Node s : sources) heap.emplace_back(Distance{0}, s);
  bool overflow = false;
  uint64_t settled = 0;
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), std::greater<>());
    const auto [d, u] = heap.back();
    heap.pop_back();
    if (d != distance[u]) continue;
    if (++settled % 1024 == 0 && IsCancelled(run)) return CheckCancelled(run);
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      const Node v = graph.Target(arc);
      Distance sum;
      if (!AddCost(d, costs[arc], sum, overflow) || !Lower<false>(distance[v], sum)) continue;
      heap.emplace_back(sum, v);
      std::push_heap(heap.begin(), heap.end(), std::greater<>());
    }
    if (overflow) return absl::OutOfRangeError("distance overflows");
  }
  return absl::OkStatus();
}

// Finds distances and parents in `Distance`; OutOfRange if it is too small a type.
template <class Distance, class Cost>
absl::Status Search(const TieGraph& graph, absl::Span<const Cost> costs,
                    absl::Span<const Node> sources, const SsspOptions& options,
                    std::vector<Distance>& distance, std::vector<Node>& parent) {
  distance.assign(graph.num_nodes(), kFarthest<Distance>);
  for (const Node s : sources) distance[s] = 0;
  const double delta = ChooseDelta(costs);
  absl::Status status =
      delta == 0 ? RunHeap(graph, costs, sources, options.run, distance)
                 : DeltaStepping<Distance, Cost>(graph, costs, delta, options.run, distance)
                       .Run(sources);
  if (!status.ok() || !options.parents) return status;
  parent = ParentFinder<Distance, Cost>(graph, costs, distance, ThreadsOf(options.run))
               .Find(sources);
  return CheckCancelled(options.run);
}

template <class Cost>
absl::Status CheckInputs(const TieGraph& graph, absl::Span<const Cost> costs,
                         absl::Span<const Node> sources, const SsspOptions& options) {
  if (absl::Status s = CheckNodes(graph, sources, "sources"); !s.ok()) return s;
  if (costs.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(
        absl::StrCat("costs has ", costs.size(), " entries, expected ", graph.num_arcs()));
  }
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  return CheckCosts(costs, ThreadsOf(options.run));
}

template <class Distance>
void CountReached(SsspResult<Distance>& result) {
  const auto unreached =
      std::count(result.distance.begin(), result.distance.end(), kFarthest<Distance>);
  result.num_reached = static_cast<Node>(result.distance.size()) - static_cast<Node>(unreached);
}

}  // namespace

absl::StatusOr<SsspResult<uint64_t>> ShortestPaths(const TieGraph& graph,
                                                   absl::Span<const uint32_t> costs,
                                                   absl::Span<const Node> sources,
                                                   const SsspOptions& options) {
  if (absl::Status s = CheckInputs(graph, costs, sources, options); !s.ok()) return s;
  SsspResult<uint64_t> result;
  // Half the memory to look things up in, for as long as it holds the distances.
  std::vector<uint32_t> small;
  absl::Status status = Search(graph, costs, sources, options, small, result.parent);
  if (status.ok()) {
    result.distance.resize(small.size());
    std::transform(small.begin(), small.end(), result.distance.begin(), [](uint32_t d) {
      return d == kFarthest<uint32_t> ? kUnreachedDistance : uint64_t{d};
    });
  } else if (absl::IsOutOfRange(status)) {
    small = {};
    status = Search(graph, costs, sources, options, result.distance, result.parent);
  }
  if (!status.ok()) return status;
  CountReached(result);
  return result;
}

absl::StatusOr<SsspResult<double>> ShortestPaths(const TieGraph& graph,
                                                 absl::Span<const double> costs,
                                                 absl::Span<const Node> sources,
                                                 const SsspOptions& options) {
  if (absl::Status s = CheckInputs(graph, costs, sources, options); !s.ok()) return s;
  SsspResult<double> result;
  absl::Status status =
      Search(graph, costs, sources, options, result.distance, result.parent);
  if (!status.ok()) return status;
  CountReached(result);
  return result;
}

}  // namespace pullgraph
