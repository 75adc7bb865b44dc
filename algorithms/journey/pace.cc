// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/pace.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

absl::Status Check(const PaceOptions& o) {
  if (!(o.by_days > 0) || !std::isfinite(o.by_days)) {
    return absl::InvalidArgumentError(
        absl::StrCat("by_days is ", o.by_days, ", expected finite and > 0"));
  }
  if (o.min_size < 1) return absl::InvalidArgumentError("min_size is 0, expected at least 1");
  return absl::OkStatus();
}

// All waits as the kernels want them, and which of them are in a group.
struct Columns {
  std::vector<double> days;
  std::vector<uint8_t> observed;
  std::vector<uint8_t> in_group;
  std::vector<double> entry;
};

absl::StatusOr<Pace> PaceOf(Columns& all, absl::Span<const uint32_t> members,
                            const PaceOptions& options) {
  std::vector<double> days, entry;
  std::vector<uint8_t> observed;
  std::fill(all.in_group.begin(), all.in_group.end(), uint8_t{0});
  for (const uint32_t i : members) {
    days.push_back(all.days[i]);
    observed.push_back(all.observed[i]);
    entry.push_back(all.entry[i]);
    all.in_group[i] = 1;
  }
  KaplanMeierOptions survival;
  survival.confidence = options.confidence;
  survival.entry = entry;
  const auto curve = KaplanMeier(days, observed, survival);
  if (!curve.ok()) return curve.status();
  const auto test = TestLogRank(all.days, all.observed, all.in_group, all.entry);
  if (!test.ok()) return test.status();
  Pace pace;
  pace.waits = curve->count;
  pace.events = curve->events;
  pace.known_from = curve->from;
  if (curve->from == 0) {
    pace.quarter = curve->Quantile(0.25);
    pace.half = curve->median;
    const SurvivalStep* step = curve->At(options.by_days);
    pace.done = step == nullptr ? Estimate{}
                                : Estimate{1 - step->survival, 1 - step->high, 1 - step->low};
  }
  pace.against_others = *test;
  return pace;
}

}  // namespace

absl::StatusOr<std::vector<Pace>> FindPace(absl::Span<const Wait> waits,
                                           absl::Span<const std::vector<uint32_t>> groups,
                                           const PaceOptions& options) {
  if (absl::Status s = Check(options); !s.ok()) return s;
  Columns all;
  for (const Wait& wait : waits) {
    all.days.push_back(wait.days);
    all.observed.push_back(wait.observed);
    all.entry.push_back(wait.entry_days);
  }
  all.in_group.resize(waits.size());
  std::vector<Pace> paces;
  for (size_t g = 0; g < groups.size(); ++g) {
    if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
    std::vector<uint32_t> members = groups[g];
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    if (!members.empty() && members.back() >= waits.size()) {
      return absl::OutOfRangeError(
          absl::StrCat("group ", g, " holds ", members.back(), " of ", waits.size(), " waits"));
    }
    if (members.size() < options.min_size) continue;
    const absl::StatusOr<Pace> pace = PaceOf(all, members, options);
    if (!pace.ok()) return pace.status();
    paces.push_back(*pace);
    paces.back().group = static_cast<uint32_t>(g);
    ReportProgress(options.run, static_cast<double>(g + 1) / static_cast<double>(groups.size()));
  }
  std::sort(paces.begin(), paces.end(), [](const Pace& a, const Pace& b) {
    const auto key = [](const Pace& p) {
      return std::tuple(p.half.time.value_or(HUGE_VAL), p.done ? -p.done->value : 0, p.group);
    };
    return key(a) < key(b);
  });
  return paces;
}

}  // namespace pullgraph
