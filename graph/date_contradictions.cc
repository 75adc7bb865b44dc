// SPDX-License-Identifier: Apache-2.0
#include "graph/date_contradictions.h"

namespace pullgraph {
namespace {

bool Contradicts(const CommunityGraph& c, uint32_t i, DateContradiction kind) {
  const SignalColumns& s = c.signals();
  const Time at = s.at[i];
  switch (kind) {
    case DateContradiction::kAnsweredBeforeAsked:
      return s.answered_at[i].is_present() && s.answered_at[i] < at;
    case DateContradiction::kPulledBeforeJoining: {
      if (s.member[i].is_none()) return false;
      const Time joined = c.members().joined_at[s.member[i].value()];
      return joined.is_present() && at < joined;
    }
    case DateContradiction::kPulledBeforePublication: {
      if (s.object_kind[i] != ObjectKind::kResource || s.kind[i] == SignalKind::kAsk) return false;
      const Time published = c.resources().published_at[s.object[i]];
      return published.is_present() && at < published;
    }
  }
  return false;
}

}  // namespace

std::vector<DateContradictions> FindDateContradictions(const CommunityGraph& community) {
  std::vector<DateContradictions> found;
  for (const DateContradiction kind :
       {DateContradiction::kAnsweredBeforeAsked, DateContradiction::kPulledBeforeJoining,
        DateContradiction::kPulledBeforePublication}) {
    DateContradictions of_kind{kind, 0, 0};
    for (uint32_t i = 0; i < community.signals().size(); ++i) {
      if (!community.signals().at[i].is_present() || !Contradicts(community, i, kind)) continue;
      if (of_kind.count++ == 0) of_kind.first = i;
    }
    if (of_kind.count > 0) found.push_back(of_kind);
  }
  return found;
}

}  // namespace pullgraph
