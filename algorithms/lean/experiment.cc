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

  TrialMember Of(uint32_t touch, bool treated) const {
    TrialMember m;
    m.member = touches_.member[touch];
    m.treated = treated;
    m.pulled = a_.pulled_by_outcome[touch] != 0 || a_.days_to_pull[touch] <= window_;
    m.converted = touches_.outcome[touch] == TouchOutcome::kConverted;
    m.value = touches_.value[touch];
    m.first_at = touches_.sent_at[touch];
    return m;
  }

  void Fill(const std::vector<uint32_t>& sent, const std::vector<uint32_t>& held_out,
            Experiment& e) const {
    std::vector<TrialMember> rows;
    for (const uint32_t i : sent) rows.push_back(Of(i, true));
    for (const uint32_t i : held_out) rows.push_back(Of(i, false));
    std::stable_sort(rows.begin(), rows.end(), [](const TrialMember& x, const TrialMember& y) {
      return x.member < y.member;
    });
    for (size_t i = 0; i < rows.size();) {
      TrialMember m = rows[i];
      bool both = false;
      for (++i; i < rows.size() && rows[i].member == m.member; ++i) {
        both = both || rows[i].treated != m.treated;
        m.pulled = m.pulled || rows[i].pulled;
        m.converted = m.converted || rows[i].converted;
        m.value += rows[i].value;
        m.first_at = std::min(m.first_at, rows[i].first_at);
      }
      if (both) {
        ++e.in_both;
      } else {
        e.members.push_back(m);
      }
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
  const auto conversion =
      ShareDifference(t.converted, t.members, c.converted, c.members, confidence);
  if (!conversion.ok()) return conversion.status();
  const auto value = MeanDifference(t.value, c.value, confidence);
  if (!value.ok()) return value.status();
  const auto unasked = BetaShare(c.pulled, c.members, confidence);
  if (!unasked.ok()) return unasked.status();
  u.pull = *pull;
  u.conversion = *conversion;
  u.value = *value;
  u.unasked = *unasked;
  return u;
}

}  // namespace pullgraph
