// SPDX-License-Identifier: Apache-2.0
#include "io/import/far_dates.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "graph/time.h"

namespace pullgraph {
namespace {

constexpr double kDaysOfYear = 365.25;
// Gaps from which on the later of two moments may be a slip.
constexpr double kSlipDays = 3 * kDaysOfYear;
// Moments behind such a gap, at most, as a share of all.
constexpr double kSlipShare = 0.001;

std::string Behind(double days) {
  return absl::StrFormat("%.3g years", days / kDaysOfYear);
}

// "1 touch is dated 2052-01-01", "3 touches are dated 2052-01-01 or later".
std::string Dated(uint64_t count, const char* one, const char* many, Time first) {
  return count == 1 ? absl::StrCat("1 ", one, " is dated ", FormatDate(first))
                    : absl::StrCat(count, " ", many, " are dated ", FormatDate(first), " or later");
}

class Finder {
 public:
  Finder(const CommunityGraph& c, ImportReport& report)
      : now_(c.last_observed()), report_(report) {}

  // Of dates that something begins at.
  template <class Times>
  void Planned(const char* one, const char* many, const Times& times, size_t size) {
    if (!now_.is_present()) return;
    uint64_t count = 0;
    Time first;
    for (size_t i = 0; i < size; ++i) {
      const Time t = times[i];
      if (!t.is_present() || DaysBetween(now_, t) <= kDaysOfYear) continue;
      ++count;
      if (!first.is_present() || t < first) first = t;
    }
    if (count == 0) return;
    report_.Note(absl::StrCat(Dated(count, one, many, first), ", ",
                              Behind(DaysBetween(now_, first)),
                              " after all that was observed: planned, not history"), "", 0);
  }

  void Slips(std::vector<Time> times) {
    std::sort(times.begin(), times.end());
    times.erase(times.begin(), std::upper_bound(times.begin(), times.end(), Time()));
    const auto most = static_cast<size_t>(kSlipShare * static_cast<double>(times.size())) + 1;
    for (size_t k = 1; k <= most && k < times.size(); ++k) {
      const Time before = times[times.size() - k - 1], first = times[times.size() - k];
      if (DaysBetween(before, first) <= kSlipDays) continue;
      report_.Note(absl::StrCat(Dated(k, "signal or tie", "signals or ties", first), ", ",
                                Behind(DaysBetween(before, first)),
                                " after the others: is that a slip? Ages are counted from there"),
                   "", 0);
      return;
    }
  }

 private:
  Time now_;
  ImportReport& report_;
};

}  // namespace

void NoteFarDates(const CommunityGraph& c, ImportReport& report) {
  Finder finder(c, report);
  finder.Planned("touch", "touches", c.touches().sent_at, c.touches().size());
  finder.Planned("membership", "memberships", c.memberships().valid_from, c.memberships().size());
  finder.Planned("member", "members", c.members().joined_at, c.num_members());
  finder.Planned("resource", "resources", c.resources().published_at, c.num_resources());
  std::vector<Time> observed(c.signals().at.begin(), c.signals().at.end());
  for (ArcIndex arc = 0; arc < c.graph().num_arcs(); ++arc) {
    const Time last = c.ties().last_at[arc];
    observed.push_back(last.is_present() ? last : c.ties().first_at[arc]);
  }
  finder.Slips(std::move(observed));
}

}  // namespace pullgraph
