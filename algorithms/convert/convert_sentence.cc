// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_sentence.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pullgraph {
namespace {

std::string Share(double share) { return absl::StrFormat("%.0f %%", 100 * share); }

std::string Times(uint64_t count, const char* one, const char* many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

// "120 days", "13 years".
std::string Span(double days) {
  return days < 730 ? absl::StrFormat("%.0f days", days) : absl::StrFormat("%.0f years", days / 365.25);
}

std::string Pairs(const ConvertReport& r) {
  return absl::StrCat("those who became customers stood before those who did not in ", Share(r.auc),
                      " of pairs (", Share(r.auc_low), " to ", Share(r.auc_high),
                      "; chance is 50 %)");
}

// ": of the first 100 each time 41 were expected to become customers and 38 did".
std::string Firsts(const ConvertReport& r) {
  if (r.top.empty()) return "";
  const TopReport& top = r.top.size() > 1 ? r.top[1] : r.top[0];
  return absl::StrCat("; of the first ", top.k, " each time, ",
                      absl::StrFormat("%.3g", top.expected), " in all were expected to and ",
                      top.happened, " did");
}

}  // namespace

void SetSentence(const Conversions& conversions, const ConversionClock& clock,
                 ConvertReport& r) {
  const std::string moments =
      conversions.temporal
          ? absl::StrCat("at ", Times(r.judged_origins, "past moment", "past moments"), ", looking ",
                         Span(clock.horizon_days), " ahead, ")
          : "where customers were hidden, ";
  switch (r.verdict) {
    case ConversionVerdict::kTooLittle:
      r.sentence = absl::StrCat("There is too little to tell who becomes a customer: ",
                                Times(r.conversions, "member is", "members are"),
                                " known to have become one");
      if (conversions.temporal) {
        absl::StrAppend(&r.sentence, " in ", Span(DaysBetween(conversions.first, conversions.now)));
      }
      absl::StrAppend(&r.sentence, ". All have the same likelihood here.");
      return;
    case ConversionVerdict::kNothing:
      r.sentence = absl::StrCat("History does not tell who becomes a customer: ", moments, Pairs(r),
                                ". All have the same likelihood here.");
      return;
    case ConversionVerdict::kSimple:
      r.sentence = absl::StrCat("History bears this out, as far as a simple ranking by ", r.learner,
                                " does, which no model beats: ", moments, Pairs(r), Firsts(r), ".");
      return;
    case ConversionVerdict::kHolds:
      r.sentence = absl::StrCat("History bears this out: ", moments, Pairs(r), "; ranked by ", r.simple,
                                " alone, in ", Share(r.auc_simple), Firsts(r), ".");
      return;
  }
}

}  // namespace pullgraph
