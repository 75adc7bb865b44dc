// SPDX-License-Identifier: Apache-2.0
// What a small community says, in words that a test can spell out.
#ifndef PULLGRAPH_TESTS_TESTING_COMMUNITY_FACTS_H_
#define PULLGRAPH_TESTS_TESTING_COMMUNITY_FACTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "graph/community_graph.h"
#include "io/import/import_result.h"

namespace pullgraph::testing {

using FactCounts = std::map<std::string, uint64_t>;

inline std::string KeyOrUnknown(const CommunityGraph& c, MemberId member) {
  return member.is_none() ? "?" : std::string(c.MemberKey(member));
}

// "bob answered ann" -> how often.
inline FactCounts TieFacts(const CommunityGraph& c) {
  FactCounts facts;
  for (Node from = 0; from < c.num_members(); ++from) {
    for (ArcIndex arc = c.graph().OutBegin(from); arc < c.graph().OutEnd(from); ++arc) {
      const std::string fact =
          absl::StrCat(KeyOrUnknown(c, MemberId(from)), " ", NameOf(c.ties().kind[arc]), " ",
                       KeyOrUnknown(c, MemberId(c.graph().Target(arc))));
      facts[fact] += c.ties().count[arc];
    }
  }
  return facts;
}

// "bob favourite acme/anvil" -> how often; an ask says who answered it.
inline FactCounts SignalFacts(const CommunityGraph& c) {
  FactCounts facts;
  const SignalColumns& s = c.signals();
  for (size_t i = 0; i < s.size(); ++i) {
    const std::string object =
        s.object_kind[i] == ObjectKind::kTopic
            ? absl::StrCat("topic ", std::string(c.TopicKey(TopicId(s.object[i]))))
            : std::string(c.ResourceKey(ResourceId(s.object[i])));
    const std::string answered =
        s.answered_by[i].is_none() ? "" : absl::StrCat(" <- ", KeyOrUnknown(c, s.answered_by[i]));
    ++facts[absl::StrCat(KeyOrUnknown(c, s.member[i]), " ", NameOf(s.kind[i]), " ", object,
                         answered)];
  }
  return facts;
}

// How often a note that contains `words` was made; 0 if there is none.
inline uint64_t Noted(const ImportReport& report, std::string_view words) {
  uint64_t count = 0;
  for (const ImportNote& note : report.notes()) {
    if (note.what.find(words) != std::string::npos) count += note.count;
  }
  return count;
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_COMMUNITY_FACTS_H_
