// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/cheapest_assignment.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <cmath>

namespace pullgraph {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

// Costs are whole numbers below 2^52, so that doubles add them up exactly. Integers
// would not do: Boost.Graph adds the distances of vertices that cannot be reached, too.
struct Pipe {
  int capacity = 0;
  int residual = 0;
  double cost = 0;
  Traits::edge_descriptor reverse;
};

using Network = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS,
                                      boost::no_property, Pipe>;

Traits::edge_descriptor AddPipe(Network& network, size_t from, size_t to, int capacity,
                                double cost) {
  const auto there = boost::add_edge(from, to, Pipe{capacity, 0, cost, {}}, network).first;
  const auto back = boost::add_edge(to, from, Pipe{0, 0, -cost, {}}, network).first;
  network[there].reverse = back;
  network[back].reverse = there;
  return there;
}

// What a cost is multiplied with: twice the jobs are on a path at most.
double Scale(absl::Span<const std::vector<AssignmentChoice>> choices) {
  double largest = 0;
  for (const auto& of_job : choices) {
    for (const AssignmentChoice& choice : of_job) largest = std::max(largest, choice.cost);
  }
  if (largest == 0) return 1;
  return std::exp2(50 - std::ilogb(largest * (2.0 * static_cast<double>(choices.size()) + 2)));
}

}  // namespace

std::vector<size_t> CheapestAssignment(absl::Span<const std::vector<AssignmentChoice>> choices,
                                       absl::Span<const int> capacity) {
  const size_t jobs = choices.size();
  const size_t source = jobs + capacity.size(), sink = source + 1;
  const double scale = Scale(choices);
  Network network(sink + 1);
  std::vector<std::vector<Traits::edge_descriptor>> pipes(jobs);
  for (size_t job = 0; job < jobs; ++job) {
    AddPipe(network, source, job, 1, 0);
    for (const AssignmentChoice& choice : choices[job]) {
      pipes[job].push_back(
          AddPipe(network, job, jobs + choice.worker, 1, std::round(choice.cost * scale)));
    }
  }
  for (size_t w = 0; w < capacity.size(); ++w) {
    AddPipe(network, jobs + w, sink, capacity[w], 0);
  }
  boost::successive_shortest_path_nonnegative_weights(
      network, source, sink,
      boost::capacity_map(boost::get(&Pipe::capacity, network))
          .residual_capacity_map(boost::get(&Pipe::residual, network))
          .weight_map(boost::get(&Pipe::cost, network))
          .reverse_edge_map(boost::get(&Pipe::reverse, network)));
  std::vector<size_t> chosen(jobs, kNotAssigned);
  for (size_t job = 0; job < jobs; ++job) {
    for (size_t i = 0; i < pipes[job].size(); ++i) {
      if (network[pipes[job][i]].residual == 0) chosen[job] = i;
    }
  }
  return chosen;
}

}  // namespace pullgraph
