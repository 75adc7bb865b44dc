// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/rank_solver.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 1024;

// Weights in the order of the in-arcs, and what leaves each node.
class Flow {
 public:
  Flow(const TieGraph& graph, absl::Span<const double> weights, int threads)
      : graph_(graph), reversible_(graph.is_symmetric()) {
    if (weights.empty()) return;
    strength_.resize(graph.num_nodes());
    ParallelFor(threads, graph.num_nodes(), kGrain, [&](int64_t begin, int64_t end) {
      for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
        double sum = 0;
        for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) sum += weights[arc];
        strength_[u] = sum;
      }
    });
    // Sources come ascending, and so do the in-arcs of every row.
    std::vector<uint64_t> next(size_t{graph.num_nodes()} + 1, 0);
    for (Node v = 0; v < graph.num_nodes(); ++v) next[v] = graph.InDegree(v);
    ExclusivePrefixSum(threads, absl::MakeSpan(next));
    in_begin_ = next;
    copy_.resize(weights.size());
    for (ArcIndex arc = 0; arc < weights.size(); ++arc) {
      copy_[next[graph.Target(arc)]++] = weights[arc];
    }
    in_weights_ = copy_;
    if (!reversible_) return;
    reversible_ = std::equal(weights.begin(), weights.end(), copy_.begin());
    if (!reversible_) return;
    in_weights_ = weights;
    copy_ = {};
  }
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;

  // Whether w(u, v) = w(v, u) throughout: then the walk has real eigenvalues.
  bool reversible() const { return reversible_; }

  double Strength(Node u) const {
    return strength_.empty() ? static_cast<double>(graph_.OutDegree(u)) : strength_[u];
  }

  // Sum of w(u, v) y[u] over the arcs into v.
  double Gather(Node v, const double* y) const {
    const absl::Span<const Node> row = graph_.InNeighbors(v);
    double sum = 0;
    if (in_weights_.empty()) {
      for (const Node u : row) sum += y[u];
    } else {
      const double* w = in_weights_.data() + in_begin_[v];
      for (size_t k = 0; k < row.size(); ++k) sum += w[k] * y[row[k]];
    }
    return sum;
  }

 private:
  const TieGraph& graph_;
  bool reversible_;
  std::vector<double> strength_;       // Empty without weights: the degree.
  std::vector<uint64_t> in_begin_;     // Of the rows in in_weights_.
  absl::Span<const double> in_weights_;
  std::vector<double> copy_;           // Behind in_weights_ if the caller's won't do.
};

// Works on y = x / strength (x itself where nothing leaves), which is what a row
// sums up. Dangling mass is dropped on the way and made good at the end: given back
// to the seeds it would only scale the solution.
class Solver {
 public:
  explicit Solver(const RankProblem& problem)
      : problem_(problem),
        threads_(ThreadsOf(problem.run)),
        n_(problem.graph.num_nodes()),
        flow_(problem.graph, problem.weights, threads_),
        current_(n_, 0),
        other_(n_, 0) {}

  absl::StatusOr<RankSolution> Run() {
    Start();
    // Residuals in L1 bound the error: I - d P' shrinks nothing by more than 1 - d.
    const double d = problem_.damping;
    const double goal = problem_.tolerance * (1 - d);
    double omega = 1;
    double residual = 0;
    double first = 0;
    int iteration = 0;
    for (;;) {
      if (absl::Status s = CheckCancelled(problem_.run); !s.ok()) return s;
      residual = Step(omega);
      if (iteration == 0) first = residual;
      if (residual <= GoalFor(residual, goal) || iteration == problem_.max_iterations) break;
      ReportProgress(problem_.run, first > goal ? std::log(first / residual) / std::log(first / goal)
                                                : 1);
      current_.swap(other_);
      ++iteration;
      // Chebyshev's polynomials for a spectrum in [-d, d]; without one that is
      // known to be real, plain iteration.
      if (flow_.reversible()) omega = iteration == 1 ? 1 / (1 - d * d / 2) : 1 / (1 - d * d * omega / 4);
    }
    return Finish(residual / (1 - d), iteration);
  }

 private:
  double Share() const { return 1 / static_cast<double>(n_); }

  // What dangling nodes hold is only known from the solution at hand; scaling it
  // up multiplies the error.
  double GoalFor(double residual, double goal) {
    if (residual > goal) return goal;
    const Mass mass = MassOf();
    return mass.dangling == 0 ? goal : goal * mass.total / 2;
  }

  void Start() {
    if (problem_.seeds != nullptr) {
      for (const auto& [u, share] : *problem_.seeds) current_[u] = share / Scale(u);
      return;
    }
    // Near the answer if ties have no direction: a walk is where the ties are.
    double strength = 0;
    double linked = 0;
    for (Node u = 0; u < n_; ++u) {
      strength += flow_.Strength(u);
      linked += flow_.Strength(u) > 0 ? Share() : 0;
    }
    const double d = problem_.damping;
    const double spread = strength > 0 ? d * linked / strength : 0;
    for (Node u = 0; u < n_; ++u) {
      current_[u] = ((1 - d) * Share() + spread * flow_.Strength(u)) / Scale(u);
    }
  }

  double Scale(Node u) const {
    const double strength = flow_.Strength(u);
    return strength > 0 ? strength : 1;
  }

  // other_ = other_ + omega (G current_ - other_); returns |G current_ - current_|,
  // G the map whose fixed point is the solution. Sums chunk by chunk.
  double Step(double omega) {
    return ParallelReduce(
        threads_, n_, kGrain, 0.0,
        [&](int64_t begin, int64_t end) {
          return problem_.seeds == nullptr ? StepUniform(begin, end, omega)
                                           : StepSeeds(begin, end, omega);
        },
        std::plus<>());
  }

  double StepUniform(int64_t begin, int64_t end, double omega) {
    const double teleport = (1 - problem_.damping) * Share();
    double residual = 0;
    for (auto v = static_cast<Node>(begin); v < static_cast<Node>(end); ++v) {
      residual += StepNode(v, teleport, omega);
    }
    return residual;
  }

  double StepSeeds(int64_t begin, int64_t end, double omega) {
    auto seed = std::lower_bound(
        problem_.seeds->begin(), problem_.seeds->end(), static_cast<Node>(begin),
        [](const std::pair<Node, double>& s, Node v) { return s.first < v; });
    double residual = 0;
    for (auto v = static_cast<Node>(begin); v < static_cast<Node>(end); ++v) {
      double teleport = 0;
      if (seed != problem_.seeds->end() && seed->first == v) {
        teleport = (1 - problem_.damping) * seed->second;
        ++seed;
      }
      residual += StepNode(v, teleport, omega);
    }
    return residual;
  }

  double StepNode(Node v, double teleport, double omega) {
    const double scale = Scale(v);
    const double image = problem_.damping * flow_.Gather(v, current_.data()) + teleport;
    other_[v] += omega * (image / scale - other_[v]);
    return std::abs(image - current_[v] * scale);
  }

  // Of the solution at hand; negative entries, which only rounding and
  // extrapolation make, count as 0.
  struct Mass {
    double total = 0;
    double dangling = 0;
  };
  Mass MassOf() const {
    return ParallelReduce(
        threads_, n_, kGrain, Mass(),
        [&](int64_t begin, int64_t end) {
          Mass mass;
          for (auto v = static_cast<Node>(begin); v < static_cast<Node>(end); ++v) {
            const double x = std::max(0.0, current_[v]) * Scale(v);
            mass.total += x;
            if (flow_.Strength(v) == 0) mass.dangling += x;
          }
          return mass;
        },
        [](const Mass& a, const Mass& b) {
          return Mass{a.total + b.total, a.dangling + b.dangling};
        });
  }

  RankSolution Finish(double error, int iterations) {
    const Mass mass = MassOf();
    RankSolution solution;
    solution.iterations = iterations;
    solution.error_bound = mass.dangling == 0 ? error : 2 * error / mass.total;
    const double factor = mass.dangling == 0 ? 1 : 1 / mass.total;
    solution.score = std::move(current_);
    ParallelFor(threads_, n_, kGrain, [&](int64_t begin, int64_t end) {
      for (auto v = static_cast<Node>(begin); v < static_cast<Node>(end); ++v) {
        solution.score[v] = std::max(0.0, solution.score[v]) * Scale(v) * factor;
      }
    });
    return solution;
  }

  const RankProblem& problem_;
  const int threads_;
  const Node n_;
  const Flow flow_;
  std::vector<double> current_;
  std::vector<double> other_;  // The iterate before; then the one after.
};

}  // namespace

absl::StatusOr<RankSolution> SolveRank(const RankProblem& problem) {
  if (problem.graph.num_nodes() == 0) return RankSolution();
  return Solver(problem).Run();
}

}  // namespace pullgraph
