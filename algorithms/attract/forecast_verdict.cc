// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/forecast_verdict.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pullgraph {
namespace {

// What says most: the longest list of the likeliest that was filled, up to 100; or the
// first that does not hold.
const TopRatio* TellingRatio(const ForecastQuality& quality) {
  const TopRatio* telling = nullptr;
  for (const TopRatio& top : quality.top) {
    if (!top.holds()) return &top;
    if (!top.per_member && top.places <= 100) telling = &top;
  }
  return telling;
}

std::string RatioWords(const TopRatio& top) {
  const std::string list = top.per_member
                               ? absl::StrCat("each member's likeliest ", top.places)
                               : absl::StrCat("the likeliest ", top.places);
  return absl::StrFormat("of %s, %d came where %.3g were expected", list, top.observed,
                         top.expected);
}

}  // namespace

Verdict JudgeVerdict(const ForecastQuality& quality, uint64_t pulls) {
  if (pulls < kLeastJudgedPulls) return Verdict::kTooLittle;
  if (quality.auc_low <= 0.5) return Verdict::kRefuted;
  const bool holds = std::all_of(quality.top.begin(), quality.top.end(),
                                 [](const TopRatio& top) { return top.holds(); });
  return holds ? Verdict::kBorneOut : Verdict::kOrderOnly;
}

std::string VerdictSentence(const ForecastQuality& quality, uint64_t pulls) {
  const std::string auc = absl::StrFormat("AUC %.2f, from %.2f to %.2f", quality.auc,
                                          quality.auc_low, quality.auc_high);
  const TopRatio* ratio = TellingRatio(quality);
  switch (JudgeVerdict(quality, pulls)) {
    case Verdict::kTooLittle:
      return absl::StrCat("There is too little to tell: ", pulls,
                          pulls == 1 ? " pull" : " pulls", " to judge by.");
    case Verdict::kRefuted:
      return absl::StrCat("History does not bear this out: what was said to be likely came no ",
                          "more often than the rest (", auc, ").");
    case Verdict::kOrderOnly:
      return absl::StrCat("History bears the order out, but not the height: ",
                          RatioWords(*ratio), " (", auc, ").");
    default:
      return absl::StrCat("History bears this out: ",
                          ratio == nullptr ? "" : absl::StrCat(RatioWords(*ratio), "; "), auc,
                          ".");
  }
}

}  // namespace pullgraph
