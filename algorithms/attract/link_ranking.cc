// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_ranking.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "algorithms/attract/link_candidates.h"

namespace pullgraph {
namespace {

constexpr int kNearHops = 3;

class Ranker {
 public:
  Ranker(const TieGraph& ties, const TieGraph& known, uint64_t seed)
      : ties_(ties), seed_(seed), finder_(known, kNearHops) {}

  // The pairs that the tie `pair` is ranked among, itself first.
  std::vector<NodePair> PairsFor(const NodePair& pair) {
    std::vector<NodePair> pairs = {pair};
    for (const auto& [end, other] : {pair, NodePair(pair.second, pair.first)}) {
      AddStrangers(end, other, pairs);
    }
    return pairs;
  }

 private:
  void AddStrangers(Node end, Node other, std::vector<NodePair>& pairs) {
    constexpr size_t kHalf = kRankedNegatives / 2;
    absl::flat_hash_set<Node> taken = {end, other};
    for (const Node v : ties_.OutNeighbors(end)) taken.insert(v);
    // More than are needed, as some turn out to be hidden ties.
    finder_.Find(end, kHalf, near_);
    size_t count = 0;
    for (const Node v : near_) {
      if (count == kHalf || !taken.insert(v).second) continue;
      pairs.emplace_back(end, v);
      ++count;
    }
    RandomStream random(seed_, (uint64_t{end} << 32) | other);
    const Node n = ties_.num_nodes();
    for (size_t tries = 0; count < kHalf && taken.size() < n && tries < 20 * kHalf; ++tries) {
      const auto v = static_cast<Node>(random.Below(n));
      if (!taken.insert(v).second) continue;
      pairs.emplace_back(end, v);
      ++count;
    }
  }

  const TieGraph& ties_;
  uint64_t seed_;
  LinkCandidates finder_;
  std::vector<Node> near_;
};

// Place of scores[0] among all, from 1; equal scores share theirs.
double PlaceOfFirst(const std::vector<double>& scores) {
  double above = 0, equal = 0;
  for (size_t i = 1; i < scores.size(); ++i) {
    above += scores[i] > scores[0] ? 1 : 0;
    equal += scores[i] == scores[0] ? 1 : 0;
  }
  return 1 + above + equal / 2;
}

}  // namespace

absl::StatusOr<LinkRanks> RankHiddenTies(const TieGraph& ties, const TieGraph& known,
                                         absl::Span<const NodePair> hidden, const LinkModel& model,
                                         const LinkFeatureOptions& features, uint64_t seed) {
  Ranker ranker(ties, known, seed);
  std::vector<NodePair> pairs;
  std::vector<size_t> first = {0};
  for (const NodePair& pair : hidden) {
    const std::vector<NodePair> of_pair = ranker.PairsFor(pair);
    pairs.insert(pairs.end(), of_pair.begin(), of_pair.end());
    first.push_back(pairs.size());
  }
  const absl::StatusOr<std::vector<double>> rows = ComputeLinkFeatures(known, pairs, features);
  if (!rows.ok()) return rows.status();
  LinkRanks ranks;
  std::vector<double> scores;
  const auto n = static_cast<double>(hidden.size());
  for (size_t h = 0; h < hidden.size(); ++h) {
    for (size_t k = 0; k < kNumLinkRankings; ++k) {
      scores.clear();
      for (size_t i = first[h]; i < first[h + 1]; ++i) {
        const absl::Span<const double> row(&(*rows)[i * kNumLinkFeatures], kNumLinkFeatures);
        scores.push_back(k < kLinkBaselines.size() ? row[Index(kLinkBaselines[k])]
                                                   : model.LogOdds(row));
      }
      const double place = PlaceOfFirst(scores);
      ranks.mrr[k] += 1 / place / n;
      ranks.hits[k] += (place <= kRankedHits ? 1 : 0) / n;
    }
    const auto size = static_cast<double>(first[h + 1] - first[h]);
    for (double place = 1; place <= size; ++place) ranks.no_skill_mrr += 1 / place / size / n;
    ranks.no_skill_hits += std::min(1.0, static_cast<double>(kRankedHits) / size) / n;
  }
  return ranks;
}

}  // namespace pullgraph
