// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_likeness.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr size_t kPullersSeen = 256;
constexpr size_t kPullsSeen = 64;
constexpr int64_t kGrain = 32;

absl::Span<const Pull> LastOf(absl::Span<const Pull> pulls, size_t most) {
  return pulls.size() <= most ? pulls : pulls.subspan(pulls.size() - most);
}

// Sums of one worker.
struct CoPulls {
  std::vector<float> weight;
  std::vector<uint32_t> members;
  std::vector<uint32_t> touched;
};

void AppendLikest(const PullHistory& history, uint32_t resource, CoPulls& sums,
                  std::vector<LikeResource>& out) {
  const absl::Span<const Pull> pullers = history.DistinctOfResource(resource);
  for (const Pull& puller : LastOf(pullers, kPullersSeen)) {
    const absl::Span<const Pull> theirs = history.DistinctOfMember(puller.other);
    const auto weight =
        static_cast<float>(1 / std::log2(1 + static_cast<double>(theirs.size())));
    for (const Pull& pull : LastOf(theirs, kPullsSeen)) {
      if (pull.other == resource) continue;
      if (sums.members[pull.other]++ == 0) sums.touched.push_back(pull.other);
      sums.weight[pull.other] += weight;
    }
  }
  const size_t begin = out.size();
  for (const uint32_t r : sums.touched) {
    const double both = sums.members[r];
    const double sizes = static_cast<double>(pullers.size()) *
                         static_cast<double>(history.DistinctOfResource(r).size());
    const double cosine = std::min(1.0, double{sums.weight[r]} / std::sqrt(sizes));
    out.push_back({r, static_cast<float>(cosine * both / (both + 1))});
    sums.weight[r] = 0;
    sums.members[r] = 0;
  }
  sums.touched.clear();
  const auto first = out.begin() + static_cast<int64_t>(begin);
  const auto most = static_cast<int64_t>(std::min(PullLikeness::kMost, out.size() - begin));
  std::partial_sort(first, first + most, out.end(),
                    [](const LikeResource& a, const LikeResource& b) {
                      return std::pair(-a.likeness, a.resource) < std::pair(-b.likeness, b.resource);
                    });
  out.resize(begin + static_cast<size_t>(most));
}

}  // namespace

PullLikeness::PullLikeness(const PullHistory& history, uint32_t num_resources, int threads)
    : offsets_(num_resources + 1, 0) {
  const int64_t n = num_resources;
  std::vector<CoPulls> sums(static_cast<size_t>(threads));
  std::vector<std::vector<LikeResource>> parts(static_cast<size_t>((n + kGrain - 1) / kGrain));
  ParallelForWorker(threads, n, kGrain, [&](int worker, int64_t begin, int64_t end) {
    CoPulls& mine = sums[static_cast<size_t>(worker)];
    mine.weight.resize(num_resources);
    mine.members.resize(num_resources);
    std::vector<LikeResource>& out = parts[static_cast<size_t>(begin / kGrain)];
    for (auto r = static_cast<uint32_t>(begin); r < static_cast<uint32_t>(end); ++r) {
      const size_t before = out.size();
      AppendLikest(history, r, mine, out);
      offsets_[r + 1] = out.size() - before;
    }
  });
  for (size_t r = 0; r < num_resources; ++r) offsets_[r + 1] += offsets_[r];
  values_.reserve(offsets_.back());
  for (const std::vector<LikeResource>& part : parts) {
    values_.insert(values_.end(), part.begin(), part.end());
  }
}

}  // namespace pullgraph
