// SPDX-License-Identifier: Apache-2.0
// How far history bears a conversion model out.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_REPORT_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"

namespace pullgraph {

enum class ConversionVerdict {
  kTooLittle,  // Too few conversions to learn or to judge from.
  kNothing,    // History shows nothing by which those who convert differ from the rest.
  kSimple,     // A simple ranking tells as much as any model.
  kHolds,      // A model tells more than any simple ranking.
};
const char* ConversionVerdictName(ConversionVerdict verdict);  // "holds".

// What the first k of each origin's list came to, all origins together.
struct TopReport {
  uint64_t k = 0;
  double expected = 0;    // Sum of the likelihoods.
  uint64_t happened = 0;
  double ratio = 0;       // happened / expected; 0 if nothing was expected.
  double ratio_low = 0;   // 95 % interval, from the count that happened.
  double ratio_high = 0;
};

struct ConvertReport {
  ConversionVerdict verdict = ConversionVerdict::kTooLittle;
  // In one sentence, as a list shows it.
  std::string sentence;
  // What was learned from: origins, prospects at them, conversions within their horizons.
  uint64_t origins = 0;
  uint64_t prospects = 0;
  uint64_t conversions = 0;
  // What was held back to judge by, of all members at these origins.
  uint64_t judged_origins = 0;
  uint64_t judged = 0;
  uint64_t judged_conversions = 0;
  std::string learner;        // What was kept: "logistic regression and boosted trees".
  std::string simple;         // The best ranking by one feature: "recent acts".
  double auc = 0.5;           // P(one who converts is before one who doesn't, same origin).
  double auc_low = 0;         // 95 % interval, by member.
  double auc_high = 1;
  double auc_simple = 0.5;
  // Loss taken away from that of the mean rate: 0 is no skill, 1 is perfect; 95 % interval.
  double skill = 0;           // Of the log loss.
  double skill_low = 0;
  double skill_high = 0;
  double brier_skill = 0;
  std::vector<TopReport> top;  // Of 10, 100 and 1,000, as far as there are as many.
};

// Rows that were held back: grouped by origin, at each in any order.
struct JudgedRows {
  std::vector<uint32_t> member;
  std::vector<uint32_t> origin;  // Ascending from 0.
  std::vector<uint8_t> label;
  size_t size() const { return member.size(); }
};

// P(a row that converted scores above one of its origin that did not), with an interval
// that takes the rows of one member for one draw.
// COST: O(rows log rows). SOURCE: DeLong 1988, doi:10.2307/2531595; by cluster, Obuchowski
// 1997, doi:10.2307/2533958.
struct AucEstimate {
  double value = 0.5, error = 0.5;
};
AucEstimate JudgeAuc(const JudgedRows& rows, absl::Span<const double> scores);

// Sum over rows of the log loss of `base` less that of `p`, and its standard error by member.
struct LossGain {
  double sum = 0, error = 0, base = 0;
};
LossGain JudgeLoss(const JudgedRows& rows, absl::Span<const double> p,
                   absl::Span<const double> base);

// The first k of every origin by `p`, of equal ones the smaller member.
TopReport JudgeTop(const JudgedRows& rows, absl::Span<const double> p, uint64_t k);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_REPORT_H_
