// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/access/brokers.h"
#include "algorithms/access/k_introduction_paths.h"
#include "algorithms/access/reach.h"
#include "io/answer/figures.h"
#include "io/path_messages.h"
#include "pullgraph/v1/access.pb.h"
#include "tools/access_modes.h"
#include "tools/model_options.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_access {
namespace {

using figures::CountOf;

// The k best paths to one member, or the best one to each that can be reached.
absl::StatusOr<std::vector<AccessPath>> Paths(const Session& session, const AccessSettings& s,
                                              const IntroductionGraph& graph) {
  if (!s.target.is_none()) {
    return FindKIntroductionPaths(graph, s.sources, s.target, *s.k, s.path);
  }
  const absl::StatusOr<AccessMap> map = FindAccessMap(graph, s.sources, s.path);
  if (!map.ok()) return map.status();
  std::vector<AccessPath> paths;
  for (uint32_t m = 0; m < session.community().num_members(); ++m) {
    AccessPath path = map->PathTo(MemberId(m));
    if (path.hops() > 0) paths.push_back(std::move(path));
  }
  std::stable_sort(paths.begin(), paths.end(), [](const AccessPath& a, const AccessPath& b) {
    return a.probability > b.probability;
  });
  return paths;
}

absl::StatusOr<Answer> AnswerPaths(const Session& session, const AccessSettings& s,
                                   const IntroductionGraph& graph) {
  const absl::StatusOr<std::vector<AccessPath>> paths = Paths(session, s, graph);
  if (!paths.ok()) return paths.status();
  Answer answer;
  answer.Of<v1::AccessPath>();
  answer.title = absl::StrCat(
      "Introductions from ", SourcesText(s), ": ",
      s.to.empty() ? CountOf(paths->size(), "member within reach", "members within reach")
                   : absl::StrCat(CountOf(paths->size(), "path", "paths"), " to ", s.to));
  for (const AccessPath& path : *paths) {
    if (!session.HasRoom(answer)) break;
    const uint32_t rank = answer.NextRank();
    answer.Add(ToMessage(session.view(), graph, path)).set_rank(rank);
  }
  return answer;
}

// --from, or all customers, ascending.
absl::StatusOr<std::vector<MemberId>> SourcesOf(const Session& session,
                                                const std::string& from) {
  std::vector<MemberId> sources;
  if (!from.empty()) {
    const absl::StatusOr<MemberId> member = session.FindMember("--from", from);
    if (!member.ok()) return member.status();
    sources.push_back(*member);
    return sources;
  }
  const std::vector<uint8_t> customer = session.view().Customers(session.market());
  for (uint32_t m = 0; m < customer.size(); ++m) {
    if (customer[m] != 0) sources.push_back(MemberId(m));
  }
  if (!sources.empty()) return sources;
  return absl::FailedPreconditionError(
      "nobody is a customer: there is no market to start from\nname a member with --from");
}

// What options that go together leave out.
absl::Status CheckUsage(const AccessSettings& s) {
  const char* wrong = nullptr;
  if (s.k && s.to.empty()) wrong = "--k is for the paths to one member\nname it with --to";
  if (s.path.max_hops == 0 && !s.reach) {
    wrong = "--max-hops: 0 means something with --reach alone\ngive a whole number from 1 to 64";
  }
  if (s.trade_off && s.to.empty()) {
    wrong = "--trade-off is about the paths to one member\nname one with --to";
  }
  if (s.temporal == TemporalCriterion::kLatestDeparture && s.to.empty()) {
    wrong = "--temporal latest-departure needs a member to arrive at\nname one with --to";
  }
  if (s.plan && s.targets.empty()) {
    wrong = "--plan needs those to be introduced to\n"
            "name them with --targets ID,ID or a file of ids";
  }
  return wrong == nullptr ? absl::OkStatus() : absl::InvalidArgumentError(wrong);
}

absl::StatusOr<Answer> Access(Session& session, AccessSettings& s) {
  if (absl::Status status = CheckUsage(s); !status.ok()) return status;
  // Set here, so that the manifest tells what counted.
  if (!s.k) s.k = 1;
  if (!s.epsilon) s.epsilon = s.reach ? ReachOptions().epsilon : BrokerOptions().epsilon;
  s.introductions.ties.strength.run = s.path.run = session.run();
  if (!s.to.empty()) {
    const absl::StatusOr<MemberId> found = session.FindMember("--to", s.to);
    if (!found.ok()) return found.status();
    s.target = *found;
  }
  if (s.brokers) return AnswerBrokers(session, s);
  if (!s.closeness) {
    absl::StatusOr<std::vector<MemberId>> sources = SourcesOf(session, s.from);
    if (!sources.ok()) return sources.status();
    s.sources = *std::move(sources);
  }
  if (s.temporal) return AnswerTemporal(session, s);
  const absl::StatusOr<IntroductionGraph> graph =
      s.learned ? BuildLearnedIntroductions(session.view(), s.introductions)
                : BuildIntroductionGraph(session.view(), s.introductions.ties);
  if (!graph.ok()) return graph.status();
  if (s.closeness) return AnswerCloseness(session, s, *graph);
  if (s.trade_off) return AnswerTradeOff(session, s, *graph);
  if (s.plan) return AnswerPlan(session, s, *graph);
  if (s.reach) return AnswerReach(session, s, *graph);
  return AnswerPaths(session, s, *graph);
}

// The other questions, and what only one or two of them take.
void DeclareModes(Options& o, Session& session, AccessSettings& s) {
  using enum TemporalCriterion;
  o.Mode("--reach", s.reach, "How likely it is that any introduction at all gets through");
  o.Mode("--brokers", s.brokers, "Over whom the ways lead: betweenness, and clusters tied");
  o.Mode("--closeness", s.closeness,
         "How near each member is to all others, and how many are near");
  o.Mode("--trade-off", s.trade_off,
         "Paths to --to that no other beats in introductions, access and freshness");
  Options::MakeMode(o.Choice<std::optional<TemporalCriterion>>(
      "--temporal", s.temporal,
      {{"earliest-arrival", kEarliestArrival},
       {"latest-departure", kLatestDeparture},
       {"fastest", kFastest},
       {"fewest-hops", kFewestHops}},
      "Chains of exchanges in the order of their dates (latest-departure needs --to)"));
  o.Mode("--plan", s.plan, "Whom to ask for the introductions to --targets");
  o.In({"--reach", "--brokers", "--closeness"});
  session.Seed(o);
  o.In({"--reach", "--brokers"});
  o.Num("--epsilon", s.epsilon, Positive(0.5), "Error of what is sampled").default_text =
      "0.02 with --reach, 0.005 with --brokers";
  o.Num("--delta", s.delta, Positive(0.999), "Chance that the error is exceeded");
  o.In({"--closeness"});
  o.Num("--within", s.near.hops, Between(0, 64), "Introductions up to which members are counted");
  o.In({"--temporal"});
  o.Text("--since", s.since, "TIME", "First moment of a chain");
  o.Text("--until", s.until, "TIME", "Last moment of a chain");
  o.Text("--contact-duration", s.contact_duration, "SPAN",
         "Time that each exchange takes, such as 1d or 30m; none, unless it is given");
  o.Flag("--any-order-at-once", s.any_order_at_once,
         "Exchanges of one moment may follow one another: for dates without a time of day");
  o.Flag("--both-ways", s.both_ways, "Exchanges on directed ties count in both directions");
  o.In({"--plan"});
  o.Text("--targets", s.targets, "MEMBERS",
         "Members to be introduced to: ID,ID,... or a file of one a line, or - for standard input")
      .wants = Wants::kFile;
  o.Num("--asks-per-broker", s.planning.asks_per_broker, AtLeast(0),
        "Introductions that one member is asked for at most");
  o.Text("--asks", s.asks, "COUNTS", "The same for single members: ID=COUNT,ID=COUNT");
}

void Declare(Options& o, Session& session, AccessSettings& s) {
  session.Input(o);
  session.Result(o, 20);
  o.In({kPlain, "--reach", "--brokers", "--closeness", "--trade-off", "--temporal"});
  o.Text("--to", s.to, "MEMBER", "Member to reach, or to be told of; everyone, unless it is given");
  o.In({kPlain, "--reach", "--trade-off", "--temporal", "--plan"});
  o.Text("--from", s.from, "MEMBER", "Member to start from; all customers, unless it is given");
  session.Market(o).excludes = "--from";
  o.In({kPlain});
  o.Num("--k", s.k, Between(1, 10'000), "Paths to --to, the best ones").default_text = "1";
  o.In({kPlain, "--reach", "--trade-off", "--plan"});
  o.Num("--max-hops", s.path.max_hops, Between(0, 64),
        "Introductions in a path at most; 0, with --reach alone: any number");
  o.Choice<bool>("--probabilities", s.learned, {{"ties", false}, {"learned", true}},
                 "How likely a tie passes an introduction on: by strength of ties, or learned "
                 "from who pulled what after whom, ties being the prior");
  o.Num("--tie-worth", s.introductions.tie_worth, MoreThan(0),
        "Pulls that a tie is worth in learning; more trusts the tie")
      .Needs("--probabilities", "learned");
  o.In({kPlain, "--reach", "--trade-off", "--plan", "--brokers"});
  AddTieOptions(o, s.introductions.ties.strength);
  o.In({});
  DeclareModes(o, session, s);
}

const bool kRegistered = Register<AccessSettings>(
    {.name = "access",
     .group = Group::kUnderstand,
     .question = "Through whom do we reach a member? The most probable introductions",
     .examples = {"pullgraph access q.pull --limit 20", "pullgraph access q.pull --to 141 --k 5",
                  "pullgraph access q.pull --plan --targets 141,2015,2687"},
     .cost = {1, 40, 0}},
    Answers<v1::AccessPath, v1::Reach, v1::Broker, v1::TemporalPath, v1::TradeOff,
            v1::PlannedIntroduction, v1::Closeness>(),
    Declare, Access);

}  // namespace
}  // namespace pullgraph::tools::verb_access
