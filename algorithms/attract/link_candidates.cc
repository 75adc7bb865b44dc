// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_candidates.h"

#include <algorithm>

namespace pullgraph {

void LinkCandidates::Spread(Node from, double amount) {
  for (const Node v : ties_.OutNeighbors(from)) {
    if (score_[v] == 0) reached_.push_back(v);
    score_[v] += amount / static_cast<double>(ties_.OutDegree(from));
  }
}

void LinkCandidates::Find(Node u, size_t limit, std::vector<Node>& out) {
  reached_.clear();
  for (const Node x : ties_.OutNeighbors(u)) Spread(x, 1);
  if (max_hops_ > 2) {
    const std::vector<Node> second = reached_;
    std::vector<double> amounts;
    for (const Node x : second) amounts.push_back(score_[x]);
    for (size_t i = 0; i < second.size(); ++i) Spread(second[i], amounts[i]);
  }
  out.clear();
  for (const Node v : reached_) {
    if (v != u && !ties_.FindArc(u, v)) out.push_back(v);
  }
  if (out.size() > limit) {
    const auto easier = [&](Node a, Node b) {
      return score_[a] != score_[b] ? score_[a] > score_[b] : a < b;
    };
    std::nth_element(out.begin(), out.begin() + static_cast<int64_t>(limit), out.end(), easier);
    out.resize(limit);
  }
  std::sort(out.begin(), out.end());
  for (const Node v : reached_) score_[v] = 0;
}

}  // namespace pullgraph
