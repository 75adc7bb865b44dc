// SPDX-License-Identifier: Apache-2.0
// What the dates and signals say of a cluster: growth, demand, unmet asks.
#include <algorithm>
#include <cmath>

#include "algorithms/edge/edge_parts.h"

namespace pullgraph::edge_internal {
namespace {

// 0: in (now - window, now], 1: in the window before, 2: earlier or absent.
int WindowOf(Time t, Time now, double window_days) {
  if (!t.is_present() || !now.is_present()) return 2;
  const double age = DaysBetween(t, now) / window_days;
  return age < 1 ? 0 : age < 2 ? 1 : 2;
}

void Count(int window, WindowCounts& counts) {
  if (window == 0) ++counts.recent;
  if (window == 1) ++counts.before;
}

// When a member came: joined, or else was first seen in a signal or tie.
std::vector<Time> Arrivals(const Scene& scene) {
  const CommunityView& view = *scene.view;
  const CommunityGraph& community = view.community();
  std::vector<Time> seen(community.num_members());
  auto note = [&](Node u, Time t) {
    if (t.is_present() && (!seen[u].is_present() || t < seen[u])) seen[u] = t;
  };
  const SignalColumns& signals = community.signals();
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (!signals.member[i].is_none()) note(signals.member[i].value(), signals.at[i]);
  }
  const TieGraph& graph = community.graph();
  if (!community.ties().first_at.is_default()) {
    for (Node u = 0; u < graph.num_nodes(); ++u) {
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        if (!view.HasTie(arc)) continue;
        note(u, community.ties().first_at[arc]);
        note(graph.Target(arc), community.ties().first_at[arc]);
      }
    }
  }
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    const Time joined = community.members().joined_at[u];
    if (joined.is_present()) seen[u] = joined;
  }
  return seen;
}

void CountSignals(const Scene& scene, EdgeReport& report, std::vector<EdgeCluster>& clusters) {
  const CommunityView& view = *scene.view;
  const SignalColumns& signals = view.community().signals();
  for (size_t i = 0; i < view.num_signals(); ++i) {
    report.has_dated_signals = report.has_dated_signals || signals.at[i].is_present();
    const MemberId member = signals.member[i];
    if (member.is_none() || scene.counted[member.value()] == 0) continue;
    EdgeCluster& cluster = clusters[scene.cluster[member.value()]];
    Count(WindowOf(signals.at[i], view.now(), scene.options->window_days), cluster.signals);
    if (signals.kind[i] != SignalKind::kAsk) continue;
    ++cluster.asks;
    if (!view.AnsweredAt(i).is_present()) ++cluster.unanswered;
  }
}

}  // namespace

void MeasureActivity(const Scene& scene, EdgeReport& report,
                     std::vector<EdgeCluster>& clusters) {
  const std::vector<Time> arrivals = Arrivals(scene);
  for (Node u = 0; u < arrivals.size(); ++u) {
    if (scene.counted[u] == 0) continue;
    report.has_dates = report.has_dates ||
                       (arrivals[u].is_present() && scene.view->now().is_present());
    Count(WindowOf(arrivals[u], scene.view->now(), scene.options->window_days),
          clusters[scene.cluster[u]].arrivals);
  }
  CountSignals(scene, report, clusters);
  for (EdgeCluster& cluster : clusters) {
    if (report.has_dates) {
      const auto before = static_cast<double>(cluster.arrivals.before);
      cluster.growth = 100 * (static_cast<double>(cluster.arrivals.recent) - before) /
                       std::max(before, 1.0);
    }
    if (report.has_dated_signals && !cluster.members.empty()) {
      const double member_weeks =
          static_cast<double>(cluster.members.size()) * scene.options->window_days / 7;
      cluster.demand = static_cast<double>(cluster.signals.recent) / member_weeks;
      cluster.demand_trend =
          *cluster.demand - static_cast<double>(cluster.signals.before) / member_weeks;
    }
    if (cluster.asks > 0) {
      cluster.unmet_share =
          static_cast<double>(cluster.unanswered) / static_cast<double>(cluster.asks);
    }
  }
}

}  // namespace pullgraph::edge_internal
