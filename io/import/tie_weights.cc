// SPDX-License-Identifier: Apache-2.0
#include "io/import/tie_weights.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"

namespace pullgraph {

std::optional<double> ParseWeight(std::string_view text) {
  const absl::string_view bare = absl::StripAsciiWhitespace(AbslView(text));
  const bool plus = bare.size() > 1 && bare[0] == '+' && bare[1] != '-';
  const char* begin = bare.data() + (plus ? 1 : 0);
  const char* end = bare.data() + bare.size();
  double value = 0;
  const auto [p, ec] = std::from_chars(begin, end, value);
  if (p != end || begin == end || ec == std::errc::invalid_argument) return std::nullopt;
  if (ec == std::errc::result_out_of_range) return std::numeric_limits<double>::quiet_NaN();
  return value;
}

GraphWeight TieWeights::Meaning() const {
  if (how_ != GraphWeight::kAuto) return how_;
  if (all_counts_) return GraphWeight::kCount;
  return all_strengths_ ? GraphWeight::kStrength : GraphWeight::kIgnore;
}

TieWeight TieWeights::Of(double weight) {
  TieWeight out;
  switch (Meaning()) {
    case GraphWeight::kCount:
      if (weight > 0 && weight <= 4294967295.0) {
        out.count = static_cast<uint32_t>(std::max(1.0, std::round(weight)));
        return out;
      }
      break;
    case GraphWeight::kStrength:
      out.strength = static_cast<float>(weight);
      if (out.strength > 0 && weight <= 1) return out;
      break;
    case GraphWeight::kDistance:
      // Far apart is not absent, which a strength of 0 would say.
      out.strength = std::max(static_cast<float>(std::exp(-weight)),
                              std::numeric_limits<float>::min());
      if (weight >= 0) return out;
      break;
    default: return out;
  }
  ++unusable_;
  return {};
}

void TieWeights::Report(ImportReport& report) const {
  if (seen_ == 0) return;
  switch (Meaning()) {
    case GraphWeight::kCount: report.Note("weights taken as counts", "", seen_ - unusable_); break;
    case GraphWeight::kStrength:
      report.Note("weights taken as strengths", "", seen_ - unusable_);
      break;
    case GraphWeight::kDistance:
      report.Note("weights taken as distances: strength is exp(-distance)", "", seen_ - unusable_);
      break;
    default:
      report.Note(how_ == GraphWeight::kIgnore
                      ? "weights left out"
                      : "weights left out, being neither whole numbers nor all in (0, 1]: say "
                        "whether they are count, strength or distance",
                  odd_, seen_);
  }
  if (unusable_ > 0) report.Note("weights that cannot be that left out", "", unusable_);
}

}  // namespace pullgraph
