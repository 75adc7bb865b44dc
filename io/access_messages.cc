// SPDX-License-Identifier: Apache-2.0
#include "io/access_messages.h"

#include <cmath>
#include <vector>

#include "io/answer/answer.h"

namespace pullgraph {
v1::Broker ToMessage(const CommunityView& view, const Brokers& brokers, MemberId member,
                     double delta, uint32_t rank) {
  const size_t m = member.value();
  v1::Broker out;
  out.set_rank(rank);
  SetRef(view.community(), member, out, "member");
  out.set_contacts(brokers.contacts[m]);
  out.set_betweenness(brokers.betweenness[m]);
  out.set_epsilon(brokers.epsilon);
  if (brokers.samples > 0) out.set_delta(delta);
  out.set_cluster(brokers.cluster[m] + 1);
  out.set_participation(brokers.participation[m]);
  out.set_clusters_tied(brokers.clusters_tied[m]);
  return out;
}

v1::Closeness ToMessage(const CommunityView& view, const Closeness& closeness, MemberId member,
                        uint32_t rank) {
  const size_t m = member.value(), hops = static_cast<size_t>(closeness.hops);
  v1::Closeness out;
  out.set_rank(rank);
  SetRef(view.community(), member, out, "member");
  out.set_closeness(closeness.closeness[m]);
  for (size_t i = 0; i < hops; ++i) {
    out.add_within(static_cast<uint64_t>(std::llround(closeness.within[m * hops + i])));
  }
  return out;
}

v1::TemporalPath ToMessage(const CommunityView& view, const TemporalPath& path,
                           TemporalCriterion criterion, uint32_t rank) {
  v1::TemporalPath out;
  out.set_rank(rank);
  out.set_criterion(NameOf(criterion));
  if (path.members.empty()) return out;
  SetRef(view.community(), path.members.front(), out, "source");
  SetRef(view.community(), path.members.back(), out, "target");
  if (path.departs.is_present()) out.set_departs(path.departs.micros());
  if (path.arrives.is_present()) out.set_arrives(path.arrives.micros());
  out.set_takes_days(DaysBetween(path.departs, path.arrives));
  out.set_hops(static_cast<uint32_t>(path.hops()));
  SetWay(view, path.members, out, "members", "member_names");
  for (const ArcIndex tie : path.ties) out.add_ties(tie);
  for (const Time t : path.times) out.add_times(t.micros());
  return out;
}

v1::TradeOff ToMessage(const CommunityView& view, const TradeOff& point, uint32_t rank) {
  const std::vector<MemberId>& members = point.path.members;
  v1::TradeOff out;
  out.set_rank(rank);
  SetRef(view.community(), members.front(), out, "source");
  SetRef(view.community(), members.back(), out, "target");
  out.set_hops(static_cast<uint32_t>(point.path.hops()));
  out.set_probability(point.path.probability);
  // A source has no tie that could be stale.
  const bool known = point.path.hops() > 0 && std::isfinite(point.staleness);
  if (known) out.set_staleness_days(point.staleness);
  SetWay(view, members, out, "members", "member_names", "ties");
  return out;
}

v1::PlannedIntroduction ToMessage(const CommunityView& view, const PlannedIntroduction& to,
                                  uint32_t broker_asks, uint32_t rank) {
  v1::PlannedIntroduction out;
  out.set_rank(rank);
  SetRef(view.community(), to.target, out, "target");
  if (!to.broker.is_none()) {
    SetRef(view.community(), to.broker, out, "broker");
    out.set_broker_asks(broker_asks);
  }
  out.set_status(NameOf(to.status));
  if (!to.path.members.empty()) out.set_probability(to.path.probability);
  SetWay(view, to.path.members, out, "members", "member_names", "ties");
  return out;
}

}  // namespace pullgraph
