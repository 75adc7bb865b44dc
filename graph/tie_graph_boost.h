// SPDX-License-Identifier: Apache-2.0
// Makes TieGraph a model of Boost.Graph's VertexList, EdgeList, Incidence,
// Bidirectional and Adjacency graph concepts. Include it, and any algorithm of
// Boost.Graph runs on a TieGraph as it is.
//
// Edge properties are arrays indexed by ArcIndex: wrap them with
// `ArcPropertyMap`. The graph is directed; a symmetric one shows each undirected
// tie as two edges. An edge met through in_edges() of a symmetric graph bears
// the index of its mirror, which belongs to the same tie (TieGraph::InArc).
#ifndef PULLGRAPH_GRAPH_TIE_GRAPH_BOOST_H_
#define PULLGRAPH_GRAPH_TIE_GRAPH_BOOST_H_

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <compare>
#include <cstddef>
#include <utility>

#include "graph/tie_graph.h"

namespace pullgraph {

struct TieEdge {
  Node source = 0;
  Node target = 0;
  ArcIndex arc = 0;
  friend auto operator<=>(const TieEdge&, const TieEdge&) = default;
};

namespace boost_detail {

// Walks the arcs of one row, outwards or inwards.
template <bool kOut>
class RowIterator
    : public boost::iterator_facade<RowIterator<kOut>, TieEdge,
                                    boost::random_access_traversal_tag, TieEdge> {
 public:
  RowIterator() = default;
  RowIterator(const TieGraph* graph, Node node, uint64_t k)
      : graph_(graph), node_(node), k_(k) {}

 private:
  friend class boost::iterator_core_access;
  TieEdge dereference() const {
    if constexpr (kOut) {
      return {node_, graph_->OutNeighbors(node_)[k_], graph_->OutBegin(node_) + k_};
    } else {
      return {graph_->InNeighbors(node_)[k_], node_, graph_->InArc(node_, k_)};
    }
  }
  bool equal(const RowIterator& other) const { return k_ == other.k_; }
  void increment() { ++k_; }
  void decrement() { --k_; }
  void advance(std::ptrdiff_t by) { k_ += static_cast<uint64_t>(by); }
  std::ptrdiff_t distance_to(const RowIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.k_) - static_cast<std::ptrdiff_t>(k_);
  }

  const TieGraph* graph_ = nullptr;
  Node node_ = 0;
  uint64_t k_ = 0;
};

// Walks all arcs, row by row.
class EdgeIterator : public boost::iterator_facade<EdgeIterator, TieEdge,
                                                   boost::forward_traversal_tag, TieEdge> {
 public:
  EdgeIterator() = default;
  EdgeIterator(const TieGraph* graph, ArcIndex arc) : graph_(graph), arc_(arc) {
    SkipFinishedRows();
  }

 private:
  friend class boost::iterator_core_access;
  TieEdge dereference() const { return {node_, graph_->Target(arc_), arc_}; }
  bool equal(const EdgeIterator& other) const { return arc_ == other.arc_; }
  void increment() {
    ++arc_;
    SkipFinishedRows();
  }
  void SkipFinishedRows() {
    while (arc_ < graph_->num_arcs() && graph_->OutEnd(node_) <= arc_) ++node_;
  }

  const TieGraph* graph_ = nullptr;
  Node node_ = 0;
  ArcIndex arc_ = 0;
};

// Walks the neighbours in a row.
using NeighborIterator = absl::Span<const Node>::const_iterator;

}  // namespace boost_detail

// Property map from TieEdge to values[edge.arc]; `values` outlives it.
template <class T>
class ArcPropertyMap {
 public:
  using key_type = TieEdge;
  using value_type = T;
  using reference = const T&;
  using category = boost::readable_property_map_tag;

  explicit ArcPropertyMap(absl::Span<const T> values) : values_(values) {}
  friend const T& get(const ArcPropertyMap& map, const TieEdge& edge) {
    return map.values_[edge.arc];
  }

 private:
  absl::Span<const T> values_;
};

// Edge -> ArcIndex.
struct ArcIndexMap {
  using key_type = TieEdge;
  using value_type = ArcIndex;
  using reference = ArcIndex;
  using category = boost::readable_property_map_tag;
  friend ArcIndex get(ArcIndexMap, const TieEdge& edge) { return edge.arc; }
};

using VertexIndexMap = boost::typed_identity_property_map<Node>;

inline VertexIndexMap get(boost::vertex_index_t, const TieGraph&) { return {}; }
inline Node get(boost::vertex_index_t, const TieGraph&, Node v) { return v; }
inline ArcIndexMap get(boost::edge_index_t, const TieGraph&) { return {}; }
inline ArcIndex get(boost::edge_index_t, const TieGraph&, const TieEdge& e) { return e.arc; }

inline Node num_vertices(const TieGraph& g) { return g.num_nodes(); }
inline ArcIndex num_edges(const TieGraph& g) { return g.num_arcs(); }
inline Node source(const TieEdge& e, const TieGraph&) { return e.source; }
inline Node target(const TieEdge& e, const TieGraph&) { return e.target; }
inline uint64_t out_degree(Node u, const TieGraph& g) { return g.OutDegree(u); }
inline uint64_t in_degree(Node u, const TieGraph& g) { return g.InDegree(u); }
inline uint64_t degree(Node u, const TieGraph& g) { return g.OutDegree(u) + g.InDegree(u); }

inline std::pair<boost::counting_iterator<Node>, boost::counting_iterator<Node>> vertices(
    const TieGraph& g) {
  return {boost::counting_iterator<Node>(0), boost::counting_iterator<Node>(g.num_nodes())};
}
inline std::pair<boost_detail::EdgeIterator, boost_detail::EdgeIterator> edges(
    const TieGraph& g) {
  return {boost_detail::EdgeIterator(&g, 0), boost_detail::EdgeIterator(&g, g.num_arcs())};
}
inline std::pair<boost_detail::RowIterator<true>, boost_detail::RowIterator<true>> out_edges(
    Node u, const TieGraph& g) {
  return {{&g, u, 0}, {&g, u, g.OutDegree(u)}};
}
inline std::pair<boost_detail::RowIterator<false>, boost_detail::RowIterator<false>> in_edges(
    Node u, const TieGraph& g) {
  return {{&g, u, 0}, {&g, u, g.InDegree(u)}};
}
inline std::pair<boost_detail::NeighborIterator, boost_detail::NeighborIterator>
adjacent_vertices(Node u, const TieGraph& g) {
  return {g.OutNeighbors(u).begin(), g.OutNeighbors(u).end()};
}

}  // namespace pullgraph

namespace boost {

template <>
struct graph_traits<pullgraph::TieGraph> {
  using vertex_descriptor = pullgraph::Node;
  using edge_descriptor = pullgraph::TieEdge;
  using directed_category = bidirectional_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  struct traversal_category : vertex_list_graph_tag,
                              edge_list_graph_tag,
                              bidirectional_graph_tag,
                              adjacency_graph_tag {};
  using vertices_size_type = pullgraph::Node;
  using edges_size_type = pullgraph::ArcIndex;
  using degree_size_type = uint64_t;
  using vertex_iterator = counting_iterator<pullgraph::Node>;
  using edge_iterator = pullgraph::boost_detail::EdgeIterator;
  using out_edge_iterator = pullgraph::boost_detail::RowIterator<true>;
  using in_edge_iterator = pullgraph::boost_detail::RowIterator<false>;
  using adjacency_iterator = pullgraph::boost_detail::NeighborIterator;
  static vertex_descriptor null_vertex() { return UINT32_MAX; }
};
// Some algorithms (core_numbers) deduce a const graph.
template <>
struct graph_traits<const pullgraph::TieGraph> : graph_traits<pullgraph::TieGraph> {};

template <>
struct property_map<pullgraph::TieGraph, vertex_index_t> {
  using type = pullgraph::VertexIndexMap;
  using const_type = type;
};

template <>
struct property_map<pullgraph::TieGraph, edge_index_t> {
  using type = pullgraph::ArcIndexMap;
  using const_type = type;
};

}  // namespace boost

#endif  // PULLGRAPH_GRAPH_TIE_GRAPH_BOOST_H_
