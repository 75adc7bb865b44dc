// SPDX-License-Identifier: Apache-2.0
#include "tools/access_modes.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/access/exchanges.h"
#include "algorithms/access/path_trade_off.h"
#include "algorithms/kernels/undirected_strengths.h"
#include "graph/string_table.h"
#include "io/access_messages.h"
#include "tools/access_tables.h"
#include "tools/result_writer.h"

namespace pullgraph::tools {
namespace {

// Members by descending score, then ascending id.
std::vector<uint32_t> Ranking(const std::vector<double>& score) {
  std::vector<uint32_t> order(score.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return score[a] > score[b]; });
  return order;
}

// Appends message(member, rank) of `only`, or of the first --limit members of score > 0.
template <class Message>
void AddRanked(const Session& session, const std::vector<double>& score, MemberId only,
               Message message) {
  const std::vector<uint32_t> order = Ranking(score);
  const auto limit = static_cast<size_t>(session.limit);
  for (size_t i = 0, rows = 0; i < order.size() && rows < limit; ++i) {
    if (only.is_none() ? !(score[order[i]] > 0) : order[i] != only.value()) continue;
    message(MemberId(order[i]), static_cast<uint32_t>(i + 1));
    ++rows;
  }
}

struct Window {
  Time begin, end;
  int64_t duration = 0;
};

absl::Status Named(const char* flag, const absl::Status& status) {
  return absl::InvalidArgumentError(absl::StrCat(flag, ": ", status.message()));
}

absl::StatusOr<Window> ParseWindow(const AccessOptions& options) {
  Window window;
  if (!options.since.empty()) {
    const absl::StatusOr<Time> time = ParseTime(options.since);
    if (!time.ok()) return Named("--since", time.status());
    window.begin = *time;
  }
  if (!options.until.empty()) {
    const absl::StatusOr<Time> time = ParseTime(options.until);
    if (!time.ok()) return Named("--until", time.status());
    window.end = *time;
  }
  if (!options.contact_duration.empty()) {
    const absl::StatusOr<int64_t> span = ParseDuration(options.contact_duration);
    if (!span.ok()) return Named("--contact-duration", span.status());
    window.duration = *span;
  }
  return window;
}

TemporalCriterion CriterionOf(const std::string& name) {
  for (const auto criterion : {TemporalCriterion::kLatestDeparture,
                               TemporalCriterion::kFastest, TemporalCriterion::kFewestHops}) {
    if (name == NameOf(criterion)) return criterion;
  }
  return TemporalCriterion::kEarliestArrival;
}

// The better path first.
int64_t RankOf(const TemporalPath& path, TemporalCriterion criterion) {
  switch (criterion) {
    case TemporalCriterion::kLatestDeparture:
      return -path.departs.micros();
    case TemporalCriterion::kFastest:
      return path.arrives.micros() - path.departs.micros();
    case TemporalCriterion::kFewestHops:
      return path.hops();
    default:
      return path.arrives.micros();
  }
}

absl::StatusOr<std::vector<TemporalPath>> TemporalPaths(const Session& session,
                                                        const AccessOptions& options,
                                                        const Window& window,
                                                        const std::vector<MemberId>& sources,
                                                        MemberId to) {
  const CommunityView view = session.view();
  const auto contacts = ContactsOf(view, options.both_ways, session.run());
  if (!contacts.ok()) return contacts.status();
  TemporalOptions query;
  query.criterion = CriterionOf(options.temporal);
  query.begin = window.begin;
  query.end = window.end;
  query.duration = window.duration;
  query.strict = !options.any_order_at_once;
  query.run = session.run();
  const bool backwards = query.criterion == TemporalCriterion::kLatestDeparture;
  const std::vector<MemberId> ends = backwards ? std::vector<MemberId>{to} : sources;
  const auto tree =
      FindTimeRespectingPaths(*contacts, view.community().num_members(), ends, query);
  if (!tree.ok()) return tree.status();
  std::vector<TemporalPath> paths;
  const auto add = [&](MemberId m) {
    TemporalPath path = tree->PathTo(m);
    if (path.hops() > 0) paths.push_back(std::move(path));
  };
  if (backwards) {
    for (const MemberId source : sources) add(source);
  } else if (!to.is_none()) {
    add(to);
  } else {
    for (uint32_t m = 0; m < view.community().num_members(); ++m) add(MemberId(m));
  }
  std::stable_sort(
      paths.begin(), paths.end(), [&](const TemporalPath& a, const TemporalPath& b) {
        const int64_t rank_a = RankOf(a, query.criterion), rank_b = RankOf(b, query.criterion);
        return rank_a != rank_b ? rank_a < rank_b : a.arrives < b.arrives;
      });
  return paths;
}

}  // namespace

absl::StatusOr<IntroductionGraph> Introductions(const Session& session,
                                                const AccessOptions& options) {
  return options.probabilities == "learned"
             ? BuildLearnedIntroductions(session.view(), options.learned)
             : BuildIntroductionGraph(session.view(), options.learned.ties);
}

absl::StatusOr<MemberId> FindMemberOf(const CommunityGraph& c, const char* flag,
                                      const std::string& id) {
  if (const auto member = c.FindMember(id)) return *member;
  return absl::NotFoundError(
      absl::StrCat(flag, ": there is no member '", id,
                   "'\nids are those of the import; pullgraph cat lists them"));
}

absl::StatusOr<std::vector<MemberId>> SourcesOf(const Session& session,
                                                const std::string& from) {
  if (!from.empty()) {
    absl::StatusOr<MemberId> member = FindMemberOf(session.community(), "--from", from);
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

std::string NameOfSources(const AccessOptions& options, size_t sources) {
  return options.from.empty() ? absl::StrCat(sources, " customers") : options.from;
}

int RunBrokers(Session& session, const AccessOptions& options, MemberId to) {
  const CommunityView view = session.view();
  const absl::StatusOr<UndirectedFold> fold = UndirectedTieStrengths(view, options.learned.ties.strength);
  if (!fold.ok()) return FailCompute(fold.status());
  BrokerOptions between = options.between;
  between.seed = session.seed;
  between.run = session.run();
  const absl::StatusOr<Brokers> brokers = FindBrokers(fold->ties, fold->weights, between);
  if (!brokers.ok()) return FailCompute(brokers.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"brokers", "true"},
                 {"to", options.to},
                 {"epsilon", absl::StrCat(between.epsilon)},
                 {"delta", absl::StrCat(between.delta)},
                 {"tie_half_life_days", absl::StrCat(options.learned.ties.strength.half_life_days)}});
  const auto count = std::count_if(brokers->betweenness.begin(), brokers->betweenness.end(),
                                   [](double b) { return b > 0; });
  table.title =
      absl::StrFormat("Brokers: %d of %d members are on a shortest way between others", count,
                      brokers->betweenness.size());
  if (brokers->samples > 0) {
    absl::StrAppendFormat(&table.title,
                          "; %d ways sampled, every figure within %.3g %% with probability %g",
                          brokers->samples, 100 * brokers->epsilon, 1 - between.delta);
  }
  table.columns = BrokerColumns();
  AddRanked(session, brokers->betweenness, to, [&](MemberId m, uint32_t rank) {
    *table.rows.emplace_back().mutable_broker() =
        ToMessage(view, *brokers, m, between.delta, rank);
  });
  table.notes.push_back(
      "Betweenness: share of all ordered pairs of members whose shortest ways, in "
      "hops, lead over this one.");
  table.notes.push_back(
      "Participation: 0 if all contacts are in one cluster, towards 1 if spread "
      "evenly over many.");
  return FinishResult(session, table);
}

int RunCloseness(Session& session, const AccessOptions& options, MemberId to) {
  const CommunityView view = session.view();
  const absl::StatusOr<IntroductionGraph> graph = Introductions(session, options);
  if (!graph.ok()) return FailCompute(graph.status());
  ClosenessOptions near = options.near;
  near.seed = session.seed;
  near.run = session.run();
  const absl::StatusOr<Closeness> closeness = FindCloseness(graph->graph, near);
  if (!closeness.ok()) return FailCompute(closeness.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "access",
      {{"closeness", "true"}, {"to", options.to}, {"within", absl::StrCat(near.hops)}});
  table.title = absl::StrCat(
      "Closeness: mean of 1 / introductions to all other members, and members within so many",
      closeness->exact ? ""
                       : absl::StrFormat("; estimated, standard error of a count %.1f %%",
                                         100 * closeness->relative_error));
  table.columns = ClosenessColumns(near.hops);
  AddRanked(session, closeness->closeness, to, [&](MemberId m, uint32_t rank) {
    *table.rows.emplace_back().mutable_closeness() = ToMessage(view, *closeness, m, rank);
  });
  return FinishResult(session, table);
}

int RunTemporal(Session& session, const AccessOptions& options,
                const std::vector<MemberId>& sources, MemberId to) {
  const CommunityView view = session.view();
  const TemporalCriterion criterion = CriterionOf(options.temporal);
  if (criterion == TemporalCriterion::kLatestDeparture && to.is_none()) {
    return FailCompute(absl::InvalidArgumentError(
        "--temporal latest-departure needs a member to arrive at\nname one with --to"));
  }
  const absl::StatusOr<Window> window = ParseWindow(options);
  if (!window.ok()) return FailCompute(window.status());
  const auto paths = TemporalPaths(session, options, *window, sources, to);
  if (!paths.ok()) return FailCompute(paths.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"temporal", options.temporal},
                 {"to", options.to},
                 {"from", options.from},
                 {"since", options.since},
                 {"until", options.until},
                 {"contact_duration", options.contact_duration},
                 {"any_order_at_once", options.any_order_at_once ? "true" : "false"},
                 {"both_ways", options.both_ways ? "true" : "false"}});
  table.title = absl::StrCat("Chains of dated exchanges, ", options.temporal, ", from ",
                             NameOfSources(options, sources.size()), " to ",
                             to.is_none() ? std::string("everyone") : options.to, ": ",
                             paths->size(), " found");
  table.columns = TemporalPathColumns();
  for (size_t i = 0; i < std::min(paths->size(), static_cast<size_t>(session.limit)); ++i) {
    *table.rows.emplace_back().mutable_temporal_path() =
        ToMessage(view, (*paths)[i], criterion, static_cast<uint32_t>(i + 1));
  }
  const bool is_source = std::binary_search(sources.begin(), sources.end(), to);
  if (is_source && criterion != TemporalCriterion::kLatestDeparture) {
    table.notes.push_back(absl::StrCat(options.to, " is where the chains start."));
  } else if (paths->empty()) {
    table.notes.push_back(
        "No chain of dated exchanges leads there; --both-ways also follows "
        "directed ties back.");
  }
  return FinishResult(session, table);
}

int RunTradeOff(Session& session, const AccessOptions& options,
                const std::vector<MemberId>& sources, MemberId to) {
  if (to.is_none()) {
    return FailCompute(absl::InvalidArgumentError(
        "--trade-off is about the paths to one member\nname one with --to"));
  }
  const CommunityView view = session.view();
  const absl::StatusOr<IntroductionGraph> graph = Introductions(session, options);
  if (!graph.ok()) return FailCompute(graph.status());
  const auto ages = ContactAges(view, *graph, session.run());
  if (!ages.ok()) return FailCompute(ages.status());
  const auto points = FindTradeOffs(*graph, *ages, sources, to, options.path);
  if (!points.ok()) return FailCompute(points.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"trade_off", "true"},
                 {"to", options.to},
                 {"from", options.from},
                 {"max_hops", absl::StrCat(options.path.max_hops)},
                 {"probabilities", options.probabilities},
                 {"tie_half_life_days", absl::StrCat(options.learned.ties.strength.half_life_days)}});
  table.title = absl::StrCat("From ", NameOfSources(options, sources.size()), " to ",
                             options.to, ": ", points->size(),
                             " path(s) that no other beats in hops, access and freshness");
  table.columns = TradeOffColumns();
  for (size_t i = 0; i < std::min(points->size(), static_cast<size_t>(session.limit)); ++i) {
    *table.rows.emplace_back().mutable_trade_off() =
        ToMessage(view, (*points)[i], static_cast<uint32_t>(i + 1));
  }
  if (view.now().is_present()) {
    table.notes.push_back(absl::StrCat("Stalest tie: days from the last exchange on it to ",
                                       FormatDate(view.now()),
                                       "; - where one of the ties has no date."));
  }
  return FinishResult(session, table);
}

}  // namespace pullgraph::tools
