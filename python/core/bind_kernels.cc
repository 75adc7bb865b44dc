// SPDX-License-Identifier: Apache-2.0
// The field-neutral algorithms on a graph, for Python.
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/betweenness.h"
#include "algorithms/kernels/bfs.h"
#include "algorithms/kernels/components.h"
#include "algorithms/kernels/core.h"
#include "algorithms/kernels/leiden.h"
#include "algorithms/kernels/pagerank.h"
#include "algorithms/kernels/ppr.h"
#include "graph/parallel.h"
#include "python/core/bindings.h"

namespace pullgraph::python {
namespace {

namespace py = pybind11;

// A graph by itself, or that of a community, which then lives as long.
struct Graph {
  std::shared_ptr<const void> owner;
  const TieGraph* ties = nullptr;
};

using Nodes = py::array_t<uint32_t, py::array::c_style | py::array::forcecast>;
using Weights = py::array_t<double, py::array::c_style | py::array::forcecast>;

template <class T>
absl::Span<const T> SpanOf(const py::array_t<T, py::array::c_style | py::array::forcecast>& a) {
  return {a.data(), static_cast<size_t>(a.size())};
}

// An array that takes the vector over.
template <class T>
py::array_t<T> Given(std::vector<T> values) {
  auto* held = new std::vector<T>(std::move(values));
  const py::capsule owner(held, [](void* p) { delete static_cast<std::vector<T>*>(p); });
  return py::array_t<T>(static_cast<py::ssize_t>(held->size()), held->data(), owner);
}

// Runs a kernel without the interpreter's lock, to be interrupted; raises what it complains of.
template <class Result, class Kernel>
Result Compute(int threads, Kernel kernel) {
  Result result;
  const Outcome outcome = RunWork({}, py::none(), [&](Work& work) {
    RunControl run;
    run.threads = threads > 0 ? threads : HardwareThreads();
    run.cancelled = &work.cancelled();
    absl::StatusOr<Result> made = kernel(run);
    if (!made.ok()) {
      work.Failed(made.status());
      return 1;
    }
    result = *std::move(made);
    return 0;
  });
  if (outcome.code != 0) {
    throw py::value_error(outcome.mend.empty() ? outcome.cause : absl::StrCat(outcome.cause, "; ", outcome.mend));
  }
  return result;
}

Graph FromArcs(const Nodes& from, const Nodes& to, uint32_t nodes, bool directed) {
  if (from.size() != to.size()) throw py::value_error("sources and targets differ in length");
  std::vector<std::pair<Node, Node>> arcs;
  arcs.reserve(static_cast<size_t>(from.size()));
  for (py::ssize_t i = 0; i < from.size(); ++i) arcs.emplace_back(from.data()[i], to.data()[i]);
  auto graph = std::make_shared<TieGraph>(Compute<TieGraph>(0, [&](const RunControl& run) {
    return BuildTieGraph(nodes, arcs, {.symmetrize = !directed, .threads = run.threads});
  }));
  const TieGraph* ties = graph.get();
  return {std::move(graph), ties};
}

py::tuple Leiden(const Graph& g, double resolution, const std::string& objective, const Weights& weights,
                 int iterations, uint64_t seed, int threads) {
  LeidenOptions options;
  options.resolution = resolution;
  if (objective != "modularity" && objective != "cpm") {
    throw py::value_error("objective is '" + objective + "', expected 'modularity' or 'cpm'");
  }
  options.objective = objective == "cpm" ? LeidenObjective::kPotts : LeidenObjective::kModularity;
  options.max_iterations = iterations;
  options.seed = seed;
  LeidenResult r = Compute<LeidenResult>(threads, [&](const RunControl& run) {
    options.run = &run;
    return FindCommunities(*g.ties, SpanOf(weights), options);
  });
  return py::make_tuple(Given(std::move(r.labels)), r.quality);
}

py::array_t<double> Ranks(const Graph& g, const Nodes& seeds, double damping, double tolerance,
                          const Weights& weights, int threads) {
  if (seeds.size() > 0) {
    PprOptions options;
    options.damping = damping;
    options.tolerance = tolerance;
    options.weights = SpanOf(weights);
    return Given(Compute<PprResult>(threads, [&](const RunControl& run) {
                   options.run = &run;
                   return PersonalizedPageRank(*g.ties, SpanOf(seeds), options);
                 }).score);
  }
  PageRankOptions options;
  options.damping = damping;
  options.tolerance = tolerance;
  return Given(Compute<PageRankResult>(threads, [&](const RunControl& run) {
                 options.run = &run;
                 return PageRank(*g.ties, SpanOf(weights), options);
               }).score);
}

py::array_t<double> Betweenness(const Graph& g, double epsilon, double delta, uint64_t seed, int threads) {
  if (epsilon == 0) {
    return Given(Compute<std::vector<double>>(threads, [&](const RunControl& run) {
      return FindBetweenness(*g.ties, {.run = &run});
    }));
  }
  return Given(Compute<SampledBetweenness>(threads, [&](const RunControl& run) {
                 return EstimateBetweenness(*g.ties, {.epsilon = epsilon, .delta = delta, .seed = seed, .run = &run});
               }).betweenness);
}

py::tuple Bfs(const Graph& g, const Nodes& sources, int threads) {
  BfsResult r = Compute<BfsResult>(threads, [&](const RunControl& run) {
    return BreadthFirstSearch(*g.ties, SpanOf(sources), {.run = &run});
  });
  return py::make_tuple(Given(std::move(r.distance)), Given(std::move(r.parent)));
}

py::tuple Cores(const Graph& g, int threads) {
  CoreResult r = Compute<CoreResult>(threads, [&](const RunControl& run) {
    return FindCores(*g.ties, {.layers = true, .run = &run});
  });
  return py::make_tuple(Given(std::move(r.core)), Given(std::move(r.layer)));
}

}  // namespace

void BindKernels(py::module_& module) {
  py::class_<Graph>(module, "Graph")
      .def(py::init(&FromArcs))
      .def(py::init([](const LoadedCommunity& c) { return Graph{c.graph, &c.graph->graph()}; }))
      .def_property_readonly("num_nodes", [](const Graph& g) { return g.ties->num_nodes(); })
      .def_property_readonly("num_arcs", [](const Graph& g) { return g.ties->num_arcs(); })
      .def_property_readonly("is_directed", [](const Graph& g) { return !g.ties->is_symmetric(); });
  module.def("leiden", &Leiden);
  module.def("pagerank", &Ranks);
  module.def("betweenness", &Betweenness);
  module.def("bfs", &Bfs);
  module.def("cores", &Cores);
  module.def("components", [](const Graph& g, int threads) {
    return Given(Compute<ComponentsResult>(threads, [&](const RunControl& run) {
                   return FindComponents(*g.ties, {.run = &run});
                 }).label);
  });
}

}  // namespace pullgraph::python
