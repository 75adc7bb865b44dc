// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_samples.h"

#include <algorithm>
#include <iterator>

#include "algorithms/attract/pull_scan.h"
#include "graph/build_introduction_graph.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

constexpr double kHiddenShare = 0.1;
constexpr double kUsualHalfLife = 30;

uint64_t PairKey(uint32_t member, uint32_t resource) {
  return (uint64_t{member} << 32) | resource;
}

bool Drawn(uint64_t seed, uint64_t key, double share) {
  return share >= 1 || RandomStream(seed, key).Uniform() < share;
}

// Samples of all members, given who is pulled next.
absl::StatusOr<std::vector<PullSample>> Collect(
    const CommunityView& view, const PullHistory& history,
    const std::vector<std::pair<uint32_t, uint32_t>>& positives, const PullModelOptions& options,
    const SampleOptions& sampling, uint64_t* wanted) {
  IntroductionOptions tie_options = options.ties;
  tie_options.strength.run = options.run;
  const absl::StatusOr<IntroductionGraph> ties = BuildIntroductionGraph(view, tie_options);
  if (!ties.ok()) return ties.status();
  const CommunityGraph& c = view.community();
  const CandidateFinder finder(view, history, *ties, ThreadsOf(options.run));
  const auto is_sampled = [&](uint32_t m) {
    return TakesPart(view, MemberId(m)) && Drawn(sampling.seed, m, sampling.member_share);
  };
  if (wanted != nullptr) {
    *wanted = static_cast<uint64_t>(
        std::count_if(positives.begin(), positives.end(),
                      [&](const auto& pair) { return is_sampled(pair.first); }));
  }
  return ScanMembers<PullSample>(
      c, options.run,
      [&](uint32_t m, CandidateScratch& scratch, std::vector<PullCandidate>& candidates,
          std::vector<PullSample>& out) {
        if (!is_sampled(m)) return;
        const auto pulled = [&](uint32_t r) {
          return std::binary_search(positives.begin(), positives.end(), std::pair(m, r));
        };
        finder.Find(m, scratch, candidates, [&](uint32_t r) {
          return Drawn(~sampling.seed, PairKey(m, r), sampling.negative_share) || pulled(r);
        });
        for (const PullCandidate& one : candidates) {
          out.push_back({m, one.resource, static_cast<uint8_t>(pulled(one.resource)),
                         one.features});
        }
      });
}

}  // namespace

HistorySpan PullSpan(const CommunityView& view) {
  const SignalColumns& s = view.community().signals();
  HistorySpan span;
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (!s.at[i].is_present() || s.member[i].is_none() ||
        s.object_kind[i] != ObjectKind::kResource) {
      continue;
    }
    if (!span.first.is_present()) span.first = s.at[i];
    span.end = AddMicros(s.at[i], 1);
  }
  if (span.is_present() && view.as_of() != Time::Max()) span.end = view.as_of();
  return span;
}

std::vector<std::pair<uint32_t, uint32_t>> FirstPulls(const CommunityGraph& community,
                                                      Time origin, Time end) {
  const SignalColumns& s = community.signals();
  const CommunityView then(community, origin);
  std::vector<std::pair<uint32_t, uint32_t>> before;
  std::vector<std::pair<uint32_t, uint32_t>> after;
  for (size_t i = 0; i < s.size() && s.at[i] < end; ++i) {
    if (s.member[i].is_none() || s.object_kind[i] != ObjectKind::kResource) continue;
    if (!then.HasResource(ResourceId(s.object[i]))) continue;
    auto& list = s.at[i] < origin ? before : after;
    list.emplace_back(s.member[i].value(), s.object[i]);
  }
  for (auto* list : {&before, &after}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  std::vector<std::pair<uint32_t, uint32_t>> first;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(first));
  return first;
}

absl::StatusOr<std::vector<PullSample>> SampleOrigin(const CommunityGraph& community,
                                                     Time origin, Time end,
                                                     const PullModelOptions& options,
                                                     const SampleOptions& sampling,
                                                     uint64_t* wanted) {
  const CommunityView view(community, origin);
  const PullHistory history(view, options.half_life_days.value_or(kUsualHalfLife),
                            [](uint32_t, uint32_t) { return false; });
  return Collect(view, history, FirstPulls(community, origin, end), options, sampling, wanted);
}

absl::StatusOr<std::vector<PullSample>> SampleHidden(const CommunityView& view,
                                                     const PullModelOptions& options,
                                                     const SampleOptions& sampling,
                                                     uint64_t* wanted) {
  const uint64_t salt = MixBits(sampling.seed + 1);
  const auto hidden = [salt](uint32_t member, uint32_t resource) {
    return Drawn(salt, PairKey(member, resource), kHiddenShare);
  };
  const PullHistory history(view, options.half_life_days.value_or(kUsualHalfLife), hidden);
  std::vector<std::pair<uint32_t, uint32_t>> positives;
  const SignalColumns& s = view.community().signals();
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (s.member[i].is_none() || s.object_kind[i] != ObjectKind::kResource) continue;
    const std::pair pair(s.member[i].value(), s.object[i]);
    if (hidden(pair.first, pair.second)) positives.push_back(pair);
  }
  std::sort(positives.begin(), positives.end());
  positives.erase(std::unique(positives.begin(), positives.end()), positives.end());
  return Collect(view, history, positives, options, sampling, wanted);
}

}  // namespace pullgraph
