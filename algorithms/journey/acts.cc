// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/acts.h"

#include <algorithm>
#include <utility>

#include "algorithms/journey/windows.h"
#include "graph/member_policy.h"

namespace pullgraph {

absl::StatusOr<MemberActs> FindActs(const CommunityView& view, const RunControl* run) {
  const CommunityGraph& c = view.community();
  std::vector<std::pair<uint32_t, Time>> acts;
  const auto add = [&](uint32_t member, Time at) {
    if (IsOfCommunity(view, MemberId(member))) acts.emplace_back(member, at);
  };
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (c.signals().at[i].is_present() && !c.signals().member[i].is_none()) {
      add(c.signals().member[i].value(), c.signals().at[i]);
    }
  }
  if (view.now().is_present()) {
    const std::vector<Window> always = {{Time(INT64_MIN + 1), AddMicros(view.now(), 1)}};
    const auto exchanges = ExchangesOf(view, always, run);
    if (!exchanges.ok()) return exchanges.status();
    for (const Exchange& e : exchanges->front()) {
      add(e.from, e.at);
      add(e.to, e.at);
    }
  }
  std::sort(acts.begin(), acts.end());
  MemberActs out;
  out.begin.assign(size_t{c.num_members()} + 1, 0);
  for (const auto& [member, at] : acts) {
    ++out.begin[size_t{member} + 1];
    out.at.push_back(at);
  }
  for (size_t m = 1; m < out.begin.size(); ++m) out.begin[m] += out.begin[m - 1];
  return out;
}

}  // namespace pullgraph
