// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/adoption_periods.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/adoption_curve.h"
#include "algorithms/journey/waits.h"
#include "graph/string_table.h"

namespace pullgraph {

absl::StatusOr<AdoptionPeriods> FindAdoptionPeriods(const CommunityView& view,
                                                    const AdoptionPeriodsOptions& options) {
  WaitOptions wait_options;
  wait_options.kind = WaitKind::kAdoption;
  wait_options.resource = options.resource;
  wait_options.signal = options.signal;
  const absl::StatusOr<Waits> waits = FindWaits(view, wait_options);
  if (!waits.ok()) return waits.status();
  const CommunityGraph& c = view.community();
  AdoptionPeriods out;
  out.adopted.assign(c.num_members(), kNeverAdopted);
  out.from.assign(c.num_members(), kNeverAdopted);
  bool any = false;
  const auto add = [&](const Wait& wait) {
    const uint32_t m = wait.member.value();
    out.from[m] = PeriodOf(wait.from, options.unit);
    if (!wait.observed) return;
    any = true;
    out.adopted[m] = PeriodOf(c.signals().at[wait.signal], options.unit);
    out.from[m] = std::min(out.from[m], out.adopted[m]);
  };
  for (const Wait& wait : waits->waits) add(wait);
  // How long these took is not known, that they adopted is.
  for (const Wait& wait : waits->early) add(wait);
  if (!any) {
    return absl::FailedPreconditionError(
        absl::StrCat("nobody is known to have pulled '", AbslView(c.ResourceKey(options.resource)),
                     "' at a known time: there is no curve to draw"));
  }
  return out;
}

absl::StatusOr<std::vector<uint32_t>> GroupsByAttribute(const CommunityGraph& community,
                                                        std::string_view name) {
  constexpr StringId kNone = 0;
  std::map<StringId, uint32_t> numbers;
  std::vector<uint32_t> group(community.num_members());
  for (uint32_t m = 0; m < group.size(); ++m) {
    StringId value = kNone;
    for (const Attribute& a : community.members().attributes[m]) {
      if (community.String(a.name) == name) value = a.value;
    }
    group[m] = numbers.try_emplace(value, static_cast<uint32_t>(numbers.size())).first->second;
  }
  if (numbers.empty() || (numbers.size() == 1 && numbers.begin()->first == kNone)) {
    return absl::NotFoundError(
        absl::StrCat("no member has an attribute '", AbslView(name), "'"));
  }
  return group;
}

}  // namespace pullgraph
