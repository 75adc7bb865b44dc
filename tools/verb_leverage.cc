// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "algorithms/journey/leverage_choice.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/leverage_messages.h"
#include "tools/adoption_modes.h"
#include "tools/model_options.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_leverage {
namespace {

using figures::CountOf;
using figures::Short;

struct LeverageSettings {
  uint32_t k = 10;
  const Option* market = nullptr;  // Given, or not.
  InfluenceOptions influence;
  std::optional<double> learn_window;
  std::optional<double> prior_strength;
  std::string candidates = "all";
  std::string audience = "all";
  double budget = 0;
  std::string costs;   // Attribute with what a contact costs; "": 1 each.
  double reach = 0;
  bool check = false;
  LeverageOptions leverage;
  SpreadOptions spread;
};

std::string NameOf(InfluenceSource source) {
  switch (source) {
    case InfluenceSource::kTies: return "ties";
    case InfluenceSource::kLearned: return "learned";
    case InfluenceSource::kConstant: return "constant";
    case InfluenceSource::kWeightedCascade: break;
  }
  return "weighted-cascade";
}

absl::StatusOr<std::vector<double>> Costs(const CommunityView& view, const std::string& attribute) {
  auto costs = ContactCosts(view, attribute);
  if (costs.ok()) return costs;
  const char* mend = absl::IsNotFound(costs.status())
                         ? "\nname a column of the members that was imported"
                         : "\na number above 0 for every member who has one";
  return absl::Status(costs.status().code(),
                      absl::StrCat("--costs: ", costs.status().message(), mend));
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
  const absl::Span<const uint8_t> candidates = settings.leverage.candidates;
  return settings.budget > 0
             ? BestConnectedWithinBudget(influence, costs, settings.budget, candidates)
             : BestConnected(influence, static_cast<uint32_t>(count), candidates);
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
  certificate.set_probabilities(NameOf(settings.influence.source));
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
  const std::vector<uint8_t> customers = view.Customers(session.market()), nobody;
  const auto candidates =
      LeverageCandidates(view, settings.candidates == "outside" ? customers : nobody);
  const auto audience =
      LeverageAudience(view, settings.audience == "outside" ? customers : nobody);
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
  const auto costs = Costs(view, settings.costs);
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
  if (settings.market->given && settings.candidates == "all" && settings.audience == "all") {
    return absl::InvalidArgumentError(
        "--market has an effect only together with --candidates outside or --audience outside\n"
        "add one of them, or leave it out");
  }
  settings.influence.learn.fit_prior = !settings.prior_strength;
  settings.influence.learn.prior_strength = settings.prior_strength.value_or(0);
  if (settings.learn_window) settings.influence.learn.window_days = *settings.learn_window;
  const RunControl* run = session.run();
  settings.influence.arcs.run = settings.influence.arcs.strength.run = settings.influence.learn.run = run;
  settings.spread.runs = settings.check ? 20'000 : 2'000;
  const RunControl choosing = PartOf(run, "choosing", 0.05, 0.9);
  const RunControl simulating = PartOf(run, "choosing, then simulating", 0.9, 1);
  settings.leverage.run = &choosing;
  settings.spread.run = &simulating;
  settings.leverage.seed = settings.spread.seed = session.seed;
  const auto influence = BuildInfluenceGraph(session.view(), settings.influence);
  if (absl::IsFailedPrecondition(influence.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat(influence.status().message(), "\n--probabilities ties"));
  }
  if (!influence.ok()) return influence.status();
  return Choose(session, settings, *influence);
}

void DeclareInfluence(Options& o, LeverageSettings& s) {
  o.Choice<SpreadModel>("--model", s.influence.model,
                        {{"ic", SpreadModel::kIndependentCascade},
                         {"lt", SpreadModel::kLinearThreshold}},
                        "Independent cascade (each tie passes on by itself) or linear threshold "
                        "(members follow once enough of their contacts have)");
  o.Choice<InfluenceSource>("--probabilities", s.influence.source,
           {{"ties", InfluenceSource::kTies},
            {"learned", InfluenceSource::kLearned},
            {"constant", InfluenceSource::kConstant},
            {"weighted-cascade", InfluenceSource::kWeightedCascade}},
           "How likely a tie passes something on: by strength of ties, learned from who pulled "
           "what after whom, constant (--p), or 1 / in-degree");
  o.Num("--p", s.influence.p, Between(1e-9, 1), "Probability of each tie")
      .Needs("--probabilities", "constant");
  AddDirectionOption(o, s.influence.arcs.direction,
                     "Along directed ties (who answers moves who asked), against them (who is "
                     "followed moves who follows), or both");
  o.Num("--learn-window", s.learn_window, MoreThan(0),
        "Days within which a pull counts as passed on; any time, unless it is given")
      .Needs("--probabilities", "learned");
  o.Num("--prior-strength", s.prior_strength, AtLeast(0),
        "Actions that the mean of all ties is worth in learning; fitted to how much members and "
        "ties differ, unless it is given")
      .Needs("--probabilities", "learned");
  AddTieOptions(o, s.influence.arcs.strength);
  o.all().back().Needs("--probabilities", "ties");
}

void Declare(Options& o, Session& session, LeverageSettings& s) {
  s.leverage.min_sets = 1 << 18;
  session.Input(o);
  s.market = &session.Market(o);
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
}  // namespace pullgraph::tools::verb_leverage
