// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/influence_learning.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "algorithms/journey/influence_prior.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

constexpr double kNever = std::numeric_limits<double>::quiet_NaN();

absl::Status CheckOptions(const LearnInfluenceOptions& options) {
  if (!(options.window_days > 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("window_days is ", options.window_days, ", expected a number > 0"));
  }
  if (!(options.prior_strength >= 0 && std::isfinite(options.prior_strength))) {
    return absl::InvalidArgumentError(absl::StrCat("prior_strength is ", options.prior_strength,
                                                   ", expected a finite number >= 0"));
  }
  if (!(options.prior <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("prior is ", options.prior, ", expected at most 1"));
  }
  return CheckCancelled(options.run);
}

absl::Status CheckLog(const TieGraph& graph, absl::Span<const Time> since,
                      absl::Span<const ActionEntry> log) {
  if (graph.is_symmetric() && graph.num_arcs() > 0) {
    return absl::InvalidArgumentError(
        "graph is symmetric, expected one that stores in-arcs: influence has a direction");
  }
  if (!since.empty() && since.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "since has ", since.size(), " entries, expected one an arc: ", graph.num_arcs()));
  }
  std::vector<uint32_t> last(graph.num_nodes(), UINT32_MAX);
  for (size_t i = 0; i < log.size(); ++i) {
    const ActionEntry& entry = log[i];
    if (entry.member >= graph.num_nodes()) {
      return absl::OutOfRangeError(absl::StrCat("log[", i, "] has member ", entry.member,
                                                ", expected one in [0, ", graph.num_nodes(), ")"));
    }
    const bool sorted = i == 0 || std::tie(log[i - 1].action, log[i - 1].at, log[i - 1].member) <
                                      std::tie(entry.action, entry.at, entry.member);
    if (!entry.at.is_present() || !sorted || last[entry.member] == entry.action) {
      return absl::InvalidArgumentError(absl::StrCat(
          "log[", i, "] is undated, repeated or not after the one before, expected entries "
          "sorted by (action, at, member)"));
    }
    last[entry.member] = entry.action;
  }
  return absl::OkStatus();
}

// An action that reached u from v over an arc.
struct Passing {
  ArcIndex arc;
  double days;
};

// Goes through the actions one after the other.
class LogReader {
 public:
  LogReader(const TieGraph& graph, absl::Span<const Time> since,
            absl::Span<const ActionEntry> log)
      : graph_(graph), since_(since), log_(log), at_(graph.num_nodes()) {}

  // Calls visit(passings) for each entry to which some contact may have passed the
  // action on, and both(arc) for each arc both ends of which did it, in any order.
  template <class Visit, class Both>
  absl::Status Read(const RunControl* run, Visit visit, Both both) {
    std::vector<Passing> passings;
    for (size_t begin = 0, end = 0; begin < log_.size(); begin = end) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
      while (end < log_.size() && log_[end].action == log_[begin].action) ++end;
      for (size_t i = begin; i < end; ++i) at_[log_[i].member] = log_[i].at;
      for (size_t i = begin; i < end; ++i) {
        passings.clear();
        FindPassings(log_[i], passings, both);
        if (!passings.empty()) visit(absl::Span<const Passing>(passings));
      }
      for (size_t i = begin; i < end; ++i) at_[log_[i].member] = Time::Absent();
    }
    return absl::OkStatus();
  }

 private:
  template <class Both>
  void FindPassings(const ActionEntry& entry, std::vector<Passing>& passings, Both both) const {
    const absl::Span<const Node> from = graph_.InNeighbors(entry.member);
    for (size_t k = 0; k < from.size(); ++k) {
      const Time at = at_[from[k]];
      if (!at.is_present() || from[k] == entry.member) continue;
      const ArcIndex arc = graph_.InArc(entry.member, k);
      both(arc);
      if (at >= entry.at || (!since_.empty() && since_[arc] > entry.at)) continue;
      passings.push_back({arc, DaysBetween(at, entry.at)});
    }
  }

  const TieGraph& graph_;
  absl::Span<const Time> since_;
  absl::Span<const ActionEntry> log_;
  std::vector<Time> at_;  // Of the action at hand.
};

// Mean delay of what each arc passed on within the window, credited as `options` say.
absl::Status Count(LogReader& reader, absl::Span<const double> window,
                   const LearnInfluenceOptions& options, LearnedInfluence& out,
                   std::vector<uint32_t>& both) {
  const size_t m = out.probability.size();
  out.passed.assign(m, 0);
  both.assign(m, 0);
  std::vector<double> days(m, 0);
  std::vector<uint32_t> times(m, 0);
  const auto within = [&](const Passing& passing) {
    const double most = window.empty() ? options.window_days : window[passing.arc];
    return passing.days <= most;
  };
  const auto visit = [&](absl::Span<const Passing> passings) {
    const auto sharers = std::count_if(passings.begin(), passings.end(), within);
    for (const Passing& passing : passings) {
      if (!within(passing)) continue;
      out.passed[passing.arc] += options.partial_credit ? 1.0 / static_cast<double>(sharers) : 1;
      days[passing.arc] += passing.days;
      ++times[passing.arc];
    }
  };
  absl::Status s = reader.Read(options.run, visit, [&](ArcIndex arc) { ++both[arc]; });
  out.delay_days.resize(m);
  for (size_t arc = 0; arc < m; ++arc) {
    out.delay_days[arc] = times[arc] > 0 ? days[arc] / times[arc] : kNever;
  }
  return s;
}

void FitPrior(const TieGraph& graph, LearnedInfluence& out) {
  const journey_internal::InfluencePrior prior =
      journey_internal::FitInfluencePrior(graph, out.passed, out.actions);
  out.prior = prior.mean;
  out.member_strength = prior.source_strength;
  out.arc_strength = prior.arc_strength;
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    for (ArcIndex arc = graph.OutBegin(v); arc < graph.OutEnd(v); ++arc) {
      const double hits = out.passed[arc] + prior.arc_strength * prior.source_mean[v];
      out.probability[arc] =
          static_cast<float>(std::min(1.0, hits / (out.actions[arc] + prior.arc_strength)));
    }
  }
}

void Estimate(const TieGraph& graph, absl::Span<const uint32_t> of_member,
              absl::Span<const uint32_t> both, const LearnInfluenceOptions& options,
              LearnedInfluence& out) {
  out.actions.resize(graph.num_arcs());
  double passed = 0, actions = 0;
  for (Node v = 0; v < graph.num_nodes(); ++v) {
    for (ArcIndex arc = graph.OutBegin(v); arc < graph.OutEnd(v); ++arc) {
      const uint32_t either = of_member[v] + of_member[graph.Target(arc)] - both[arc];
      out.actions[arc] =
          options.estimate == InfluenceEstimate::kBernoulli ? of_member[v] : either;
      passed += out.passed[arc];
      actions += out.actions[arc];
    }
  }
  if (options.fit_prior) {
    FitPrior(graph, out);
    return;
  }
  out.prior = options.prior >= 0 ? options.prior : actions > 0 ? passed / actions : 0;
  for (ArcIndex arc = 0; arc < graph.num_arcs(); ++arc) {
    const double trials = out.actions[arc] + options.prior_strength;
    const double hits = out.passed[arc] + options.prior_strength * out.prior;
    out.probability[arc] = trials > 0 ? static_cast<float>(std::min(1.0, hits / trials)) : 0;
  }
}

}  // namespace

std::vector<ActionEntry> ActionLogOf(const CommunityView& view) {
  const CommunityGraph& c = view.community();
  const SignalColumns& signals = c.signals();
  std::vector<std::tuple<ObjectKind, uint32_t, Node, Time>> rows;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    const MemberId member = signals.member[i];
    if (member.is_none() || !signals.at[i].is_present() || IsBot(view, member)) continue;
    rows.emplace_back(signals.object_kind[i], signals.object[i], member.value(), signals.at[i]);
  }
  std::sort(rows.begin(), rows.end());
  std::vector<ActionEntry> log;
  uint32_t action = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& [kind, object, member, at] = rows[i];
    if (i > 0) {
      const auto& [kind0, object0, member0, at0] = rows[i - 1];
      const bool same = kind == kind0 && object == object0;
      if (same && member == member0) continue;  // Not the first time.
      action += !same;
    }
    log.push_back({action, member, at});
  }
  std::sort(log.begin(), log.end(), [](const ActionEntry& a, const ActionEntry& b) {
    return std::tie(a.action, a.at, a.member) < std::tie(b.action, b.at, b.member);
  });
  return log;
}

absl::StatusOr<LearnedInfluence> LearnInfluence(const TieGraph& graph,
                                                absl::Span<const Time> since,
                                                absl::Span<const ActionEntry> log,
                                                const LearnInfluenceOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckLog(graph, since, log); !s.ok()) return s;
  std::vector<uint32_t> of_member(graph.num_nodes(), 0);
  for (const ActionEntry& entry : log) ++of_member[entry.member];
  LearnedInfluence out;
  out.probability.assign(graph.num_arcs(), 0);
  std::vector<uint32_t> both;
  LogReader reader(graph, since, log);
  absl::Status s = Count(reader, {}, options, out, both);
  if (s.ok() && options.own_window) {
    std::vector<double> window = out.delay_days;
    for (double& days : window) days = std::isnan(days) ? 0 : days * (1 + 1e-12);
    s = Count(reader, window, options, out, both);
  }
  if (!s.ok()) return s;
  Estimate(graph, of_member, both, options, out);
  return out;
}

double DecayedInfluence(double probability, double delay_days, double days) {
  return delay_days > 0 ? probability * std::exp(-std::max(0.0, days) / delay_days) : probability;
}

}  // namespace pullgraph
