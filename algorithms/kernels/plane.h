// SPDX-License-Identifier: Apache-2.0
// Points on a plane, and those that are near; internal to kernels.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_PLANE_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_PLANE_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "absl/types/span.h"

namespace pullgraph {

inline constexpr double kGoldenAngle = 2.399963229728653;  // Radians.

struct PlanePoint {
  double x = 0, y = 0;
  friend PlanePoint operator+(PlanePoint a, PlanePoint b) { return {a.x + b.x, a.y + b.y}; }
  friend PlanePoint operator-(PlanePoint a, PlanePoint b) { return {a.x - b.x, a.y - b.y}; }
  friend PlanePoint operator*(double f, PlanePoint p) { return {f * p.x, f * p.y}; }
  double Length() const { return std::hypot(x, y); }
};

// Nodes in cells of side 2, for each to find those that are near.
class PlaneCells {
 public:
  void Fill(absl::Span<const PlanePoint> at) {
    low_ = high_ = at.empty() ? PlanePoint{} : at[0];
    for (const PlanePoint p : at) {
      low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y)};
      high_ = {std::max(high_.x, p.x), std::max(high_.y, p.y)};
    }
    // Not many more cells than nodes, however far apart these are.
    const double area = (high_.x - low_.x + 2) * (high_.y - low_.y + 2);
    side_ = std::max(2.0, std::sqrt(area / (4.0 * static_cast<double>(at.size()) + 64)));
    columns_ = Column(high_.x) + 1;
    rows_ = Row(high_.y) + 1;
    begin_.assign(static_cast<size_t>(columns_ * rows_) + 1, 0);
    for (const PlanePoint p : at) ++begin_[CellOf(p) + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    nodes_.resize(at.size());
    std::vector<uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (uint32_t i = 0; i < at.size(); ++i) nodes_[next[CellOf(at[i])]++] = i;
  }

  // Calls f for everything in the cell of `p` and the eight around it.
  template <class F>
  void Near(PlanePoint p, F f) const {
    const int64_t column = Column(p.x), row = Row(p.y);
    for (int64_t r = std::max<int64_t>(0, row - 1); r <= std::min(rows_ - 1, row + 1); ++r) {
      for (int64_t c = std::max<int64_t>(0, column - 1); c <= std::min(columns_ - 1, column + 1); ++c) {
        const auto cell = static_cast<size_t>(r * columns_ + c);
        for (uint32_t i = begin_[cell]; i < begin_[cell + 1]; ++i) f(nodes_[i]);
      }
    }
  }

 private:
  int64_t Column(double x) const { return static_cast<int64_t>((x - low_.x) / side_); }
  int64_t Row(double y) const { return static_cast<int64_t>((y - low_.y) / side_); }
  size_t CellOf(PlanePoint p) const { return static_cast<size_t>(Row(p.y) * columns_ + Column(p.x)); }

  PlanePoint low_, high_;
  double side_ = 2;
  int64_t columns_ = 0, rows_ = 0;
  std::vector<uint32_t> begin_, nodes_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_PLANE_H_
