// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_features.h"

#include <algorithm>
#include <cmath>

namespace pullgraph {
namespace {

using enum EventFeature;

constexpr double kNeverSince = 30;  // Above the logarithm of any time there is.
constexpr double kNoPlace = 50;
constexpr size_t kCompany = 10;     // Last targets of a source that count as its company.

double& Put(double* f, EventFeature feature) { return f[static_cast<size_t>(feature)]; }

double LogCount(double count) { return std::log1p(count); }

double Share(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

const std::vector<uint32_t>& EventQuestion::List(uint32_t source,
                                                 absl::Span<const uint32_t> excluded,
                                                 const EventShortlistOptions& options) {
  ++lists_;
  list_.clear();
  for (const uint32_t target : excluded) mark_[target] = lists_;
  const auto add = [&](uint32_t target) {
    if (mark_[target] != lists_) list_.push_back(target);
    mark_[target] = lists_;
  };
  const auto add_first = [&](const EventHistory::Order& order, size_t most) {
    for (auto it = order.begin(); it != order.end() && most > 0; ++it, --most) add(it->second);
  };
  const auto add_companions = [&](const Companions& companions) {
    const size_t most = std::min(companions.size(), options.companions);
    for (size_t k = 0; k < most; ++k) add(companions[k].first);
  };
  const EventSource& s = history_.source(source);
  const size_t own = std::min(s.targets.size(), options.own);
  for (size_t k = 0; k < own; ++k) add(s.targets[k]);
  for (const uint32_t caller : s.callers) add(caller);
  add_first(history_.by_last(), options.last);
  add_first(history_.by_newcomers(false), options.newcomers);
  add_first(history_.by_newcomers(true), options.newcomers);
  if (s.targets.empty()) return list_;
  add_companions(history_.Next(s.targets[0]));
  const size_t last = std::min(s.targets.size(), size_t{3});
  for (size_t k = 0; k < last; ++k) add_companions(history_.Together(s.targets[k]));
  return list_;
}

void EventQuestion::Face(uint32_t source, int64_t at) {
  source_ = source;
  at_ = at;
  ++faces_;
  const std::vector<uint32_t>& own = history_.source(source).targets;
  own_place_.resize(own_mark_.size());
  own_counts_.clear();
  for (size_t k = 0; k < own.size(); ++k) {
    own_mark_[own[k]] = faces_;
    own_place_[own[k]] = static_cast<uint32_t>(k);
    own_counts_.push_back(history_.Find(source, own[k])->trace.count);
  }
  std::sort(own_counts_.begin(), own_counts_.end());
}

double EventQuestion::Since(int64_t time, bool ever) const {
  return ever ? std::log1p(static_cast<double>(at_ - time) / 1e6) : kNeverSince;
}

void EventQuestion::DescribePair(uint32_t target, double* f) const {
  const EventPair* pair = history_.Find(source_, target);
  DescribeReverse(target, pair, f);
  Put(f, kPlace) = kNoPlace;
  Put(f, kPairSince) = kNeverSince;
  Put(f, kEventsSince) = kNeverSince;
  Put(f, kOthersSince) = kNeverSince;
  Put(f, kCountPlace) = kNoPlace;
  Put(f, kOverdue) = -kNeverSince;
  if (pair == nullptr) return;
  const EventTrace& trace = pair->trace;
  const double events = history_.source(source_).count - pair->source_count;
  Put(f, kPlace) = std::min<double>(own_place_[target], kNoPlace);
  Put(f, kPairSince) = Since(trace.last, true);
  Put(f, kPairCount) = LogCount(trace.count);
  Put(f, kPairShare) = Share(trace.count, history_.source(source_).count);
  for (size_t k = 0; k < pair->recent.size(); ++k) {
    f[static_cast<size_t>(kRecent0) + k] =
        pair->recent[k] * std::pow(kRecentShrink[k], events);
  }
  Put(f, kEventsSince) = LogCount(events);
  const auto more = own_counts_.end() -
                    std::upper_bound(own_counts_.begin(), own_counts_.end(), trace.count);
  Put(f, kCountPlace) = std::min(static_cast<double>(more), kNoPlace);
  Put(f, kPairRate1) = LogCount(history_.Rate(trace, 1, at_));
  Put(f, kPairRate3) = LogCount(history_.Rate(trace, 3, at_));
  Put(f, kPairRate4) = LogCount(history_.Rate(trace, 4, at_));
  if (trace.count > 1) {
    Put(f, kOverdue) = std::log((static_cast<double>(at_ - trace.last) + 1e6) / (pair->gap + 1e6));
  }
  Put(f, kOthersSince) = LogCount(history_.target(target).all.count - pair->target_count);
  Put(f, kPairAge) = Since(pair->first, true);
  Put(f, kShareOfTarget) = Share(trace.count, history_.target(target).all.count);
}

void EventQuestion::DescribeReverse(uint32_t target, const EventPair* pair, double* f) const {
  const EventPair* back = history_.FindReverse(source_, target);
  Put(f, kBackSince) = kNeverSince;
  if (back == nullptr) return;
  Put(f, kBackSince) = Since(back->trace.last, true);
  Put(f, kBackCount) = LogCount(back->trace.count);
  Put(f, kAwaitsAnswer) = pair == nullptr || back->trace.last > pair->trace.last ? 1 : 0;
}

void EventQuestion::DescribeSource(double* f) const {
  const EventSource& s = history_.source(source_);
  const double count = s.count;
  Put(f, kRun) = LogCount(s.run);
  Put(f, kSourceCount) = LogCount(count);
  Put(f, kSourceSince) = Since(s.last, s.count > 0);
  Put(f, kSourceTargets) = LogCount(static_cast<double>(s.targets.size()));
  Put(f, kSwitches) = s.count > 1 ? s.switches / (count - 1) : -1;
  Put(f, kSwitching) = s.switching;
  Put(f, kVariety) = s.count > 0 ? static_cast<double>(s.targets.size()) / count : -1;
  Put(f, kNovelty) = s.novelty;
  Put(f, kSourceGap) =
      s.count > 1 ? std::log1p(static_cast<double>(s.last - s.before_last) / 1e6) : kNeverSince;
  Put(f, kSecondSince) = kNeverSince;
  if (s.targets.size() > 1) {
    Put(f, kSecondSince) = Since(history_.Find(source_, s.targets[1])->trace.last, true);
  }
}

void EventQuestion::DescribeTarget(uint32_t target, double* f) const {
  const EventTarget& t = history_.target(target);
  const auto rate = [&](const EventTrace& trace, size_t k) {
    return LogCount(history_.Rate(trace, k, at_));
  };
  Put(f, kTargetSince) = Since(t.all.last, t.all.count > 0);
  for (size_t k = 0; k < kEventHalvings.size(); ++k) {
    f[static_cast<size_t>(kTargetRate0) + k] = rate(t.all, k);
  }
  Put(f, kTargetCount) = LogCount(t.all.count);
  Put(f, kTargetSources) = LogCount(t.newcomers.count);
  Put(f, kNewcomerRate0) = rate(t.newcomers, 0);
  Put(f, kNewcomerRate1) = rate(t.newcomers, 1);
  Put(f, kNewcomerRate3) = rate(t.newcomers, 3);
  Put(f, kNewcomerRate4) = rate(t.newcomers, 4);
  Put(f, kNewcomerSince) = Since(t.newcomers.last, t.newcomers.count > 0);
  Put(f, kChangeRate1) = rate(t.changes, 1);
  Put(f, kChangeRate3) = rate(t.changes, 3);
  if (!t.visitors.empty()) {
    Put(f, kVisitorCount) = LogCount(history_.source(t.visitors.front()).count);
  }
  Put(f, kUnlikeLag) = Put(f, kTargetSince) - history_.source(source_).lag;
}

void EventQuestion::DescribeCompany(uint32_t target, double* f) const {
  const EventSource& s = history_.source(source_);
  if (s.targets.empty()) return;
  const double went = history_.Went(s.targets[0], target);
  Put(f, kWent) = LogCount(went);
  Put(f, kWentShare) = went / (history_.Left(s.targets[0]) + 5.0);
  const double here = history_.target(target).newcomers.count;
  const size_t company = std::min(s.targets.size(), kCompany);
  for (size_t k = 0; k < company; ++k) {
    if (s.targets[k] == target) continue;
    const double shared = history_.Shared(s.targets[k], target);
    if (shared == 0) continue;
    const double there = history_.target(s.targets[k]).newcomers.count;
    const double likeness = shared / std::sqrt(here * there);
    Put(f, kTogether) += likeness;
    Put(f, kTogetherMost) = std::max(Put(f, kTogetherMost), likeness);
    if (k == 0) Put(f, kTogetherLast) = likeness;
  }
  for (const uint32_t visitor : history_.target(target).visitors) {
    if (visitor == source_) continue;
    const std::vector<uint32_t>& others = history_.source(visitor).targets;
    const size_t most = std::min(others.size(), kCompany);
    double common = 0;
    for (size_t k = 0; k < most; ++k) {
      const uint32_t other = others[k];
      if (other != target && own_mark_[other] == faces_ && own_place_[other] < kCompany) ++common;
    }
    Put(f, kAlike) += common / std::sqrt(static_cast<double>(most * company));
  }
}

void EventQuestion::Describe(uint32_t target, std::vector<double>& out) const {
  out.resize(out.size() + kNumEventFeatures);
  double* f = out.data() + (out.size() - kNumEventFeatures);
  DescribePair(target, f);
  DescribeSource(f);
  DescribeTarget(target, f);
  DescribeCompany(target, f);
}

}  // namespace pullgraph
