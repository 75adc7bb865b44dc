// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/edge/frontier.h"
#include "graph/string_table.h"
#include "io/result_messages.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct EdgesVerb {
  EdgeOptions edge;
  bool all = false;
  bool frontier = false;
};

std::vector<ResultColumn> Columns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.edge_cluster()); };
  };
  using E = v1::EdgeCluster;
  return {
      {"#", of([](const E& e) { return Cell::Count(e.rank()); })},
      {"cluster", of([](const E& e) { return Cell::Text(e.name()); })},
      {"edge", of([](const E& e) { return Cell::Text(e.edge() ? "yes" : "no"); })},
      {"members", of([](const E& e) { return Cell::Count(e.members()); })},
      {"customers", of([](const E& e) { return Cell::Count(e.customers()); })},
      {"exposure", of([](const E& e) {
         return e.has_exposure() ? Cell::Percent(e.exposure()) : Cell::Absent();
       })},
      {"by chance", of([](const E& e) {
         return e.has_exposure_expected() ? Cell::Percent(e.exposure_expected()) : Cell::Absent();
       })},
      {"false-discovery rate", of([](const E& e) {
         return e.has_exposure_q() ? Cell::Number(e.exposure_q(), 3) : Cell::Absent();
       })},
      {"penetration", of([](const E& e) {
         return e.has_penetration() ? Cell::Percent(e.penetration()) : Cell::Absent();
       })},
      {"growth %", of([](const E& e) {
         return e.has_growth() ? Cell::Number(e.growth(), 0) : Cell::Absent();
       })},
      {"pulls a member a week", of([](const E& e) {
         return e.has_demand() ? Cell::Number(e.demand(), 3) : Cell::Absent();
       })},
      {"unmet asks", of([](const E& e) {
         return e.has_unmet_share() ? Cell::Percent(e.unmet_share()) : Cell::Absent();
       })},
      {"conductance", of([](const E& e) { return Cell::Number(e.conductance(), 3); })},
      {"way in", of([](const E& e) {
         if (e.bridges_size() == 0) return Cell::Text("");
         return Cell::Text(absl::StrCat(e.bridges(0).member_name(), " knows ",
                                        e.bridges(0).customer_name()));
       })},
  };
}

std::vector<ResultColumn> FrontierColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.frontier_member()); };
  };
  using F = v1::FrontierMember;
  return {
      {"#", of([](const F& f) { return Cell::Count(f.rank()); })},
      {"member", of([](const F& f) { return Cell::Text(f.member()); })},
      {"name", of([](const F& f) { return Cell::Text(f.member_name()); })},
      {"ties to customers", of([](const F& f) { return Cell::Percent(f.customer_share()); })},
      {"way in", of([](const F& f) { return Cell::Text(f.bridge().customer_name()); })},
  };
}

int RunFrontier(Session& session, MarketId market) {
  const CommunityView view = session.view();
  FrontierOptions options;
  options.market = market;
  options.run = &session.StartRun("edges");
  const absl::StatusOr<Frontier> frontier = FindFrontier(view, options);
  if (!frontier.ok()) return FailCompute(frontier.status());
  ResultTable table;
  table.manifest = session.Manifest("edges", {{"frontier", "true"},
                                              {"damping", absl::StrCat(options.damping)},
                                              {"epsilon", absl::StrCat(options.epsilon)}});
  table.title = absl::StrFormat(
      "%d members stand around %d customers; the cut around all of them has conductance %.3f",
      frontier->members.size(), frontier->num_customers, frontier->conductance);
  table.columns = FrontierColumns();
  for (const FrontierMember& member : frontier->members) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    const auto rank = static_cast<uint32_t>(table.rows.size() + 1);
    *table.rows.emplace_back().mutable_frontier_member() = ToMessage(view, member, rank);
  }
  if (frontier->num_customers == 0) {
    table.notes.push_back("No customer has a tie: there is nothing to stand around.");
  }
  return FinishResult(session, table);
}

int Run(Session& session, EdgesVerb& verb) {
  if (const int code = session.Load(); code != kDone) return code;
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return FailCompute(market.status());
  if (verb.frontier) return RunFrontier(session, *market);
  verb.edge.market = *market;
  verb.edge.seed = session.seed;
  verb.edge.run = &session.StartRun("edges");
  const CommunityView view = session.view();
  const absl::StatusOr<EdgeReport> report = FindEdgeClusters(view, verb.edge);
  if (!report.ok()) return FailCompute(report.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "edges", {{"objective", verb.edge.objective == LeidenObjective::kPotts ? "cpm" : "modularity"},
                {"resolution", absl::StrCat(verb.edge.resolution)},
                {"min_size", absl::StrCat(verb.edge.min_size)},
                {"window_days", absl::StrCat(verb.edge.window_days)},
                {"modularity", absl::StrFormat("%.6f", report->modularity)}});
  table.title = absl::StrFormat("%d clusters of at least %d members, modularity %.4f; %d customers",
                                report->clusters.size(), verb.edge.min_size, report->modularity,
                                report->num_customers);
  table.columns = Columns();
  // Without customers no cluster is at the edge of anything: all are shown.
  const bool all = verb.all || report->num_customers == 0;
  for (const EdgeCluster& cluster : report->clusters) {
    if (!all && !cluster.on_front) continue;
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    const auto rank = static_cast<uint32_t>(table.rows.size() + 1);
    *table.rows.emplace_back().mutable_edge_cluster() = ToMessage(view, cluster, rank);
  }
  if (report->num_core > 0 || report->num_small > 0) {
    table.notes.push_back(absl::StrCat("Left out: ", report->num_core, " of customers only, ",
                                       report->num_small, " below ", verb.edge.min_size,
                                       " members."));
  }
  if (report->num_customers == 0) {
    table.notes.push_back("There are no customers: exposure and penetration are not known.");
  } else if (!all) {
    table.notes.push_back("The edge of the market; --all shows every cluster.");
  }
  return FinishResult(session, table);
}

}  // namespace

void AddEdges(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "edges", "Which clusters are the edge of the market?\n\n"
               "  pullgraph edges q.pull\n"
               "  pullgraph edges q.pull --frontier");
  const auto edges = std::make_shared<EdgesVerb>();
  session.AddInput(*verb);
  session.AddResult(*verb, 50);
  verb->add_flag("--all", edges->all, "Every cluster, not only those at the edge");
  verb->add_flag("--frontier", edges->frontier,
                 "The members around the customers instead, up to where the ties thin out");
  verb->add_option("--objective", edges->edge.objective,
                   "What the clusters maximise: modularity, or cpm (constant Potts)")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, LeidenObjective>{{"modularity", LeidenObjective::kModularity},
                                                 {"cpm", LeidenObjective::kPotts}}))
      ->default_str("modularity");
  verb->add_option("--resolution", edges->edge.resolution, "More gives more, smaller clusters")
      ->capture_default_str();
  verb->add_option("--min-size", edges->edge.min_size, "Members a cluster must have")
      ->capture_default_str();
  verb->add_option("--window", edges->edge.window_days, "Days of the recent window, for growth")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  SetAction(*verb, [&session, edges] { return Run(session, *edges); });
}

}  // namespace pullgraph::tools
