// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "graph/fault_finder.h"

namespace pullgraph {
namespace {

void CheckTimes(FaultFinder& find, size_t i) {
  const TieColumns& c = find.parts().ties;
  const absl::Span<const Time> at = c.at[i];
  if (at.empty()) return;
  for (size_t k = 0; k < at.size(); ++k) {
    if (!at[k].is_present()) find.Fail("tie", i, "at", "holds an absent time");
    find.Moment("tie", i, "at", at[k]);
    if (k > 0 && at[k] < at[k - 1]) find.Fail("tie", i, "at", "is not ascending");
  }
  if (at.size() != c.count[i] || at.front() != c.first_at[i] || at.back() != c.last_at[i]) {
    find.Fail("tie", i, "at", "does not agree with count, first_at and last_at");
  }
}

// True if two arcs hold the same in every column.
bool SameTie(const TieColumns& c, ArcIndex a, ArcIndex b) {
  return c.kind[a] == c.kind[b] && c.count[a] == c.count[b] && c.first_at[a] == c.first_at[b] &&
         c.last_at[a] == c.last_at[b] && c.strength[a] == c.strength[b] && c.at[a] == c.at[b];
}

bool AllDefault(const TieColumns& c) {
  return c.kind.is_default() && c.count.is_default() && c.first_at.is_default() &&
         c.last_at.is_default() && c.strength.is_default() && c.at.is_default();
}

// Each arc of an undirected tie has its mirror, which holds the same. TieGraph has
// checked that mirrors exist where all arcs are of undirected ties.
void CheckMirrors(FaultFinder& find) {
  const TieGraph& g = find.parts().graph;
  const TieColumns& c = find.parts().ties;
  if (g.is_symmetric() ? AllDefault(c) : c.mirrored.is_default()) return;
  const auto mirrored = [&](ArcIndex arc) { return g.is_symmetric() || c.mirrored[arc] != 0; };
  // next[v]: the first mirrored arc of v that has not met its mirror.
  std::vector<ArcIndex> next(g.offsets().begin(), g.offsets().end());
  const auto advance = [&](Node v) {
    while (next[v] < g.OutEnd(v) && !mirrored(next[v])) ++next[v];
    return next[v] < g.OutEnd(v);
  };
  for (Node u = 0; u < g.num_nodes() && find.ok(); ++u) {
    // Invariant: all mirrored arcs from lower nodes have met theirs.
    if (advance(u) && g.Target(next[u]) < u) find.Fail("tie", next[u], "mirror", "is missing");
    for (ArcIndex arc = g.OutBegin(u); arc < g.OutEnd(u) && find.ok(); ++arc) {
      const Node v = g.Target(arc);
      if (v <= u || !mirrored(arc)) continue;
      if (!advance(v) || g.Target(next[v]) != u) {
        find.Fail("tie", arc, "mirror", "is missing");
      } else if (!SameTie(c, arc, next[v]++)) {
        find.Fail("tie", arc, "mirror", "differs from it");
      }
    }
  }
}

}  // namespace

void CheckTies(FaultFinder& find) {
  const CommunityParts& p = find.parts();
  const TieColumns& c = p.ties;
  const size_t m = p.graph.num_arcs();
  if (p.graph.num_nodes() != p.members.id.size()) {
    find.Fail("tie", 0, "rows", "are for ", p.graph.num_nodes(), " members, expected ",
         p.members.id.size());
    return;
  }
  find.Length("tie", "kind", c.kind.size(), m);
  find.Each("tie", "count", c.count, m, [&](size_t i, uint32_t v) {
    if (v == 0) find.Fail("tie", i, "count", "is 0, expected at least 1");
  });
  find.Moments("tie", "first_at", c.first_at, m);
  find.Moments("tie", "last_at", c.last_at, m);
  for (size_t i = 0; !c.last_at.is_default() && i < m && find.ok(); ++i) {
    if (c.last_at[i].is_present() && c.last_at[i] < c.first_at[i]) {
      find.Fail("tie", i, "last_at", "is before first_at");
    }
  }
  find.Each("tie", "strength", c.strength, m, 
       [&](size_t i, float v) { find.InRange("tie", i, "strength", v, kStrengthRange); });
  find.Each("tie", "mirrored", c.mirrored, m, [&](size_t i, uint8_t v) {
    if (v > 1) find.Fail("tie", i, "mirrored", "is ", int{v}, ", expected 0 or 1");
  });
  find.Length("tie", "at", c.at.size(), m);
  for (size_t i = 0; !c.at.is_default() && i < m && find.ok(); ++i) CheckTimes(find, i);
  if (find.ok()) CheckMirrors(find);
}

}  // namespace pullgraph
