// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/edge/frontier.h"
#include "algorithms/opportunity/market_edge.h"
#include "io/answer/figures.h"
#include "io/edge_messages.h"
#include "tools/rank_prospects.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_edges {
namespace {

using figures::CountOf;

struct EdgesSettings {
  EdgeOptions edge;
  ConvertOptions convert;
  bool all = false;
  bool pareto = false;
  bool frontier = false;
};

absl::StatusOr<Answer> AnswerFrontier(Session& session) {
  const CommunityView view = session.view();
  FrontierOptions options;
  options.market = session.market();
  options.run = session.run();
  const absl::StatusOr<Frontier> frontier = FindFrontier(view, options);
  if (!frontier.ok()) return frontier.status();
  Answer answer;
  answer.Of<v1::FrontierMember>();
  answer.findings = {{"damping", absl::StrCat(options.damping)},
                     {"epsilon", absl::StrCat(options.epsilon)}};
  answer.title = absl::StrCat(
      CountOf(frontier->members.size(), "member stands", "members stand"), " around ",
      CountOf(frontier->num_customers, "customer", "customers"),
      "; the cut around all of them has conductance ", figures::Fixed(frontier->conductance, 3));
  for (const FrontierMember& member : frontier->members) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, member, answer.NextRank()));
  }
  if (frontier->num_customers == 0) {
    answer.Note("No customer has a tie: there is nothing to stand around.");
  }
  return answer;
}

void NoteLeftOut(const EdgeReport& report, uint32_t min_size, Answer& answer) {
  if (report.num_core > 0) {
    answer.Note(absl::StrCat("Left out: ", CountOf(report.num_core, "cluster", "clusters"),
                             " of customers only."));
  }
  if (report.num_small > 0) {
    answer.Note(absl::StrCat("Left out: ", CountOf(report.num_small, "cluster", "clusters"),
                             " below ", CountOf(min_size, "member", "members"), "."));
  }
}

std::string ClustersTitle(const EdgeReport& report, uint32_t min_size) {
  return absl::StrCat(CountOf(report.clusters.size(), "cluster", "clusters"), " of at least ",
                      CountOf(min_size, "member", "members"), ", modularity ",
                      figures::Fixed(report.modularity, 4), "; ",
                      CountOf(report.num_customers, "customer", "customers"));
}

// The clusters that no other beats on every count; all, where nobody is a customer.
absl::StatusOr<Answer> AnswerPareto(Session& session, const EdgesSettings& settings) {
  const CommunityView view = session.view();
  const absl::StatusOr<EdgeReport> report = FindEdgeClusters(view, settings.edge);
  if (!report.ok()) return report.status();
  Answer answer;
  answer.Of<v1::EdgeCluster>();
  answer.findings = {{"modularity", absl::StrFormat("%.6f", report->modularity)}};
  answer.title = ClustersTitle(*report, settings.edge.min_size);
  // Without customers no cluster is at the edge of anything: all are shown.
  const bool all = settings.all || report->num_customers == 0;
  for (const EdgeCluster& cluster : report->clusters) {
    if (!all && !cluster.on_front) continue;
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, cluster, answer.NextRank()));
  }
  NoteLeftOut(*report, settings.edge.min_size, answer);
  if (report->num_customers == 0) {
    answer.Note("There are no customers: exposure and penetration are not known, and no "
                "cluster is at the edge of the market.");
  } else if (!all) {
    answer.Note("No other cluster is better than these on every count; --all shows every cluster.");
  }
  return answer;
}

absl::StatusOr<Answer> Edges(Session& session, EdgesSettings& settings) {
  if (settings.frontier) return AnswerFrontier(session);
  EdgeOptions& o = settings.edge;
  o.market = session.market();
  o.seed = session.seed;
  o.run = session.run();
  const CommunityView view = session.view();
  const std::vector<uint8_t> customer = view.Customers(o.market);
  const bool none = std::count(customer.begin(), customer.end(), 1) == 0;
  if (settings.pareto || none) return AnswerPareto(session, settings);
  settings.convert.market = o.market;
  settings.convert.seed = o.seed;
  settings.convert.run = o.run;
  const absl::StatusOr<MarketEdge> found = FindMarketEdge(view, o, settings.convert);
  if (!found.ok()) return found.status();
  const EdgeReport& report = found->report;
  Answer answer;
  answer.Of<v1::EdgeCluster>();
  answer.findings = {{"modularity", absl::StrFormat("%.6f", report.modularity)}};
  answer.title = absl::StrCat(ClustersTitle(report, o.min_size), ". ",
                              found->model.report().sentence);
  const auto edges = std::count_if(found->outlook.begin(), found->outlook.end(),
                                   [](const EdgeOutlook& x) { return x.at_edge; });
  const bool all = settings.all || edges == 0;  // Where no edge is found, all are shown.
  for (size_t i = 0; i < report.clusters.size(); ++i) {
    if (!all && !found->outlook[i].at_edge) continue;
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, report.clusters[i], found->outlook[i], answer.NextRank()));
  }
  NoteLeftOut(report, o.min_size, answer);
  answer.Note(absl::StrCat(
      CountOf(static_cast<uint64_t>(edges), "cluster is", "clusters are"),
      " at the edge of the market: most of it not yet customers, its prospects likelier to become "
      "so than all (", figures::Plain(figures::Percent(found->mean_rate)),
      found->model.is_temporal()
          ? "), and more of them became so lately than chance makes it."
          : "), and nearer to customers than chance makes it.",
      all ? "" : " --all shows every cluster."));
  return answer;
}

void Declare(Options& o, Session& session, EdgesSettings& s) {
  session.Input(o);
  session.Market(o);
  session.Result(o, 50);
  o.Mode("--frontier", s.frontier,
         "The members around the customers, up to where the ties thin out");
  o.In({kPlain});
  session.Seed(o);
  o.Flag("--all", s.all, "Every cluster, not only those at the edge");
  o.Flag("--pareto", s.pareto,
         "Clusters that no other beats on every count, instead of those where customers come");
  DeclareConversionClock(o, s.convert);
  DeclareAttributes(o, s.convert);
  o.Choice<LeidenObjective>("--objective", s.edge.objective,
                            {{"modularity", LeidenObjective::kModularity},
                             {"cpm", LeidenObjective::kPotts}},
                            "What the clusters maximise (cpm: constant Potts model)");
  o.Num("--resolution", s.edge.resolution, MoreThan(0), "More gives more, smaller clusters");
  o.Num("--min-size", s.edge.min_size, AtLeast(1), "Members a cluster must have");
  o.Num("--window", s.edge.window_days, MoreThan(0), "Days of the recent window, for growth");
}

const bool kRegistered = Register<EdgesSettings>(
    {.name = "edges",
     .group = Group::kUnderstand,
     .question = "Which clusters are the edge of the market, and who leads into them?",
     .examples = {"pullgraph edges q.pull", "pullgraph edges q.pull --frontier"},
     .cost = {20, 200, 0}},
    Answers<v1::EdgeCluster, v1::FrontierMember>(), Declare, Edges);

}  // namespace
}  // namespace pullgraph::tools::verb_edges
