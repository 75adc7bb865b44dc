// SPDX-License-Identifier: Apache-2.0
#include "io/answer/considered.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "io/answer/figures.h"

namespace pullgraph {

using figures::CountOf;

std::string Considered(const GateCounts& g, Audience audience) {
  std::vector<std::string> held;
  const auto add = [&](uint64_t count, const char* why) {
    if (count > 0) held.push_back(absl::StrCat(figures::Grouped(count), " ", why));
  };
  add(g.not_yet_known, "not yet there");
  add(g.not_community, "staff or bots");
  add(g.wrong_audience, audience == Audience::kCustomers ? "who are no customers"
                                                           : "who are customers already");
  add(g.opted_out, "opted out of contact");
  add(g.touched_lately, "contacted lately");
  add(g.out_of_reach, "whom no introduction reaches");
  return absl::StrCat(figures::Grouped(g.passed), " of ", CountOf(g.members, "member", "members"),
                      " considered", held.empty() ? "" : "; left out: ",
                      absl::StrJoin(held, ", "), ".");
}

}  // namespace pullgraph
