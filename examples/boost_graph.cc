// SPDX-License-Identifier: Apache-2.0
// Whom nobody gets past: runs an algorithm of Boost.Graph, the dominator tree, on the
// introductions of a community. If all chains of introductions from one member to
// another lead over a third, the third is a gatekeeper.
//
//   pullgraph generate community --members 500 --ties 700 -o g.pull
//   boost_graph g.pull m1
//
// Build it with CMake (CMakeLists.txt beside this file), or by hand:
//   g++ -std=c++20 -O2 boost_graph.cc -o boost_graph $(pkg-config --cflags --libs pullgraph)
#include <pullgraph/graph/build_introduction_graph.h>
#include <pullgraph/graph/tie_graph_boost.h>
#include <pullgraph/io/community_file.h>

#include <algorithm>
#include <boost/graph/dominator_tree.hpp>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using pullgraph::MemberId;
using pullgraph::Node;

// For each member, how many others can be reached from `start` over them only.
std::vector<int> Behind(const pullgraph::TieGraph& introductions, Node start) {
  const Node none = introductions.num_nodes();
  std::vector<Node> gate(introductions.num_nodes(), none);
  // With tie_graph_boost.h, a TieGraph is a graph for Boost as it is.
  boost::lengauer_tarjan_dominator_tree(
      introductions, start,
      boost::make_iterator_property_map(gate.begin(), pullgraph::VertexIndexMap()));
  std::vector<int> behind(gate.size(), 0);
  for (Node member = 0; member < none; ++member) {
    for (Node over = gate[member]; over != none; over = gate[over]) ++behind[over];
  }
  return behind;
}

absl::Status Run(const std::string& path, const std::string& member) {
  const auto community = pullgraph::ReadCommunityFile(path);
  if (!community.ok()) return community.status();
  const auto start = community->FindMember(member);
  if (!start.has_value()) return absl::NotFoundError("no member " + member + " in " + path);
  const auto introductions =
      pullgraph::BuildIntroductionGraph(pullgraph::CommunityView(*community));
  if (!introductions.ok()) return introductions.status();

  const std::vector<int> behind = Behind(introductions->graph, start->value());
  std::vector<Node> order;
  for (Node v = 0; v < behind.size(); ++v) {
    if (v != start->value() && behind[v] > 0) order.push_back(v);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](Node a, Node b) { return behind[a] > behind[b]; });
  std::printf("%d members can be introduced to %s; %zu gatekeepers\n", behind[start->value()],
              member.c_str(), order.size());
  for (size_t i = 0; i < std::min<size_t>(order.size(), 5); ++i) {
    std::printf("%s: %d only over them\n",
                std::string(community->MemberLabel(MemberId(order[i]))).c_str(),
                behind[order[i]]);
  }
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: boost_graph FILE.pull MEMBER\n");
    return 2;
  }
  const absl::Status status = Run(argv[1], argv[2]);
  if (!status.ok()) std::fprintf(stderr, "boost_graph: %s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
