// SPDX-License-Identifier: Apache-2.0
// Ours against a peer, turn by turn.
#ifndef PULLGRAPH_BENCH_COMPARE_CONTEST_H_
#define PULLGRAPH_BENCH_COMPARE_CONTEST_H_

#include <string>
#include <vector>

#include "bench/compare/peer.h"

namespace pullgraph::compare {

// One line of the table.
struct Outcome {
  Kernel kernel = Kernel::kBfs;
  std::string graph;
  int threads = 1;
  std::string peer;
  double ours_seconds = 0;  // Medians.
  double peer_seconds = 0;
  double ours_peak_mb = 0;  // Largest.
  double peer_peak_mb = 0;
  bool sound = false;       // The answers agree; for Leiden: ours is no worse.
  std::string quality;      // How well they agree, or both qualities.

  double ratio() const { return ours_seconds / peer_seconds; }
};

// Lets both run `rounds` times in turn and compares their last answers.
Outcome Contest(const Workload& workload, Kernel kernel, int rounds, Peer& ours, Peer& peer);

std::string TableOf(const std::vector<Outcome>& outcomes);  // Markdown.
std::string JsonOf(const std::vector<Outcome>& outcomes);

}  // namespace pullgraph::compare

#endif  // PULLGRAPH_BENCH_COMPARE_CONTEST_H_
