// SPDX-License-Identifier: Apache-2.0
// Planted customers: who becomes one when, by probabilities that are known; internal to
// generate_community.
#ifndef PULLGRAPH_IO_GENERATE_CONVERSIONS_H_
#define PULLGRAPH_IO_GENERATE_CONVERSIONS_H_

#include <cstdint>
#include <utility>
#include <vector>

namespace pullgraph {

// Days that each probability speaks of; the last of these spans ends with the history.
inline constexpr double kConversionDays = 30;

// What the planting looks at. Days run from 0 to `days`.
struct ConversionWorld {
  int days = 0;
  uint64_t seed = 0;
  double rate = 0;      // Mean probability of the prospects in a span; (0, 1).
  double contrast = 1;  // How much prospects differ in log-odds; 0: not at all.
  std::vector<double> joined;                             // Of each member.
  std::vector<uint32_t> cluster;                          // Of each member.
  std::vector<std::pair<double, uint32_t>> acts;          // (day, member), ascending.
  std::vector<std::vector<std::pair<uint32_t, double>>> ties;  // Of each: (other, first day).
};

struct PlantedConversions {
  std::vector<double> at;    // Day, of each member; infinite: not yet.
  std::vector<double> next;  // Probability of it in the span after the history; NaN for
                             // those who are customers.
};

// In each span, a prospect becomes a customer with log-odds a + contrast x (ln(1 + decayed
// acts) + .7 ln(1 + tied customers) + .5 z of their cluster), where acts count half after
// a span, z is normal and a makes the mean the rate. One in twenty is a customer from the
// start. COST: O(spans x (n + ties) + acts).
PlantedConversions PlantConversions(const ConversionWorld& world);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_GENERATE_CONVERSIONS_H_
