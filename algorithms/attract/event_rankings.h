// SPDX-License-Identifier: Apache-2.0
// Where simple rankings put the target of the next event of a source.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_RANKINGS_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_RANKINGS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/event_stream.h"

namespace pullgraph {

// How many of the other candidates stand above the true one, and how many beside it.
struct EventPlace {
  uint64_t higher = 0;
  uint64_t equal = 0;

  // 1 / place, those beside it counting half.
  double Reciprocal() const {
    return 1 / (static_cast<double>(higher) + static_cast<double>(equal) / 2 + 1);
  }
  void Count(bool is_higher, bool is_equal) {
    higher += is_higher ? 1 : 0;
    equal += is_equal ? 1 : 0;
  }
  friend bool operator==(const EventPlace&, const EventPlace&) = default;
};

enum class SimpleRanking : size_t {
  kLocalGlobal,      // Last event of the source there; ties by the last event of anybody.
  kLocal,            // Last event of the source there, all others being equal.
  kEdgeBank,         // 1 if the source was ever there, else 0.
  kEdgeBankBatches,  // The same, where memory is written by EndBatch() alone.
  kPopularity,       // Number of events of anybody.
  kGlobal,           // Last event of anybody.
  kChance,           // All are equal.
};
inline constexpr size_t kNumSimpleRankings = 7;
const char* SimpleRankingName(SimpleRanking ranking);

// Numbers of things by a whole number that each thing has.
class CountLadder {
 public:
  // `things` things, all at 0; the numbers are in [0, steps).
  CountLadder(size_t things, size_t steps);

  // COST: O(log steps), as Above().
  void Move(size_t from, size_t to);
  uint64_t Above(size_t step) const;
  uint64_t At(size_t step) const { return at_[step]; }

 private:
  // Fenwick's tree over the steps from the highest down.
  void Change(size_t step, bool up);
  std::vector<uint64_t> at_;
  std::vector<uint64_t> tree_;
};

// The simple rankings as events are told, one after the other.
class SimpleEventRankings {
 public:
  // Told at most `events` events.
  SimpleEventRankings(uint32_t num_sources, uint32_t num_targets, size_t events);

  // The next event; times must not fall. COST: O(partners of its source + log events).
  void Add(const DatedEvent& event);
  // What was added is now known to kEdgeBankBatches.
  void EndBatch();

  using Places = std::array<EventPlace, kNumSimpleRankings>;
  // By SimpleRanking: where the events added put the target of `event` among all targets
  // that are not in `excluded` (ascending, distinct, without its own).
  // COST: O(partners of the source x log excluded + excluded + log events).
  Places Find(const DatedEvent& event, absl::Span<const uint32_t> excluded) const;
  // What kGlobal goes by: greater for a later last event, 0 for none.
  uint32_t LastMoment(uint32_t target) const { return last_[target]; }

 private:
  struct Partner {
    uint32_t target = 0;
    uint32_t moment = 0;  // Of the last event of the two.
    bool banked = false;
  };
  uint32_t num_targets_;
  std::vector<std::vector<Partner>> partners_;
  // Moments are distinct times, numbered from 1; 0: never.
  uint32_t moment_ = 0;
  int64_t now_ = 0;
  std::vector<uint32_t> last_;   // Moment of each target's last event.
  std::vector<uint32_t> count_;  // Events of each target.
  CountLadder by_last_;
  CountLadder by_count_;
  std::vector<uint32_t> unbanked_;  // Sources with partners that are not.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_EVENT_RANKINGS_H_
