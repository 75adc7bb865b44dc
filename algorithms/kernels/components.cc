// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/components.h"

#include <algorithm>
#include <atomic>

#include "absl/container/flat_hash_map.h"
#include "graph/parallel.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 4096;
constexpr uint64_t kSampledArcs = 2;  // A node, before the giant is looked for.
constexpr uint64_t kSamples = 1024;

// A forest in which every node points to one no larger; in the end, to the smallest
// of its component. Links only ever lower a root, so threads may race: the roots
// that are left are the same.
class Forest {
 public:
  Forest(std::vector<Node>& parent, int threads) : parent_(parent), threads_(threads) {
    ParallelFor(threads, static_cast<int64_t>(parent.size()), kGrain,
                [&](int64_t begin, int64_t end) {
                  for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
                    parent_[u] = u;
                  }
                });
  }

  void Link(Node u, Node v) {
    Node p = Load(u);
    Node q = Load(v);
    while (p != q) {
      const Node high = std::max(p, q);
      const Node low = std::min(p, q);
      Node above = Load(high);
      if (above == low) return;
      if (above == high &&
          std::atomic_ref<Node>(parent_[high])
              .compare_exchange_strong(above, low, std::memory_order_relaxed)) {
        return;
      }
      p = Load(Load(high));
      q = Load(low);
    }
  }

  // Lets every node point to its root.
  void Compress() {
    ParallelFor(threads_, static_cast<int64_t>(parent_.size()), kGrain,
                [&](int64_t begin, int64_t end) {
                  for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
                    Node root = Load(u);
                    while (Load(root) != root) root = Load(root);
                    std::atomic_ref<Node>(parent_[u]).store(root, std::memory_order_relaxed);
                  }
                });
  }

  // Most frequent root among some nodes; the smallest of equals.
  Node FrequentRoot() const {
    absl::flat_hash_map<Node, int> counts;
    RandomStream random(kDefaultSeed, parent_.size());
    Node best = parent_[0];
    for (uint64_t i = 0; i < kSamples; ++i) {
      const Node root = parent_[random.Below(parent_.size())];
      const int count = ++counts[root];
      if (count > counts[best] || (count == counts[best] && root < best)) best = root;
    }
    return best;
  }

  Node Load(Node u) const {
    return std::atomic_ref<Node>(parent_[u]).load(std::memory_order_relaxed);
  }

 private:
  std::vector<Node>& parent_;
  int threads_;
};

void LinkAll(const TieGraph& ties, Forest& forest, const RunControl* run) {
  const int threads = ThreadsOf(run);
  const int64_t n = ties.num_nodes();
  for (uint64_t k = 0; k < kSampledArcs; ++k) {
    ParallelFor(threads, n, kGrain, [&](int64_t begin, int64_t end) {
      for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
        const absl::Span<const Node> row = ties.OutNeighbors(u);
        if (k < row.size()) forest.Link(u, row[k]);
      }
    });
    forest.Compress();
  }
  // Every arc but those sampled has an end that is looked at here, or lies within
  // the giant; so arcs are followed from nodes outside of it, both ways.
  const Node giant = forest.FrequentRoot();
  ParallelFor(threads, n, kGrain, [&](int64_t begin, int64_t end) {
    if (IsCancelled(run)) return;
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      if (forest.Load(u) == giant) continue;
      absl::Span<const Node> row = ties.OutNeighbors(u);
      if (row.size() > kSampledArcs) {
        for (const Node v : row.subspan(kSampledArcs)) forest.Link(u, v);
      }
      if (ties.is_symmetric()) continue;
      for (const Node v : ties.InNeighbors(u)) forest.Link(u, v);
    }
  });
  forest.Compress();
}

void CountSizes(ComponentsResult& result) {
  const std::vector<Node>& label = result.label;
  std::vector<Node> size(label.size(), 0);
  const Node* const first = label.data();
  for (size_t u = 0; u < label.size();) {
    // Runs of one label are counted in a register: most nodes are in the giant.
    const Node root = first[u];
    Node run = 0;
    for (; u < label.size() && first[u] == root; ++u) ++run;
    size[root] += run;
  }
  for (Node u = 0; u < label.size(); ++u) {
    if (size[u] == 0) continue;
    result.smallest.push_back(u);
    result.size.push_back(size[u]);
  }
}

}  // namespace

size_t ComponentsResult::largest() const {
  return static_cast<size_t>(std::max_element(size.begin(), size.end()) - size.begin());
}

absl::StatusOr<ComponentsResult> FindComponents(const TieGraph& ties,
                                                const ComponentsOptions& options) {
  ComponentsResult result;
  if (ties.num_nodes() == 0) return result;
  const int threads = ThreadsOf(options.run);
  result.label.resize(ties.num_nodes());
  Forest forest(result.label, threads);
  LinkAll(ties, forest, options.run);
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  CountSizes(result);
  return result;
}

}  // namespace pullgraph
