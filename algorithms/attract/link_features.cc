// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_features.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/link_probe.h"
#include "algorithms/attract/link_surroundings.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kSourceGrain = 8;

constexpr std::array<const char*, kNumLinkFeatures> kNames = {
    "common neighbours",
    "Jaccard",
    "Adamic-Adar",
    "resource allocation",
    "preferential attachment",
    "paths of 3",
    "paths of 3, normalised",
    "local path",
    "Katz",
    "walk of 2",
    "walk of 3",
    "walk of 4",
    "walk of 5",
    "longer walks",
    "PageRank",
    "PageRank, larger",
    "PageRank, smaller",
    "distance",
    "same component",
    "same community",
    "density between the communities",
    "degree, smaller",
    "degree, larger",
    "coreness, smaller",
    "coreness, larger",
    "clustering, smaller",
    "clustering, larger",
    "degree of neighbours, smaller",
    "degree of neighbours, larger",
    "spread of neighbours' degrees, smaller",
    "spread of neighbours' degrees, larger",
    "leaves among neighbours, smaller",
    "leaves among neighbours, larger",
    "return in 2 steps, smaller",
    "return in 2 steps, larger",
    "return in 3 steps, smaller",
    "return in 3 steps, larger",
    "members in component, smaller",
    "members in component, larger",
};

absl::Status CheckPairs(const TieGraph& ties, absl::Span<const NodePair> pairs) {
  for (const auto& [u, v] : pairs) {
    if (u >= ties.num_nodes() || v >= ties.num_nodes()) {
      return absl::OutOfRangeError(absl::StrCat("pair (", u, ", ", v, "), expected members in [0, ",
                                                ties.num_nodes(), ")"));
    }
    if (u == v || ties.FindArc(u, v).has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("pair (", u, ", ", v, ") is ", u == v ? "one member" : "tied",
                       ", expected two members without a tie"));
    }
  }
  return absl::OkStatus();
}

// A pair as seen from its end of larger degree (smaller number if equal), so that
// hubs, which are in many pairs, are walked from once.
struct Seen {
  Node source;
  Node target;
  size_t row;
};

std::vector<Seen> FromLargerEnds(const TieGraph& ties, absl::Span<const NodePair> pairs) {
  std::vector<Seen> seen;
  seen.reserve(pairs.size());
  for (size_t i = 0; i < pairs.size(); ++i) {
    auto [u, v] = std::minmax(pairs[i].first, pairs[i].second);
    if (ties.OutDegree(v) > ties.OutDegree(u)) {
      seen.push_back({v, u, i});
    } else {
      seen.push_back({u, v, i});
    }
  }
  std::sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) {
    return a.source != b.source ? a.source < b.source : a.row < b.row;
  });
  return seen;
}

}  // namespace

const char* LinkFeatureName(size_t feature) { return kNames[feature]; }

absl::Status CheckLinkFeatureOptions(const LinkFeatureOptions& options) {
  if (options.walk_steps != 0 && (options.walk_steps < 3 || options.walk_steps > 30)) {
    return absl::InvalidArgumentError(
        absl::StrCat("walk_steps is ", options.walk_steps, ", expected 0 or in [3, 30]"));
  }
  if (options.max_distance < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_distance is ", options.max_distance, ", expected at least 2"));
  }
  return absl::OkStatus();
}

absl::Status CheckSimple(const TieGraph& ties) {
  if (!ties.is_symmetric() || ties.num_loops() > 0) {
    return absl::InvalidArgumentError("ties is not symmetric without loops");
  }
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    const absl::Span<const Node> row = ties.OutNeighbors(u);
    const auto twice = std::adjacent_find(row.begin(), row.end());
    if (twice != row.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("ties has parallel ties of ", u, " and ", *twice, ", expected none"));
    }
  }
  return absl::OkStatus();
}

int WalkSteps(const TieGraph& ties, const LinkFeatureOptions& options) {
  if (options.walk_steps != 0) return options.walk_steps;
  return ties.num_arcs() <= (1U << 18) ? 6 : 3;
}

absl::StatusOr<std::vector<double>> ComputeLinkFeatures(const TieGraph& ties,
                                                        absl::Span<const NodePair> pairs,
                                                        const LinkFeatureOptions& options) {
  if (absl::Status s = CheckSimple(ties); !s.ok()) return s;
  if (absl::Status s = CheckLinkFeatureOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckPairs(ties, pairs); !s.ok()) return s;
  LinkSurroundings around;
  if (absl::Status s = around.Build(ties, options.seed, options.run); !s.ok()) return s;

  const std::vector<Seen> seen = FromLargerEnds(ties, pairs);
  std::vector<size_t> starts;  // Of the pairs of each source.
  for (size_t i = 0; i < seen.size(); ++i) {
    if (i == 0 || seen[i].source != seen[i - 1].source) starts.push_back(i);
  }
  const auto num_sources = static_cast<int64_t>(starts.size());
  starts.push_back(seen.size());
  std::vector<double> rows(pairs.size() * kNumLinkFeatures);
  const int threads = ThreadsOf(options.run);
  const int steps = WalkSteps(ties, options);
  std::vector<std::optional<LinkProbe>> probes(static_cast<size_t>(threads));
  ParallelForWorker(
      threads, num_sources, kSourceGrain, [&](int worker, int64_t begin, int64_t end) {
        if (IsCancelled(options.run)) return;
        std::optional<LinkProbe>& probe = probes[static_cast<size_t>(worker)];
        if (!probe) probe.emplace(ties, around, steps, options.max_distance);
        std::vector<Node> targets;
        std::vector<double> found;
        for (auto s = static_cast<size_t>(begin); s < static_cast<size_t>(end); ++s) {
          targets.clear();
          for (size_t i = starts[s]; i < starts[s + 1]; ++i) targets.push_back(seen[i].target);
          found.resize(targets.size() * kNumLinkFeatures);
          probe->Describe(seen[starts[s]].source, targets, absl::MakeSpan(found));
          for (size_t i = starts[s]; i < starts[s + 1]; ++i) {
            std::copy_n(&found[(i - starts[s]) * kNumLinkFeatures], kNumLinkFeatures,
                        &rows[seen[i].row * kNumLinkFeatures]);
          }
        }
      });
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  return rows;
}

}  // namespace pullgraph
