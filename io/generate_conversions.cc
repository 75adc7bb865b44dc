// SPDX-License-Identifier: Apache-2.0
#include "io/generate_conversions.h"

#include <cmath>
#include <cstddef>
#include <limits>

#include "algorithms/kernels/sigmoid.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kTiedWeight = 0.7, kClusterWeight = 0.5;
constexpr double kFromTheStart = 0.05;
enum PlantStream : uint64_t { kClusterStream = 101, kStartStream, kSpanStream };

class Planter {
 public:
  explicit Planter(const ConversionWorld& world)
      : w_(world), n_(world.joined.size()), acts_(n_) {
    out_.at.assign(n_, kNever);
    for (size_t m = 0; m < n_; ++m) {
      if (RandomStream(w_.seed + kStartStream, m).Bernoulli(kFromTheStart)) {
        out_.at[m] = w_.joined[m];
      }
    }
  }

  PlantedConversions Run() {
    const int spans = static_cast<int>(w_.days / kConversionDays);
    double begin = w_.days - spans * kConversionDays;
    AddActs(begin);
    for (int span = 0; span < spans; ++span, begin += kConversionDays) {
      const std::vector<double> p = Probabilities(begin);
      for (size_t m = 0; m < n_; ++m) {
        RandomStream random(w_.seed + kSpanStream + (static_cast<uint64_t>(span) << 32), m);
        if (p[m] > 0 && random.Bernoulli(p[m])) {
          out_.at[m] = begin + kConversionDays * random.Uniform();
        }
      }
      AddActs(begin + kConversionDays);
    }
    out_.next = Probabilities(w_.days);
    for (size_t m = 0; m < n_; ++m) {
      if (!(out_.next[m] > 0)) out_.next[m] = std::numeric_limits<double>::quiet_NaN();
    }
    return std::move(out_);
  }

 private:
  // Decays what was done before and adds what was done up to `end`.
  void AddActs(double end) {
    for (double& acts : acts_) acts *= std::exp2(-(end - counted_) / kConversionDays);
    for (; next_act_ < w_.acts.size() && w_.acts[next_act_].first < end; ++next_act_) {
      const auto& [day, member] = w_.acts[next_act_];
      acts_[member] += std::exp2(-(end - day) / kConversionDays);
    }
    counted_ = end;
  }

  // Of those who are prospects at `day`; 0 for the others.
  std::vector<double> Probabilities(double day) const {
    std::vector<double> score(n_, -kNever);
    double prospects = 0;
    for (size_t m = 0; m < n_; ++m) {
      if (w_.joined[m] >= day || out_.at[m] < day) continue;
      double customers = 0;
      for (const auto& [other, first] : w_.ties[m]) {
        if (first < day && out_.at[other] < day) customers += 1;
      }
      const double z = RandomStream(w_.seed + kClusterStream, w_.cluster[m]).Normal();
      score[m] = w_.contrast * (std::log1p(acts_[m]) + kTiedWeight * std::log1p(customers) +
                                kClusterWeight * z);
      prospects += 1;
    }
    double low = -60, high = 60;  // Of what makes the mean right.
    for (int step = 0; step < 60; ++step) {
      const double middle = (low + high) / 2;
      double sum = 0;
      for (const double s : score) sum += s > -kNever ? Sigmoid(s + middle) : 0;
      (sum > w_.rate * prospects ? high : low) = middle;
    }
    for (double& s : score) s = s > -kNever ? Sigmoid(s + low) : 0;
    return score;
  }

  const ConversionWorld& w_;
  const size_t n_;
  std::vector<double> acts_;
  double counted_ = 0;
  size_t next_act_ = 0;
  PlantedConversions out_;
};

}  // namespace

PlantedConversions PlantConversions(const ConversionWorld& world) { return Planter(world).Run(); }

}  // namespace pullgraph
