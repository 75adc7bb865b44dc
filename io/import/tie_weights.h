// SPDX-License-Identifier: Apache-2.0
// The one place that says what the weight of an edge means; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_TIE_WEIGHTS_H_
#define PULLGRAPH_IO_IMPORT_TIE_WEIGHTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/import/graph_options.h"
#include "io/import/import_result.h"
#include "io/import/place.h"

namespace pullgraph {

// What a number in a file says, "NaN" and the like included; nothing if it is no number.
std::optional<double> ParseWeight(std::string_view text);

struct TieWeight {
  uint32_t count = 1;
  float strength = 0;  // 0 = absent.
};

// First sees all weights, then says what each of them means.
class TieWeights {
 public:
  explicit TieWeights(GraphWeight how) : how_(how) {}

  void See(double weight, const Place& at) {
    ++seen_;
    const bool count = weight >= 1 && weight <= 4294967295.0 &&
                       weight == static_cast<double>(static_cast<uint64_t>(weight));
    const bool strength = weight > 0 && weight <= 1;
    all_counts_ = all_counts_ && count;
    all_strengths_ = all_strengths_ && strength;
    if (!all_counts_ && !all_strengths_ && odd_.empty()) odd_ = ToString(at);
  }
  uint64_t seen() const { return seen_; }
  // Decides what they all are. Not kAuto.
  GraphWeight Meaning() const;
  // What `weight` says under that meaning; a default where it cannot be that.
  TieWeight Of(double weight);
  // Tells what was decided and what was left out.
  void Report(ImportReport& report) const;

 private:
  GraphWeight how_;
  uint64_t seen_ = 0;
  uint64_t unusable_ = 0;
  bool all_counts_ = true;
  bool all_strengths_ = true;
  std::string odd_;  // Where the first stands that is neither.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TIE_WEIGHTS_H_
