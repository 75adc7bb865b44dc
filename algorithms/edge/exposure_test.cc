// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/exposure_test.h"

#include <algorithm>
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

// The ends of ties of all members of one label.
struct Ends {
  std::vector<double> weight;
  double sum = 0;
  double to_customers = 0;
};

// Of `all` ends of the community, `of_customers` are customers'.
class Chance {
 public:
  Chance(uint64_t all, uint64_t of_customers, const ExposureTestOptions& options)
      : all_(all), of_customers_(of_customers), options_(options) {}

  double share() const { return static_cast<double>(of_customers_) / static_cast<double>(all_); }

  double PValue(uint32_t label, const Ends& ends) const {
    const double draws = static_cast<double>(ends.weight.size()) * options_.worlds;
    return draws <= options_.max_draws ? Drawn(label, ends) : Normal(ends);
  }

 private:
  double Drawn(uint32_t label, const Ends& ends) const {
    // Rounding must not hide that a world is exactly as the one seen.
    const double seen = ends.to_customers * (1 - 1e-12);
    int as_far = 0;
    RandomStream random(options_.seed, label);
    for (int world = 0; world < options_.worlds; ++world) {
      uint64_t left = all_;
      uint64_t hits_left = of_customers_;
      double sum = 0;
      for (const double w : ends.weight) {
        if (random.Below(left--) >= hits_left) continue;
        --hits_left;
        sum += w;
      }
      as_far += sum >= seen ? 1 : 0;
    }
    return (1.0 + as_far) / (1.0 + options_.worlds);
  }

  double Normal(const Ends& ends) const {
    double squares = 0;
    for (const double w : ends.weight) squares += w * w;
    const auto all = static_cast<double>(all_);
    const auto size = static_cast<double>(ends.weight.size());
    // Sum of draws without replacement of a 0-1 population, each times its weight.
    const double correction = all > 1 ? (squares - ends.sum * ends.sum / all) / (1 - 1 / all) : 0;
    const double variance = share() * (1 - share()) * correction;
    const double mean = share() * ends.sum;
    if (!(variance > 0)) return 1;  // There is but one world.
    // Half a mean end of continuity.
    const double z = (ends.to_customers - 0.5 * ends.sum / size - mean) / std::sqrt(variance);
    return std::clamp(0.5 * std::erfc(z / std::sqrt(2.0)), 1e-300, 1.0);
  }

  const uint64_t all_;
  const uint64_t of_customers_;
  const ExposureTestOptions& options_;
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
  std::vector<Ends> ends(num_labels);
  uint64_t of_customers = 0;
  for (Node u = 0; u < ties.num_nodes(); ++u) {
    if (customer[u] != 0) of_customers += ties.OutDegree(u);
    Ends& mine = ends[labels[u]];
    for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
      mine.weight.push_back(weights[arc]);
      mine.sum += weights[arc];
      if (customer[ties.Target(arc)] != 0) mine.to_customers += weights[arc];
    }
  }
  const Chance chance(ties.num_arcs(), of_customers, options);
  std::vector<double> p_of(num_labels, 1);
  ParallelFor(ThreadsOf(options.run), num_labels, 1, [&](int64_t begin, int64_t) {
    const auto label = static_cast<uint32_t>(begin);
    if (IsCancelled(options.run) || !(ends[label].sum > 0)) return;
    p_of[label] = chance.PValue(label, ends[label]);
  });
  if (s = CheckCancelled(options.run); !s.ok()) return s;
  std::vector<double> p;
  for (uint32_t label = 0; label < num_labels; ++label) {
    if (ends[label].sum > 0) p.push_back(p_of[label]);
  }
  const std::vector<double> q = FalseDiscoveryRates(p);
  std::vector<std::optional<ExposureTest>> tests(num_labels);
  size_t at = 0;
  for (uint32_t label = 0; label < num_labels; ++label) {
    if (!(ends[label].sum > 0)) continue;
    tests[label] = ExposureTest{chance.share(), p[at], q[at]};
    ++at;
  }
  return tests;
}

}  // namespace pullgraph
