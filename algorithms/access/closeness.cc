// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/closeness.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>

#include "absl/strings/str_cat.h"
#include "algorithms/access/hyper_ball.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr Node kSources = 64;  // One bit each.

// Searches from 64 nodes at once. Scratch memory of one worker.
class ManySearches {
 public:
  ManySearches(const TieGraph& graph, Closeness& result)
      : graph_(graph),
        result_(result),
        seen_(graph.num_nodes()),
        frontier_(graph.num_nodes(), 0),
        next_(graph.num_nodes(), 0) {}

  void Run(Node first) {
    const Node count = std::min(kSources, graph_.num_nodes() - first);
    std::fill(seen_.begin(), seen_.end(), 0);
    active_.clear();
    reached_.fill(0);
    for (Node i = 0; i < count; ++i) {
      seen_[first + i] = frontier_[first + i] = uint64_t{1} << i;
      active_.push_back(first + i);
    }
    // Invariant: bit i of seen_[v] tells that v is within `hops` - 1 of source i, that of
    // frontier_[v] that it is just as far.
    for (int hops = 1; !active_.empty(); ++hops) {
      found_.fill(0);
      Expand();
      for (Node i = 0; i < count; ++i) {
        reached_[i] += found_[i];
        result_.closeness[first + i] += static_cast<double>(found_[i]) / hops;
      }
      Fill(first, count, hops, hops);
      last_ = hops;
    }
    Fill(first, count, last_ + 1, result_.hops);  // Nobody is farther away.
  }

 private:
  void Fill(Node first, Node count, int from_hops, int to_hops) {
    const auto width = static_cast<size_t>(result_.hops);
    for (int hops = from_hops; hops <= std::min(to_hops, result_.hops); ++hops) {
      for (Node i = 0; i < count; ++i) {
        result_.within[(first + i) * width + static_cast<size_t>(hops - 1)] =
            static_cast<double>(reached_[i]);
      }
    }
  }

  void Expand() {
    later_.clear();
    for (const Node u : active_) {
      const uint64_t from = frontier_[u];
      for (const Node v : graph_.OutNeighbors(u)) {
        const uint64_t fresh = from & ~seen_[v];
        if (fresh == 0) continue;
        if (next_[v] == 0) later_.push_back(v);
        next_[v] |= fresh;
      }
    }
    for (const Node u : active_) frontier_[u] = 0;
    for (const Node v : later_) {
      const uint64_t fresh = next_[v];
      next_[v] = 0;
      seen_[v] |= fresh;
      frontier_[v] = fresh;
      for (uint64_t bits = fresh; bits != 0; bits &= bits - 1) {
        ++found_[static_cast<size_t>(std::countr_zero(bits))];
      }
    }
    active_.swap(later_);
  }

  const TieGraph& graph_;
  Closeness& result_;
  std::vector<uint64_t> seen_, frontier_, next_;
  std::vector<Node> active_, later_;
  std::array<uint64_t, kSources> found_{}, reached_{};
  int last_ = 0;
};

absl::Status Exact(const TieGraph& graph, const ClosenessOptions& options, Closeness& result) {
  const int threads = ThreadsOf(options.run);
  const int64_t batches = (int64_t{graph.num_nodes()} + kSources - 1) / kSources;
  // In rounds, so that progress and cancelling are looked after.
  constexpr int64_t kRound = 256;
  std::vector<std::unique_ptr<ManySearches>> workers(static_cast<size_t>(threads));
  for (int64_t first = 0; first < batches; first += kRound) {
    ParallelForWorker(threads, std::min(kRound, batches - first), 1,
                      [&](int worker, int64_t begin, int64_t end) {
                        auto& mine = workers[static_cast<size_t>(worker)];
                        if (mine == nullptr) {
                          mine = std::make_unique<ManySearches>(graph, result);
                        }
                        for (int64_t i = first + begin; i < first + end; ++i) {
                          if (IsCancelled(options.run)) return;
                          mine->Run(static_cast<Node>(i) * kSources);
                        }
                      });
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    ReportProgress(options.run, static_cast<double>(std::min(batches, first + kRound)) /
                                    static_cast<double>(batches));
  }
  return absl::OkStatus();
}

// Nodes one hop away; no need to estimate these.
double Contacts(const TieGraph& graph, Node v) {
  const absl::Span<const Node> row = graph.OutNeighbors(v);
  uint64_t count = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    count += row[i] != v && (i == 0 || row[i] != row[i - 1]);
  }
  return static_cast<double>(count);
}

absl::Status Estimate(const TieGraph& graph, const ClosenessOptions& options,
                      Closeness& result) {
  const auto n = static_cast<double>(graph.num_nodes());
  const auto width = static_cast<size_t>(options.hops);
  HyperBall balls(graph, options.log2_registers, options.seed, ThreadsOf(options.run));
  std::vector<double> size(graph.num_nodes(), 1);
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    result.closeness[v] = Contacts(graph, v);
    size[v] += result.closeness[v];
  }
  bool growing = true;
  for (int hops = 1; growing || hops <= options.hops; ++hops) {
    growing = growing && balls.Step(options.run, [&](Node v, double estimate) {
      if (hops == 1) return;
      const double larger = std::clamp(estimate, size[v], n);
      result.closeness[v] += (larger - size[v]) / hops;
      size[v] = larger;
    });
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    for (size_t v = 0; hops <= options.hops && v < size.size(); ++v) {
      result.within[v * width + static_cast<size_t>(hops - 1)] = size[v] - 1;
    }
    ReportProgress(options.run, hops / (hops + 4.0));  // How many are left is not known.
  }
  result.exact = false;
  result.relative_error = 1.04 / std::exp2(options.log2_registers / 2.0);
  return absl::OkStatus();
}

absl::Status Check(const ClosenessOptions& options) {
  if (options.hops < 0 || options.hops > 64) {
    return absl::InvalidArgumentError(
        absl::StrCat("hops is ", options.hops, ", expected 0 to 64"));
  }
  if (!(options.exact_work >= 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("exact_work is ", options.exact_work, ", expected >= 0"));
  }
  if (options.log2_registers < 4 || options.log2_registers > 16) {
    return absl::InvalidArgumentError(
        absl::StrCat("log2_registers is ", options.log2_registers, ", expected 4 to 16"));
  }
  return CheckCancelled(options.run);
}

}  // namespace

absl::StatusOr<Closeness> FindCloseness(const TieGraph& graph,
                                        const ClosenessOptions& options) {
  if (absl::Status s = Check(options); !s.ok()) return s;
  const auto n = static_cast<double>(graph.num_nodes());
  Closeness result;
  result.hops = options.hops;
  result.closeness.assign(graph.num_nodes(), 0);
  result.within.assign(graph.num_nodes() * static_cast<size_t>(options.hops), 0);
  const bool exact = n * (n + static_cast<double>(graph.num_arcs())) <= options.exact_work;
  absl::Status status =
      exact ? Exact(graph, options, result) : Estimate(graph, options, result);
  if (!status.ok()) return status;
  for (double& sum : result.closeness) sum = n > 1 ? std::min(1.0, sum / (n - 1)) : 0;
  return result;
}

}  // namespace pullgraph
