// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/hawkes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/normal_quantile.h"
#include "algorithms/kernels/sigmoid.h"

namespace pullgraph {
namespace {

constexpr size_t kMinEvents = 10;
constexpr double kMaxEvents = 1 << 26;
// Half-lives tried between the shortest and the longest, on a log scale.
constexpr int kGrid = 24;

// For one rate: excitation[i] = sum over j < i of rate exp(-rate (t_i - t_j)), and
// compensator = sum of 1 - exp(-rate (end - t_j)). The likelihood is then
// sum log(mu + a excitation[i]) - mu end - a compensator, concave in (mu, a).
struct Excitation {
  std::vector<double> at;
  double compensator = 0;

  void Compute(absl::Span<const double> times, double end, double rate) {
    at.resize(times.size());
    compensator = 0;
    double sum = 0;
    for (size_t i = 0; i < times.size(); ++i) {
      if (i > 0) sum = (sum + rate) * std::exp(-rate * (times[i] - times[i - 1]));
      at[i] = sum;
      compensator -= std::expm1(-rate * (end - times[i]));
    }
  }

  double LogLikelihood(double mu, double a, double end) const {
    double sum = -mu * end - a * compensator;
    for (const double x : at) sum += std::log(mu + a * x);
    return sum;
  }
};

struct Profile {
  double mu = 0;
  double a = 0;
  double log_likelihood = -HUGE_VAL;
};

// The best (mu, a) of one rate. Each step of expectation-maximisation climbs; what it
// would reach in many, Newton steps reach in few where they climb as well.
Profile Maximise(const Excitation& excitation, double end) {
  const auto n = static_cast<double>(excitation.at.size());
  double mu = 0.7 * n / end, a = 0.3;
  double best = excitation.LogLikelihood(mu, a, end);
  for (int step = 0; step < 200; ++step) {
    double g_mu = -end, g_a = -excitation.compensator, h_mm = 0, h_ma = 0, h_aa = 0;
    for (const double x : excitation.at) {
      const double r = 1 / (mu + a * x);
      g_mu += r, g_a += x * r;
      h_mm -= r * r, h_ma -= x * r * r, h_aa -= x * x * r * r;
    }
    const double det = h_mm * h_aa - h_ma * h_ma;
    double next_mu = mu - (h_aa * g_mu - h_ma * g_a) / det;
    double next_a = a - (h_mm * g_a - h_ma * g_mu) / det;
    double value = -HUGE_VAL;
    if (det > 0 && next_mu > 0 && next_a > 0 && next_a < 1) {
      value = excitation.LogLikelihood(next_mu, next_a, end);
    }
    if (!(value >= best)) {
      next_mu = mu * (g_mu + end) / end;
      next_a = excitation.compensator > 0
                   ? a * (g_a + excitation.compensator) / excitation.compensator : 0;
      next_a = std::clamp(next_a, 0.0, 1 - 1e-9);
      value = excitation.LogLikelihood(next_mu, next_a, end);
    }
    const double gain = value - best;
    mu = next_mu, a = next_a;
    best = value;
    if (gain < 1e-10 * (1 + std::abs(best)) && step > 3) break;
  }
  return {mu, a, best};
}

absl::StatusOr<std::vector<double>> DistinctTimes(absl::Span<const double> times, double end) {
  if (!(end > 0) || !std::isfinite(end)) {
    return absl::InvalidArgumentError(absl::StrCat("end is ", end, ", expected a time > 0"));
  }
  std::vector<double> sorted(times.begin(), times.end());
  for (const double t : sorted) {
    if (!(t >= 0 && t <= end)) {
      return absl::InvalidArgumentError(
          absl::StrCat("times holds ", t, ", expected [0, ", end, "]"));
    }
  }
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (sorted.size() < kMinEvents) {
    return absl::InvalidArgumentError(absl::StrCat(
        "times has ", sorted.size(), " different moments, expected at least ", kMinEvents));
  }
  return sorted;
}

struct RateRange {
  double low = 0;
  double high = 0;
};

absl::StatusOr<RateRange> Rates(const HawkesOptions& o, double end, size_t events) {
  if (!(o.confidence > 0 && o.confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence is ", o.confidence, ", expected (0, 1)"));
  }
  const double shortest =
      o.shortest_half_life != 0 ? o.shortest_half_life : end / static_cast<double>(events) / 100;
  const double longest = o.longest_half_life != 0 ? o.longest_half_life : end / 4;
  if (!(shortest > 0 && shortest < longest && std::isfinite(longest))) {
    return absl::InvalidArgumentError(absl::StrCat(
        "half-lives are ", shortest, " to ", longest, ", expected 0 < shortest < longest"));
  }
  return RateRange{std::log(2.0) / longest, std::log(2.0) / shortest};
}

// P(D > d) of Kolmogorov's distance of n numbers, by its limit with Stephens' correction.
double KolmogorovP(double d, size_t n) {
  const double root = std::sqrt(static_cast<double>(n));
  const double x = (root + 0.12 + 0.11 / root) * d;
  if (x < 0.2) return 1;
  double sum = 0;
  for (int k = 1; k <= 100; ++k) {
    const double term = std::exp(-2.0 * k * k * x * x);
    sum += k % 2 == 1 ? term : -term;
    if (term < 1e-16) break;
  }
  return std::clamp(2 * sum, 0.0, 1.0);
}

// Distance of the gaps in rescaled time from the exponential distribution of mean 1.
void TestRescaledTimes(absl::Span<const double> times, HawkesFit& fit) {
  const HawkesParameters& p = fit.parameters;
  std::vector<double> u;
  double before = 0, excited = 0;  // Excitation just after the last event, over rate.
  for (const double t : times) {
    const double gap = t - before;
    const double mass =
        p.background * gap - p.branching * excited * std::expm1(-p.rate * gap);
    u.push_back(-std::expm1(-mass));
    excited = excited * std::exp(-p.rate * gap) + 1;
    before = t;
  }
  std::sort(u.begin(), u.end());
  const auto n = static_cast<double>(u.size());
  double distance = 0;
  for (size_t i = 0; i < u.size(); ++i) {
    distance = std::max({distance, static_cast<double>(i + 1) / n - u[i],
                         u[i] - static_cast<double>(i) / n});
  }
  fit.ks_distance = distance;
  fit.ks_p_value = KolmogorovP(distance, u.size());
}

using Point = std::array<double, 3>;  // log background, logit branching, log rate.

HawkesParameters FromPoint(const Point& x) {
  return {std::exp(x[0]), Sigmoid(x[1]), std::exp(x[2])};
}

// Inverse of minus the second derivatives at the maximum, its diagonal; absent where
// the likelihood is no hill.
std::optional<Point> Variances(absl::Span<const double> times, double end, const Point& at) {
  const double h = 1e-3;
  const auto value = [&](int i, double di, int j, double dj) {
    Point x = at;
    x[static_cast<size_t>(i)] += di;
    x[static_cast<size_t>(j)] += dj;
    return HawkesLogLikelihood(times, end, FromPoint(x));
  };
  double m[3][3];
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j <= i; ++j) {
      m[i][j] = m[j][i] = -(value(i, h, j, h) - value(i, h, j, -h) - value(i, -h, j, h) +
                            value(i, -h, j, -h)) / (4 * h * h);
    }
  }
  const auto minor = [&](int i) {
    const int a = (i + 1) % 3, b = (i + 2) % 3;
    return m[a][a] * m[b][b] - m[a][b] * m[b][a];
  };
  const double det = m[0][0] * minor(0) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                     m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  Point v = {minor(0) / det, minor(1) / det, minor(2) / det};
  const bool hill = m[0][0] > 0 && minor(2) > 0 && det > 0;
  return hill && std::isfinite(v[0] + v[1] + v[2]) ? std::optional<Point>(v) : std::nullopt;
}

void SetIntervals(absl::Span<const double> times, double end, const HawkesOptions& options,
                  HawkesFit& fit) {
  const HawkesParameters& p = fit.parameters;
  const double half_life = std::log(2.0) / p.rate;
  fit.background = {p.background, 0, static_cast<double>(times.size()) / end};
  fit.branching = {p.branching, 0, 1};
  fit.half_life = {half_life, 0, HUGE_VAL};
  if (p.branching < 1e-6 || p.branching > 1 - 1e-6 || !(p.background > 0) || fit.at_bound) return;
  const Point at = {std::log(p.background), std::log(p.branching / (1 - p.branching)),
                    std::log(p.rate)};
  const std::optional<Point> variance = Variances(times, end, at);
  if (!variance) return;
  const double z = TwoSidedNormalQuantile(1 - options.confidence);
  Point low = at, high = at;
  for (size_t i = 0; i < 3; ++i) {
    low[i] -= z * std::sqrt((*variance)[i]);
    high[i] += z * std::sqrt((*variance)[i]);
  }
  const HawkesParameters least = FromPoint(low), most = FromPoint(high);
  fit.background = {p.background, least.background, most.background};
  fit.branching = {p.branching, least.branching, most.branching};
  fit.half_life = {half_life, std::log(2.0) / most.rate, std::log(2.0) / least.rate};
}

// The best rate: a grid on the log scale, then golden sections about its best point.
class RateSearch {
 public:
  RateSearch(absl::Span<const double> times, double end) : times_(times), end_(end) {}

  double Value(double log_rate) {
    excitation_.Compute(times_, end_, std::exp(log_rate));
    const Profile found = Maximise(excitation_, end_);
    if (found.log_likelihood > best_.log_likelihood) best_ = found, log_rate_ = log_rate;
    return found.log_likelihood;
  }

  absl::Status Run(double low, double high, const RunControl* run) {
    const double step = (high - low) / kGrid;
    for (int i = 0; i <= kGrid; ++i) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
      Value(low + step * i);
    }
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double a = std::max(low, log_rate_ - step), b = std::min(high, log_rate_ + step);
    double c = b - golden * (b - a), d = a + golden * (b - a);
    double at_c = Value(c), at_d = Value(d);
    while (b - a > 1e-6) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
      if (at_c >= at_d) {
        b = d, d = c, at_d = at_c;
        at_c = Value(c = b - golden * (b - a));
      } else {
        a = c, c = d, at_c = at_d;
        at_d = Value(d = a + golden * (b - a));
      }
    }
    return absl::OkStatus();
  }

  const Profile& best() const { return best_; }
  double log_rate() const { return log_rate_; }

 private:
  absl::Span<const double> times_;
  double end_;
  Excitation excitation_;
  Profile best_;
  double log_rate_ = 0;
};

}  // namespace

double HawkesLogLikelihood(absl::Span<const double> times, double end,
                           const HawkesParameters& parameters) {
  Excitation excitation;
  excitation.Compute(times, end, parameters.rate);
  return excitation.LogLikelihood(parameters.background, parameters.branching, end);
}

absl::StatusOr<HawkesFit> FitHawkes(absl::Span<const double> times, double end,
                                    const HawkesOptions& options) {
  const absl::StatusOr<std::vector<double>> moments = DistinctTimes(times, end);
  if (!moments.ok()) return moments.status();
  const absl::StatusOr<RateRange> rates = Rates(options, end, moments->size());
  if (!rates.ok()) return rates.status();
  RateSearch search(*moments, end);
  const double low = std::log(rates->low), high = std::log(rates->high);
  if (absl::Status s = search.Run(low, high, options.run); !s.ok()) return s;
  HawkesFit fit;
  fit.events = moments->size();
  fit.parameters = {search.best().mu, search.best().a, std::exp(search.log_rate())};
  fit.log_likelihood = search.best().log_likelihood;
  fit.at_bound = search.log_rate() - low < 1e-3 || high - search.log_rate() < 1e-3;
  const auto n = static_cast<double>(moments->size());
  fit.gain = std::max(0.0, fit.log_likelihood - (n * std::log(n / end) - n));
  fit.gain_p_value = std::exp(-fit.gain);  // Chi-squared of 2 degrees above 2 gain.
  SetIntervals(*moments, end, options, fit);
  TestRescaledTimes(*moments, fit);
  return fit;
}

absl::StatusOr<std::vector<double>> SimulateHawkes(const HawkesParameters& p, double end,
                                                   RandomStream& random) {
  if (!(p.background >= 0) || !(p.branching >= 0 && p.branching < 1) ||
      !(p.rate > 0 && std::isfinite(p.rate))) {
    return absl::InvalidArgumentError(
        absl::StrCat("background ", p.background, ", branching ", p.branching, ", rate ", p.rate,
                     ": expected >= 0, [0, 1) and > 0"));
  }
  if (!(end >= 0) || !(p.background * end / (1 - p.branching) <= kMaxEvents)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "end ", end, " at background ", p.background, " means more events than ", kMaxEvents));
  }
  std::vector<double> times;
  if (p.background > 0) {
    for (double t = random.Exponential() / p.background; t <= end;
         t += random.Exponential() / p.background) {
      times.push_back(t);
    }
  }
  // What a parent brings about is a Poisson process of mass `branching`.
  for (size_t i = 0; i < times.size() && p.branching > 0; ++i) {
    for (double mass = random.Exponential(); mass < p.branching; mass += random.Exponential()) {
      const double t = times[i] - std::log1p(-mass / p.branching) / p.rate;
      if (t <= end) times.push_back(t);
    }
  }
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace pullgraph
