// SPDX-License-Identifier: Apache-2.0
// What a conversion model's report says in one sentence; internal to convert/.
#ifndef PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_SENTENCE_H_
#define PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_SENTENCE_H_

#include "algorithms/convert/conversions.h"
#include "algorithms/convert/convert_report.h"

namespace pullgraph {

// Sets report.sentence.
void SetSentence(const Conversions& conversions, const ConversionClock& clock,
                 ConvertReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_CONVERT_CONVERT_SENTENCE_H_
