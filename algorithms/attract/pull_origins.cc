// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_origins.h"

#include <algorithm>
#include <utility>

#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr double kCalibrationPairs = 2e6;
constexpr double kCandidatesAMember = 300;  // To size samples by; roughly.
constexpr size_t kHiddenOrigins = 4;

bool HasPulls(const CommunityView& view) {
  const SignalColumns& s = view.community().signals();
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (!s.member[i].is_none() && s.object_kind[i] == ObjectKind::kResource) return true;
  }
  return false;
}

}  // namespace

PullOrigins::PullOrigins(const CommunityView& view, const PullModelOptions& options)
    : view_(view), options_(&options) {
  const double members = std::max<double>(1, view.community().num_members());
  sampling_.seed = options.seed;
  sampling_.member_share = std::min(1.0, options.max_members / members);
  sampling_.negative_share = std::min(
      1.0, options.max_negatives / (sampling_.member_share * members * kCandidatesAMember));
}

absl::StatusOr<PullOrigins> PullOrigins::Choose(const CommunityView& view,
                                                const PullModelOptions& options) {
  PullOrigins chosen(view, options);
  const auto horizon =
      static_cast<int64_t>(options.horizon_days * static_cast<double>(kMicrosPerDay));
  const HistorySpan span = PullSpan(view);
  if (!span.is_present() || AddMicros(span.first, horizon + horizon / 2) > span.end) {
    if (!HasPulls(view)) {
      return absl::FailedPreconditionError(
          "no member has pulled a resource: there is nothing to learn from\n"
          "import signals whose object is a resource");
    }
    chosen.temporal_ = false;
    chosen.size_ = kHiddenOrigins;
    return chosen;
  }
  Time end = span.end;
  for (int i = 0; i < options.origins; ++i) {
    const Time origin = AddMicros(end, -horizon);
    if (origin < AddMicros(span.first, horizon / 2)) break;
    chosen.origins_.push_back(origin);
    chosen.ends_.push_back(end);
    end = AddMicros(end, -horizon / 2);
  }
  chosen.size_ = chosen.origins_.size();
  return chosen;
}

absl::StatusOr<std::vector<PullSample>> PullOrigins::Draw(size_t i,
                                                          const SampleOptions& sampling,
                                                          const RunControl* run) const {
  PullModelOptions options = *options_;
  options.run = run;
  if (!temporal_) return SampleHidden(view_, options, sampling);
  return SampleOrigin(view_.community(), origins_[i], ends_[i], options, sampling);
}

absl::StatusOr<std::vector<PullSample>> PullOrigins::Sample(size_t i,
                                                            const RunControl* run) const {
  SampleOptions sampling = sampling_;
  sampling.seed = sampling_.seed + i;
  return Draw(i, sampling, run);
}

absl::StatusOr<std::vector<PullSample>> PullOrigins::SampleLatest(size_t kept,
                                                                  const RunControl* run) const {
  // Pairs at one origin, judged by the candidates that the others had.
  const double pairs = static_cast<double>(kept) / sampling_.negative_share /
                       std::max(1.0, static_cast<double>(size_) - 1);
  SampleOptions sampling = sampling_;
  sampling.member_share *= std::min(1.0, kCalibrationPairs / std::max(1.0, pairs));
  sampling.negative_share = 1;
  return Draw(0, sampling, run);
}

bool PullOrigins::IsKept(const PullSample& sample) const {
  if (sample.pulled != 0) return true;
  const uint64_t pair = (uint64_t{sample.member} << 32) | sample.resource;
  return RandomStream(~sampling_.seed, pair).Uniform() < sampling_.negative_share;
}

}  // namespace pullgraph
