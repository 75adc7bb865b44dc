// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_clock.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "algorithms/attract/pull_samples.h"
#include "graph/time.h"

namespace pullgraph {
namespace {

constexpr double kUsual = 30;
constexpr double kLengths[] = {1,  2,  3,  5,  7,   10,  14,  21,
                               30, 45, 60, 90, 120, 180, 270, 365};
constexpr double kShareOfHistory = 1.0 / 6;
// So many pulls, first or not, are enough without a closer look.
constexpr uint64_t kPlenty = 20'000;

bool HoldsEnough(const CommunityView& view, const HistorySpan& span, double days) {
  const Time origin =
      AddMicros(span.end, -static_cast<int64_t>(days * static_cast<double>(kMicrosPerDay)));
  const SignalColumns& s = view.community().signals();
  uint64_t pulls = 0;
  for (size_t i = view.num_signals(); i > 0 && s.at[i - 1] >= origin; --i) {
    if (!s.member[i - 1].is_none() && s.object_kind[i - 1] == ObjectKind::kResource) ++pulls;
  }
  if (pulls < kLeastPullsAHorizon) return false;
  return pulls >= kPlenty ||
         FirstPulls(view.community(), origin, span.end).size() >= kLeastPullsAHorizon;
}

double ChooseHorizon(const CommunityView& view) {
  const HistorySpan span = PullSpan(view);
  if (!span.is_present()) return kUsual;
  const double most = std::max(1e-3, DaysBetween(span.first, span.end) * kShareOfHistory);
  if (most < kLengths[0]) return most;
  const auto longest = std::upper_bound(std::begin(kLengths), std::end(kLengths), most) - 1;
  auto length = std::min(longest, std::find(std::begin(kLengths), std::end(kLengths), kUsual));
  while (length < longest && !HoldsEnough(view, span, *length)) ++length;
  return *length;
}

}  // namespace

PullClock ChoosePullClock(const CommunityView& view, std::optional<double> horizon_days,
                          std::optional<double> half_life_days) {
  PullClock clock;
  clock.horizon_days = horizon_days ? *horizon_days : ChooseHorizon(view);
  clock.half_life_days = half_life_days ? *half_life_days : clock.horizon_days;
  return clock;
}

}  // namespace pullgraph
