// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/simple_rankings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/types/span.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr size_t kLatest = 100;

absl::Span<const Pull> LatestOf(absl::Span<const Pull> pulls) {
  return pulls.size() <= kLatest ? pulls : pulls.subspan(pulls.size() - kLatest);
}

}  // namespace

SimpleRankings::SimpleRankings(const CommunityView& view, const PullHistory& history,
                               const IntroductionGraph& ties)
    : view_(view), history_(history), ties_(ties), score_(view.community().num_resources(), 0) {
  const CommunityGraph& c = view.community();
  for (uint32_t r = 0; r < c.num_resources(); ++r) {
    if (view.HasResource(ResourceId(r))) deck_.push_back(r);
  }
  popular_ = recent_ = deck_;
  std::stable_sort(popular_.begin(), popular_.end(), [&](uint32_t a, uint32_t b) {
    return history.OfResource(a).size() > history.OfResource(b).size();
  });
  const auto last = [&](uint32_t r) {
    const absl::Span<const Pull> pulls = history.OfResource(r);
    const Time published = c.resources().published_at[r];
    return pulls.empty() ? published : std::max(published, pulls.back().at);
  };
  std::stable_sort(recent_.begin(), recent_.end(),
                   [&](uint32_t a, uint32_t b) { return last(a) > last(b); });
}

std::vector<uint32_t> SimpleRankings::PulledBy(uint32_t member) const {
  std::vector<uint32_t> pulled;
  for (const Pull& pull : history_.OfMember(member)) pulled.push_back(pull.other);
  std::sort(pulled.begin(), pulled.end());
  return pulled;
}

std::vector<uint32_t> SimpleRankings::FirstOf(const std::vector<uint32_t>& order,
                                              uint32_t member, size_t most) const {
  const std::vector<uint32_t> pulled = PulledBy(member);
  std::vector<uint32_t> first;
  for (size_t i = 0; i < order.size() && first.size() < most; ++i) {
    if (!std::binary_search(pulled.begin(), pulled.end(), order[i])) first.push_back(order[i]);
  }
  return first;
}

std::vector<uint32_t> SimpleRankings::ByPopularity(uint32_t member, size_t most) const {
  return FirstOf(popular_, member, most);
}

std::vector<uint32_t> SimpleRankings::ByRecency(uint32_t member, size_t most) const {
  return FirstOf(recent_, member, most);
}

void SimpleRankings::AddScore(uint32_t resource, double score) {
  if (!(score > 0) || !view_.HasResource(ResourceId(resource))) return;
  if (score_[resource] == 0) scored_.push_back(resource);
  score_[resource] += score;
}

std::vector<uint32_t> SimpleRankings::TakeScored(uint32_t member, size_t most) {
  std::sort(scored_.begin(), scored_.end());
  std::stable_sort(scored_.begin(), scored_.end(),
                   [&](uint32_t a, uint32_t b) { return score_[a] > score_[b]; });
  std::vector<uint32_t> first = FirstOf(scored_, member, most);
  for (const uint32_t r : ByPopularity(member, 2 * most)) {
    if (first.size() < most && score_[r] == 0) first.push_back(r);
  }
  for (const uint32_t r : scored_) score_[r] = 0;
  scored_.clear();
  return first;
}

std::vector<uint32_t> SimpleRankings::ByLikeness(uint32_t member, size_t most) {
  for (const Pull& mine : LatestOf(history_.DistinctOfMember(member))) {
    const absl::Span<const Pull> pullers = history_.DistinctOfResource(mine.other);
    for (const Pull& puller : LatestOf(pullers)) {
      if (puller.other == member) continue;
      for (const Pull& theirs : LatestOf(history_.DistinctOfMember(puller.other))) {
        const auto sizes = static_cast<double>(pullers.size()) *
                           static_cast<double>(history_.DistinctOfResource(theirs.other).size());
        AddScore(theirs.other, 1 / std::sqrt(sizes));
      }
    }
  }
  return TakeScored(member, most);
}

std::vector<uint32_t> SimpleRankings::ByTies(uint32_t member, size_t most) {
  const TieGraph& g = ties_.graph;
  const auto visit = [&](uint32_t other, double p) {
    for (const Pull& pull : history_.DistinctOfMember(other)) AddScore(pull.other, p);
  };
  const absl::Span<const Node> sources = g.InNeighbors(member);
  for (size_t k = 0; k < sources.size(); ++k) {
    visit(sources[k], ties_.probability[g.InArc(member, k)]);
  }
  const absl::Span<const Node> targets = g.OutNeighbors(member);
  for (size_t k = 0; k < targets.size(); ++k) {
    if (!g.FindArc(targets[k], member)) {
      visit(targets[k], ties_.probability[g.OutBegin(member) + k]);
    }
  }
  return TakeScored(member, most);
}

std::vector<uint32_t> SimpleRankings::AtRandom(uint32_t member, size_t most, uint64_t seed) {
  // A shuffle only as long as is looked at.
  RandomStream random(seed, MixBits(member));
  const size_t dealt = std::min(deck_.size(), most + history_.OfMember(member).size());
  for (size_t i = 0; i < dealt; ++i) {
    std::swap(deck_[i], deck_[i + random.Below(deck_.size() - i)]);
  }
  return FirstOf(deck_, member, most);
}

}  // namespace pullgraph
