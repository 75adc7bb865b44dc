// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "algorithms/achieve/answer_rates.h"
#include "algorithms/achieve/community_team.h"
#include "graph/build_introduction_graph.h"
#include "graph/string_table.h"
#include "io/achieve_messages.h"
#include "tools/achieve_tables.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct AchieveVerb {
  std::string member;
  std::string needs;     // Topics, comma-separated, instead of those on record.
  bool by_need = false;
  const CLI::Option* team = nullptr;  // Given, or not.
  std::string team_needs;
  TeamMethod method = TeamMethod::kDiameter;
  double min_level = 0.25;
  bool holes = false;
  bool improvement = false;
  AnswerTimesOptions answers;
  CoverageOptions coverage;
  ComplementOptions complements;
  IntroductionOptions ties;
  IntroductionPathOptions path;
};

absl::StatusOr<MemberId> FindMember(const CommunityGraph& c, const std::string& id) {
  if (id.empty()) {
    return absl::InvalidArgumentError(
        "nobody is named\nname a member after the file, or ask for --holes or --improvement");
  }
  if (const auto member = c.FindMember(id)) return *member;
  return absl::NotFoundError(absl::StrCat("there is no member '", id,
                                          "'\nids are those of the import; pullgraph cat lists them"));
}

absl::StatusOr<std::vector<TopicId>> FindTopics(const CommunityGraph& c, const char* flag,
                                                const std::string& list) {
  std::vector<TopicId> topics;
  for (const absl::string_view id : absl::StrSplit(list, ',', absl::SkipWhitespace())) {
    const auto topic = c.FindTopic(StdView(id));
    if (!topic) {
      return absl::NotFoundError(absl::StrCat(flag, ": there is no topic '", id,
                                              "'\npullgraph needs FILE lists topics"));
    }
    topics.push_back(*topic);
  }
  std::sort(topics.begin(), topics.end());
  topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
  return topics;
}

std::string Rate(const v1::ImprovementRate& rate) {
  if (!rate.has_low()) return "";  // Too few answers to tell.
  return absl::StrFormat(
      "Time to answer, %s: %.2f days at the median, improving by %.1f %% a week (95 %% interval "
      "%.1f to %.1f; %d answers).",
      rate.subject(), rate.median_days(), rate.percent_a_week(), rate.low(), rate.high(),
      rate.answers());
}

// Whose times to answer there are: the member's asks and answers, the customers', all.
absl::StatusOr<std::vector<v1::ImprovementRate>> Rates(const Session& session,
                                                       const AchieveVerb& verb, MemberId member,
                                                       MarketId market) {
  const CommunityView view = session.view();
  const auto found = FindAnswerRates(view, member, view.Customers(market),
                                     verb.answers.within_days, session.run());
  if (!found.ok()) return found.status();
  std::vector<v1::ImprovementRate> rates;
  for (const AnswerRate& rate : *found) {
    rates.push_back(ToMessage(AnswerSubjectName(rate.subject, verb.member), rate.times, rate.rate));
  }
  return rates;
}

int RunImprovement(Session& session, const AchieveVerb& verb, MemberId member, MarketId market) {
  const auto rates = Rates(session, verb, member, market);
  if (!rates.ok()) return FailCompute(rates.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "achieve", {{"improvement", "true"}, {"member", verb.member},
                  {"within_days", absl::StrCat(verb.answers.within_days)}});
  table.title = "Improvement of the time to answer: Theil-Sen slope of its logarithm, 95 % interval";
  table.columns = ImprovementColumns();
  for (const v1::ImprovementRate& rate : *rates) {
    *table.rows.emplace_back().mutable_improvement_rate() = rate;
  }
  table.notes.push_back(absl::StrFormat(
      "Each ask has %g days to be answered; younger asks are left out, later answers are none.",
      verb.answers.within_days));
  return FinishResult(session, table);
}

int RunHoles(Session& session, const AchieveVerb& verb, MemberId member) {
  const CommunityView view = session.view();
  const auto holes = FindStructuralHoles(view, verb.ties.strength);
  if (!holes.ok()) return FailCompute(holes.status());
  std::vector<std::pair<double, uint32_t>> order;
  for (uint32_t m = 0; m < holes->size(); ++m) {
    if ((*holes)[m]) order.emplace_back((*holes)[m]->constraint, m);
  }
  std::sort(order.begin(), order.end());
  ResultTable table;
  table.manifest = session.Manifest(
      "achieve", {{"holes", "true"}, {"member", verb.member},
                  {"tie_half_life_days", absl::StrCat(verb.ties.strength.half_life_days)}});
  table.title = absl::StrFormat(
      "Structural holes: %d members by Burt's constraint, the freest to broker first", order.size());
  table.columns = StructuralHoleColumns();
  for (size_t i = 0; i < order.size(); ++i) {
    const MemberId m(order[i].second);
    if (!member.is_none() && m != member) continue;
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    *table.rows.emplace_back().mutable_structural_hole() =
        ToMessage(view, m, *(*holes)[m.value()], static_cast<uint32_t>(i + 1));
  }
  if (!member.is_none() && table.rows.empty()) {
    table.notes.push_back("Without contacts there is no constraint.");
  }
  table.notes.push_back("Constraint: low where contacts do not know one another. Effective size: "
                        "contacts less those who say the same.");
  return FinishResult(session, table);
}

// The needs of the team: those named, else those the member has.
absl::StatusOr<std::vector<TopicId>> TeamTopics(const CommunityView& view, const AchieveVerb& verb,
                                                MemberId member) {
  const std::string& list = verb.team_needs.empty() ? verb.needs : verb.team_needs;
  absl::StatusOr<std::vector<TopicId>> topics = FindTopics(view.community(), "--team", list);
  if (!topics.ok() || !topics->empty()) return topics;
  if (!member.is_none()) topics = KnownNeeds(view, member);
  if (topics->empty()) {
    return absl::FailedPreconditionError(
        "there is no need to make a team for\nname topics: --team NEED,NEED");
  }
  return topics;
}

absl::StatusOr<Team> MakeTeam(const CommunityView& view, const AchieveVerb& verb, MemberId member,
                              const std::vector<TopicId>& topics) {
  CommunityTeamOptions options;
  options.min_level = verb.min_level;
  options.strength = verb.ties.strength;
  options.team.method = verb.method;
  return FindCommunityTeam(view, topics, member, options);
}

int RunTeam(Session& session, const AchieveVerb& verb, MemberId member) {
  const CommunityView view = session.view();
  const CommunityGraph& c = view.community();
  const absl::StatusOr<std::vector<TopicId>> topics = TeamTopics(view, verb, member);
  if (!topics.ok()) return FailCompute(topics.status());
  const absl::StatusOr<Team> team = MakeTeam(view, verb, member, *topics);
  if (!team.ok()) return FailCompute(team.status());
  ResultTable table;
  const bool tree = verb.method == TeamMethod::kTree;
  std::vector<std::string> names;
  for (const TopicId topic : *topics) names.emplace_back(c.TopicKey(topic));
  table.manifest = session.Manifest(
      "achieve", {{"team", absl::StrJoin(names, ",")}, {"member", verb.member},
                  {"method", tree ? "tree" : "diameter"},
                  {"min_level", absl::StrCat(verb.min_level)}});
  table.columns = TeamColumns();
  if (team->members.empty()) {
    table.title = absl::StrFormat("No team has all of %d needs", topics->size());
    for (const uint32_t need : team->without_holder) {
      table.notes.push_back(absl::StrCat("Nobody offers ", names[need], "."));
    }
    if (team->without_holder.empty()) {
      table.notes.push_back("Those who offer the needs are not connected by ties.");
    }
    return FinishResult(session, table);
  }
  table.title = absl::StrFormat("A team of %d for %d needs: %s", team->members.size(),
                                topics->size(), absl::StrJoin(names, ", "));
  for (v1::TeamMember& row : ToMessages(view, *team, *topics)) {
    *table.rows.emplace_back().mutable_team_member() = std::move(row);
  }
  table.notes.push_back(absl::StrFormat(
      "The two farthest apart pass something on with probability %.2g; the ties that hold the team "
      "together cost %.2f (-ln p).",
      std::exp(-team->diameter), team->tree_cost));
  return FinishResult(session, table);
}

void AddCoverageNotes(const ComplementPool& pool, const Coverage& coverage,
                      const CommunityGraph& c, const AchieveVerb& verb, ResultTable& table) {
  std::vector<std::string> once, none;
  for (size_t j = 0; j < pool.needs.size(); ++j) {
    const std::string topic(c.TopicKey(pool.needs[j].topic));
    if (coverage.need_picks[j] == 0) none.push_back(topic);
    if (coverage.need_picks[j] == 1) once.push_back(topic);
  }
  if (!none.empty()) {
    table.notes.push_back(absl::StrCat("Not covered: ", absl::StrJoin(none, ", "), "."));
  }
  if (!once.empty()) {
    table.notes.push_back(absl::StrCat("Rests on one alone: ", absl::StrJoin(once, ", "), "."));
  }
  if (verb.complements.resource_level > 0) {
    table.notes.push_back(absl::StrFormat(
        "Content that is found is taken to cover %g of a need on its topic (--content-level).",
        verb.complements.resource_level));
  }
}

int RunComplements(Session& session, AchieveVerb& verb, MemberId member, MarketId market) {
  const CommunityView view = session.view();
  const CommunityGraph& c = view.community();
  auto topics = FindTopics(c, "--needs", verb.needs);
  if (!topics.ok()) return FailCompute(topics.status());
  verb.complements.needs = *std::move(topics);
  const auto graph = BuildIntroductionGraph(view, verb.ties);
  if (!graph.ok()) return FailCompute(graph.status());
  const auto map = FindAccessMap(*graph, {member}, verb.path);
  if (!map.ok()) return FailCompute(map.status());
  std::vector<double> access;
  for (uint32_t m = 0; m < c.num_members(); ++m) access.push_back(map->Probability(MemberId(m)));
  const auto pool = FindComplements(view, member, access, verb.complements);
  if (!pool.ok()) return FailCompute(pool.status());
  verb.coverage.max_picks = verb.by_need ? verb.coverage.max_picks : session.limit;
  const auto coverage = CoverNeeds(pool->weights, pool->complements, verb.coverage);
  if (!coverage.ok()) return FailCompute(coverage.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "achieve", {{"member", verb.member}, {"needs", verb.needs},
                  {"content_level", absl::StrCat(verb.complements.resource_level)},
                  {"max_hops", absl::StrCat(verb.path.max_hops)},
                  {"tie_half_life_days", absl::StrCat(verb.ties.strength.half_life_days)}});
  const double share = coverage->weight > 0 ? coverage->covered / coverage->weight : 0;
  table.title = absl::StrFormat(
      "%s lacks %d topics; %d people and pieces of content within reach help, the first %d cover %.0f %%",
      AbslView(c.MemberLabel(member)), pool->needs.size(), pool->candidates.size(),
      coverage->picks.size(), 100 * share);
  table.columns = verb.by_need ? LackedNeedColumns() : ComplementColumns();
  for (size_t i = 0; verb.by_need && i < pool->needs.size(); ++i) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    *table.rows.emplace_back().mutable_lacked_need() = NeedToMessage(view, *pool, *coverage, i);
  }
  for (size_t i = 0; !verb.by_need && i < coverage->picks.size(); ++i) {
    const Complementer& who = pool->candidates[coverage->picks[i].candidate];
    *table.rows.emplace_back().mutable_complement() =
        ToMessage(view, *pool, *coverage, i, map->PathTo(who.via));
  }
  if (pool->needs.empty()) {
    table.notes.push_back("No need of theirs is on record; name topics with --needs.");
  }
  AddCoverageNotes(*pool, *coverage, c, verb, table);
  const auto rates = Rates(session, verb, member, market);
  if (!rates.ok()) return FailCompute(rates.status());
  for (const v1::ImprovementRate& rate : *rates) {
    if (!Rate(rate).empty()) table.notes.push_back(Rate(rate));
  }
  return FinishResult(session, table);
}

int Run(Session& session, AchieveVerb& verb) {
  if (const int code = session.Load(); code != kDone) return code;
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return FailCompute(market.status());
  const RunControl& run = session.StartRun("achieve");
  verb.ties.strength.run = verb.path.run = verb.coverage.run = verb.complements.run = &run;
  MemberId member = MemberId::None();
  const bool needs_one = !verb.holes && !verb.improvement && verb.team->empty();
  if (needs_one || !verb.member.empty()) {
    const absl::StatusOr<MemberId> found = FindMember(session.community(), verb.member);
    if (!found.ok()) return FailCompute(found.status());
    member = *found;
  }
  if (verb.holes) return RunHoles(session, verb, member);
  if (verb.improvement) return RunImprovement(session, verb, member, *market);
  if (!verb.team->empty()) return RunTeam(session, verb, member);
  return RunComplements(session, verb, member, *market);
}

void AddOptions(CLI::App& verb, AchieveVerb& achieve) {
  verb.add_option("MEMBER", achieve.member, "Member, by id");
  verb.add_option("--needs", achieve.needs,
                  "Topics that the member lacks, by id, instead of those on record: a,b,c");
  verb.add_flag("--by-need", achieve.by_need, "One line a need: how well it is covered, by how many");
  achieve.team = verb.add_option("--team", achieve.team_needs,
                                 "A team that has these topics (a,b,c), or the member's needs, "
                                 "with the member")
                     ->expected(0, 1);
  verb.add_option("--method", achieve.method,
                  "What a team keeps small: diameter (RarestFirst) or tree (EnhancedSteiner)")
      ->transform(CLI::CheckedTransformer(std::map<std::string, TeamMethod>{
          {"diameter", TeamMethod::kDiameter}, {"tree", TeamMethod::kTree}}))
      ->default_str("diameter");
  verb.add_option("--min-level", achieve.min_level, "Level of an offer that fills a team's need")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb.add_flag("--holes", achieve.holes, "Structural holes: who is free to broker");
  verb.add_flag("--improvement", achieve.improvement, "Improvement of the time to answer, % a week");
  verb.add_option("--within", achieve.answers.within_days, "Days that an ask has to be answered")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--content-level", achieve.complements.resource_level,
                  "What content covers of a need on its topic, 0 to 1; 0 leaves content out")
      ->capture_default_str();
  verb.add_option("--max-hops", achieve.path.max_hops, "Introductions in a path at most")
      ->capture_default_str();
  verb.add_option("--tie-half-life", achieve.ties.strength.half_life_days,
                  "Days after which an exchange counts half")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
}

}  // namespace

void AddAchieve(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "achieve", "Who and what complements a member? Coverage of needs, teams, structural holes\n\n"
                 "  pullgraph achieve q.pull 7\n"
                 "  pullgraph achieve q.pull 7 --team\n"
                 "  pullgraph achieve q.pull --holes");
  const auto achieve = std::make_shared<AchieveVerb>();
  session.AddInput(*verb);
  session.AddResult(*verb, 10);
  AddOptions(*verb, *achieve);
  SetAction(*verb, [&session, achieve] { return Run(session, *achieve); });
}

}  // namespace pullgraph::tools
