// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/introduction_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/access/cheapest_assignment.h"
#include "algorithms/access/introduction_check.h"
#include "algorithms/access/introduction_ways.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

absl::Status Check(const IntroductionGraph& graph, absl::Span<const MemberId> sources,
                   absl::Span<const MemberId> targets,
                   const IntroductionPlanOptions& options) {
  if (absl::Status s = CheckIntroductionPathInput(graph, sources, options.path); !s.ok()) {
    return s;
  }
  if (absl::Status s = CheckMembers(graph, "target", targets); !s.ok()) return s;
  const size_t n = graph.graph.num_nodes();
  std::vector<uint8_t> seen(n, 0);
  for (const MemberId target : targets) {
    if (std::exchange(seen[target.value()], 1) != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("target ", target.value(), " is named twice, expected different ones"));
    }
  }
  if (options.asks_per_broker < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("asks_per_broker is ", options.asks_per_broker, ", expected >= 0"));
  }
  const absl::Span<const int> asks = options.asks_of_member;
  if (!asks.empty() && asks.size() != n) {
    return absl::InvalidArgumentError(
        absl::StrCat("asks_of_member has ", asks.size(), " entries, expected ", n));
  }
  for (size_t m = 0; m < asks.size(); ++m) {
    if (asks[m] < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("asks_of_member ", asks[m], " of member ", m, ", expected >= 0"));
    }
  }
  return CheckCancelled(options.run);
}

class Planner {
 public:
  Planner(const IntroductionGraph& graph, absl::Span<const MemberId> sources,
          absl::Span<const MemberId> targets, const IntroductionPlanOptions& options)
      : graph_(graph),
        sources_(sources),
        targets_(targets),
        options_(options),
        is_source_(graph.graph.num_nodes(), 0),
        ways_(targets.size()) {
    for (const MemberId source : sources) is_source_[source.value()] = 1;
  }

  absl::StatusOr<IntroductionPlan> Run() {
    IntroductionPathOptions path = options_.path;
    path.run = options_.run;
    auto found = IntroductionWays::Find(graph_, sources_, targets_, path);
    if (!found.ok()) return found.status();
    const auto t = static_cast<int64_t>(targets_.size());
    const absl::Status status = ParallelForStatus(
        ThreadsOf(options_.run), t, 1, [&](int64_t begin, int64_t end) -> absl::Status {
          for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
            if (absl::Status s = TakeWays(*found, i); !s.ok()) return s;
          }
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
    return Choose();
  }

 private:
  // One way to a target: over the last member but one of the path.
  MemberId BrokerOf(const AccessPath& path) const {
    return path.members[path.members.size() - 2];
  }
  bool IsSource(size_t i) const { return is_source_[targets_[i].value()] != 0; }
  bool IsDirect(size_t i) const {
    if (IsSource(i)) return true;
    return !options_.ask_sources && !ways_[i].empty() && ways_[i][0].hops() == 1;
  }
  int AsksOf(MemberId broker) const {
    return options_.asks_of_member.empty() ? options_.asks_per_broker
                                           : options_.asks_of_member[broker.value()];
  }

  absl::Status TakeWays(IntroductionWays& found, size_t i) {
    if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    if (IsSource(i)) {
      ways_[i].push_back({{targets_[i]}, {}, 1});
      return absl::OkStatus();
    }
    if (absl::Status s = found.MakeExact(i); !s.ok()) return s;
    for (size_t way = 0; way < found.To(i).size(); ++way) {
      if (found.To(i)[way].probability > 0) ways_[i].push_back(found.PathOver(i, way));
    }
    Sort(ways_[i]);
    return absl::OkStatus();
  }

  // The best way first; with sources that ask for themselves, those of one hop.
  void Sort(std::vector<AccessPath>& ways) const {
    std::sort(ways.begin(), ways.end(), [&](const AccessPath& a, const AccessPath& b) {
      const bool direct_a = !options_.ask_sources && a.hops() == 1;
      const bool direct_b = !options_.ask_sources && b.hops() == 1;
      if (direct_a != direct_b) return direct_a;
      if (a.probability != b.probability) return a.probability > b.probability;
      if (a.hops() != b.hops()) return a.hops() < b.hops();
      return a.members < b.members;
    });
  }

  IntroductionPlan Choose() const {
    std::map<MemberId, size_t> worker;  // By broker, in the order of their ids.
    for (size_t i = 0; i < ways_.size(); ++i) {
      if (IsDirect(i)) continue;
      for (const AccessPath& way : ways_[i]) worker[BrokerOf(way)] = 0;
    }
    std::vector<int> capacity;
    for (auto& [broker, index] : worker) {
      index = capacity.size();
      capacity.push_back(AsksOf(broker));
    }
    std::vector<std::vector<AssignmentChoice>> choices(ways_.size());
    for (size_t i = 0; i < ways_.size(); ++i) {
      if (IsDirect(i)) continue;
      for (const AccessPath& way : ways_[i]) {
        choices[i].push_back({worker[BrokerOf(way)], std::abs(std::log(way.probability))});
      }
    }
    return Finish(CheapestAssignment(choices, capacity));
  }

  IntroductionPlan Finish(const std::vector<size_t>& chosen) const {
    IntroductionPlan plan;
    std::map<MemberId, int> asks;
    for (size_t i = 0; i < ways_.size(); ++i) {
      PlannedIntroduction& to = plan.introductions.emplace_back();
      to.target = targets_[i];
      if (ways_[i].empty()) continue;
      to.path = ways_[i][0];
      to.status = IsDirect(i) ? IntroductionStatus::kDirect : IntroductionStatus::kNoCapacity;
      if (chosen[i] == kNotAssigned) continue;
      to.status = IntroductionStatus::kPlanned;
      to.path = ways_[i][chosen[i]];
      to.broker = BrokerOf(to.path);
      ++asks[to.broker];
      ++plan.planned;
      plan.log_probability += std::log(to.path.probability);
      plan.expected += to.path.probability;
    }
    plan.asks.assign(asks.begin(), asks.end());
    return plan;
  }

  const IntroductionGraph& graph_;
  absl::Span<const MemberId> sources_, targets_;
  const IntroductionPlanOptions& options_;
  std::vector<uint8_t> is_source_;
  std::vector<std::vector<AccessPath>> ways_;  // One a broker; of each target.
};

}  // namespace

const char* NameOf(IntroductionStatus status) {
  switch (status) {
    case IntroductionStatus::kPlanned:
      return "planned";
    case IntroductionStatus::kDirect:
      return "direct";
    case IntroductionStatus::kNoCapacity:
      return "no capacity left";
    case IntroductionStatus::kOutOfReach:
      break;
  }
  return "out of reach";
}

absl::StatusOr<IntroductionPlan> PlanIntroductions(const IntroductionGraph& graph,
                                                   absl::Span<const MemberId> sources,
                                                   absl::Span<const MemberId> targets,
                                                   const IntroductionPlanOptions& options) {
  if (absl::Status s = Check(graph, sources, targets, options); !s.ok()) return s;
  return Planner(graph, sources, targets, options).Run();
}

}  // namespace pullgraph
