// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/exposure_test.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

absl::Status CheckInputs(const TieGraph& ties, absl::Span<const double> weights,
                         absl::Span<const uint32_t> labels, uint32_t num_labels,
                         absl::Span<const uint8_t> customer, const ExposureTestOptions& o) {
  const auto invalid = [](auto... parts) {
    return absl::InvalidArgumentError(absl::StrCat(parts...));
  };
  const size_t n = ties.num_nodes();
  if (o.worlds < 99) return invalid("worlds is ", o.worlds, ", expected at least 99");
  if (!(o.max_draws >= 0)) return invalid("max_draws is ", o.max_draws, ", expected >= 0");
  if (!ties.is_symmetric()) return invalid("ties is not symmetric");
  if (weights.size() != ties.num_arcs()) {
    return invalid("weights has ", weights.size(), " entries, expected ", ties.num_arcs());
  }
  if (labels.size() != n || customer.size() != n) {
    return invalid("labels and customer have ", labels.size(), " and ", customer.size(),
                   " entries, expected ", n);
  }
  for (size_t u = 0; u < n; ++u) {
    if (labels[u] >= num_labels) {
      return invalid("labels[", u, "] is ", labels[u], ", expected one in [0, ", num_labels, ")");
    }
  }
  return absl::OkStatus();
}

// What each member's ties add to a label's weight to customers if that member is one.
struct Share {
  Node member = 0;
  double weight = 0;
};

// Customers shuffled over members of about as many ties.
class Shuffled {
 public:
  Shuffled(const TieGraph& ties, absl::Span<const double> weights,
           absl::Span<const uint32_t> labels, uint32_t num_labels,
           absl::Span<const uint8_t> customer, const ExposureTestOptions& options)
      : n_(static_cast<uint32_t>(ties.num_nodes())), customer_(customer), options_(options),
        shares_(num_labels), volume_(num_labels), seen_(num_labels) {
    std::vector<double> sum(num_labels);
    std::vector<uint32_t> touched;
    for (Node u = 0; u < n_; ++u) {
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        const uint32_t label = labels[ties.Target(arc)];
        if (sum[label] == 0 && weights[arc] > 0) touched.push_back(label);
        sum[label] += weights[arc];
      }
      for (const uint32_t label : touched) {
        shares_[label].push_back({u, sum[label]});
        volume_[label] += sum[label];
        if (customer[u] != 0) seen_[label] += sum[label];
        sum[label] = 0;
      }
      touched.clear();
      const auto stratum = static_cast<size_t>(std::bit_width(ties.OutDegree(u)));
      if (strata_.size() <= stratum) strata_.resize(stratum + 1);
      strata_[stratum].push_back(u);
    }
    SetMoments();
    cost_ = static_cast<double>(n_) + static_cast<double>(ties.num_arcs());
  }

  bool HasTies(uint32_t label) const { return volume_[label] > 0; }
  double Expected(uint32_t label) const { return mean_[label] / volume_[label]; }

  // P of each label. ERRORS: Cancelled.
  absl::StatusOr<std::vector<double>> PValues() const {
    std::vector<double> p(shares_.size(), 1);
    if (cost_ * options_.worlds > options_.max_draws) {
      for (uint32_t label = 0; label < p.size(); ++label) p[label] = Normal(label);
      return p;
    }
    // Rounding must not hide that a world is exactly as the one seen.
    constexpr double kRounding = 1 - 1e-12;
    constexpr int64_t kWorldsAtATime = 64;
    using Counts = std::vector<uint32_t>;
    const Counts as_far = ParallelReduce(
        ThreadsOf(options_.run), int64_t{options_.worlds}, kWorldsAtATime, Counts(p.size(), 0),
        [&](int64_t begin, int64_t end) {
          Counts counts(p.size(), 0);
          for (int64_t world = begin; world < end && !IsCancelled(options_.run); ++world) {
            const std::vector<uint8_t> is_customer = Draw(static_cast<uint64_t>(world));
            for (size_t label = 0; label < p.size(); ++label) {
              double sum = 0;
              for (const Share& s : shares_[label]) sum += is_customer[s.member] != 0 ? s.weight : 0;
              counts[label] += sum >= seen_[label] * kRounding ? 1 : 0;
            }
          }
          return counts;
        },
        [](Counts a, const Counts& b) {
          for (size_t i = 0; i < a.size(); ++i) a[i] += b[i];
          return a;
        });
    if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    for (size_t label = 0; label < p.size(); ++label) {
      p[label] = (1.0 + as_far[label]) / (1.0 + options_.worlds);
    }
    return p;
  }

 private:
  std::vector<uint8_t> Draw(uint64_t world) const {
    std::vector<uint8_t> is_customer(n_);
    RandomStream random(options_.seed, world);
    for (const std::vector<Node>& stratum : strata_) {
      uint64_t customers = 0;
      for (const Node u : stratum) customers += customer_[u];
      uint64_t left = stratum.size();
      for (const Node u : stratum) {
        if (customers == 0) break;
        if (random.Below(left--) >= customers) continue;
        --customers;
        is_customer[u] = 1;
      }
    }
    return is_customer;
  }

  // Mean and variance of each label's sum over all shuffles: in a stratum of n with k
  // customers, mean k / n of the weights, variance k (n - k) / (n (n - 1)) of the sum of
  // squares of the weights around theirs.
  void SetMoments() {
    mean_.resize(shares_.size());
    variance_.resize(shares_.size());
    std::vector<uint32_t> stratum_of(n_);
    std::vector<double> size(strata_.size()), customers(strata_.size());
    for (uint32_t s = 0; s < strata_.size(); ++s) {
      size[s] = static_cast<double>(strata_[s].size());
      for (const Node u : strata_[s]) stratum_of[u] = s, customers[s] += customer_[u];
    }
    for (size_t label = 0; label < shares_.size(); ++label) {
      std::vector<double> sum(strata_.size()), squares(strata_.size());
      for (const Share& share : shares_[label]) {
        const uint32_t s = stratum_of[share.member];
        sum[s] += share.weight;
        squares[s] += share.weight * share.weight;
      }
      for (size_t s = 0; s < strata_.size(); ++s) {
        if (size[s] < 1) continue;
        mean_[label] += customers[s] / size[s] * sum[s];
        if (size[s] < 2) continue;
        variance_[label] += customers[s] * (size[s] - customers[s]) / (size[s] * (size[s] - 1)) *
                            (squares[s] - sum[s] * sum[s] / size[s]);
      }
    }
  }

  double Normal(uint32_t label) const {
    if (!(variance_[label] > 0)) return 1;  // There is but one world.
    // Half a mean share of continuity.
    const double half = 0.5 * volume_[label] / static_cast<double>(shares_[label].size());
    const double z = (seen_[label] - half - mean_[label]) / std::sqrt(variance_[label]);
    return std::clamp(0.5 * std::erfc(z / std::sqrt(2.0)), 1e-300, 1.0);
  }

  const uint32_t n_;
  const absl::Span<const uint8_t> customer_;
  const ExposureTestOptions& options_;
  std::vector<std::vector<Share>> shares_;  // Of each label.
  std::vector<double> volume_, seen_, mean_, variance_;
  std::vector<std::vector<Node>> strata_;
  double cost_ = 0;
};

}  // namespace

std::vector<double> FalseDiscoveryRates(absl::Span<const double> p_values) {
  std::vector<size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> q(p_values.size());
  double least = 1;
  for (size_t i = order.size(); i-- > 0;) {
    const double rate = p_values[order[i]] * static_cast<double>(order.size()) /
                        static_cast<double>(i + 1);
    least = std::min(least, rate);
    q[order[i]] = least;
  }
  return q;
}

absl::StatusOr<std::vector<std::optional<ExposureTest>>> TestExposure(
    const TieGraph& ties, absl::Span<const double> weights, absl::Span<const uint32_t> labels,
    uint32_t num_labels, absl::Span<const uint8_t> customer,
    const ExposureTestOptions& options) {
  absl::Status s = CheckInputs(ties, weights, labels, num_labels, customer, options);
  if (!s.ok()) return s;
  const Shuffled chance(ties, weights, labels, num_labels, customer, options);
  const absl::StatusOr<std::vector<double>> p_of = chance.PValues();
  if (!p_of.ok()) return p_of.status();
  std::vector<double> p;
  for (uint32_t label = 0; label < num_labels; ++label) {
    if (chance.HasTies(label)) p.push_back((*p_of)[label]);
  }
  const std::vector<double> q = FalseDiscoveryRates(p);
  std::vector<std::optional<ExposureTest>> tests(num_labels);
  size_t at = 0;
  for (uint32_t label = 0; label < num_labels; ++label) {
    if (!chance.HasTies(label)) continue;
    tests[label] = ExposureTest{chance.Expected(label), p[at], q[at]};
    ++at;
  }
  return tests;
}

}  // namespace pullgraph
