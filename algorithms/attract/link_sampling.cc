// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_sampling.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "algorithms/attract/link_candidates.h"

namespace pullgraph {

std::vector<NodePair> ListTies(const TieGraph& ties) {
  std::vector<NodePair> list;
  list.reserve(ties.num_arcs() / 2);
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (const Node v : ties.OutNeighbors(u)) {
      if (u < v) list.emplace_back(u, v);
    }
  }
  return list;
}

TieGraph HideTies(const TieGraph& ties, absl::Span<const NodePair> hidden) {
  std::vector<NodePair> arcs;
  arcs.reserve(2 * hidden.size());
  for (const auto& [u, v] : hidden) {
    arcs.emplace_back(u, v);
    arcs.emplace_back(v, u);
  }
  std::sort(arcs.begin(), arcs.end());
  std::vector<uint64_t> offsets = {0};
  std::vector<Node> targets;
  targets.reserve(ties.num_arcs());
  auto next = arcs.begin();
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (const Node v : ties.OutNeighbors(u)) {
      if (next != arcs.end() && *next == NodePair(u, v)) {
        ++next;
      } else {
        targets.push_back(v);
      }
    }
    offsets.push_back(targets.size());
  }
  // Rows of a checked graph, less some arcs and their mirrors: always in order.
  return TieGraph::FromSortedRows(std::move(offsets), std::move(targets), true).value();
}

std::vector<NodePair> SampleNonTies(const TieGraph& ties, size_t count, RandomStream& random) {
  std::vector<NodePair> found;
  const uint64_t n = ties.num_nodes();
  if (n < 2) return found;
  const uint64_t pairs = n * (n - 1) / 2;
  const uint64_t free = pairs - ties.num_arcs() / 2;
  if (free / 2 < count || free < pairs / 8) {
    // Pairs without a tie are hardly more than asked for, or than ties: list them.
    for (Node u = 0; u < n; ++u) {
      for (Node v = u + 1; v < n; ++v) {
        if (!ties.FindArc(u, v)) found.emplace_back(u, v);
      }
    }
    Shuffle(found, random);
    if (found.size() > count) found.resize(count);
    return found;
  }
  absl::flat_hash_set<NodePair> seen;
  while (found.size() < count) {
    const auto a = static_cast<Node>(random.Below(n));
    const auto b = static_cast<Node>(random.Below(n));
    const NodePair pair = std::minmax(a, b);
    if (a == b || ties.FindArc(a, b) || !seen.insert(pair).second) continue;
    found.push_back(pair);
  }
  return found;
}

LinkSample SampleAnywhere(const TieGraph& ties, absl::Span<const NodePair> hidden,
                          RandomStream& random) {
  LinkSample sample;
  sample.positives.assign(hidden.begin(), hidden.end());
  sample.negatives = SampleNonTies(ties, hidden.size(), random);
  const auto n = static_cast<double>(ties.num_nodes());
  sample.negatives_in_all = n * (n - 1) / 2 - static_cast<double>(ties.num_arcs()) / 2;
  return sample;
}

LinkSample SampleNearby(const TieGraph& ties, const TieGraph& known,
                        absl::Span<const NodePair> hidden, int max_hops, RandomStream& random) {
  LinkSample sample;
  LinkCandidates finder(known, max_hops);
  std::vector<Node> near;
  for (const auto& [u, v] : hidden) {
    finder.Find(u, SIZE_MAX, near);
    if (std::binary_search(near.begin(), near.end(), v)) sample.positives.emplace_back(u, v);
  }
  // A pair is met from both ends; members are drawn until enough were met, and each
  // pair met has the same chance to be kept (reservoir, Vitter's algorithm R).
  const size_t wanted = std::max<size_t>(sample.positives.size(), 200);
  std::vector<Node> members(known.num_nodes());
  std::iota(members.begin(), members.end(), Node{0});
  Shuffle(members, random);
  uint64_t met = 0;
  size_t asked = 0;
  while (asked < members.size() && (met < 20 * wanted || asked < 100)) {
    const Node u = members[asked++];
    finder.Find(u, SIZE_MAX, near);
    for (const Node v : near) {
      if (ties.FindArc(u, v)) continue;
      ++met;
      const NodePair pair = std::minmax(u, v);
      if (sample.negatives.size() < wanted) {
        sample.negatives.push_back(pair);
      } else if (const uint64_t at = random.Below(met); at < wanted) {
        sample.negatives[at] = pair;
      }
    }
  }
  std::sort(sample.negatives.begin(), sample.negatives.end());
  sample.negatives.erase(std::unique(sample.negatives.begin(), sample.negatives.end()),
                         sample.negatives.end());
  if (asked > 0) {
    sample.negatives_in_all = static_cast<double>(met) / 2 *
                              static_cast<double>(members.size()) / static_cast<double>(asked);
  }
  return sample;
}

}  // namespace pullgraph
