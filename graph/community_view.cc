// SPDX-License-Identifier: Apache-2.0
#include "graph/community_view.h"

#include <algorithm>

#include "graph/observed.h"

namespace pullgraph {

CommunityView::CommunityView(const CommunityGraph& community, Time as_of)
    : community_(&community), as_of_(as_of) {
  const Time last = community.last_observed();
  now_ = last.is_present() ? std::min(last, as_of) : last;
  const bool all_of_history = as_of == Time::Max() && last.is_present();
  until_ = all_of_history ? Time(now_.micros() + 1) : as_of;
  const auto known = [](const std::vector<Time>& times, Time until) {
    return static_cast<size_t>(std::lower_bound(times.begin(), times.end(), until) -
                               times.begin());
  };
  num_signals_ = known(community.signals().at, until_);
  // Those held out of the last campaign may stand behind the last touch that was sent.
  constexpr auto kMargin = static_cast<int64_t>(kPlannedAfterDays * kMicrosPerDay);
  num_touches_ = known(community.touches().sent_at,
                       all_of_history ? Time(until_.micros() + kMargin) : until_);
}

std::vector<uint8_t> CommunityView::Customers(MarketId market) const {
  const MembershipColumns& rows = community_->memberships();
  std::vector<uint8_t> customer(community_->num_members(), 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!market.is_none() && rows.market[i] != market) continue;
    const bool began = Knows(rows.valid_from[i]);
    // A contract that runs until next year is no lost customer.
    const bool ended = rows.valid_to[i].is_present() && Knows(rows.valid_to[i]);
    if (rows.status[i] == MarketStatus::kCustomer && began && !ended) {
      customer[rows.member[i].value()] = 1;
    }
  }
  return customer;
}

}  // namespace pullgraph
