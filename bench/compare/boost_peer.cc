// SPDX-License-Identifier: Apache-2.0
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>

#include "bench/compare/peer.h"

namespace pullgraph::compare {

using BoostCsr = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, uint32_t,
                                                    boost::no_property, Node, ArcIndex>;

// The same graph, said to be undirected: connected_components insists on it, and
// every tie is there both ways.
struct UndirectedCsr : BoostCsr {
  using BoostCsr::BoostCsr;
  using directed_category = boost::undirected_tag;
};

}  // namespace pullgraph::compare

namespace boost {

template <>
struct graph_traits<pullgraph::compare::UndirectedCsr>
    : graph_traits<pullgraph::compare::BoostCsr> {
  using directed_category = undirected_tag;
};

template <>
struct property_map<pullgraph::compare::UndirectedCsr, vertex_index_t>
    : property_map<pullgraph::compare::BoostCsr, vertex_index_t> {};

}  // namespace boost

namespace pullgraph::compare {
namespace {

constexpr int32_t kFar = std::numeric_limits<int32_t>::max();

class BoostPeer : public Peer {
 public:
  std::string name() const override { return "Boost.Graph"; }
  bool Has(Kernel kernel) const override {
    return kernel == Kernel::kBfs || kernel == Kernel::kSssp || kernel == Kernel::kComponents;
  }

  absl::Status Prepare(const Workload& workload) override {
    work_ = &workload;
    const TieGraph& ties = workload.ties;
    std::vector<std::pair<Node, Node>> arcs;
    arcs.reserve(ties.num_arcs());
    for (Node u = 0; u < ties.num_nodes(); ++u) {
      for (const Node v : ties.OutNeighbors(u)) arcs.emplace_back(u, v);
    }
    graph_ = UndirectedCsr(boost::edges_are_sorted, arcs.begin(), arcs.end(),
                           workload.costs.begin(), ties.num_nodes());
    return absl::OkStatus();
  }

  Sample Run(Kernel kernel, int round) override {
    const Node source = work_->sources[static_cast<size_t>(round) % work_->sources.size()];
    switch (kernel) {
      case Kernel::kBfs:
        return Measure([&] { Search(source); });
      case Kernel::kSssp:
        return Measure([&] { Dijkstra(source); });
      default:
        return Measure([&] {
          label_.assign(boost::num_vertices(graph_), 0);
          count_ = boost::connected_components(graph_, label_.data());
        });
    }
  }

  Answer LastAnswer(Kernel kernel) override {
    if (kernel == Kernel::kComponents) return Canonical(label_, count_);
    Answer answer;
    for (const int32_t d : distance_) answer.push_back(d == kFar ? -1 : d);
    return answer;
  }

 private:
  void Search(Node source) {
    const Node n = work_->ties.num_nodes();
    distance_.assign(n, kFar);
    parent_.assign(n, UINT32_MAX);
    distance_[source] = 0;
    parent_[source] = source;
    boost::breadth_first_search(
        static_cast<const BoostCsr&>(graph_), source,
        boost::visitor(boost::make_bfs_visitor(std::make_pair(
            boost::record_distances(distance_.data(), boost::on_tree_edge()),
            boost::record_predecessors(parent_.data(), boost::on_tree_edge())))));
  }

  void Dijkstra(Node source) {
    const Node n = work_->ties.num_nodes();
    distance_.resize(n);
    parent_.resize(n);
    const auto& graph = static_cast<const BoostCsr&>(graph_);
    const auto index = get(boost::vertex_index, graph);
    boost::dijkstra_shortest_paths(
        graph, source,
        boost::distance_map(boost::make_iterator_property_map(distance_.begin(), index))
            .predecessor_map(boost::make_iterator_property_map(parent_.begin(), index))
            .weight_map(get(boost::edge_bundle, graph))
            .distance_inf(kFar));
  }

  const Workload* work_ = nullptr;
  UndirectedCsr graph_;
  std::vector<int32_t> distance_;
  std::vector<Node> parent_;
  std::vector<Node> label_;
  size_t count_ = 0;
};

}  // namespace

std::unique_ptr<Peer> MakeBoostPeer() { return std::make_unique<BoostPeer>(); }

}  // namespace pullgraph::compare
