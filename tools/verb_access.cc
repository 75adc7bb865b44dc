// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "algorithms/access/introduction_path.h"
#include "algorithms/access/k_introduction_paths.h"
#include "algorithms/access/reach.h"
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
  int k = 1;
  bool reach = false;
  ReachOptions sampling;
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

std::vector<ResultColumn> ReachColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.reach()); };
  };
  using R = v1::Reach;
  return {{"member", of([](const R& r) { return Cell::Text(r.member()); })},
          {"name", of([](const R& r) { return Cell::Text(r.member_name()); })},
          {"reach", of([](const R& r) { return Cell::Percent(r.probability()); })},
          {"within", of([](const R& r) { return Cell::Percent(r.epsilon()); })},
          {"worlds", of([](const R& r) { return Cell::Count(r.worlds()); })}};
}

// P(some path is live), of one member or of all that can be reached.
int RunReach(Session& session, AccessOptions& options, const IntroductionGraph& graph,
             const std::vector<MemberId>& sources, MemberId only) {
  options.sampling.max_hops = options.path.max_hops;
  options.sampling.seed = session.seed;
  options.sampling.run = session.run();
  const absl::StatusOr<ReachEstimate> reach =
      only.is_none() ? EstimateReach(graph, sources, options.sampling)
                     : EstimateReachOf(graph, sources, {only}, options.sampling);
  if (!reach.ok()) return FailCompute(reach.status());
  std::vector<std::pair<double, uint32_t>> order;
  for (uint32_t i = 0; i < reach->probability.size(); ++i) {
    const uint32_t member = only.is_none() ? i : only.value();
    const bool is_source = std::binary_search(sources.begin(), sources.end(), MemberId(member));
    if (!is_source && reach->probability[i] > 0) order.emplace_back(-reach->probability[i], member);
  }
  std::sort(order.begin(), order.end());
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"reach", "true"}, {"to", options.to}, {"from", options.from},
                 {"max_hops", absl::StrCat(options.path.max_hops)},
                 {"epsilon", absl::StrCat(options.sampling.epsilon)},
                 {"delta", absl::StrCat(options.sampling.delta)}});
  table.title = absl::StrFormat(
      "Reach: P(some introduction path is live); every figure within %.3g %% with probability %g",
      100 * reach->half_width, 1 - options.sampling.delta);
  table.columns = ReachColumns();
  for (size_t i = 0; i < std::min(order.size(), static_cast<size_t>(session.limit)); ++i) {
    v1::Reach* row = table.rows.emplace_back().mutable_reach();
    const MemberId member(order[i].second);
    row->set_member(std::string(session.community().MemberKey(member)));
    row->set_member_name(std::string(session.community().MemberLabel(member)));
    row->set_probability(-order[i].first);
    row->set_epsilon(reach->half_width);
    row->set_delta(options.sampling.delta);
    row->set_worlds(static_cast<uint64_t>(reach->worlds));
  }
  return FinishResult(session, table);
}

// The k best paths to one member, or the best one to each that can be reached.
absl::StatusOr<std::vector<AccessPath>> Paths(const Session& session, const AccessOptions& options,
                                              const IntroductionGraph& graph,
                                              const std::vector<MemberId>& sources, MemberId to) {
  if (!to.is_none()) {
    return FindKIntroductionPaths(graph, sources, to, options.k, options.path);
  }
  const absl::StatusOr<AccessMap> map = FindAccessMap(graph, sources, options.path);
  if (!map.ok()) return map.status();
  std::vector<AccessPath> paths;
  for (uint32_t m = 0; m < session.community().num_members(); ++m) {
    if (!(map->Probability(MemberId(m)) > 0)) continue;
    AccessPath path = map->PathTo(MemberId(m));
    if (path.hops() > 0) paths.push_back(std::move(path));
  }
  std::stable_sort(paths.begin(), paths.end(), [](const AccessPath& a, const AccessPath& b) {
    return a.probability > b.probability;
  });
  return paths;
}

int Run(Session& session, AccessOptions& options) {
  if (const int code = session.Load(); code != kDone) return code;
  const CommunityView view = session.view();
  const absl::StatusOr<std::vector<MemberId>> sources = Sources(session, options.from);
  if (!sources.ok()) return FailCompute(sources.status());
  options.ties.strength.run = options.path.run = &session.StartRun("access");
  const absl::StatusOr<IntroductionGraph> graph = BuildIntroductionGraph(view, options.ties);
  if (!graph.ok()) return FailCompute(graph.status());
  MemberId to = MemberId::None();
  if (!options.to.empty()) {
    const absl::StatusOr<MemberId> found = Find(session.community(), "--to", options.to);
    if (!found.ok()) return FailCompute(found.status());
    to = *found;
  }
  if (options.reach) return RunReach(session, options, *graph, *sources, to);
  const absl::StatusOr<std::vector<AccessPath>> paths = Paths(session, options, *graph, *sources, to);
  if (!paths.ok()) return FailCompute(paths.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"to", options.to}, {"from", options.from},
                 {"max_hops", absl::StrCat(options.path.max_hops)},
                 {"tie_half_life_days", absl::StrCat(options.ties.strength.half_life_days)}});
  table.title = absl::StrCat("Introductions from ",
                             options.from.empty() ? absl::StrCat(sources->size(), " customers")
                                                  : options.from,
                             ": ",
                             to.is_none() ? absl::StrCat(paths->size(), " members within reach")
                                          : absl::StrCat(paths->size(), " path(s) to ", options.to));
  table.columns = Columns();
  for (size_t i = 0; i < std::min(paths->size(), static_cast<size_t>(session.limit)); ++i) {
    v1::AccessPath* path = table.rows.emplace_back().mutable_access_path();
    *path = ToMessage(view, *graph, (*paths)[i]);
    path->set_rank(static_cast<uint32_t>(i + 1));
  }
  return FinishResult(session, table);
}

}  // namespace

void AddAccess(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "access", "Through whom do we reach a member? The most probable introductions\n\n"
                "  pullgraph access q.pull --limit 20\n"
                "  pullgraph access q.pull --to 1834 --k 5");
  const auto options = std::make_shared<AccessOptions>();
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  verb->add_option("--to", options->to, "Member to reach, by id; default: everyone");
  verb->add_option("--from", options->from, "Member to start from, by id; default: all customers");
  verb->add_option("--k", options->k, "Paths to --to, the best ones")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  verb->add_flag("--reach", options->reach,
                 "P(some path is live) instead of single paths, by sampling");
  verb->add_option("--epsilon", options->sampling.epsilon, "Error of --reach")
      ->capture_default_str();
  verb->add_option("--delta", options->sampling.delta, "Chance that the error is exceeded")
      ->capture_default_str();
  verb->add_option("--max-hops", options->path.max_hops, "Introductions in a path at most")
      ->capture_default_str();
  verb->add_option("--tie-half-life", options->ties.strength.half_life_days,
                   "Days after which an exchange counts half")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  SetAction(*verb, [&session, options] { return Run(session, *options); });
}

}  // namespace pullgraph::tools
