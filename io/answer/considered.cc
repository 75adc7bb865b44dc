// SPDX-License-Identifier: Apache-2.0
#include "io/answer/considered.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"

namespace pullgraph {

using figures::CountOf;

std::string_view WhyHeld(Gate gate, Audience audience) {
  switch (gate) {
    case Gate::kPassed: return "";
    case Gate::kNotYetKnown: return "not yet there";
    case Gate::kNotCommunity: return "staff or bots";
    case Gate::kWrongAudience:
      return audience == Audience::kCustomers ? "who are no customers" : "who are customers already";
    case Gate::kOptedOut: return "opted out of contact";
    case Gate::kTouchedLately: return "contacted lately";
    case Gate::kOutOfReach: return "whom no introduction reaches";
  }
  return "";
}

std::string Considered(const GateCounts& g, Audience audience) {
  std::vector<std::string> held;
  const auto add = [&](uint64_t count, Gate gate) {
    if (count > 0) held.push_back(absl::StrCat(figures::Grouped(count), " ", AbslView(WhyHeld(gate, audience))));
  };
  add(g.not_yet_known, Gate::kNotYetKnown);
  add(g.not_community, Gate::kNotCommunity);
  add(g.wrong_audience, Gate::kWrongAudience);
  add(g.opted_out, Gate::kOptedOut);
  add(g.touched_lately, Gate::kTouchedLately);
  add(g.out_of_reach, Gate::kOutOfReach);
  return absl::StrCat(figures::Grouped(g.passed), " of ", CountOf(g.members, "member", "members"),
                      " considered", held.empty() ? "" : "; left out: ",
                      absl::StrJoin(held, ", "), ".");
}

std::string WhyNotListed(Gate gate, Audience audience, uint32_t place) {
  switch (gate) {
    case Gate::kPassed: break;
    case Gate::kNotYetKnown: return "not there yet";
    case Gate::kNotCommunity: return "staff or a bot";
    case Gate::kWrongAudience: return audience == Audience::kCustomers ? "no customer" : "a customer already";
    case Gate::kOptedOut: return "opted out of contact";
    case Gate::kTouchedLately: return "contacted within the cool-down";
    case Gate::kOutOfReach: return "no introduction reaches them";
  }
  return place > 0 ? absl::StrCat("at place ", figures::Grouped(place), ", beyond its end")
                   : "nothing is known that would be worth a contact";
}

}  // namespace pullgraph
