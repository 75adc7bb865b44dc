// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/brokers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/betweenness.h"
#include "algorithms/kernels/leiden.h"

namespace pullgraph {
namespace {

absl::Status FindBetween(const TieGraph& ties, const BrokerOptions& options,
                         Brokers& brokers) {
  const auto n = static_cast<double>(ties.num_nodes());
  if (n * (n + static_cast<double>(ties.num_arcs())) <= options.exact_work) {
    absl::StatusOr<std::vector<double>> exact = FindBetweenness(ties, {.run = options.run});
    if (!exact.ok()) return exact.status();
    brokers.betweenness = *std::move(exact);
    return absl::OkStatus();
  }
  absl::StatusOr<SampledBetweenness> sampled =
      EstimateBetweenness(ties, {.epsilon = options.epsilon,
                                 .delta = options.delta,
                                 .seed = options.seed,
                                 .run = options.run});
  if (!sampled.ok()) return sampled.status();
  brokers.betweenness = std::move(sampled->betweenness);
  brokers.epsilon = sampled->half_width;
  brokers.samples = sampled->samples;
  return absl::OkStatus();
}

void Participate(const TieGraph& ties, Brokers& brokers) {
  std::vector<uint32_t> clusters;
  for (Node v = 0; v < ties.num_nodes(); ++v) {
    clusters.clear();
    const absl::Span<const Node> row = ties.OutNeighbors(v);
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i] == v || (i > 0 && row[i] == row[i - 1])) continue;
      clusters.push_back(brokers.cluster[row[i]]);
    }
    std::sort(clusters.begin(), clusters.end());
    double squares = 0;
    uint32_t tied = 0;
    for (size_t i = 0, end = 0; i < clusters.size(); i = end, ++tied) {
      while (end < clusters.size() && clusters[end] == clusters[i]) ++end;
      const double share = static_cast<double>(end - i) / static_cast<double>(clusters.size());
      squares += share * share;
    }
    brokers.contacts.push_back(static_cast<uint32_t>(clusters.size()));
    brokers.clusters_tied.push_back(tied);
    brokers.participation.push_back(tied > 1 ? 1 - squares : 0);
  }
}

}  // namespace

absl::StatusOr<Brokers> FindBrokers(const TieGraph& ties, absl::Span<const double> weights,
                                    const BrokerOptions& options) {
  if (!ties.is_symmetric()) {
    return absl::InvalidArgumentError("ties are directed, expected a symmetric graph");
  }
  if (!(options.exact_work >= 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("exact_work is ", options.exact_work, ", expected >= 0"));
  }
  if (!(options.epsilon > 0 && options.epsilon <= 0.5)) {
    return absl::InvalidArgumentError(
        absl::StrCat("epsilon is ", options.epsilon, ", expected one in (0, 0.5]"));
  }
  if (!(options.delta > 0 && options.delta < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("delta is ", options.delta, ", expected one in (0, 1)"));
  }
  Brokers brokers;
  LeidenOptions leiden;
  leiden.resolution = options.resolution;
  leiden.seed = options.seed;
  leiden.run = options.run;
  absl::StatusOr<LeidenResult> found = FindCommunities(ties, weights, leiden);
  if (!found.ok()) return found.status();
  brokers.cluster = std::move(found->labels);
  brokers.num_clusters = found->count;
  if (absl::Status s = FindBetween(ties, options, brokers); !s.ok()) return s;
  Participate(ties, brokers);
  return brokers;
}

}  // namespace pullgraph
