// SPDX-License-Identifier: Apache-2.0
#include "io/needs_messages.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "io/answer/answer.h"
#include "io/waste_messages.h"

namespace pullgraph {
namespace {

v1::MedianDays Median(const SurvivalCurve& curve) {
  v1::MedianDays out;
  if (curve.median.time) out.set_median(*curve.median.time);
  if (curve.median.low) out.set_low(*curve.median.low);
  if (curve.median.high) out.set_high(*curve.median.high);
  out.set_cases(curve.count);
  out.set_ended(curve.events);
  return out;
}

void FillPath(const CommunityView& view, const NeedPath& path, v1::CanAnswer& out) {
  out.set_path_from(NameOf(path.from));
  out.set_path_probability(path.path.probability);
  SetWay(view, path.path.members, out, "path", "path_names", "path_ties");
}

// How to get to somebody, in words.
std::string WayTo(const v1::CanAnswer& a) {
  if (a.path().empty()) return "nobody reaches them";
  if (a.path_size() == 1) return absl::StrCat("in the ", a.path_from(), " already");
  return absl::StrCat(a.path_from(), " ", absl::StrJoin(a.path_names(), " > "));
}

// The first whom somebody reaches, else the first; nobody if there is none.
void SetBest(v1::UnmetNeed& need) {
  const v1::CanAnswer* best = need.can_answer().empty() ? nullptr : &need.can_answer(0);
  for (const v1::CanAnswer& person : need.can_answer()) {
    if (person.path().empty()) continue;
    best = &person;
    break;
  }
  if (best == nullptr) return;
  need.mutable_best()->set_member(best->member());
  need.mutable_best()->set_member_name(best->member_name());
  need.mutable_best()->set_way(WayTo(*best));
  *need.mutable_best()->mutable_path() = best->path();
}

}  // namespace

v1::UnmetNeed ToMessage(const CommunityView& view, const UnmetNeed& need,
                        const std::vector<NeedPath>& paths, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::UnmetNeed out;
  out.set_rank(rank);
  SetRef(c, need.topic, out, "topic");
  out.set_asks(need.asks);
  out.set_unanswered(need.unanswered);
  out.set_decided(need.decided);
  out.set_late(need.late);
  out.set_early(need.early);
  if (need.demand) *out.mutable_demand() = ToMessage(*need.demand);
  if (need.served) *out.mutable_served() = ToMessage(*need.served);
  if (need.unmet) *out.mutable_unmet() = ToMessage(*need.unmet);
  *out.mutable_answer() = Median(need.answer);
  *out.mutable_publish() = Median(need.publish);
  out.set_content(need.content);
  out.set_idle_content(need.idle);
  for (const MemberId m : need.waiting) out.add_waiting(std::string(c.MemberKey(m)));
  for (size_t i = 0; i < need.can_answer.size(); ++i) {
    const CanAnswer& person = need.can_answer[i];
    v1::CanAnswer* a = out.add_can_answer();
    a->set_topic(out.topic());
    a->set_topic_name(out.topic_name());
    a->set_rank(static_cast<uint32_t>(i + 1));
    SetRef(c, person.member, *a, "member");
    a->set_score(person.score);
    a->set_offer_level(person.offer_level);
    a->set_answers(person.answers);
    if (person.last_answer.is_present()) a->set_last_answer(person.last_answer.micros());
    a->set_related_only(person.related_only);
    if (i < paths.size()) FillPath(view, paths[i], *a);
  }
  SetBest(out);
  return out;
}

v1::IdleContent ToMessage(const CommunityView& view, const IdleContent& content, uint32_t rank) {
  const CommunityGraph& c = view.community();
  const uint32_t r = content.resource.value();
  v1::IdleContent out;
  out.set_rank(rank);
  out.set_resource(std::string(c.ResourceKey(content.resource)));
  out.set_title(std::string(c.ResourceLabel(content.resource)));
  if (c.resources().published_at[r].is_present()) {
    out.set_published_at(c.resources().published_at[r].micros());
  }
  out.set_age_days(content.age_days);
  for (const TopicId topic : c.resources().topics[r]) out.add_topics(std::string(c.TopicKey(topic)));
  return out;
}

}  // namespace pullgraph
