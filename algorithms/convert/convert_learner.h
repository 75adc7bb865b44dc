// SPDX-License-Identifier: Apache-2.0
// What the conversion model may be made of; internal to convert/.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_LEARNER_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_LEARNER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/convert/convert_features.h"
#include "algorithms/kernels/boosted_trees.h"
#include "algorithms/kernels/logistic.h"
#include "graph/run_control.h"

namespace pullgraph {

// Prospects at some origins, what became of them, and what each counts.
struct ConvertSamples {
  std::vector<uint32_t> member;
  std::vector<ConvertRow> row;
  std::vector<uint8_t> label;
  std::vector<double> weight;  // Of all rows alike, times what sampling left out.
  std::vector<double> age;     // Horizons from its origin to the latest; >= 0.
  size_t size() const { return row.size(); }
  double positives() const;
};

enum class ConvertPart {
  kMean,            // The mean rate.
  kFeature,         // Logistic regression on one feature: a simple ranking.
  kLogistic,        // On all of them.
  kRecentLogistic,  // The same, where an origin counts half for each kRecentHorizons.
  kTrees,           // Boosted trees.
};
inline constexpr double kRecentHorizons = 6;

// One fitted part.
class ConvertPartModel {
 public:
  double LogOdds(const ConvertRow& row) const;
  void AddContributions(const ConvertRow& row, double share, std::vector<double>& sums) const;

  // COST: that of FitLogistic or FitBoostedTrees.
  // ERRORS: theirs.
  static absl::StatusOr<ConvertPartModel> Fit(const ConvertSamples& samples, ConvertPart part,
                                              ConvertFeature feature, uint64_t seed,
                                              const RunControl* run);

 private:
  static absl::StatusOr<ConvertPartModel> FitAll(const ConvertSamples& samples, ConvertPart part,
                                                 ConvertFeature feature, uint64_t seed,
                                                 const RunControl* run);
  // Log-odds at the level of all origins.
  double Unshifted(const ConvertRow& row) const;
  void ShiftToRecent(const ConvertSamples& samples);
  using Row = std::array<double, kNumConvertFeatures>;
  // Within the range of what was learned from: farther out nothing is known.
  Row Bounded(const ConvertRow& row) const;
  double Bounded(const ConvertRow& row, size_t feature) const;

  ConvertPart part_ = ConvertPart::kMean;
  size_t feature_ = 0;
  double mean_log_odds_ = 0;
  double shift_ = 0;  // From the level of all origins to that of late.
  ConvertRow least_{}, most_{};
  LogisticModel logistic_;
  BoostedTrees trees_;
};

// Parts by name, and a mean of some of them.
struct ConvertRecipe {
  struct Item {
    ConvertPart part;
    ConvertFeature feature = ConvertFeature::kRecentActs;
    friend bool operator==(const Item&, const Item&) = default;
  };
  std::vector<Item> items;
  std::string name;
  bool is_simple = false;
};

// Mean of the log-odds of some parts.
class ConvertLearner {
 public:
  double LogOdds(const ConvertRow& row) const;
  std::vector<double> Contributions(const ConvertRow& row) const;
  static absl::StatusOr<ConvertLearner> Fit(const ConvertSamples& samples,
                                            const ConvertRecipe& recipe, uint64_t seed,
                                            const RunControl* run);

 private:
  std::vector<ConvertPartModel> parts_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_LEARNER_H_
