// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/cohorts.h"

#include <algorithm>
#include <map>

#include "absl/types/span.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

constexpr double kDaysOfMonth = 365.25 / 12;

struct CohortCounts {
  uint64_t members = 0;
  std::array<uint64_t, kCohortMonths.size()> over = {}, active = {};
};

// When a member came; absent if nobody knows.
Time CameAt(const CommunityView& view, MemberId m, absl::Span<const Time> acts) {
  const Time joined = view.community().members().joined_at[m.value()];
  if (acts.empty()) return joined;
  return joined.is_present() ? std::min(joined, acts.front()) : acts.front();
}

bool ActedBetween(absl::Span<const Time> acts, Time from, Time until) {
  const auto first = std::lower_bound(acts.begin(), acts.end(), from);
  return first != acts.end() && *first < until;
}

}  // namespace

absl::StatusOr<std::vector<Cohort>> FindCohorts(const CommunityView& view, const MemberActs& acts,
                                                CalendarUnit unit, double confidence) {
  std::map<int32_t, CohortCounts> counts;
  const auto after = [](Time t, double months) {
    return AddMicros(t, static_cast<int64_t>(months * kDaysOfMonth * double{kMicrosPerDay}));
  };
  for (uint32_t m = 0; m < view.community().num_members(); ++m) {
    const MemberId member(m);
    if (!IsOfCommunity(view, member)) continue;
    const absl::Span<const Time> of_member = acts.Of(member);
    const Time came = CameAt(view, member, of_member);
    if (!came.is_present()) continue;
    CohortCounts& cohort = counts[PeriodOf(came, unit)];
    ++cohort.members;
    for (size_t k = 0; k < kCohortMonths.size(); ++k) {
      const Time until = after(came, kCohortMonths[k] + 1);
      if (until > view.now()) continue;
      ++cohort.over[k];
      cohort.active[k] += ActedBetween(of_member, after(came, kCohortMonths[k]), until) ? 1 : 0;
    }
  }
  std::vector<Cohort> cohorts;
  for (const auto& [period, count] : counts) {
    Cohort& cohort = cohorts.emplace_back();
    cohort.period = period;
    cohort.members = count.members;
    for (size_t k = 0; k < kCohortMonths.size(); ++k) {
      if (count.over[k] == 0) continue;
      const auto share = BetaShare(count.active[k], count.over[k], confidence);
      if (!share.ok()) return share.status();
      cohort.active[k] = *share;
    }
  }
  return cohorts;
}

}  // namespace pullgraph
