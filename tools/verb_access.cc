// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "algorithms/access/introduction_path.h"
#include "graph/build_introduction_graph.h"
#include "graph/string_table.h"
#include "io/result_messages.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct AccessOptions {
  std::string to;
  std::string from;
  IntroductionPathOptions path;
  IntroductionOptions ties;
};

absl::StatusOr<MemberId> Find(const CommunityGraph& c, const char* flag, const std::string& id) {
  if (const auto member = c.FindMember(id)) return *member;
  return absl::NotFoundError(absl::StrCat(flag, ": there is no member '", id,
                                          "'\nids are those of the import; pullgraph cat lists them"));
}

absl::StatusOr<std::vector<MemberId>> Sources(Session& session, const std::string& from) {
  if (!from.empty()) {
    absl::StatusOr<MemberId> member = Find(session.community(), "--from", from);
    if (!member.ok()) return member.status();
    return std::vector<MemberId>{*member};
  }
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return market.status();
  const std::vector<uint8_t> customer = session.view().Customers(*market);
  std::vector<MemberId> sources;
  for (uint32_t m = 0; m < customer.size(); ++m) {
    if (customer[m] != 0) sources.push_back(MemberId(m));
  }
  if (sources.empty()) {
    return absl::FailedPreconditionError(
        "nobody is a customer: there is no market to start from\nname a member with --from");
  }
  return sources;
}

std::vector<ResultColumn> Columns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.access_path()); };
  };
  using P = v1::AccessPath;
  return {{"#", of([](const P& p) { return Cell::Count(p.rank()); })},
          {"member", of([](const P& p) { return Cell::Text(p.target()); })},
          {"name", of([](const P& p) { return Cell::Text(p.target_name()); })},
          {"access", of([](const P& p) { return Cell::Percent(p.probability()); })},
          {"hops", of([](const P& p) { return Cell::Count(p.hops()); })},
          {"path", of([](const P& p) {
             Cell cell = Cell::Text(absl::StrJoin(p.member_names(), " > "));
             cell.raw = absl::StrJoin(p.members(), " > ");
             return cell;
           })}};
}

int Run(Session& session, AccessOptions& options) {
  if (const int code = session.Load(); code != kDone) return code;
  const CommunityView view = session.view();
  const absl::StatusOr<std::vector<MemberId>> sources = Sources(session, options.from);
  if (!sources.ok()) return FailCompute(sources.status());
  options.ties.strength.run = options.path.run = &session.StartRun("access");
  const absl::StatusOr<IntroductionGraph> graph = BuildIntroductionGraph(view, options.ties);
  if (!graph.ok()) return FailCompute(graph.status());
  const absl::StatusOr<AccessMap> map = FindAccessMap(*graph, *sources, options.path);
  if (!map.ok()) return FailCompute(map.status());
  std::vector<std::pair<double, uint32_t>> reached;
  if (!options.to.empty()) {
    const absl::StatusOr<MemberId> to = Find(session.community(), "--to", options.to);
    if (!to.ok()) return FailCompute(to.status());
    if (map->Probability(*to) > 0) reached.emplace_back(0, to->value());
  } else {
    for (uint32_t m = 0; m < session.community().num_members(); ++m) {
      const double p = map->Probability(MemberId(m));
      if (p > 0 && map->PathTo(MemberId(m)).hops() > 0) reached.emplace_back(-p, m);
    }
    std::sort(reached.begin(), reached.end());
  }
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"to", options.to}, {"from", options.from},
                 {"max_hops", absl::StrCat(options.path.max_hops)},
                 {"tie_half_life_days", absl::StrCat(options.ties.strength.half_life_days)}});
  table.title = absl::StrCat("Introductions from ",
                             options.from.empty() ? absl::StrCat(sources->size(), " customers")
                                                  : options.from,
                             ": ", reached.size(), " members within reach");
  table.columns = Columns();
  for (size_t i = 0; i < std::min(reached.size(), static_cast<size_t>(session.limit)); ++i) {
    v1::AccessPath* path = table.rows.emplace_back().mutable_access_path();
    *path = ToMessage(view, *graph, map->PathTo(MemberId(reached[i].second)));
    path->set_rank(static_cast<uint32_t>(i + 1));
  }
  return FinishResult(session, table);
}

}  // namespace

void AddAccess(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "access", "Through whom do we reach a member? The most probable introductions\n\n"
                "  pullgraph access q.pull --limit 20\n"
                "  pullgraph access q.pull --to 1834");
  const auto options = std::make_shared<AccessOptions>();
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  verb->add_option("--to", options->to, "Member to reach, by id; default: everyone");
  verb->add_option("--from", options->from, "Member to start from, by id; default: all customers");
  verb->add_option("--max-hops", options->path.max_hops, "Introductions in a path at most")
      ->capture_default_str();
  verb->add_option("--tie-half-life", options->ties.strength.half_life_days,
                   "Days after which an exchange counts half")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  SetAction(*verb, [&session, options] { return Run(session, *options); });
}

}  // namespace pullgraph::tools
