// SPDX-License-Identifier: Apache-2.0
// The signals of CommunityBuilder::Build: by far the most rows, so they stay in their columns.
#include <algorithm>
#include <tuple>
#include <utility>

#include "graph/community_builder_rows.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

void Renumber(const Numberings& to, SignalColumns& s) {
  for (MemberId& member : s.member) member = to.members(member);
  for (size_t i = 0; i < s.size(); ++i) {
    const std::vector<uint32_t>& rank = s.object_kind[i] == ObjectKind::kTopic    ? to.topics.rank
                                        : s.object_kind[i] == ObjectKind::kMember ? to.members.rank
                                                                                  : to.resources.rank;
    s.object[i] = rank[s.object[i]];
  }
  s.answered_by.Transform([&](MemberId m) { return to.members(m); });
  s.topics.ForEachList([&](absl::Span<TopicId> list) {
    for (TopicId& topic : list) topic = to.topics(topic);
    std::sort(list.begin(), list.end());
  });
}

// What decides between signals of one moment and member.
bool Before(const SignalColumns& s, uint32_t a, uint32_t b) {
  const auto key = [&](uint32_t i) {
    return std::tuple(s.at[i], s.member[i], s.kind[i], s.object_kind[i], s.object[i], s.weight[i], s.answered_at[i],
                      s.answered_by[i]);
  };
  const auto x = key(a), y = key(b);
  if (x != y) return x < y;
  const auto s_a = s.topics[a], s_b = s.topics[b];
  return std::lexicographical_compare(s_a.begin(), s_a.end(), s_b.begin(), s_b.end());
}

// Most of the order is that of moment and member, which lie together in a key.
struct Key {
  Time at;
  MemberId member;
  uint32_t row;
  auto order() const { return std::tuple(at, member, row); }
};

std::vector<uint32_t> OrderOf(const SignalColumns& s, int threads) {
  std::vector<Key> keys(s.size());
  for (uint32_t i = 0; i < s.size(); ++i) keys[i] = {s.at[i], s.member[i], i};
  ParallelSort(threads, keys.begin(), keys.end(),
               [](const Key& a, const Key& b) { return a.order() < b.order(); });
  std::vector<uint32_t> order;
  order.reserve(keys.size());
  for (const Key& key : keys) order.push_back(key.row);
  for (size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
    while (end < keys.size() && keys[end].at == keys[begin].at && keys[end].member == keys[begin].member) ++end;
    if (end - begin < 2) continue;
    std::stable_sort(order.begin() + static_cast<std::ptrdiff_t>(begin), order.begin() + static_cast<std::ptrdiff_t>(end),
                     [&](uint32_t a, uint32_t b) { return Before(s, a, b); });
  }
  return order;
}

}  // namespace

void FinishSignals(const Numberings& to, int threads, SignalColumns& s) {
  Renumber(to, s);
  bool in_order = true;
  for (uint32_t i = 1; i < s.size() && in_order; ++i) in_order = !Before(s, i, i - 1);
  if (in_order) return;
  const std::vector<uint32_t> order = OrderOf(s, threads);
  s.member = Reordered(s.member, order);
  s.object_kind = Reordered(s.object_kind, order);
  s.object = Reordered(s.object, order);
  s.kind = Reordered(s.kind, order);
  s.at = Reordered(s.at, order);
  s.weight.Reorder(order);
  s.topics.Reorder(order);
  s.answered_at.Reorder(order);
  s.answered_by.Reorder(order);
}

}  // namespace pullgraph
