// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/k_introduction_paths.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/access/introduction_check.h"
#include "algorithms/access/introduction_cost.h"
#include "algorithms/kernels/k_shortest_paths.h"

namespace pullgraph {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

// The graph with one more node, the last, and an arc of no cost from it to each
// source. Rows keep their place, so arcs keep their index.
struct KIntroductionPaths::Impl {
  const IntroductionGraph* introductions = nullptr;
  std::vector<uint8_t> is_source;
  std::vector<double> willingness;
  KShortestPathsOptions limits;
  std::optional<RunControl> run;
  TieGraph graph;
  std::vector<double> costs;
  std::optional<KShortestPaths> paths;

  double WillingnessOf(Node u) const {
    return is_source[u] != 0 || willingness.empty() ? 1 : willingness[u];
  }
  absl::Status Build(absl::Span<const MemberId> sources);
  AccessPath Finish(const RankedPath& ranked) const;
};

absl::Status KIntroductionPaths::Impl::Build(absl::Span<const MemberId> sources) {
  const TieGraph& ties = introductions->graph;
  const Node n = ties.num_nodes();
  is_source.assign(n, 0);
  for (const MemberId source : sources) is_source[source.value()] = 1;
  std::vector<uint64_t> offsets(ties.offsets().begin(), ties.offsets().end());
  std::vector<Node> targets(ties.targets().begin(), ties.targets().end());
  costs.reserve(targets.size() + sources.size());
  for (Node u = 0; u < n; ++u) {
    // Who is in between pays for being willing when passing on.
    const double toll = IntroductionCost(WillingnessOf(u));
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      const bool back = is_source[ties.Target(arc)] != 0;
      costs.push_back(back ? kInfinity
                           : IntroductionCost(introductions->probability[arc]) + toll);
    }
  }
  for (Node u = 0; u < n; ++u) {
    if (is_source[u] == 0) continue;
    targets.push_back(u);
    costs.push_back(0);
  }
  offsets.push_back(targets.size());
  absl::StatusOr<TieGraph> built =
      TieGraph::FromSortedRows(std::move(offsets), std::move(targets), false);
  if (!built.ok()) return built.status();
  graph = *std::move(built);
  absl::StatusOr<KShortestPaths> created = KShortestPaths::Create(graph, costs);
  if (!created.ok()) return created.status();
  paths.emplace(*std::move(created));
  return absl::OkStatus();
}

AccessPath KIntroductionPaths::Impl::Finish(const RankedPath& ranked) const {
  AccessPath path;
  path.probability = 1;
  for (size_t i = 1; i < ranked.nodes.size(); ++i) path.members.emplace_back(ranked.nodes[i]);
  for (size_t i = 1; i < ranked.arcs.size(); ++i) {
    path.arcs.push_back(ranked.arcs[i]);
    path.probability = path.probability * WillingnessOf(ranked.nodes[i]) *
                       introductions->probability[ranked.arcs[i]];
  }
  return path;
}

KIntroductionPaths::KIntroductionPaths(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KIntroductionPaths::KIntroductionPaths(KIntroductionPaths&&) noexcept = default;
KIntroductionPaths& KIntroductionPaths::operator=(KIntroductionPaths&&) noexcept = default;
KIntroductionPaths::~KIntroductionPaths() = default;

absl::StatusOr<KIntroductionPaths> KIntroductionPaths::Create(
    const IntroductionGraph& graph, absl::Span<const MemberId> sources,
    const IntroductionPathOptions& options) {
  if (absl::Status s = CheckIntroductionPathInput(graph, sources, options); !s.ok()) return s;
  auto impl = std::make_unique<Impl>();
  impl->introductions = &graph;
  impl->willingness.assign(options.willingness.begin(), options.willingness.end());
  impl->limits.max_hops = options.max_hops + 1;
  impl->limits.max_cost = MaxIntroductionCost(options.min_probability);
  if (options.run != nullptr) {
    impl->run = *options.run;
    impl->limits.run = &*impl->run;
  }
  if (absl::Status s = impl->Build(sources); !s.ok()) return s;
  return KIntroductionPaths(std::move(impl));
}

absl::StatusOr<std::vector<AccessPath>> KIntroductionPaths::Find(MemberId goal, int k) {
  if (absl::Status s = CheckMembers(*impl_->introductions, "goal", {&goal, 1}); !s.ok())
    return s;
  const Node start = impl_->introductions->graph.num_nodes();
  const absl::StatusOr<std::vector<RankedPath>> ranked =
      impl_->paths->Find(start, goal.value(), k, impl_->limits);
  if (!ranked.ok()) return ranked.status();
  std::vector<AccessPath> paths;
  paths.reserve(ranked->size());
  for (const RankedPath& path : *ranked) paths.push_back(impl_->Finish(path));
  return paths;
}

absl::StatusOr<std::vector<AccessPath>> FindKIntroductionPaths(
    const IntroductionGraph& graph, absl::Span<const MemberId> sources, MemberId goal, int k,
    const IntroductionPathOptions& options) {
  absl::StatusOr<KIntroductionPaths> paths =
      KIntroductionPaths::Create(graph, sources, options);
  if (!paths.ok()) return paths.status();
  return paths->Find(goal, k);
}

}  // namespace pullgraph
