// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_history.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pullgraph {
namespace {

constexpr double kAbsentKey = -std::numeric_limits<double>::infinity();
constexpr std::array<double, 2> kNewcomerHalvings = {90, 7};
constexpr size_t kMostCompanions = 32;  // Kept of each target.
constexpr size_t kMostShared = 20;      // Earlier targets that a new one is shared with.
constexpr size_t kMostVisitors = 8;
constexpr size_t kMostCallers = 10;
constexpr double kSmoothing = 0.2;

uint64_t PairKey(uint32_t a, uint32_t b) { return uint64_t{a} << 32 | b; }

// Puts `value` in front; returns false if it was not there yet.
bool MoveToFront(std::vector<uint32_t>& list, uint32_t value) {
  const auto place = std::find(list.begin(), list.end(), value);
  const bool known = place != list.end();
  if (known) {
    std::rotate(list.begin(), place, place + 1);
  } else {
    list.insert(list.begin(), value);
  }
  return known;
}

void Cap(std::vector<uint32_t>& list, size_t most) {
  if (list.size() > most) list.resize(most);
}

void Smooth(double& value, double next, bool first) {
  value = first ? next : (1 - kSmoothing) * value + kSmoothing * next;
}

}  // namespace

EventHistory::EventHistory(const EventStream& stream, double span)
    : stream_(stream),
      span_(span),
      sources_(stream.num_sources),
      targets_(stream.num_targets),
      left_(stream.num_targets),
      next_(stream.num_targets),
      together_(stream.num_targets),
      keys_(stream.num_targets, {kAbsentKey, kAbsentKey, kAbsentKey}) {
  if (stream.source_of_target.empty()) return;
  target_of_source_.assign(stream.num_sources, kNoSource);
  for (uint32_t v = 0; v < stream.num_targets; ++v) {
    const uint32_t source = stream.source_of_target[v];
    if (source != kNoSource) target_of_source_[source] = v;
  }
}

void EventHistory::Touch(EventTrace& trace, int64_t at) const {
  for (size_t k = 0; k < trace.rate.size(); ++k) trace.rate[k] = Rate(trace, k, at) + 1;
  ++trace.count;
  trace.last = at;
}

double EventHistory::Rate(const EventTrace& trace, size_t halving, int64_t at) const {
  if (trace.count == 0) return 0;
  const double age = static_cast<double>(at - trace.last) / span_;
  return trace.rate[halving] * std::exp2(-kEventHalvings[halving] * age);
}

const EventPair* EventHistory::Find(uint32_t source, uint32_t target) const {
  const auto found = pairs_.find(PairKey(source, target));
  return found == pairs_.end() ? nullptr : &found->second;
}

const EventPair* EventHistory::FindReverse(uint32_t source, uint32_t target) const {
  if (target_of_source_.empty()) return nullptr;
  const uint32_t from = stream_.source_of_target[target];
  const uint32_t to = target_of_source_[source];
  return from == kNoSource || to == kNoSource ? nullptr : Find(from, to);
}

uint32_t EventHistory::Went(uint32_t from, uint32_t to) const {
  const auto found = went_.find(PairKey(from, to));
  return found == went_.end() ? 0 : found->second;
}

uint32_t EventHistory::Shared(uint32_t a, uint32_t b) const {
  const auto found = shared_.find(PairKey(a, b));
  return found == shared_.end() ? 0 : found->second;
}

void EventHistory::Bump(Counts& counts, std::vector<Companions>& lists, uint32_t from,
                        uint32_t to) {
  const uint32_t count = ++counts[PairKey(from, to)];
  Companions& list = lists[from];
  auto place = std::find_if(list.begin(), list.end(), [&](const auto& c) { return c.first == to; });
  if (place == list.end()) {
    if (list.size() < kMostCompanions) {
      place = list.insert(place, {to, count});
    } else if (list.back().second < count) {
      place = list.end() - 1;
      place->first = to;
    } else {
      return;
    }
  }
  place->second = count;
  // Of equal counts, what came up last stands first.
  for (; place != list.begin() && (place - 1)->second <= count; --place) {
    std::swap(*place, *(place - 1));
  }
}

void EventHistory::NoteMove(const EventSource& source, const DatedEvent& event, bool first) {
  if (source.count > 0 && source.targets.front() != event.target) {
    ++left_[source.targets.front()];
    Bump(went_, next_, source.targets.front(), event.target);
  }
  if (!first) return;
  const size_t known = std::min(source.targets.size(), kMostShared);
  for (size_t k = 0; k < known; ++k) {
    Bump(shared_, together_, source.targets[k], event.target);
    Bump(shared_, together_, event.target, source.targets[k]);
  }
}

void EventHistory::NoteSource(EventSource& source, const EventTarget& target,
                              const DatedEvent& event, bool first) {
  const bool begins = source.count == 0;
  const bool switched = begins || source.targets.front() != event.target;
  Smooth(source.novelty, first ? 1 : 0, begins);
  if (!begins) {
    source.switching = (1 - kSmoothing) * source.switching + (switched ? kSmoothing : 0);
    source.switches += switched ? 1 : 0;
  }
  if (switched && target.all.count > 0) {
    const double lag = std::log1p(static_cast<double>(event.at - target.all.last) / 1e6);
    Smooth(source.lag, lag, source.lag == 0);
  }
  source.run = switched ? 1 : source.run + 1;
  MoveToFront(source.targets, event.target);
  source.before_last = source.last;
  source.last = event.at;
  ++source.count;
}

void EventHistory::NotePair(const EventSource& source, const DatedEvent& event) {
  EventPair& pair = pairs_[PairKey(event.source, event.target)];
  if (pair.trace.count == 0) {
    pair.first = event.at;
  } else {
    const auto gap = static_cast<double>(event.at - pair.trace.last);
    pair.gap = pair.trace.count == 1 ? gap : (pair.gap + gap) / 2;
  }
  for (size_t k = 0; k < pair.recent.size(); ++k) {
    const double events = source.count - pair.source_count;
    pair.recent[k] = pair.recent[k] * std::pow(kRecentShrink[k], events) + 1 - kRecentShrink[k];
  }
  Touch(pair.trace, event.at);
  pair.source_count = source.count;
  pair.target_count = targets_[event.target].all.count;
}

void EventHistory::NoteOrders(const DatedEvent& event, bool first) {
  if (!begun_) begin_ = event.at;
  begun_ = true;
  const double now = static_cast<double>(event.at - begin_) / span_;
  std::array<double, 3>& keys = keys_[event.target];
  const auto put = [&](Order& order, double& key, double value) {
    if (key != kAbsentKey) order.erase({key, event.target});
    key = value;
    order.insert({key, event.target});
  };
  put(by_last_, keys[0], now);
  for (size_t k = 0; first && k < kNewcomerHalvings.size(); ++k) {
    // Of sums that halve at one rate, the logarithms as of the beginning stay in order.
    const double one = now * kNewcomerHalvings[k];
    const double before = keys[1 + k];
    const double top = std::max(before, one);
    const double sum = std::exp2(before - top) + std::exp2(one - top);
    put(by_newcomers_[k], keys[1 + k], top + std::log2(sum));
  }
}

void EventHistory::NoteCall(const DatedEvent& event) {
  if (target_of_source_.empty()) return;
  const uint32_t called = stream_.source_of_target[event.target];
  const uint32_t caller = target_of_source_[event.source];
  if (called == kNoSource || caller == kNoSource) return;
  MoveToFront(sources_[called].callers, caller);
  Cap(sources_[called].callers, kMostCallers);
}

void EventHistory::Add(const DatedEvent& event) {
  EventSource& source = sources_[event.source];
  EventTarget& target = targets_[event.target];
  const bool first = Find(event.source, event.target) == nullptr;
  NoteMove(source, event, first);
  NoteSource(source, target, event, first);
  if (first) Touch(target.newcomers, event.at);
  if (target.visitors.empty() || target.visitors.front() != event.source) {
    Touch(target.changes, event.at);
  }
  Touch(target.all, event.at);
  MoveToFront(target.visitors, event.source);
  Cap(target.visitors, kMostVisitors);
  NotePair(source, event);
  NoteOrders(event, first);
  NoteCall(event);
}

}  // namespace pullgraph
