// SPDX-License-Identifier: Apache-2.0
// What is known of sources, targets and pairs as events are told.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_HISTORY_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_HISTORY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "algorithms/attract/event_stream.h"

namespace pullgraph {

// Sums over events that halve in these parts of a span.
inline constexpr std::array<double, 5> kEventHalvings = {3000, 500, 90, 20, 3};

// Events of one kind, added up.
struct EventTrace {
  std::array<double, kEventHalvings.size()> rate{};  // As of `last`.
  uint32_t count = 0;
  int64_t last = 0;  // Of the last event, where there is any.
};

// What a source did at a target.
struct EventPair {
  EventTrace trace;
  int64_t first = 0;
  double gap = 0;             // Smoothed time between its events; 0 before the second.
  uint32_t source_count = 0;  // Events of the source, and of the target, just after the last.
  uint32_t target_count = 0;
  // Sums over the source's events here that shrink with each event of the source.
  std::array<double, 3> recent{};
};
inline constexpr std::array<double, 3> kRecentShrink = {0.5, 0.8, 0.95};

struct EventSource {
  uint32_t count = 0;
  int64_t last = 0;
  int64_t before_last = 0;
  uint32_t run = 0;       // Events in a row at the last target.
  uint32_t switches = 0;  // Events at another target than the one before.
  double switching = 0;   // Smoothed: how often it switched, and went somewhere new, of late.
  double novelty = 0;
  double lag = 0;         // Smoothed: log of how long before somebody was where it switched to.
  std::vector<uint32_t> targets;  // Distinct, last visited first.
  std::vector<uint32_t> callers;  // Of ties: who last came to it, as targets; few.
};

struct EventTarget {
  EventTrace all;
  EventTrace newcomers;  // Sources that had not been there before.
  EventTrace changes;    // Events of another source than the one before.
  std::vector<uint32_t> visitors;  // Its last sources, distinct, last first; few.
};

// A target, and how often it came up; those that came up often first.
using Companions = std::vector<std::pair<uint32_t, uint32_t>>;

class EventHistory {
 public:
  // `stream` is read for its numbers of sources and targets only, and outlives this;
  // `span` > 0, in microseconds: what halvings are parts of.
  EventHistory(const EventStream& stream, double span);

  // The next event; times must not fall. COST: O(targets of its source) at worst.
  void Add(const DatedEvent& event);

  const EventSource& source(uint32_t source) const { return sources_[source]; }
  const EventTarget& target(uint32_t target) const { return targets_[target]; }
  // Null if the source was never there.
  const EventPair* Find(uint32_t source, uint32_t target) const;
  // The events of the two the other way; null for signals, and if there are none.
  const EventPair* FindReverse(uint32_t source, uint32_t target) const;
  // `trace` as of `at`, at least the time of its last event.
  double Rate(const EventTrace& trace, size_t halving, int64_t at) const;

  // Where sources went from `target`, other than to itself, and how many did in all.
  const Companions& Next(uint32_t target) const { return next_[target]; }
  uint32_t Left(uint32_t target) const { return left_[target]; }
  uint32_t Went(uint32_t from, uint32_t to) const;
  // Targets that were new to a source that had been at `target` of late.
  const Companions& Together(uint32_t target) const { return together_[target]; }
  uint32_t Shared(uint32_t a, uint32_t b) const;

  // Targets by the last event, and by newcomers of late (half-lives of a 90th and of a
  // seventh of the span).
  using Order = std::set<std::pair<double, uint32_t>, std::greater<>>;
  const Order& by_last() const { return by_last_; }
  const Order& by_newcomers(bool slow) const { return by_newcomers_[slow ? 1 : 0]; }

 private:
  using Counts = absl::flat_hash_map<uint64_t, uint32_t>;
  void Touch(EventTrace& trace, int64_t at) const;
  void Bump(Counts& counts, std::vector<Companions>& lists, uint32_t from, uint32_t to);
  void NoteMove(const EventSource& source, const DatedEvent& event, bool first);
  void NoteSource(EventSource& source, const EventTarget& target, const DatedEvent& event,
                  bool first);
  void NotePair(const EventSource& source, const DatedEvent& event);
  void NoteOrders(const DatedEvent& event, bool first);
  void NoteCall(const DatedEvent& event);

  const EventStream& stream_;
  double span_;
  int64_t begin_ = 0;  // Time of the first event.
  bool begun_ = false;
  std::vector<EventSource> sources_;
  std::vector<EventTarget> targets_;
  std::vector<uint32_t> target_of_source_;  // Empty for signals.
  absl::flat_hash_map<uint64_t, EventPair> pairs_;
  Counts went_;
  Counts shared_;
  std::vector<uint32_t> left_;
  std::vector<Companions> next_;
  std::vector<Companions> together_;
  Order by_last_;
  std::array<Order, 2> by_newcomers_;
  // What the orders hold of each target; below all where it is in none.
  std::vector<std::array<double, 3>> keys_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_HISTORY_H_
