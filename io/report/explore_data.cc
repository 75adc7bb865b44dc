// SPDX-License-Identifier: Apache-2.0
#include "io/report/explore_data.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "algorithms/journey/levels.h"
#include "graph/member_policy.h"

namespace pullgraph::report {
namespace {

constexpr uint8_t kUnknownLevel = 255, kNoReason = 255;

int32_t DayOf(Time t) {
  if (!t.is_present()) return ExploreData::kNoDay;
  const int64_t micros = t.micros();
  return static_cast<int32_t>(micros >= 0 ? micros / kMicrosPerDay : -((-micros + kMicrosPerDay - 1) / kMicrosPerDay));
}

class Gatherer {
 public:
  Gatherer(const CommunityView& view, const ExploreOptions& options)
      : view_(view), c_(view.community()), o_(options), place_(c_.num_members(), kNobody) {
    for (uint32_t m = 0; m < c_.num_members(); ++m) {
      if (!view.HasMember(MemberId(m))) continue;
      place_[m] = static_cast<uint32_t>(out_.member.size());
      out_.member.push_back(MemberId(m));
    }
    n_ = static_cast<uint32_t>(out_.member.size());
  }

  absl::StatusOr<ExploreData> Run() {
    absl::Status s = AddList();
    if (s.ok()) s = AddClusters();
    if (s.ok()) s = AddLevels();
    if (!s.ok()) return s;
    AddTies();
    if (s = AddLayout(); !s.ok()) return s;
    AddStanding();
    AddPulls();
    return std::move(out_);
  }

 private:
  absl::Status AddList() {
    const float none = std::numeric_limits<float>::quiet_NaN();
    out_.chance.assign(n_, none);
    out_.low.assign(n_, none);
    out_.high.assign(n_, none);
    out_.access.assign(n_, 0);
    out_.reason_of.assign(n_ * ExploreData::kReasons, kNoReason);
    out_.path_begin.assign(n_ + 1, 0);
    const RunControl part = PartOf(o_.run, "who becomes a customer", 0, 0.7);
    ProspectListOptions options = o_.list;
    options.convert.run = &part;
    absl::StatusOr<ProspectList> list = RankProspects(view_, options);
    if (absl::IsFailedPrecondition(list.status())) {
      out_.why_no_list = std::string(list.status().message());
      return absl::OkStatus();
    }
    if (!list.ok()) return list.status();
    out_.list = *std::move(list);
    if (absl::Status s = AddChances(); !s.ok()) return s;
    return AddPaths();
  }

  absl::Status AddChances() {
    const ConvertModel& model = out_.list->model;
    const absl::StatusOr<ConversionForecast> forecast = ForecastConversions(view_, model, o_.run);
    if (!forecast.ok()) return forecast.status();
    absl::flat_hash_map<std::string, uint8_t> known;
    for (size_t i = 0; i < forecast->member.size(); ++i) {
      const uint32_t m = place_[forecast->member[i]];
      if (m == kNobody) continue;
      out_.chance[m] = static_cast<float>(forecast->chance[i].p);
      out_.low[m] = static_cast<float>(forecast->chance[i].low);
      out_.high[m] = static_cast<float>(forecast->chance[i].high);
      const std::vector<std::string> reasons = ConvertReasons(model, forecast->rows[i], ExploreData::kReasons);
      for (size_t k = 0; k < reasons.size(); ++k) {
        const auto [it, is_new] = known.try_emplace(reasons[k], static_cast<uint8_t>(out_.reasons.size()));
        if (is_new && out_.reasons.size() == kNoReason) break;  // More than there are kinds of.
        if (is_new) out_.reasons.push_back(reasons[k]);
        out_.reason_of[m * ExploreData::kReasons + k] = it->second;
      }
    }
    return absl::OkStatus();
  }

  absl::Status AddPaths() {
    std::vector<MemberId> sources;
    const std::vector<uint8_t>& customer = out_.list->model.conversions().customer;
    for (uint32_t m = 0; m < customer.size(); ++m) {
      if (customer[m] != 0) sources.push_back(MemberId(m));
    }
    IntroductionPathOptions options;
    options.max_hops = o_.list.max_hops;
    options.min_probability = o_.list.min_access;
    options.run = o_.run;
    const absl::StatusOr<AccessMap> map = FindAccessMap(out_.list->introductions, sources, options);
    if (!map.ok()) return map.status();
    for (uint32_t m = 0; m < n_; ++m) {
      out_.path_begin[m] = static_cast<uint32_t>(out_.path.size());
      const MemberId id = out_.member[m];
      out_.access[m] = static_cast<float>(map->Probability(id));
      if (customer[id.value()] != 0 || out_.access[m] == 0) continue;
      for (const MemberId step : map->PathTo(id).members) out_.path.push_back(place_[step.value()]);
    }
    out_.path_begin[n_] = static_cast<uint32_t>(out_.path.size());
    return absl::OkStatus();
  }

  absl::Status AddClusters() {
    const RunControl part = PartOf(o_.run, "clusters", 0.7, 0.85);
    EdgeOptions options;
    options.market = o_.list.convert.market;
    options.seed = o_.list.convert.seed;
    options.min_size = 1;
    options.run = &part;
    EdgeReport report;
    std::vector<EdgeOutlook> outlook;
    if (out_.list.has_value()) {
      absl::StatusOr<MarketEdge> edge = FindMarketEdgeWith(view_, options, out_.list->model);
      if (!edge.ok()) return edge.status();
      report = std::move(edge->report);
      outlook = std::move(edge->outlook);
    } else {
      absl::StatusOr<EdgeReport> found = FindEdgeClusters(view_, options);
      if (!found.ok()) return found.status();
      report = *std::move(found);
    }
    // All that have members, those of customers alone too, by their number.
    for (const MemberId m : out_.member) {
      const uint32_t cluster = report.cluster_of[m.value()];
      if (cluster >= out_.clusters.size()) out_.clusters.resize(cluster + 1);  // Of staff alone, too.
      out_.cluster.push_back(cluster);
      ++out_.clusters[cluster].members;
    }
    for (size_t i = 0; i < report.clusters.size(); ++i) {
      const EdgeCluster& from = report.clusters[i];
      ExploreData::Cluster& to = out_.clusters[from.id];
      to.name = from.name;
      to.customers = from.customers;
      if (i < outlook.size()) to.outlook = outlook[i];
      if (from.bridges.empty()) continue;
      to.way_in = place_[from.bridges[0].member.value()];
      to.customer = place_[from.bridges[0].customer.value()];
    }
    NameTheRest();
    return absl::OkStatus();
  }

  // Of customers or of staff alone: they are no edge of anything.
  void NameTheRest() {
    const std::vector<uint8_t> customer = view_.Customers(o_.list.convert.market);
    std::vector<uint32_t> one(out_.clusters.size(), kNobody);
    for (uint32_t m = 0; m < n_; ++m) {
      const uint32_t c = out_.cluster[m];
      if (!out_.clusters[c].name.empty()) continue;
      if (one[c] == kNobody) one[c] = m;
      out_.clusters[c].customers += customer[out_.member[m].value()];
    }
    for (size_t c = 0; c < one.size(); ++c) {
      if (one[c] == kNobody) continue;
      const std::string_view label = c_.MemberLabel(out_.member[one[c]]);
      out_.clusters[c].name = absl::StrCat("around ", absl::string_view(label.data(), label.size()));
    }
  }

  absl::Status AddLevels() {
    out_.level.assign(n_, kUnknownLevel);
    LevelOptions options;
    options.run = o_.run;
    const absl::StatusOr<LevelHistory> history = FindLevels(view_, options);
    if (absl::IsFailedPrecondition(history.status())) return absl::OkStatus();
    if (!history.ok()) return history.status();
    for (uint32_t m = 0; m < n_ && !history->levels.empty(); ++m) {
      const Level level = history->levels.back()[out_.member[m].value()];
      if (level != Level::kUnknown) out_.level[m] = static_cast<uint8_t>(static_cast<uint8_t>(level) - 1);
    }
    return absl::OkStatus();
  }

  absl::Status AddLayout() {
    const RunControl part = PartOf(o_.run, "laying out", 0.85, 1);
    std::vector<std::pair<Node, Node>> arcs;
    for (size_t i = 0; i < out_.tie_a.size(); ++i) arcs.emplace_back(out_.tie_a[i], out_.tie_b[i]);
    const absl::StatusOr<TieGraph> graph = BuildTieGraph(n_, arcs, {.symmetrize = true});
    if (!graph.ok()) return graph.status();
    absl::StatusOr<LayoutResult> layout =
        LayOut(*graph, out_.cluster, static_cast<uint32_t>(out_.clusters.size()), {.run = &part});
    if (!layout.ok()) return layout.status();
    out_.layout = *std::move(layout);
    return absl::OkStatus();
  }

  void AddStanding() {
    const std::vector<uint8_t> customer = view_.Customers(o_.list.convert.market);
    for (uint32_t m = 0; m < n_; ++m) {
      const MemberId id = out_.member[m];
      out_.standing.push_back(!IsPublic(view_, id)         ? Standing::kStaff
                              : customer[id.value()] != 0 ? Standing::kCustomer
                                                          : Standing::kProspect);
      const Conversions* known = out_.list.has_value() ? &out_.list->model.conversions() : nullptr;
      out_.since.push_back(DayOf(known != nullptr ? known->since[id.value()] : c_.members().joined_at[id.value()]));
      out_.customer_since.push_back(known != nullptr ? DayOf(known->at[id.value()]) : ExploreData::kNoDay);
    }
  }

  void AddTies() {
    const TieGraph& graph = c_.graph();
    absl::flat_hash_map<std::pair<uint32_t, uint32_t>, Time> first_of;
    for (Node u = 0; u < graph.num_nodes(); ++u) {
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        const uint32_t a = place_[u], b = place_[graph.Target(arc)];
        if (a == b || a == kNobody || b == kNobody || !view_.HasTie(arc)) continue;
        const Time first = c_.ties().first_at[arc];
        const auto [it, is_new] = first_of.try_emplace(std::minmax(a, b), first);
        // Undated comes first.
        if (!is_new) it->second = std::min(it->second, first);
      }
    }
    std::vector<std::pair<std::pair<uint32_t, uint32_t>, Time>> ties(first_of.begin(), first_of.end());
    std::sort(ties.begin(), ties.end());
    for (const auto& [ends, first] : ties) {
      out_.tie_a.push_back(ends.first);
      out_.tie_b.push_back(ends.second);
      out_.tie_since.push_back(DayOf(first));
    }
  }

  // The last pulls and the commonest topics of each, from the latest signal on.
  void AddPulls() {
    const SignalColumns& signals = c_.signals();
    std::vector<std::vector<std::pair<uint32_t, int32_t>>> pulls(n_);
    std::vector<absl::flat_hash_map<uint32_t, uint32_t>> topics(n_);
    for (size_t i = view_.num_signals(); i-- > 0;) {
      const MemberId m = signals.member[i];
      const uint32_t place = m.is_none() ? kNobody : place_[m.value()];
      if (place == kNobody) continue;
      const auto count = [&](TopicId t) { ++topics[place][t.value()]; };
      for (const TopicId t : signals.topics[i]) count(t);
      if (signals.object_kind[i] == ObjectKind::kTopic) count(TopicId(signals.object[i]));
      if (signals.object_kind[i] != ObjectKind::kResource) continue;
      for (const TopicId t : c_.resources().topics[signals.object[i]]) count(t);
      auto& mine = pulls[place];
      if (mine.size() < ExploreData::kPulls) mine.emplace_back(signals.object[i], DayOf(signals.at[i]));
    }
    for (uint32_t m = 0; m < n_; ++m) {
      out_.pull_begin.push_back(static_cast<uint32_t>(out_.pull.size()));
      for (const auto& [resource, day] : pulls[m]) out_.pull.push_back(resource), out_.pull_day.push_back(day);
      std::vector<std::pair<uint32_t, uint32_t>> best;  // Negated count, topic.
      for (const auto& [topic, count] : topics[m]) best.emplace_back(~count, topic);
      std::sort(best.begin(), best.end());
      for (size_t k = 0; k < ExploreData::kTopics; ++k) {
        out_.topic_of.push_back(k < best.size() ? best[k].second : kNobody);
      }
    }
    out_.pull_begin.push_back(static_cast<uint32_t>(out_.pull.size()));
  }

  const CommunityView& view_;
  const CommunityGraph& c_;
  const ExploreOptions& o_;
  uint32_t n_ = 0;
  std::vector<uint32_t> place_;  // Of each member of the community among those known.
  ExploreData out_;
};

}  // namespace

absl::StatusOr<ExploreData> GatherExplore(const CommunityView& view, const ExploreOptions& options) {
  return Gatherer(view, options).Run();
}

}  // namespace pullgraph::report
