// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/qini.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

struct Corner {
  double share = 0;
  double gain = 0;
};

// Members and pulls of both arms that entered at one score, or up to it.
struct Step {
  double n[2] = {0, 0};
  double r[2] = {0, 0};
};

class Qini {
 public:
  Qini(absl::Span<const double> score, absl::Span<const uint8_t> treated,
       absl::Span<const uint8_t> pulled)
      : treated_(treated), pulled_(pulled), order_(score.size()), group_(score.size()) {
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
      return score[a] != score[b] ? score[a] > score[b] : a < b;
    });
    for (size_t i = 1; i < order_.size(); ++i) {
      group_[i] = group_[i - 1] + (score[order_[i]] != score[order_[i - 1]] ? 1 : 0);
    }
  }

  // Corners of the curve if the member at place i of the order counts weight(i) times.
  template <class Weight>
  std::vector<Corner> Curve(Weight weight) const {
    std::vector<Step> steps(order_.empty() ? 0 : group_.back() + 1);
    for (size_t i = 0; i < order_.size(); ++i) Add(order_[i], weight(i), steps[group_[i]]);
    return Corners(steps);
  }

  // The best order: pulls of the treated first, pulls of the holdout last.
  template <class Weight>
  std::vector<Corner> Perfect(Weight weight) const {
    std::vector<Step> steps(3);
    for (size_t i = 0; i < order_.size(); ++i) {
      const uint32_t m = order_[i];
      Add(m, weight(i), steps[pulled_[m] == 0 ? 1 : treated_[m] != 0 ? 0 : 2]);
    }
    return Corners(steps);
  }

 private:
  void Add(uint32_t m, double w, Step& step) const {
    step.n[treated_[m]] += w;
    step.r[treated_[m]] += w * pulled_[m];
  }

  static std::vector<Corner> Corners(const std::vector<Step>& steps) {
    Step all;
    for (const Step& s : steps) {
      for (int arm = 0; arm < 2; ++arm) all.n[arm] += s.n[arm], all.r[arm] += s.r[arm];
    }
    std::vector<Corner> corners(1);
    Step so_far;
    for (const Step& s : steps) {
      for (int arm = 0; arm < 2; ++arm) so_far.n[arm] += s.n[arm], so_far.r[arm] += s.r[arm];
      const double scale = so_far.n[0] > 0 ? so_far.n[1] / so_far.n[0] : 0;
      corners.push_back({(so_far.n[0] + so_far.n[1]) / (all.n[0] + all.n[1]),
                         (so_far.r[1] - so_far.r[0] * scale) / all.n[1]});
    }
    return corners;
  }

  absl::Span<const uint8_t> treated_;
  absl::Span<const uint8_t> pulled_;
  std::vector<uint32_t> order_;  // Members by score, descending.
  std::vector<uint32_t> group_;  // Of each place in it; equal scores share one.
};

// Area between the curve and the straight line to its end.
double AreaOverChance(const std::vector<Corner>& corners) {
  double area = 0;
  for (size_t i = 1; i < corners.size(); ++i) {
    area += (corners[i].share - corners[i - 1].share) * (corners[i].gain + corners[i - 1].gain) / 2;
  }
  return area - corners.back().gain / 2;
}

std::vector<QiniPoint> Thin(const std::vector<Corner>& corners, int points) {
  std::vector<QiniPoint> out;
  size_t k = 1;
  for (int i = 0; i <= points; ++i) {
    const double share = static_cast<double>(i) / points;
    while (k + 1 < corners.size() && corners[k].share < share) ++k;
    const Corner &a = corners[k - 1], &b = corners[k];
    const double part = b.share > a.share ? (share - a.share) / (b.share - a.share) : 1;
    out.push_back({share, a.gain + std::clamp(part, 0.0, 1.0) * (b.gain - a.gain),
                   share * corners.back().gain});
  }
  return out;
}

// How often a member is drawn: Poisson of mean 1, by inversion.
double PoissonOne(RandomStream& random) {
  double u = random.Uniform(), mass = std::exp(-1.0);
  int k = 0;
  while (u >= mass && k < 20) {
    u -= mass;
    mass /= ++k;
  }
  return k;
}

double Ratio(double area, double perfect) { return perfect > 0 ? area / perfect : 0; }

absl::Status CheckInput(absl::Span<const double> score, absl::Span<const uint8_t> treated,
                        absl::Span<const uint8_t> pulled, const QiniOptions& options) {
  if (score.size() != treated.size() || score.size() != pulled.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("score, treated and pulled have ", score.size(), ", ", treated.size(), " and ",
                     pulled.size(), " entries, expected as many"));
  }
  bool arms[2] = {false, false};
  for (size_t i = 0; i < score.size(); ++i) {
    if (!std::isfinite(score[i]) || treated[i] > 1 || pulled[i] > 1) {
      return absl::InvalidArgumentError(absl::StrCat(
          "member ", i, " has score ", score[i], ", treated ", int{treated[i]}, ", pulled ",
          int{pulled[i]}, ", expected a finite score, and 0 or 1"));
    }
    arms[treated[i]] = true;
  }
  if (!arms[0] || !arms[1]) {
    return absl::InvalidArgumentError("treated: an arm is empty, expected members in both");
  }
  if (options.points < 1 || options.resamples < 20) {
    return absl::InvalidArgumentError(absl::StrCat("points = ", options.points, ", resamples = ",
                                                   options.resamples, ", expected >= 1 and >= 20"));
  }
  if (!(options.confidence > 0) || !(options.confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence = ", options.confidence, ", expected in (0, 1)"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<QiniCurve> ComputeQini(absl::Span<const double> score,
                                      absl::Span<const uint8_t> treated,
                                      absl::Span<const uint8_t> pulled,
                                      const QiniOptions& options) {
  if (absl::Status s = CheckInput(score, treated, pulled, options); !s.ok()) return s;
  const Qini qini(score, treated, pulled);
  const auto once = [](size_t) { return 1.0; };
  const std::vector<Corner> corners = qini.Curve(once);
  QiniCurve out;
  out.points = Thin(corners, options.points);
  out.area = AreaOverChance(corners);
  out.area_perfect = AreaOverChance(qini.Perfect(once));
  out.coefficient.value = Ratio(out.area, out.area_perfect);

  std::vector<double> drawn(static_cast<size_t>(options.resamples));
  ParallelFor(ThreadsOf(options.run), options.resamples, 1, [&](int64_t begin, int64_t end) {
    std::vector<double> weights(score.size());
    for (int64_t b = begin; b < end && !IsCancelled(options.run); ++b) {
      RandomStream random(options.seed, static_cast<uint64_t>(b));
      for (double& w : weights) w = PoissonOne(random);
      const auto weight = [&](size_t i) { return weights[i]; };
      const double area = AreaOverChance(qini.Curve(weight));
      const double perfect = AreaOverChance(qini.Perfect(weight));
      // A resample may lose an arm of a tiny sample; it then says nothing.
      drawn[static_cast<size_t>(b)] =
          std::isfinite(area) && std::isfinite(perfect) ? Ratio(area, perfect) : 0;
    }
  });
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  std::sort(drawn.begin(), drawn.end());
  const double tail = (1 - options.confidence) / 2 * static_cast<double>(drawn.size() - 1);
  out.coefficient.low = drawn[static_cast<size_t>(std::floor(tail))];
  out.coefficient.high = drawn[drawn.size() - 1 - static_cast<size_t>(std::floor(tail))];
  return out;
}

}  // namespace pullgraph
