// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "algorithms/access/k_introduction_paths.h"
#include "io/result_messages.h"
#include "tools/access_modes.h"
#include "tools/access_tables.h"
#include "tools/result_writer.h"

namespace pullgraph::tools {
namespace {

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
    const bool is_source =
        std::binary_search(sources.begin(), sources.end(), MemberId(member));
    if (!is_source && reach->probability[i] > 0) {
      order.emplace_back(-reach->probability[i], member);
    }
  }
  std::sort(order.begin(), order.end());
  ResultTable table;
  table.manifest =
      session.Manifest("access", {{"reach", "true"},
                                  {"to", options.to},
                                  {"from", options.from},
                                  {"max_hops", absl::StrCat(options.path.max_hops)},
                                  {"probabilities", options.probabilities},
                                  {"epsilon", absl::StrCat(options.sampling.epsilon)},
                                  {"delta", absl::StrCat(options.sampling.delta)}});
  table.title = absl::StrFormat(
      "Reach: P(some introduction path is live); every figure within %.3g %% with probability "
      "%g",
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
absl::StatusOr<std::vector<AccessPath>> Paths(const Session& session,
                                              const AccessOptions& options,
                                              const IntroductionGraph& graph,
                                              const std::vector<MemberId>& sources,
                                              MemberId to) {
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

int RunPaths(Session& session, const AccessOptions& options, const IntroductionGraph& graph,
             const std::vector<MemberId>& sources, MemberId to) {
  const absl::StatusOr<std::vector<AccessPath>> paths =
      Paths(session, options, graph, sources, to);
  if (!paths.ok()) return FailCompute(paths.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"to", options.to},
                 {"from", options.from},
                 {"max_hops", absl::StrCat(options.path.max_hops)},
                 {"probabilities", options.probabilities},
                 {"tie_half_life_days", absl::StrCat(options.learned.ties.strength.half_life_days)}});
  table.title =
      absl::StrCat("Introductions from ", NameOfSources(options, sources.size()), ": ",
                   to.is_none() ? absl::StrCat(paths->size(), " members within reach")
                                : absl::StrCat(paths->size(), " path(s) to ", options.to));
  table.columns = AccessPathColumns();
  for (size_t i = 0; i < std::min(paths->size(), static_cast<size_t>(session.limit)); ++i) {
    v1::AccessPath* path = table.rows.emplace_back().mutable_access_path();
    *path = ToMessage(session.view(), graph, (*paths)[i]);
    path->set_rank(static_cast<uint32_t>(i + 1));
  }
  return FinishResult(session, table);
}

// The question that was asked; "" is the plain one for paths.
absl::StatusOr<std::string> ModeOf(const AccessOptions& options) {
  std::vector<std::string> asked;
  if (options.reach) asked.push_back("--reach");
  if (options.brokers) asked.push_back("--brokers");
  if (options.closeness) asked.push_back("--closeness");
  if (!options.temporal.empty()) asked.push_back("--temporal");
  if (options.trade_off) asked.push_back("--trade-off");
  if (options.plan) asked.push_back("--plan");
  if (asked.size() > 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        absl::StrJoin(asked, " and "), " are different questions\nask one of them at a time"));
  }
  return asked.empty() ? "" : asked[0];
}

// Flags that not every question takes, and the questions that do.
struct FlagUse {
  const char* flag;
  std::vector<std::string> modes;
};

const std::vector<FlagUse>& FlagUses() {
  static const std::vector<std::string> by_paths = {"", "--reach", "--trade-off", "--plan"};
  static const std::vector<FlagUse> uses = {
      {"--to", {"", "--reach", "--brokers", "--closeness", "--temporal", "--trade-off"}},
      {"--from", {"", "--reach", "--temporal", "--trade-off", "--plan"}},
      {"--k", {""}},
      {"--max-hops", by_paths},
      {"--tie-half-life", {"", "--reach", "--trade-off", "--plan", "--brokers"}},
      {"--probabilities", by_paths},
      {"--tie-worth", by_paths},
      {"--epsilon", {"--reach", "--brokers"}},
      {"--delta", {"--reach", "--brokers"}},
      {"--within", {"--closeness"}},
      {"--since", {"--temporal"}},
      {"--until", {"--temporal"}},
      {"--contact-duration", {"--temporal"}},
      {"--any-order-at-once", {"--temporal"}},
      {"--both-ways", {"--temporal"}},
      {"--targets", {"--plan"}},
      {"--asks-per-broker", {"--plan"}},
      {"--asks", {"--plan"}}};
  return uses;
}

// At most one question at a time, and no flag of another one.
absl::Status CheckModes(const CLI::App& verb, const AccessOptions& options) {
  const absl::StatusOr<std::string> mode = ModeOf(options);
  if (!mode.ok()) return mode.status();
  for (const FlagUse& use : FlagUses()) {
    const bool takes = std::find(use.modes.begin(), use.modes.end(), *mode) != use.modes.end();
    if (takes || verb.count(use.flag) == 0) continue;
    const std::string modes = absl::StrJoin(use.modes, ", ");
    return absl::InvalidArgumentError(absl::StrCat(
        use.flag, " means nothing ", mode->empty() ? "for plain paths" : absl::StrCat("with ", *mode),
        use.modes[0].empty() ? absl::StrCat("\nleave it off, or leave off ", *mode)
                             : absl::StrCat("\nit goes with ", modes)));
  }
  if (verb.count("--k") > 0 && options.to.empty()) {
    return absl::InvalidArgumentError("--k is for the paths to one member\nname it with --to");
  }
  return absl::OkStatus();
}

int Run(const CLI::App& verb, Session& session, AccessOptions& options) {
  if (absl::Status s = CheckModes(verb, options); !s.ok()) return FailCompute(s);
  if (const int code = session.Load(); code != kDone) return code;
  options.learned.ties.strength.run = options.path.run = &session.StartRun("access");
  MemberId to = MemberId::None();
  if (!options.to.empty()) {
    const absl::StatusOr<MemberId> found =
        FindMemberOf(session.community(), "--to", options.to);
    if (!found.ok()) return FailCompute(found.status());
    to = *found;
  }
  if (options.brokers) return RunBrokers(session, options, to);
  if (options.closeness) return RunCloseness(session, options, to);
  const absl::StatusOr<std::vector<MemberId>> sources = SourcesOf(session, options.from);
  if (!sources.ok()) return FailCompute(sources.status());
  if (!options.temporal.empty()) return RunTemporal(session, options, *sources, to);
  if (options.trade_off) return RunTradeOff(session, options, *sources, to);
  if (options.plan) return RunPlan(session, options, *sources);
  const absl::StatusOr<IntroductionGraph> graph = Introductions(session, options);
  if (!graph.ok()) return FailCompute(graph.status());
  if (options.reach) return RunReach(session, options, *graph, *sources, to);
  return RunPaths(session, options, *graph, *sources, to);
}

void AddPathOptions(CLI::App& verb, AccessOptions& options) {
  verb.add_option("--to", options.to, "Member to reach, by id; default: everyone");
  verb.add_option("--from", options.from,
                  "Member to start from, by id; default: all customers");
  verb.add_option("--k", options.k, "Paths to --to, the best ones")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  verb.add_option("--max-hops", options.path.max_hops, "Introductions in a path at most")
      ->capture_default_str();
  verb.add_option("--tie-half-life", options.learned.ties.strength.half_life_days,
                  "Days after which an exchange counts half")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--probabilities", options.probabilities,
                  "How likely a tie passes an introduction on: by strength of ties, or learned "
                  "from who pulled what after whom, ties being the prior")
      ->check(CLI::IsMember({"ties", "learned"}))
      ->capture_default_str();
  verb.add_option("--tie-worth", options.learned.tie_worth,
                  "Pulls that a tie is worth in learning; more trusts the tie")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
}

void AddModes(CLI::App& verb, AccessOptions& options) {
  verb.add_flag("--reach", options.reach,
                "P(some path is live) instead of single paths, by sampling");
  verb.add_flag("--brokers", options.brokers,
                "Over whom the ways lead: betweenness, and clusters tied");
  verb.add_flag("--closeness", options.closeness,
                "How near each member is to all others, and how many are near");
  verb.add_flag("--trade-off", options.trade_off,
                "Paths to --to that no other beats in hops, access and freshness");
  verb.add_option("--temporal", options.temporal,
                  "Chains of exchanges in the order of their dates: earliest-arrival, "
                  "latest-departure (to --to), fastest or fewest-hops")
      ->check(
          CLI::IsMember({"earliest-arrival", "latest-departure", "fastest", "fewest-hops"}));
  verb.add_flag("--plan", options.plan, "Whom to ask for the introductions to --targets");
}

void AddModeOptions(CLI::App& verb, AccessOptions& options) {
  verb.add_option_function<double>(
      "--epsilon",
      [&options](double epsilon) {
        options.sampling.epsilon = options.between.epsilon = epsilon;
      },
      "Error of --reach (default 0.02) and of --brokers where sampled (0.005)");
  verb.add_option_function<double>(
      "--delta",
      [&options](double delta) { options.sampling.delta = options.between.delta = delta; },
      "Chance that the error is exceeded (default 0.05)");
  verb.add_option("--within", options.near.hops, "Hops of --closeness to count members for")
      ->capture_default_str();
  verb.add_option("--since", options.since, "First moment of --temporal");
  verb.add_option("--until", options.until, "Last moment of --temporal");
  verb.add_option(
      "--contact-duration", options.contact_duration,
      "Time that each exchange of --temporal takes, such as 1d or 30m; default: none");
  verb.add_flag(
      "--any-order-at-once", options.any_order_at_once,
      "Exchanges of one moment may follow one another: for dates without a time of day");
  verb.add_flag("--both-ways", options.both_ways,
                "Exchanges on directed ties count in both directions, too, for --temporal");
  verb.add_option("--targets", options.targets,
                  "Members to be introduced to: ID,ID,... or a file of one id a line");
  verb.add_option("--asks-per-broker", options.planning.asks_per_broker,
                  "Introductions of --plan that one member is asked for at most")
      ->capture_default_str();
  verb.add_option("--asks", options.asks, "The same for single members: ID=COUNT,ID=COUNT");
}

}  // namespace

void AddAccess(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "access",
      "Through whom do we reach a member? The most probable introductions\n\n"
      "  pullgraph access q.pull --limit 20\n"
      "  pullgraph access q.pull --to 141 --k 5\n"
      "  pullgraph access q.pull --plan --targets 141,2015,2687");
  const auto options = std::make_shared<AccessOptions>();
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  AddPathOptions(*verb, *options);
  AddModes(*verb, *options);
  AddModeOptions(*verb, *options);
  SetAction(*verb, [&session, verb, options] { return Run(*verb, session, *options); });
}

}  // namespace pullgraph::tools
