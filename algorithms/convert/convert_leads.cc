// SPDX-License-Identifier: Apache-2.0
// After which things and topics others became customers.
#include <algorithm>
#include <cmath>

#include "algorithms/convert/convert_features.h"

namespace pullgraph::convert_internal {
namespace {

// Pulls that the mean rate counts as, beside what is seen of a thing.
constexpr double kPriorPulls = 20;
// Half-lives after which what a member pulled counts half.
constexpr double kPullHalfLives = 2;

// How many pulls of a thing there were, and how many of them led to a customer.
struct LeadCount {
  double pulls = 0, led = 0;
};

class Leads {
 public:
  explicit Leads(const ConvertScene& scene)
      : scene_(scene), c_(scene.view->community()), things_(c_.num_resources()),
        topics_(c_.num_topics()) {
    for (size_t i = 0; i < scene.view->num_signals(); ++i) Count(i);
    SetLogRatios(things_, thing_score_);
    SetLogRatios(topics_, topic_score_);
  }

  void Score(std::vector<ConvertRow>& rows) const {
    std::vector<double> things(rows.size()), topics(rows.size()), weight(rows.size());
    for (size_t i = 0; i < scene_.view->num_signals(); ++i) {
      const MemberId m = c_.signals().member[i];
      if (m.is_none() || !Counts(scene_, i)) continue;
      const double w = WeightOf(i);
      weight[m.value()] += w;
      if (IsThing(i)) things[m.value()] += w * thing_score_[c_.signals().object[i]];
      double sum = 0;
      int count = 0;
      ForTopics(i, [&](uint32_t t) { sum += topic_score_[t], ++count; });
      if (count > 0) topics[m.value()] += w * sum / count;
    }
    for (size_t m = 0; m < rows.size(); ++m) {
      rows[m][Index(ConvertFeature::kLeadingThings)] =
          static_cast<float>(things[m] / (weight[m] + 1));
      rows[m][Index(ConvertFeature::kLeadingTopics)] =
          static_cast<float>(topics[m] / (weight[m] + 1));
    }
  }

 private:
  bool IsThing(size_t i) const { return c_.signals().object_kind[i] == ObjectKind::kResource; }

  template <class Visit>
  void ForTopics(size_t i, Visit visit) const {
    const SignalColumns& s = c_.signals();
    if (const absl::Span<const TopicId> own = s.topics[i]; !own.empty()) {
      for (const TopicId t : own) visit(t.value());
    } else if (s.object_kind[i] == ObjectKind::kTopic) {
      visit(s.object[i]);
    } else if (s.object_kind[i] == ObjectKind::kResource) {
      for (const TopicId t : c_.resources().topics[s.object[i]]) visit(t.value());
    }
  }

  double WeightOf(size_t i) const {
    const Time t = c_.signals().at[i];
    if (!t.is_present() || !scene_.at.is_present()) return 1;
    return std::exp2(-std::max(0.0, DaysBetween(t, scene_.at)) /
                     (kPullHalfLives * scene_.half_life_days));
  }

  // Counts a pull of somebody who was no customer yet, if it is known by now whether they
  // became one within a half-life; where there are no dates, of anybody.
  void Count(size_t i) {
    const MemberId m = c_.signals().member[i];
    if (m.is_none() || !Counts(scene_, i)) return;
    const Time at = c_.signals().at[i], became = scene_.converted[m.value()];
    bool led = scene_.customer[m.value()] != 0;
    if (at.is_present() && scene_.at.is_present() && (became.is_present() || !led)) {
      led = led && became > at && DaysBetween(at, became) <= scene_.half_life_days;
      if (became.is_present() && became <= at && scene_.customer[m.value()] != 0) return;
      if (!led && DaysBetween(at, scene_.at) < scene_.half_life_days) return;
    }
    const auto add = [&](LeadCount& count) { count.pulls += 1, count.led += led ? 1 : 0; };
    if (IsThing(i)) add(things_[c_.signals().object[i]]);
    ForTopics(i, [&](uint32_t t) { add(topics_[t]); });
  }

  static void SetLogRatios(const std::vector<LeadCount>& counts, std::vector<double>& scores) {
    LeadCount all;
    for (const LeadCount& c : counts) all.pulls += c.pulls, all.led += c.led;
    scores.assign(counts.size(), 0);
    if (!(all.led > 0)) return;
    const double rate = all.led / all.pulls;
    for (size_t i = 0; i < counts.size(); ++i) {
      scores[i] = std::log((counts[i].led + kPriorPulls * rate) /
                           ((counts[i].pulls + kPriorPulls) * rate));
    }
  }

  const ConvertScene& scene_;
  const CommunityGraph& c_;
  std::vector<LeadCount> things_, topics_;
  std::vector<double> thing_score_, topic_score_;
};

}  // namespace

void SetLeads(const ConvertScene& scene, std::vector<ConvertRow>& rows) {
  Leads(scene).Score(rows);
}

}  // namespace pullgraph::convert_internal
