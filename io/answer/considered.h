// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_ANSWER_CONSIDERED_H_
#define PULLGRAPH_IO_ANSWER_CONSIDERED_H_

#include <string>

#include "algorithms/opportunity/opportunity.h"

namespace pullgraph {

// "193 of 300 members considered; left out: 57 who are customers already, 50 contacted
// lately.": who was held back by which gate of a list for `audience`. Plain text that is
// HTML as well.
std::string Considered(const GateCounts& gates, Audience audience = Audience::kProspects);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_CONSIDERED_H_
