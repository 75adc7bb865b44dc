// SPDX-License-Identifier: Apache-2.0
// Whom members are tied to.
#include <algorithm>
#include <cmath>

#include "algorithms/convert/convert_features.h"
#include "algorithms/kernels/undirected_strengths.h"
#include "graph/parallel.h"

namespace pullgraph::convert_internal {
namespace {

// Strength at the mean share that the share of a member's ties is shrunk by.
constexpr double kPriorStrength = 2;
// A tie lasts longer than what somebody does: in half-lives of acts, and in days.
constexpr double kTieHalfLives = 4;
constexpr double kLeastDays = 30, kMostDays = 2000;
// Half-lives for which a customer is a new one.
constexpr double kNew = 2;
constexpr int64_t kMembersAtATime = 1024;

// The strengths of one member's ties.
struct TieSums {
  double all = 0, to_customers = 0, shares = 0, acts = 0;
  uint32_t customers = 0, new_customers = 0;
};

}  // namespace

absl::Status SetTies(const ConvertScene& scene, std::vector<ConvertRow>& rows) {
  TieStrengthOptions strength;
  strength.half_life_days =
      std::clamp(kTieHalfLives * scene.half_life_days, kLeastDays, kMostDays);
  strength.run = scene.run;
  const absl::StatusOr<UndirectedFold> fold = UndirectedTieStrengths(*scene.view, strength);
  if (!fold.ok()) return fold.status();
  const TieGraph& ties = fold->ties;
  const auto n = static_cast<int64_t>(rows.size());
  const int threads = ThreadsOf(scene.run);
  const auto is_new = [&](Node v) {
    const Time t = scene.converted[v];
    return scene.at.is_present() && t.is_present() &&
           DaysBetween(t, scene.at) < kNew * scene.half_life_days;
  };
  std::vector<TieSums> sums(rows.size());
  ParallelFor(threads, n, kMembersAtATime, [&](int64_t begin, int64_t end) {
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      TieSums& s = sums[u];
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        const Node v = ties.Target(arc);
        const double w = fold->weights[arc];
        s.all += w;
        s.acts += w * rows[v][Index(ConvertFeature::kRecentActs)];
        if (scene.customer[v] == 0) continue;
        s.to_customers += w;
        ++s.customers;
        s.new_customers += is_new(v) ? 1 : 0;
      }
    }
  });
  double all = 0, to_customers = 0;
  for (const TieSums& s : sums) all += s.all, to_customers += s.to_customers;
  const double mean = all > 0 ? to_customers / all : 0;
  const auto share = [&](const TieSums& s) {
    return (s.to_customers + kPriorStrength * mean) / (s.all + kPriorStrength);
  };
  ParallelFor(threads, n, kMembersAtATime, [&](int64_t begin, int64_t end) {
    for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
      const TieSums& s = sums[u];
      double shares = kPriorStrength * mean;
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        shares += fold->weights[arc] * share(sums[ties.Target(arc)]);
      }
      const auto set = [&](ConvertFeature f, double x) {
        rows[u][Index(f)] = static_cast<float>(x);
      };
      set(ConvertFeature::kCustomersKnown, std::log1p(s.customers));
      set(ConvertFeature::kTiesToCustomers, std::log1p(s.to_customers));
      set(ConvertFeature::kTies, std::log1p(s.all));
      set(ConvertFeature::kShareToCustomers, share(s));
      set(ConvertFeature::kNewCustomersKnown, std::log1p(s.new_customers));
      set(ConvertFeature::kContactsShare, shares / (s.all + kPriorStrength));
      set(ConvertFeature::kContactsActs, s.all > 0 ? s.acts / s.all : 0);
    }
  });
  return CheckCancelled(scene.run);
}

}  // namespace pullgraph::convert_internal
