// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/map_equation.h"

#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/community_quality.h"

namespace pullgraph {
namespace {

constexpr int kLeastPower = -2, kMostPower = 6;
// Bits a step by which a division has to be better than one community.
constexpr double kRoom = 1e-9;

// p log2 p, 0 for 0.
double Bits(double p) { return p > 0 ? p * std::log2(p) : 0; }

// Of each node as a community of its own: its volume is its degree.
absl::StatusOr<std::vector<CommunityVolume>> Degrees(const TieGraph& ties,
                                                     absl::Span<const double> weights) {
  std::vector<uint32_t> own(ties.num_nodes());
  for (uint32_t u = 0; u < own.size(); ++u) own[u] = u;
  return CommunityVolumes(ties, own, weights);
}

std::vector<double> PowersOfTwo(double unit) {
  std::vector<double> powers;
  for (int k = kLeastPower; k <= kMostPower; ++k) powers.push_back(std::ldexp(unit, k));
  return powers;
}

// Weight a pair of nodes, on average.
double Density(const std::vector<CommunityVolume>& degrees) {
  double volume = 0;
  for (const CommunityVolume& d : degrees) volume += d.volume;
  const auto n = static_cast<double>(degrees.size());
  return volume > 0 && n > 1 ? volume / (n * (n - 1)) : 1;
}

double CodeLength(const std::vector<CommunityVolume>& degrees,
                  const std::vector<CommunityVolume>& communities) {
  double total = 0;
  for (const CommunityVolume& d : degrees) total += d.volume;
  if (!(total > 0)) return 0;
  double exits = 0, within = 0, codes = 0, nodes = 0;
  for (const CommunityVolume& c : communities) {
    const double exit = c.cut / total;
    exits += exit;
    within += Bits(exit);
    codes += Bits(exit + c.volume / total);
  }
  for (const CommunityVolume& d : degrees) nodes += Bits(d.volume / total);
  return Bits(exits) - 2 * within - nodes + codes;
}

}  // namespace

absl::StatusOr<double> MapEquation(const TieGraph& ties, absl::Span<const uint32_t> labels,
                                   absl::Span<const double> weights) {
  const auto degrees = Degrees(ties, weights);
  if (!degrees.ok()) return degrees.status();
  const auto communities = CommunityVolumes(ties, labels, weights);
  if (!communities.ok()) return communities.status();
  return CodeLength(*degrees, *communities);
}

absl::StatusOr<ResolutionChoice> ChooseResolution(const TieGraph& ties,
                                                  absl::Span<const double> weights,
                                                  const ResolutionOptions& options) {
  for (size_t i = 0; i < options.resolutions.size(); ++i) {
    const double r = options.resolutions[i];
    if (!(r > 0 && std::isfinite(r))) {
      return absl::InvalidArgumentError(
          absl::StrCat("resolutions[", i, "] is ", r, ", expected a finite number > 0"));
    }
  }
  const auto degrees = Degrees(ties, weights);
  if (!degrees.ok()) return degrees.status();
  ResolutionChoice best;
  best.tried = options.resolutions;
  if (best.tried.empty()) {
    const bool potts = options.leiden.objective == LeidenObjective::kPotts;
    best.tried = PowersOfTwo(potts ? Density(*degrees) : 1);
  }
  best.communities.labels.assign(ties.num_nodes(), 0);
  best.communities.count = ties.num_nodes() > 0 ? 1 : 0;
  const auto one = MapEquation(ties, best.communities.labels, weights);
  if (!one.ok()) return one.status();
  best.one_community = best.code_length = *one;
  for (const double resolution : best.tried) {
    LeidenOptions leiden = options.leiden;
    leiden.resolution = resolution;
    absl::StatusOr<LeidenResult> found = FindCommunities(ties, weights, leiden);
    if (!found.ok()) return found.status();
    const auto communities = CommunityVolumes(ties, found->labels, weights);
    if (!communities.ok()) return communities.status();
    const double length = CodeLength(*degrees, *communities);
    best.code_lengths.push_back(length);
    if (length < best.code_length - kRoom) {
      best.code_length = length;
      best.resolution = resolution;
      best.communities = *std::move(found);
    }
  }
  return best;
}

}  // namespace pullgraph
