// SPDX-License-Identifier: Apache-2.0
#include "io/path_messages.h"

#include "graph/build_introduction_graph.h"
#include "graph/known_tie.h"
#include "io/answer/answer.h"

namespace pullgraph {

v1::AccessPath ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                         const AccessPath& path) {
  const CommunityGraph& c = view.community();
  v1::AccessPath out;
  if (path.members.empty()) return out;
  SetRef(c, path.members.front(), out, "source");
  SetRef(c, path.members.back(), out, "target");
  out.set_probability(path.probability);
  out.set_hops(static_cast<uint32_t>(path.hops()));
  SetWay(view, path.members, out, "members", "member_names");
  for (size_t i = 0; i < path.arcs.size(); ++i) {
    v1::PathStep* step = out.add_steps();
    SetRef(c, path.members[i], *step, "from");
    SetRef(c, path.members[i + 1], *step, "to");
    step->set_probability(graph.probability[path.arcs[i]]);
    for (const ArcIndex tie :
         EvidenceOf(view, path.members[i].value(), path.members[i + 1].value())) {
      v1::Evidence* evidence = step->add_evidence();
      evidence->set_tie(tie);
      evidence->set_kind(NameOf(c.ties().kind[tie]));
      const KnownTie known = KnownTieOf(view, tie);
      evidence->set_count(static_cast<uint32_t>(known.count));
      if (known.first.is_present()) evidence->set_first_at(known.first.micros());
      if (known.last.is_present()) evidence->set_last_at(known.last.micros());
    }
  }
  return out;
}

}  // namespace pullgraph
