// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/explain.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "algorithms/kernels/sigmoid.h"
#include "graph/known_tie.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

constexpr double kLeastContribution = 0.05;  // Log-odds worth a word.
constexpr size_t kMostReasons = 4;
// Further pulls from which on they are a reason.
constexpr double kTellingLeverage = 0.05;

// "2.4 %", with as many digits as tell something.
std::string TopicDetail(const CommunityView& view, const PullHistory& history,
                        const Opportunity& o) {
  std::vector<std::pair<double, uint32_t>> shared;
  for (const TopicWeight& w : history.ProfileOf(o.member.value())) {
    for (const TopicId t : view.community().resources().topics[o.resource.value()]) {
      if (t.value() == w.topic) shared.emplace_back(-w.weight, w.topic);
    }
  }
  std::sort(shared.begin(), shared.end());
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min<size_t>(3, shared.size()); ++i) {
    names.emplace_back(view.community().TopicLabel(TopicId(shared[i].second)));
  }
  return names.empty() ? "" : absl::StrCat(": ", absl::StrJoin(names, ", "));
}

std::string SocialDetail(const CommunityView& view, const PullHistory& history,
                         const IntroductionGraph& ties, const Opportunity& o) {
  std::vector<std::pair<double, uint32_t>> friends;
  const TieGraph& g = ties.graph;
  for (const Pull& pull : history.OfResource(o.resource.value())) {
    double p = 0;
    if (const auto arc = g.FindArc(pull.other, o.member.value())) p = ties.probability[*arc];
    if (const auto arc = g.FindArc(o.member.value(), pull.other)) {
      p = std::max(p, ties.probability[*arc]);
    }
    if (p > 0) friends.emplace_back(-p, pull.other);
  }
  std::sort(friends.begin(), friends.end());
  std::vector<std::string> names;
  for (const auto& [p, member] : friends) {
    const std::string name(view.community().MemberLabel(MemberId(member)));
    if (names.size() < 3 && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names.empty() ? "" : absl::StrCat(": ", absl::StrJoin(names, ", "));
}

std::string CountDetail(const PullHistory& history, const Opportunity& o) {
  const size_t pulls = history.OfResource(o.resource.value()).size();
  return absl::StrCat(" (", pulls, pulls == 1 ? " pull)" : " pulls)");
}

// These say nearly the same; one of them is enough.
bool IsTopicFeature(PullFeature feature) {
  return feature == PullFeature::kTopicMatch || feature == PullFeature::kActiveTopicMatch ||
         feature == PullFeature::kFreshTopicMatch;
}

std::string Detail(const CommunityView& view, const PullHistory& history,
                   const IntroductionGraph& ties, const Opportunity& o, PullFeature feature) {
  switch (feature) {
    case PullFeature::kTopicMatch:
    case PullFeature::kActiveTopicMatch:
    case PullFeature::kFreshTopicMatch:
      return TopicDetail(view, history, o);
    case PullFeature::kSocialProof:
      return SocialDetail(view, history, ties, o);
    case PullFeature::kResourcePulls:
    case PullFeature::kResourceTrend:
      return CountDetail(history, o);
    default:
      return "";
  }
}

// How the last step of the path came about.
std::string PathReason(const CommunityView& view, const Opportunity& o) {
  const CommunityGraph& c = view.community();
  const std::vector<MemberId>& members = o.path.members;
  if (members.size() < 2) return "";
  const MemberId broker = members[members.size() - 2];
  uint64_t count = 0;
  Time last;
  for (const ArcIndex arc : EvidenceOf(view, broker.value(), o.member.value())) {
    const KnownTie known = KnownTieOf(view, arc);
    count += known.count;
    last = std::max(last, known.last);
  }
  std::string out = absl::StrCat(AbslView(c.MemberLabel(broker)), " can introduce us: ", count,
                                 count == 1 ? " exchange" : " exchanges");
  if (last.is_present()) absl::StrAppend(&out, ", last on ", FormatDate(last));
  return out;
}

}  // namespace

std::string PercentInWords(double p) {
  if (p >= 0.1) return absl::StrFormat("%.0f %%", 100 * p);
  if (p >= 0.001) return absl::StrFormat("%.1f %%", 100 * p);
  return absl::StrFormat("%.2g %%", 100 * p);
}

std::vector<std::string> ReasonsFor(const CommunityView& view, const PullHistory& history,
                                    const IntroductionGraph& ties, const PullModel& model,
                                    const Opportunity& o, size_t most) {
  std::vector<size_t> order(kNumPullFeatures);
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return o.contributions[a] > o.contributions[b]; });
  std::vector<std::string> reasons, said;
  bool topic_told = false;
  for (const size_t f : order) {
    if (reasons.size() + 1 >= most || o.contributions[f] < kLeastContribution) break;
    const auto feature = static_cast<PullFeature>(f);
    if (IsTopicFeature(feature) && std::exchange(topic_told, true)) continue;
    const bool above = o.features[f] > model.logistic().mean[f];
    const std::string reason =
        model.is_temporal() ? FeatureReason(f, above) : UndatedReason(f, above);
    // Where nothing is dated, several features say the same.
    if (reason.empty() || std::count(said.begin(), said.end(), reason) > 0) continue;
    said.push_back(reason);
    reasons.push_back(absl::StrCat(reason, above ? Detail(view, history, ties, o, feature) : ""));
  }
  if (std::string path = PathReason(view, o); !path.empty()) reasons.push_back(std::move(path));
  return reasons;
}

std::vector<uint32_t> CountNeeds(const CommunityView& view, const std::vector<uint8_t>& who) {
  const MemberColumns& members = view.community().members();
  std::vector<uint32_t> count(view.community().num_topics(), 0);
  for (uint32_t m = 0; m < who.size(); ++m) {
    if (who[m] == 0) continue;
    for (const Need& need : members.needs[m]) {
      if (view.Knows(need.since) && need.weight > 0) ++count[need.topic.value()];
    }
  }
  return count;
}

std::string ComplementReason(const CommunityView& view,
                             const std::vector<uint32_t>& customer_needs,
                             const Opportunity& o) {
  const CommunityGraph& c = view.community();
  const absl::Span<const TopicId> topics = c.resources().topics[o.resource.value()];
  for (const Need& need : c.members().needs[o.member.value()]) {
    const bool covered = std::find(topics.begin(), topics.end(), need.topic) != topics.end();
    if (!covered || !view.Knows(need.since) || !(need.weight > 0)) continue;
    return absl::StrCat("it covers a need of theirs: ", AbslView(c.TopicLabel(need.topic)));
  }
  TopicId best = TopicId::None();
  for (const Offer& offer : c.members().offers[o.member.value()]) {
    if (!view.Knows(offer.since) || !(offer.level > 0)) continue;
    const uint32_t count = customer_needs[offer.topic.value()];
    if (count > 0 && (best.is_none() || count > customer_needs[best.value()])) best = offer.topic;
  }
  if (best.is_none()) return "";
  return absl::StrCat("they offer what ", customer_needs[best.value()],
                      " customers lack: ", AbslView(c.TopicLabel(best)));
}

std::string CounterfactualFor(const Opportunity& o, double cutoff) {
  const double gross = o.low + o.cost;
  if (gross <= 0) return "it has nothing to lose";
  return CounterfactualAt(o, std::max(0.0, (cutoff + o.cost) / gross));
}

std::string CounterfactualAt(const Opportunity& o, double share) {
  const double needed = o.attract.p * share;
  size_t lever = kNumPullFeatures;
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    if (o.contributions[f] <= 0) continue;
    const double odds = std::log(o.attract.p) - std::log1p(-o.attract.p) - o.contributions[f];
    const bool drops = Sigmoid(odds) < needed;
    if (drops && (lever == kNumPullFeatures || o.contributions[f] < o.contributions[lever])) {
      lever = f;
    }
  }
  std::string out = absl::StrCat("drops out if the likelihood falls from ", PercentInWords(o.attract.p),
                                 " below ", PercentInWords(needed));
  if (lever < kNumPullFeatures) {
    absl::StrAppend(&out, ", which \"", FeatureName(lever), "\" at its average would do");
  }
  if (o.path.members.size() >= 2) {
    absl::StrAppend(&out, ", or if the access falls below ", PercentInWords(o.access * share));
  }
  return out;
}

void ExplainOpportunities(const CommunityView& view, const OpportunityOptions& options,
                          const PullModel& model, const IntroductionGraph& ties, double cutoff,
                          absl::Span<Opportunity> all) {
  const PullHistory history(view, model.half_life_days(),
                            [](uint32_t, uint32_t) { return false; });
  const std::vector<uint32_t> customer_needs = CountNeeds(view, view.Customers(options.market));
  for (Opportunity& o : all) {
    o.contributions = model.Contributions(o.features);
    o.reasons = ReasonsFor(view, history, ties, model, o, kMostReasons);
    if (std::string need = ComplementReason(view, customer_needs, o); !need.empty()) {
      o.reasons.push_back(std::move(need));
    }
    if (o.leverage >= kTellingLeverage) {
      o.reasons.push_back(
          absl::StrFormat("others follow: %.2g further pulls expected", o.leverage));
    }
    o.counterfactual = CounterfactualFor(o, cutoff);
  }
}

}  // namespace pullgraph
