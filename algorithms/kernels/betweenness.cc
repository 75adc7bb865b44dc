// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/betweenness.h"

#include <algorithm>
#include <memory>

#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kParts = 16;          // Partial sums, folded in their order.
constexpr int64_t kSourcesOfAPart = 8;  // In each round.
constexpr int64_t kGrain = 16384;
constexpr int32_t kUnseen = -1;

// Scratch memory of one worker; clean between calls but for `order`.
class OneSource {
 public:
  explicit OneSource(const TieGraph& graph) : graph_(graph), cells_(graph.num_nodes()) {}

  // Adds the dependency of `source` on each node to `sums`.
  void Run(Node source, std::vector<double>& sums) {
    Search(source);
    const int32_t last = cells_[order_.back()].distance;
    // Invariant: nodes farther away hold what a node before them takes for each of its
    // paths to them, the others still the number of their paths.
    for (size_t i = order_.size(); i-- > 1;) {
      const Node v = order_[i];
      Cell& cell = cells_[v];
      double sum = 0;
      if (cell.distance < last) {
        const int32_t next = cell.distance + 1;
        ForEachTarget(v, [&](Node w) {
          const Cell& other = cells_[w];
          if (other.distance == next) sum += other.value;
        });
        sum *= cell.value;
        sums[v] += sum;
      }
      cell.value = (1 + sum) / cell.value;
    }
    for (const Node v : order_) cells_[v].distance = kUnseen;
  }

 private:
  // Together, as they are always looked at together.
  struct Cell {
    double value = 0;
    int32_t distance = kUnseen;
  };

  template <class Take>
  void ForEachTarget(Node u, Take take) const {
    const absl::Span<const Node> row = graph_.OutNeighbors(u);
    for (size_t i = 0; i < row.size(); ++i) {
      if (i == 0 || row[i] != row[i - 1]) take(row[i]);
    }
  }

  void Search(Node source) {
    order_.assign(1, source);
    cells_[source] = {1, 0};
    for (size_t i = 0; i < order_.size(); ++i) {
      const Node u = order_[i];
      const double paths = cells_[u].value;
      const int32_t next = cells_[u].distance + 1;
      ForEachTarget(u, [&](Node v) {
        Cell& cell = cells_[v];
        if (cell.distance == next) {
          cell.value += paths;
        } else if (cell.distance == kUnseen) {
          cell = {paths, next};
          order_.push_back(v);
        }
      });
    }
  }

  const TieGraph& graph_;
  std::vector<Cell> cells_;
  std::vector<Node> order_;  // By distance.
};

}  // namespace

absl::StatusOr<std::vector<double>> FindBetweenness(const TieGraph& graph,
                                                    const BetweennessOptions& options) {
  const int64_t n = graph.num_nodes();
  const int threads = ThreadsOf(options.run);
  std::vector<double> betweenness(static_cast<size_t>(n), 0);
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  if (n < 3) return betweenness;
  std::vector<std::unique_ptr<OneSource>> workers(static_cast<size_t>(threads));
  std::vector<std::vector<double>> parts(
      static_cast<size_t>(std::min(kParts, (n + kSourcesOfAPart - 1) / kSourcesOfAPart)));
  for (std::vector<double>& part : parts) part.assign(betweenness.size(), 0);
  // Part p of a round sums up kSourcesOfAPart sources: what is added to what, and in
  // which order, does not depend on who computes it.
  const auto round = static_cast<int64_t>(parts.size()) * kSourcesOfAPart;
  for (int64_t first = 0; first < n; first += round) {
    const int64_t sources = std::min(round, n - first);
    ParallelForWorker(threads, sources, kSourcesOfAPart,
                      [&](int worker, int64_t begin, int64_t end) {
                        auto& mine = workers[static_cast<size_t>(worker)];
                        if (mine == nullptr) mine = std::make_unique<OneSource>(graph);
                        for (int64_t i = begin; i < end; ++i) {
                          if (IsCancelled(options.run)) return;
                          mine->Run(static_cast<Node>(first + i),
                                    parts[static_cast<size_t>(begin / kSourcesOfAPart)]);
                        }
                      });
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    ReportProgress(options.run, static_cast<double>(first + sources) / static_cast<double>(n));
  }
  const double pairs = static_cast<double>(n) * static_cast<double>(n - 1);
  ParallelFor(threads, n, kGrain, [&](int64_t begin, int64_t end) {
    for (auto v = static_cast<size_t>(begin); v < static_cast<size_t>(end); ++v) {
      for (const std::vector<double>& part : parts) betweenness[v] += part[v];
      betweenness[v] /= pairs;
    }
  });
  return betweenness;
}

}  // namespace pullgraph
