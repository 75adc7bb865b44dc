// SPDX-License-Identifier: Apache-2.0
#include "io/opportunity_messages.h"

#include <algorithm>
#include <cmath>

#include "io/answer/answer.h"
#include "io/attract_messages.h"
#include "io/path_messages.h"

namespace pullgraph {

v1::Opportunity ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                          const Opportunity& o, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::Opportunity out;
  out.set_rank(rank);
  SetRef(c, o.member, out, "member");
  SetRef(c, o.resource, out, "resource");
  out.set_url(std::string(c.String(c.resources().url[o.resource.value()])));
  out.set_p_attract(o.attract.p);
  out.set_p_attract_low(o.attract.low);
  out.set_p_attract_high(o.attract.high);
  out.set_p_access(o.access);
  out.set_value(o.value);
  out.set_cost(o.cost);
  out.set_leverage(o.leverage);
  if (const double factor = std::exp(kOpportunityZ * o.access_error); factor > 1) {
    out.set_p_access_low(o.access / factor);
    out.set_p_access_high(std::min(1.0, o.access * factor));
  }
  if (const double factor = std::exp(kOpportunityZ * o.leverage_error); factor > 1) {
    out.set_leverage_low(std::max(0.0, (1 + o.leverage) / factor - 1));
    out.set_leverage_high((1 + o.leverage) * factor - 1);
  }
  out.set_expected_value(o.expected_value);
  out.set_expected_value_low(o.low);
  out.set_expected_value_high(o.high);
  for (size_t i = 0; i + 1 < o.path.members.size(); ++i) {
    AddRef(c, o.path.members[i], out, "through", "through_names");
  }
  if (!o.path.members.empty()) *out.mutable_path() = ToMessage(view, graph, o.path);
  for (const std::string& reason : o.reasons) out.add_reasons(reason);
  AddContributions(o.features, o.contributions, out.mutable_contributions());
  out.set_counterfactual(o.counterfactual);
  return out;
}

}  // namespace pullgraph
