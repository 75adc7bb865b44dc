// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/edge/edge_clusters.h"
#include "graph/string_table.h"
#include "io/result_messages.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct EdgesVerb {
  EdgeOptions edge;
  bool all = false;
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

int Run(Session& session, EdgesVerb& verb) {
  if (const int code = session.Load(); code != kDone) return code;
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return FailCompute(market.status());
  verb.edge.market = *market;
  verb.edge.seed = session.seed;
  verb.edge.run = &session.StartRun("edges");
  const CommunityView view = session.view();
  const absl::StatusOr<EdgeReport> report = FindEdgeClusters(view, verb.edge);
  if (!report.ok()) return FailCompute(report.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "edges", {{"resolution", absl::StrCat(verb.edge.resolution)},
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
               "  pullgraph edges q.pull");
  const auto edges = std::make_shared<EdgesVerb>();
  session.AddInput(*verb);
  session.AddResult(*verb, 50);
  verb->add_flag("--all", edges->all, "Every cluster, not only those at the edge");
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
