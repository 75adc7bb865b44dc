// SPDX-License-Identifier: Apache-2.0
// Whose contacts do not know one another? They stand between, and hear first.
#ifndef PULLGRAPH_ALGORITHMS_ACHIEVE_STRUCTURAL_HOLES_H_
#define PULLGRAPH_ALGORITHMS_ACHIEVE_STRUCTURAL_HOLES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "algorithms/kernels/no_node.h"
#include "graph/community_view.h"
#include "graph/run_control.h"
#include "graph/tie_graph.h"
#include "graph/tie_probability.h"

namespace pullgraph {

struct StructuralHolesOptions {
  const RunControl* run = nullptr;
};

// How free a node is to broker between its contacts.
struct StructuralHole {
  uint32_t contacts = 0;      // Nodes it has a tie to, itself not counted; >= 1.
  double constraint = 0;      // > 0; low is free, 1 or more is tied down.
  double effective_size = 0;  // Contacts less their redundancy, in [1, contacts].
  double efficiency = 0;      // effective_size / contacts, in (0, 1].
  // The contact that constrains most, and its part of the constraint.
  Node constrained_by = kNoNode;
  double constrained_by_share = 0;
};

// Returns Burt's figures for every node; absent for one without contacts. A tie
// {u, v} weighs w(u, v) = the sum of all arcs between the two (FoldUndirected); loops
// are left out. With p(u, v) = w(u, v) / sum of w(u, k) over k,
//   constraint(u) = sum over contacts v of (p(u, v) + sum over q of p(u, q) p(q, v))^2,
// q any node but u and v: the sum is squared, not its terms, and v runs over the
// contacts alone. With m(v, q) = w(v, q) / max of w(v, k) over k,
//   effective_size(u) = sum over contacts v of (1 - sum over q of p(u, q) m(v, q)).
// `weights` has one entry per arc, finite and >= 0, or none: then each arc weighs 1.
//
// TIES: constrained_by is the smallest node of equals; bit-identical for any number
// of threads.
// COST: O(sum of squared degrees) time, O(n) memory a thread and O(m) beside.
// ERRORS: those of FoldUndirected; InvalidArgument naming the node whose weights add
// up past the largest double; Cancelled by `run`.
// SOURCE: Burt 1992, Structural Holes, ISBN 9780674843714; Borgatti 1997,
// Connections 20(1), for effective size.
absl::StatusOr<std::vector<std::optional<StructuralHole>>> FindStructuralHoles(
    const TieGraph& ties, absl::Span<const double> weights = {},
    const StructuralHolesOptions& options = {});

// The same for the members of a community and the ties known to `view`, weighed by
// UndirectedTieStrengths.
//
// TIES, COST, ERRORS: as above; those of TieStrengths; Cancelled by `strength.run`.
absl::StatusOr<std::vector<std::optional<StructuralHole>>> FindStructuralHoles(
    const CommunityView& view, const TieStrengthOptions& strength = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ACHIEVE_STRUCTURAL_HOLES_H_
