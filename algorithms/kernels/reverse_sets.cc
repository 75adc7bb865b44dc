// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/reverse_sets.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

// Nodes that one round of sampling aims at: small beside what is kept.
constexpr uint64_t kRoundNodes = uint64_t{1} << 22;
constexpr uint64_t kFirstRound = 64;
constexpr uint64_t kMostInRound = uint64_t{1} << 18;

absl::Status Check(const ReverseSampler& sampler, absl::Span<const Node> roots,
                   const ReverseSetsOptions& options) {
  if (options.stride == 0 || options.offset >= options.stride) {
    return absl::InvalidArgumentError(absl::StrCat(
        "offset is ", options.offset, ", expected one in [0, stride = ", options.stride, ")"));
  }
  if (sampler.num_nodes() == 0) return absl::InvalidArgumentError("there is no node to draw");
  for (const Node root : roots) {
    if (root < sampler.num_nodes()) continue;
    return absl::OutOfRangeError(absl::StrCat("roots hold node ", root, ", expected one in [0, ",
                                              sampler.num_nodes(), ")"));
  }
  return absl::OkStatus();
}

// What one chunk drew.
struct Drawn {
  std::vector<Node> nodes;
  std::vector<uint64_t> ends;
  uint64_t draws = 0;
};

// Sets of the next round; depends on what has been drawn alone.
uint64_t RoundSize(const ReverseSets& sets, uint64_t left) {
  if (sets.size() == 0) return std::min(left, kFirstRound);
  const uint64_t mean = sets.nodes.size() / sets.size() + 1;
  return std::min(left, std::clamp(kRoundNodes / mean, kFirstRound, kMostInRound));
}

}  // namespace

absl::Status ExtendReverseSets(const ReverseSampler& sampler, absl::Span<const Node> roots,
                               size_t count, const ReverseSetsOptions& options,
                               ReverseSets& sets) {
  if (absl::Status s = Check(sampler, roots, options); !s.ok()) return s;
  const int threads = ThreadsOf(options.run);
  const uint64_t num_roots = roots.empty() ? sampler.num_nodes() : roots.size();
  std::vector<Bitmap> seen(static_cast<size_t>(threads), Bitmap(sampler.num_nodes()));
  while (sets.size() < count) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    const uint64_t base = sets.size();
    const uint64_t round = RoundSize(sets, count - base);
    const auto grain = static_cast<int64_t>(std::clamp<uint64_t>(round / 32, 16, 4096));
    std::vector<Drawn> drawn((round + grain - 1) / grain);
    ParallelForWorker(threads, static_cast<int64_t>(round), grain,
                      [&](int worker, int64_t begin, int64_t end) {
      Drawn& chunk = drawn[static_cast<size_t>(begin / grain)];
      for (int64_t i = begin; i < end; ++i) {
        if (i % 16 == 0 && IsCancelled(options.run)) return;
        const uint64_t index = base + static_cast<uint64_t>(i);
        RandomStream random(options.seed, options.stride * index + options.offset);
        const uint64_t k = options.in_turn ? index % num_roots : random.Below(num_roots);
        const Node root = roots.empty() ? static_cast<Node>(k) : roots[k];
        chunk.draws += sampler.Sample(root, random, seen[static_cast<size_t>(worker)], chunk.nodes);
        chunk.ends.push_back(chunk.nodes.size());
      }
    });
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    for (const Drawn& chunk : drawn) {
      const uint64_t before = sets.nodes.size();
      sets.nodes.insert(sets.nodes.end(), chunk.nodes.begin(), chunk.nodes.end());
      sets.draws += chunk.draws;
      for (const uint64_t end : chunk.ends) sets.offsets.push_back(before + end);
    }
    if (sets.nodes.size() > options.max_nodes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("reverse-reachable sets hold ", sets.nodes.size(),
                       " nodes, more than max_nodes = ", options.max_nodes));
    }
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
