// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/levels.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/cluster_bootstrap.h"
#include "algorithms/kernels/core.h"
#include "algorithms/kernels/count_intervals.h"
#include "graph/member_policy.h"
#include "graph/tie_graph.h"

namespace pullgraph {
namespace {

// A member was active on a day.
using ActiveDay = std::pair<uint32_t, int64_t>;

int64_t DayOf(Time t) {
  const int64_t day = t.micros() / kMicrosPerDay;
  return t.micros() % kMicrosPerDay < 0 ? day - 1 : day;
}

// When each member became known; absent for those who are not yet.
std::vector<Time> KnownSince(const CommunityView& view) {
  const CommunityGraph& c = view.community();
  std::vector<Time> since(c.num_members());
  const auto seen = [&](uint32_t m, Time t) {
    if (c.members().joined_at[m].is_present() || !t.is_present() || !view.Knows(t)) return;
    if (!since[m].is_present() || t < since[m]) since[m] = t;
  };
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (!c.signals().member[i].is_none()) seen(c.signals().member[i].value(), c.signals().at[i]);
  }
  for (Node u = 0; u < c.num_members(); ++u) {
    for (ArcIndex arc = c.graph().OutBegin(u); arc < c.graph().OutEnd(u); ++arc) {
      const Time first = c.ties().first_at[arc];
      seen(u, first);
      seen(c.graph().Target(arc), first);
    }
  }
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    const Time joined = c.members().joined_at[m];
    if (joined.is_present()) since[m] = joined;
    if (!IsOfCommunity(view, MemberId(m))) since[m] = Time::Absent();
  }
  return since;
}

std::vector<std::vector<ActiveDay>> ActiveDays(
    const CommunityView& view, const std::vector<Window>& windows,
    const std::vector<std::vector<Exchange>>& exchanges) {
  const SignalColumns& signals = view.community().signals();
  std::vector<std::vector<ActiveDay>> days(windows.size());
  for (size_t i = 0; i < view.num_signals(); ++i) {
    const int w = WindowOf(windows, signals.at[i]);
    if (w < 0 || signals.member[i].is_none()) continue;
    days[static_cast<size_t>(w)].emplace_back(signals.member[i].value(), DayOf(signals.at[i]));
  }
  for (size_t w = 0; w < windows.size(); ++w) {
    for (const Exchange& e : exchanges[w]) {
      days[w].emplace_back(e.from, DayOf(e.at));
      days[w].emplace_back(e.to, DayOf(e.at));
    }
    std::sort(days[w].begin(), days[w].end());
    days[w].erase(std::unique(days[w].begin(), days[w].end()), days[w].end());
  }
  return days;
}

absl::StatusOr<CoreResult> CoresOf(Node n, const std::vector<Exchange>& exchanges,
                                   const RunControl* run) {
  std::vector<std::pair<Node, Node>> arcs;
  for (const Exchange& e : exchanges) arcs.emplace_back(e.from, e.to);
  ArcListOptions options;
  options.symmetrize = options.remove_parallel = options.remove_loops = true;
  const absl::StatusOr<TieGraph> graph = BuildTieGraph(n, arcs, options);
  if (!graph.ok()) return graph.status();
  CoreOptions cores;
  cores.run = run;
  return FindCores(*graph, cores);
}

// A step of a member from one level to another, as 0..3.
struct MemberStep {
  uint32_t member;
  uint8_t from, to;
};

absl::StatusOr<Estimate> RateOf(const std::vector<MemberStep>& steps, size_t from, size_t to,
                                double confidence) {
  std::vector<ClusterCount> counts;
  for (const MemberStep& step : steps) {
    if (step.from == from) counts.push_back({step.member, step.to == to ? 1.0 : 0.0, 1});
  }
  if (counts.empty()) return Estimate{1.0 / kNumLevels, 0, 1};
  double n = 0;
  const auto share = ClusterShare(std::move(counts), confidence, &n);
  if (!share.ok()) return share.status();
  const double p = share->value;
  const BetaTails tails =
      TailsOfBeta(p * n + 0.5, (1 - p) * n + 0.5 * (kNumLevels - 1), (1 - confidence) / 2);
  return Estimate{p, std::min(p, tails.low), std::max(p, tails.high)};
}

// The share of members at each level once the rates have run their course: a thousand
// steps, averaged so that a cycle does not matter.
std::array<double, kNumLevels> Heading(const LevelTransitions& t) {
  std::array<double, kNumLevels> at = t.now, mean = {};
  constexpr int kSteps = 1000;
  for (int step = 0; step < 2 * kSteps; ++step) {
    std::array<double, kNumLevels> next = {};
    for (size_t i = 0; i < kNumLevels; ++i) {
      for (size_t j = 0; j < kNumLevels; ++j) next[j] += at[i] * t.rates[i][j].value;
    }
    at = next;
    for (size_t j = 0; j < kNumLevels && step >= kSteps; ++j) mean[j] += at[j] / kSteps;
  }
  return mean;
}

}  // namespace

std::string_view LevelName(Level level) {
  constexpr std::string_view kNames[] = {"unknown", "silent", "casual", "regular", "core"};
  return kNames[static_cast<size_t>(level)];
}

absl::StatusOr<LevelHistory> FindLevels(const CommunityView& view, const LevelOptions& options) {
  if (options.regular_days < 1) {
    return absl::InvalidArgumentError("regular_days is 0, expected at least 1");
  }
  auto windows = MakeWindows(view, options.windows);
  if (!windows.ok()) return windows.status();
  const auto exchanges = ExchangesOf(view, *windows, options.run);
  if (!exchanges.ok()) return exchanges.status();
  const std::vector<Time> since = KnownSince(view);
  const auto days = ActiveDays(view, *windows, *exchanges);
  LevelHistory history;
  const auto n = static_cast<uint32_t>(since.size());
  for (size_t w = 0; w < windows->size(); ++w) {
    const auto cores = CoresOf(n, (*exchanges)[w], options.run);
    if (!cores.ok()) return cores.status();
    const uint32_t core_number =
        options.core_number != 0 ? options.core_number : std::max(2U, (cores->max_core + 1) / 2);
    std::vector<uint32_t> active(n, 0);
    const double length = DaysBetween((*windows)[w].from, (*windows)[w].until);
    const auto end = static_cast<double>(DayOf((*windows)[w].until));
    std::vector<float> idle(n, static_cast<float>(length));
    for (const ActiveDay& day : days[w]) {  // Ascending: the last day of a member stays.
      ++active[day.first];
      idle[day.first] = static_cast<float>(std::clamp(end - static_cast<double>(day.second), 0.0, length));
    }
    std::vector<Level> levels(n, Level::kUnknown);
    for (uint32_t m = 0; m < n; ++m) {
      if (!since[m].is_present() || !(since[m] < (*windows)[w].until)) continue;
      levels[m] = active[m] == 0                       ? Level::kEdge
                  : active[m] < options.regular_days   ? Level::kCasual
                  : cores->core[m] < core_number       ? Level::kRegular
                                                       : Level::kCore;
    }
    history.levels.push_back(std::move(levels));
    history.active_days.push_back(std::move(active));
    history.idle_days.push_back(std::move(idle));
    history.core_number.push_back(core_number);
    ReportProgress(options.run, static_cast<double>(w + 1) / static_cast<double>(windows->size()));
  }
  history.windows = *std::move(windows);
  return history;
}

absl::StatusOr<LevelTransitions> CountTransitions(const LevelHistory& history, double confidence) {
  if (!(confidence > 0 && confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence is ", confidence, ", expected (0, 1)"));
  }
  const auto index = [](Level level) { return static_cast<size_t>(level) - 1; };
  LevelTransitions t;
  std::vector<MemberStep> steps;
  const size_t n = history.levels.empty() ? 0 : history.levels[0].size();
  for (size_t w = 0; w < history.levels.size(); ++w) {
    for (size_t m = 0; m < n; ++m) {
      const Level level = history.levels[w][m];
      if (level == Level::kUnknown) continue;
      const Level before = w == 0 ? Level::kUnknown : history.levels[w - 1][m];
      if (before != Level::kUnknown) {
        ++t.counts[index(before)][index(level)];
        steps.push_back({static_cast<uint32_t>(m), static_cast<uint8_t>(index(before)),
                         static_cast<uint8_t>(index(level))});
      } else if (w > 0) {
        ++t.entered[index(level)];
      }
      if (w + 1 == history.levels.size()) ++t.members, t.now[index(level)] += 1;
    }
  }
  for (double& share : t.now) share /= std::max(1.0, static_cast<double>(t.members));
  for (size_t i = 0; i < kNumLevels; ++i) {
    for (size_t j = 0; j < kNumLevels; ++j) {
      const auto rate = RateOf(steps, i, j, confidence);
      if (!rate.ok()) return rate.status();
      t.rates[i][j] = *rate;
    }
  }
  t.heading = Heading(t);
  return t;
}

std::vector<Drift> FindDrifts(const LevelHistory& history, uint32_t min_windows) {
  std::vector<Drift> drifts;
  const size_t n = history.levels.empty() ? 0 : history.levels[0].size();
  for (uint32_t m = 0; m < n; ++m) {
    Drift drift;
    drift.member = MemberId(m);
    double sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
    bool changed = false;
    for (size_t w = 0; w < history.levels.size(); ++w) {
      const Level level = history.levels[w][m];
      if (level == Level::kUnknown) continue;
      const auto x = static_cast<double>(w), y = static_cast<double>(level);
      sum_x += x, sum_y += y, sum_xx += x * x, sum_xy += x * y;
      if (drift.windows++ == 0) drift.first = level;
      changed |= level != drift.first;
      drift.last = level;
    }
    if (!changed || drift.windows < std::max(2U, min_windows)) continue;
    const double k = drift.windows;
    drift.slope = (k * sum_xy - sum_x * sum_y) / (k * sum_xx - sum_x * sum_x);
    drifts.push_back(drift);
  }
  std::sort(drifts.begin(), drifts.end(), [](const Drift& a, const Drift& b) {
    return std::tuple(-std::abs(a.slope), a.member) < std::tuple(-std::abs(b.slope), b.member);
  });
  return drifts;
}

}  // namespace pullgraph
