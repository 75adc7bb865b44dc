// SPDX-License-Identifier: Apache-2.0
#include "graph/known_tie.h"

#include <algorithm>

#include "absl/types/span.h"

namespace pullgraph {

Time SpreadMoment(Time first, Time last, uint64_t count, uint64_t i) {
  if (i + 1 >= count) return last;
  const double span = static_cast<double>(last.micros()) - static_cast<double>(first.micros());
  const double share = static_cast<double>(i) / static_cast<double>(count - 1);
  return AddMicros(first, static_cast<int64_t>(share * span));
}

KnownTie KnownTieOf(const CommunityView& view, ArcIndex arc) {
  const TieColumns& ties = view.community().ties();
  if (const absl::Span<const Time> at = ties.at[arc]; !at.empty()) {
    const auto end = std::partition_point(at.begin(), at.end(), [&](Time t) { return view.Knows(t); });
    if (end == at.begin()) return {};
    return {static_cast<uint64_t>(end - at.begin()), at.front(), *(end - 1)};
  }
  const KnownTie whole{ties.count[arc], ties.first_at[arc], ties.last_at[arc]};
  if (!view.Knows(whole.first)) return {};
  if (view.Knows(whole.last)) return whole;
  if (!whole.first.is_present()) return {1, Time::Absent(), Time::Absent()};
  if (whole.count < 2) return {1, whole.first, whole.first};
  // Invariant: moment `known` - 1 is known, moment `unknown` is not.
  uint64_t known = 1, unknown = whole.count - 1;
  while (known < unknown) {
    const uint64_t middle = (known + unknown) / 2;
    if (view.Knows(SpreadMoment(whole.first, whole.last, whole.count, middle))) {
      known = middle + 1;
    } else {
      unknown = middle;
    }
  }
  return {known, whole.first, SpreadMoment(whole.first, whole.last, whole.count, known - 1)};
}

}  // namespace pullgraph
