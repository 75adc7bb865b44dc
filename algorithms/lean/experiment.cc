// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/experiment.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

// Touch rows of one campaign.
struct Campaign {
  std::vector<uint32_t> sent;
  std::vector<uint32_t> held_out;
  uint64_t too_young = 0;
  uint64_t undated = 0;
};

class ExperimentFinder {
 public:
  ExperimentFinder(const CommunityView& view, const Attribution& attribution, double window_days)
      : view_(view), touches_(view.community().touches()), a_(attribution), window_(window_days) {}

  std::vector<Experiment> Run() {
    std::map<StringId, Campaign> campaigns;
    for (uint32_t i = 0; i < view_.num_touches(); ++i) {
      if (a_.counts[i] == 0) continue;
      Campaign& campaign = campaigns[touches_.campaign[i]];
      if (IsTooYoung(i)) {
        ++campaign.too_young;
      } else if (IsUndated(i)) {
        ++campaign.undated;
      } else {
        (touches_.holdout[i] != 0 ? campaign.held_out : campaign.sent).push_back(i);
      }
    }
    std::vector<uint32_t> shared;
    for (const auto& [name, campaign] : campaigns) {
      if (campaign.sent.empty()) {
        shared.insert(shared.end(), campaign.held_out.begin(), campaign.held_out.end());
      }
    }
    std::vector<Experiment> experiments;
    for (const auto& [name, campaign] : campaigns) {
      const bool own = !campaign.held_out.empty();
      if (campaign.sent.empty() || (!own && shared.empty())) continue;
      Experiment& e = experiments.emplace_back();
      e.campaign = name;
      e.shared_control = !own;
      e.too_young = campaign.too_young;
      e.undated = campaign.undated;
      e.evidence = EvidenceOf(own ? campaign.held_out : shared);
      Fill(campaign.sent, own ? campaign.held_out : shared, e);
    }
    const CommunityGraph& c = view_.community();
    std::sort(experiments.begin(), experiments.end(),
              [&](const Experiment& x, const Experiment& y) {
                return c.String(x.campaign) < c.String(y.campaign);
              });
    return experiments;
  }

 private:
  bool IsTooYoung(uint32_t touch) const {
    const Time sent = touches_.sent_at[touch];
    return a_.signals_have_dates && sent.is_present() &&
           DaysBetween(sent, view_.now()) < window_;
  }

  // Nobody knows which signals followed it.
  bool IsUndated(uint32_t touch) const {
    return a_.signals_have_dates && !touches_.sent_at[touch].is_present() &&
           a_.pulled_by_outcome[touch] == 0;
  }

  TrialEvidence EvidenceOf(const std::vector<uint32_t>& held_out) const {
    for (const uint32_t i : held_out) {
      const TouchOutcome outcome = touches_.outcome[i];
      const bool says = outcome != TouchOutcome::kUnspecified && outcome != TouchOutcome::kSent;
      if (says || touches_.value[i] != 0) return TrialEvidence::kOutcomes;
    }
    return a_.signals_have_dates ? TrialEvidence::kSignals : TrialEvidence::kNothing;
  }

  TrialMember Of(uint32_t touch, bool treated) const {
    TrialMember m;
    m.member = touches_.member[touch];
    m.treated = treated;
    m.pulled = a_.days_to_pull[touch] <= window_;
    m.converted = touches_.outcome[touch] == TouchOutcome::kConverted;
    m.value = touches_.value[touch];
    m.first_at = touches_.sent_at[touch];
    return m;
  }

  void Fill(const std::vector<uint32_t>& sent, const std::vector<uint32_t>& held_out,
            Experiment& e) const {
    struct Row {
      TrialMember member;
      bool outcome = false;  // Says that the member pulled.
    };
    std::vector<Row> all;
    for (const uint32_t i : sent) all.push_back({Of(i, true), a_.pulled_by_outcome[i] != 0});
    for (const uint32_t i : held_out) all.push_back({Of(i, false), a_.pulled_by_outcome[i] != 0});
    std::stable_sort(all.begin(), all.end(), [](const Row& x, const Row& y) {
      return x.member.member < y.member.member;
    });
    const bool count = e.evidence == TrialEvidence::kOutcomes;
    for (size_t i = 0; i < all.size();) {
      TrialMember m = all[i].member;
      bool both = false, outcome = all[i].outcome;
      for (++i; i < all.size() && all[i].member.member == m.member; ++i) {
        const TrialMember& next = all[i].member;
        both = both || next.treated != m.treated;
        outcome = outcome || all[i].outcome;
        m.pulled = m.pulled || next.pulled;
        m.converted = m.converted || next.converted;
        m.value += next.value;
        m.first_at = std::min(m.first_at, next.first_at);
      }
      if (both) {
        ++e.in_both;
        continue;
      }
      e.outcomes_ignored += outcome && !m.pulled && !count ? 1 : 0;
      m.pulled = m.pulled || (outcome && count);
      e.members.push_back(m);
    }
  }

  const CommunityView& view_;
  const TouchColumns& touches_;
  const Attribution& a_;
  double window_;
};

}  // namespace

absl::StatusOr<std::vector<Experiment>> FindExperiments(const CommunityView& view,
                                                        const Attribution& attribution,
                                                        double window_days) {
  if (!(window_days > 0) || !std::isfinite(window_days)) {
    return absl::InvalidArgumentError(
        absl::StrCat("window_days = ", window_days, ", expected finite and > 0"));
  }
  if (attribution.counts.size() != view.num_touches()) {
    return absl::InvalidArgumentError(absl::StrCat("attribution is of ", attribution.counts.size(),
                                                   " touches, expected ", view.num_touches()));
  }
  return ExperimentFinder(view, attribution, window_days).Run();
}

absl::StatusOr<Uplift> EstimateUplift(const Experiment& experiment, double confidence) {
  if (experiment.evidence == TrialEvidence::kNothing) {
    return absl::FailedPreconditionError(
        "those held out carry no outcome and no signal is dated: there is nothing to compare");
  }
  Uplift u;
  for (const TrialMember& m : experiment.members) {
    TrialArm& arm = m.treated ? u.treated : u.control;
    ++arm.members;
    arm.pulled += m.pulled ? 1 : 0;
    arm.converted += m.converted ? 1 : 0;
    arm.value.Add(m.value);
  }
  const TrialArm &t = u.treated, &c = u.control;
  const auto pull = ShareDifference(t.pulled, t.members, c.pulled, c.members, confidence);
  if (!pull.ok()) return pull.status();
  const auto unasked = BetaShare(c.pulled, c.members, confidence);
  if (!unasked.ok()) return unasked.status();
  u.pull = *pull;
  u.unasked = *unasked;
  if (experiment.evidence != TrialEvidence::kOutcomes) return u;
  const auto conversion =
      ShareDifference(t.converted, t.members, c.converted, c.members, confidence);
  if (!conversion.ok()) return conversion.status();
  const auto value = MeanDifference(t.value, c.value, confidence);
  if (!value.ok()) return value.status();
  u.conversion = *conversion;
  u.value = *value;
  return u;
}

}  // namespace pullgraph
