// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "algorithms/journey/influence_learning.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/leverage_messages.h"
#include "tools/adoption_modes.h"
#include "tools/model_options.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

struct LeverageSettings {
  uint32_t k = 10;
  SpreadModel model = SpreadModel::kIndependentCascade;
  std::string probabilities = "ties";
  double p = 0.1;
  std::optional<double> learn_window;
  InfluenceArcsOptions arcs;
  LearnInfluenceOptions learn;
  double kappa = 0.35;
  std::string candidates = "all";
  std::string audience = "all";
  double budget = 0;
  std::string costs;   // Attribute with what a contact costs; "": 1 each.
  double reach = 0;
  bool check = false;
  LeverageOptions leverage;
  SpreadOptions spread;
};

absl::StatusOr<InfluenceGraph> BuildGraph(const CommunityView& view, const LeverageSettings& settings) {
  absl::StatusOr<InfluenceArcs> arcs = FindInfluenceArcs(view, settings.arcs);
  if (!arcs.ok()) return arcs.status();
  absl::StatusOr<std::vector<float>> p;
  if (settings.probabilities == "ties") {
    p = ProbabilitiesByStrength(*arcs, settings.kappa);
  } else if (settings.probabilities == "constant") {
    p = ConstantProbabilities(*arcs, settings.p);
  } else if (settings.probabilities == "learned") {
    const std::vector<ActionEntry> log = ActionLogOf(view);
    if (log.empty()) {
      return absl::FailedPreconditionError(
          "there are no dated signals to learn influence from\nuse --probabilities ties");
    }
    absl::StatusOr<LearnedInfluence> learned =
        LearnInfluence(arcs->graph, arcs->since, log, settings.learn);
    if (!learned.ok()) return learned.status();
    p = std::move(learned->probability);
  } else {
    p = WeightedCascadeProbabilities(arcs->graph);
  }
  if (!p.ok()) return p.status();
  return MakeInfluenceGraph(std::move(arcs->graph), *std::move(p), settings.model);
}

bool IsOptedOut(const CommunityGraph& c, uint32_t member) {
  const auto channels = c.members().opted_out[member];
  return std::any_of(channels.begin(), channels.end(),
                     [&](StringId channel) { return c.String(channel) == "*"; });
}

// Candidates: of the community, not opted out of everything. Audience: no bots. Both
// known by then, and with "outside" no customers.
std::vector<uint8_t> Chosen(const CommunityView& view, MarketId market, const std::string& whom,
                            bool to_contact) {
  const CommunityGraph& c = view.community();
  const std::vector<uint8_t> customers = view.Customers(market);
  std::vector<uint8_t> chosen(c.num_members());
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    const MemberRole role = c.members().role[m];
    bool is_in = view.HasMember(MemberId(m)) && role != MemberRole::kBot;
    if (to_contact) is_in = is_in && role != MemberRole::kStaff && !IsOptedOut(c, m);
    if (whom == "outside") is_in = is_in && customers[m] == 0;
    chosen[m] = is_in;
  }
  return chosen;
}

// What each member costs: its attribute as a number, or 1.
absl::StatusOr<std::vector<double>> Costs(const CommunityGraph& c, const std::string& attribute) {
  std::vector<double> costs(c.num_members(), 1);
  bool any = attribute.empty();
  for (uint32_t m = 0; m < c.num_members() && !attribute.empty(); ++m) {
    for (const Attribute& a : c.members().attributes[m]) {
      if (c.String(a.name) != attribute) continue;
      any = true;
      if (absl::SimpleAtod(AbslView(c.String(a.value)), &costs[m]) && costs[m] > 0 &&
          std::isfinite(costs[m])) {
        continue;
      }
      return absl::InvalidArgumentError(absl::StrCat(
          "--costs: member '", AbslView(c.MemberKey(MemberId(m))), "' has ", attribute, " = '",
          AbslView(c.String(a.value)), "', expected a number > 0"));
    }
  }
  if (any) return costs;
  return absl::NotFoundError(absl::StrCat("--costs: no member has attribute '", attribute,
                                          "'\nname a column of the members that was imported"));
}

absl::StatusOr<Leverage> Find(const InfluenceGraph& influence, const std::vector<double>& costs,
                              const LeverageSettings& settings) {
  if (settings.reach > 0) return FindMinimalContactSet(influence, settings.reach, settings.leverage);
  if (settings.budget > 0) {
    return FindLeverageWithinBudget(influence, costs, settings.budget, settings.leverage);
  }
  return FindLeverage(influence, settings.k, settings.leverage);
}

// The best connected candidates: as many, or with a budget as fit into it.
std::vector<Node> Rivals(const InfluenceGraph& influence, const std::vector<double>& costs,
                         const LeverageSettings& settings, size_t count) {
  std::vector<Node> order =
      BestConnected(influence, influence.graph.num_nodes(), settings.leverage.candidates);
  if (settings.budget <= 0) {
    order.resize(std::min(order.size(), count));
    return order;
  }
  std::vector<Node> rivals;
  double left = settings.budget;
  for (const Node u : order) {
    if (costs[u] > left) continue;
    left -= costs[u];
    rivals.push_back(u);
  }
  return rivals;
}

absl::Status Compare(const InfluenceGraph& influence, const Leverage& found,
                     const std::vector<double>& costs, const LeverageSettings& settings,
                     v1::LeverageCertificate& certificate) {
  std::vector<Node> ours;
  for (const LeverageSeed& seed : found.seeds) ours.push_back(seed.node);
  const auto spread = SimulateSpread(influence, ours, settings.spread);
  if (!spread.ok()) return spread.status();
  *certificate.mutable_simulated() = ToMessage(*spread, settings.spread.runs);
  const auto rivals =
      SimulateSpread(influence, Rivals(influence, costs, settings, ours.size()), settings.spread);
  if (!rivals.ok()) return rivals.status();
  *certificate.mutable_best_connected() = ToMessage(*rivals, settings.spread.runs);
  return absl::OkStatus();
}

std::string Title(const v1::LeverageCertificate& c, const LeverageSettings& settings) {
  const std::string seeds = CountOf(c.seeds(), "member", "members");
  if (settings.reach > 0 && !c.certified()) {
    return absl::StrCat("No contact set is certain to set ", Short(settings.reach),
                        " in motion; these ", seeds, " come to ", Short(c.spread_low()),
                        " at least");
  }
  if (settings.reach > 0) {
    return absl::StrCat(seeds, " set ", Short(settings.reach), " in motion: at least ",
                        Short(c.spread_low()), ", with probability ", Short(1 - c.delta()),
                        "; it takes ", c.fewest(), " in any case");
  }
  return absl::StrCat(
      seeds, " set ", Short(c.spread_low()), " to ", Short(c.spread_high()),
      " in motion (themselves included), at least ", std::floor(100 * c.ratio()),
      " % of what the best choice can (", Short(c.best_high()), " at most)",
      c.certified() ? "" : "; sampling ended before the ratio asked for was certain");
}

// How many seeds do nearly all, if those after them add hardly more than themselves.
size_t FewThatDo(const Leverage& found) {
  size_t few = found.seeds.size();
  while (few > 0 && found.seeds[few - 1].marginal < 1.5) --few;
  const bool nearly_all = few > 0 && found.seeds[few - 1].spread > 0.8 * found.spread;
  return nearly_all && few < found.seeds.size() ? few : 0;
}

std::string Interval(const v1::SimulatedSpread& s) {
  return figures::Plain(figures::WithRange(s.mean(), s.low(), s.high()));
}

void AddNotes(const v1::LeverageCertificate& c, const LeverageSettings& settings,
              const Leverage& found, Answer& answer) {
  if (const size_t few = FewThatDo(found); few > 0) {
    answer.Note(absl::StrCat("From #", few + 1,
                             " on, each adds fewer than 1.5 members, itself included: #1",
                             few == 1 ? " does" : absl::StrCat(" to #", few, " do"),
                             " nearly all of it."));
  }
  const v1::SimulatedSpread& ours = c.simulated();
  const v1::SimulatedSpread& rivals = c.best_connected();
  const double gain = rivals.mean() > 0 ? ours.mean() / rivals.mean() - 1 : 0;
  answer.Note(absl::StrCat(
      "The best connected ", settings.budget > 0 ? "that fit the budget" : "as many",
      " set in motion: ", Interval(rivals), "; these: ", Interval(ours), ", ",
      gain < 0 ? "" : "+", Short(100 * gain), " %, in ", figures::Grouped(ours.cascades()),
      " simulated cascades."));
  if (settings.check) {
    const bool inside = ours.high() >= c.spread_low() && ours.low() <= c.spread_high();
    answer.Note(absl::StrCat("Spread check: the simulated interval ",
                             inside ? "meets" : "MISSES", " the certified one, ",
                             figures::Plain(figures::Range(c.spread_low(), c.spread_high())), "."));
  }
  answer.Note(absl::StrCat("Model: ", c.model(), ", probabilities: ", c.probabilities(),
                           ". All bounds together hold with probability ", Short(1 - c.delta()),
                           "; ", figures::Grouped(c.sets()), " reverse-reachable sets."));
}

absl::StatusOr<Answer> Report(Session& session, const LeverageSettings& settings,
                              const InfluenceGraph& influence, const Leverage& found,
                              const std::vector<double>& costs) {
  v1::LeverageCertificate certificate = CertificateToMessage(influence, found);
  certificate.set_probabilities(settings.probabilities);
  certificate.set_delta(settings.leverage.delta);
  if (settings.reach > 0) {
    certificate.set_reach(settings.reach);
    if (found.certified) certificate.set_fewest(found.fewest);
  }
  absl::Status compared = Compare(influence, found, costs, settings, certificate);
  if (!compared.ok()) return compared;
  Answer answer;
  answer.Of<v1::LeverageSeed>();
  answer.title = Title(certificate, settings);
  const absl::Span<const double> shown =
      settings.budget > 0 ? costs : absl::Span<const double>();
  for (v1::LeverageSeed& seed : ToMessages(session.view(), influence, found, shown)) {
    if (session.HasRoom(answer)) answer.Add(std::move(seed));
  }
  AddNotes(certificate, settings, found, answer);
  answer.Summarize(std::move(certificate));
  return answer;
}

// Chooses on `influence`, and tells what can be done where ties pass on too much.
absl::StatusOr<Answer> Choose(Session& session, LeverageSettings& settings,
                              const InfluenceGraph& influence) {
  const CommunityView view = session.view();
  const auto candidates = Chosen(view, session.market(), settings.candidates, /*to_contact=*/true);
  const auto audience = Chosen(view, session.market(), settings.audience, /*to_contact=*/false);
  if (std::count(candidates.begin(), candidates.end(), 1) == 0) {
    return absl::FailedPreconditionError(
        "there is nobody to contact\n--candidates all; candidates are members of the community "
        "who have not opted out of everything");
  }
  if (std::count(audience.begin(), audience.end(), 1) == 0) {
    return absl::FailedPreconditionError("there is nobody to set in motion\n--audience all");
  }
  settings.leverage.candidates = candidates;
  settings.leverage.audience = settings.spread.audience = audience;
  const auto costs = Costs(view.community(), settings.costs);
  if (!costs.ok()) return costs.status();
  const auto found = Find(influence, *costs, settings);
  if (absl::IsResourceExhausted(found.status())) {
    return absl::ResourceExhaustedError(absl::StrCat(
        found.status().message(), "\n--probabilities weighted-cascade, or constant with a small "
        "--p: ties pass on too much"));
  }
  if (!found.ok()) return found.status();
  return Report(session, settings, influence, *found, *costs);
}

absl::StatusOr<Answer> AnswerLeverage(Session& session, LeverageSettings& settings) {
  if (settings.learn_window) settings.learn.window_days = *settings.learn_window;
  const RunControl* run = session.run();
  settings.arcs.run = settings.arcs.strength.run = settings.learn.run = run;
  settings.spread.runs = settings.check ? 20'000 : 2'000;
  const RunControl choosing = PartOf(run, "choosing", 0.05, 0.9);
  const RunControl simulating = PartOf(run, "choosing, then simulating", 0.9, 1);
  settings.leverage.run = &choosing;
  settings.spread.run = &simulating;
  settings.leverage.seed = settings.spread.seed = session.seed;
  const auto influence = BuildGraph(session.view(), settings);
  if (!influence.ok()) return influence.status();
  return Choose(session, settings, *influence);
}

void DeclareInfluence(Options& o, LeverageSettings& s) {
  o.Choice<SpreadModel>("--model", s.model,
                        {{"ic", SpreadModel::kIndependentCascade},
                         {"lt", SpreadModel::kLinearThreshold}},
                        "Independent cascade (each tie passes on by itself) or linear threshold "
                        "(members follow once enough of their contacts have)");
  o.Choice("--probabilities", s.probabilities, {"ties", "learned", "constant", "weighted-cascade"},
           "How likely a tie passes something on: by strength of ties, learned from who pulled "
           "what after whom, constant (--p), or 1 / in-degree");
  o.Num("--p", s.p, Between(1e-9, 1), "Probability of each tie")
      .Needs("--probabilities", "constant");
  AddDirectionOption(o, s.arcs.direction,
                     "Along directed ties (who answers moves who asked), against them (who is "
                     "followed moves who follows), or both");
  o.Num("--learn-window", s.learn_window, MoreThan(0),
        "Days within which a pull counts as passed on; any time, unless it is given")
      .Needs("--probabilities", "learned");
  o.Num("--prior-strength", s.learn.prior_strength, AtLeast(0),
        "Actions that the mean of all ties is worth in learning")
      .Needs("--probabilities", "learned");
  AddTieOptions(o, s.arcs.strength);
}

void Declare(Options& o, Session& session, LeverageSettings& s) {
  s.leverage.min_sets = 1 << 18;
  session.Input(o);
  session.Market(o);
  session.Seed(o);
  session.Result(o, 1000);
  Options::MakeMode(o.Num("--budget", s.budget, MoreThan(0),
                          "Choose for as much instead of so many; see --costs"));
  Options::MakeMode(o.Num("--reach", s.reach, MoreThan(0),
                          "Choose as few as set so many members in motion instead"));
  o.In({kPlain});
  o.Num("-k,--k", s.k, Between(1, 1'000'000), "Members to choose");
  o.In({"--budget"});
  o.Text("--costs", s.costs, "NAME",
         "Attribute of the members that says what a contact costs; 1 each, unless it is given");
  o.In({});
  o.Choice("--candidates", s.candidates, {"all", "outside"},
           "Whom to choose from: all, or those outside the market; never staff, bots and members "
           "who opted out of everything");
  o.Choice("--audience", s.audience, {"all", "outside"},
           "Whose being set in motion counts: all, or those outside the market");
  o.Num("--epsilon", s.leverage.epsilon, Between(0.001, 0.63),
        "How far below 1 - 1/e of the best choice is near enough");
  o.Num("--delta", s.leverage.delta, Between(1e-12, 0.5), "Chance that a bound fails");
  o.Num("--min-sets", s.leverage.min_sets, Between(1, 1 << 25),
        "Reverse-reachable sets to choose on at least; more choose better and take longer");
  o.Flag("--spread-check", s.check,
         "Play 20,000 cascades forward instead of 2,000, and hold the bounds against them");
  DeclareInfluence(o, s);
}

const bool kRegistered = Register<LeverageSettings>(
    {.name = "leverage",
     .group = Group::kUnderstand,
     .question = "Who mobilises others? Few members whose word spreads furthest, certified",
     .examples = {"pullgraph leverage q.pull --k 10",
                  "pullgraph leverage q.pull --reach 500 --probabilities learned"},
     .cost = {90, 300, 4e4}},
    Answers<v1::LeverageSeed, v1::LeverageCertificate>(), Declare, AnswerLeverage);

}  // namespace
}  // namespace pullgraph::tools
