// SPDX-License-Identifier: Apache-2.0
// Runs our kernels and those of the peers that this machine has, in turn, on one graph,
// and checks that they agree. See docs/benchmarks.md.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "algorithms/kernels/generators.h"
#include "bench/compare/contest.h"
#include "bench/compare/peer.h"

namespace pullgraph::compare {
namespace {

constexpr char kUsage[] =
    "usage: pullgraph_compare [options]\n"
    "  pullgraph_compare --kronecker=18 --threads=2 --json=result.json\n\n"
    "  --graph=FILE       undirected edge list, \"u v\" a line\n"
    "  --kronecker=SCALE  Kronecker graph of 2^SCALE nodes, edge factor 16 (16)\n"
    "  --planted=NODES    planted communities of 50, 7 ties a node, mixing .3\n"
    "  --kernels=A,B      bfs, sssp, components, cores, jaccard, adamic-adar, pagerank,\n"
    "                     leiden, k-paths (all)\n"
    "  --threads=N (1)  --runs=N (5)  --pairs=N (1000000)  --queries=N (3)  --seed=N (42)\n"
    "  --json=FILE        the table as JSON, too\n\n"
    "Ratios are ours / peer, medians of runs taken in turn. Exits with 1 if answers\n"
    "differ.\n";

struct Options {
  std::string graph;
  std::string json;
  std::string kernels;
  int kronecker = 16;
  int planted = 0;
  int threads = 1;
  int runs = 5;
  int pairs = 1000000;
  int queries = 3;
  int seed = 42;
};

bool ReadNumber(const std::string& text, int& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0;
}

// False for an option that is none.
bool ReadOption(const std::string& argument, Options& options) {
  const size_t equals = argument.find('=');
  if (argument.rfind("--", 0) != 0 || equals == std::string::npos) return false;
  const std::string name = argument.substr(2, equals - 2);
  const std::string value = argument.substr(equals + 1);
  if (name == "graph") return options.graph = value, true;
  if (name == "json") return options.json = value, true;
  if (name == "kernels") return options.kernels = value, true;
  const std::pair<const char*, int*> numbers[] = {
      {"kronecker", &options.kronecker}, {"planted", &options.planted},
      {"threads", &options.threads},     {"runs", &options.runs},
      {"pairs", &options.pairs},         {"queries", &options.queries},
      {"seed", &options.seed}};
  for (const auto& [known, number] : numbers) {
    if (name == known) return ReadNumber(value, *number);
  }
  return false;
}

// False for a name that is none.
bool ReadKernels(const std::string& list, std::vector<Kernel>& kernels) {
  if (list.empty()) {
    kernels.assign(std::begin(kAllKernels), std::end(kAllKernels));
    return true;
  }
  for (size_t begin = 0; begin <= list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    const std::string name = list.substr(begin, end - begin);
    const auto* const kernel =
        std::find_if(std::begin(kAllKernels), std::end(kAllKernels),
                     [&](Kernel k) { return name == NameOf(k); });
    if (kernel == std::end(kAllKernels)) return false;
    kernels.push_back(*kernel);
    begin = end + 1;
  }
  return true;
}

absl::StatusOr<TieGraph> MakeGraph(const Options& options, std::string& name) {
  const auto seed = static_cast<uint64_t>(options.seed);
  if (!options.graph.empty()) {
    name = std::filesystem::path(options.graph).filename().string();
    return ReadEdgeList(options.graph);
  }
  if (options.planted > 0) {
    const auto n = static_cast<Node>(options.planted);
    name = "planted" + std::to_string(n);
    return PlantedPartitionGraph({.num_nodes = n,
                                  .num_arcs = uint64_t{7} * n,
                                  .num_blocks = std::max<Node>(1, n / 50),
                                  .mixing = 0.3,
                                  .seed = seed});
  }
  name = "kron" + std::to_string(options.kronecker);
  return KroneckerGraph({.scale = options.kronecker, .seed = seed});
}

absl::Status Prepare(const Options& options, Workload& workload) {
  absl::StatusOr<TieGraph> graph = MakeGraph(options, workload.name);
  if (!graph.ok()) return graph.status();
  workload.ties = *std::move(graph);
  workload.threads = options.threads;
  return FillWorkload(options.runs, options.pairs, options.queries,
                      static_cast<uint64_t>(options.seed), workload);
}

std::vector<std::unique_ptr<Peer>> FindPeers() {
  std::vector<std::unique_ptr<Peer>> peers;
  peers.push_back(MakeBoostPeer());
  if (auto igraph = MakeIgraphPeer()) {
    peers.push_back(std::move(igraph));
  } else {
    std::fprintf(stderr, "ABSENT: igraph was not found when this was built "
                         "(Debian: libigraph-dev); not compared.\n");
  }
  if (auto graph_tool = MakeGraphToolPeer(PULLGRAPH_GRAPH_TOOL_SCRIPT)) {
    peers.push_back(std::move(graph_tool));
  } else {
    std::fprintf(stderr, "ABSENT: /usr/bin/python3 cannot import graph_tool "
                         "(Debian: python3-graph-tool); not compared.\n");
  }
  return peers;
}

int Fail(const char* what, const absl::Status& status) {
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
  return 3;
}

int Main(const Options& options, const std::vector<Kernel>& kernels) {
  Workload workload;
  if (absl::Status s = Prepare(options, workload); !s.ok()) return Fail("graph", s);
  std::fprintf(stderr, "%s: %u nodes, %llu ties\n", workload.name.c_str(),
               workload.ties.num_nodes(),
               static_cast<unsigned long long>(workload.ties.num_arcs() / 2));
  const std::unique_ptr<Peer> ours = MakeOurs();
  if (absl::Status s = ours->Prepare(workload); !s.ok()) return Fail("pullgraph", s);
  std::vector<Outcome> outcomes;
  // One peer at a time in memory.
  for (std::unique_ptr<Peer>& peer : FindPeers()) {
    if (absl::Status s = peer->Prepare(workload); !s.ok()) return Fail("peer", s);
    for (const Kernel kernel : kernels) {
      if (!peer->Has(kernel)) continue;
      outcomes.push_back(Contest(workload, kernel, options.runs, *ours, *peer));
      const Outcome& last = outcomes.back();
      std::fprintf(stderr, "  %-12s %-18s ratio %.3f  %s\n", NameOf(kernel), last.peer.c_str(),
                   last.ratio(), last.quality.c_str());
    }
    peer.reset();
  }
  std::stable_sort(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) {
    return a.kernel < b.kernel;
  });
  std::fputs(TableOf(outcomes).c_str(), stdout);
  if (!options.json.empty() && !(std::ofstream(options.json) << JsonOf(outcomes)).flush()) {
    return Fail("--json", absl::InternalError("cannot write " + options.json));
  }
  const bool sound = std::all_of(outcomes.begin(), outcomes.end(),
                                 [](const Outcome& o) { return o.sound; });
  return sound ? 0 : 1;
}

}  // namespace
}  // namespace pullgraph::compare

int main(int argc, char** argv) {
  using namespace pullgraph::compare;
  Options options;
  std::vector<Kernel> kernels;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") == 0) {
      std::fputs(kUsage, stdout);
      return 0;
    }
    if (ReadOption(argv[i], options)) continue;
    std::fprintf(stderr, "bad option %s\n%s", argv[i], kUsage);
    return 2;
  }
  if (!ReadKernels(options.kernels, kernels) || options.runs < 1 || options.threads < 1) {
    std::fprintf(stderr, "bad --kernels, --runs or --threads\n%s", kUsage);
    return 2;
  }
  return Main(options, kernels);
}
