// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/waste.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/cluster_bootstrap.h"
#include "graph/member_policy.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

constexpr char kTags[] = "tags";

absl::Status CheckOptions(const CommunityView& view, const WasteOptions& options) {
  std::vector<double> windows = options.other_windows;
  windows.push_back(options.window_days);
  for (const double days : windows) {
    if (!(days > 0) || !std::isfinite(days)) {
      return absl::InvalidArgumentError(
          absl::StrCat("window = ", days, " days, expected finite and > 0"));
    }
  }
  if (!(options.default_cost >= 0) || !std::isfinite(options.default_cost)) {
    return absl::InvalidArgumentError(
        absl::StrCat("default_cost = ", options.default_cost, ", expected finite and >= 0"));
  }
  const size_t members = view.community().num_members();
  if (!options.cluster_of.empty() && options.cluster_of.size() != members) {
    return absl::InvalidArgumentError(absl::StrCat("cluster_of has ", options.cluster_of.size(),
                                                   " entries, expected ", members));
  }
  return absl::OkStatus();
}

class LedgerBuilder {
 public:
  LedgerBuilder(const CommunityView& view, const WasteOptions& options)
      : view_(view), c_(view.community()), options_(options) {}

  absl::StatusOr<WasteLedger> Run();

 private:
  // Groups are told apart by kind, segment and number: of the channel's or campaign's
  // string, the resource, the segment's value, the cluster.
  using GroupKey = std::tuple<WasteBy, uint32_t, uint32_t>;
  static constexpr uint32_t kUnprompted = UINT32_MAX;
  // What one member did in a group: rows of a member depend on each other.
  struct Row {
    uint64_t member = 0;
    uint8_t touches = 0, pulls = 0, decided = 0, wasted = 0;
  };
  struct Group {
    WasteLine line;
    std::vector<Row> rows;
  };

  Group& At(WasteBy by, uint32_t segment, uint32_t number);
  template <class Visit>
  void ForSegmentsOf(MemberId member, Visit visit);
  void FindSegments();
  std::vector<double> Windows() const;
  bool IsFinal(size_t touch, double days) const;
  bool IsUndated(size_t touch) const;
  double CostOf(size_t touch) const;
  void AddTouch(size_t touch, Group& group);
  void AddTouches();
  // A pull by `member` (None: unknown) on `resource` (None: none) after `touch` (kNone:
  // after none).
  void AddPull(MemberId member, ResourceId resource, uint32_t touch);
  void AddPulls();
  absl::Status FillShares(const std::vector<Row>& rows, WasteLine& line) const;
  absl::Status Finish(Group& group, const GroupKey& key);

  const CommunityView& view_;
  const CommunityGraph& c_;
  const WasteOptions& options_;
  std::vector<double> windows_;
  std::vector<std::pair<StringId, bool>> segments_;  // Name, and whether it is the tags.
  std::map<GroupKey, Group> groups_;
  uint64_t unknown_ = 0;  // Pulls by somebody unknown so far.
  WasteLedger ledger_;
};

LedgerBuilder::Group& LedgerBuilder::At(WasteBy by, uint32_t segment, uint32_t number) {
  Group& group = groups_[{by, segment, number}];
  if (group.line.windows.empty()) {
    for (const double days : windows_) group.line.windows.push_back({days, 0, 0});
  }
  return group;
}

void LedgerBuilder::FindSegments() {
  for (const std::string& name : options_.segments) {
    if (name == kTags) {
      segments_.emplace_back(0, true);
      continue;
    }
    // A name that no member has makes no lines.
    for (StringId s = 1; s < c_.strings().size(); ++s) {
      if (c_.String(s) == name) segments_.emplace_back(s, false);
    }
  }
}

template <class Visit>
void LedgerBuilder::ForSegmentsOf(MemberId member, Visit visit) {
  const MemberColumns& m = c_.members();
  for (uint32_t k = 0; k < segments_.size(); ++k) {
    if (segments_[k].second) {
      for (const StringId tag : m.tags[member.value()]) visit(k, tag);
    } else {
      for (const Attribute& a : m.attributes[member.value()]) {
        if (a.name == segments_[k].first) visit(k, a.value);
      }
    }
  }
}

std::vector<double> LedgerBuilder::Windows() const {
  std::vector<double> windows = options_.other_windows;
  windows.push_back(options_.window_days);
  std::sort(windows.begin(), windows.end());
  windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
  return windows;
}

// True if nothing more is to come of the touch within `days`.
bool LedgerBuilder::IsFinal(size_t touch, double days) const {
  const TouchOutcome outcome = c_.touches().outcome[touch];
  if (outcome == TouchOutcome::kBounced || outcome == TouchOutcome::kUnsubscribed) return true;
  if (!ledger_.attribution.signals_have_dates) return true;
  const Time sent = c_.touches().sent_at[touch];
  return sent.is_present() && DaysBetween(sent, view_.now()) >= days;
}

// True if nobody can ever say whether a pull followed.
bool LedgerBuilder::IsUndated(size_t touch) const {
  return !c_.touches().sent_at[touch].is_present() &&
         ledger_.attribution.pulled_by_outcome[touch] == 0 &&
         !IsFinal(touch, options_.window_days);
}

double LedgerBuilder::CostOf(size_t touch) const {
  const double own = c_.touches().cost[touch];
  if (own > 0) return own;
  const ResourceId resource = c_.touches().resource[touch];
  const double of_resource = resource.is_none() ? 0 : c_.resources().cost[resource.value()];
  return of_resource > 0 ? of_resource : options_.default_cost;
}

void LedgerBuilder::AddTouch(size_t touch, Group& group) {
  const Attribution& a = ledger_.attribution;
  WasteLine& line = group.line;
  ++line.touches;
  Row row{c_.touches().member[touch].value(), 1, 0, 0, 0};
  const double cost = CostOf(touch);
  line.cost += cost;
  line.undated += IsUndated(touch) ? 1 : 0;
  for (WindowWaste& window : line.windows) {
    const bool pulled = a.pulled_by_outcome[touch] != 0 ||
                        a.days_to_own_pull[touch] <= window.days;
    if (!pulled && !IsFinal(touch, window.days)) continue;
    ++window.decided;
    window.wasted += pulled ? 0 : 1;
    if (window.days != options_.window_days) continue;
    row.decided = 1;
    row.wasted = pulled ? 0 : 1;
    if (!pulled) line.wasted_cost += cost;
  }
  group.rows.push_back(row);
}

void LedgerBuilder::AddTouches() {
  const TouchColumns& t = c_.touches();
  for (size_t i = 0; i < view_.num_touches(); ++i) {
    if (ledger_.attribution.counts[i] == 0) {
      ++ledger_.left_out;
      continue;
    }
    if (t.holdout[i] != 0) {
      ++ledger_.holdouts;
      continue;
    }
    AddTouch(i, At(WasteBy::kAll, 0, 0));
    AddTouch(i, At(WasteBy::kChannel, 0, t.channel[i]));
    AddTouch(i, At(WasteBy::kCampaign, 0, t.campaign[i]));
    if (!t.resource[i].is_none()) AddTouch(i, At(WasteBy::kContent, 0, t.resource[i].value()));
    const MemberId member = t.member[i];
    ForSegmentsOf(member, [&](uint32_t segment, StringId value) {
      AddTouch(i, At(WasteBy::kSegment, segment, value));
    });
    if (!options_.cluster_of.empty() && options_.cluster_of[member.value()] != kUnprompted) {
      AddTouch(i, At(WasteBy::kCluster, 0, options_.cluster_of[member.value()]));
    }
  }
}

void LedgerBuilder::AddPull(MemberId member, ResourceId resource, uint32_t touch) {
  // Somebody unknown is somebody else each time.
  const uint64_t who = member.is_none() ? (uint64_t{1} << 32) + unknown_++ : member.value();
  const auto add = [&](WasteBy by, uint32_t segment, uint32_t number) {
    Group& group = At(by, segment, number);
    ++group.line.pulls;
    group.rows.push_back({who, 0, 1, 0, 0});
  };
  add(WasteBy::kAll, 0, 0);
  const bool prompted = touch != Attribution::kNone;
  add(WasteBy::kChannel, 0, prompted ? c_.touches().channel[touch] : kUnprompted);
  add(WasteBy::kCampaign, 0, prompted ? c_.touches().campaign[touch] : kUnprompted);
  if (!resource.is_none()) add(WasteBy::kContent, 0, resource.value());
  if (member.is_none()) return;
  ForSegmentsOf(member, [&](uint32_t segment, StringId value) {
    add(WasteBy::kSegment, segment, value);
  });
  if (!options_.cluster_of.empty() && options_.cluster_of[member.value()] != kUnprompted) {
    add(WasteBy::kCluster, 0, options_.cluster_of[member.value()]);
  }
}

void LedgerBuilder::AddPulls() {
  const Attribution& a = ledger_.attribution;
  const SignalColumns& s = c_.signals();
  for (size_t i = 0; i < view_.num_signals(); ++i) {
    const MemberId member = s.member[i];
    if (!IsPublic(view_, member)) continue;
    const bool in_window = a.days_since_touch[i] <= options_.window_days;
    AddPull(member,
            s.object_kind[i] == ObjectKind::kResource ? ResourceId(s.object[i])
                                                      : ResourceId::None(),
            in_window ? a.touch_of_signal[i] : Attribution::kNone);
  }
  // Outcomes that no signal accounts for are pulls, too; a holdout's is unprompted.
  for (size_t i = 0; i < view_.num_touches(); ++i) {
    if (a.counts[i] == 0 || a.pulled_by_outcome[i] == 0) continue;
    const bool holdout = c_.touches().holdout[i] != 0;
    const double days = holdout ? a.days_to_pull[i] : a.days_to_own_pull[i];
    if (days <= options_.window_days) continue;
    AddPull(c_.touches().member[i], c_.touches().resource[i],
            holdout ? Attribution::kNone : static_cast<uint32_t>(i));
  }
}

absl::Status LedgerBuilder::Finish(Group& group, const GroupKey& key) {
  const auto [by, segment, number] = key;
  WasteLine& line = group.line;
  line.by = by;
  if (by == WasteBy::kContent) {
    line.key = std::string(c_.ResourceKey(ResourceId(number)));
    line.label = std::string(c_.ResourceLabel(ResourceId(number)));
  } else if (by == WasteBy::kCluster) {
    line.key = line.label = absl::StrCat(number);
  } else if (by == WasteBy::kAll) {
    line.label = "all";
  } else if (number == kUnprompted) {
    line.label = "(unprompted)";
  } else {
    line.key = std::string(c_.String(number));
    line.label = line.key.empty() ? absl::StrCat("(no ", NameOf(by), ")") : line.key;
    if (by == WasteBy::kSegment) {
      const auto [name, tags] = segments_[segment];
      line.label = tags ? absl::StrCat("tag ", line.key)
                        : absl::StrCat(AbslView(c_.String(name)), " = ", line.key);
    }
  }
  for (const WindowWaste& window : line.windows) {
    if (window.days != options_.window_days) continue;
    line.wasted = window.wasted;
    line.decided = window.decided;
  }
  return FillShares(group.rows, line);
}

// The two shares, with intervals that know that rows of a member depend on each other.
absl::Status LedgerBuilder::FillShares(const std::vector<Row>& rows, WasteLine& line) const {
  std::vector<uint64_t> touched;
  std::vector<ClusterCount> pulls, wasted;
  for (const Row& row : rows) {
    if (row.touches > 0) touched.push_back(row.member);
    pulls.push_back({row.member, double{1} * row.pulls, double{1} * row.pulls + row.touches});
    if (row.decided > 0) wasted.push_back({row.member, double{1} * row.wasted, 1});
  }
  std::sort(touched.begin(), touched.end());
  line.members = static_cast<uint64_t>(std::unique(touched.begin(), touched.end()) - touched.begin());
  const auto share = ClusterShare(std::move(pulls), options_.confidence);
  if (!share.ok()) return share.status();
  line.pull_share = *share;
  const auto rate = ClusterShare(std::move(wasted), options_.confidence);
  if (!rate.ok()) return rate.status();
  line.waste_rate = *rate;
  return absl::OkStatus();
}

absl::StatusOr<WasteLedger> LedgerBuilder::Run() {
  windows_ = Windows();
  FindSegments();
  auto attribution = AttributePulls(view_, {options_.count_opens, options_.run});
  if (!attribution.ok()) return attribution.status();
  ledger_.attribution = *std::move(attribution);
  At(WasteBy::kAll, 0, 0);
  AddTouches();
  AddPulls();
  if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
  for (auto& [key, group] : groups_) {
    if (std::get<0>(key) == WasteBy::kContent && group.line.touches == 0) continue;
    if (absl::Status s = Finish(group, key); !s.ok()) return s;
    ledger_.lines.push_back(std::move(group.line));
  }
  std::sort(ledger_.lines.begin(), ledger_.lines.end(),
            [](const WasteLine& a, const WasteLine& b) {
              return std::tie(a.by, b.touches, b.pulls, a.label, a.key) <
                     std::tie(b.by, a.touches, a.pulls, b.label, b.key);
            });
  return std::move(ledger_);
}

}  // namespace

const char* NameOf(WasteBy by) {
  switch (by) {
    case WasteBy::kAll: return "all";
    case WasteBy::kChannel: return "channel";
    case WasteBy::kCampaign: return "campaign";
    case WasteBy::kContent: return "content";
    case WasteBy::kSegment: return "segment";
    case WasteBy::kCluster: return "cluster";
  }
  return "";
}

absl::StatusOr<WasteLedger> BuildWasteLedger(const CommunityView& view,
                                             const WasteOptions& options) {
  if (absl::Status s = CheckOptions(view, options); !s.ok()) return s;
  return LedgerBuilder(view, options).Run();
}

}  // namespace pullgraph
