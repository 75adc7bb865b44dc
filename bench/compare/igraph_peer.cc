// SPDX-License-Identifier: Apache-2.0
#include <igraph.h>

#include "absl/strings/str_cat.h"
#include "bench/compare/peer.h"

namespace pullgraph::compare {
namespace {

// igraph's vectors, freed at the end.
struct Reals {
  igraph_vector_t v;
  explicit Reals(igraph_integer_t size = 0) { igraph_vector_init(&v, size); }
  ~Reals() { igraph_vector_destroy(&v); }
  Reals(const Reals&) = delete;
  Reals& operator=(const Reals&) = delete;
  Answer List() const { return Answer(VECTOR(v), VECTOR(v) + igraph_vector_size(&v)); }
};
struct Integers {
  igraph_vector_int_t v;
  explicit Integers(igraph_integer_t size = 0) { igraph_vector_int_init(&v, size); }
  ~Integers() { igraph_vector_int_destroy(&v); }
  Integers(const Integers&) = delete;
  Integers& operator=(const Integers&) = delete;
  igraph_integer_t size() const { return igraph_vector_int_size(&v); }
  std::vector<igraph_integer_t> List() const { return {VECTOR(v), VECTOR(v) + size()}; }
};

class IgraphPeer : public Peer {
 public:
  ~IgraphPeer() override {
    if (prepared_) igraph_destroy(&graph_);
  }
  std::string name() const override { return absl::StrCat("igraph ", IGRAPH_VERSION); }
  bool Has(Kernel kernel) const override { return kernel != Kernel::kAdamicAdar; }

  absl::Status Prepare(const Workload& workload) override {
    work_ = &workload;
    const TieGraph& ties = workload.ties;
    const auto count = static_cast<igraph_integer_t>(ties.num_arcs() / 2);
    Integers edges(2 * count);
    igraph_vector_resize(&costs_.v, count);
    igraph_integer_t edge = 0;
    for (Node u = 0; u < ties.num_nodes(); ++u) {
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        if (ties.Target(arc) < u) continue;
        VECTOR(edges.v)[2 * edge] = u;
        VECTOR(edges.v)[2 * edge + 1] = ties.Target(arc);
        VECTOR(costs_.v)[edge++] = workload.costs[arc];
      }
    }
    if (igraph_create(&graph_, &edges.v, ties.num_nodes(), IGRAPH_UNDIRECTED) != IGRAPH_SUCCESS) {
      return absl::InternalError("igraph_create failed");
    }
    prepared_ = true;
    igraph_vector_resize(&degree_.v, ties.num_nodes());
    for (Node u = 0; u < ties.num_nodes(); ++u) {
      VECTOR(degree_.v)[u] = static_cast<double>(ties.OutDegree(u));
    }
    igraph_vector_int_resize(&pairs_.v, static_cast<igraph_integer_t>(2 * workload.pairs.size()));
    igraph_integer_t at = 0;
    for (const auto& [u, v] : workload.pairs) {
      VECTOR(pairs_.v)[at++] = u;
      VECTOR(pairs_.v)[at++] = v;
    }
    return absl::OkStatus();
  }

  Sample Run(Kernel kernel, int round) override {
    return Measure([&] {
      const igraph_integer_t source =
          work_->sources[static_cast<size_t>(round) % work_->sources.size()];
      switch (kernel) {
        case Kernel::kBfs:
          return Search(source);
        case Kernel::kSssp:
          return Dijkstra(source);
        case Kernel::kComponents:
          return Components();
        case Kernel::kCores:
          return Cores();
        case Kernel::kJaccard:
          return Jaccard();
        case Kernel::kPageRank:
          return Rank();
        case Kernel::kLeiden:
          return Leiden();
        case Kernel::kPaths:
          return Paths();
        case Kernel::kAdamicAdar:
          return;
      }
    });
  }

  Answer LastAnswer(Kernel) override { return answer_; }

 private:
  // Copying the answer out is measured with the kernel, but is next to nothing.
  void Search(igraph_integer_t source) {
    Integers order;
    Integers layers;
    Integers parents;
    igraph_bfs_simple(&graph_, source, IGRAPH_ALL, &order.v, &layers.v, &parents.v);
    answer_.assign(work_->ties.num_nodes(), -1);
    for (igraph_integer_t layer = 0; layer + 1 < layers.size(); ++layer) {
      for (igraph_integer_t i = VECTOR(layers.v)[layer]; i < VECTOR(layers.v)[layer + 1]; ++i) {
        answer_[static_cast<size_t>(VECTOR(order.v)[i])] = static_cast<double>(layer);
      }
    }
  }

  void Dijkstra(igraph_integer_t source) {
    igraph_matrix_t distances;
    igraph_matrix_init(&distances, 0, 0);
    igraph_distances_dijkstra(&graph_, &distances, igraph_vss_1(source), igraph_vss_all(),
                              &costs_.v, IGRAPH_ALL);
    answer_.resize(work_->ties.num_nodes());
    for (size_t v = 0; v < answer_.size(); ++v) {
      const double d = MATRIX(distances, 0, static_cast<igraph_integer_t>(v));
      answer_[v] = d == IGRAPH_INFINITY ? -1 : d;
    }
    igraph_matrix_destroy(&distances);
  }

  void Components() {
    Integers membership;
    Integers sizes;
    igraph_integer_t count = 0;
    igraph_connected_components(&graph_, &membership.v, &sizes.v, &count, IGRAPH_WEAK);
    answer_ = Canonical(membership.List(), static_cast<size_t>(count));
  }

  void Cores() {
    Integers cores;
    igraph_coreness(&graph_, &cores.v, IGRAPH_ALL);
    answer_.assign(VECTOR(cores.v), VECTOR(cores.v) + cores.size());
  }

  void Jaccard() {
    Reals scores;
    igraph_similarity_jaccard_pairs(&graph_, &scores.v, &pairs_.v, IGRAPH_ALL, /*loops=*/0);
    answer_ = scores.List();
  }

  void Rank() {
    Reals scores;
    double value = 0;
    igraph_pagerank(&graph_, IGRAPH_PAGERANK_ALGO_PRPACK, &scores.v, &value, igraph_vss_all(),
                    /*directed=*/0, kDamping, nullptr, nullptr);
    answer_ = scores.List();
  }

  void Leiden() {
    Integers membership;
    igraph_integer_t count = 0;
    double quality = 0;
    const double resolution = 1 / static_cast<double>(work_->ties.num_arcs());
    igraph_community_leiden(&graph_, nullptr, &degree_.v, resolution, /*beta=*/0.01,
                            /*start=*/0, /*n_iterations=*/2, &membership.v, &count, &quality);
    answer_.assign(VECTOR(membership.v), VECTOR(membership.v) + membership.size());
  }

  void Paths() {
    answer_.clear();
    for (const auto& [from, to] : work_->queries) {
      igraph_vector_int_list_t paths;
      igraph_vector_int_list_init(&paths, 0);
      igraph_get_k_shortest_paths(&graph_, &costs_.v, nullptr, &paths, kPathsPerQuery, from, to,
                                  IGRAPH_ALL);
      for (igraph_integer_t i = 0; i < igraph_vector_int_list_size(&paths); ++i) {
        const igraph_vector_int_t* path = igraph_vector_int_list_get_ptr(&paths, i);
        double cost = 0;
        for (igraph_integer_t k = 0; k < igraph_vector_int_size(path); ++k) {
          cost += VECTOR(costs_.v)[VECTOR(*path)[k]];
        }
        answer_.push_back(cost);
      }
      igraph_vector_int_list_destroy(&paths);
    }
  }

  const Workload* work_ = nullptr;
  bool prepared_ = false;
  igraph_t graph_;
  Reals costs_;
  Reals degree_;
  Integers pairs_;
  Answer answer_;
};

}  // namespace

std::unique_ptr<Peer> MakeIgraphPeer() { return std::make_unique<IgraphPeer>(); }

}  // namespace pullgraph::compare
