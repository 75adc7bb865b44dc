// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "io/generate_community.h"

namespace pullgraph {

absl::Status CheckGenerateOptions(const GenerateOptions& o) {
  const auto at_least_one = [](const char* name, uint64_t v) {
    return v >= 1 ? absl::OkStatus()
                  : absl::InvalidArgumentError(absl::StrCat(name, " is 0, expected at least 1"));
  };
  absl::Status s = at_least_one("members", o.members);
  s.Update(at_least_one("resources", o.resources));
  s.Update(at_least_one("topics", o.topics));
  s.Update(at_least_one("clusters", o.clusters));
  s.Update(at_least_one("days", static_cast<uint64_t>(std::max(0, o.days))));
  if (s.ok() && o.days > 36'500) s = absl::InvalidArgumentError("days is more than 36500");
  if (!(o.mixing >= 0 && o.mixing <= 1)) {
    s.Update(absl::InvalidArgumentError(absl::StrCat("mixing is ", o.mixing, ", expected [0, 1]")));
  }
  if (!(o.influence >= 0 && o.attraction >= 0 && o.influence + o.attraction <= 1)) {
    s.Update(absl::InvalidArgumentError(
        absl::StrCat("influence ", o.influence, " and attraction ", o.attraction,
                     ", expected shares that add up to at most 1")));
  }
  const auto positive = [](const char* name, double v) {
    return v > 0 && v < 1e9 ? absl::OkStatus()
                            : absl::InvalidArgumentError(
                                  absl::StrCat(name, " is ", v, ", expected (0, 1e9)"));
  };
  if (!(o.excitation >= 0 && o.excitation < 1)) {
    s.Update(absl::InvalidArgumentError(
        absl::StrCat("excitation is ", o.excitation, ", expected [0, 1)")));
  }
  if (!(o.offers >= 0 && o.offers <= 1) || !(o.uplift >= 0 && o.uplift <= 0.95)) {
    s.Update(absl::InvalidArgumentError(absl::StrCat(
        "offers ", o.offers, " and uplift ", o.uplift, ", expected [0, 1] and [0, .95]")));
  }
  s.Update(positive("excitation_half_life_hours", o.excitation_half_life_hours));
  s.Update(positive("answer_median_days", o.answer_median_days));
  if (!(o.conversions >= 0 && o.conversions < 1) || !(o.contrast >= 0 && o.contrast < 100)) {
    s.Update(absl::InvalidArgumentError(absl::StrCat("conversions ", o.conversions, " and contrast ",
                                                     o.contrast, ", expected [0, 1) and [0, 100)")));
  }
  return s;
}

}  // namespace pullgraph
