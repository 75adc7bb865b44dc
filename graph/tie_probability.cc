// SPDX-License-Identifier: Apache-2.0
#include "graph/tie_probability.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr double kCertain = 1 - 0x1p-24;

absl::Status CheckPositive(const char* name, double value) {
  if (value > 0 && std::isfinite(value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", value, ", expected a finite number > 0"));
}

absl::Status CheckOptions(const TieStrengthOptions& options) {
  absl::Status s = CheckPositive("half_life_days", options.half_life_days);
  s.Update(CheckPositive("default_weight", options.default_weight));
  s.Update(CheckPositive("kappa", options.kappa));
  for (const auto& [kind, weight] : options.kind_weight) {
    s.Update(CheckPositive("kind_weight", weight));
  }
  return s;
}

// Decay of `age_days`, 1 for now or undated.
double Decay(double age_days, double half_life_days) {
  return std::exp2(-std::max(0.0, age_days) / half_life_days);
}

// Sum of the decays of `count` interactions spread evenly over [first, last],
// both included; those after `now` count nothing.
double SpreadDecay(uint32_t count, Time first, Time last, const CommunityView& view,
                   double half_life_days) {
  const double first_age = DaysBetween(first, view.now());
  if (count <= 1 || last <= first) {
    return view.Knows(last) ? count * Decay(first_age, half_life_days)
                            : Decay(first_age, half_life_days);
  }
  const double step = DaysBetween(first, last) / (count - 1);
  double known = count;
  if (!view.Knows(last)) {
    known = std::clamp(std::floor(first_age / step) + 1, 1.0, static_cast<double>(count));
  }
  // Geometric series from the oldest, d^first_age, with ratio 2^(step / h).
  const double ratio = std::exp2(step / half_life_days);
  const double oldest = Decay(first_age, half_life_days);
  if (ratio - 1 < 1e-12) return known * oldest;
  return oldest * (std::pow(ratio, known) - 1) / (ratio - 1);
}

double ArcStrength(const CommunityView& view, const TieStrengthOptions& options, ArcIndex arc) {
  const TieColumns& ties = view.community().ties();
  if (!view.HasTie(arc)) return 0;
  if (const float p = ties.strength[arc]; p > 0) {
    return StrengthOf(TieProbability{p}, options.kappa).value;
  }
  double weight = options.default_weight;
  for (const auto& [kind, of_kind] : options.kind_weight) {
    if (kind == ties.kind[arc]) weight = of_kind;
  }
  const absl::Span<const Time> at = ties.at[arc];
  if (!at.empty()) {
    double sum = 0;
    for (const Time t : at) {
      if (view.Knows(t)) sum += Decay(DaysBetween(t, view.now()), options.half_life_days);
    }
    return weight * sum;
  }
  const Time first = ties.first_at[arc];
  if (!first.is_present()) return weight * ties.count[arc];
  const Time last = ties.last_at[arc].is_present() ? ties.last_at[arc] : first;
  return weight *
         SpreadDecay(ties.count[arc], first, last, view, options.half_life_days);
}

}  // namespace

TieProbability ProbabilityOf(TieStrength strength, double kappa) {
  return {-std::expm1(-kappa * strength.value)};
}

TieStrength StrengthOf(TieProbability probability, double kappa) {
  return {-std::log1p(-std::min(probability.value, kCertain)) / kappa};
}

absl::StatusOr<std::vector<float>> TieStrengths(const CommunityView& view,
                                                const TieStrengthOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  std::vector<float> strength(view.community().graph().num_arcs());
  ParallelFor(ThreadsOf(options.run), static_cast<int64_t>(strength.size()), 1 << 14,
              [&](int64_t begin, int64_t end) {
                for (auto arc = static_cast<size_t>(begin); arc < static_cast<size_t>(end); ++arc) {
                  strength[arc] = static_cast<float>(ArcStrength(view, options, arc));
                }
              });
  return strength;
}

}  // namespace pullgraph
