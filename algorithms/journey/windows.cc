// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/windows.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "graph/known_tie.h"

namespace pullgraph {
namespace {

// Calls visit(time) for every known exchange of `arc` that has a date.
template <class Visit>
void ForEachExchange(const CommunityView& view, ArcIndex arc, Visit visit) {
  const absl::Span<const Time> listed = view.community().ties().at[arc];
  if (!listed.empty()) {
    for (const Time t : listed) {
      if (view.Knows(t)) visit(t);
    }
    return;
  }
  KnownTie tie = KnownTieOf(view, arc);
  if (!tie.first.is_present()) tie.first = tie.last;
  if (!tie.last.is_present()) tie.last = tie.first;
  if (!tie.first.is_present()) return;
  const uint64_t count = tie.first == tie.last ? 1 : std::clamp<uint64_t>(tie.count, 2, kMostSpread);
  for (uint64_t i = 0; i < count; ++i) visit(SpreadMoment(tie.first, tie.last, count, i));
}

}  // namespace

absl::StatusOr<std::vector<Window>> MakeWindows(const CommunityView& view,
                                                const WindowOptions& options) {
  if (options.count < 2 || options.count > 1000) {
    return absl::InvalidArgumentError(
        absl::StrCat("windows: count is ", options.count, ", expected [2, 1000]"));
  }
  const double micros = options.days * static_cast<double>(kMicrosPerDay);
  if (!(options.days > 0) || !(micros >= 1) || !(micros < 1e18)) {
    return absl::InvalidArgumentError(
        absl::StrCat("windows: days is ", options.days, ", expected finite and > 0"));
  }
  if (!view.now().is_present()) {
    return absl::FailedPreconditionError(
        "nothing is dated: there are no windows of time to compare\nimport signals or ties with their times");
  }
  std::vector<Window> windows(static_cast<size_t>(options.count));
  Time until = AddMicros(view.now(), 1);
  for (size_t w = windows.size(); w-- > 0;) {
    windows[w] = {AddMicros(until, -static_cast<int64_t>(micros)), until};
    until = windows[w].from;
  }
  return windows;
}

int WindowOf(const std::vector<Window>& windows, Time t) {
  if (!t.is_present()) return -1;
  const auto after = std::upper_bound(windows.begin(), windows.end(), t,
                                      [](Time x, const Window& w) { return x < w.from; });
  if (after == windows.begin() || !(t < (after - 1)->until)) return -1;
  return static_cast<int>(after - windows.begin()) - 1;
}

absl::StatusOr<std::vector<std::vector<Exchange>>> ExchangesOf(const CommunityView& view,
                                                               const std::vector<Window>& windows,
                                                               const RunControl* run) {
  const CommunityGraph& c = view.community();
  std::vector<std::vector<Exchange>> exchanges(windows.size());
  for (Node u = 0; u < c.num_members(); ++u) {
    if (u % 4096 == 0) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
    }
    for (ArcIndex arc = c.graph().OutBegin(u); arc < c.graph().OutEnd(u); ++arc) {
      const Node v = c.graph().Target(arc);
      if (u == v || !view.HasTie(arc) || (c.IsMirrored(arc) && v < u)) continue;
      ForEachExchange(view, arc, [&](Time t) {
        const int w = WindowOf(windows, t);
        if (w >= 0) exchanges[static_cast<size_t>(w)].push_back({u, v, t});
      });
    }
  }
  return exchanges;
}

}  // namespace pullgraph
