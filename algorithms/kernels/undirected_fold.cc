// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/undirected_fold.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

double WeightOf(absl::Span<const double> weights, ArcIndex arc) {
  return weights.empty() ? 1.0 : weights[arc];
}

// Appends the folded row of `u`: out- and in-arcs merged, both ascending.
void AppendRow(const TieGraph& ties, absl::Span<const double> weights, Node u,
               std::vector<Node>& targets, std::vector<double>& sums) {
  const auto outs = ties.OutNeighbors(u);
  const auto ins = ties.is_symmetric() ? absl::Span<const Node>() : ties.InNeighbors(u);
  size_t i = 0, j = 0;
  while (i < outs.size() || j < ins.size()) {
    const Node v = j == ins.size() || (i < outs.size() && outs[i] <= ins[j]) ? outs[i] : ins[j];
    // One order of addition for both ends, so that the two arcs agree bit for bit:
    // first the arcs out of the smaller end. A loop counts once.
    double out_sum = 0, in_sum = 0;
    for (; i < outs.size() && outs[i] == v; ++i) {
      out_sum += WeightOf(weights, ties.OutBegin(u) + i);
    }
    for (; j < ins.size() && ins[j] == v; ++j) {
      if (v != u) in_sum += WeightOf(weights, ties.InArc(u, j));
    }
    const double sum = u < v ? out_sum + in_sum : in_sum + out_sum;
    if (sum == 0) continue;
    targets.push_back(v);
    sums.push_back(sum);
  }
}

}  // namespace

absl::Status CheckArcWeights(const TieGraph& ties, absl::Span<const double> weights) {
  if (weights.empty()) return absl::OkStatus();
  if (weights.size() != ties.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat("weights has ", weights.size(),
                                                   " entries, expected one per arc: ",
                                                   ties.num_arcs()));
  }
  for (ArcIndex arc = 0; arc < weights.size(); ++arc) {
    if (!(weights[arc] >= 0) || !std::isfinite(weights[arc])) {
      return absl::InvalidArgumentError(
          absl::StrCat("weights[", arc, "] = ", weights[arc], ", expected finite and >= 0"));
    }
  }
  if (!ties.is_symmetric()) return absl::OkStatus();
  // Rows are ascending, so the mirrors in row v come up in the order of u.
  std::vector<uint64_t> next(ties.offsets().begin(), ties.offsets().end() - 1);
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const ArcIndex mirror = next[ties.Target(arc)]++;
      if (weights[arc] != weights[mirror]) {
        return absl::InvalidArgumentError(absl::StrCat(
            "weights[", arc, "] = ", weights[arc], " differs from weights[", mirror, "] = ",
            weights[mirror], " of its mirror: tie {", u, ", ", ties.Target(arc), "}"));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<UndirectedFold> FoldUndirected(const TieGraph& ties,
                                              absl::Span<const double> weights,
                                              const RunControl* run) {
  if (absl::Status status = CheckArcWeights(ties, weights); !status.ok()) return status;
  if (absl::Status status = CheckCancelled(run); !status.ok()) return status;
  std::vector<uint64_t> offsets(1, 0);
  std::vector<Node> targets;
  UndirectedFold fold;
  offsets.reserve(ties.num_nodes() + size_t{1});
  const uint64_t most = ties.num_arcs() * (ties.is_symmetric() ? 1 : 2);
  targets.reserve(most);
  fold.weights.reserve(most);
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    AppendRow(ties, weights, u, targets, fold.weights);
    offsets.push_back(targets.size());
  }
  absl::StatusOr<TieGraph> built =
      TieGraph::FromSortedRows(std::move(offsets), std::move(targets), true, ThreadsOf(run));
  if (!built.ok()) return built.status();
  fold.ties = *std::move(built);
  return fold;
}

}  // namespace pullgraph
