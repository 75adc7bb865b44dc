// SPDX-License-Identifier: Apache-2.0
#include "io/achieve_messages.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_join.h"
#include "io/answer/answer.h"

namespace pullgraph {
v1::Complement ToMessage(const CommunityView& view, const ComplementPool& pool,
                         const Coverage& coverage, size_t index, const AccessPath& way) {
  const CommunityGraph& c = view.community();
  const CoveragePick& pick = coverage.picks[index];
  const Complementer& who = pool.candidates[pick.candidate];
  v1::Complement out;
  out.set_rank(static_cast<uint32_t>(index + 1));
  if (who.member.is_none()) {
    out.set_kind("content");
    out.set_id(std::string(c.ResourceKey(who.resource)));
    out.set_name(std::string(c.ResourceLabel(who.resource)));
  } else {
    out.set_kind("person");
    out.set_id(std::string(c.MemberKey(who.member)));
    out.set_name(std::string(c.MemberLabel(who.member)));
  }
  out.set_access(who.access);
  out.set_gain(pick.gain);
  out.set_alone(pick.alone);
  out.set_covered(pick.covered);
  out.set_covered_share(coverage.weight > 0 ? pick.covered / coverage.weight : 0);
  for (const Complement& complement : pool.complements[pick.candidate]) {
    v1::NeedCover* need = out.add_needs();
    const TopicId topic = pool.needs[complement.need].topic;
    SetRef(c, topic, *need, "topic");
    out.add_for_topics(need->topic());
    need->set_cover(complement.cover);
  }
  SetWay(view, way.members, out, "path", "path_names", "path_ties");
  return out;
}

v1::LackedNeed NeedToMessage(const CommunityView& view, const ComplementPool& pool,
                             const Coverage& coverage, size_t index) {
  const CommunityGraph& c = view.community();
  v1::LackedNeed out;
  const LackedTopic& need = pool.needs[index];
  out.set_rank(static_cast<uint32_t>(index + 1));
  SetRef(c, need.topic, out, "topic");
  out.set_weight(need.weight);
  out.set_own(need.own);
  out.set_covered(coverage.need_covered[index]);
  out.set_complements(coverage.need_picks[index]);
  uint32_t people = 0;
  for (size_t i = 0; i < pool.candidates.size(); ++i) {
    const MemberId member = pool.candidates[i].member;
    if (member.is_none()) continue;
    for (const Complement& complement : pool.complements[i]) {
      if (complement.need != index || complement.cover == 0) continue;
      ++people;
      if (complement.cover <= out.best_cover()) continue;
      SetRef(c, member, out, "best");
      out.set_best_cover(complement.cover);
    }
  }
  out.set_people_within_reach(people);
  return out;
}

std::vector<v1::TeamMember> ToMessages(const CommunityView& view, const Team& team,
                                       const std::vector<TopicId>& topics) {
  const CommunityGraph& c = view.community();
  std::vector<Node> order = team.filled_by;
  if (order.size() > topics.size()) std::rotate(order.begin(), order.end() - 1, order.end());
  order.insert(order.end(), team.members.begin(), team.members.end());
  std::vector<v1::TeamMember> out;
  std::vector<Node> seen;
  for (const Node v : order) {
    if (std::find(seen.begin(), seen.end(), v) != seen.end()) continue;
    seen.push_back(v);
    v1::TeamMember& row = out.emplace_back();
    row.set_rank(static_cast<uint32_t>(out.size()));
    SetRef(c, MemberId(v), row, "member");
    for (size_t need = 0; need < team.filled_by.size(); ++need) {
      if (team.filled_by[need] != v) continue;
      if (need < topics.size()) {
        row.add_fills(std::string(c.TopicKey(topics[need])));
      } else {
        row.set_is_anchor(true);
      }
    }
    row.set_why(!row.fills().empty() ? absl::StrJoin(row.fills(), ", ")
                : row.is_anchor()    ? "the team is theirs"
                                     : "the introduction");
    row.set_weakest_pair(std::exp(-team.diameter));
    row.set_tree_cost(team.tree_cost);
  }
  return out;
}

v1::StructuralHole ToMessage(const CommunityView& view, MemberId member,
                             const StructuralHole& hole, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::StructuralHole out;
  out.set_rank(rank);
  SetRef(c, member, out, "member");
  out.set_contacts(hole.contacts);
  out.set_constraint(hole.constraint);
  out.set_effective_size(hole.effective_size);
  out.set_efficiency(hole.efficiency);
  if (hole.constrained_by != kNoNode) {
    SetRef(c, MemberId(hole.constrained_by), out, "constrained_by");
    out.set_constrained_by_share(hole.constrained_by_share);
  }
  return out;
}

v1::ImprovementRate ToMessage(const std::string& subject, const AnswerTimes& times,
                              const std::optional<ImprovementRate>& rate) {
  v1::ImprovementRate out;
  out.set_subject(subject);
  out.set_answers(times.days.size());
  out.set_unanswered(times.unanswered);
  if (!times.days.empty()) {
    std::vector<double> days;
    for (const Performance& p : times.days) days.push_back(p.value);
    std::sort(days.begin(), days.end());
    out.set_median_days((days[days.size() / 2] + days[(days.size() - 1) / 2]) / 2);
  }
  if (rate) {
    out.set_percent_a_week(rate->percent_a_week);
    if (rate->low) out.set_low(*rate->low);
    if (rate->high) out.set_high(*rate->high);
  }
  return out;
}

}  // namespace pullgraph
