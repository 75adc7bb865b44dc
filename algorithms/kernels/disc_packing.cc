// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/disc_packing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace pullgraph {
namespace {

// Finds places for discs of given radii, drawn together by weighted pairs.
class DiscPacker {
 public:
  DiscPacker(absl::Span<const double> radius, absl::Span<const DiscPull> pulls)
      : radius_(radius), pulls_(pulls), at_(radius.size()) {}

  absl::Status Pack(int steps, const RunControl* run) {
    Begin();
    for (int step = 0; step < steps; ++step) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
      Attract(0.12 * (1 - static_cast<double>(step) / steps));
      Separate();
    }
    // Only apart, until no two overlap.
    for (int i = 0; i < kMostSeparations && Separate() > kOverlap; ++i) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  std::vector<PlanePoint> Take() { return std::move(at_); }

 private:
  static constexpr double kOverlap = 0.005;  // Of the smaller radius.
  static constexpr int kMostSeparations = 2000;

  // The largest in the middle, the others around it.
  void Begin() {
    double area = 0;
    for (size_t i = 0; i < at_.size(); ++i) {
      at_[i] = std::sqrt(area) * Unit(i);
      area += 1.3 * (radius_[i] + kDiscGap) * (radius_[i] + kDiscGap);
    }
  }

  static PlanePoint Unit(size_t i) {
    const double angle = kGoldenAngle * static_cast<double>(i);
    return {std::cos(angle), std::sin(angle)};
  }

  void Attract(double rate) {
    std::vector<PlanePoint> move(at_.size());
    for (const DiscPull& p : pulls_) {
      const PlanePoint d = at_[p.b] - at_[p.a];
      const double gap = d.Length() - radius_[p.a] - radius_[p.b] - kDiscGap;
      if (gap <= 0) continue;
      const double far = rate * p.weight * gap / (gap + radius_[p.a] + radius_[p.b] + kDiscGap);
      // The lighter one goes farther.
      const double share = radius_[p.b] / (radius_[p.a] + radius_[p.b]);
      move[p.a] = move[p.a] + share * far * d;
      move[p.b] = move[p.b] - (1 - share) * far * d;
    }
    for (size_t i = 0; i < at_.size(); ++i) {
      at_[i] = at_[i] + move[i];
      at_[i] = (1 - 0.02 * rate) * at_[i];  // Nobody drifts away.
    }
  }

  // Moves overlapping discs apart; the largest overlap, as a part of the smaller radius. Discs
  // are looked at by x, so that only those that may overlap meet.
  double Separate() {
    std::vector<uint32_t> order(at_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return std::pair(at_[a].x - radius_[a], a) < std::pair(at_[b].x - radius_[b], b);
    });
    double worst = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      const uint32_t a = order[i];
      for (size_t k = i + 1; k < order.size(); ++k) {
        const uint32_t b = order[k];
        if (at_[b].x - radius_[b] > at_[a].x + radius_[a] + kDiscGap) break;
        worst = std::max(worst, Part(a, b));
      }
    }
    return worst;
  }

  double Part(uint32_t a, uint32_t b) {
    PlanePoint d = at_[b] - at_[a];
    double length = d.Length();
    const double wanted = radius_[a] + radius_[b] + kDiscGap;
    if (length >= wanted) return 0;
    if (length < 1e-9) {
      d = Unit(a + b);
      length = 1;
    }
    const double overlap = wanted - std::min(length, wanted);
    const double share = radius_[b] / (radius_[a] + radius_[b]);
    const PlanePoint away = (0.55 * overlap / length) * d;
    at_[a] = at_[a] - 2 * share * away;
    at_[b] = at_[b] + 2 * (1 - share) * away;
    return overlap / std::min(radius_[a], radius_[b]);
  }

  const absl::Span<const double> radius_;
  const absl::Span<const DiscPull> pulls_;
  std::vector<PlanePoint> at_;
};

}  // namespace

absl::StatusOr<std::vector<PlanePoint>> PackDiscs(absl::Span<const double> radius, absl::Span<const DiscPull> pulls,
                                                  int steps, const RunControl* run) {
  DiscPacker packer(radius, pulls);
  if (absl::Status s = packer.Pack(steps, run); !s.ok()) return s;
  return packer.Take();
}

}  // namespace pullgraph
