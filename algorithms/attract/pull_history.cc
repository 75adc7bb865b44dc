// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_history.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pullgraph {
namespace {

constexpr size_t kTop = 256;
constexpr size_t kTopOfTopic = 64;

// One per indexed signal: a pull of a resource by a known member.
struct IndexedPull {
  uint32_t member;
  uint32_t resource;
  float decay;
  Time at;
};

// Counting sort into rows by key; keeps the order of time within a row.
template <class KeyOf, class OtherOf>
void SortIntoRows(const std::vector<IndexedPull>& pulls, size_t rows, KeyOf key_of,
                  OtherOf other_of, std::vector<uint64_t>& offsets, std::vector<Pull>& values) {
  offsets.assign(rows + 1, 0);
  for (const IndexedPull& p : pulls) ++offsets[key_of(p) + 1];
  for (size_t i = 0; i < rows; ++i) offsets[i + 1] += offsets[i];
  values.resize(pulls.size());
  std::vector<uint64_t> next(offsets.begin(), offsets.end() - 1);
  for (const IndexedPull& p : pulls) values[next[key_of(p)]++] = {other_of(p), p.decay, p.at};
}

}  // namespace

PullHistory::PullHistory(const CommunityView& view, double half_life_days, HidePull hidden) {
  IndexPulls(view, half_life_days, hidden);
  BuildProfiles(view);
  BuildTops(view);
}

void PullHistory::IndexPulls(const CommunityView& view, double half_life_days, HidePull hidden) {
  const CommunityGraph& c = view.community();
  const SignalColumns& s = c.signals();
  std::vector<IndexedPull> pulls;
  member_activity_.assign(c.num_members(), 0);
  resource_trend_.assign(c.num_resources(), 0);
  resource_surge_.assign(c.num_resources(), 0);
  last_seen_.assign(c.num_resources(), Time());
  for (uint32_t r = 0; r < c.num_resources(); ++r) last_seen_[r] = c.resources().published_at[r];
  anonymous_.assign(c.num_resources(), 0);
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (s.object_kind[i] != ObjectKind::kResource) continue;
    const double age = s.at[i].is_present() ? std::max(0.0, DaysBetween(s.at[i], view.now())) : 0;
    const double decay = std::exp2(-age / half_life_days);
    const uint32_t resource = s.object[i];
    if (s.member[i].is_none()) {
      anonymous_[resource] += decay;
      continue;
    }
    const uint32_t member = s.member[i].value();
    if (hidden(member, resource)) continue;
    pulls.push_back({member, resource, static_cast<float>(decay), s.at[i]});
    member_activity_[member] += decay;
    resource_trend_[resource] += decay;
    const double half_way = decay * decay * decay * decay;
    resource_surge_[resource] += half_way * half_way;
    last_seen_[resource] = std::max(last_seen_[resource], s.at[i]);
  }
  SortIntoRows(
      pulls, c.num_members(), [](const IndexedPull& p) { return p.member; },
      [](const IndexedPull& p) { return p.resource; }, by_member_.offsets, by_member_.values);
  SortIntoRows(
      pulls, c.num_resources(), [](const IndexedPull& p) { return p.resource; },
      [](const IndexedPull& p) { return p.member; }, by_resource_.offsets, by_resource_.values);
  FoldRepeats(by_member_, c.num_resources(), distinct_by_member_);
  FoldRepeats(by_resource_, c.num_members(), distinct_by_resource_);
}

void PullHistory::FoldRepeats(const Rows<Pull>& rows, size_t others, Rows<Pull>& distinct) {
  constexpr uint32_t kNone = ~uint32_t{0};
  std::vector<uint32_t> place(others, kNone);  // Within the row that is being folded.
  std::vector<Pull> row;
  distinct.values.reserve(rows.values.size());
  for (uint32_t i = 0; i + 1 < rows.offsets.size(); ++i) {
    row.clear();
    const absl::Span<const Pull> all = rows.Row(i);
    for (auto pull = all.rbegin(); pull != all.rend(); ++pull) {
      if (place[pull->other] == kNone) {
        place[pull->other] = static_cast<uint32_t>(row.size());
        row.push_back(*pull);
      } else {
        row[place[pull->other]].decay += pull->decay;
      }
    }
    for (const Pull& pull : row) place[pull.other] = kNone;
    distinct.values.insert(distinct.values.end(), row.rbegin(), row.rend());
    distinct.offsets.push_back(distinct.values.size());
  }
}

void PullHistory::BuildProfiles(const CommunityView& view) {
  const CommunityGraph& c = view.community();
  std::vector<TopicWeight> row;
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    row.clear();
    for (const Pull& pull : OfMember(m)) {
      for (const TopicId t : c.resources().topics[pull.other]) row.push_back({t.value(), pull.decay});
    }
    // What a member says they need or offer counts like one fresh pull.
    for (const Need& need : c.members().needs[m]) {
      if (view.Knows(need.since)) row.push_back({need.topic.value(), need.weight});
    }
    for (const Offer& offer : c.members().offers[m]) {
      if (view.Knows(offer.since)) row.push_back({offer.topic.value(), offer.level});
    }
    std::stable_sort(row.begin(), row.end(),
                     [](const TopicWeight& a, const TopicWeight& b) { return a.topic < b.topic; });
    const size_t begin = profile_.values.size();
    for (const TopicWeight& w : row) {
      if (profile_.values.size() > begin && profile_.values.back().topic == w.topic) {
        profile_.values.back().weight += w.weight;
      } else {
        profile_.values.push_back(w);
      }
    }
    double square = 0;
    for (size_t i = begin; i < profile_.values.size(); ++i) {
      square += double{profile_.values[i].weight} * profile_.values[i].weight;
    }
    const double length = std::sqrt(square);
    for (size_t i = begin; i < profile_.values.size(); ++i) {
      auto& weight = profile_.values[i].weight;
      weight = length > 0 ? static_cast<float>(weight / length) : 0;
    }
    profile_.offsets.push_back(profile_.values.size());
  }
}

void PullHistory::BuildTops(const CommunityView& view) {
  const CommunityGraph& c = view.community();
  std::vector<uint32_t> order;
  for (uint32_t r = 0; r < c.num_resources(); ++r) {
    if (view.HasResource(ResourceId(r))) order.push_back(r);
  }
  const auto first = [&](size_t most) {
    return std::vector<uint32_t>(order.begin(),
                                 order.begin() + static_cast<int64_t>(std::min(most, order.size())));
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return last_seen_[a] > last_seen_[b]; });
  latest_ = first(kTop);
  // Of what nobody pulls any more, the latest comes first: the sort is stable.
  const auto trend = [&](uint32_t r) { return resource_trend_[r] + 0.1 * anonymous_[r]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return trend(a) > trend(b); });
  top_ = first(kTop);
  std::vector<std::vector<uint32_t>> of_topic(c.num_topics());
  for (const uint32_t r : order) {
    for (const TopicId t : c.resources().topics[r]) {
      if (of_topic[t.value()].size() < kTopOfTopic) of_topic[t.value()].push_back(r);
    }
  }
  for (const std::vector<uint32_t>& row : of_topic) {
    top_of_topic_.values.insert(top_of_topic_.values.end(), row.begin(), row.end());
    top_of_topic_.offsets.push_back(top_of_topic_.values.size());
  }
}

}  // namespace pullgraph
