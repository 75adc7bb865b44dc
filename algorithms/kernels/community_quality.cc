// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/community_quality.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/undirected_fold.h"

namespace pullgraph {
namespace {

absl::Status CheckLabelling(const TieGraph& ties, absl::Span<const uint32_t> labels,
                            absl::Span<const double> weights) {
  if (labels.size() != ties.num_nodes()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "labels has ", labels.size(), " entries, expected one per node: ", ties.num_nodes()));
  }
  for (size_t u = 0; u < labels.size(); ++u) {
    if (labels[u] >= labels.size()) {
      return absl::InvalidArgumentError(absl::StrCat("labels[", u, "] = ", labels[u],
                                                     ", expected in [0, ", labels.size(), ")"));
    }
  }
  return CheckArcWeights(ties, weights);
}

absl::Status CheckResolution(double resolution) {
  if (resolution >= 0 && std::isfinite(resolution)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("resolution = ", resolution, ", expected finite and >= 0"));
}

// Entropy of the runs of equal values in `sorted`, in nats.
template <class T>
double EntropyOfSorted(const std::vector<T>& sorted) {
  const auto n = static_cast<double>(sorted.size());
  double entropy = 0;
  for (size_t begin = 0, end = 0; begin < sorted.size(); begin = end) {
    while (end < sorted.size() && sorted[end] == sorted[begin]) ++end;
    const double p = static_cast<double>(end - begin) / n;
    entropy -= p * std::log(p);
  }
  return entropy;
}

}  // namespace

absl::StatusOr<std::vector<CommunityVolume>> CommunityVolumes(
    const TieGraph& ties, absl::Span<const uint32_t> labels, absl::Span<const double> weights) {
  if (absl::Status status = CheckLabelling(ties, labels, weights); !status.ok()) return status;
  std::vector<CommunityVolume> rows(
      labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end()) + size_t{1});
  // An undirected tie stands in two rows of a symmetric graph: each arc is half of it.
  const double half = ties.is_symmetric() ? 0.5 : 1.0;
  double total = 0;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    CommunityVolume& own = rows[labels[u]];
    ++own.size;
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const Node v = ties.Target(arc);
      const double w = (weights.empty() ? 1.0 : weights[arc]) * (u == v ? 1.0 : half);
      if (labels[v] == labels[u]) {
        own.internal += w;
      } else {
        own.cut += w;
        rows[labels[v]].cut += w;
      }
      total += 2 * w;
    }
  }
  for (CommunityVolume& row : rows) {
    row.volume = 2 * row.internal + row.cut;
    const double smaller = std::min(row.volume, total - row.volume);
    // Rounding may leave the complement a hair below the cut.
    row.conductance =
        row.cut > 0 ? (smaller > 0 ? std::min(1.0, row.cut / smaller) : 1.0) : 0.0;
  }
  return rows;
}

absl::StatusOr<double> Modularity(const TieGraph& ties, absl::Span<const uint32_t> labels,
                                  absl::Span<const double> weights, double resolution) {
  if (absl::Status status = CheckResolution(resolution); !status.ok()) return status;
  absl::StatusOr<std::vector<CommunityVolume>> rows = CommunityVolumes(ties, labels, weights);
  if (!rows.ok()) return rows.status();
  double volume = 0;
  for (const CommunityVolume& row : *rows) volume += row.volume;
  if (volume == 0) return 0.0;
  double quality = 0;
  for (const CommunityVolume& row : *rows) {
    const double share = row.volume / volume;
    quality += 2 * row.internal / volume - resolution * share * share;
  }
  return quality;
}

absl::StatusOr<double> PottsQuality(const TieGraph& ties, absl::Span<const uint32_t> labels,
                                    absl::Span<const double> weights, double resolution) {
  if (absl::Status status = CheckResolution(resolution); !status.ok()) return status;
  absl::StatusOr<std::vector<CommunityVolume>> rows = CommunityVolumes(ties, labels, weights);
  if (!rows.ok()) return rows.status();
  double quality = 0;
  for (const CommunityVolume& row : *rows) {
    quality += row.internal - resolution * 0.5 * row.size * (row.size - 1.0);
  }
  return quality;
}

absl::StatusOr<double> NormalizedMutualInformation(absl::Span<const uint32_t> a,
                                                   absl::Span<const uint32_t> b) {
  if (a.size() != b.size() || a.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the labellings have ", a.size(), " and ", b.size(),
                     " entries, expected the same number, at least 1"));
  }
  std::vector<uint32_t> first(a.begin(), a.end()), second(b.begin(), b.end());
  std::vector<std::pair<uint32_t, uint32_t>> both(a.size());
  for (size_t i = 0; i < a.size(); ++i) both[i] = {a[i], b[i]};
  std::sort(first.begin(), first.end());
  std::sort(second.begin(), second.end());
  std::sort(both.begin(), both.end());
  const double sum = EntropyOfSorted(first) + EntropyOfSorted(second);
  if (sum == 0) return 1.0;
  return std::clamp(2 * (sum - EntropyOfSorted(both)) / sum, 0.0, 1.0);
}

absl::StatusOr<uint32_t> CountDisconnected(const TieGraph& ties,
                                           absl::Span<const uint32_t> labels,
                                           absl::Span<const double> weights) {
  if (absl::Status status = CheckLabelling(ties, labels, weights); !status.ok()) return status;
  const Node n = ties.num_nodes();
  std::vector<uint8_t> seen(n, 0);
  std::vector<uint32_t> pieces(n, 0);
  std::vector<Node> stack;
  for (Node start = 0; start < n; ++start) {
    if (seen[start] != 0) continue;
    ++pieces[labels[start]];
    auto visit = [&](Node v, ArcIndex arc) {
      if (seen[v] != 0 || labels[v] != labels[start]) return;
      if (!weights.empty() && weights[arc] == 0) return;
      seen[v] = 1;
      stack.push_back(v);
    };
    seen[start] = 1;
    stack.push_back(start);
    while (!stack.empty()) {
      const Node u = stack.back();
      stack.pop_back();
      for (ArcIndex a = ties.OutBegin(u); a < ties.OutEnd(u); ++a) visit(ties.Target(a), a);
      if (ties.is_symmetric()) continue;
      const auto ins = ties.InNeighbors(u);
      for (size_t k = 0; k < ins.size(); ++k) visit(ins[k], ties.InArc(u, k));
    }
  }
  return static_cast<uint32_t>(
      std::count_if(pieces.begin(), pieces.end(), [](uint32_t p) { return p > 1; }));
}

}  // namespace pullgraph
