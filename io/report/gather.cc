// SPDX-License-Identifier: Apache-2.0
#include "io/report/gather.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "graph/build_introduction_graph.h"
#include "io/report/network_picture.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

class Gatherer {
 public:
  Gatherer(const CommunityView& view, const ReportInput& input,
           std::vector<std::pair<std::string, std::string>>& parameters)
      : view_(view), input_(input), parameters_(parameters) {}

  absl::StatusOr<std::vector<Section>> Run() {
    Note("market", input_.market.is_none()
                       ? ""
                       : std::string(view_.community().markets().id[input_.market.value()]));
    sections_.push_back(OverviewSection(view_, input_.market));
    // Shares of the whole work, about.
    const struct {
      absl::Status (Gatherer::*add)();
      const char* what;
      double until;
    } steps[] = {{&Gatherer::AddOpportunities, "opportunities", 0.7},
                 {&Gatherer::AddEdge, "the edge of the market", 0.8},
                 {&Gatherer::AddPace, "pace", 0.82},
                 {&Gatherer::AddTrajectory, "trajectory", 0.9},
                 {&Gatherer::AddNeeds, "needs", 0.95},
                 {&Gatherer::AddWaste, "waste", 1}};
    double from = 0;
    for (const auto& step : steps) {
      run_ = PartOf(input_.run, step.what, from, step.until);
      if (absl::Status s = CheckCancelled(&run_); !s.ok()) return s;
      if (absl::Status s = (this->*step.add)(); !s.ok()) return s;
      from = step.until;
    }
    return std::move(sections_);
  }

 private:
  void Note(const char* name, const std::string& value) {
    parameters_.emplace_back(name, value);
  }

  // What the data don't hold is left out; any other error ends the report.
  absl::Status LeaveOut(const char* id, const char* title, const absl::Status& status) {
    if (status.code() != absl::StatusCode::kFailedPrecondition) return status;
    sections_.push_back(LeftOut(id, title, Sentence(status)));
    return absl::OkStatus();
  }

  absl::Status AddProspects(const OpportunityOptions& o, const RunControl& run) {
    ProspectListOptions p;
    p.convert.market = input_.market;
    p.convert.seed = input_.seed;
    p.convert.horizon_days = input_.horizon_days;
    p.convert.run = &run;
    p.max_hops = o.max_hops;
    p.value = o.value;
    p.contact_cost = o.contact_cost;
    p.cool_down_days = o.cool_down_days;
    p.channel = input_.channel;
    p.limit = input_.limit;
    Note("rank.effect", absl::StrCat(p.effect));
    absl::StatusOr<ProspectList> list = RankProspects(view_, p);
    if (!list.ok()) return LeaveOut("opportunities", "Whom to meet next", list.status());
    sections_.push_back(ProspectSection(view_, *list, p));
    convert_ = std::move(list->model);
    return absl::OkStatus();
  }

  // Whom to meet so that they pull. The same model tells how good the likelihoods are.
  absl::Status AddPulls(OpportunityOptions o) {
    o.channel = input_.channel;
    const absl::StatusOr<OpportunityList> list = RankOpportunities(view_, o);
    if (!list.ok()) {
      attract_ = LeftOut("attract", "How far to trust the likelihoods", Sentence(list.status()));
      return LeaveOut("opportunities", "Whom to meet next", list.status());
    }
    sections_.push_back(OpportunitySection(view_, *list));
    attract_ = AttractSection(list->model.report(), o.model, list->model.is_temporal());
    return absl::OkStatus();
  }

  // Whom to meet; and, further down, how good the likelihoods are.
  absl::Status AddOpportunities() {
    OpportunityOptions o;
    o.market = input_.market;
    o.limit = input_.limit;
    o.value = input_.value;
    o.model.seed = input_.seed;
    o.model.run = &run_;
    Note("rank.limit", absl::StrCat(o.limit));
    // By the pace of the community; stated in the manifest.
    const PullClock clock = ChoosePullClock(
        view_, input_.horizon_days > 0 ? std::optional(input_.horizon_days) : std::nullopt, {});
    o.model.horizon_days = clock.horizon_days;
    o.model.half_life_days = clock.half_life_days;
    Note("rank.horizon_days", absl::StrCat(clock.horizon_days));
    Note("rank.half_life_days", absl::StrCat(clock.half_life_days));
    Note("rank.max_hops", absl::StrCat(o.max_hops));
    Note("rank.value", absl::StrCat(o.value));
    Note("rank.contact_cost", absl::StrCat(o.contact_cost));
    Note("rank.cool_down_days", absl::StrCat(o.cool_down_days));
    Note("rank.goal", input_.pulls ? "pulls" : "customers");
    if (input_.pulls) return AddPulls(o);
    const RunControl listing = PartOf(&run_, "who becomes a customer", 0, 0.4);
    if (absl::Status s = AddProspects(o, listing); !s.ok()) return s;
    const RunControl learning = PartOf(&run_, "what draws them", 0.4, 1);
    o.model.run = &learning;
    const absl::StatusOr<PullModel> model = TrainPullModel(view_, o.model);
    if (model.ok()) {
      attract_ = AttractSection(model->report(), o.model, model->is_temporal());
    } else if (model.status().code() == absl::StatusCode::kFailedPrecondition) {
      attract_ = LeftOut("attract", "How far to trust the likelihoods",
                                 Sentence(model.status()));
    } else {
      return model.status();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Picture(const EdgeReport& report) const {
    return NetworkPicture(view_, report, {.market = input_.market, .run = &run_});
  }

  // What the model of who becomes a customer foresees of the edge, where there is one.
  absl::StatusOr<std::optional<MarketEdge>> FindEdge(const EdgeOptions& o) {
    absl::StatusOr<MarketEdge> found = absl::FailedPreconditionError("");
    if (convert_.has_value()) {
      found = FindMarketEdgeWith(view_, o, *std::move(convert_));
    } else if (input_.pulls) {
      ConvertOptions convert;
      convert.market = input_.market;
      convert.seed = input_.seed;
      convert.horizon_days = input_.horizon_days;
      convert.run = &run_;
      found = FindMarketEdge(view_, o, convert);
    }
    if (absl::IsFailedPrecondition(found.status()) && !convert_.has_value()) return std::nullopt;
    if (!found.ok()) return found.status();
    return std::optional<MarketEdge>(*std::move(found));
  }

  absl::Status AddEdgeSection(const EdgeOptions& o) {
    absl::StatusOr<std::optional<MarketEdge>> found_or = FindEdge(o);
    if (!found_or.ok()) return found_or.status();
    if (std::optional<MarketEdge>& found = *found_or; found.has_value()) {
      for (size_t i = 0; i < found->outlook.size(); ++i) {
        found->report.clusters[i].on_front = found->outlook[i].at_edge;
      }
      const absl::StatusOr<std::string> picture = Picture(found->report);
      if (!picture.ok()) return picture.status();
      sections_.push_back(EdgeSection(view_, found->report, o, &*found, *picture));
      return absl::OkStatus();
    }
    const absl::StatusOr<EdgeReport> edge = FindEdgeClusters(view_, o);
    if (!edge.ok()) return LeaveOut("edge", "The edge of the market", edge.status());
    const absl::StatusOr<std::string> picture = Picture(*edge);
    if (!picture.ok()) return picture.status();
    sections_.push_back(EdgeSection(view_, *edge, o, nullptr, *picture));
    return absl::OkStatus();
  }

  absl::Status AddEdge() {
    EdgeOptions o;
    o.market = input_.market;
    o.seed = input_.seed;
    o.run = &run_;
    Note("edges.resolution", absl::StrCat(o.resolution));
    Note("edges.min_size", absl::StrCat(o.min_size));
    Note("edges.window_days", absl::StrCat(o.window_days));
    if (absl::Status s = AddEdgeSection(o); !s.ok()) return s;
    sections_.push_back(std::move(attract_));
    return absl::OkStatus();
  }

  absl::StatusOr<SurvivalCurve> CurveOf(WaitKind kind) const {
    WaitOptions o;
    o.kind = kind;
    const absl::StatusOr<Waits> waits = FindWaits(view_, o);
    if (!waits.ok()) return waits.status();
    return SurvivalOf(waits->waits);
  }

  absl::Status AddPace() {
    const absl::StatusOr<SurvivalCurve> answer = CurveOf(WaitKind::kAnswer);
    if (!answer.ok()) return answer.status();
    const absl::StatusOr<SurvivalCurve> first = CurveOf(WaitKind::kFirstPull);
    if (!first.ok()) return first.status();
    sections_.push_back(PaceSection({&*answer, &*first}));
    return absl::OkStatus();
  }

  absl::Status AddTrajectory() {
    LevelOptions o;
    o.run = &run_;
    Note("trajectory.windows", absl::StrCat(o.windows.count));
    Note("trajectory.window_days", absl::StrCat(o.windows.days));
    Note("trajectory.regular_days", absl::StrCat(o.regular_days));
    const absl::StatusOr<LevelHistory> history = FindLevels(view_, o);
    if (!history.ok()) return LeaveOut("trajectory", "Trajectory", history.status());
    const absl::StatusOr<LevelTransitions> transitions = CountTransitions(*history);
    if (!transitions.ok()) return transitions.status();
    sections_.push_back(TrajectorySection(*history, *transitions, o));
    return absl::OkStatus();
  }

  absl::Status AddNeeds() {
    NeedsOptions o;
    o.run = &run_;
    Note("needs.within_days", absl::StrCat(o.within_days));
    Note("needs.idle_days", absl::StrCat(o.idle_days));
    const absl::StatusOr<NeedsReport> needs = FindUnmetNeeds(view_, o);
    if (!needs.ok()) return LeaveOut("needs", "Unmet needs", needs.status());
    const ContactPoints from = FindContactPoints(view_, input_.market);
    IntroductionOptions ties;
    ties.strength.run = &run_;
    const absl::StatusOr<IntroductionGraph> graph = BuildIntroductionGraph(view_, ties);
    if (!graph.ok()) return graph.status();
    IntroductionPathOptions path;
    path.run = &run_;
    std::vector<std::vector<NeedPath>> paths;
    for (const UnmetNeed& need : needs->topics) {
      if (paths.size() >= static_cast<size_t>(input_.limit)) break;
      auto found = FindNeedPaths(*graph, need, from.staff, from.customers, path);
      if (!found.ok()) return found.status();
      paths.push_back(*std::move(found));
    }
    sections_.push_back(NeedsSection(view_, *needs, paths, o));
    return absl::OkStatus();
  }

  absl::Status AddWaste() {
    WasteOptions o;
    o.run = &run_;
    Note("waste.window_days", absl::StrCat(o.window_days));
    const absl::StatusOr<WasteLedger> ledger = BuildWasteLedger(view_, o);
    if (!ledger.ok()) return LeaveOut("waste", "Waste", ledger.status());
    const auto experiments = FindExperiments(view_, ledger->attribution, o.window_days);
    if (!experiments.ok()) return experiments.status();
    std::vector<CampaignUplift> campaigns;
    for (const Experiment& experiment : *experiments) {
      const absl::StatusOr<Uplift> uplift = EstimateUplift(experiment, o.confidence);
      if (absl::IsInvalidArgument(uplift.status()) || absl::IsFailedPrecondition(uplift.status()))
        continue;  // No arm is left, or nothing to compare.
      if (!uplift.ok()) return uplift.status();
      campaigns.push_back({experiment.campaign, *uplift});
    }
    sections_.push_back(WasteSection(view_, *ledger, campaigns, o));
    return absl::OkStatus();
  }

  const CommunityView view_;
  const ReportInput& input_;
  std::vector<std::pair<std::string, std::string>>& parameters_;
  RunControl run_;
  std::vector<Section> sections_;
  Section attract_;
  std::optional<ConvertModel> convert_;
};

}  // namespace

absl::StatusOr<std::vector<Section>> ReportSections(
    const CommunityView& view, const ReportInput& input,
    std::vector<std::pair<std::string, std::string>>& parameters) {
  return Gatherer(view, input, parameters).Run();
}

}  // namespace pullgraph::report
