// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/need_events.h"

#include <algorithm>
#include <cmath>

#include "graph/member_policy.h"
#include "graph/signal_topics.h"

namespace pullgraph::lean_internal {
namespace {

bool IsContent(ResourceKind kind, const NeedsOptions& options) {
  if (kind == ResourceKind::kQuestion) return false;
  return kind != ResourceKind::kAnswer || options.answers_are_content;
}

void CollectAsks(const CommunityView& view, NeedEvents& events) {
  const CommunityGraph& c = view.community();
  const SignalColumns& s = c.signals();
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (s.kind[i] != SignalKind::kAsk || IsBot(view, s.member[i])) continue;
    Ask ask;
    ask.member = s.member[i];
    ask.at = s.at[i];
    ask.answered_at = view.AnsweredAt(i);
    ask.answered = ask.answered_at.is_present();
    ask.signal = static_cast<uint32_t>(i);
    for (const TopicId topic : TopicsOfSignal(c, i)) {
      events.asks_of[topic.value()].push_back(static_cast<uint32_t>(events.asks.size()));
    }
    events.asks.push_back(ask);
  }
}

void CollectAnswers(const CommunityView& view, NeedEvents& events) {
  const CommunityGraph& c = view.community();
  const SignalColumns& s = c.signals();
  bool any = false;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (s.kind[i] != SignalKind::kAnswer || s.member[i].is_none()) continue;
    any = true;
    for (const TopicId topic : TopicsOfSignal(c, i)) {
      events.answers_of[topic.value()].push_back({s.member[i], s.at[i]});
    }
  }
  if (any) return;
  for (const Ask& ask : events.asks) {
    const MemberId by = s.answered_by[ask.signal];
    if (!ask.answered || by.is_none()) continue;
    for (const TopicId topic : TopicsOfSignal(c, ask.signal)) {
      events.answers_of[topic.value()].push_back({by, ask.answered_at});
    }
  }
}

void CollectContent(const CommunityView& view, const NeedsOptions& options, NeedEvents& events) {
  const CommunityGraph& c = view.community();
  const ResourceColumns& r = c.resources();
  std::vector<uint32_t> place(c.num_resources(), UINT32_MAX);
  for (uint32_t i = 0; i < c.num_resources(); ++i) {
    if (!IsContent(r.kind[i], options) || !r.published_at[i].is_present() ||
        !view.HasResource(ResourceId(i))) {
      continue;
    }
    place[i] = static_cast<uint32_t>(events.content.size());
    for (const TopicId topic : r.topics[i]) {
      events.content_of[topic.value()].push_back(place[i]);
    }
    events.content.push_back({ResourceId(i), r.published_at[i], Time::Absent()});
  }
  // Signals are in order of time: the first that counts is the first pull.
  const SignalColumns& s = c.signals();
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (s.object_kind[i] != ObjectKind::kResource || s.kind[i] == SignalKind::kAsk) continue;
    const uint32_t p = place[s.object[i]];
    if (p == UINT32_MAX || !s.at[i].is_present() || events.content[p].first_pull.is_present()) {
      continue;
    }
    if (s.at[i] >= events.content[p].published_at) events.content[p].first_pull = s.at[i];
  }
}

std::vector<std::vector<CanAnswer>> CandidatesByTopic(const CommunityView& view,
                                                      const NeedEvents& events,
                                                      const NeedsOptions& options,
                                                      double half_life_days) {
  const CommunityGraph& c = view.community();
  std::vector<std::vector<CanAnswer>> of_topic(c.num_topics());
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    for (const Offer& offer : c.members().offers[m]) {
      if (!view.Knows(offer.since)) continue;
      const double level = offer.level;
      of_topic[offer.topic.value()].push_back({MemberId(m), level, level, 0, Time(), false});
    }
  }
  for (uint32_t t = 0; t < c.num_topics(); ++t) {
    for (const Answer& answer : events.answers_of[t]) {
      const double age =
          answer.at.is_present() ? std::max(0.0, DaysBetween(answer.at, view.now())) : 0;
      of_topic[t].push_back({answer.member, std::exp2(-age / half_life_days), 0, 1,
                             answer.at, false});
    }
    // One entry a member: sums in the order of events, so rounding is always the same.
    std::vector<CanAnswer>& all = of_topic[t];
    std::stable_sort(all.begin(), all.end(), [](const CanAnswer& a, const CanAnswer& b) {
      return a.member < b.member;
    });
    size_t kept = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      if (kept > 0 && all[kept - 1].member == all[i].member) {
        CanAnswer& one = all[kept - 1];
        one.score += all[i].score;
        one.offer_level = std::min(1.0, one.offer_level + all[i].offer_level);
        one.answers += all[i].answers;
        one.last_answer = std::max(one.last_answer, all[i].last_answer);
      } else if (MayBeAsked(view, all[i].member, options.channel)) {
        all[kept++] = all[i];
      }
    }
    all.resize(kept);
  }
  return of_topic;
}

void KeepBest(size_t most, std::vector<CanAnswer>& people) {
  std::sort(people.begin(), people.end(), [](const CanAnswer& a, const CanAnswer& b) {
    return a.score != b.score ? a.score > b.score : a.member < b.member;
  });
  people.resize(std::min(people.size(), most));
}

// Who answered anything, best first: what their answers are worth on another topic.
std::vector<CanAnswer> Anything(const CommunityView& view, const NeedsOptions& options,
                                const AnswererWeights& weights) {
  std::vector<CanAnswer> people;
  if (weights.elsewhere == 0) return people;
  AnswererHistory history({weights.half_life_days});
  for (const GivenAnswer& answer : ListAnswers(view)) history.Add(answer);
  std::vector<double> score;
  history.Scores(0, weights, MemberId::None(), view.now(), {}, score);
  for (size_t i = 0; i < score.size(); ++i) {
    const MemberId member(history.members()[i]);
    if (!MayBeAsked(view, member, options.channel)) continue;
    people.push_back({member, score[i], 0, 0, Time(), true});
  }
  KeepBest(people.size(), people);
  return people;
}

// Adds to those of a topic what they did elsewhere, and those who did more there. `general`
// is the score of `anything` by member.
void AddElsewhere(const std::vector<CanAnswer>& anything, const std::vector<double>& general,
                  const NeedsOptions& options, std::vector<CanAnswer>& people) {
  std::vector<MemberId> known;
  for (CanAnswer& person : people) {
    person.score += general[person.member.value()];
    known.push_back(person.member);  // Ascending, as they come.
  }
  // One more than are listed: one may be left out because nobody else waits.
  size_t room = static_cast<size_t>(options.max_answerers) + 1;
  for (const CanAnswer& person : anything) {
    if (room == 0) break;
    if (std::binary_search(known.begin(), known.end(), person.member)) continue;
    people.push_back(person);
    --room;
  }
}

// People of the topics that the asks of `need` also bear, each by its share of the asks.
std::vector<CanAnswer> Related(const CommunityView& view, const NeedEvents& events,
                               const std::vector<std::vector<CanAnswer>>& of_topic,
                               const UnmetNeed& need) {
  std::vector<double> share(of_topic.size(), 0);
  const std::vector<uint32_t>& asks = events.asks_of[need.topic.value()];
  for (const uint32_t i : asks) {
    for (const TopicId topic : TopicsOfSignal(view.community(), events.asks[i].signal)) {
      share[topic.value()] += 1 / static_cast<double>(asks.size());
    }
  }
  std::vector<CanAnswer> people;
  for (uint32_t t = 0; t < of_topic.size(); ++t) {
    if (share[t] == 0) continue;
    for (CanAnswer person : of_topic[t]) {
      person.score *= share[t];
      person.related_only = true;
      people.push_back(person);
    }
  }
  std::stable_sort(people.begin(), people.end(), [](const CanAnswer& a, const CanAnswer& b) {
    return a.member != b.member ? a.member < b.member : a.score > b.score;
  });
  people.erase(std::unique(people.begin(), people.end(),
                           [](const CanAnswer& a, const CanAnswer& b) {
                             return a.member == b.member;
                           }),
               people.end());
  return people;
}

}  // namespace

NeedEvents CollectNeedEvents(const CommunityView& view, const NeedsOptions& options) {
  NeedEvents events;
  const uint32_t topics = view.community().num_topics();
  events.asks_of.resize(topics);
  events.answers_of.resize(topics);
  events.content_of.resize(topics);
  CollectAsks(view, events);
  CollectAnswers(view, events);
  CollectContent(view, options, events);
  return events;
}

void FillCanAnswer(const CommunityView& view, const NeedEvents& events,
                   const NeedsOptions& options, const AnswererWeights& weights,
                   std::vector<UnmetNeed>& needs) {
  const auto of_topic = CandidatesByTopic(view, events, options, weights.half_life_days);
  const std::vector<CanAnswer> anything = Anything(view, options, weights);
  std::vector<double> general(view.community().num_members(), 0);
  for (const CanAnswer& person : anything) general[person.member.value()] = person.score;
  for (UnmetNeed& need : needs) {
    need.can_answer = of_topic[need.topic.value()];
    AddElsewhere(anything, general, options, need.can_answer);
    if (need.can_answer.empty()) need.can_answer = Related(view, events, of_topic, need);
    // The only one who waits cannot help themself.
    std::erase_if(need.can_answer, [&](const CanAnswer& person) {
      return need.waiting.size() == 1 && need.waiting[0] == person.member;
    });
    KeepBest(static_cast<size_t>(options.max_answerers), need.can_answer);
  }
}

}  // namespace pullgraph::lean_internal
