// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/gates.h"

#include "graph/member_policy.h"

namespace pullgraph {
namespace {

// One byte per member: 1 if somebody wrote to them within the cool-down.
std::vector<uint8_t> TouchedLately(const CommunityView& view, double cool_down_days) {
  const TouchColumns& touches = view.community().touches();
  std::vector<uint8_t> touched(view.community().num_members(), 0);
  for (size_t i = 0; i < view.num_touches(); ++i) {
    const Time at = touches.sent_at[i];
    if (touches.holdout[i] != 0 || !at.is_present()) continue;
    if (DaysBetween(at, view.now()) < cool_down_days) touched[touches.member[i].value()] = 1;
  }
  return touched;
}

}  // namespace

std::vector<uint8_t> PassGates(const CommunityView& view, const OpportunityOptions& options,
                               absl::Span<const uint8_t> customer,
                               absl::Span<const double> access, GateCounts& counts) {
  const CommunityGraph& c = view.community();
  const std::vector<uint8_t> unwilling = OptedOut(view, options.channel);
  const std::vector<uint8_t> touched = TouchedLately(view, options.cool_down_days);
  std::vector<uint8_t> passed(c.num_members(), 0);
  counts = {};
  counts.members = c.num_members();
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    const MemberId member(m);
    const bool wrong = options.audience != Audience::kEveryone &&
                       (options.audience == Audience::kCustomers) != (customer[m] != 0);
    if (!view.HasMember(member)) {
      ++counts.not_yet_known;
    } else if (!IsPublic(view, member)) {
      ++counts.not_community;
    } else if (wrong) {
      ++counts.wrong_audience;
    } else if (unwilling[m] != 0) {
      ++counts.opted_out;
    } else if (touched[m] != 0) {
      ++counts.touched_lately;
    } else if (!(access[m] > 0)) {
      ++counts.out_of_reach;
    } else {
      ++counts.passed;
      passed[m] = 1;
    }
  }
  return passed;
}

}  // namespace pullgraph
