// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_origins.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "algorithms/kernels/leiden.h"
#include "algorithms/kernels/undirected_strengths.h"
#include "graph/member_policy.h"
#include "graph/random.h"

namespace pullgraph {
namespace {

constexpr uint64_t kParts = 4;
// Its own stream: who is drawn must not say which of their rows are drawn later.
constexpr uint64_t kDrawMembers = 0xD4A3;
constexpr uint32_t kManyMembers = 20'000;
constexpr size_t kOriginsACluster = 4;
// Clusters outlast what somebody does.
constexpr double kClusterHalfLives = 8;

int64_t HorizonMicros(double days) {
  return static_cast<int64_t>(days * static_cast<double>(kMicrosPerDay));
}

class Describer {
 public:
  Describer(const CommunityView& view, const Conversions& conversions,
            const ConvertOriginOptions& options)
      : view_(view), conversions_(conversions), o_(options),
        n_(view.community().num_members()),
        share_(std::min(1.0, double{1} * options.max_members / std::max(1U, n_))) {}

  // Finds the clusters anew, but for large communities only at every fourth origin: a member
  // who came since is in none.
  absl::Status Cluster(size_t i, const CommunityView& past) {
    if (i % (n_ > kManyMembers ? kOriginsACluster : 1) != 0) return absl::OkStatus();
    auto clusters = ClustersOf(past, o_.half_life_days, o_.seed, o_.run);
    if (!clusters.ok()) return clusters.status();
    cluster_ = *std::move(clusters);
    return absl::OkStatus();
  }

  absl::StatusOr<ConvertOrigin> At(size_t i, Time origin, Time latest) {
    const CommunityView past(view_.community(), origin);
    if (absl::Status s = Cluster(i, past); !s.ok()) return s;
    const Time end = AddMicros(origin, HorizonMicros(o_.horizon_days));
    std::vector<uint8_t> customer(n_);
    std::vector<Time> converted(n_);
    for (uint32_t m = 0; m < n_; ++m) {
      const Time at = conversions_.at[m];
      customer[m] = at.is_present() ? at < origin : conversions_.customer[m];
      if (at.is_present() && at < origin) converted[m] = at;
    }
    auto rows = ConvertRows({&past, origin, o_.half_life_days, customer, conversions_.since,
                             converted, cluster_, o_.attributes, {}, o_.run});
    if (!rows.ok()) return rows.status();
    ConvertOrigin out;
    out.age = DaysBetween(origin, latest) / o_.horizon_days;
    for (uint32_t m = 0; m < n_; ++m) {
      if (!IsOfCommunity(past, MemberId(m)) || !conversions_.IsProspectAt(m, origin)) continue;
      if (IsDrawn(m)) Add(out, m, (*rows)[m], conversions_.ConvertsIn(m, origin, end));
    }
    CenterRows(out.row);
    return out;
  }

  absl::StatusOr<ConvertOrigin> Hiding(uint64_t part) {
    if (part == 0) {
      if (absl::Status s = Cluster(0, view_); !s.ok()) return s;
    }
    const auto in_part = [&](uint32_t m) {
      return RandomStream(o_.seed ^ 0x9A27, m).Below(kParts) == part;
    };
    std::vector<uint8_t> customer = conversions_.customer;
    std::vector<Time> converted = conversions_.at;
    for (uint32_t m = 0; m < n_; ++m) {
      if (in_part(m)) customer[m] = 0, converted[m] = Time::Absent();
    }
    auto rows = ConvertRows({&view_, conversions_.now, o_.half_life_days, customer,
                             conversions_.since, converted, cluster_, true, conversions_.telling, o_.run});
    if (!rows.ok()) return rows.status();
    ConvertOrigin out;
    for (uint32_t m = 0; m < n_; ++m) {
      if (!IsOfCommunity(view_, MemberId(m)) || !in_part(m) || !IsDrawn(m)) continue;
      Add(out, m, (*rows)[m], conversions_.customer[m] != 0);
    }
    CenterRows(out.row);
    return out;
  }

 private:
  bool IsDrawn(uint32_t m) const {
    return share_ >= 1 || RandomStream(o_.seed ^ kDrawMembers, m).Uniform() < share_;
  }
  static void Add(ConvertOrigin& out, uint32_t m, const ConvertRow& row, bool converts) {
    out.member.push_back(m);
    out.row.push_back(row);
    out.label.push_back(converts ? 1 : 0);
    out.positives += converts ? 1 : 0;
  }

  const CommunityView& view_;
  const Conversions& conversions_;
  const ConvertOriginOptions& o_;
  const uint32_t n_;
  const double share_;
  std::vector<uint32_t> cluster_;
};

}  // namespace

std::vector<Time> ConvertOriginTimes(const Conversions& conversions, double horizon_days) {
  std::vector<Time> times;
  if (!conversions.temporal) return times;
  const Time end = AddMicros(conversions.now, 1);
  // What happened in the first horizon is only looked back at.
  const double windows = DaysBetween(conversions.first, end) / horizon_days - 1;
  const auto whole = static_cast<int>(std::min(1e6, std::max(0.0, std::floor(windows))));
  std::vector<int> back;
  for (int k = 1; k <= std::min(whole, kLateOrigins); ++k) back.push_back(k);
  const int left = whole - kLateOrigins;
  for (int k = 1; k <= std::min(left, kEarlyOrigins); ++k) {
    back.push_back(kLateOrigins + (left <= kEarlyOrigins ? k : k * left / kEarlyOrigins));
  }
  for (auto k = back.rbegin(); k != back.rend(); ++k) {
    times.push_back(AddMicros(end, -HorizonMicros(horizon_days) * *k));
  }
  return times;
}

void CenterRows(std::vector<ConvertRow>& rows) {
  std::array<double, kNumConvertFeatures> mean{};
  for (const ConvertRow& row : rows) {
    for (size_t f = 0; f < row.size(); ++f) mean[f] += static_cast<double>(row[f]);
  }
  for (double& m : mean) m /= std::max<double>(1, static_cast<double>(rows.size()));
  for (ConvertRow& row : rows) {
    for (size_t f = 0; f < row.size(); ++f) row[f] -= static_cast<float>(mean[f]);
  }
}

absl::StatusOr<std::vector<uint32_t>> ClustersOf(const CommunityView& view, double half_life_days,
                                                 uint64_t seed, const RunControl* run) {
  TieStrengthOptions strength;
  strength.half_life_days = kClusterHalfLives * half_life_days;
  strength.run = run;
  const absl::StatusOr<UndirectedFold> fold = UndirectedTieStrengths(view, strength);
  if (!fold.ok()) return fold.status();
  LeidenOptions leiden;
  leiden.seed = seed;
  leiden.run = run;
  absl::StatusOr<LeidenResult> found = FindCommunities(fold->ties, fold->weights, leiden);
  if (!found.ok()) return found.status();
  for (Node u = 0; u < found->labels.size(); ++u) {
    if (fold->ties.OutDegree(u) == 0) found->labels[u] = UINT32_MAX;
  }
  return std::move(found->labels);
}

absl::StatusOr<std::vector<ConvertOrigin>> DescribeOrigins(const CommunityView& view,
                                                           const Conversions& conversions,
                                                           const ConvertOriginOptions& options) {
  Describer describer(view, conversions, options);
  std::vector<ConvertOrigin> origins;
  const std::vector<Time> times = ConvertOriginTimes(conversions, options.horizon_days);
  const size_t count = conversions.temporal ? times.size() : kParts;
  for (size_t i = 0; i < count; ++i) {
    ReportProgress(options.run, static_cast<double>(i) / static_cast<double>(count));
    auto origin = conversions.temporal ? describer.At(i, times[i], times.back()) : describer.Hiding(i);
    if (!origin.ok()) return origin.status();
    origins.push_back(*std::move(origin));
  }
  return origins;
}

}  // namespace pullgraph
