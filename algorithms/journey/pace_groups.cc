// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/pace_groups.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/signal_topics.h"

namespace pullgraph {
namespace {

constexpr size_t kLeastMoments = 20;

// Monday is 0; the epoch began on a Thursday.
size_t WeekdayOf(Time t) {
  const int64_t micros = t.micros();
  const int64_t day =
      (micros - ((micros % kMicrosPerDay) + kMicrosPerDay) % kMicrosPerDay) / kMicrosPerDay;
  return static_cast<size_t>(((day + 3) % 7 + 7) % 7);
}

}  // namespace

std::vector<PaceItem> ItemsOf(const Waits& waits) {
  std::vector<PaceItem> items;
  for (const Wait& wait : waits.waits) items.push_back({wait.member, wait.signal, wait.from});
  return items;
}

std::vector<PaceItem> DatedPulls(const CommunityView& view, std::optional<SignalKind> kind) {
  const SignalColumns& signals = view.community().signals();
  std::vector<PaceItem> items;
  for (uint32_t i = 0; i < view.num_signals(); ++i) {
    if (!signals.at[i].is_present() || (kind && signals.kind[i] != *kind)) continue;
    items.push_back({signals.member[i], i, signals.at[i]});
  }
  return items;
}

PaceGroups GroupTogether(absl::Span<const PaceItem> items) {
  PaceGroups groups{{"all"}, {"all"}, {{}}};
  for (uint32_t i = 0; i < items.size(); ++i) groups.rows[0].push_back(i);
  return groups;
}

PaceGroups GroupByCluster(absl::Span<const PaceItem> items,
                          absl::Span<const uint32_t> cluster_of,
                          absl::Span<const std::string> names) {
  PaceGroups groups;
  groups.name.assign(names.begin(), names.end());
  groups.rows.resize(names.size());
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (items[i].member.is_none()) continue;
    const uint32_t cluster = cluster_of[items[i].member.value()];
    if (cluster == UINT32_MAX) continue;
    if (cluster >= groups.rows.size()) groups.rows.resize(size_t{cluster} + 1);
    groups.rows[cluster].push_back(i);
  }
  groups.name.resize(groups.rows.size());
  for (uint32_t g = 0; g < groups.rows.size(); ++g) {
    groups.id.push_back(absl::StrCat(g));
    if (groups.name[g].empty()) groups.name[g] = absl::StrCat("cluster ", g);
  }
  return groups;
}

PaceGroups GroupByTopic(const CommunityGraph& community, absl::Span<const PaceItem> items) {
  PaceGroups groups;
  groups.rows.resize(community.num_topics());
  for (uint32_t i = 0; i < items.size(); ++i) {
    for (const TopicId topic : TopicsOfSignal(community, items[i].signal)) {
      groups.rows[topic.value()].push_back(i);
    }
  }
  for (uint32_t t = 0; t < community.num_topics(); ++t) {
    groups.id.emplace_back(community.TopicKey(TopicId(t)));
    groups.name.emplace_back(community.TopicLabel(TopicId(t)));
  }
  return groups;
}

PaceGroups GroupByWeekday(absl::Span<const PaceItem> items) {
  PaceGroups groups;
  groups.id = {"1", "2", "3", "4", "5", "6", "7"};
  groups.name = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  groups.rows.resize(7);
  for (uint32_t i = 0; i < items.size(); ++i) groups.rows[WeekdayOf(items[i].at)].push_back(i);
  return groups;
}

PaceGroups GroupByPeriod(absl::Span<const PaceItem> items, CalendarUnit unit) {
  std::map<int32_t, std::vector<uint32_t>> rows;
  for (uint32_t i = 0; i < items.size(); ++i) rows[PeriodOf(items[i].at, unit)].push_back(i);
  PaceGroups groups;
  for (auto& [period, of_period] : rows) {
    groups.id.push_back(PeriodName(period, unit));
    groups.name.push_back(groups.id.back());
    groups.rows.push_back(std::move(of_period));
  }
  return groups;
}

absl::StatusOr<std::vector<Rhythm>> FindRhythms(const CommunityView& view,
                                                absl::Span<const PaceItem> items,
                                                const PaceGroups& groups,
                                                const RhythmOptions& options) {
  std::vector<Rhythm> rhythms;
  if (items.empty()) return rhythms;
  Time first = items[0].at;
  for (const PaceItem& item : items) first = std::min(first, item.at);
  const double days = DaysBetween(first, view.now());
  for (uint32_t g = 0; g < groups.rows.size(); ++g) {
    std::vector<double> times;
    for (const uint32_t i : groups.rows[g]) times.push_back(DaysBetween(first, items[i].at));
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    if (times.size() < std::max<size_t>(kLeastMoments, options.min_size) || !(days > 0)) continue;
    HawkesOptions hawkes;
    hawkes.confidence = options.confidence;
    hawkes.run = options.run;
    absl::StatusOr<HawkesFit> fit = FitHawkes(times, days, hawkes);
    if (!fit.ok()) return fit.status();
    rhythms.push_back({g, days, *std::move(fit)});
  }
  std::stable_sort(rhythms.begin(), rhythms.end(), [](const Rhythm& a, const Rhythm& b) {
    return a.fit.branching.value > b.fit.branching.value;
  });
  return rhythms;
}

}  // namespace pullgraph
