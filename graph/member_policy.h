// SPDX-License-Identifier: Apache-2.0
// Who counts as whom: the one place where roles, what is known by now and opt-outs
// decide. Every algorithm asks here, so that all of them speak of the same people.
#ifndef PULLGRAPH_GRAPH_MEMBER_POLICY_H_
#define PULLGRAPH_GRAPH_MEMBER_POLICY_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "graph/community_view.h"

namespace pullgraph {

// A member may be None, which is somebody unknown: a person of the community for whom
// nothing is on record. All but IsOptedOut and the lists: COST: O(1).

// Runs by itself: asks and pulls nothing, introduces nobody.
inline bool IsBot(const CommunityView& view, MemberId member) {
  return !member.is_none() &&
         view.community().members().role[member.value()] == MemberRole::kBot;
}

inline bool IsStaff(const CommunityView& view, MemberId member) {
  return !member.is_none() &&
         view.community().members().role[member.value()] == MemberRole::kStaff;
}

// Neither staff nor bot: what they do is a pull of the community. Says nothing of
// whether they are known by now: what they did is known, and that is enough.
inline bool IsPublic(const CommunityView& view, MemberId member) {
  return !IsBot(view, member) && !IsStaff(view, member);
}

// Is known by now and not a bot: can be tied, pass things on, introduce and answer.
// Staff do.
inline bool TakesPart(const CommunityView& view, MemberId member) {
  return !member.is_none() && view.HasMember(member) && !IsBot(view, member);
}

// Is known by now, neither staff nor bot: one of those whom levels, clusters, shares
// and lists count.
inline bool IsOfCommunity(const CommunityView& view, MemberId member) {
  return TakesPart(view, member) && !IsStaff(view, member);
}

// Wants no messages over `channel`, or none at all ("*"). An empty channel asks for
// the latter alone. Nobody unknown has opted out.
// COST: O(their channels).
inline bool IsOptedOut(const CommunityView& view, MemberId member,
                       std::string_view channel = "") {
  if (member.is_none()) return false;
  const CommunityGraph& c = view.community();
  for (const StringId id : c.members().opted_out[member.value()]) {
    const std::string_view from = c.String(id);
    if (from == "*" || (!channel.empty() && from == channel)) return true;
  }
  return false;
}

// One byte a member: 1 if they want no messages over `channel`, because they have opted out,
// or because a message over it (or over one that is not known) made them unsubscribe. An empty
// channel asks for who has opted out of everything.
// COST: O(members + touches).
inline std::vector<uint8_t> OptedOut(const CommunityView& view, std::string_view channel) {
  const CommunityGraph& c = view.community();
  std::vector<uint8_t> out(c.num_members());
  for (uint32_t m = 0; m < out.size(); ++m) out[m] = IsOptedOut(view, MemberId(m), channel) ? 1 : 0;
  const TouchColumns& t = c.touches();
  for (size_t i = 0; i < view.num_touches() && !channel.empty(); ++i) {
    const std::string_view over = c.String(t.channel[i]);
    const bool unsubscribed = t.outcome[i] == TouchOutcome::kUnsubscribed && t.holdout[i] == 0;
    if (unsubscribed && (over.empty() || over == channel)) out[t.member[i].value()] = 1;
  }
  return out;
}

// May be written to for our own ends: of the community and not opted out.
inline bool MayBeContacted(const CommunityView& view, MemberId member,
                           std::string_view channel = "") {
  return IsOfCommunity(view, member) && !IsOptedOut(view, member, channel);
}

// May be asked for help, an introduction or an answer: takes part and has not opted
// out. Staff may.
inline bool MayBeAsked(const CommunityView& view, MemberId member,
                       std::string_view channel = "") {
  return TakesPart(view, member) && !IsOptedOut(view, member, channel);
}

// Staff known by now, ascending: those who introduce where no customer can.
// COST: O(n).
inline std::vector<MemberId> KnownStaff(const CommunityView& view) {
  std::vector<MemberId> staff;
  for (uint32_t m = 0; m < view.community().num_members(); ++m) {
    if (IsStaff(view, MemberId(m)) && view.HasMember(MemberId(m))) staff.push_back(MemberId(m));
  }
  return staff;
}

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_MEMBER_POLICY_H_
