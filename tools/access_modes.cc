// SPDX-License-Identifier: Apache-2.0
#include "tools/access_modes.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/access/brokers.h"
#include "algorithms/access/exchanges.h"
#include "algorithms/access/path_trade_off.h"
#include "algorithms/access/reach.h"
#include "algorithms/kernels/undirected_strengths.h"
#include "io/access_messages.h"
#include "io/answer/figures.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

// Adds row(member, place) of `only`, or of the first members of score > 0: by descending
// score, then ascending id.
template <class Row>
void AddRanked(const Session& session, const std::vector<double>& score, MemberId only,
               Answer& answer, Row row) {
  std::vector<uint32_t> order(score.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return score[a] > score[b]; });
  for (size_t i = 0; i < order.size() && session.HasRoom(answer); ++i) {
    if (only.is_none() ? !(score[order[i]] > 0) : order[i] != only.value()) continue;
    answer.Add(row(MemberId(order[i]), static_cast<uint32_t>(i + 1)));
  }
}

std::string Sureness(double half_width, double delta) {
  return absl::StrCat("every figure within ", Short(100 * half_width), " % with probability ",
                      Short(1 - delta));
}

// What `text` says to `parse`, unless it is empty.
template <class Value>
absl::Status Read(const char* flag, const std::string& text,
                  absl::StatusOr<Value> (*parse)(std::string_view), Value& into) {
  if (text.empty()) return absl::OkStatus();
  const absl::StatusOr<Value> value = parse(text);
  if (!value.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(flag, ": ", value.status().message()));
  }
  into = *value;
  return absl::OkStatus();
}

absl::StatusOr<TemporalOptions> QueryOf(const Session& session, const AccessSettings& s) {
  TemporalOptions query;
  query.criterion = *s.temporal;
  query.strict = !s.any_order_at_once;
  query.run = session.run();
  absl::Status status = Read("--since", s.since, ParseTime, query.begin);
  status.Update(Read("--until", s.until, ParseTime, query.end));
  status.Update(
      Read("--contact-duration", s.contact_duration, ParseDuration, query.duration));
  if (!status.ok()) return status;
  return query;
}

// What a path should have little of.
int64_t BadnessOf(const TemporalPath& path, TemporalCriterion criterion) {
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

// The best path to --to or to everyone; of latest departures, from every source.
absl::StatusOr<std::vector<TemporalPath>> TemporalPaths(const Session& session,
                                                        const AccessSettings& s,
                                                        const TemporalOptions& query) {
  const CommunityView view = session.view();
  const uint32_t n = view.community().num_members();
  const auto contacts = ContactsOf(view, s.both_ways, session.run());
  if (!contacts.ok()) return contacts.status();
  std::vector<MemberId> ends = s.sources, others = {s.target};
  if (query.criterion == TemporalCriterion::kLatestDeparture) {
    ends.swap(others);
  } else if (s.target.is_none()) {
    others.clear();
    for (uint32_t m = 0; m < n; ++m) others.push_back(MemberId(m));
  }
  const auto tree = FindTimeRespectingPaths(*contacts, n, ends, query);
  if (!tree.ok()) return tree.status();
  std::vector<TemporalPath> paths;
  for (const MemberId m : others) {
    TemporalPath path = tree->PathTo(m);
    if (path.hops() > 0) paths.push_back(std::move(path));
  }
  const auto key = [&](const TemporalPath& path) {
    return std::make_pair(BadnessOf(path, query.criterion), path.arrives);
  };
  std::stable_sort(paths.begin(), paths.end(), [&](const auto& a, const auto& b) {
    return key(a) < key(b);
  });
  return paths;
}

}  // namespace

std::string SourcesText(const AccessSettings& s) {
  return s.from.empty() ? CountOf(s.sources.size(), "customer", "customers") : s.from;
}

absl::StatusOr<Answer> AnswerReach(Session& session, const AccessSettings& s,
                                   const IntroductionGraph& graph) {
  const CommunityGraph& c = session.community();
  ReachOptions sampling;
  sampling.max_hops = s.path.max_hops;
  sampling.epsilon = *s.epsilon;
  sampling.delta = s.delta;
  sampling.seed = session.seed;
  sampling.run = session.run();
  const absl::StatusOr<ReachEstimate> reach =
      s.target.is_none() ? EstimateReach(graph, s.sources, sampling)
                         : EstimateReachOf(graph, s.sources, {s.target}, sampling);
  if (!reach.ok()) return reach.status();
  std::vector<double> probability = reach->probability;
  if (!s.target.is_none()) {
    probability.assign(c.num_members(), 0);
    probability[s.target.value()] = reach->probability[0];
  }
  for (const MemberId source : s.sources) probability[source.value()] = 0;  // Not shown.
  Answer answer;
  answer.Of<v1::Reach>();
  answer.title = absl::StrCat("Reach: probability that some introduction gets through; ",
                              Sureness(reach->half_width, s.delta));
  AddRanked(session, probability, MemberId::None(), answer, [&](MemberId member, uint32_t) {
    v1::Reach row;
    SetRef(c, member, row, "member");
    row.set_probability(probability[member.value()]);
    row.set_epsilon(reach->half_width);
    row.set_delta(s.delta);
    row.set_worlds(static_cast<uint64_t>(reach->worlds));
    return row;
  });
  return answer;
}

absl::StatusOr<Answer> AnswerBrokers(Session& session, const AccessSettings& s) {
  const CommunityView view = session.view();
  const absl::StatusOr<UndirectedFold> fold = UndirectedTieStrengths(view, s.introductions.ties.strength);
  if (!fold.ok()) return fold.status();
  BrokerOptions between;
  between.epsilon = *s.epsilon;
  between.delta = s.delta;
  between.seed = session.seed;
  between.run = session.run();
  const absl::StatusOr<Brokers> brokers = FindBrokers(fold->ties, fold->weights, between);
  if (!brokers.ok()) return brokers.status();
  const std::vector<double>& score = brokers->betweenness;
  const auto count = static_cast<uint64_t>(
      std::count_if(score.begin(), score.end(), [](double b) { return b > 0; }));
  const bool exact = brokers->samples == 0;
  Answer answer;
  answer.Of<v1::Broker>();
  answer.title = absl::StrCat(
      "Brokers: ", figures::Grouped(count), " of ", CountOf(score.size(), "member", "members"),
      count == 1 ? " is" : " are", " on a shortest way between others");
  if (!exact) {
    absl::StrAppend(&answer.title, "; ",
                    CountOf(static_cast<uint64_t>(brokers->samples), "way", "ways"),
                    " sampled, ", Sureness(brokers->epsilon, s.delta));
  }
  AddRanked(session, score, s.target, answer, [&](MemberId m, uint32_t rank) {
    return ToMessage(view, *brokers, m, s.delta, rank);
  });
  answer.Note(absl::StrCat("Betweenness: share of all ordered pairs of members whose shortest "
                           "ways, in introductions, lead over this one", exact ? "; exact." : "."));
  answer.Note("Participation: 0 if all contacts are in one cluster, towards 1 if spread evenly "
              "over many.");
  return answer;
}

absl::StatusOr<Answer> AnswerCloseness(Session& session, const AccessSettings& s,
                                       const IntroductionGraph& graph) {
  const CommunityView view = session.view();
  ClosenessOptions near = s.near;
  near.seed = session.seed;
  near.run = session.run();
  const absl::StatusOr<Closeness> closeness = FindCloseness(graph.graph, near);
  if (!closeness.ok()) return closeness.status();
  Answer answer;
  answer.Of<v1::Closeness>();
  answer.findings = {{"relative_error", absl::StrCat(closeness->relative_error)}};
  answer.title = absl::StrCat(
      "Closeness: mean of 1 / introductions to all other members, and members within so many",
      closeness->exact ? ""
                       : absl::StrCat("; estimated, standard error of a count ",
                                      Short(100 * closeness->relative_error), " %"));
  AddRanked(session, closeness->closeness, s.target, answer, [&](MemberId m, uint32_t rank) {
    return ToMessage(view, *closeness, m, rank);
  });
  return answer;
}

absl::StatusOr<Answer> AnswerTemporal(Session& session, const AccessSettings& s) {
  const bool latest = s.temporal == TemporalCriterion::kLatestDeparture;
  const absl::StatusOr<TemporalOptions> query = QueryOf(session, s);
  if (!query.ok()) return query.status();
  const auto paths = TemporalPaths(session, s, *query);
  if (!paths.ok()) return paths.status();
  Answer answer;
  answer.Of<v1::TemporalPath>();
  answer.title = absl::StrCat("Chains of dated exchanges, ", NameOf(*s.temporal), ", from ",
                              SourcesText(s), " to ", s.to.empty() ? "everyone" : s.to, ": ",
                              figures::Grouped(paths->size()), " found");
  for (const TemporalPath& path : *paths) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(session.view(), path, *s.temporal, answer.NextRank()));
  }
  if (!latest && std::binary_search(s.sources.begin(), s.sources.end(), s.target)) {
    answer.Note(absl::StrCat(s.to, " is where the chains start."));
  } else if (paths->empty()) {
    answer.Note("No chain of dated exchanges leads there; --both-ways also follows directed "
                "ties back.");
  }
  return answer;
}

absl::StatusOr<Answer> AnswerTradeOff(Session& session, const AccessSettings& s,
                                      const IntroductionGraph& graph) {
  const CommunityView view = session.view();
  const auto ages = ContactAges(view, graph, session.run());
  if (!ages.ok()) return ages.status();
  const auto points = FindTradeOffs(graph, *ages, s.sources, s.target, s.path);
  if (!points.ok()) return points.status();
  Answer answer;
  answer.Of<v1::TradeOff>();
  answer.title = absl::StrCat("From ", SourcesText(s), " to ", s.to, ": ",
                              CountOf(points->size(), "path", "paths"),
                              " that no other beats in introductions, access and freshness");
  for (const TradeOff& point : *points) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, point, answer.NextRank()));
  }
  if (view.now().is_present()) {
    answer.Note(absl::StrCat("Stalest tie: time from the last exchange on it to ",
                             FormatDate(view.now()),
                             "; unknown where one of the ties has no date."));
  }
  return answer;
}

}  // namespace pullgraph::tools
