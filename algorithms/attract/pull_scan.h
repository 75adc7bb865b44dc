// SPDX-License-Identifier: Apache-2.0
// Looks at the candidates of every member, many members at a time; internal to attract/.
#ifndef PULLGRAPH_ALGORITHMS_ATTRACT_PULL_SCAN_H_
#define PULLGRAPH_ALGORITHMS_ATTRACT_PULL_SCAN_H_

#include <algorithm>
#include <atomic>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/attract/pull_candidates.h"
#include "graph/parallel.h"
#include "graph/run_control.h"

namespace pullgraph {

// Returns what scan(member, scratch, candidates, out) appends to `out`, in the order of
// members; `scratch` and `candidates` are the worker's, to find candidates with.
//
// TIES: none; the same for any number of threads.
// Tells `run` how far it is.
// ERRORS: Cancelled by `run`.
template <class Row, class Scan>
absl::StatusOr<std::vector<Row>> ScanMembers(const CommunityGraph& c, const RunControl* run,
                                             Scan scan) {
  constexpr int64_t kGrain = 64;
  const int threads = ThreadsOf(run);
  std::vector<std::optional<CandidateScratch>> scratch(static_cast<size_t>(threads));
  std::vector<std::vector<Row>> parts(
      static_cast<size_t>((c.num_members() + kGrain - 1) / kGrain));
  std::atomic<int64_t> done = 0;
  ParallelForWorker(threads, c.num_members(), kGrain,
                    [&](int worker, int64_t begin, int64_t end) {
    if (IsCancelled(run)) return;
    const int64_t so_far = done.fetch_add(end - begin, std::memory_order_relaxed);
    // The first worker is the calling thread.
    if (worker == 0) ReportProgress(run, static_cast<double>(so_far) / c.num_members());
    std::optional<CandidateScratch>& mine = scratch[static_cast<size_t>(worker)];
    if (!mine) mine.emplace(c.num_resources());
    std::vector<PullCandidate> candidates;
    for (auto m = static_cast<uint32_t>(begin); m < static_cast<uint32_t>(end); ++m) {
      scan(m, *mine, candidates, parts[static_cast<size_t>(begin / kGrain)]);
    }
  });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  std::vector<Row> all;
  for (std::vector<Row>& part : parts) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
    part = {};
  }
  return all;
}

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_ATTRACT_PULL_SCAN_H_
