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

GateCounts Count(absl::Span<const Gate> gates) {
  GateCounts counts;
  counts.members = gates.size();
  for (const Gate gate : gates) {
    switch (gate) {
      case Gate::kPassed: ++counts.passed; break;
      case Gate::kNotYetKnown: ++counts.not_yet_known; break;
      case Gate::kNotCommunity: ++counts.not_community; break;
      case Gate::kWrongAudience: ++counts.wrong_audience; break;
      case Gate::kOptedOut: ++counts.opted_out; break;
      case Gate::kTouchedLately: ++counts.touched_lately; break;
      case Gate::kOutOfReach: ++counts.out_of_reach; break;
    }
  }
  return counts;
}

}  // namespace

std::vector<Gate> PassGates(const CommunityView& view, const OpportunityOptions& options,
                            absl::Span<const uint8_t> customer, absl::Span<const double> access,
                            GateCounts& counts) {
  const uint32_t members = view.community().num_members();
  const std::vector<uint8_t> unwilling = OptedOut(view, options.channel);
  const std::vector<uint8_t> touched = TouchedLately(view, options.cool_down_days);
  const auto gate_of = [&](uint32_t m) {
    const MemberId member(m);
    if (!view.HasMember(member)) return Gate::kNotYetKnown;
    if (!IsPublic(view, member)) return Gate::kNotCommunity;
    const bool is_wrong = options.audience != Audience::kEveryone &&
                          (options.audience == Audience::kCustomers) != (customer[m] != 0);
    if (is_wrong) return Gate::kWrongAudience;
    if (unwilling[m] != 0) return Gate::kOptedOut;
    if (touched[m] != 0) return Gate::kTouchedLately;
    return access[m] > 0 ? Gate::kPassed : Gate::kOutOfReach;
  };
  std::vector<Gate> gates(members);
  for (uint32_t m = 0; m < members; ++m) gates[m] = gate_of(m);
  counts = Count(gates);
  return gates;
}

}  // namespace pullgraph
