// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/attribution.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

// What a touch carries or a signal is about. A touch has one subject and the topics of
// its resource; a signal is related to it if they share one.
using Subject = uint64_t;
constexpr Subject kAnything = 0;
Subject SubjectOf(ResourceId r) { return (uint64_t{1} << 32) | r.value(); }
Subject SubjectOf(TopicId t) { return (uint64_t{2} << 32) | t.value(); }

class Attributor {
 public:
  explicit Attributor(const CommunityView& view) : view_(view), c_(view.community()) {}

  absl::StatusOr<Attribution> Run(const AttributionOptions& options);

 private:
  // Rows of `member`, in order of time, grouped: rows_of[begin[m]..begin[m + 1]).
  struct Grouped {
    std::vector<uint64_t> begin;
    std::vector<uint32_t> rows;
    absl::Span<const uint32_t> Of(uint32_t m) const {
      return absl::MakeConstSpan(rows).subspan(begin[m], begin[m + 1] - begin[m]);
    }
  };

  Grouped Group(const std::vector<MemberId>& member, const std::vector<Time>& at,
                size_t count) const;
  void TouchSubjects(size_t touch);
  void SignalSubjects(size_t signal);
  void MarkOutcomes(const AttributionOptions& options);
  void Backwards(absl::Span<const uint32_t> touches, absl::Span<const uint32_t> signals);
  void Forwards(absl::Span<const uint32_t> touches, absl::Span<const uint32_t> signals);

  const CommunityView& view_;
  const CommunityGraph& c_;
  std::vector<Subject> subjects_;  // Of the event at hand.
  Attribution out_;
};

Attributor::Grouped Attributor::Group(const std::vector<MemberId>& member,
                                      const std::vector<Time>& at, size_t count) const {
  Grouped grouped;
  grouped.begin.assign(size_t{c_.num_members()} + 2, 0);
  const auto takes_part = [&](size_t i) {
    return at[i].is_present() && !member[i].is_none() && IsPublic(view_, member[i]);
  };
  for (size_t i = 0; i < count; ++i) {
    if (takes_part(i)) ++grouped.begin[member[i].value() + 2];
  }
  for (size_t m = 2; m < grouped.begin.size(); ++m) grouped.begin[m] += grouped.begin[m - 1];
  grouped.rows.resize(grouped.begin.back());
  for (size_t i = 0; i < count; ++i) {
    if (takes_part(i)) {
      grouped.rows[grouped.begin[member[i].value() + 1]++] = static_cast<uint32_t>(i);
    }
  }
  return grouped;
}

void Attributor::TouchSubjects(size_t touch) {
  subjects_.clear();
  const ResourceId resource = c_.touches().resource[touch];
  if (resource.is_none()) {
    subjects_.push_back(kAnything);
    return;
  }
  subjects_.push_back(SubjectOf(resource));
  for (const TopicId t : c_.resources().topics[resource.value()]) {
    subjects_.push_back(SubjectOf(t));
  }
}

void Attributor::SignalSubjects(size_t signal) {
  subjects_.assign(1, kAnything);
  const SignalColumns& s = c_.signals();
  for (const TopicId t : s.topics[signal]) subjects_.push_back(SubjectOf(t));
  if (s.object_kind[signal] == ObjectKind::kTopic) {
    subjects_.push_back(SubjectOf(TopicId(s.object[signal])));
  } else if (s.object_kind[signal] == ObjectKind::kResource) {
    const ResourceId resource(s.object[signal]);
    subjects_.push_back(SubjectOf(resource));
    for (const TopicId t : c_.resources().topics[resource.value()]) {
      subjects_.push_back(SubjectOf(t));
    }
  }
}

void Attributor::MarkOutcomes(const AttributionOptions& options) {
  const TouchColumns& touches = c_.touches();
  for (size_t i = 0; i < view_.num_touches(); ++i) {
    out_.counts[i] = !touches.member[i].is_none() && IsPublic(view_, touches.member[i]) ? 1 : 0;
    const TouchOutcome outcome = touches.outcome[i];
    const bool pulled = outcome == TouchOutcome::kClicked || outcome == TouchOutcome::kReplied ||
                        outcome == TouchOutcome::kConverted ||
                        (options.count_opens && outcome == TouchOutcome::kOpened);
    out_.pulled_by_outcome[i] = pulled ? 1 : 0;
  }
}

// Invariant: next[subject] is the earliest signal about it at or after the event at hand.
void Attributor::Backwards(absl::Span<const uint32_t> touches,
                           absl::Span<const uint32_t> signals) {
  absl::flat_hash_map<Subject, Time> next;
  size_t s = signals.size();
  for (size_t t = touches.size(); t-- > 0;) {
    const Time sent = c_.touches().sent_at[touches[t]];
    for (; s > 0 && c_.signals().at[signals[s - 1]] >= sent; --s) {
      SignalSubjects(signals[s - 1]);
      for (const Subject subject : subjects_) next[subject] = c_.signals().at[signals[s - 1]];
    }
    TouchSubjects(touches[t]);
    for (const Subject subject : subjects_) {
      const auto found = next.find(subject);
      if (found == next.end()) continue;
      double& days = out_.days_to_pull[touches[t]];
      days = std::min(days, DaysBetween(sent, found->second));
    }
  }
}

// Invariant: last[subject] is one more than the place in `touches` of the last touch with
// it before the event at hand.
void Attributor::Forwards(absl::Span<const uint32_t> touches,
                          absl::Span<const uint32_t> signals) {
  absl::flat_hash_map<Subject, size_t> last;
  size_t t = 0;
  for (const uint32_t signal : signals) {
    const Time at = c_.signals().at[signal];
    for (; t < touches.size() && c_.touches().sent_at[touches[t]] <= at; ++t) {
      if (c_.touches().holdout[touches[t]] != 0) continue;
      TouchSubjects(touches[t]);
      for (const Subject subject : subjects_) last[subject] = t + 1;
    }
    SignalSubjects(signal);
    size_t best = 0;
    for (const Subject subject : subjects_) {
      const auto found = last.find(subject);
      if (found != last.end()) best = std::max(best, found->second);
    }
    if (best == 0) continue;
    const uint32_t touch = touches[best - 1];
    const double days = DaysBetween(c_.touches().sent_at[touch], at);
    out_.touch_of_signal[signal] = touch;
    out_.days_since_touch[signal] = days;
    out_.days_to_own_pull[touch] = std::min(out_.days_to_own_pull[touch], days);
  }
}

absl::StatusOr<Attribution> Attributor::Run(const AttributionOptions& options) {
  const size_t touches = view_.num_touches(), signals = view_.num_signals();
  if (touches >= Attribution::kNone || signals >= Attribution::kNone) {
    return absl::ResourceExhaustedError("more than 2^32 - 2 touches or signals");
  }
  out_.counts.assign(touches, 0);
  out_.pulled_by_outcome.assign(touches, 0);
  out_.days_to_pull.assign(touches, Attribution::kNever);
  out_.days_to_own_pull.assign(touches, Attribution::kNever);
  out_.touch_of_signal.assign(signals, Attribution::kNone);
  out_.days_since_touch.assign(signals, Attribution::kNever);
  MarkOutcomes(options);
  for (size_t i = 0; i < signals && !out_.signals_have_dates; ++i) {
    out_.signals_have_dates = c_.signals().at[i].is_present();
  }
  const Grouped touches_of = Group(c_.touches().member, c_.touches().sent_at, touches);
  const Grouped signals_of = Group(c_.signals().member, c_.signals().at, signals);
  for (uint32_t m = 0; m < c_.num_members(); ++m) {
    if (m % 4096 == 0) {
      if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    }
    if (touches_of.Of(m).empty() || signals_of.Of(m).empty()) continue;
    Backwards(touches_of.Of(m), signals_of.Of(m));
    Forwards(touches_of.Of(m), signals_of.Of(m));
  }
  return std::move(out_);
}

}  // namespace

absl::StatusOr<Attribution> AttributePulls(const CommunityView& view,
                                           const AttributionOptions& options) {
  return Attributor(view).Run(options);
}

}  // namespace pullgraph
