// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_origins.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr double kCandidatesAMember = 500;  // To size samples by; roughly.
constexpr size_t kHiddenOrigins = 4;
constexpr int kFewOrigins = 6;
constexpr int kManyOrigins = 12;
// Signals and ties looked at over all origins; roughly.
constexpr double kRowsOfAll = 3e6;

// How many origins the size of the community allows.
int NumOrigins(const CommunityView& view, int asked) {
  if (asked > 0) return asked;
  const CommunityGraph& c = view.community();
  const double rows =
      std::max<double>(1, static_cast<double>(c.signals().size() + c.graph().num_arcs()));
  return static_cast<int>(std::clamp<double>(kRowsOfAll / rows, kFewOrigins, kManyOrigins));
}

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
  sampling_.seed = options.seed;
}

absl::StatusOr<PullOrigins> PullOrigins::Choose(const CommunityView& view,
                                                const PullModelOptions& options) {
  PullOrigins chosen(view, options);
  const double horizon = *options.horizon_days * static_cast<double>(kMicrosPerDay);
  const HistorySpan span = PullSpan(view);
  const auto micros = static_cast<int64_t>(horizon);
  if (!span.is_present() || AddMicros(span.first, micros + micros / 2) > span.end) {
    if (!HasPulls(view)) {
      return absl::FailedPreconditionError(
          "no member has pulled a resource: there is nothing to learn from\n"
          "import signals whose object is a resource");
    }
    chosen.temporal_ = false;
    chosen.size_ = kHiddenOrigins;
  } else {
    chosen.span_days_ = DaysBetween(span.first, span.end);
    // Places in horizons before the end: 1, 2, 3 and on in ever longer steps.
    const double places = chosen.span_days_ / *options.horizon_days - 0.5;
    const int count = NumOrigins(view, options.origins);
    double last = 0;
    for (int i = 0; i < count && last + 1 <= places; ++i) {
      const double spread = count < 2 ? 1 : std::pow(places, static_cast<double>(i) / (count - 1));
      last = std::max(last + 1, std::floor(spread));
      chosen.origins_.push_back(AddMicros(span.end, -static_cast<int64_t>(last * horizon)));
      chosen.ends_.push_back(AddMicros(chosen.origins_.back(), micros));
    }
    chosen.size_ = chosen.origins_.size();
  }
  const double members = std::max<double>(1, view.community().num_members());
  SampleOptions& sampling = chosen.sampling_;
  sampling.member_share = std::min(1.0, options.max_members / members);
  sampling.negative_share =
      std::min(1.0, options.max_negatives / static_cast<double>(chosen.size_) /
                        (sampling.member_share * members * kCandidatesAMember));
  return chosen;
}

double PullOrigins::weight(size_t i) const {
  if (!temporal_) return 1;
  return std::exp2(-4 * DaysBetween(origins_[i], origins_[0]) / span_days_);
}

absl::StatusOr<std::vector<PullSample>> PullOrigins::Draw(size_t i,
                                                          const SampleOptions& sampling,
                                                          const RunControl* run,
                                                          uint64_t* wanted) const {
  PullModelOptions options = *options_;
  options.run = run;
  if (!temporal_) return SampleHidden(view_, options, sampling, wanted);
  return SampleOrigin(view_.community(), origins_[i], ends_[i], options, sampling, wanted);
}

absl::StatusOr<std::vector<PullSample>> PullOrigins::Sample(size_t i,
                                                            const RunControl* run) const {
  SampleOptions sampling = sampling_;
  sampling.seed = sampling_.seed + i;
  return Draw(i, sampling, run);
}

absl::StatusOr<std::vector<PullSample>> PullOrigins::SampleWhole(size_t i,
                                                                 double pairs_a_member,
                                                                 const RunControl* run,
                                                                 uint64_t& wanted) const {
  const double pairs = pairs_a_member * sampling_.member_share *
                       std::max<double>(1, view_.community().num_members());
  const double judged =
      options_->judged_pairs / static_cast<double>(std::max<size_t>(1, num_judged()));
  SampleOptions sampling = sampling_;
  sampling.seed = sampling_.seed + i;
  sampling.member_share *= std::min(1.0, judged / std::max(1.0, pairs));
  sampling.negative_share = 1;
  return Draw(i, sampling, run, &wanted);
}

bool PullOrigins::IsKept(const PullSample& sample) const {
  if (sample.pulled != 0) return true;
  const uint64_t pair = (uint64_t{sample.member} << 32) | sample.resource;
  return RandomStream(~sampling_.seed, pair).Uniform() < sampling_.negative_share;
}

}  // namespace pullgraph
