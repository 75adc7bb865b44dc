// SPDX-License-Identifier: Apache-2.0
// Parts of needs.cc: what happened on each topic.
#ifndef PULLGRAPH_ALGORITHMS_LEAN_NEED_EVENTS_H_
#define PULLGRAPH_ALGORITHMS_LEAN_NEED_EVENTS_H_

#include <cstdint>
#include <vector>

#include "algorithms/lean/answerers.h"
#include "algorithms/lean/needs.h"
#include "graph/community_view.h"

namespace pullgraph::lean_internal {

struct Ask {
  MemberId member;  // None: somebody unknown.
  Time at;          // Absent: undated.
  Time answered_at;
  bool answered = false;
  uint32_t signal = 0;
};

struct Answer {
  MemberId member;
  Time at;
};

struct Content {
  ResourceId resource;
  Time published_at;
  Time first_pull;  // At or after that; absent if there was none.
};

struct NeedEvents {
  std::vector<Ask> asks;                         // In order of the signals.
  std::vector<std::vector<uint32_t>> asks_of;    // Of each topic, into `asks`.
  std::vector<std::vector<Answer>> answers_of;   // Of each topic.
  std::vector<Content> content;                  // Dated, by resource.
  std::vector<std::vector<uint32_t>> content_of; // Of each topic, into `content`.
};

// COST: O(s k + r).
NeedEvents CollectNeedEvents(const CommunityView& view, const NeedsOptions& options);

// The people of every topic who can answer, best first, at most max_answerers.
// COST: O(offers + answers log answers + topics x max_answerers).
void FillCanAnswer(const CommunityView& view, const NeedEvents& events,
                   const NeedsOptions& options, const AnswererWeights& weights,
                   std::vector<UnmetNeed>& needs);

}  // namespace pullgraph::lean_internal

#endif  // PULLGRAPH_ALGORITHMS_LEAN_NEED_EVENTS_H_
