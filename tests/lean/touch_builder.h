// SPDX-License-Identifier: Apache-2.0
// Touches and views by day, in one line each.
#ifndef PULLGRAPH_TESTS_LEAN_TOUCH_BUILDER_H_
#define PULLGRAPH_TESTS_LEAN_TOUCH_BUILDER_H_

#include <gtest/gtest.h>

#include <cstdint>

#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::testing {

constexpr Time Day(double d) {
  return Time(static_cast<int64_t>(d * static_cast<double>(kMicrosPerDay)));
}

struct Push {
  const char* member;
  const char* resource;  // "" for none.
  const char* campaign;
  const char* channel;
  double day;  // Below 0: at an unknown time.
  TouchOutcome outcome = TouchOutcome::kSent;
  double cost = 0;
  bool holdout = false;
  double value = 0;
};

inline void AddTouch(CommunityBuilder& b, const Push& p) {
  TouchRow row;
  row.member = *b.Member(p.member);
  if (*p.resource != 0) row.resource = *b.Resource(p.resource);
  row.campaign = p.campaign;
  row.channel = p.channel;
  if (p.day >= 0) row.sent_at = Day(p.day);
  row.outcome = p.outcome;
  row.cost = p.cost;
  row.holdout = p.holdout;
  row.value = p.value;
  ASSERT_THAT(b.AddTouch(row), IsOk());
}

inline void AddView(CommunityBuilder& b, const char* member, const char* resource, double day) {
  SignalRow row;
  if (*member != 0) row.member = *b.Member(member);
  row.object = b.Resource(resource)->value();
  row.kind = SignalKind::kView;
  if (day >= 0) row.at = Day(day);
  ASSERT_THAT(b.AddSignal(row), IsOk());
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_LEAN_TOUCH_BUILDER_H_
