// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/sweep_cut.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

absl::Status CheckInputs(const TieGraph& ties, absl::Span<const double> weights,
                         absl::Span<const Node> nodes, absl::Span<const double> scores,
                         const SweepCutOptions& options) {
  const auto invalid = [](auto... parts) {
    return absl::InvalidArgumentError(absl::StrCat(parts...));
  };
  if (!ties.is_symmetric()) return invalid("ties is not symmetric");
  if (!weights.empty() && weights.size() != ties.num_arcs()) {
    return invalid("weights has ", weights.size(), " entries, expected ", ties.num_arcs());
  }
  if (scores.size() != nodes.size()) {
    return invalid("scores has ", scores.size(), " entries, expected ", nodes.size());
  }
  if (options.min_size < 1) return invalid("min_size is 0, expected at least 1");
  if (!(options.max_volume_share > 0 && options.max_volume_share <= 1)) {
    return invalid("max_volume_share is ", options.max_volume_share, ", expected one in (0, 1]");
  }
  const std::pair<const char*, absl::Span<const Node>> lists[] = {{"nodes", nodes},
                                                                  {"core", options.core}};
  for (const auto& [name, list] : lists) {
    std::vector<uint8_t> seen(ties.num_nodes(), 0);
    for (size_t i = 0; i < list.size(); ++i) {
      if (list[i] >= ties.num_nodes()) {
        return invalid(name, "[", i, "] is ", list[i], ", expected one below ", ties.num_nodes());
      }
      if (std::exchange(seen[list[i]], 1) != 0) return invalid(name, "[", i, "] is there twice");
    }
  }
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (!(scores[i] > 0 && std::isfinite(scores[i]))) {
      return invalid("scores[", i, "] is ", scores[i], ", expected one > 0");
    }
  }
  return absl::OkStatus();
}

// A set that grows, and how it is cut off from the others.
class Prefix {
 public:
  Prefix(const TieGraph& ties, absl::Span<const double> weights)
      : ties_(ties), weights_(weights), has_(ties.num_nodes(), 0) {
    for (ArcIndex arc = 0; arc < ties.num_arcs(); ++arc) total_ += Weight(arc);
  }

  bool Has(Node u) const { return has_[u] != 0; }
  double volume() const { return volume_; }
  double total() const { return total_; }

  double Strength(Node u) const {
    double sum = 0;
    for (ArcIndex arc = ties_.OutBegin(u); arc < ties_.OutEnd(u); ++arc) sum += Weight(arc);
    return sum;
  }

  void Add(Node u) {
    has_[u] = 1;
    for (ArcIndex arc = ties_.OutBegin(u); arc < ties_.OutEnd(u); ++arc) {
      const Node v = ties_.Target(arc);
      volume_ += Weight(arc);
      if (has_[v] != 0) inside_ += Weight(arc) * (v == u ? 1 : 2);
    }
  }

  // None if all or nothing is in the set.
  std::optional<double> Conductance() const {
    const double smaller = std::min(volume_, total_ - volume_);
    if (!(smaller > 1e-12 * total_)) return std::nullopt;
    return std::clamp((volume_ - inside_) / smaller, 0.0, 1.0);
  }

 private:
  double Weight(ArcIndex arc) const { return weights_.empty() ? 1.0 : weights_[arc]; }

  const TieGraph& ties_;
  absl::Span<const double> weights_;
  std::vector<uint8_t> has_;
  double total_ = 0;
  double volume_ = 0;
  double inside_ = 0;  // Weight of arcs between nodes of the set.
};

}  // namespace

absl::StatusOr<SweepCut> FindSweepCut(const TieGraph& ties, absl::Span<const double> weights,
                                      absl::Span<const Node> nodes,
                                      absl::Span<const double> scores,
                                      const SweepCutOptions& options) {
  if (absl::Status s = CheckInputs(ties, weights, nodes, scores, options); !s.ok()) return s;
  Prefix prefix(ties, weights);
  for (const Node u : options.core) prefix.Add(u);
  struct Step {
    double rate;
    Node node;
  };
  std::vector<Step> steps;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const double strength = prefix.Strength(nodes[i]);
    if (strength > 0 && !prefix.Has(nodes[i])) steps.push_back({scores[i] / strength, nodes[i]});
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return std::tuple(-a.rate, a.node) < std::tuple(-b.rate, b.node);
  });
  SweepCut best;
  size_t best_size = 0;
  for (size_t i = 0; i < steps.size(); ++i) {
    prefix.Add(steps[i].node);
    if (prefix.volume() > options.max_volume_share * prefix.total()) break;
    const std::optional<double> conductance = prefix.Conductance();
    if (i + 1 < options.min_size || !conductance) continue;
    if (best_size > 0 && *conductance >= best.conductance) continue;
    best.conductance = *conductance;
    best.volume = prefix.volume();
    best_size = i + 1;
  }
  for (size_t i = 0; i < best_size; ++i) best.nodes.push_back(steps[i].node);
  return best;
}

}  // namespace pullgraph
