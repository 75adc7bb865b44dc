// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/edge/frontier.h"
#include "io/answer/figures.h"
#include "io/edge_messages.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;

struct EdgesSettings {
  EdgeOptions edge;
  bool all = false;
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

absl::StatusOr<Answer> Edges(Session& session, EdgesSettings& settings) {
  if (settings.frontier) return AnswerFrontier(session);
  EdgeOptions& o = settings.edge;
  o.market = session.market();
  o.seed = session.seed;
  o.run = session.run();
  const CommunityView view = session.view();
  const absl::StatusOr<EdgeReport> report = FindEdgeClusters(view, o);
  if (!report.ok()) return report.status();
  Answer answer;
  answer.Of<v1::EdgeCluster>();
  answer.findings = {{"modularity", absl::StrFormat("%.6f", report->modularity)}};
  answer.title = absl::StrCat(
      CountOf(report->clusters.size(), "cluster", "clusters"), " of at least ",
      CountOf(o.min_size, "member", "members"), ", modularity ",
      figures::Fixed(report->modularity, 4), "; ",
      CountOf(report->num_customers, "customer", "customers"));
  // Without customers no cluster is at the edge of anything: all are shown.
  const bool all = settings.all || report->num_customers == 0;
  for (const EdgeCluster& cluster : report->clusters) {
    if (!all && !cluster.on_front) continue;
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, cluster, answer.NextRank()));
  }
  if (report->num_core > 0 || report->num_small > 0) {
    answer.Note(absl::StrCat("Left out: ", CountOf(report->num_core, "cluster", "clusters"),
                             " of customers only, ", report->num_small, " below ",
                             CountOf(o.min_size, "member", "members"), "."));
  }
  if (report->num_customers == 0) {
    answer.Note("There are no customers: exposure and penetration are not known.");
  } else if (!all) {
    answer.Note("These clusters are the edge of the market; --all shows every cluster.");
  }
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
     .cost = {2, 60, 0}},
    Answers<v1::EdgeCluster, v1::FrontierMember>(), Declare, Edges);

}  // namespace
}  // namespace pullgraph::tools
