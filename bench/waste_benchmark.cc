// SPDX-License-Identifier: Apache-2.0
// The ledger of push and pull, the uplift model, and the backlog of needs.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "algorithms/kernels/kaplan_meier.h"
#include "algorithms/lean/needs.h"
#include "algorithms/lean/uplift_model.h"
#include "algorithms/lean/waste.h"
#include "graph/community_builder.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

// A campaign to half of `n` members with a holdout, and four signals and an ask a member.
CommunityGraph Campaign(uint32_t n) {
  CommunityBuilder b;
  const ResourceId guide = *b.Resource("guide");
  for (uint32_t i = 0; i < n; ++i) {
    RandomStream random(1, i);
    const MemberId member = *b.Member(absl::StrCat("m", i));
    MemberRow row;
    row.attributes = {{"age", std::to_string(20 + random.Below(50))},
                      {"plan", random.Bernoulli(0.5) ? "free" : "paid"}};
    benchmark::DoNotOptimize(b.DescribeMember(member, row));
    TouchRow touch;
    touch.member = member;
    touch.campaign = "spring";
    touch.channel = "email";
    touch.sent_at = Time(100 * kMicrosPerDay);
    touch.holdout = random.Bernoulli(0.5);
    benchmark::DoNotOptimize(b.AddTouch(touch));
    for (int k = 0; k < 5; ++k) {
      SignalRow signal;
      signal.member = member;
      signal.kind = k == 0 ? SignalKind::kAsk : SignalKind::kView;
      signal.object = guide.value();
      signal.topics = {*b.Topic(absl::StrCat("t", random.Below(50)))};
      signal.at = Time(static_cast<int64_t>(random.Below(200 * kMicrosPerDay)));
      if (k == 0 && random.Bernoulli(0.7)) {
        signal.answered_at = AddMicros(signal.at, static_cast<int64_t>(
                                                      random.Exponential() * kMicrosPerDay));
      }
      benchmark::DoNotOptimize(b.AddSignal(signal));
    }
  }
  return *std::move(b).Build();
}

void WasteLedgerOf(benchmark::State& state) {
  const CommunityGraph c = Campaign(static_cast<uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(BuildWasteLedger(CommunityView(c)));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(c.signals().size()));
}
BENCHMARK(WasteLedgerOf)->Arg(20'000)->Unit(benchmark::kMillisecond);

void UpliftModelOf(benchmark::State& state) {
  const CommunityGraph c = Campaign(static_cast<uint32_t>(state.range(0)));
  const CommunityView view(c);
  const auto attribution = AttributePulls(view);
  const auto trials = FindExperiments(view, *attribution, 14);
  std::vector<MemberId> members;
  std::vector<Time> before;
  for (const TrialMember& m : trials->at(0).members) {
    members.push_back(m.member);
    before.push_back(m.first_at);
  }
  const MemberFeatures features = BuildMemberFeatures(view, members, before);
  for (auto _ : state) benchmark::DoNotOptimize(FitUpliftModel(trials->at(0), features));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(UpliftModelOf)->Arg(20'000)->Unit(benchmark::kMillisecond);

void NeedsOf(benchmark::State& state) {
  const CommunityGraph c = Campaign(static_cast<uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(FindUnmetNeeds(CommunityView(c)));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(NeedsOf)->Arg(20'000)->Unit(benchmark::kMillisecond);

void KaplanMeierOf(benchmark::State& state) {
  RandomStream random(2, 0);
  std::vector<double> times;
  std::vector<uint8_t> observed;
  for (int64_t i = 0; i < state.range(0); ++i) {
    times.push_back(random.Exponential());
    observed.push_back(random.Bernoulli(0.7) ? 1 : 0);
  }
  for (auto _ : state) benchmark::DoNotOptimize(KaplanMeier(times, observed));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(KaplanMeierOf)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pullgraph
