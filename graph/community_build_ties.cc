// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "graph/arc_sort.h"
#include "graph/community_builder_rows.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// One arc to be: where it goes, and the row it comes from.
struct PendingArc {
  Node source;
  Node target;
  TieKind kind;
  uint8_t mirrored;
  uint32_t row;

  auto Place() const { return std::tuple(source, target, kind, mirrored); }
};

// All arcs that fold into one.
TieRow Fold(const std::vector<TieRow>& rows, absl::Span<const PendingArc> arcs) {
  TieRow out = rows[arcs[0].row];
  bool all_dated = !out.at.empty();
  uint64_t count = out.count;
  for (const PendingArc& arc : arcs.subspan(1)) {
    const TieRow& row = rows[arc.row];
    count += row.count;
    out.strength = std::max(out.strength, row.strength);
    if (row.first_at.is_present()) {
      out.first_at =
          out.first_at.is_present() ? std::min(out.first_at, row.first_at) : row.first_at;
      out.last_at = std::max(out.last_at, row.last_at);
    }
    all_dated = all_dated && !row.at.empty();
    if (all_dated) out.at.insert(out.at.end(), row.at.begin(), row.at.end());
  }
  if (!all_dated) out.at.clear();
  std::sort(out.at.begin(), out.at.end());
  out.count = static_cast<uint32_t>(std::min<uint64_t>(count, UINT32_MAX));
  return out;
}

void AppendArc(TieColumns& ties, const TieRow& row, bool mirrored) {
  ties.kind.Append(row.kind);
  ties.count.Append(row.count);
  ties.first_at.Append(row.first_at);
  ties.last_at.Append(row.last_at);
  ties.strength.Append(row.strength);
  ties.mirrored.Append(mirrored ? 1 : 0);
  ties.at.Append(row.at);
}

std::vector<PendingArc> ListArcs(const std::vector<TieRow>& ties) {
  std::vector<PendingArc> arcs;
  arcs.reserve(ties.size());
  for (uint32_t i = 0; i < ties.size(); ++i) {
    const TieRow& tie = ties[i];
    const uint8_t mirrored = tie.directed ? 0 : 1;
    arcs.push_back({tie.from.value(), tie.to.value(), tie.kind, mirrored, i});
    if (mirrored && tie.from != tie.to) {
      arcs.push_back({tie.to.value(), tie.from.value(), tie.kind, mirrored, i});
    }
  }
  return arcs;
}

absl::Status BuildPlainTies(Node n, absl::Span<const std::pair<Node, Node>> plain,
                            bool directed, const RunControl* run, CommunityParts& parts) {
  const int threads = ThreadsOf(run);
  SortedArcs rows = SortArcs(n, plain, !directed, /*remove_loops=*/false, threads);
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  const std::vector<uint32_t> count = FoldParallelArcs(rows);
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  auto graph = TieGraph::FromSortedRows(std::move(rows.offsets), std::move(rows.targets),
                                        !directed, threads);
  if (!graph.ok()) return graph.status();
  parts.graph = *std::move(graph);
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  const size_t arcs = parts.graph.num_arcs();
  TieColumns& ties = parts.ties;
  ties.kind.AppendDefaults(arcs);
  if (count.empty()) ties.count.AppendDefaults(arcs);
  for (const uint32_t c : count) ties.count.Append(c);
  ties.first_at.AppendDefaults(arcs);
  ties.last_at.AppendDefaults(arcs);
  ties.strength.AppendDefaults(arcs);
  ties.mirrored.AppendDefaults(arcs);
  ties.at.AppendDefaults(arcs);
  return absl::OkStatus();
}

}  // namespace

absl::Status BuildTies(Node num_members, std::vector<TieRow> ties,
                       std::vector<std::pair<Node, Node>> plain_directed,
                       std::vector<std::pair<Node, Node>> plain_undirected,
                       const RunControl* run, CommunityParts& parts) {
  const int threads = ThreadsOf(run);
  if (ties.empty() && (plain_directed.empty() || plain_undirected.empty())) {
    const bool directed = !plain_directed.empty();
    return BuildPlainTies(num_members, directed ? plain_directed : plain_undirected, directed,
                          run, parts);
  }
  for (const bool directed : {true, false}) {
    for (const auto& [u, v] : directed ? plain_directed : plain_undirected) {
      TieRow row;
      row.from = MemberId(u);
      row.to = MemberId(v);
      row.directed = directed;
      ties.push_back(std::move(row));
    }
  }
  const bool symmetric =
      std::none_of(ties.begin(), ties.end(), [](const TieRow& t) { return t.directed; });
  std::vector<PendingArc> arcs = ListArcs(ties);
  ParallelSort(threads, arcs.begin(), arcs.end(), [](const PendingArc& a, const PendingArc& b) {
    return a.Place() < b.Place();
  });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  std::vector<uint64_t> offsets(size_t{num_members} + 1, 0);
  std::vector<Node> targets;
  for (size_t i = 0; i < arcs.size();) {
    size_t end = i + 1;
    while (end < arcs.size() && arcs[end].Place() == arcs[i].Place()) ++end;
    AppendArc(parts.ties, Fold(ties, absl::MakeConstSpan(arcs).subspan(i, end - i)),
              !symmetric && arcs[i].mirrored != 0);
    targets.push_back(arcs[i].target);
    ++offsets[arcs[i].source + 1];
    i = end;
  }
  for (size_t u = 0; u < num_members; ++u) offsets[u + 1] += offsets[u];
  auto graph =
      TieGraph::FromSortedRows(std::move(offsets), std::move(targets), symmetric, threads);
  if (!graph.ok()) return graph.status();
  parts.graph = *std::move(graph);
  return absl::OkStatus();
}

}  // namespace pullgraph
