// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/max_coverage.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// What each node would add to those chosen so far.
class Coverage {
 public:
  Coverage(const ReverseSets& sets, Node n) : sets_(sets), begin_(n + size_t{2}, 0), gain_(n, 0) {
    for (const Node u : sets.nodes) ++gain_[u];
    for (Node u = 0; u < n; ++u) begin_[u + size_t{2}] = begin_[u + size_t{1}] + gain_[u];
    sets_of_.resize(sets.nodes.size());
    for (size_t i = 0; i < sets.size(); ++i) {
      for (const Node u : sets[i]) sets_of_[begin_[u + size_t{1}]++] = static_cast<uint32_t>(i);
    }
    is_covered_.assign(sets.size(), 0);
  }

  uint64_t gain(Node u) const { return gain_[u]; }
  uint64_t covered() const { return covered_; }

  // Chooses `u`; tells loss(v) of every node v that a set less would gain.
  template <class Loss>
  void Choose(Node u, Loss loss) {
    for (uint64_t k = begin_[u]; k < begin_[u + size_t{1}]; ++k) {
      const uint32_t i = sets_of_[k];
      if (is_covered_[i] != 0) continue;
      is_covered_[i] = 1;
      ++covered_;
      for (const Node v : sets_[i]) {
        loss(v);
        --gain_[v];
      }
    }
  }

 private:
  const ReverseSets& sets_;
  std::vector<uint64_t> begin_;
  std::vector<uint32_t> sets_of_;  // Ascending for each node.
  std::vector<uint64_t> gain_;
  std::vector<uint8_t> is_covered_;
  uint64_t covered_ = 0;
};

absl::Status Check(const ReverseSets& sets, Node n, const MaxCoverageOptions& options) {
  if (!options.candidates.empty() && options.candidates.size() != n) {
    return absl::InvalidArgumentError(absl::StrCat(
        "candidates has ", options.candidates.size(), " entries, expected one a node: ", n));
  }
  if (sets.size() > UINT32_MAX) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", sets.size(), " sets, expected at most ", UINT32_MAX));
  }
  for (const Node u : sets.nodes) {
    if (u < n) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("a set holds node ", u, ", expected one in [0, ", n, ")"));
  }
  return CheckCancelled(options.run);
}

bool IsCandidate(const MaxCoverageOptions& options, Node u) {
  return options.candidates.empty() || options.candidates[u] != 0;
}

// How many candidates gain how much: the k largest gains without sorting.
class GainCounts {
 public:
  void Add(uint64_t gain) {
    if (gain >= nodes_.size()) nodes_.resize(gain + 1, 0);
    ++nodes_[gain];
  }
  void Remove(uint64_t gain) { --nodes_[gain]; }
  void Lower(uint64_t gain) {
    --nodes_[gain];
    ++nodes_[gain - 1];
  }
  double SumOfLargest(uint64_t k) {
    while (nodes_.size() > 1 && nodes_.back() == 0) nodes_.pop_back();  // Gains only fall.
    double sum = 0;
    for (size_t gain = nodes_.size(); gain-- > 1 && k > 0;) {
      const uint64_t taken = std::min(k, nodes_[gain]);
      sum += static_cast<double>(taken * gain);
      k -= taken;
    }
    return sum;
  }

 private:
  std::vector<uint64_t> nodes_;
};

// Largest first; of equals the smaller node.
struct Entry {
  double key;
  Node node;
  friend bool operator<(const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key < b.key : a.node > b.node;
  }
};

// Of candidates on the heap with keys no smaller than key(node) is now, takes the one
// with the largest.
template <class Key>
Node PopBest(std::vector<Entry>& heap, Key key) {
  while (true) {
    std::pop_heap(heap.begin(), heap.end());
    Entry& last = heap.back();
    const double now = key(last.node);
    if (now == last.key) {
      const Node best = last.node;
      heap.pop_back();
      return best;
    }
    last.key = now;
    std::push_heap(heap.begin(), heap.end());
  }
}

// Fractional knapsack: an upper bound on the gains that fit into `budget`.
double Knapsack(const Coverage& coverage, absl::Span<const double> cost, double budget,
                absl::Span<const Node> candidates) {
  std::vector<Node> order;
  for (const Node u : candidates) {
    if (coverage.gain(u) > 0) order.push_back(u);
  }
  const auto ratio = [&](Node u) { return static_cast<double>(coverage.gain(u)) / cost[u]; };
  std::sort(order.begin(), order.end(), [&](Node a, Node b) {
    return ratio(a) != ratio(b) ? ratio(a) > ratio(b) : a < b;
  });
  double sum = 0;
  for (const Node u : order) {
    if (cost[u] > budget) return sum + ratio(u) * budget;
    budget -= cost[u];
    sum += static_cast<double>(coverage.gain(u));
  }
  return sum;
}

constexpr int kBudgetBounds = 8;

// Greedy by gain per cost after `first`, if it is a node. Lowers `result.most`.
absl::Status GreedyByRatio(const ReverseSets& sets, absl::Span<const double> cost, double budget,
                           absl::Span<const Node> candidates, std::optional<Node> first,
                           const MaxCoverageOptions& options, MaxCoverage& result) {
  Coverage coverage(sets, static_cast<Node>(cost.size()));
  const auto key = [&](Node u) { return static_cast<double>(coverage.gain(u)) / cost[u]; };
  double left = budget;
  int bounds = 0;
  const auto bound = [&] {
    result.most = std::min(result.most, static_cast<double>(coverage.covered()) +
                                            Knapsack(coverage, cost, budget, candidates));
  };
  const auto choose = [&](Node u) {
    coverage.Choose(u, [](Node) {});
    left -= cost[u];
    result.chosen.push_back(u);
    result.covered.push_back(coverage.covered());
  };
  bound();
  if (first) choose(*first);
  std::vector<Entry> heap;
  for (const Node u : candidates) {
    if (u != first) heap.push_back({key(u), u});
  }
  std::make_heap(heap.begin(), heap.end());
  while (!heap.empty()) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    const Node u = PopBest(heap, key);
    if (cost[u] > left) continue;  // For good: what is left only falls.
    choose(u);
    if (left <= budget * (1 - (bounds + 1.0) / kBudgetBounds)) bound(), ++bounds;
  }
  bound();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MaxCoverage> CoverByCount(const ReverseSets& sets, Node num_nodes, uint32_t count,
                                         uint64_t enough, const MaxCoverageOptions& options) {
  if (absl::Status s = Check(sets, num_nodes, options); !s.ok()) return s;
  Coverage coverage(sets, num_nodes);
  const auto key = [&](Node u) { return static_cast<double>(coverage.gain(u)); };
  std::vector<Entry> heap;
  GainCounts gains;
  std::vector<uint8_t> is_open(num_nodes, 0);  // A candidate, not chosen.
  for (Node u = 0; u < num_nodes; ++u) {
    if (!IsCandidate(options, u)) continue;
    heap.push_back({key(u), u});
    is_open[u] = 1;
    gains.Add(coverage.gain(u));
  }
  std::make_heap(heap.begin(), heap.end());
  MaxCoverage result;
  const auto steps = static_cast<uint32_t>(std::min<size_t>(count, heap.size()));
  result.most = std::min(static_cast<double>(sets.size()), gains.SumOfLargest(steps));
  double by_count = static_cast<double>(sets.size());
  while (result.chosen.size() < steps && (enough == 0 || coverage.covered() < enough)) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    const uint32_t i = static_cast<uint32_t>(result.chosen.size()) + 1;
    by_count = static_cast<double>(coverage.covered()) + gains.SumOfLargest(i);
    const Node u = PopBest(heap, key);
    gains.Remove(coverage.gain(u));
    is_open[u] = 0;
    coverage.Choose(u, [&](Node v) {
      if (is_open[v] != 0) gains.Lower(coverage.gain(v));
    });
    const auto covered = static_cast<double>(coverage.covered());
    const double greedy = covered / -std::expm1(i * std::log1p(-1.0 / std::max(i, 2U)));
    by_count = std::min({by_count, covered + gains.SumOfLargest(i),
                         i == 1 ? covered : greedy, static_cast<double>(sets.size())});
    result.chosen.push_back(u);
    result.covered.push_back(coverage.covered());
    result.most_by_count.push_back(by_count);
    result.most = std::min(result.most, covered + gains.SumOfLargest(steps));
  }
  return result;
}

absl::StatusOr<MaxCoverage> CoverByBudget(const ReverseSets& sets, absl::Span<const double> cost,
                                          double budget, const MaxCoverageOptions& options) {
  const auto n = static_cast<Node>(cost.size());
  if (absl::Status s = Check(sets, n, options); !s.ok()) return s;
  if (!(budget > 0 && std::isfinite(budget))) {
    return absl::InvalidArgumentError(
        absl::StrCat("budget is ", budget, ", expected a finite number > 0"));
  }
  std::vector<Node> candidates;
  for (Node u = 0; u < n; ++u) {
    if (!(cost[u] > 0 && std::isfinite(cost[u]))) {
      return absl::InvalidArgumentError(
          absl::StrCat("cost[", u, "] = ", cost[u], ", expected a finite number > 0"));
    }
    if (IsCandidate(options, u) && cost[u] <= budget) candidates.push_back(u);
  }
  MaxCoverage result;
  result.most = static_cast<double>(sets.size());
  if (candidates.empty()) {
    result.most = 0;
    return result;
  }
  absl::Status s = GreedyByRatio(sets, cost, budget, candidates, std::nullopt, options, result);
  if (!s.ok()) return s;
  const Coverage alone(sets, n);
  const Node best = *std::min_element(candidates.begin(), candidates.end(), [&](Node a, Node b) {
    return alone.gain(a) != alone.gain(b) ? alone.gain(a) > alone.gain(b) : a < b;
  });
  if (result.covered.empty() || alone.gain(best) > result.covered.back()) {
    MaxCoverage single;
    single.most = result.most;
    s = GreedyByRatio(sets, cost, budget, candidates, best, options, single);
    if (!s.ok()) return s;
    return single;
  }
  return result;
}

std::vector<uint64_t> CountCovered(const ReverseSets& sets, Node num_nodes,
                                   absl::Span<const Node> chosen, int threads) {
  const auto k = static_cast<uint32_t>(chosen.size());
  std::vector<uint32_t> rank(num_nodes, k);
  for (uint32_t i = k; i-- > 0;) rank[chosen[i]] = i;
  // A set counts for the first of the chosen that is in it.
  using Counts = std::vector<uint64_t>;
  Counts counts = ParallelReduce(
      threads, static_cast<int64_t>(sets.size()), int64_t{1} << 14, Counts(k + size_t{1}, 0),
      [&](int64_t begin, int64_t end) {
        Counts part(k + size_t{1}, 0);
        for (int64_t i = begin; i < end; ++i) {
          uint32_t first = k;
          for (const Node u : sets[static_cast<size_t>(i)]) first = std::min(first, rank[u]);
          ++part[first];
        }
        return part;
      },
      [](Counts a, Counts b) {
        for (size_t i = 0; i < a.size(); ++i) a[i] += b[i];
        return a;
      });
  counts.pop_back();
  for (uint32_t i = 1; i < k; ++i) counts[i] += counts[i - 1];
  return counts;
}

}  // namespace pullgraph
