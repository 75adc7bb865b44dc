// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/components.h"
#include "bench/compare/peer.h"
#include "graph/random.h"

namespace pullgraph::compare {
namespace {

// A figure of /proc/self/status, in kB; 0 if there is none.
double StatusKb(const char* key) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind(key, 0) == 0) return std::strtod(line.c_str() + std::strlen(key), nullptr);
  }
  return 0;
}

}  // namespace

const char* NameOf(Kernel kernel) {
  switch (kernel) {
    case Kernel::kBfs:
      return "bfs";
    case Kernel::kSssp:
      return "sssp";
    case Kernel::kComponents:
      return "components";
    case Kernel::kCores:
      return "cores";
    case Kernel::kJaccard:
      return "jaccard";
    case Kernel::kAdamicAdar:
      return "adamic-adar";
    case Kernel::kPageRank:
      return "pagerank";
    case Kernel::kLeiden:
      return "leiden";
    case Kernel::kPaths:
      return "k-paths";
  }
  return "";
}

Sample Measure(const std::function<void()>& body) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // Resets the peak.
  const double before = StatusKb("VmRSS:");
  const auto start = std::chrono::steady_clock::now();
  body();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return {taken.count(), std::max(0.0, StatusKb("VmHWM:") - before) / 1024};
}

absl::StatusOr<TieGraph> ReadEdgeList(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::pair<Node, Node>> ties;
  Node largest = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int line = 1; at < end; ++line) {
    const char* const stop = std::find(at, end, '\n');
    if (at != stop && *at != '#' && *at != '%') {
      Node ends[2] = {};
      for (Node& node : ends) {
        while (at != stop && (*at == ' ' || *at == '\t')) ++at;
        const auto [rest, error] = std::from_chars(at, stop, node);
        if (error != std::errc() || node == UINT32_MAX) {
          return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": no node id"));
        }
        at = rest;
        largest = std::max(largest, node);
      }
      ties.emplace_back(ends[0], ends[1]);
    }
    at = stop == end ? end : stop + 1;
  }
  return BuildTieGraph(ties.empty() ? 0 : largest + 1, ties,
                       {.symmetrize = true, .remove_parallel = true, .remove_loops = true});
}

absl::Status FillWorkload(int rounds, int pairs, int queries, uint64_t seed,
                          Workload& workload) {
  const TieGraph& ties = workload.ties;
  if (ties.num_arcs() == 0) return absl::InvalidArgumentError("the graph has no ties");
  workload.costs.resize(ties.num_arcs());
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const Node v = ties.Target(arc);
      RandomStream random(seed, uint64_t{std::min(u, v)} << 32 | std::max(u, v));
      workload.costs[arc] = static_cast<uint32_t>(1 + random.Below(255));
    }
  }
  const absl::StatusOr<ComponentsResult> components = FindComponents(ties);
  if (!components.ok()) return components.status();
  const Node giant = components->smallest[components->largest()];
  const auto draw = [&](RandomStream& random) {
    return static_cast<Node>(random.Below(ties.num_nodes()));
  };
  const auto draw_in_giant = [&](RandomStream& random) {
    Node u = draw(random);
    while (components->label[u] != giant) u = draw(random);
    return u;
  };
  RandomStream random(seed, 0);
  for (int i = 0; i < rounds; ++i) workload.sources.push_back(draw_in_giant(random));
  while (workload.pairs.size() < static_cast<size_t>(pairs)) {
    const Node u = draw(random);
    const Node v = draw(random);
    if (u != v) workload.pairs.emplace_back(u, v);
  }
  while (workload.queries.size() < static_cast<size_t>(queries)) {
    const Node u = draw_in_giant(random);
    const Node v = draw_in_giant(random);
    if (u != v) workload.queries.emplace_back(u, v);
  }
  return absl::OkStatus();
}

}  // namespace pullgraph::compare
