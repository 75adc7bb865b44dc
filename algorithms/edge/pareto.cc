// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/pareto.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

bool Dominates(absl::Span<const double> a, absl::Span<const double> b) {
  bool larger = false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] < b[i]) return false;
    larger = larger || a[i] > b[i];
  }
  return larger;
}

}  // namespace

absl::StatusOr<std::vector<uint8_t>> ParetoFront(absl::Span<const double> scores, size_t rows,
                                                 size_t columns) {
  if (scores.size() != rows * columns) {
    return absl::InvalidArgumentError(absl::StrCat("scores has ", scores.size(),
                                                   " entries, expected ", rows, " * ", columns));
  }
  for (size_t i = 0; i < scores.size(); ++i) {
    if (std::isnan(scores[i])) {
      return absl::InvalidArgumentError(absl::StrCat("scores[", i, "] is not a number"));
    }
  }
  auto row = [&](size_t r) { return scores.subspan(r * columns, columns); };
  std::vector<size_t> order(rows);
  std::iota(order.begin(), order.end(), size_t{0});
  // Lexicographically larger rows first: a row is dominated only by earlier ones,
  // and if by any, then by one of the front.
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const auto x = row(a), y = row(b);
    return std::lexicographical_compare(y.begin(), y.end(), x.begin(), x.end());
  });
  std::vector<uint8_t> on_front(rows, 0);
  std::vector<size_t> front;  // One of those that are equal.
  for (size_t i = 0; i < rows; ++i) {
    const size_t r = order[i];
    if (i > 0 && std::equal(row(r).begin(), row(r).end(), row(order[i - 1]).begin())) {
      on_front[r] = on_front[order[i - 1]];
      continue;
    }
    if (std::any_of(front.begin(), front.end(),
                    [&](size_t f) { return Dominates(row(f), row(r)); })) {
      continue;
    }
    on_front[r] = 1;
    front.push_back(r);
  }
  return on_front;
}

}  // namespace pullgraph
