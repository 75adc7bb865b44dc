// SPDX-License-Identifier: Apache-2.0
#include "graph/tie_probability.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "graph/known_tie.h"
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

// Sum of the decays of what is known of a tie, spread evenly from the first interaction to
// the last.
double SpreadDecay(const KnownTie& tie, const CommunityView& view, double half_life_days) {
  const auto count = static_cast<double>(tie.count);
  const double first_age = DaysBetween(tie.first, view.now());
  if (tie.count <= 1 || tie.last <= tie.first) return count * Decay(first_age, half_life_days);
  const double step = DaysBetween(tie.first, tie.last) / (count - 1);
  // Geometric series from the newest: its terms shrink, so nothing overflows.
  const double newest = Decay(first_age - (count - 1) * step, half_life_days);
  const double log_ratio = -step / half_life_days * std::log(2.0);
  if (log_ratio > -1e-12) return count * newest;
  return newest * std::expm1(count * log_ratio) / std::expm1(log_ratio);
}

double WeightOf(const TieStrengthOptions& options, TieKind kind) {
  double weight = options.default_weight;
  for (const auto& [of, of_kind] : options.kind_weight) {
    if (of == kind) weight = of_kind;
  }
  return weight;
}

// Sum of weight 2^(-age / half_life) over the interactions of a tie without an explicit
// strength.
double DecayedSum(const CommunityView& view, double weight, double half_life_days,
                  ArcIndex arc) {
  const TieColumns& ties = view.community().ties();
  const absl::Span<const Time> at = ties.at[arc];
  if (!at.empty()) {
    double sum = 0;
    for (const Time t : at) {
      if (view.Knows(t)) sum += Decay(DaysBetween(t, view.now()), half_life_days);
    }
    return weight * sum;
  }
  KnownTie known = KnownTieOf(view, arc);
  if (!known.first.is_present()) return weight * static_cast<double>(known.count);
  if (!known.last.is_present()) known.last = known.first;
  return weight * SpreadDecay(known, view, half_life_days);
}

double ArcStrength(const CommunityView& view, const TieStrengthOptions& options, ArcIndex arc) {
  const TieColumns& ties = view.community().ties();
  if (!view.HasTie(arc)) return 0;
  if (const float p = ties.strength[arc]; p > 0) {
    return StrengthOf(TieProbability{p}, options.kappa).value;
  }
  return DecayedSum(view, WeightOf(options, ties.kind[arc]), options.half_life_days, arc);
}

// The square of w 2^(-age / h) is w^2 2^(-age / (h / 2)).
double ArcVariance(const CommunityView& view, const TieStrengthOptions& options, ArcIndex arc) {
  const TieColumns& ties = view.community().ties();
  if (!view.HasTie(arc) || ties.strength[arc] > 0) return 0;
  const double weight = WeightOf(options, ties.kind[arc]);
  return DecayedSum(view, weight * weight, options.half_life_days / 2, arc);
}

// One number an arc.
template <class OfArc>
absl::StatusOr<std::vector<float>> ForEachArc(const CommunityView& view,
                                              const TieStrengthOptions& options, OfArc of_arc) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  std::vector<float> out(view.community().graph().num_arcs());
  ParallelFor(ThreadsOf(options.run), static_cast<int64_t>(out.size()), 1 << 14,
              [&](int64_t begin, int64_t end) {
                for (auto arc = static_cast<size_t>(begin); arc < static_cast<size_t>(end); ++arc) {
                  out[arc] = static_cast<float>(of_arc(view, options, arc));
                }
              });
  return out;
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
  return ForEachArc(view, options, ArcStrength);
}

absl::StatusOr<std::vector<float>> TieStrengthVariances(const CommunityView& view,
                                                        const TieStrengthOptions& options) {
  return ForEachArc(view, options, ArcVariance);
}

}  // namespace pullgraph
