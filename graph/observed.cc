// SPDX-License-Identifier: Apache-2.0
#include "graph/observed.h"

#include <algorithm>

namespace pullgraph {
namespace {

bool CameToSomething(TouchOutcome outcome) {
  return outcome != TouchOutcome::kUnspecified && outcome != TouchOutcome::kSent;
}

}  // namespace

Time LastObserved(const TieColumns& ties, const SignalColumns& signals,
                  const TouchColumns& touches) {
  Time last;  // Absent orders before every moment.
  for (const Time t : ties.first_at.values()) last = std::max(last, t);
  for (const Time t : ties.last_at.values()) last = std::max(last, t);
  for (const Time t : signals.at) last = std::max(last, t);
  const bool only_touches = !last.is_present();
  // `last` is the last moment observed of all that lies before touch `i`.
  for (size_t i = 0; i < touches.size(); ++i) {
    const Time sent = touches.sent_at[i];
    if (!sent.is_present() || touches.holdout[i] != 0) continue;
    if (only_touches || CameToSomething(touches.outcome[i]) ||
        DaysBetween(last, sent) <= kPlannedAfterDays) {
      last = std::max(last, sent);
    }
  }
  return last;
}

}  // namespace pullgraph
