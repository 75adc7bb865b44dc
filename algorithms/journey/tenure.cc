// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/tenure.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

constexpr double kLeastGone = 7;

// The pause that 19 of 20 are not longer than, of those of a day and more.
double UsualPause(const CommunityView& view, const MemberActs& acts) {
  std::vector<double> pauses;
  for (uint32_t m = 0; m < view.community().num_members(); ++m) {
    const absl::Span<const Time> at = acts.Of(MemberId(m));
    for (size_t i = 1; i < at.size(); ++i) {
      if (const double days = DaysBetween(at[i - 1], at[i]); days >= 1) pauses.push_back(days);
    }
  }
  if (pauses.empty()) return kLeastGone;
  const auto place = pauses.begin() + static_cast<std::ptrdiff_t>(pauses.size() * 19 / 20);
  std::nth_element(pauses.begin(), place, pauses.end());
  return std::max(kLeastGone, std::ceil(*place));
}

}  // namespace

absl::StatusOr<Tenures> FindTenures(const CommunityView& view, const MemberActs& acts,
                                    const TenureOptions& options) {
  if (options.gone_days && (!(*options.gone_days > 0) || !std::isfinite(*options.gone_days))) {
    return absl::InvalidArgumentError(
        absl::StrCat("gone_days = ", *options.gone_days, ", expected finite and > 0"));
  }
  Tenures out;
  out.gone_days = options.gone_days ? *options.gone_days : UsualPause(view, acts);
  for (uint32_t m = 0; m < view.community().num_members(); ++m) {
    if (!IsOfCommunity(view, MemberId(m))) continue;
    const absl::Span<const Time> at = acts.Of(MemberId(m));
    if (at.empty()) {
      ++out.waits.undated;
      continue;
    }
    Wait wait;
    wait.member = MemberId(m);
    wait.from = at.front();
    wait.observed = DaysBetween(at.back(), view.now()) >= out.gone_days;
    // Who acted since may have left since: all that is known is that gone_days ago they
    // had not. Up to the last act they would be looked at for longer than those who left.
    wait.days = wait.observed ? DaysBetween(at.front(), at.back())
                              : DaysBetween(at.front(), view.now()) - out.gone_days;
    if (wait.days < 0) {
      ++out.too_young;
    } else {
      out.waits.waits.push_back(wait);
    }
  }
  return out;
}

}  // namespace pullgraph
