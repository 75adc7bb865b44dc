// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_candidates.h"

#include <algorithm>
#include <cmath>

namespace pullgraph {
namespace {

constexpr size_t kPullsPerMember = 12;
constexpr size_t kPullersPerResource = 12;
constexpr size_t kTiesPerMember = 32;
constexpr size_t kTopicsPerMember = 8;
constexpr double kNever = 365;  // Days that stand for "never".

// The latest pulls, as many as `most`.
absl::Span<const Pull> Latest(absl::Span<const Pull> pulls, size_t most) {
  return pulls.size() <= most ? pulls : pulls.subspan(pulls.size() - most);
}

double DaysSince(const CommunityView& view, Time t) {
  return t.is_present() ? std::max(0.0, DaysBetween(t, view.now())) : kNever;
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
                                 const IntroductionGraph& ties)
    : view_(view), history_(history), ties_(ties) {}

bool CandidateFinder::Touch(uint32_t resource, CandidateScratch& scratch) const {
  if (scratch.state_[resource] == 1) return true;
  if (scratch.state_[resource] == 2 || !view_.HasResource(ResourceId(resource))) return false;
  scratch.state_[resource] = 1;
  scratch.touched_.push_back(resource);
  return true;
}

void CandidateFinder::TouchSocial(uint32_t member, CandidateScratch& scratch) const {
  const TieGraph& g = ties_.graph;
  const auto visit = [&](uint32_t friend_of, double p) {
    for (const Pull& pull : Latest(history_.OfMember(friend_of), kPullsPerMember)) {
      if (!Touch(pull.other, scratch)) continue;
      scratch.social_[pull.other] += static_cast<float>(p * pull.decay);
    }
  };
  const absl::Span<const Node> sources = g.InNeighbors(member);
  for (size_t k = 0; k < std::min(sources.size(), kTiesPerMember); ++k) {
    visit(sources[k], ties_.probability[g.InArc(member, k)]);
  }
  const absl::Span<const Node> targets = g.OutNeighbors(member);
  for (size_t k = 0; k < std::min(targets.size(), kTiesPerMember); ++k) {
    if (g.FindArc(targets[k], member)) continue;  // Met among the sources.
    visit(targets[k], ties_.probability[g.OutBegin(member) + k]);
  }
}

void CandidateFinder::TouchCoPulls(uint32_t member, CandidateScratch& scratch) const {
  for (const Pull& mine : Latest(history_.OfMember(member), kPullsPerMember)) {
    const absl::Span<const Pull> pullers = history_.OfResource(mine.other);
    const double share = mine.decay / std::sqrt(static_cast<double>(pullers.size()));
    for (const Pull& puller : Latest(pullers, kPullersPerResource)) {
      if (puller.other == member) continue;
      const absl::Span<const Pull> theirs = history_.OfMember(puller.other);
      const double part = share / std::sqrt(static_cast<double>(theirs.size()));
      for (const Pull& pull : Latest(theirs, kPullsPerMember)) {
        if (!Touch(pull.other, scratch)) continue;
        scratch.co_pull_[pull.other] += static_cast<float>(part * pull.decay);
      }
    }
  }
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
  row[Index(PullFeature::kMemberActivity)] = std::log1p(history_.MemberActivity(member));
  row[Index(PullFeature::kMemberIdle)] = std::log1p(idle);
  row[Index(PullFeature::kMemberTenure)] = std::log1p(DaysSince(view_, joined));
  row[Index(PullFeature::kMemberNew)] = pulls.empty() ? 1 : 0;
}

void CandidateFinder::FillPair(uint32_t member, uint32_t resource,
                               const CandidateScratch& scratch, PullRow& row) const {
  const ResourceColumns& resources = view_.community().resources();
  const absl::Span<const Pull> pulls = history_.OfResource(resource);
  Time published = resources.published_at[resource];
  if (!published.is_present() && !pulls.empty()) published = pulls.front().at;
  const double age = DaysSince(view_, published);
  const double idle = pulls.empty() ? kNever : DaysSince(view_, pulls.back().at);
  const double trend = std::log1p(history_.ResourceTrend(resource));
  const double match = TopicMatch(history_.ProfileOf(member), resources.topics[resource]);
  const double activity = row[Index(PullFeature::kMemberActivity)];
  row[Index(PullFeature::kResourceTrend)] = trend;
  row[Index(PullFeature::kResourcePulls)] = std::log1p(static_cast<double>(pulls.size()));
  row[Index(PullFeature::kResourceAnonymous)] = std::log1p(history_.AnonymousPulls(resource));
  row[Index(PullFeature::kResourceAge)] = std::log1p(age);
  row[Index(PullFeature::kResourceIdle)] = std::log1p(idle);
  row[Index(PullFeature::kTopicMatch)] = match;
  row[Index(PullFeature::kSocialProof)] = std::log1p(scratch.social_[resource]);
  row[Index(PullFeature::kCoPull)] = std::log1p(scratch.co_pull_[resource]);
  row[Index(PullFeature::kKindShare)] = scratch.kind_share_[KindSlot(resources.kind[resource])];
  row[Index(PullFeature::kActiveTopicMatch)] = match * activity;
  row[Index(PullFeature::kFreshTopicMatch)] = match / (1 + age / 7);
  row[Index(PullFeature::kActiveTrend)] = activity * trend;
}

void CandidateFinder::Find(uint32_t member, CandidateScratch& scratch,
                           std::vector<PullCandidate>& out,
                           absl::FunctionRef<bool(uint32_t)> keep) const {
  out.clear();
  const absl::Span<const Pull> pulled = history_.OfMember(member);
  for (const Pull& pull : pulled) scratch.state_[pull.other] = 2;
  TouchSocial(member, scratch);
  TouchCoPulls(member, scratch);
  for (const uint32_t r : history_.TopResources()) Touch(r, scratch);
  TouchTopics(member, scratch);
  std::sort(scratch.touched_.begin(), scratch.touched_.end());
  scratch.kind_share_.fill(0);
  for (const Pull& pull : pulled) {
    const ResourceKind kind = view_.community().resources().kind[pull.other];
    scratch.kind_share_[KindSlot(kind)] += 1 / static_cast<double>(pulled.size());
  }
  PullRow row{};
  FillMember(member, row);
  for (const uint32_t r : scratch.touched_) {
    if (!keep(r)) continue;
    FillPair(member, r, scratch, row);
    out.push_back({r, row});
  }
  for (const uint32_t r : scratch.touched_) {
    scratch.state_[r] = 0;
    scratch.social_[r] = 0;
    scratch.co_pull_[r] = 0;
  }
  for (const Pull& pull : pulled) scratch.state_[pull.other] = 0;
  scratch.touched_.clear();
}

}  // namespace pullgraph
