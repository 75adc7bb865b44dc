// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/complements.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "graph/member_policy.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

constexpr uint32_t kNoNeed = UINT32_MAX;

absl::Status Check(const CommunityView& view, MemberId member, absl::Span<const double> access,
                   const ComplementOptions& options) {
  const CommunityGraph& c = view.community();
  if (member.value() >= c.num_members()) {
    return absl::OutOfRangeError(absl::StrCat("member ", member.value(), ", expected one in [0, ",
                                              c.num_members(), ")"));
  }
  for (const TopicId topic : options.needs) {
    if (topic.value() < c.num_topics()) continue;
    return absl::OutOfRangeError(absl::StrCat("needs hold topic ", topic.value(),
                                              ", expected one in [0, ", c.num_topics(), ")"));
  }
  if (!(options.resource_level >= 0 && options.resource_level <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat("resource_level is ", options.resource_level,
                                                   ", expected one in [0, 1]"));
  }
  if (access.size() != c.num_members()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "access has ", access.size(), " entries, expected one a member: ", c.num_members()));
  }
  for (size_t m = 0; m < access.size(); ++m) {
    if (access[m] >= 0 && access[m] <= 1) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("access[", m, "] = ", access[m], ", expected one in [0, 1]"));
  }
  return CheckCancelled(options.run);
}

void CollectNeeds(const CommunityView& view, MemberId member, const ComplementOptions& options,
                  ComplementPool& pool) {
  const MemberColumns& members = view.community().members();
  std::map<TopicId, LackedTopic> needs;
  for (const TopicId topic : options.needs) needs[topic] = {topic, 1, 0};
  if (options.needs.empty()) {
    for (const Need& need : members.needs[member.value()]) {
      if (!view.Knows(need.since)) continue;
      LackedTopic& lacked = needs.try_emplace(need.topic, LackedTopic{need.topic, 0, 0})
                                .first->second;
      lacked.weight = std::max<double>(lacked.weight, need.weight);
    }
  }
  for (const Offer& offer : members.offers[member.value()]) {
    const auto it = needs.find(offer.topic);
    if (it == needs.end() || !view.Knows(offer.since)) continue;
    it->second.own = std::max<double>(it->second.own, offer.level);
  }
  for (const auto& [topic, need] : needs) {
    pool.needs.push_back(need);
    pool.weights.push_back(need.weight * (1 - need.own));
  }
}

void AddPeople(const CommunityView& view, MemberId member, absl::Span<const double> access,
               const std::vector<uint32_t>& need_of, ComplementPool& pool) {
  const CommunityGraph& c = view.community();
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    if (m == member.value() || access[m] == 0 || !MayBeAsked(view, MemberId(m))) continue;
    std::map<uint32_t, double> cover;
    for (const Offer& offer : c.members().offers[m]) {
      const uint32_t need = need_of[offer.topic.value()];
      if (need == kNoNeed || !view.Knows(offer.since)) continue;
      cover[need] = std::max<double>(cover[need], offer.level);
    }
    if (cover.empty()) continue;
    pool.candidates.push_back({MemberId(m), ResourceId::None(), access[m], MemberId(m)});
    Complements& list = pool.complements.emplace_back();
    for (const auto& [need, level] : cover) list.push_back({need, level * access[m]});
  }
}

// For each resource the easiest to reach of those who pulled it, None if nobody.
std::vector<MemberId> LeadersTo(const CommunityView& view, MemberId member,
                                absl::Span<const double> access,
                                std::vector<uint8_t>& has_it) {
  const CommunityGraph& c = view.community();
  const SignalColumns& signals = c.signals();
  std::vector<MemberId> leader(c.num_resources());
  has_it.assign(c.num_resources(), 0);
  for (size_t i = 0; i < view.num_signals(); ++i) {
    const MemberId m = signals.member[i];
    if (signals.object_kind[i] != ObjectKind::kResource || m.is_none()) continue;
    const uint32_t r = signals.object[i];
    if (m == member) has_it[r] = 1;
    if (access[m.value()] == 0 || !MayBeAsked(view, m)) continue;
    MemberId& best = leader[r];
    const double now = best.is_none() ? 0 : access[best.value()];
    if (access[m.value()] > now || (access[m.value()] == now && m < best)) best = m;
  }
  return leader;
}

void AddContent(const CommunityView& view, MemberId member, absl::Span<const double> access,
                const std::vector<uint32_t>& need_of, double level, ComplementPool& pool) {
  const CommunityGraph& c = view.community();
  std::vector<uint8_t> has_it;
  const std::vector<MemberId> leader = LeadersTo(view, member, access, has_it);
  for (uint32_t r = 0; r < c.num_resources(); ++r) {
    if (has_it[r] != 0 || leader[r].is_none() || !view.HasResource(ResourceId(r)) ||
        c.resources().kind[r] == ResourceKind::kQuestion) {
      continue;
    }
    std::vector<uint32_t> needs;
    for (const TopicId topic : c.resources().topics[r]) {
      if (need_of[topic.value()] != kNoNeed) needs.push_back(need_of[topic.value()]);
    }
    if (needs.empty()) continue;
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    const double reached = access[leader[r].value()];
    pool.candidates.push_back({MemberId::None(), ResourceId(r), reached, leader[r]});
    Complements& list = pool.complements.emplace_back();
    for (const uint32_t need : needs) list.push_back({need, level * reached});
  }
}

}  // namespace

absl::StatusOr<ComplementPool> FindComplements(const CommunityView& view, MemberId member,
                                               absl::Span<const double> access,
                                               const ComplementOptions& options) {
  if (absl::Status s = Check(view, member, access, options); !s.ok()) return s;
  ComplementPool pool;
  CollectNeeds(view, member, options, pool);
  std::vector<uint32_t> need_of(view.community().num_topics(), kNoNeed);
  for (uint32_t j = 0; j < pool.needs.size(); ++j) need_of[pool.needs[j].topic.value()] = j;
  AddPeople(view, member, access, need_of, pool);
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  if (options.resource_level > 0) {
    AddContent(view, member, access, need_of, options.resource_level, pool);
  }
  return pool;
}

std::vector<Node> HoldersOf(const CommunityView& view, TopicId topic, double min_level) {
  const CommunityGraph& c = view.community();
  std::vector<Node> holders;
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    if (!MayBeAsked(view, MemberId(m))) continue;
    const auto offers = c.members().offers[m];
    const bool holds = std::any_of(offers.begin(), offers.end(), [&](const Offer& offer) {
      return offer.topic == topic && offer.level >= min_level && view.Knows(offer.since);
    });
    if (holds) holders.push_back(m);
  }
  return holders;
}

}  // namespace pullgraph
