// SPDX-License-Identifier: Apache-2.0
#include "graph/tie_graph_boost.h"

#include <gtest/gtest.h>

#include <boost/concept/assert.hpp>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/strong_components.hpp>
#include <limits>
#include <set>
#include <vector>

#include "graph/random.h"
#include "tests/testing/random_graphs.h"

namespace pullgraph::tie_graph_boost_test {
namespace {

BOOST_CONCEPT_ASSERT((boost::GraphConcept<TieGraph>));
BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<TieGraph>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<TieGraph>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<TieGraph>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<TieGraph>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<TieGraph>));
BOOST_CONCEPT_ASSERT((boost::VertexAndEdgeListGraphConcept<TieGraph>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<TieGraph, Node, boost::vertex_index_t>));
BOOST_CONCEPT_ASSERT(
    (boost::ReadablePropertyGraphConcept<TieGraph, TieEdge, boost::edge_index_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyMapConcept<ArcPropertyMap<double>, TieEdge>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyMapConcept<ArcIndexMap, TieEdge>));

using Oracle = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS,
                                     boost::no_property,
                                     boost::property<boost::edge_weight_t, double>>;

struct Case {
  TieGraph graph;
  std::vector<double> cost;  // By arc.
  Oracle oracle;
};

Case MakeCase(bool symmetric, uint64_t seed) {
  RandomStream random(seed, 9);
  Case c;
  const auto n = static_cast<Node>(2 + random.Below(60));
  c.graph = testing::RandomGraph(n, 0.02 + 0.1 * random.Uniform(), symmetric, seed);
  c.oracle = Oracle(n);
  c.cost.resize(c.graph.num_arcs());
  for (Node u = 0; u < n; ++u) {
    for (ArcIndex arc = c.graph.OutBegin(u); arc < c.graph.OutEnd(u); ++arc) {
      c.cost[arc] = 0.1 + random.Uniform();
      boost::add_edge(u, c.graph.Target(arc), c.cost[arc], c.oracle);
    }
  }
  return c;
}

class TieGraphBoostTest : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Symmetric, TieGraphBoostTest, ::testing::Bool());

template <class Graph>
std::vector<int> BfsLevels(const Graph& g) {
  std::vector<int> level(num_vertices(g), -1);
  level[0] = 0;
  const auto map = boost::make_iterator_property_map(level.begin(), get(boost::vertex_index, g));
  boost::breadth_first_search(
      g, 0,
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(map, boost::on_tree_edge()))));
  return level;
}

TEST_P(TieGraphBoostTest, BreadthFirstSearch) {
  int unreached = 0;
  int deep = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Case c = MakeCase(GetParam(), seed);
    const std::vector<int> ours = BfsLevels(c.graph);
    EXPECT_EQ(ours, BfsLevels(c.oracle));
    unreached += std::count(ours.begin(), ours.end(), -1) > 0;
    deep += *std::max_element(ours.begin(), ours.end()) > 2;
  }
  EXPECT_GT(unreached, 0);
  EXPECT_GT(deep, 0);
}

TEST_P(TieGraphBoostTest, Dijkstra) {
  constexpr double kFar = std::numeric_limits<double>::max();
  int reached = 0;
  int unreached = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Case c = MakeCase(GetParam(), seed);
    const size_t n = c.graph.num_nodes();
    std::vector<double> ours(n);
    std::vector<double> theirs(n);
    boost::dijkstra_shortest_paths(
        c.graph, Node{0},
        boost::weight_map(ArcPropertyMap<double>(c.cost))
            .distance_map(boost::make_iterator_property_map(ours.begin(),
                                                            get(boost::vertex_index, c.graph))));
    boost::dijkstra_shortest_paths(
        c.oracle, 0,
        boost::distance_map(boost::make_iterator_property_map(
            theirs.begin(), get(boost::vertex_index, c.oracle))));
    EXPECT_EQ(ours, theirs);
    for (const double d : ours) ++(d == kFar ? unreached : reached);
  }
  EXPECT_GT(reached, 0);
  EXPECT_GT(unreached, 0);
}

template <class Graph>
std::vector<size_t> CoreNumbers(const Graph& g) {
  std::vector<size_t> core(num_vertices(g));
  boost::core_numbers(
      g, boost::make_iterator_property_map(core.begin(), get(boost::vertex_index, g)));
  return core;
}

TEST_P(TieGraphBoostTest, CoreNumbers) {
  std::set<size_t> seen;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Case c = MakeCase(GetParam(), seed);
    const std::vector<size_t> ours = CoreNumbers(c.graph);
    EXPECT_EQ(ours, CoreNumbers(c.oracle));
    seen.insert(ours.begin(), ours.end());
  }
  EXPECT_GT(seen.size(), 3U);
}

TEST_P(TieGraphBoostTest, StrongComponents) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Case c = MakeCase(GetParam(), seed);
    std::vector<int> ours(c.graph.num_nodes());
    std::vector<int> theirs(c.graph.num_nodes());
    const int k = boost::strong_components(
        c.graph,
        boost::make_iterator_property_map(ours.begin(), get(boost::vertex_index, c.graph)));
    EXPECT_EQ(k, boost::strong_components(
                     c.oracle, boost::make_iterator_property_map(
                                   theirs.begin(), get(boost::vertex_index, c.oracle))));
    EXPECT_EQ(ours, theirs);
  }
}

// What the concepts promise and no algorithm above looks at.
TEST_P(TieGraphBoostTest, IteratorsShowTheWholeGraph) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Case c = MakeCase(GetParam(), seed);
    const TieGraph& g = c.graph;
    ArcIndex arc = 0;
    for (auto [it, end] = edges(g); it != end; ++it, ++arc) {
      const TieEdge e = *it;
      ASSERT_EQ(e.arc, arc);
      ASSERT_EQ(source(e, g), g.Source(arc));
      ASSERT_EQ(target(e, g), g.Target(arc));
      ASSERT_EQ(get(boost::edge_index, g, e), arc);
    }
    ASSERT_EQ(arc, num_edges(g));
    for (auto [v, v_end] = vertices(g); v != v_end; ++v) {
      auto [out, out_end] = out_edges(*v, g);
      auto [near, near_end] = adjacent_vertices(*v, g);
      ASSERT_EQ(static_cast<uint64_t>(out_end - out), out_degree(*v, g));
      for (; out != out_end; ++out, ++near) {
        ASSERT_EQ(source(*out, g), *v);
        ASSERT_EQ(target(*out, g), *near);
        ASSERT_EQ(g.Target((*out).arc), *near);
      }
      ASSERT_EQ(near, near_end);
      auto [in, in_end] = in_edges(*v, g);
      ASSERT_EQ(static_cast<uint64_t>(in_end - in), in_degree(*v, g));
      for (; in != in_end; ++in) {
        ASSERT_EQ(target(*in, g), *v);
        const TieEdge e = *in;
        // The arc of an in-edge is the edge itself, or its mirror.
        const std::pair<Node, Node> ends(g.Source(e.arc), g.Target(e.arc));
        ASSERT_EQ(ends, g.is_symmetric() ? std::pair(e.target, e.source)
                                         : std::pair(e.source, e.target));
      }
      ASSERT_EQ(degree(*v, g), in_degree(*v, g) + out_degree(*v, g));
    }
  }
}

TEST(TieGraphBoost, EdgesSkipEmptyRows) {
  const TieGraph g = testing::MakeGraph(7, {{2, 1}, {5, 0}, {5, 5}}, false);
  std::vector<Node> sources;
  for (auto [it, end] = edges(g); it != end; ++it) sources.push_back((*it).source);
  EXPECT_EQ(sources, (std::vector<Node>{2, 5, 5}));
  const TieGraph empty;
  EXPECT_TRUE(edges(empty).first == edges(empty).second);
  EXPECT_TRUE(vertices(empty).first == vertices(empty).second);
}

}  // namespace
}  // namespace pullgraph::tie_graph_boost_test
