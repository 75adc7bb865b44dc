// SPDX-License-Identifier: Apache-2.0
#include "graph/signal_topics.h"

#include <algorithm>

namespace pullgraph {

std::vector<TopicId> TopicsOfSignal(const CommunityGraph& c, size_t signal) {
  const SignalColumns& s = c.signals();
  const absl::Span<const TopicId> own = s.topics[signal];
  std::vector<TopicId> topics(own.begin(), own.end());
  if (topics.empty() && s.object_kind[signal] == ObjectKind::kTopic) {
    topics.push_back(TopicId(s.object[signal]));
  } else if (topics.empty() && s.object_kind[signal] == ObjectKind::kResource) {
    const absl::Span<const TopicId> of_object = c.resources().topics[s.object[signal]];
    topics.assign(of_object.begin(), of_object.end());
  }
  std::sort(topics.begin(), topics.end());
  topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
  return topics;
}

}  // namespace pullgraph
