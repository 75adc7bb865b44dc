// SPDX-License-Identifier: Apache-2.0
#include "io/waste_messages.h"

#include "io/answer/answer.h"

namespace pullgraph {
namespace {

double Share(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

v1::Interval ToMessage(const Estimate& estimate) {
  v1::Interval out;
  out.set_value(estimate.value);
  out.set_low(estimate.low);
  out.set_high(estimate.high);
  return out;
}

v1::WasteLine ToMessage(const WasteLine& line, uint32_t rank) {
  v1::WasteLine out;
  out.set_rank(rank);
  out.set_by(NameOf(line.by));
  out.set_key(line.key);
  out.set_label(line.label);
  out.set_touches(line.touches);
  out.set_members(line.members);
  out.set_pulls(line.pulls);
  if (line.pulls + line.touches > 0) *out.mutable_pull_share() = ToMessage(line.pull_share);
  out.set_wasted(line.wasted);
  out.set_decided(line.decided);
  out.set_undated(line.undated);
  if (line.decided > 0) *out.mutable_waste_rate() = ToMessage(line.waste_rate);
  out.set_cost(line.cost);
  out.set_wasted_cost(line.wasted_cost);
  for (v1::WindowWaste& w : WindowMessages(line)) *out.add_windows() = std::move(w);
  return out;
}

std::vector<v1::WindowWaste> WindowMessages(const WasteLine& line) {
  std::vector<v1::WindowWaste> out;
  for (const WindowWaste& window : line.windows) {
    v1::WindowWaste& w = out.emplace_back();
    w.set_days(window.days);
    w.set_wasted(window.wasted);
    w.set_decided(window.decided);
    if (window.decided > 0) w.set_waste_rate(Share(window.wasted, window.decided));
    w.set_by(NameOf(line.by));
    w.set_key(line.key);
    w.set_label(line.label);
  }
  return out;
}

std::vector<v1::UpliftLine> UpliftMessages(const std::string& campaign, bool shared_control,
                                           const Uplift& uplift) {
  const TrialArm &t = uplift.treated, &c = uplift.control;
  std::vector<v1::UpliftLine> out;
  const auto add = [&](const char* outcome, double touched, double held_out,
                       const Estimate& difference) {
    v1::UpliftLine& line = out.emplace_back();
    line.set_campaign(campaign);
    line.set_outcome(outcome);
    line.set_touched(t.members);
    line.set_held_out(c.members);
    line.set_touched_mean(touched);
    line.set_held_out_mean(held_out);
    *line.mutable_uplift() = ToMessage(difference);
    line.set_shared_holdout(shared_control);
  };
  add("pull", Share(t.pulled, t.members), Share(c.pulled, c.members), uplift.pull);
  // Where the held-out carry no outcomes these two are not known.
  if (uplift.conversion) {
    add("conversion", Share(t.converted, t.members), Share(c.converted, c.members),
        *uplift.conversion);
  }
  if (uplift.value) add("value", t.value.Mean(), c.value.Mean(), *uplift.value);
  return out;
}

std::vector<v1::QiniPoint> QiniMessages(const std::string& campaign, const QiniCurve& curve) {
  std::vector<v1::QiniPoint> out;
  for (const QiniPoint& point : curve.points) {
    v1::QiniPoint& p = out.emplace_back();
    p.set_campaign(campaign);
    p.set_share(point.share);
    p.set_gain(point.gain);
    p.set_at_random(point.at_random);
    *p.mutable_coefficient() = ToMessage(curve.coefficient);
  }
  return out;
}

v1::SparedMember ToMessage(const CommunityView& view, const std::string& campaign,
                           const SpareList& spare, size_t i) {
  const CommunityGraph& c = view.community();
  const SpareList::Member& m = spare.members[i];
  v1::SparedMember out;
  out.set_rank(static_cast<uint32_t>(i + 1));
  out.set_campaign(campaign);
  SetRef(c, m.member, out, "member");
  out.set_predicted_uplift(m.predicted_uplift);
  out.set_was_touched(m.treated);
  *out.mutable_listed_uplift() = ToMessage(spare.listed);
  *out.mutable_rest_uplift() = ToMessage(spare.rest);
  return out;
}

}  // namespace pullgraph
