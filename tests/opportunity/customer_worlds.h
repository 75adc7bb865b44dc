// SPDX-License-Identifier: Apache-2.0
// Undated communities whose customers are those who use "ours".
#ifndef PULLGRAPH_TESTS_OPPORTUNITY_CUSTOMER_WORLDS_H_
#define PULLGRAPH_TESTS_OPPORTUNITY_CUSTOMER_WORLDS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "graph/community_builder.h"
#include "graph/random.h"

namespace pullgraph::testing {

struct UndatedWorld {
  uint32_t members = 600;
  double fans_share = 0.3;    // Of the first third, who use things of their own: customers.
  double others_share = 0.02; // Of the others.
  bool offered = true;        // Whether "ours" is stated to be the market's.
  uint64_t seed = 1;
};

inline CommunityGraph MakeUndated(const UndatedWorld& w) {
  CommunityBuilder b("undated", "test");
  const MarketId market = b.Market("m").value();
  constexpr uint32_t kThings = 30, kOfFans = 10;
  std::vector<ResourceId> things;
  for (uint32_t r = 0; r < kThings; ++r) {
    things.push_back(b.Resource("r" + std::to_string(r)).value());
  }
  const ResourceId ours = b.Resource("ours").value();
  ResourceRow row;
  if (w.offered) row.offered_by = {market};
  (void)b.DescribeResource(ours, row);
  for (uint32_t i = 0; i < w.members; ++i) {
    RandomStream random(w.seed, i);
    const MemberId m = b.Member("p" + std::to_string(i)).value();
    const bool fan = i < w.members / 3;
    const auto use = [&](ResourceId r) {
      SignalRow s;
      s.member = m;
      s.object = r.value();
      s.kind = SignalKind::kUse;
      (void)b.AddSignal(s);
    };
    for (int k = 0; k < 6; ++k) {
      use(things[fan ? random.Below(kOfFans) : kOfFans + random.Below(kThings - kOfFans)]);
    }
    const bool customer = random.Bernoulli(fan ? w.fans_share : w.others_share);
    if (customer) use(ours);
    (void)b.AddMembership({market, m, customer ? MarketStatus::kCustomer : MarketStatus::kProspect,
                           Time(), Time()});
  }
  return std::move(b).Build().value();
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_OPPORTUNITY_CUSTOMER_WORLDS_H_
