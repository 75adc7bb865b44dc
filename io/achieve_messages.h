// SPDX-License-Identifier: Apache-2.0
// Complements, teams, structural holes and rates of improvement as protobuf messages.
#ifndef PULLGRAPH_IO_ACHIEVE_MESSAGES_H_
#define PULLGRAPH_IO_ACHIEVE_MESSAGES_H_

#include <string>
#include <vector>

#include "algorithms/access/introduction_path.h"
#include "algorithms/achieve/answer_times.h"
#include "algorithms/achieve/complements.h"
#include "algorithms/achieve/coverage.h"
#include "algorithms/achieve/structural_holes.h"
#include "algorithms/achieve/teams.h"
#include "graph/community_view.h"
#include "pullgraph/v1/achieve.pb.h"

namespace pullgraph {

// Pick `index` of the coverage; `way` leads from the member to who leads to it.
v1::Complement ToMessage(const CommunityView& view, const ComplementPool& pool,
                         const Coverage& coverage, size_t index, const AccessPath& way);

// Need `index` of the pool.
v1::LackedNeed NeedToMessage(const CommunityView& view, const ComplementPool& pool,
                             const Coverage& coverage, size_t index);

// All members of a team: who fills needs first, in the order of these. `topics` names
// the needs; one more need than topics is that of the anchor.
std::vector<v1::TeamMember> ToMessages(const CommunityView& view, const Team& team,
                                       const std::vector<TopicId>& topics);

v1::StructuralHole ToMessage(const CommunityView& view, MemberId member,
                             const StructuralHole& hole, uint32_t rank);

v1::ImprovementRate ToMessage(const std::string& subject, const AnswerTimes& times,
                              const std::optional<ImprovementRate>& rate);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ACHIEVE_MESSAGES_H_
