// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/structural_holes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/undirected_strengths.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 64;  // Rows of hubs are long.

// What every node's figures are made of.
struct Scene {
  UndirectedFold fold;
  std::vector<double> total;    // Of the ties of each node, without loops.
  std::vector<double> largest;  // Of its ties.

  double Proportion(Node u, ArcIndex arc) const { return fold.weights[arc] / total[u]; }
};

// Scratch memory of one worker: the slot of each contact of the node in turn.
struct Contacts {
  static constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> slot;     // By node; kNone if it is no contact.
  std::vector<double> invested;   // By slot: p(u, v) and what goes there in two steps.
  std::vector<double> redundant;  // By slot: sum of p(u, q) m(v, q).
};

void Weigh(Scene& scene, int threads) {
  const TieGraph& ties = scene.fold.ties;
  scene.total.assign(ties.num_nodes(), 0);
  scene.largest.assign(ties.num_nodes(), 0);
  ParallelFor(threads, ties.num_nodes(), 4096, [&](int64_t begin, int64_t end) {
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        if (ties.Target(arc) == u) continue;
        scene.total[u] += scene.fold.weights[arc];
        scene.largest[u] = std::max(scene.largest[u], scene.fold.weights[arc]);
      }
    }
  });
}

// Follows u -> q -> v to the contacts v of u.
void TwoSteps(const Scene& scene, Node u, Contacts& contacts) {
  const TieGraph& ties = scene.fold.ties;
  for (ArcIndex first = ties.OutBegin(u); first < ties.OutEnd(u); ++first) {
    const Node q = ties.Target(first);
    if (q == u) continue;
    const double to_q = scene.Proportion(u, first);
    for (ArcIndex second = ties.OutBegin(q); second < ties.OutEnd(q); ++second) {
      const Node v = ties.Target(second);
      const uint32_t slot = contacts.slot[v];
      if (slot == Contacts::kNone || v == q) continue;
      contacts.invested[slot] += to_q * scene.Proportion(q, second);
      // Both arcs of a tie weigh the same: w(v, q) is w(q, v).
      contacts.redundant[slot] += to_q * (scene.fold.weights[second] / scene.largest[v]);
    }
  }
}

std::optional<StructuralHole> FiguresOf(const Scene& scene, Node u, Contacts& contacts) {
  const TieGraph& ties = scene.fold.ties;
  contacts.invested.clear();
  for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
    if (ties.Target(arc) == u) continue;
    contacts.slot[ties.Target(arc)] = static_cast<uint32_t>(contacts.invested.size());
    contacts.invested.push_back(scene.Proportion(u, arc));
  }
  if (contacts.invested.empty()) return std::nullopt;
  contacts.redundant.assign(contacts.invested.size(), 0);
  TwoSteps(scene, u, contacts);
  StructuralHole hole;
  hole.contacts = static_cast<uint32_t>(contacts.invested.size());
  for (const Node v : ties.OutNeighbors(u)) {
    if (v == u) continue;
    const uint32_t slot = contacts.slot[v];
    contacts.slot[v] = Contacts::kNone;
    const double part = contacts.invested[slot] * contacts.invested[slot];
    hole.constraint += part;
    hole.effective_size += 1 - contacts.redundant[slot];
    if (part > hole.constrained_by_share) {
      hole.constrained_by_share = part;
      hole.constrained_by = v;
    }
  }
  hole.constrained_by_share /= hole.constraint;
  hole.efficiency = hole.effective_size / hole.contacts;
  return hole;
}

using Holes = std::vector<std::optional<StructuralHole>>;

absl::StatusOr<Holes> HolesOf(UndirectedFold fold, const RunControl* run) {
  Scene scene;
  scene.fold = std::move(fold);
  const int threads = ThreadsOf(run);
  Weigh(scene, threads);
  const Node n = scene.fold.ties.num_nodes();
  for (Node u = 0; u < n; ++u) {
    if (!std::isfinite(scene.total[u])) {
      return absl::InvalidArgumentError(absl::StrCat(
          "weights of node ", u, " add up to ", scene.total[u], ", expected a finite sum"));
    }
  }
  Holes holes(n);
  std::vector<Contacts> contacts(static_cast<size_t>(threads));
  ParallelForWorker(threads, n, kGrain, [&](int worker, int64_t begin, int64_t end) {
    if (IsCancelled(run)) return;
    Contacts& mine = contacts[static_cast<size_t>(worker)];
    if (mine.slot.empty()) mine.slot.assign(n, Contacts::kNone);
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      holes[u] = FiguresOf(scene, u, mine);
    }
  });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  ReportProgress(run, 1);
  return holes;
}

}  // namespace

absl::StatusOr<Holes> FindStructuralHoles(const TieGraph& ties, absl::Span<const double> weights,
                                          const StructuralHolesOptions& options) {
  absl::StatusOr<UndirectedFold> fold = FoldUndirected(ties, weights, options.run);
  if (!fold.ok()) return fold.status();
  return HolesOf(*std::move(fold), options.run);
}

absl::StatusOr<Holes> FindStructuralHoles(const CommunityView& view,
                                          const TieStrengthOptions& strength) {
  absl::StatusOr<UndirectedFold> fold = UndirectedTieStrengths(view, strength);
  if (!fold.ok()) return fold.status();
  return HolesOf(*std::move(fold), strength.run);
}

}  // namespace pullgraph
