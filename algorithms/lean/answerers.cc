// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/answerers.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "graph/member_policy.h"
#include "graph/signal_topics.h"

namespace pullgraph::lean_internal {
namespace {

constexpr size_t kFewestAsks = 20;
constexpr size_t kMostAsks = 400;
constexpr size_t kMostPlaces = 10;

// What an ask or an answer is about.
uint64_t ObjectOf(const SignalColumns& s, size_t i) {
  return (static_cast<uint64_t>(s.object_kind[i]) << 32) | s.object[i];
}

bool IsAsk(const CommunityView& view, size_t i) {
  const SignalColumns& s = view.community().signals();
  return s.kind[i] == SignalKind::kAsk && !IsBot(view, s.member[i]);
}

// The ask of each resource; topics are asked about by many.
absl::flat_hash_map<uint64_t, size_t> AskOfObject(const CommunityView& view) {
  const SignalColumns& s = view.community().signals();
  absl::flat_hash_map<uint64_t, size_t> ask;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (IsAsk(view, i) && s.object_kind[i] == ObjectKind::kResource) {
      ask.try_emplace(ObjectOf(s, i), i);
    }
  }
  return ask;
}

struct Trial {
  AnswererWeights weights;
  size_t half_life = 0;  // Place in the list.
  double sum = 0;        // Of 1 / place.
};

std::vector<Trial> Trials(const std::vector<double>& half_lives) {
  std::vector<Trial> trials;
  for (const double tie : {0.0, 1.0}) {
    for (const double elsewhere : {1.0, 0.3, 0.1, 0.0}) {
      for (size_t h = 0; h < half_lives.size(); ++h) {
        trials.push_back({{half_lives[h], elsewhere, tie}, h, 0});
      }
    }
  }
  return trials;
}

// 1 / place of the first who answered, among the first ten.
double ReciprocalPlace(const AnswererHistory& history, absl::Span<const double> score,
                       const AskedQuestion& ask) {
  size_t place = 0;
  for (const size_t i : BestPlaces(score, kMostPlaces + 1)) {
    const MemberId member(history.members()[i]);
    if (member == ask.asker) continue;
    if (++place > kMostPlaces) break;
    const auto& by = ask.answered_by;
    if (std::find(by.begin(), by.end(), member) != by.end()) return 1 / static_cast<double>(place);
  }
  return 0;
}

}  // namespace

std::vector<GivenAnswer> ListAnswers(const CommunityView& view) {
  const CommunityGraph& c = view.community();
  const SignalColumns& s = c.signals();
  const auto ask_of = AskOfObject(view);
  std::vector<GivenAnswer> answers;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (s.kind[i] != SignalKind::kAnswer || s.member[i].is_none()) continue;
    const auto ask = ask_of.find(ObjectOf(s, i));
    const MemberId asker = ask == ask_of.end() ? MemberId::None() : s.member[ask->second];
    answers.push_back({s.member[i], asker, s.at[i], TopicsOfSignal(c, i)});
  }
  const bool named = answers.empty();
  for (size_t i = 0; named && i < view.num_signals(); ++i) {
    const Time at = view.AnsweredAt(i);
    if (!IsAsk(view, i) || s.answered_by[i].is_none() || !at.is_present()) continue;
    answers.push_back({s.answered_by[i], s.member[i], at, TopicsOfSignal(c, i)});
  }
  std::stable_sort(answers.begin(), answers.end(), [](const GivenAnswer& a, const GivenAnswer& b) {
    return a.at < b.at;  // Undated ones first.
  });
  return answers;
}

std::vector<AskedQuestion> ListQuestions(const CommunityView& view, double within_days) {
  const CommunityGraph& c = view.community();
  const SignalColumns& s = c.signals();
  absl::flat_hash_map<uint64_t, std::vector<size_t>> answers_to;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (s.kind[i] != SignalKind::kAnswer || s.object_kind[i] != ObjectKind::kResource) continue;
    answers_to[ObjectOf(s, i)].push_back(i);
  }
  std::vector<AskedQuestion> asks;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (!IsAsk(view, i) || !s.at[i].is_present()) continue;
    AskedQuestion ask{s.member[i], s.at[i], TopicsOfSignal(c, i), {}};
    const auto add = [&](MemberId by, Time at) {
      const auto& known = ask.answered_by;
      const bool counts = !by.is_none() && by != ask.asker && at >= ask.at &&
                          DaysBetween(ask.at, at) <= within_days &&
                          std::find(known.begin(), known.end(), by) == known.end();
      if (counts) ask.answered_by.push_back(by);
    };
    add(s.answered_by[i], view.AnsweredAt(i));
    const auto found = answers_to.find(ObjectOf(s, i));
    if (found != answers_to.end()) {
      for (const size_t a : found->second) add(s.member[a], s.at[a]);
    }
    asks.push_back(std::move(ask));
  }
  std::stable_sort(asks.begin(), asks.end(),
                   [](const AskedQuestion& a, const AskedQuestion& b) { return a.at < b.at; });
  return asks;
}

double AnswererHistory::At(const Decaying& sum, double half_life, Time at) {
  if (!sum.at.is_present() || !at.is_present()) return sum.value;
  return sum.value * std::exp2(-std::max(0.0, DaysBetween(sum.at, at)) / half_life);
}

void AnswererHistory::AddOne(Decaying& sum, double half_life, Time at) {
  sum.value = At(sum, half_life, at) + 1;
  sum.at = at;
}

void AnswererHistory::Add(const GivenAnswer& answer) {
  const auto [found, is_new] =
      place_.try_emplace(answer.member.value(), static_cast<uint32_t>(members_.size()));
  if (is_new) members_.push_back(answer.member.value());
  const uint32_t place = found->second;
  all_.resize(half_lives_.size());
  of_topic_.resize(half_lives_.size());
  of_asker_.resize(half_lives_.size());
  for (size_t h = 0; h < half_lives_.size(); ++h) {
    all_[h].resize(members_.size());
    AddOne(all_[h][place], half_lives_[h], answer.at);
    for (const TopicId t : answer.topics) {
      AddOne(of_topic_[h][t.value()][place], half_lives_[h], answer.at);
    }
    if (!answer.asker.is_none()) {
      AddOne(of_asker_[h][answer.asker.value()][place], half_lives_[h], answer.at);
    }
  }
}

void AnswererHistory::Scores(size_t h, const AnswererWeights& weights, MemberId asker, Time at,
                             absl::Span<const TopicId> topics, std::vector<double>& score) const {
  score.assign(members_.size(), 0);
  if (members_.empty()) return;
  const double half_life = half_lives_[h];
  for (size_t i = 0; weights.elsewhere > 0 && i < members_.size(); ++i) {
    score[i] = weights.elsewhere * At(all_[h][i], half_life, at);
  }
  // Every topic of the ask counts alike. The order of a hash table does not matter: each
  // place is added to once a topic.
  const double each = (1 - weights.elsewhere) / std::max(1.0, static_cast<double>(topics.size()));
  for (const TopicId t : topics) {
    const auto found = of_topic_[h].find(t.value());
    if (found == of_topic_[h].end() || each == 0) continue;
    for (const auto& [place, sum] : found->second) score[place] += each * At(sum, half_life, at);
  }
  if (weights.tie == 0 || asker.is_none()) return;
  const auto found = of_asker_[h].find(asker.value());
  if (found == of_asker_[h].end()) return;
  for (const auto& [place, sum] : found->second) score[place] += weights.tie * At(sum, half_life, at);
}

std::vector<size_t> BestPlaces(absl::Span<const double> score, size_t k) {
  std::vector<size_t> order;
  for (size_t i = 0; i < score.size(); ++i) {
    if (score[i] > 0) order.push_back(i);
  }
  const auto last = order.begin() + static_cast<std::ptrdiff_t>(std::min(k, order.size()));
  std::partial_sort(order.begin(), last, order.end(), [&](size_t a, size_t b) {
    return score[a] != score[b] ? score[a] > score[b] : a < b;
  });
  order.erase(last, order.end());
  return order;
}

AnswererWeights ChooseAnswererWeights(absl::Span<const GivenAnswer> answers,
                                      absl::Span<const AskedQuestion> asks,
                                      double default_half_life) {
  const std::vector<double> half_lives = {default_half_life, 20, 60, 600};
  std::vector<size_t> answered;
  for (size_t i = 0; i < asks.size(); ++i) {
    if (!asks[i].answered_by.empty()) answered.push_back(i);
  }
  const AnswererWeights plain{default_half_life, 0, 0};
  if (answered.size() < kFewestAsks) return plain;
  if (answered.size() > kMostAsks) {
    answered.erase(answered.begin(), answered.end() - static_cast<std::ptrdiff_t>(kMostAsks));
  }
  std::vector<Trial> trials = Trials(half_lives);
  AnswererHistory history(half_lives);
  std::vector<double> score;
  size_t next = 0, judged = 0;
  for (const size_t i : answered) {
    // Invariant: history holds what was answered before the ask.
    for (; next < answers.size() && answers[next].at < asks[i].at; ++next) history.Add(answers[next]);
    if (history.members().size() < 2) continue;
    ++judged;
    for (Trial& trial : trials) {
      history.Scores(trial.half_life, trial.weights, asks[i].asker, asks[i].at, asks[i].topics, score);
      trial.sum += ReciprocalPlace(history, score, asks[i]);
    }
  }
  if (judged < kFewestAsks) return plain;
  const Trial* best = &trials[0];
  for (const Trial& trial : trials) {
    if (trial.sum > best->sum) best = &trial;
  }
  return best->weights;
}

}  // namespace pullgraph::lean_internal
