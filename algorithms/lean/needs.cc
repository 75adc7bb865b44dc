// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/needs.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "algorithms/lean/need_events.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

using lean_internal::Ask;
using lean_internal::Content;
using lean_internal::NeedEvents;

// Days within which an answer tells who could answer an ask.
constexpr double kAnswerDays = 30;

absl::Status CheckOptions(const NeedsOptions& options) {
  for (const auto& [name, days] : {std::pair("within_days", options.within_days),
                                   std::pair("idle_days", options.idle_days),
                                   std::pair("half_life_days", options.half_life_days)}) {
    if (!(days > 0) || !std::isfinite(days)) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, " = ", days, ", expected finite and > 0"));
    }
  }
  if (options.max_answerers < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_answerers = ", options.max_answerers, ", expected >= 0"));
  }
  if (!(options.confidence > 0) || !(options.confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence = ", options.confidence, ", expected in (0, 1)"));
  }
  return absl::OkStatus();
}

// True if nobody pulled it within the days that it has for that.
bool IsIdle(const Content& c, const NeedsOptions& options) {
  return !c.first_pull.is_present() ||
         DaysBetween(c.published_at, c.first_pull) > options.idle_days;
}

class NeedCounter {
 public:
  NeedCounter(const CommunityView& view, const NeedEvents& events, const NeedsOptions& options)
      : view_(view), events_(events), options_(options) {
    Time first;
    for (const Ask& ask : events.asks) {
      if (ask.at.is_present() && (!first.is_present() || ask.at < first)) first = ask.at;
    }
    if (first.is_present()) {
      weeks_ = std::max(0.0, (DaysBetween(first, view.now()) - options.within_days) / 7);
    }
  }

  double weeks() const { return weeks_; }

  // The need that `asks` and `content` (places in the events) tell of.
  absl::StatusOr<UnmetNeed> Count(TopicId topic, absl::Span<const uint32_t> asks,
                             absl::Span<const uint32_t> content) const {
    UnmetNeed need;
    need.topic = topic;
    CountAsks(asks, need);
    CountContent(content, need);
    if (absl::Status s = FillRates(need); !s.ok()) return s;
    auto answer = AnswerCurve(asks);
    if (!answer.ok()) return answer.status();
    need.answer = *std::move(answer);
    auto publish = PublishCurve(asks, content);
    if (!publish.ok()) return publish.status();
    need.publish = *std::move(publish);
    return need;
  }

 private:
  static double DaysToAnswer(const Ask& ask) { return DaysBetween(ask.at, ask.answered_at); }

  // Answered before it was asked: some date is wrong, and nobody knows how long it took.
  static bool IsEarly(const Ask& ask) {
    return ask.at.is_present() && ask.answered && DaysToAnswer(ask) < 0;
  }

  void CountAsks(absl::Span<const uint32_t> asks, UnmetNeed& need) const {
    for (const uint32_t i : asks) {
      const Ask& ask = events_.asks[i];
      ++need.asks;
      if (!ask.answered) {
        ++need.unanswered;
        if (!ask.member.is_none()) need.waiting.push_back(ask.member);
      }
      if (IsEarly(ask)) {
        ++need.early;
        continue;
      }
      if (!ask.at.is_present() || DaysBetween(ask.at, view_.now()) < options_.within_days) continue;
      ++need.decided;
      if (!ask.answered || DaysToAnswer(ask) > options_.within_days) ++need.late;
    }
    std::sort(need.waiting.begin(), need.waiting.end());
    need.waiting.erase(std::unique(need.waiting.begin(), need.waiting.end()), need.waiting.end());
  }

  void CountContent(absl::Span<const uint32_t> content, UnmetNeed& need) const {
    for (const uint32_t i : content) {
      const Content& c = events_.content[i];
      if (DaysBetween(c.published_at, view_.now()) < options_.idle_days) continue;
      ++need.content;
      if (IsIdle(c, options_)) ++need.idle;
    }
  }

  absl::Status FillRates(UnmetNeed& need) const {
    if (need.decided == 0 || !(weeks_ > 0)) return absl::OkStatus();
    auto demand = GammaRate(need.decided, weeks_, options_.confidence);
    if (!demand.ok()) return demand.status();
    auto served = BetaShare(need.decided - need.late, need.decided, options_.confidence);
    if (!served.ok()) return served.status();
    auto unmet = GammaRate(need.late, weeks_, options_.confidence);
    if (!unmet.ok()) return unmet.status();
    need.demand = *demand;
    need.served = *served;
    need.unmet = *unmet;
    return absl::OkStatus();
  }

  absl::StatusOr<SurvivalCurve> Curve(const std::vector<double>& days,
                                      const std::vector<uint8_t>& observed) const {
    KaplanMeierOptions options;
    options.confidence = options_.confidence;
    return KaplanMeier(days, observed, options);
  }

  absl::StatusOr<SurvivalCurve> AnswerCurve(absl::Span<const uint32_t> asks) const {
    std::vector<double> days;
    std::vector<uint8_t> observed;
    for (const uint32_t i : asks) {
      const Ask& ask = events_.asks[i];
      if (!ask.at.is_present() || IsEarly(ask)) continue;
      days.push_back(ask.answered ? DaysToAnswer(ask) : DaysBetween(ask.at, view_.now()));
      observed.push_back(ask.answered ? 1 : 0);
    }
    return Curve(days, observed);
  }

  absl::StatusOr<SurvivalCurve> PublishCurve(absl::Span<const uint32_t> asks,
                                             absl::Span<const uint32_t> content) const {
    std::vector<double> days;
    std::vector<uint8_t> observed;
    if (content.empty()) return Curve(days, observed);
    std::vector<Time> published;
    for (const uint32_t i : content) published.push_back(events_.content[i].published_at);
    std::sort(published.begin(), published.end());
    for (const uint32_t i : asks) {
      const Time at = events_.asks[i].at;
      if (!at.is_present()) continue;
      const auto next = std::upper_bound(published.begin(), published.end(), at);
      observed.push_back(next == published.end() ? 0 : 1);
      // Content may be dated after the last event, hence after "now".
      const Time until = next == published.end() ? std::max(at, view_.now()) : *next;
      days.push_back(DaysBetween(at, until));
    }
    return Curve(days, observed);
  }

  const CommunityView& view_;
  const NeedEvents& events_;
  const NeedsOptions& options_;
  double weeks_ = 0;
};

// Worst first.
bool Before(const UnmetNeed& a, const UnmetNeed& b) {
  const auto key = [](const UnmetNeed& n) {
    return std::tuple(n.unmet ? -n.unmet->low : 0.0, -static_cast<double>(n.unanswered),
                      -static_cast<double>(n.late), -static_cast<double>(n.asks), n.topic);
  };
  return key(a) < key(b);
}

std::vector<IdleContent> Idle(const CommunityView& view, const NeedEvents& events,
                              const NeedsOptions& options) {
  std::vector<IdleContent> idle;
  for (const Content& c : events.content) {
    const double age = DaysBetween(c.published_at, view.now());
    if (age >= options.idle_days && IsIdle(c, options)) idle.push_back({c.resource, age});
  }
  std::sort(idle.begin(), idle.end(), [](const IdleContent& a, const IdleContent& b) {
    return a.age_days != b.age_days ? a.age_days > b.age_days : a.resource < b.resource;
  });
  return idle;
}

std::vector<uint32_t> UpTo(size_t n) {
  std::vector<uint32_t> all(n);
  for (uint32_t i = 0; i < n; ++i) all[i] = i;
  return all;
}

}  // namespace

absl::StatusOr<NeedsReport> FindUnmetNeeds(const CommunityView& view,
                                           const NeedsOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  const NeedEvents events = lean_internal::CollectNeedEvents(view, options);
  const NeedCounter counter(view, events, options);
  NeedsReport report;
  report.weeks = counter.weeks();
  auto all = counter.Count(TopicId::None(), UpTo(events.asks.size()), UpTo(events.content.size()));
  if (!all.ok()) return all.status();
  report.all = *std::move(all);
  std::vector<TopicId> topics;
  for (uint32_t t = 0; t < events.asks_of.size(); ++t) {
    if (!events.asks_of[t].empty()) topics.push_back(TopicId(t));
  }
  report.topics.resize(topics.size());
  const absl::Status counted = ParallelForStatus(
      ThreadsOf(options.run), static_cast<int64_t>(topics.size()), 16,
      [&](int64_t begin, int64_t end) {
        for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
          if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
          const uint32_t t = topics[i].value();
          auto need = counter.Count(topics[i], events.asks_of[t], events.content_of[t]);
          if (!need.ok()) return need.status();
          report.topics[i] = *std::move(need);
        }
        return absl::OkStatus();
      });
  if (!counted.ok()) return counted;
  const auto asks = lean_internal::ListQuestions(view, kAnswerDays);
  const auto weights = lean_internal::ChooseAnswererWeights(lean_internal::ListAnswers(view), asks,
                                                            options.half_life_days);
  report.answerers = {static_cast<uint64_t>(std::count_if(
                          asks.begin(), asks.end(),
                          [](const auto& ask) { return !ask.answered_by.empty(); })),
                      weights.half_life_days, weights.elsewhere};
  lean_internal::FillCanAnswer(view, events, options, weights, report.topics);
  std::sort(report.topics.begin(), report.topics.end(), Before);
  report.idle = Idle(view, events, options);
  return report;
}

}  // namespace pullgraph
