// SPDX-License-Identifier: Apache-2.0
#include "io/import/edge_fold.h"

#include <algorithm>
#include <cstddef>

#include "graph/random.h"

namespace pullgraph {

bool HasManyEquals(absl::Span<const std::pair<Node, Node>> pairs) {
  constexpr uint64_t kSample = uint64_t{1} << 15;
  const uint64_t stride = pairs.size() / kSample;
  if (stride == 0) return false;
  std::vector<std::pair<Node, Node>> sample(kSample);
  for (uint64_t i = 0; i < kSample; ++i) sample[i] = pairs[i * stride + MixBits(i) % stride];
  std::sort(sample.begin(), sample.end());
  double equal = 0;  // Two places of the sample that hold the same.
  for (size_t i = 0; i < sample.size();) {
    size_t end = i + 1;
    while (end < sample.size() && sample[end] == sample[i]) ++end;
    const auto n = static_cast<double>(end - i);
    equal += n * (n - 1) / 2;
    i = end;
  }
  constexpr double kTwos = static_cast<double>(kSample) * static_cast<double>(kSample - 1) / 2;
  return equal / kTwos * static_cast<double>(pairs.size()) >= 1;
}

void FoldEqualPairs(std::vector<std::pair<Node, Node>>& pairs, std::vector<uint32_t>& count) {
  struct Row {
    std::pair<Node, Node> pair;
    uint32_t count;
  };
  std::vector<Row> rows(pairs.size());
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = {pairs[i], i < count.size() ? count[i] : 1};
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.pair < b.pair; });
  pairs.clear();
  count.clear();
  for (size_t i = 0; i < rows.size();) {
    uint64_t sum = 0;
    const std::pair<Node, Node> pair = rows[i].pair;
    for (; i < rows.size() && rows[i].pair == pair; ++i) sum += rows[i].count;
    pairs.push_back(pair);
    count.push_back(static_cast<uint32_t>(std::min<uint64_t>(sum, UINT32_MAX)));
  }
}

}  // namespace pullgraph
