// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_rankings.h"

#include <algorithm>

namespace pullgraph {
namespace {

constexpr size_t At(SimpleRanking ranking) { return static_cast<size_t>(ranking); }

bool Holds(absl::Span<const uint32_t> sorted, uint32_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

}  // namespace

const char* SimpleRankingName(SimpleRanking ranking) {
  static constexpr const char* kNames[kNumSimpleRankings] = {
      "own recency, then any", "own recency", "EdgeBank", "EdgeBank in batches",
      "popularity",                  "recency",     "chance"};
  return kNames[At(ranking)];
}

CountLadder::CountLadder(size_t things, size_t steps) : at_(steps), tree_(steps + 1) {
  at_[0] = things;
  for (size_t i = steps; i < tree_.size(); i += i & (0 - i)) tree_[i] = things;
}

void CountLadder::Change(size_t step, bool up) {
  at_[step] = up ? at_[step] + 1 : at_[step] - 1;
  for (size_t i = at_.size() - step; i < tree_.size(); i += i & (0 - i)) {
    tree_[i] = up ? tree_[i] + 1 : tree_[i] - 1;
  }
}

void CountLadder::Move(size_t from, size_t to) {
  Change(from, false);
  Change(to, true);
}

uint64_t CountLadder::Above(size_t step) const {
  uint64_t sum = 0;
  for (size_t i = at_.size() - step - 1; i > 0; i -= i & (0 - i)) sum += tree_[i];
  return sum;
}

SimpleEventRankings::SimpleEventRankings(uint32_t num_sources, uint32_t num_targets, size_t events)
    : num_targets_(num_targets),
      partners_(num_sources),
      last_(num_targets),
      count_(num_targets),
      by_last_(num_targets, events + 1),
      by_count_(num_targets, events + 1) {}

void SimpleEventRankings::Add(const DatedEvent& event) {
  if (moment_ == 0 || event.at != now_) ++moment_;
  now_ = event.at;
  std::vector<Partner>& partners = partners_[event.source];
  const auto known = std::find_if(partners.begin(), partners.end(), [&](const Partner& p) {
    return p.target == event.target;
  });
  if (known == partners.end()) {
    partners.push_back({event.target, moment_, false});
    unbanked_.push_back(event.source);
  } else {
    known->moment = moment_;
  }
  by_last_.Move(last_[event.target], moment_);
  last_[event.target] = moment_;
  by_count_.Move(count_[event.target], count_[event.target] + 1);
  ++count_[event.target];
}

void SimpleEventRankings::EndBatch() {
  for (const uint32_t source : unbanked_) {
    for (Partner& partner : partners_[source]) partner.banked = true;
  }
  unbanked_.clear();
}

SimpleEventRankings::Places SimpleEventRankings::Find(const DatedEvent& event,
                                            absl::Span<const uint32_t> excluded) const {
  const uint32_t v = event.target;
  const uint32_t last = last_[v];
  const std::vector<Partner>& partners = partners_[event.source];
  Partner own;
  for (const Partner& partner : partners) {
    if (partner.target == v) own = partner;
  }
  const bool seen = own.moment > 0;
  const uint64_t others = num_targets_ - excluded.size() - 1;
  Places places;
  places[At(SimpleRanking::kChance)].equal = others;
  EventPlace& global = places[At(SimpleRanking::kGlobal)];
  EventPlace& popularity = places[At(SimpleRanking::kPopularity)];
  global = {by_last_.Above(last), by_last_.At(last) - 1};
  popularity = {by_count_.Above(count_[v]), by_count_.At(count_[v]) - 1};
  for (const uint32_t other : excluded) {
    global.higher -= last_[other] > last ? 1 : 0;
    global.equal -= last_[other] == last ? 1 : 0;
    popularity.higher -= count_[other] > count_[v] ? 1 : 0;
    popularity.equal -= count_[other] == count_[v] ? 1 : 0;
  }
  EventPlace& local = places[At(SimpleRanking::kLocal)];
  EventPlace& local_global = places[At(SimpleRanking::kLocalGlobal)];
  // Those where the source never was stand by the last event of anybody.
  if (!seen) local_global = global;
  uint64_t known = 0;
  uint64_t banked = 0;
  for (const Partner& p : partners) {
    if (p.target == v || Holds(excluded, p.target)) continue;
    ++known;
    banked += p.banked ? 1 : 0;
    const bool recent = last_[p.target] > last;
    const bool beside = last_[p.target] == last;
    local.Count(p.moment > own.moment, p.moment == own.moment);
    if (seen) {
      const bool tied = p.moment == own.moment;
      local_global.Count(p.moment > own.moment || (tied && recent), tied && beside);
    } else {
      local_global.higher += recent ? 0 : 1;
      local_global.equal -= beside ? 1 : 0;
    }
  }
  if (!seen) local.equal = others - known;
  const auto bank = [&](bool in, uint64_t members) {
    return in ? EventPlace{0, members} : EventPlace{members, others - members};
  };
  places[At(SimpleRanking::kEdgeBank)] = bank(seen, known);
  places[At(SimpleRanking::kEdgeBankBatches)] = bank(own.banked, banked);
  return places;
}

}  // namespace pullgraph
