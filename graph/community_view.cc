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

std::vector<uint8_t> CommunityView::Customers(MarketId market) const {
  const MembershipColumns& rows = community_->memberships();
  std::vector<uint8_t> customer(community_->num_members(), 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!market.is_none() && rows.market[i] != market) continue;
    const bool began = Knows(rows.valid_from[i]);
    const bool ended = rows.valid_to[i].is_present() && rows.valid_to[i] < as_of_;
    if (rows.status[i] == MarketStatus::kCustomer && began && !ended) {
      customer[rows.member[i].value()] = 1;
    }
  }
  return customer;
}

}  // namespace pullgraph
