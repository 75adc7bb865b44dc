// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_candidates.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pullgraph {
namespace {

constexpr size_t kPullsOfTied = 24;
constexpr size_t kPullsOfMember = 48;
constexpr size_t kTiesPerMember = 64;
constexpr size_t kTopicsPerMember = 8;
constexpr size_t kBestOfAWay = 256;
constexpr double kLongest = 3652.5;  // Days; what is longer ago is as long ago.
constexpr double kBusiest = 1000;    // Decayed pulls.
constexpr double kNever = 365;  // Days that stand for "never".

// The latest pulls, as many as `most`.
absl::Span<const Pull> Latest(absl::Span<const Pull> pulls, size_t most) {
  return pulls.size() <= most ? pulls : pulls.subspan(pulls.size() - most);
}

double DaysSince(const CommunityView& view, Time t) {
  return t.is_present() ? std::max(0.0, DaysBetween(t, view.now())) : kNever;
}

double LogDays(double days) { return std::log1p(std::min(days, kLongest)); }

double Saturate(double x) { return x / (1 + x); }

// 1 for the first of `count`, 0 for the last.
double Standing(double place, double count) {
  return count > 1 ? std::max(0.0, 1 - std::log1p(place) / std::log(count)) : 1;
}

// Sets `standing` of each resource in `order` by falling `value`, equal values alike.
template <class Value, class Set>
void SetStandings(std::vector<uint32_t>& order, Value value, Set set) {
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return value(a) > value(b); });
  const auto count = static_cast<double>(order.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && value(order[end]) == value(order[begin])) ++end;
    // The middle of the places that they share.
    const double place = static_cast<double>(begin + end - 1) / 2;
    for (; begin < end; ++begin) set(order[begin], Standing(place, count));
  }
}

// Kinds unknown to this version share the last slot.
size_t KindSlot(ResourceKind kind) {
  const auto value = static_cast<int32_t>(kind);
  return value < 0 || value >= static_cast<int32_t>(kKindSlots) ? kKindSlots - 1
                                                                : static_cast<size_t>(value);
}

// Cosine of a unit profile and the set of topics of a resource.
double TopicMatch(absl::Span<const TopicWeight> profile, absl::Span<const TopicId> topics) {
  if (topics.empty()) return 0;
  double dot = 0;
  for (const TopicId t : topics) {
    const auto at = std::lower_bound(
        profile.begin(), profile.end(), t.value(),
        [](const TopicWeight& w, uint32_t topic) { return w.topic < topic; });
    if (at != profile.end() && at->topic == t.value()) dot += at->weight;
  }
  return dot / std::sqrt(static_cast<double>(topics.size()));
}

}  // namespace

CandidateFinder::CandidateFinder(const CommunityView& view, const PullHistory& history,
                                 const IntroductionGraph& ties, int threads)
    : view_(view),
      history_(history),
      ties_(ties),
      likeness_(history, view.community().num_resources(), threads) {
  FillResources();
  for (size_t k = 0; k < kBestOfAWay; ++k) {
    standing_.push_back(static_cast<float>(Standing(static_cast<double>(k), kBestOfAWay + 1)));
  }
}

void CandidateFinder::FillResources() {
  const ResourceColumns& resources = view_.community().resources();
  const uint32_t n = view_.community().num_resources();
  std::vector<uint32_t> known;
  for (uint32_t r = 0; r < n; ++r) {
    if (view_.HasResource(ResourceId(r))) known.push_back(r);
  }
  if (known.size() <= kSmallCatalogue) {
    common_ = known;
  } else {
    common_.assign(history_.TopResources().begin(), history_.TopResources().end());
    common_.insert(common_.end(), history_.LatestResources().begin(),
                   history_.LatestResources().end());
  }
  parts_.resize(n);
  for (const uint32_t r : known) {
    const absl::Span<const Pull> pulls = history_.OfResource(r);
    Time published = resources.published_at[r];
    if (!published.is_present() && !pulls.empty()) published = pulls.front().at;
    const double age = DaysSince(view_, published);
    parts_[r].age = LogDays(age);
    parts_[r].freshness = 1 / (1 + age / 7);
    parts_[r].idle = LogDays(pulls.empty() ? kNever : DaysSince(view_, pulls.back().at));
  }
  const auto set = [&](double ResourcePart::*part, auto value) {
    SetStandings(known, value, [&](uint32_t r, double standing) { parts_[r].*part = standing; });
  };
  set(&ResourcePart::trend, [&](uint32_t r) { return history_.ResourceTrend(r); });
  set(&ResourcePart::pulls, [&](uint32_t r) { return history_.OfResource(r).size(); });
  set(&ResourcePart::anonymous, [&](uint32_t r) { return history_.AnonymousPulls(r); });
  set(&ResourcePart::recency, [&](uint32_t r) { return history_.LastSeen(r); });
  set(&ResourcePart::surge, [&](uint32_t r) { return history_.ResourceSurge(r); });
}

bool CandidateFinder::IsOpen(uint32_t resource, const CandidateScratch& scratch) const {
  return scratch.state_[resource] != 2 && view_.HasResource(ResourceId(resource));
}

void CandidateFinder::Touch(uint32_t resource, CandidateScratch& scratch) const {
  if (scratch.state_[resource] != 0) return;
  scratch.state_[resource] = 1;
  scratch.touched_.push_back(resource);
}

void CandidateFinder::KeepBest(Sums& sums, Sums& places, CandidateScratch& scratch) const {
  auto& best = scratch.best_;
  best.clear();
  for (const uint32_t r : scratch.scored_) {
    if (IsOpen(r, scratch)) {
      best.emplace_back(-sums[r], r);
    } else {
      sums[r] = 0;
    }
  }
  scratch.scored_.clear();
  const auto most = static_cast<int64_t>(std::min(kBestOfAWay, best.size()));
  std::nth_element(best.begin(), best.begin() + most, best.end());
  std::sort(best.begin(), best.begin() + most);
  for (size_t k = 0; k < best.size(); ++k) {
    const uint32_t r = best[k].second;
    if (k < static_cast<size_t>(most)) {
      places[r] = standing_[k];
      Touch(r, scratch);
    } else if (scratch.state_[r] == 0) {
      sums[r] = 0;
    }
  }
}

void CandidateFinder::TouchSocial(uint32_t member, CandidateScratch& scratch) const {
  const TieGraph& g = ties_.graph;
  std::vector<std::pair<double, uint32_t>> tied;  // By falling p.
  const absl::Span<const Node> sources = g.InNeighbors(member);
  for (size_t k = 0; k < sources.size(); ++k) {
    tied.emplace_back(-ties_.probability[g.InArc(member, k)], sources[k]);
  }
  const absl::Span<const Node> targets = g.OutNeighbors(member);
  for (size_t k = 0; k < targets.size(); ++k) {
    // Met among the sources, or not.
    if (!g.FindArc(targets[k], member)) {
      tied.emplace_back(-ties_.probability[g.OutBegin(member) + k], targets[k]);
    }
  }
  if (tied.size() > kTiesPerMember) {
    std::nth_element(tied.begin(), tied.begin() + kTiesPerMember, tied.end());
    tied.resize(kTiesPerMember);
  }
  // Sums of floats are taken in one order, whatever chose the strongest.
  std::sort(tied.begin(), tied.end());
  for (const auto& [minus_p, other] : tied) {
    for (const Pull& pull : Latest(history_.DistinctOfMember(other), kPullsOfTied)) {
      float& sum = scratch.social_[pull.other];
      if (sum == 0) scratch.scored_.push_back(pull.other);
      sum += static_cast<float>(-minus_p * std::min(1.0F, pull.decay)) + 1e-9F;
    }
  }
  KeepBest(scratch.social_, scratch.social_place_, scratch);
}

void CandidateFinder::TouchCoPulls(uint32_t member, CandidateScratch& scratch) const {
  for (const Pull& mine : Latest(history_.DistinctOfMember(member), kPullsOfMember)) {
    // What was pulled long ago still tells their taste.
    const float weight = 0.25F + 0.75F * std::min(1.0F, mine.decay);
    for (const LikeResource& like : likeness_.Of(mine.other)) {
      float& sum = scratch.co_pull_[like.resource];
      if (sum == 0) scratch.scored_.push_back(like.resource);
      sum += weight * like.likeness;
    }
  }
  KeepBest(scratch.co_pull_, scratch.co_pull_place_, scratch);
}

void CandidateFinder::TouchTopics(uint32_t member, CandidateScratch& scratch) const {
  const absl::Span<const TopicWeight> profile = history_.ProfileOf(member);
  std::vector<TopicWeight> heaviest(profile.begin(), profile.end());
  const size_t keep = std::min(heaviest.size(), kTopicsPerMember);
  std::partial_sort(heaviest.begin(), heaviest.begin() + static_cast<int64_t>(keep),
                    heaviest.end(), [](const TopicWeight& a, const TopicWeight& b) {
                      return a.weight != b.weight ? a.weight > b.weight : a.topic < b.topic;
                    });
  for (size_t k = 0; k < keep; ++k) {
    for (const uint32_t r : history_.TopResourcesOf(heaviest[k].topic)) Touch(r, scratch);
  }
}

void CandidateFinder::FillMember(uint32_t member, PullRow& row) const {
  const absl::Span<const Pull> pulls = history_.OfMember(member);
  Time joined = view_.community().members().joined_at[member];
  if (!joined.is_present() && !pulls.empty()) joined = pulls.front().at;
  const double idle = pulls.empty() ? kNever : DaysSince(view_, pulls.back().at);
  row[Index(PullFeature::kMemberActivity)] =
      std::log1p(std::min(history_.MemberActivity(member), kBusiest));
  row[Index(PullFeature::kMemberIdle)] = LogDays(idle);
  row[Index(PullFeature::kMemberTenure)] = LogDays(DaysSince(view_, joined));
  row[Index(PullFeature::kMemberNew)] = pulls.empty() ? 1 : 0;
}

void CandidateFinder::FillPair(uint32_t member, uint32_t resource, double activity,
                               const CandidateScratch& scratch, PullRow& row) const {
  const ResourceColumns& resources = view_.community().resources();
  const ResourcePart& part = parts_[resource];
  const double match = TopicMatch(history_.ProfileOf(member), resources.topics[resource]);
  row[Index(PullFeature::kResourceTrend)] = part.trend;
  row[Index(PullFeature::kResourcePulls)] = part.pulls;
  row[Index(PullFeature::kResourceAnonymous)] = part.anonymous;
  row[Index(PullFeature::kResourceAge)] = part.age;
  row[Index(PullFeature::kResourceIdle)] = part.idle;
  row[Index(PullFeature::kTopicMatch)] = match;
  row[Index(PullFeature::kSocialProof)] = Saturate(scratch.social_[resource]);
  row[Index(PullFeature::kCoPull)] = Saturate(scratch.co_pull_[resource]);
  row[Index(PullFeature::kKindShare)] = scratch.kind_share_[KindSlot(resources.kind[resource])];
  row[Index(PullFeature::kActiveTopicMatch)] = match * activity;
  row[Index(PullFeature::kFreshTopicMatch)] = match * part.freshness;
  row[Index(PullFeature::kActiveTrend)] = activity * part.trend;
  row[Index(PullFeature::kResourceRecency)] = part.recency;
  row[Index(PullFeature::kResourceSurge)] = part.surge;
  row[Index(PullFeature::kCoPullPlace)] = scratch.co_pull_place_[resource];
  row[Index(PullFeature::kSocialPlace)] = scratch.social_place_[resource];
  row[Index(PullFeature::kTopicPlace)] = match * part.recency;
}

void CandidateFinder::Find(uint32_t member, CandidateScratch& scratch,
                           std::vector<PullCandidate>& out,
                           absl::FunctionRef<bool(uint32_t)> keep) const {
  out.clear();
  const absl::Span<const Pull> pulled = history_.OfMember(member);
  for (const Pull& pull : pulled) scratch.state_[pull.other] = 2;
  for (const uint32_t r : common_) Touch(r, scratch);
  TouchTopics(member, scratch);
  TouchSocial(member, scratch);
  TouchCoPulls(member, scratch);
  std::sort(scratch.touched_.begin(), scratch.touched_.end());
  scratch.kind_share_.fill(0);
  for (const Pull& pull : pulled) {
    const ResourceKind kind = view_.community().resources().kind[pull.other];
    scratch.kind_share_[KindSlot(kind)] += 1 / static_cast<double>(pulled.size());
  }
  PullRow row{};
  FillMember(member, row);
  const double activity = Saturate(history_.MemberActivity(member));
  for (const uint32_t r : scratch.touched_) {
    if (!keep(r)) continue;
    FillPair(member, r, activity, scratch, row);
    out.push_back({r, row});
  }
  for (const uint32_t r : scratch.touched_) {
    scratch.state_[r] = 0;
    scratch.social_[r] = scratch.social_place_[r] = 0;
    scratch.co_pull_[r] = scratch.co_pull_place_[r] = 0;
  }
  for (const Pull& pull : pulled) scratch.state_[pull.other] = 0;
  scratch.touched_.clear();
}

}  // namespace pullgraph
