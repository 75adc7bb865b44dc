// SPDX-License-Identifier: Apache-2.0
// What a cluster is about: the topics that its members pull, need and offer.
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/edge/edge_parts.h"
#include "graph/string_table.h"

namespace pullgraph::edge_internal {
namespace {

// The topics of signal `i`: its own, else those of what was pulled.
template <class Visit>
void ForEachTopic(const CommunityGraph& community, size_t i, Visit visit) {
  const SignalColumns& signals = community.signals();
  if (signals.object_kind[i] == ObjectKind::kTopic) visit(TopicId(signals.object[i]));
  for (const TopicId topic : signals.topics[i]) visit(topic);
  if (!signals.topics[i].empty() || signals.object_kind[i] != ObjectKind::kResource) return;
  for (const TopicId topic : community.resources().topics[signals.object[i]]) visit(topic);
}

std::vector<std::vector<TopicCount>> Mentions(const Scene& scene, size_t num_clusters) {
  const CommunityView& view = *scene.view;
  const CommunityGraph& community = view.community();
  std::vector<std::vector<TopicCount>> mentions(num_clusters);
  for (size_t i = 0; i < view.num_signals(); ++i) {
    const MemberId member = community.signals().member[i];
    if (member.is_none() || scene.counted[member.value()] == 0) continue;
    auto& own = mentions[scene.cluster[member.value()]];
    ForEachTopic(community, i, [&](TopicId topic) { own.emplace_back(topic, 1.0); });
  }
  for (Node u = 0; u < community.num_members(); ++u) {
    if (scene.counted[u] == 0) continue;
    auto& own = mentions[scene.cluster[u]];
    for (const Need& need : community.members().needs[u]) {
      if (view.Knows(need.since)) own.emplace_back(need.topic, 1.0);
    }
    for (const Offer& offer : community.members().offers[u]) {
      if (view.Knows(offer.since)) own.emplace_back(offer.topic, 1.0);
    }
  }
  return mentions;
}

// The member with the largest strength of ties, the first of equals.
MemberId Centre(const Scene& scene, const EdgeCluster& cluster) {
  const TieGraph& ties = scene.fold.ties;
  MemberId centre;
  double largest = -1;
  for (const MemberId member : cluster.members) {
    double strength = 0;
    for (ArcIndex arc = ties.OutBegin(member.value()); arc < ties.OutEnd(member.value());
         ++arc) {
      strength += scene.fold.weights[arc];
    }
    if (strength > largest) {
      largest = strength;
      centre = member;
    }
  }
  return centre;
}

}  // namespace

absl::Status NameClusters(const Scene& scene, std::vector<EdgeCluster>& clusters) {
  const CommunityGraph& community = scene.view->community();
  auto topics = DistinctiveTopics(Mentions(scene, clusters.size()), scene.options->topics);
  if (!topics.ok()) return topics.status();
  for (EdgeCluster& cluster : clusters) {
    cluster.topics = std::move((*topics)[cluster.id]);
    for (const DistinctiveTopic& topic : cluster.topics) {
      absl::StrAppend(&cluster.name, cluster.name.empty() ? "" : ", ",
                      AbslView(community.TopicLabel(topic.topic)));
    }
    if (!cluster.name.empty() || cluster.members.empty()) continue;
    cluster.name =
        absl::StrCat("around ", AbslView(community.MemberLabel(Centre(scene, cluster))));
  }
  return absl::OkStatus();
}

}  // namespace pullgraph::edge_internal
