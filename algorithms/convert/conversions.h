// SPDX-License-Identifier: Apache-2.0
// When members became customers of a market, and the span of time in which enough of
// them do to learn from.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERSIONS_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERSIONS_H_

#include <cstdint>
#include <vector>

#include "graph/community_view.h"

namespace pullgraph {

struct Conversions {
  // Of each member: when they first became a customer, as known by the view; absent for
  // those who never did and for those of whom it has no date.
  std::vector<Time> at;
  // Of each member: when they were first there: joined, or else first acted. Absent if
  // unknown: then they always were.
  std::vector<Time> since;
  // One byte a member: 1 if a customer at the view's now.
  std::vector<uint8_t> customer;
  // Moments at which somebody who had been there before became a customer, ascending:
  // the events that can be foreseen.
  std::vector<Time> events;
  // First moment of which anything is known (somebody acted, or became a customer); absent
  // if nothing is dated.
  Time first;
  // Up to when history goes: CommunityView::now(), or where no act is dated the last
  // membership. Absent if nothing is dated.
  Time now;
  // True if history tells when customers came, so that a model can be asked what comes.
  // False where they have no date, or were customers as soon as they were there: then only
  // who resembles them can be told.
  bool temporal = false;
  // The market's stated offering, one byte a resource; empty if none is stated. Where nothing
  // tells when customers came, pulling it may be what makes one rather than a sign of one to
  // come: a model must not look at it.
  std::vector<uint8_t> telling;

  // True if the member had been there by `t` and was not yet a customer.
  bool IsProspectAt(uint32_t member, Time t) const {
    const bool there = !since[member].is_present() || since[member] < t;
    if (!there) return false;
    if (at[member].is_present()) return at[member] >= t;
    return customer[member] == 0;
  }
  // True if they became a customer in [t, end).
  bool ConvertsIn(uint32_t member, Time t, Time end) const {
    return at[member].is_present() && at[member] >= t && at[member] < end;
  }
};

// Members who left again count by when they first became customers.
//
// COST: O(n + memberships + signals + ties).
Conversions FindConversions(const CommunityView& view, MarketId market = MarketId::None());

// What the pace of a community sets.
struct ConversionClock {
  double horizon_days = 30;   // How far to look ahead.
  double half_life_days = 30; // After which an act counts half.
  uint64_t events_a_horizon = 0;  // Conversions in the last horizon, on the mean of four.
};

// The shortest of 7, 14, 30, 60, 90, 120, 180, 365 and 730 days of which the last four
// hold kClockEvents conversions on the mean, such that at least six fit into history; the
// longest that fits if none holds as many; never shorter than conversions lie apart, as where
// history is kept by the year. The half-life is the same. 30 days if there is no history.
inline constexpr uint64_t kClockEvents = 25;
ConversionClock ChooseConversionClock(const Conversions& conversions);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERSIONS_H_
