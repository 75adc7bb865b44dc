// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/ranking_metrics.h"

#include <algorithm>
#include <cmath>

namespace pullgraph {
namespace {

double Discount(size_t place) { return 1 / std::log2(static_cast<double>(place) + 2); }

}  // namespace

double PrecisionAtK(absl::Span<const uint8_t> labels, size_t k) {
  if (k == 0) return 0;
  const auto first = labels.subspan(0, k);
  return static_cast<double>(std::count(first.begin(), first.end(), 1)) /
         static_cast<double>(k);
}

double HitsAtK(absl::Span<const uint8_t> labels, size_t k) {
  const auto first = labels.subspan(0, k);
  return std::find(first.begin(), first.end(), 1) != first.end() ? 1 : 0;
}

double ReciprocalRank(absl::Span<const uint8_t> labels) {
  const auto found = std::find(labels.begin(), labels.end(), 1);
  return found == labels.end() ? 0 : 1 / static_cast<double>(found - labels.begin() + 1);
}

double NdcgAtK(absl::Span<const uint8_t> labels, size_t k, size_t total) {
  double gain = 0;
  double ideal = 0;
  for (size_t i = 0; i < std::min(k, labels.size()); ++i) {
    if (labels[i] == 1) gain += Discount(i);
  }
  for (size_t i = 0; i < std::min(k, total); ++i) ideal += Discount(i);
  return ideal > 0 ? gain / ideal : 0;
}

double NdcgAtK(absl::Span<const uint8_t> labels, size_t k) {
  return NdcgAtK(labels, k, static_cast<size_t>(std::count(labels.begin(), labels.end(), 1)));
}

}  // namespace pullgraph
