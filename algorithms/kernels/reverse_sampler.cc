// SPDX-License-Identifier: Apache-2.0
// How live in-arcs are drawn. Part of reverse_sets.h.
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/reverse_sets.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 2048;
// A geometric jump costs about as much as so many coins.
constexpr double kCoinsPerJump = 8;
// In-lists up to this length are not cut into segments: coins are quicker.
constexpr uint64_t kShortList = 16;
constexpr double kSumTolerance = 1e-5;

}  // namespace

absl::Status CheckSpreadProbabilities(const TieGraph& graph,
                                      absl::Span<const float> probability) {
  if (graph.is_symmetric() && graph.num_arcs() > 0) {
    return absl::InvalidArgumentError(
        "graph is symmetric, expected one that stores in-arcs: influence has a direction");
  }
  if (probability.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat("probability has ", probability.size(),
                                                   " entries, expected one an arc: ",
                                                   graph.num_arcs()));
  }
  for (ArcIndex arc = 0; arc < probability.size(); ++arc) {
    if (probability[arc] >= 0 && probability[arc] <= 1) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("probability[", arc, "] = ", probability[arc], ", expected one in [0, 1]"));
  }
  return absl::OkStatus();
}

absl::StatusOr<ReverseSampler> ReverseSampler::Build(const TieGraph& graph,
                                                     absl::Span<const float> probability,
                                                     SpreadModel model, const RunControl* run) {
  if (absl::Status s = CheckSpreadProbabilities(graph, probability); !s.ok()) return s;
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  ReverseSampler sampler;
  sampler.model_ = model;
  sampler.LayOut(graph, probability, ThreadsOf(run));
  if (model == SpreadModel::kIndependentCascade) {
    sampler.CutSegments();
    return sampler;
  }
  // From here on probability_ holds the sums that the walk searches.
  for (Node v = 0; v < sampler.num_nodes(); ++v) {
    double sum = 0;
    for (uint64_t a = sampler.arc_begin_[v]; a < sampler.arc_end_[v]; ++a) {
      sum += sampler.probability_[a];
      sampler.probability_[a] = static_cast<float>(sum);
    }
    if (sum <= 1 + kSumTolerance) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "weights of the arcs into node ", v, " sum to ", sum, ", expected at most 1"));
  }
  return sampler;
}

// Writes the arcs into `v`, likeliest first; returns their end.
uint64_t ReverseSampler::LayOutRow(const TieGraph& graph, absl::Span<const float> probability,
                                   Node v, std::vector<std::pair<float, Node>>& row) {
  const absl::Span<const Node> from = graph.InNeighbors(v);
  const uint64_t begin = arc_begin_[v];
  uint64_t end = begin;
  bool sorted = true;
  for (size_t k = 0; k < from.size(); ++k) {
    const float p = probability[graph.InArc(v, k)];
    if (!(p > 0) || from[k] == v) continue;
    sorted = sorted && (end == begin || p <= probability_[end - 1]);
    source_[end] = from[k];
    probability_[end++] = p;
  }
  if (sorted) return end;
  row.clear();
  for (uint64_t a = begin; a < end; ++a) row.emplace_back(probability_[a], source_[a]);
  std::sort(row.begin(), row.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (uint64_t a = begin; a < end; ++a) {
    probability_[a] = row[a - begin].first;
    source_[a] = row[a - begin].second;
  }
  return end;
}

void ReverseSampler::LayOut(const TieGraph& graph, absl::Span<const float> probability,
                            int threads) {
  const Node n = graph.num_nodes();
  arc_begin_.assign(n + size_t{1}, 0);
  for (Node v = 0; v < n; ++v) arc_begin_[v + size_t{1}] = arc_begin_[v] + graph.InDegree(v);
  arc_end_.resize(n);
  source_.resize(graph.num_arcs());
  probability_.resize(graph.num_arcs());
  ParallelFor(threads, n, kGrain, [&](int64_t begin, int64_t end) {
    std::vector<std::pair<float, Node>> row;
    for (auto v = static_cast<Node>(begin); v < static_cast<Node>(end); ++v) {
      arc_end_[v] = LayOutRow(graph, probability, v, row);
    }
  });
}

void ReverseSampler::CutSegments() {
  const Node n = num_nodes();
  segment_begin_.assign(n + size_t{1}, 0);
  for (Node v = 0; v < n; ++v) {
    const uint64_t end = arc_end_[v];
    for (uint64_t a = arc_begin_[v]; a < end;) {
      Segment segment;
      segment.most = probability_[a];
      const bool whole = end - a <= kShortList;
      uint64_t last = a;
      // Below 2^-24 halves no longer matter: a jump is past the end anyhow.
      const float least = segment.most < 0x1p-24F ? 0 : segment.most / 2;
      while (last < end && (whole || probability_[last] > least)) ++last;
      segment.length = static_cast<uint32_t>(last - a);
      segment.equal = probability_[last - 1] == segment.most;
      const double coins = segment.length;
      if (coins > kCoinsPerJump * (coins * segment.most + 1) && segment.most < 1) {
        segment.jump = static_cast<float>(-1 / std::log1p(-static_cast<double>(segment.most)));
      }
      segments_.push_back(segment);
      a = last;
    }
    segment_begin_[v + size_t{1}] = segments_.size();
  }
}

uint64_t ReverseSampler::SampleCascade(Node root, RandomStream& random, Bitmap& seen,
                                       std::vector<Node>& out) const {
  const size_t first = out.size();
  uint64_t draws = 0;
  out.push_back(root);
  seen.Set(root);
  const auto visit = [&](Node u) {
    if (seen.Test(u)) return;
    seen.Set(u);
    out.push_back(u);
  };
  // Invariant: arcs into out[first, i) have been drawn.
  for (size_t i = first; i < out.size(); ++i) {
    const Node v = out[i];
    uint64_t a = arc_begin_[v];
    for (uint64_t k = segment_begin_[v]; k < segment_begin_[v + size_t{1}]; ++k) {
      const Segment& segment = segments_[k];
      const uint64_t end = a + segment.length;
      if (segment.jump == 0) {
        draws += segment.length;
        for (; a < end; ++a) {
          if (random.Uniform() < probability_[a]) visit(source_[a]);
        }
        continue;
      }
      while (true) {
        ++draws;
        const double jump = random.Exponential() * segment.jump;
        if (jump >= static_cast<double>(end - a)) break;
        a += static_cast<uint64_t>(jump);
        if (segment.equal || random.Uniform() * segment.most < probability_[a]) visit(source_[a]);
        if (++a == end) break;
      }
      a = end;
    }
  }
  for (size_t i = first; i < out.size(); ++i) seen.Reset(out[i]);
  return draws;
}

uint64_t ReverseSampler::SampleThreshold(Node root, RandomStream& random, Bitmap& seen,
                                         std::vector<Node>& out) const {
  const size_t first = out.size();
  // Each node follows one of those it listens to, or nobody: a walk.
  for (Node v = root; !seen.Test(v);) {
    seen.Set(v);
    out.push_back(v);
    const float* begin = probability_.data() + arc_begin_[v];
    const float* end = probability_.data() + arc_end_[v];
    const float* chosen = std::upper_bound(begin, end, random.Uniform());
    if (chosen == end) break;
    v = source_[arc_begin_[v] + static_cast<uint64_t>(chosen - begin)];
  }
  for (size_t i = first; i < out.size(); ++i) seen.Reset(out[i]);
  return out.size() - first;
}

uint64_t ReverseSampler::Sample(Node root, RandomStream& random, Bitmap& seen,
                                std::vector<Node>& out) const {
  return model_ == SpreadModel::kIndependentCascade ? SampleCascade(root, random, seen, out)
                                                    : SampleThreshold(root, random, seen, out);
}

}  // namespace pullgraph
