// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_ANSWER_CONSIDERED_H_
#define PULLGRAPH_IO_ANSWER_CONSIDERED_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "algorithms/opportunity/opportunity.h"

namespace pullgraph {

// "193 of 300 members considered; left out: 57 who are customers already, 50 contacted
// lately.": who was held back by which gate of a list for `audience`. Plain text that is
// HTML as well.
std::string Considered(const GateCounts& gates, Audience audience = Audience::kProspects);

// What somebody is held back by, as in "12 contacted lately"; "" if by nothing.
std::string_view WhyHeld(Gate gate, Audience audience = Audience::kProspects);

// Why somebody is not on a list: "a customer already". `place` is theirs among all, from 1, or
// 0 if they have none.
std::string WhyNotListed(Gate gate, Audience audience, uint32_t place);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_CONSIDERED_H_
