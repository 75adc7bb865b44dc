// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/bfs.h"
#include "algorithms/kernels/components.h"
#include "algorithms/kernels/core.h"
#include "algorithms/kernels/k_shortest_paths.h"
#include "algorithms/kernels/leiden.h"
#include "algorithms/kernels/pagerank.h"
#include "algorithms/kernels/pair_similarity.h"
#include "algorithms/kernels/sssp.h"
#include "bench/compare/peer.h"

namespace pullgraph::compare {
namespace {

class Ours : public Peer {
 public:
  std::string name() const override { return "pullgraph"; }
  bool Has(Kernel) const override { return true; }

  absl::Status Prepare(const Workload& workload) override {
    work_ = &workload;
    run_.threads = workload.threads;
    real_costs_.assign(workload.costs.begin(), workload.costs.end());
    return absl::OkStatus();
  }

  Sample Run(Kernel kernel, int round) override {
    const TieGraph& ties = work_->ties;
    const Node source = work_->sources[static_cast<size_t>(round) % work_->sources.size()];
    PairSimilarityOptions scores{false, false, false, false, false, &run_};
    switch (kernel) {
      case Kernel::kBfs:
        return Measure([&] { bfs_ = BreadthFirstSearch(ties, {source}, {.run = &run_}).value(); });
      case Kernel::kSssp:
        return Measure([&] {
          sssp_ = ShortestPaths(ties, absl::MakeConstSpan(work_->costs), {source}, {.run = &run_})
                      .value();
        });
      case Kernel::kComponents:
        return Measure([&] { components_ = FindComponents(ties, {.run = &run_}).value(); });
      case Kernel::kCores:
        return Measure([&] { cores_ = FindCores(ties, {.run = &run_}).value(); });
      case Kernel::kJaccard:
        scores.jaccard = true;
        return Measure([&] { pairs_ = ComputePairSimilarity(ties, work_->pairs, scores).value(); });
      case Kernel::kAdamicAdar:
        scores.adamic_adar = true;
        return Measure([&] { pairs_ = ComputePairSimilarity(ties, work_->pairs, scores).value(); });
      case Kernel::kPageRank:
        return Measure([&] {
          rank_ = PageRank(ties, {}, {.damping = kDamping, .tolerance = 1e-6, .run = &run_}).value();
        });
      case Kernel::kLeiden:
        return Measure([&] { leiden_ = FindCommunities(ties, {}, {.run = &run_}).value(); });
      case Kernel::kPaths:
        return Measure([&] { FindPaths(); });
    }
    return {};
  }

  Answer LastAnswer(Kernel kernel) override {
    switch (kernel) {
      case Kernel::kBfs:
        return Answer(bfs_.distance.begin(), bfs_.distance.end());
      case Kernel::kSssp: {
        Answer answer;
        for (const uint64_t d : sssp_.distance) {
          answer.push_back(d == kUnreachedDistance ? -1 : static_cast<double>(d));
        }
        return answer;
      }
      case Kernel::kComponents:
        return Answer(components_.label.begin(), components_.label.end());
      case Kernel::kCores:
        return Answer(cores_.core.begin(), cores_.core.end());
      case Kernel::kJaccard:
        return pairs_.jaccard;
      case Kernel::kAdamicAdar:
        return pairs_.adamic_adar;
      case Kernel::kPageRank:
        return rank_.score;
      case Kernel::kLeiden:
        return Answer(leiden_.labels.begin(), leiden_.labels.end());
      case Kernel::kPaths:
        return path_costs_;
    }
    return {};
  }

 private:
  void FindPaths() {
    path_costs_.clear();
    KShortestPaths finder = KShortestPaths::Create(work_->ties, real_costs_).value();
    for (const auto& [from, to] : work_->queries) {
      const auto paths = finder.Find(from, to, kPathsPerQuery);
      for (const RankedPath& path : *paths) path_costs_.push_back(path.cost);
    }
  }

  const Workload* work_ = nullptr;
  RunControl run_;
  std::vector<double> real_costs_;
  BfsResult bfs_;
  SsspResult<uint64_t> sssp_;
  ComponentsResult components_;
  CoreResult cores_;
  PairSimilarityResult pairs_;
  PageRankResult rank_;
  LeidenResult leiden_;
  Answer path_costs_;
};

}  // namespace

std::unique_ptr<Peer> MakeOurs() { return std::make_unique<Ours>(); }

}  // namespace pullgraph::compare
