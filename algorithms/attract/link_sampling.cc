// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_sampling.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"

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
  std::vector<Node> known;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    if (ties.OutDegree(u) > 0) known.push_back(u);
  }
  std::vector<NodePair> found;
  if (known.size() < 2) return found;
  const uint64_t pairs = uint64_t{known.size()} * (known.size() - 1) / 2;
  const uint64_t free = pairs - ties.num_arcs() / 2;
  if (free / 2 < count || pairs / 8 > free) {
    // Hardly any: list them all, O(count + m) of them.
    for (size_t i = 0; i < known.size(); ++i) {
      for (size_t j = i + 1; j < known.size(); ++j) {
        if (!ties.FindArc(known[i], known[j])) found.emplace_back(known[i], known[j]);
      }
    }
    Shuffle(found, random);
    if (found.size() > count) found.resize(count);
    return found;
  }
  absl::flat_hash_set<NodePair> seen;
  while (found.size() < count) {
    const Node a = known[random.Below(known.size())];
    const Node b = known[random.Below(known.size())];
    const NodePair pair = std::minmax(a, b);
    if (a == b || ties.FindArc(a, b) || !seen.insert(pair).second) continue;
    found.push_back(pair);
  }
  return found;
}

}  // namespace pullgraph
