// SPDX-License-Identifier: Apache-2.0
#include "graph/community_view.h"

#include <algorithm>

namespace pullgraph {

CommunityView::CommunityView(const CommunityGraph& community, Time as_of)
    : community_(&community), as_of_(as_of) {
  const Time last = community.last_time();
  now_ = last.is_present() ? std::min(last, as_of) : last;
  const auto known = [as_of](const std::vector<Time>& times) {
    return static_cast<size_t>(std::lower_bound(times.begin(), times.end(), as_of) -
                               times.begin());
  };
  num_signals_ = known(community.signals().at);
  num_touches_ = known(community.touches().sent_at);
}

// Without an `as_of`, a span that ends after all of the data has not ended yet: a
// contract that runs until next year is no lost customer.
bool CommunityView::HasEnded(Time valid_to) const {
  if (!valid_to.is_present()) return false;
  if (as_of_ == Time::Max() && now_.is_present()) return valid_to <= now_;
  return valid_to < as_of_;
}

std::vector<uint8_t> CommunityView::Customers(MarketId market) const {
  const MembershipColumns& rows = community_->memberships();
  std::vector<uint8_t> customer(community_->num_members(), 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!market.is_none() && rows.market[i] != market) continue;
    const bool began = Knows(rows.valid_from[i]);
    const bool ended = HasEnded(rows.valid_to[i]);
    if (rows.status[i] == MarketStatus::kCustomer && began && !ended) {
      customer[rows.member[i].value()] = 1;
    }
  }
  return customer;
}

}  // namespace pullgraph
