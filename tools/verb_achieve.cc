// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "algorithms/achieve/answer_rates.h"
#include "algorithms/achieve/community_team.h"
#include "graph/build_introduction_graph.h"
#include "graph/string_table.h"
#include "io/achieve_messages.h"
#include "io/answer/figures.h"
#include "tools/model_options.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_achieve {
namespace {

using figures::CountOf;
using figures::Short;

struct AchieveSettings {
  std::string member;
  std::string needs;     // Topics, comma-separated, instead of those on record.
  bool by_need = false;
  Option* team = nullptr;  // Given, or not.
  std::string team_needs;
  TeamMethod method = TeamMethod::kDiameter;
  double min_level = 0.25;
  bool holes = false;
  bool improvement = false;
  double within_days = AnswerTimesOptions().within_days;
  CoverageOptions coverage;
  ComplementOptions complements;
  IntroductionOptions ties;
  IntroductionPathOptions path;
};

// Topics of a list a,b,c, by id or name, each once, in order.
absl::StatusOr<std::vector<TopicId>> FindTopics(const Session& session, const char* flag,
                                                const std::string& list) {
  std::vector<TopicId> topics;
  for (const absl::string_view id : absl::StrSplit(list, ',', absl::SkipWhitespace())) {
    const auto topic = session.FindTopic(flag, std::string(id));
    if (!topic.ok()) return topic.status();
    topics.push_back(*topic);
  }
  std::sort(topics.begin(), topics.end());
  topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
  return topics;
}

std::string Rate(const v1::ImprovementRate& rate) {
  if (!rate.has_low()) return "";  // Too few answers to tell.
  return absl::StrCat(
      "Time to answer, ", rate.subject(), ": ",
      figures::Plain(figures::Span(rate.median_days())), " at the median, improving by ",
      figures::Plain(figures::WithRange(rate.percent_a_week(), rate.low(), rate.high())),
      " % a week (95 % interval; ", CountOf(rate.answers(), "answer", "answers"), ").");
}

// Whose times to answer there are: the member's asks and answers, the customers', all.
absl::StatusOr<std::vector<v1::ImprovementRate>> Rates(const Session& session,
                                                       const AchieveSettings& settings,
                                                       MemberId member) {
  const CommunityView view = session.view();
  const auto found = FindAnswerRates(view, member, view.Customers(session.market()),
                                     settings.within_days, session.run());
  if (!found.ok()) return found.status();
  std::vector<v1::ImprovementRate> rates;
  for (const AnswerRate& rate : *found) {
    rates.push_back(
        ToMessage(AnswerSubjectName(rate.subject, settings.member), rate.times, rate.rate));
  }
  return rates;
}

absl::StatusOr<Answer> AnswerImprovement(Session& session, const AchieveSettings& settings,
                                         MemberId member) {
  auto rates = Rates(session, settings, member);
  if (!rates.ok()) return rates.status();
  Answer answer;
  answer.Of<v1::ImprovementRate>();
  answer.title = "Improvement of the time to answer: Theil-Sen slope of its logarithm, 95 % interval";
  for (v1::ImprovementRate& rate : *rates) {
    if (session.HasRoom(answer)) answer.Add(std::move(rate));
  }
  answer.Note(absl::StrCat("Each ask has ", Short(settings.within_days),
                           " days to be answered; younger asks are left out, and those answered before asked; later answers are "
                           "none."));
  return answer;
}

absl::StatusOr<Answer> AnswerHoles(Session& session, const AchieveSettings& settings,
                                   MemberId member) {
  const CommunityView view = session.view();
  const auto holes = FindStructuralHoles(view, settings.ties.strength);
  if (!holes.ok()) return holes.status();
  std::vector<std::pair<double, uint32_t>> order;
  for (uint32_t m = 0; m < holes->size(); ++m) {
    if ((*holes)[m]) order.emplace_back((*holes)[m]->constraint, m);
  }
  std::sort(order.begin(), order.end());
  Answer answer;
  answer.Of<v1::StructuralHole>();
  answer.title = absl::StrCat("Structural holes: ", CountOf(order.size(), "member", "members"),
                              " by Burt's constraint, the freest to broker first");
  for (size_t i = 0; i < order.size() && session.HasRoom(answer); ++i) {
    const MemberId m(order[i].second);
    if (!member.is_none() && m != member) continue;
    answer.Add(ToMessage(view, m, *(*holes)[m.value()], static_cast<uint32_t>(i + 1)));
  }
  if (!member.is_none() && answer.rows.empty()) {
    answer.Note("Without contacts there is no constraint.");
  }
  answer.Note("Constraint: low where contacts do not know one another. Effective size: contacts "
              "less those who say the same.");
  return answer;
}

// The needs of the team: those named, else those the member has.
absl::StatusOr<std::vector<TopicId>> TeamTopics(const Session& session,
                                                const AchieveSettings& settings,
                                                MemberId member) {
  if (!settings.team_needs.empty() && !settings.needs.empty()) {
    return absl::InvalidArgumentError(
        "--needs has no effect together with the topics of --team\nleave out one of them");
  }
  const std::string& list = settings.team_needs.empty() ? settings.needs : settings.team_needs;
  absl::StatusOr<std::vector<TopicId>> topics = FindTopics(session, "--team", list);
  if (!topics.ok() || !topics->empty()) return topics;
  if (!member.is_none()) topics = KnownNeeds(session.view(), member);
  if (topics->empty()) {
    return absl::FailedPreconditionError(
        "there is no need to make a team for\nname topics: --team NEED,NEED");
  }
  return topics;
}

absl::StatusOr<Answer> AnswerTeam(Session& session, const AchieveSettings& settings,
                                  MemberId member) {
  const CommunityView view = session.view();
  const absl::StatusOr<std::vector<TopicId>> topics = TeamTopics(session, settings, member);
  if (!topics.ok()) return topics.status();
  CommunityTeamOptions options;
  options.min_level = settings.min_level;
  options.strength = settings.ties.strength;
  options.team.method = settings.method;
  const absl::StatusOr<Team> team = FindCommunityTeam(view, *topics, member, options);
  if (!team.ok()) return team.status();
  std::vector<std::string> names;
  for (const TopicId topic : *topics) names.emplace_back(view.community().TopicKey(topic));
  const std::string needs = CountOf(topics->size(), "need", "needs");
  Answer answer;
  answer.Of<v1::TeamMember>();
  if (team->members.empty()) {
    answer.title = absl::StrCat("No team has all of ", needs);
    for (const uint32_t need : team->without_holder) {
      answer.Note(absl::StrCat("Nobody offers ", names[need], "."));
    }
    if (team->without_holder.empty()) {
      answer.Note("Those who offer the needs are not connected by ties.");
    }
    return answer;
  }
  answer.title = absl::StrCat("A team of ", team->members.size(), " for ", needs, ": ",
                              absl::StrJoin(names, ", "));
  for (v1::TeamMember& row : ToMessages(view, *team, *topics)) answer.Add(std::move(row));
  answer.Note(absl::StrCat("The two farthest apart pass something on with probability ",
                           Short(std::exp(-team->diameter)),
                           "; the ties that hold the team together cost ", Short(team->tree_cost),
                           " (-ln p)."));
  return answer;
}

void AddCoverageNotes(const ComplementPool& pool, const Coverage& coverage,
                      const CommunityGraph& c, const AchieveSettings& settings, Answer& answer) {
  if (pool.needs.empty()) {
    answer.Note("Name topics to look for with --needs a,b.");
    return;
  }
  std::vector<std::string> once, none;
  for (size_t j = 0; j < pool.needs.size(); ++j) {
    const std::string topic(c.TopicKey(pool.needs[j].topic));
    if (coverage.need_picks[j] == 0) none.push_back(topic);
    if (coverage.need_picks[j] == 1) once.push_back(topic);
  }
  if (!none.empty()) answer.Note(absl::StrCat("Not covered: ", absl::StrJoin(none, ", "), "."));
  if (!once.empty()) {
    answer.Note(absl::StrCat("Rests on one alone: ", absl::StrJoin(once, ", "), "."));
  }
  if (settings.complements.resource_level > 0) {
    answer.Note(absl::StrCat("Content that is found is taken to cover ",
                             Short(settings.complements.resource_level),
                             " of a need on its topic (--content-level)."));
  }
}

void FillComplements(const Session& session, const AchieveSettings& settings,
                     const ComplementPool& pool, const Coverage& coverage, const AccessMap& map,
                     Answer& answer) {
  const CommunityView view = session.view();
  if (settings.by_need) {
    answer.Of<v1::LackedNeed>();
    for (size_t i = 0; i < pool.needs.size() && session.HasRoom(answer); ++i) {
      answer.Add(NeedToMessage(view, pool, coverage, i));
    }
    return;
  }
  answer.Of<v1::Complement>();
  for (size_t i = 0; i < coverage.picks.size(); ++i) {
    const Complementer& who = pool.candidates[coverage.picks[i].candidate];
    answer.Add(ToMessage(view, pool, coverage, i, map.PathTo(who.via)));
  }
}

absl::StatusOr<Answer> AnswerComplements(Session& session, AchieveSettings& settings,
                                         MemberId member) {
  const CommunityView view = session.view();
  const CommunityGraph& c = view.community();
  auto topics = FindTopics(session, "--needs", settings.needs);
  if (!topics.ok()) return topics.status();
  settings.complements.needs = *std::move(topics);
  const auto graph = BuildIntroductionGraph(view, settings.ties);
  if (!graph.ok()) return graph.status();
  const auto map = FindAccessMap(*graph, {member}, settings.path);
  if (!map.ok()) return map.status();
  std::vector<double> access;
  for (uint32_t m = 0; m < c.num_members(); ++m) access.push_back(map->Probability(MemberId(m)));
  const auto pool = FindComplements(view, member, access, settings.complements);
  if (!pool.ok()) return pool.status();
  if (!settings.by_need) settings.coverage.max_picks = session.limit;
  const auto coverage = CoverNeeds(pool->weights, pool->complements, settings.coverage);
  if (!coverage.ok()) return coverage.status();
  Answer answer;
  const double share = coverage->weight > 0 ? coverage->covered / coverage->weight : 0;
  answer.title = absl::StrCat(
      AbslView(c.MemberLabel(member)), " lacks ", CountOf(pool->needs.size(), "topic", "topics"),
      "; ", CountOf(pool->candidates.size(), "person or piece of content", "people and pieces of content"),
      " within reach can help, the first ", coverage->picks.size(), " cover ",
      figures::Plain(figures::Percent(share)));
  if (pool->needs.empty()) {
    answer.title = absl::StrCat(AbslView(c.MemberLabel(member)),
                                " has no needs on record: nothing is looked for");
  }
  FillComplements(session, settings, *pool, *coverage, *map, answer);
  AddCoverageNotes(*pool, *coverage, c, settings, answer);
  const auto rates = Rates(session, settings, member);
  if (!rates.ok()) return rates.status();
  for (const v1::ImprovementRate& rate : *rates) answer.Note(Rate(rate));
  return answer;
}

absl::StatusOr<Answer> Achieve(Session& session, AchieveSettings& settings) {
  settings.ties.strength.run = settings.path.run = settings.coverage.run =
      settings.complements.run = session.run();
  MemberId member = MemberId::None();
  if (!settings.member.empty()) {
    const absl::StatusOr<MemberId> found = session.FindMember("", settings.member);
    if (!found.ok()) return found.status();
    member = *found;
  }
  if (settings.holes) return AnswerHoles(session, settings, member);
  if (settings.improvement) return AnswerImprovement(session, settings, member);
  if (settings.team->given) return AnswerTeam(session, settings, member);
  if (member.is_none()) {
    return absl::InvalidArgumentError(
        "nobody is named\na member after the file, or --holes, --improvement or --team a,b");
  }
  return AnswerComplements(session, settings, member);
}

void Declare(Options& o, Session& session, AchieveSettings& s) {
  session.Input(o);
  o.Text("MEMBER", s.member, "MEMBER", "Member, by id or name");
  session.Formats(o);
  s.team = &Options::MakeMode(o.Text("--team", s.team_needs, "TOPICS",
                                     "A team that has these topics (a,b,c), or the member's needs, "
                                     "with the member"));
  s.team->value_may_lack = true;
  o.Mode("--holes", s.holes, "Structural holes: who is free to broker");
  o.Mode("--improvement", s.improvement, "Improvement of the time to answer, % a week");
  o.In({kPlain, "--holes", "--improvement"});
  session.Limit(o, 10);  // A team is shown whole.
  o.In({kPlain, "--improvement"});
  session.Market(o);
  o.Num("--within", s.within_days, MoreThan(0), "Days that an ask has to be answered");
  o.In({kPlain, "--team"});
  o.Text("--needs", s.needs, "TOPICS",
         "Topics that the member lacks, instead of those on record: a,b,c");
  o.In({kPlain, "--team", "--holes"});
  AddTieOptions(o, s.ties.strength);
  o.In({kPlain});
  o.Flag("--by-need", s.by_need, "One line a need: how well it is covered, by how many");
  o.Num("--content-level", s.complements.resource_level, Between(0, 1),
        "What content covers of a need on its topic; 0 leaves content out");
  o.Num("--max-hops", s.path.max_hops, AtLeast(1), "Introductions in a path at most");
  o.In({"--team"});
  o.Choice<TeamMethod>("--method", s.method,
                       {{"diameter", TeamMethod::kDiameter}, {"tree", TeamMethod::kTree}},
                       "What a team keeps small: its longest way (RarestFirst) or all of its ties "
                       "(EnhancedSteiner)");
  o.Num("--min-level", s.min_level, Between(0, 1), "Level of an offer that fills a team's need");
}

const bool kRegistered = Register<AchieveSettings>(
    {.name = "achieve",
     .group = Group::kUnderstand,
     .question = "Who and what complements a member? Coverage of needs, teams, structural holes",
     .examples = {"pullgraph achieve q.pull 7", "pullgraph achieve q.pull 7 --team",
                  "pullgraph achieve q.pull --holes"},
     .cost = {1, 40, 0}},
    Answers<v1::Complement, v1::LackedNeed, v1::TeamMember, v1::StructuralHole,
            v1::ImprovementRate>(),
    Declare, Achieve);

}  // namespace
}  // namespace pullgraph::tools::verb_achieve
