// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/conversions.h"

#include <algorithm>
#include <array>

#include "graph/member_policy.h"
#include "graph/offering.h"

namespace pullgraph {
namespace {

// Makes `t` the earlier of itself and `other`, where that is present.
void Earlier(Time& t, Time other) {
  if (other.is_present() && (!t.is_present() || other < t)) t = other;
}

// First and last dates of memberships that had begun.
void ReadMemberships(const CommunityView& view, MarketId market, Conversions& out, Time& last) {
  const MembershipColumns& rows = view.community().memberships();
  std::vector<uint8_t> undated(out.at.size(), 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!market.is_none() && rows.market[i] != market) continue;
    if (rows.status[i] != MarketStatus::kCustomer || !view.Knows(rows.valid_from[i])) continue;
    const uint32_t m = rows.member[i].value();
    if (!rows.valid_from[i].is_present()) undated[m] = 1;
    Earlier(out.at[m], rows.valid_from[i]);
    if (rows.valid_from[i].is_present()) last = std::max(last, rows.valid_from[i]);
  }
  for (size_t m = 0; m < undated.size(); ++m) {
    if (undated[m] != 0) out.at[m] = Time::Absent();
  }
}

// When members who have no date of joining first acted.
void ReadFirstActs(const CommunityView& view, Conversions& out) {
  const CommunityGraph& c = view.community();
  const MemberColumns& members = c.members();
  for (size_t m = 0; m < out.since.size(); ++m) out.since[m] = members.joined_at[m];
  std::vector<Time> acted(out.since.size());
  for (size_t i = 0; i < view.num_signals(); ++i) {
    const MemberId m = c.signals().member[i];
    if (!m.is_none()) Earlier(acted[m.value()], c.signals().at[i]);
  }
  const TieGraph& graph = c.graph();
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      if (!view.HasTie(arc)) continue;
      Earlier(acted[u], c.ties().first_at[arc]);
      Earlier(acted[graph.Target(arc)], c.ties().first_at[arc]);
    }
  }
  for (size_t m = 0; m < acted.size(); ++m) {
    Earlier(out.first, acted[m]);
    if (!out.since[m].is_present()) out.since[m] = acted[m];
  }
}

std::vector<uint8_t> Telling(const CommunityGraph& c, MarketId market) {
  const Offering offering(c, market);
  if (!offering.is_stated()) return {};
  std::vector<uint8_t> telling(c.num_resources());
  for (uint32_t r = 0; r < telling.size(); ++r) telling[r] = offering.Has(r) ? 1 : 0;
  return telling;
}

}  // namespace

Conversions FindConversions(const CommunityView& view, MarketId market) {
  const uint32_t n = view.community().num_members();
  Conversions out;
  out.at.resize(n);
  out.since.resize(n);
  out.customer = view.Customers(market);
  Time last_membership;
  ReadMemberships(view, market, out, last_membership);
  ReadFirstActs(view, out);
  out.now = view.now();
  if (!out.now.is_present()) out.now = last_membership;
  uint64_t customers = 0;
  for (uint32_t m = 0; m < n; ++m) {
    if (!IsOfCommunity(view, MemberId(m))) continue;
    customers += out.customer[m];
    const bool dated = out.at[m].is_present();
    // Whoever comes as a customer, or becomes one by their first act, cannot be foreseen.
    if (dated && (!out.since[m].is_present() || out.since[m] < out.at[m])) {
      out.events.push_back(out.at[m]);
      Earlier(out.first, out.at[m]);
    }
  }
  std::sort(out.events.begin(), out.events.end());
  constexpr size_t kLeastEvents = 3;
  constexpr size_t kLeastShare = 20;  // One in so many.
  out.temporal = out.now.is_present() && out.events.size() >= kLeastEvents &&
                 out.events.size() * kLeastShare >= customers;
  out.telling = Telling(view.community(), market);
  return out;
}

namespace {

// Median days between the moments at which somebody became a customer: where history is kept
// by the year, a month of it holds all or nothing. 0 if there are fewer than two.
double MedianGapDays(const Conversions& conversions) {
  std::vector<double> gaps;
  for (size_t i = 1; i < conversions.events.size(); ++i) {
    const double gap = DaysBetween(conversions.events[i - 1], conversions.events[i]);
    if (gap > 0) gaps.push_back(gap);
  }
  if (gaps.empty()) return 0;
  const auto middle = gaps.begin() + static_cast<ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return *middle;
}

}  // namespace

ConversionClock ChooseConversionClock(const Conversions& conversions) {
  constexpr std::array<double, 9> kHorizons = {7, 14, 30, 60, 90, 120, 180, 365, 730};
  constexpr int kWindows = 4, kFit = 6;
  ConversionClock clock;
  if (!conversions.temporal) return clock;
  const double days = DaysBetween(conversions.first, conversions.now);
  constexpr double kLeapDay = 0.99;
  const double gap = kLeapDay * MedianGapDays(conversions);
  for (const double horizon : kHorizons) {
    if (horizon < gap && horizon < kHorizons.back()) continue;
    if (clock.events_a_horizon > 0 && horizon * kFit > days) break;
    const Time from = AddMicros(
        conversions.now, -static_cast<int64_t>(kWindows * horizon * static_cast<double>(kMicrosPerDay)));
    const auto recent = conversions.events.end() -
                        std::lower_bound(conversions.events.begin(), conversions.events.end(), from);
    clock.horizon_days = clock.half_life_days = horizon;
    clock.events_a_horizon = static_cast<uint64_t>(recent) / kWindows;
    if (clock.events_a_horizon >= kClockEvents) break;
  }
  return clock;
}

}  // namespace pullgraph
