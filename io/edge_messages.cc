// SPDX-License-Identifier: Apache-2.0
#include "io/edge_messages.h"

#include <string>

#include "io/answer/answer.h"

namespace pullgraph {
namespace {

v1::BridgingMember ToBridge(const CommunityGraph& c, const BridgingMember& bridge) {
  v1::BridgingMember out;
  SetRef(c, bridge.member, out, "member");
  SetRef(c, bridge.customer, out, "customer");
  out.set_strength(bridge.strength);
  return out;
}

}  // namespace

v1::EdgeCluster ToMessage(const CommunityView& view, const EdgeCluster& cluster, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::EdgeCluster out;
  out.set_rank(rank);
  out.set_cluster(cluster.id);
  out.set_name(cluster.name);
  // Without customers no cluster is at the edge of anything.
  out.set_edge(cluster.on_front && cluster.penetration.has_value());
  out.set_members(cluster.members.size());
  out.set_customers(cluster.customers);
  if (cluster.exposure) out.set_exposure(*cluster.exposure);
  if (cluster.exposure_test) {
    out.set_exposure_expected(cluster.exposure_test->expected);
    out.set_exposure_p(cluster.exposure_test->p_value);
    out.set_exposure_q(cluster.exposure_test->q_value);
  }
  if (cluster.penetration) {
    out.set_penetration(*cluster.penetration);
    out.set_penetration_low(cluster.penetration_interval.low);
    out.set_penetration_high(cluster.penetration_interval.high);
  }
  if (cluster.growth) out.set_growth(*cluster.growth);
  if (cluster.demand) out.set_demand(*cluster.demand);
  if (cluster.demand_trend) out.set_demand_trend(*cluster.demand_trend);
  if (cluster.unmet_share) out.set_unmet_share(*cluster.unmet_share);
  out.set_conductance(cluster.conductance);
  for (const DistinctiveTopic& topic : cluster.topics) {
    v1::DistinctiveTopic* t = out.add_topics();
    SetRef(c, topic.topic, *t, "topic");
    t->set_name(std::string(c.TopicLabel(topic.topic)));
    t->set_z_score(topic.z);
  }
  for (const BridgingMember& bridge : cluster.bridges) {
    *out.add_bridges() = ToBridge(c, bridge);
  }
  if (!cluster.bridges.empty()) *out.mutable_way_in() = out.bridges(0);
  for (const MemberId m : cluster.members) out.add_member_ids(std::string(c.MemberKey(m)));
  return out;
}

v1::EdgeCluster ToMessage(const CommunityView& view, const EdgeCluster& cluster,
                          const EdgeOutlook& outlook, uint32_t rank) {
  v1::EdgeCluster out = ToMessage(view, cluster, rank);
  out.set_edge(outlook.at_edge);
  out.set_expected_customers(outlook.expected.mean);
  out.set_expected_customers_low(outlook.expected.low);
  out.set_expected_customers_high(outlook.expected.high);
  out.set_conversion_rate(outlook.rate);
  out.set_conversion_rate_low(outlook.rate_low);
  if (outlook.lately) {
    out.set_recent_customers(outlook.lately->converted);
    out.set_recent_customers_expected(outlook.lately->expected);
    out.set_recent_customers_q(outlook.lately->q_value);
  }
  return out;
}

v1::FrontierMember ToMessage(const CommunityView& view, const FrontierMember& member,
                             uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::FrontierMember out;
  out.set_rank(rank);
  SetRef(c, member.member, out, "member");
  out.set_score(member.score);
  out.set_customer_share(member.customer_share);
  if (!member.bridge.customer.is_none()) {
    *out.mutable_bridge() = ToBridge(c, member.bridge);
    SetRef(c, member.bridge.customer, *out.mutable_way_in(), "customer");
  }
  return out;
}

}  // namespace pullgraph
