// SPDX-License-Identifier: Apache-2.0
#include "io/access_messages.h"

#include <cmath>
#include <string>
#include <vector>

#include "graph/build_introduction_graph.h"

namespace pullgraph {
namespace {

std::string Key(const CommunityView& view, MemberId m) {
  return std::string(view.community().MemberKey(m));
}
std::string Label(const CommunityView& view, MemberId m) {
  return std::string(view.community().MemberLabel(m));
}

template <class Message>
void AddMembers(const CommunityView& view, const std::vector<MemberId>& members,
                Message& out) {
  for (const MemberId m : members) {
    out.add_members(Key(view, m));
    out.add_member_names(Label(view, m));
  }
}

// The ties behind each step of an introduction path.
template <class Message>
void AddTies(const CommunityView& view, const std::vector<MemberId>& members, Message& out) {
  for (size_t i = 1; i < members.size(); ++i) {
    for (const ArcIndex tie : EvidenceOf(view, members[i - 1].value(), members[i].value())) {
      out.add_ties(tie);
    }
  }
}

}  // namespace

v1::Broker ToMessage(const CommunityView& view, const Brokers& brokers, MemberId member,
                     double delta, uint32_t rank) {
  const size_t m = member.value();
  v1::Broker out;
  out.set_rank(rank);
  out.set_member(Key(view, member));
  out.set_member_name(Label(view, member));
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
  out.set_member(Key(view, member));
  out.set_member_name(Label(view, member));
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
  out.set_source(Key(view, path.members.front()));
  out.set_target(Key(view, path.members.back()));
  out.set_target_name(Label(view, path.members.back()));
  if (path.departs.is_present()) out.set_departs(path.departs.micros());
  if (path.arrives.is_present()) out.set_arrives(path.arrives.micros());
  out.set_hops(static_cast<uint32_t>(path.hops()));
  AddMembers(view, path.members, out);
  for (const ArcIndex tie : path.ties) out.add_ties(tie);
  for (const Time t : path.times) out.add_times(t.micros());
  return out;
}

v1::TradeOff ToMessage(const CommunityView& view, const TradeOff& point, uint32_t rank) {
  const std::vector<MemberId>& members = point.path.members;
  v1::TradeOff out;
  out.set_rank(rank);
  out.set_source(Key(view, members.front()));
  out.set_target(Key(view, members.back()));
  out.set_target_name(Label(view, members.back()));
  out.set_hops(static_cast<uint32_t>(point.path.hops()));
  out.set_probability(point.path.probability);
  if (std::isfinite(point.staleness)) out.set_staleness_days(point.staleness);
  AddMembers(view, members, out);
  AddTies(view, members, out);
  return out;
}

v1::PlannedIntroduction ToMessage(const CommunityView& view, const PlannedIntroduction& to,
                                  uint32_t broker_asks, uint32_t rank) {
  v1::PlannedIntroduction out;
  out.set_rank(rank);
  out.set_target(Key(view, to.target));
  out.set_target_name(Label(view, to.target));
  if (!to.broker.is_none()) {
    out.set_broker(Key(view, to.broker));
    out.set_broker_name(Label(view, to.broker));
    out.set_broker_asks(broker_asks);
  }
  out.set_status(NameOf(to.status));
  out.set_probability(to.path.probability);
  AddMembers(view, to.path.members, out);
  AddTies(view, to.path.members, out);
  return out;
}

}  // namespace pullgraph
