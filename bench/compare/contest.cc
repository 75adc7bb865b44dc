// SPDX-License-Identifier: Apache-2.0
#include "bench/compare/contest.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/kernels/community_quality.h"

namespace pullgraph::compare {
namespace {

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double ModularityOf(const TieGraph& ties, const Answer& communities) {
  const absl::StatusOr<double> quality =
      Modularity(ties, std::vector<uint32_t>(communities.begin(), communities.end()));
  return quality.ok() ? *quality : -1;
}

void Judge(const Workload& workload, const Answer& ours, const Answer& theirs,
           Outcome& outcome) {
  if (outcome.kernel == Kernel::kLeiden) {
    const double q = ModularityOf(workload.ties, ours);
    const double p = ModularityOf(workload.ties, theirs);
    outcome.sound = q >= p - 1e-3;
    outcome.quality = absl::StrFormat("Q %.4f : %.4f", q, p);
    return;
  }
  if (ours.size() != theirs.size()) {
    outcome.quality = absl::StrFormat("%d : %d answers", ours.size(), theirs.size());
    return;
  }
  double sum = 0;
  double largest = 0;
  for (size_t i = 0; i < ours.size(); ++i) {
    const double gap = std::abs(ours[i] - theirs[i]);
    sum += gap;
    largest = std::max(largest, gap / std::max(1.0, std::abs(theirs[i])));
  }
  if (outcome.kernel == Kernel::kPageRank) {
    outcome.sound = sum <= 1e-4;  // Peers stop by rules of their own.
    outcome.quality = absl::StrFormat("L1 apart by %.1e", sum);
    return;
  }
  outcome.sound = largest <= 1e-9;
  outcome.quality = outcome.sound ? "equal" : absl::StrFormat("apart by %.1e", largest);
}

}  // namespace

Outcome Contest(const Workload& workload, Kernel kernel, int rounds, Peer& ours, Peer& peer) {
  Outcome outcome;
  outcome.kernel = kernel;
  outcome.graph = workload.name;
  outcome.threads = workload.threads;
  outcome.peer = peer.name();
  std::vector<double> our_times;
  std::vector<double> peer_times;
  for (int round = 0; round < rounds; ++round) {
    const Sample a = ours.Run(kernel, round);
    const Sample b = peer.Run(kernel, round);
    our_times.push_back(a.seconds);
    peer_times.push_back(b.seconds);
    outcome.ours_peak_mb = std::max(outcome.ours_peak_mb, a.peak_mb);
    outcome.peer_peak_mb = std::max(outcome.peer_peak_mb, b.peak_mb);
  }
  outcome.ours_seconds = Median(our_times);
  outcome.peer_seconds = Median(peer_times);
  Judge(workload, ours.LastAnswer(kernel), peer.LastAnswer(kernel), outcome);
  return outcome;
}

std::string TableOf(const std::vector<Outcome>& outcomes) {
  std::string table =
      "| kernel | graph | threads | ours, s | peer | peer, s | ratio | answers | "
      "ours, MB | peer, MB |\n|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Outcome& o : outcomes) {
    absl::StrAppend(
        &table, absl::StrFormat("| %s | %s | %d | %.4g | %s | %.4g | %.2f | %s%s | %.0f | %.0f |\n",
                                NameOf(o.kernel), o.graph, o.threads, o.ours_seconds, o.peer,
                                o.peer_seconds, o.ratio(), o.sound ? "" : "**DIFFER:** ",
                                o.quality, o.ours_peak_mb, o.peer_peak_mb));
  }
  return table;
}

std::string JsonOf(const std::vector<Outcome>& outcomes) {
  std::string json = "[";
  for (const Outcome& o : outcomes) {
    absl::StrAppend(
        &json, json.size() > 1 ? ",\n " : "\n ",
        absl::StrFormat("{\"kernel\": \"%s\", \"graph\": \"%s\", \"threads\": %d, "
                        "\"peer\": \"%s\", \"ours_seconds\": %.6g, \"peer_seconds\": %.6g, "
                        "\"ratio\": %.4g, \"sound\": %s, \"quality\": \"%s\", "
                        "\"ours_peak_mb\": %.1f, \"peer_peak_mb\": %.1f}",
                        NameOf(o.kernel), o.graph, o.threads, o.peer, o.ours_seconds,
                        o.peer_seconds, o.ratio(), o.sound ? "true" : "false", o.quality,
                        o.ours_peak_mb, o.peer_peak_mb));
  }
  return json + "\n]\n";
}

}  // namespace pullgraph::compare
