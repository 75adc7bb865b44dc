// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/pair_similarity.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/bitmap.h"
#include "algorithms/kernels/simple_ties.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

using Pairs = absl::Span<const std::pair<Node, Node>>;
constexpr int64_t kPairGrain = 2048;
constexpr int64_t kNodeGrain = 1 << 14;
constexpr size_t kAhead = 4;  // Rows fetched before their turn.

absl::Status CheckPairs(Node n, Pairs pairs) {
  for (size_t i = 0; i < pairs.size(); ++i) {
    const auto& [u, v] = pairs[i];
    if (std::max(u, v) >= n) {
      return absl::OutOfRangeError(absl::StrCat("pairs[", i, "] holds ", std::max(u, v),
                                                ", expected a node in [0, ", n, ")"));
    }
    if (u == v) {
      return absl::InvalidArgumentError(absl::StrCat("pairs[", i, "] is (", u, ", ", v,
                                                     "), expected two different nodes"));
    }
  }
  return absl::OkStatus();
}

// What each common neighbour adds, by node; empty if not asked for.
struct NodeWeights {
  std::vector<double> inverse_log;
  std::vector<double> inverse;

  NodeWeights(const TieGraph& ties, const PairSimilarityOptions& options) {
    if (options.adamic_adar) inverse_log.resize(ties.num_nodes());
    if (options.resource_allocation) inverse.resize(ties.num_nodes());
    ParallelFor(ThreadsOf(options.run), ties.num_nodes(), kNodeGrain,
                [&](int64_t begin, int64_t end) {
                  for (auto z = static_cast<Node>(begin); z < static_cast<Node>(end); ++z) {
                    const auto d = static_cast<double>(ties.OutDegree(z));
                    if (options.adamic_adar) inverse_log[z] = 1 / std::log(d);
                    if (options.resource_allocation) inverse[z] = 1 / d;
                  }
                });
  }
};

// Pairs in the order of their hub, the end of larger degree; the leaf is the other.
struct SortedPairs {
  struct Item {
    Node hub;
    Node leaf;
  };
  std::vector<Item> items;
  std::vector<uint64_t> place;  // Of items[i] in the list given.

  SortedPairs(const TieGraph& ties, Pairs pairs)
      : items(pairs.size()), place(pairs.size()) {
    std::vector<uint64_t> next(size_t{ties.num_nodes()} + 1, 0);
    const auto split = [&](const std::pair<Node, Node>& pair) {
      const auto& [u, v] = pair;
      const uint64_t du = ties.OutDegree(u);
      const uint64_t dv = ties.OutDegree(v);
      return du > dv || (du == dv && u > v) ? Item{u, v} : Item{v, u};
    };
    for (const auto& pair : pairs) ++next[split(pair).hub];
    ExclusivePrefixSum(1, absl::MakeSpan(next));
    for (size_t i = 0; i < pairs.size(); ++i) {
      const Item item = split(pairs[i]);
      const uint64_t slot = next[item.hub]++;
      items[slot] = item;
      place[slot] = i;
    }
  }
};

// Finds common neighbours of one hub and many leaves.
class Prober {
 public:
  explicit Prober(const TieGraph& ties) : ties_(ties), marks_(ties.num_nodes()) {}

  // Opens the row of `hub`, of which `probes` neighbours of leaves will be looked
  // up: marks it, unless that costs more than that many binary searches.
  void Open(Node hub, uint64_t probes) {
    row_ = ties_.OutNeighbors(hub);
    marked_ = row_.size() <= probes * static_cast<uint64_t>(std::bit_width(row_.size()));
    if (!marked_) return;
    for (const Node z : row_) marks_.Set(z);
  }
  void Close() {
    if (!marked_) return;
    for (const Node z : row_) marks_.Reset(z);
  }

  size_t Count(Node leaf) const {
    size_t count = 0;
    if (marked_) {
      for (const Node z : ties_.OutNeighbors(leaf)) count += marks_.Test(z);
    } else {
      Search(leaf, [&](Node) { ++count; });
    }
    return count;
  }

  // Ascending; valid until the next call.
  absl::Span<const Node> List(Node leaf) {
    const absl::Span<const Node> candidates = ties_.OutNeighbors(leaf);
    if (common_.size() < candidates.size()) common_.resize(candidates.size());
    size_t count = 0;
    if (marked_) {
      // Stores each candidate and keeps the good: no branch to mispredict.
      for (const Node z : candidates) {
        common_[count] = z;
        count += marks_.Test(z);
      }
    } else {
      Search(leaf, [&](Node z) { common_[count++] = z; });
    }
    return absl::MakeConstSpan(common_).subspan(0, count);
  }

 private:
  template <class Take>
  void Search(Node leaf, Take take) const {
    const Node* from = row_.data();
    const Node* const end = from + row_.size();
    for (const Node z : ties_.OutNeighbors(leaf)) {
      from = std::lower_bound(from, end, z);
      if (from == end) return;
      if (*from == z) take(z);
    }
  }

  const TieGraph& ties_;
  Bitmap marks_;
  absl::Span<const Node> row_;
  bool marked_ = false;
  std::vector<Node> common_;
};

double SumOver(const std::vector<double>& weights, absl::Span<const Node> nodes) {
  double sum = 0;
  for (const Node z : nodes) sum += weights[z];
  return sum;
}

class Scorer {
 public:
  Scorer(const TieGraph& ties, const SortedPairs& sorted, const PairSimilarityOptions& options,
         PairSimilarityResult& result)
      : ties_(ties), sorted_(sorted), options_(options), weights_(ties, options), result_(result) {
    const size_t size = sorted.items.size();
    if (options.common_neighbors) result.common_neighbors.resize(size);
    if (options.jaccard) result.jaccard.resize(size);
    if (options.adamic_adar) result.adamic_adar.resize(size);
    if (options.resource_allocation) result.resource_allocation.resize(size);
    if (options.preferential_attachment) result.preferential_attachment.resize(size);
  }

  // Scores items [begin, end), hub by hub.
  void Score(Prober& prober, size_t begin, size_t end) {
    while (begin < end) {
      const Node hub = sorted_.items[begin].hub;
      size_t group_end = begin;
      uint64_t probes = 0;
      for (; group_end < end && sorted_.items[group_end].hub == hub; ++group_end) {
        probes += ties_.OutDegree(sorted_.items[group_end].leaf);
      }
      prober.Open(hub, probes);
      for (size_t i = begin; i < group_end; ++i) {
        if (i + kAhead < end) {
          __builtin_prefetch(ties_.OutNeighbors(sorted_.items[i + kAhead].leaf).data());
        }
        ScoreOne(prober, i);
      }
      prober.Close();
      begin = group_end;
    }
  }

 private:
  void ScoreOne(Prober& prober, size_t i) {
    const auto& [hub, leaf] = sorted_.items[i];
    const uint64_t at = sorted_.place[i];
    size_t count = 0;
    if (options_.adamic_adar || options_.resource_allocation) {
      const absl::Span<const Node> common = prober.List(leaf);
      count = common.size();
      if (options_.adamic_adar) {
        result_.adamic_adar[at] = SumOver(weights_.inverse_log, common);
      }
      if (options_.resource_allocation) {
        result_.resource_allocation[at] = SumOver(weights_.inverse, common);
      }
    } else if (options_.common_neighbors || options_.jaccard) {
      count = prober.Count(leaf);
    }
    const uint64_t dh = ties_.OutDegree(hub);
    const uint64_t dl = ties_.OutDegree(leaf);
    if (options_.common_neighbors) result_.common_neighbors[at] = static_cast<uint32_t>(count);
    if (options_.jaccard) {
      const uint64_t all = dh + dl - count;
      result_.jaccard[at] =
          all == 0 ? 0 : static_cast<double>(count) / static_cast<double>(all);
    }
    if (options_.preferential_attachment) {
      result_.preferential_attachment[at] = static_cast<double>(dh) * static_cast<double>(dl);
    }
  }

  const TieGraph& ties_;
  const SortedPairs& sorted_;
  const PairSimilarityOptions& options_;
  const NodeWeights weights_;
  PairSimilarityResult& result_;
};

}  // namespace

absl::StatusOr<PairSimilarityResult> ComputePairSimilarity(
    const TieGraph& ties, Pairs pairs, const PairSimilarityOptions& options) {
  if (absl::Status s = CheckPairs(ties.num_nodes(), pairs); !s.ok()) return s;
  const absl::StatusOr<SimpleTies> simple = SimpleTies::Of(ties, options.run);
  if (!simple.ok()) return simple.status();
  const TieGraph& graph = simple->graph();
  const SortedPairs sorted(graph, pairs);
  PairSimilarityResult result;
  Scorer scorer(graph, sorted, options, result);
  const int threads = ThreadsOf(options.run);
  std::vector<Prober> probers(static_cast<size_t>(threads), Prober(graph));
  ParallelForWorker(threads, static_cast<int64_t>(pairs.size()), kPairGrain,
                    [&](int worker, int64_t begin, int64_t end) {
                      if (IsCancelled(options.run)) return;
                      scorer.Score(probers[static_cast<size_t>(worker)],
                                   static_cast<size_t>(begin), static_cast<size_t>(end));
                    });
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  return result;
}

}  // namespace pullgraph
