// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/journey/leverage_choice.h"
#include "graph/string_table.h"
#include "io/leverage_messages.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct LeverageVerb {
  uint32_t k = 10;
  SpreadModel model = SpreadModel::kIndependentCascade;
  std::string probabilities = "ties";
  double p = 0.1;
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

InfluenceSource SourceOf(const std::string& probabilities) {
  if (probabilities == "constant") return InfluenceSource::kConstant;
  if (probabilities == "learned") return InfluenceSource::kLearned;
  return probabilities == "ties" ? InfluenceSource::kTies : InfluenceSource::kWeightedCascade;
}

absl::StatusOr<InfluenceGraph> BuildGraph(const CommunityView& view, const LeverageVerb& verb) {
  auto graph = BuildInfluenceGraph(view, {SourceOf(verb.probabilities), verb.kappa, verb.p,
                                          verb.model, verb.arcs, verb.learn});
  if (absl::IsFailedPrecondition(graph.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat(graph.status().message(), "\nuse --probabilities ties"));
  }
  return graph;
}

absl::StatusOr<std::vector<double>> Costs(const CommunityGraph& c, const std::string& attribute) {
  auto costs = ContactCosts(c, attribute);
  if (costs.ok()) return costs;
  const char* mend = absl::IsNotFound(costs.status())
                         ? "\nname a column of the members that was imported"
                         : "";
  return absl::Status(costs.status().code(),
                      absl::StrCat("--costs: ", costs.status().message(), mend));
}

absl::StatusOr<Leverage> Find(const InfluenceGraph& influence, const std::vector<double>& costs,
                              const LeverageVerb& verb) {
  if (verb.reach > 0) return FindMinimalContactSet(influence, verb.reach, verb.leverage);
  if (verb.budget > 0) {
    return FindLeverageWithinBudget(influence, costs, verb.budget, verb.leverage);
  }
  return FindLeverage(influence, verb.k, verb.leverage);
}

// The best connected candidates: as many, or with a budget as fit into it.
std::vector<Node> Rivals(const InfluenceGraph& influence, const std::vector<double>& costs,
                         const LeverageVerb& verb, size_t count) {
  const absl::Span<const uint8_t> candidates = verb.leverage.candidates;
  if (verb.budget > 0) {
    return BestConnectedWithinBudget(influence, costs, verb.budget, candidates);
  }
  return BestConnected(influence, static_cast<uint32_t>(count), candidates);
}

absl::Status Compare(const InfluenceGraph& influence, const Leverage& found,
                     const std::vector<double>& costs, const LeverageVerb& verb,
                     v1::LeverageCertificate& certificate) {
  std::vector<Node> ours;
  for (const LeverageSeed& seed : found.seeds) ours.push_back(seed.node);
  const auto spread = SimulateSpread(influence, ours, verb.spread);
  if (!spread.ok()) return spread.status();
  *certificate.mutable_simulated() = ToMessage(*spread, verb.spread.runs);
  const auto rivals =
      SimulateSpread(influence, Rivals(influence, costs, verb, ours.size()), verb.spread);
  if (!rivals.ok()) return rivals.status();
  *certificate.mutable_best_connected() = ToMessage(*rivals, verb.spread.runs);
  return absl::OkStatus();
}

std::vector<ResultColumn> Columns(bool has_budget) {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.leverage_seed()); };
  };
  using S = v1::LeverageSeed;
  std::vector<ResultColumn> columns = {
      {"#", of([](const S& s) { return Cell::Count(s.rank()); })},
      {"member", of([](const S& s) { return Cell::Text(s.member()); })},
      {"name", of([](const S& s) { return Cell::Text(s.member_name()); })},
      {"ties", of([](const S& s) { return Cell::Count(s.ties()); })},
      {"rank by ties", of([](const S& s) { return Cell::Count(s.ties_rank()); })}};
  if (has_budget) {
    columns.push_back({"cost", of([](const S& s) { return Cell::Number(s.cost(), 2); })});
    columns.push_back({"spent", of([](const S& s) { return Cell::Number(s.spent(), 2); })});
  }
  columns.push_back({"adds members", of([](const S& s) { return Cell::Number(s.marginal(), 1); })});
  columns.push_back({"spread members", of([](const S& s) { return Cell::Number(s.spread(), 1); })});
  columns.push_back({"low", of([](const S& s) { return Cell::Number(s.spread_low(), 1); })});
  columns.push_back({"high", of([](const S& s) { return Cell::Number(s.spread_high(), 1); })});
  return columns;
}

std::string Title(const v1::LeverageCertificate& c, const LeverageVerb& verb) {
  if (verb.reach > 0 && !c.certified()) {
    return absl::StrFormat("No contact set is certain to set %.0f members in motion; these %d "
                           "come to %.1f at least", verb.reach, c.seeds(), c.spread_low());
  }
  if (verb.reach > 0) {
    return absl::StrFormat("%d members set %.0f in motion: at least %.1f, with probability %g; it "
                           "takes %d in any case", c.seeds(), verb.reach, c.spread_low(),
                           1 - c.delta(), c.fewest());
  }
  return absl::StrFormat(
      "%d members set %.1f to %.1f in motion (themselves included), at least %.0f %% of what the "
      "best choice can (%.1f at most)%s", c.seeds(), c.spread_low(), c.spread_high(),
      std::floor(100 * c.ratio()), c.best_high(),
      c.certified() ? "" : "; sampling ended before the ratio asked for was certain");
}

// How many seeds do nearly all, if those after them add hardly more than themselves.
size_t FewThatDo(const Leverage& found) {
  size_t few = found.seeds.size();
  while (few > 0 && found.seeds[few - 1].marginal < 1.5) --few;
  const bool nearly_all = few > 0 && found.seeds[few - 1].spread > 0.8 * found.spread;
  return nearly_all && few < found.seeds.size() ? few : 0;
}

void AddNotes(const v1::LeverageCertificate& c, const LeverageVerb& verb, const Leverage& found,
              ResultTable& table) {
  if (const size_t few = FewThatDo(found); few > 0) {
    table.notes.push_back(absl::StrFormat(
        "From #%d on, each adds fewer than 1.5 members, itself included: #1%s nearly all of it.",
        few + 1, few == 1 ? " does" : absl::StrCat(" to #", few, " do")));
  }
  const v1::SimulatedSpread& ours = c.simulated();
  const v1::SimulatedSpread& rivals = c.best_connected();
  table.notes.push_back(absl::StrFormat(
      "The best connected %s: %.1f members (%.1f to %.1f); these: %.1f (%.1f to %.1f), %+.1f %%, "
      "in %d simulated cascades.",
      verb.budget > 0 ? "that fit the budget" : "as many", rivals.mean(), rivals.low(),
      rivals.high(), ours.mean(), ours.low(), ours.high(),
      rivals.mean() > 0 ? 100 * (ours.mean() / rivals.mean() - 1) : 0.0, ours.cascades()));
  if (verb.check) {
    const bool inside = ours.high() >= c.spread_low() && ours.low() <= c.spread_high();
    table.notes.push_back(absl::StrFormat(
        "Spread check: the simulated interval %s the certified one, %.1f to %.1f.",
        inside ? "meets" : "MISSES", c.spread_low(), c.spread_high()));
  }
  table.notes.push_back(absl::StrFormat(
      "Model: %s, probabilities: %s. All bounds together hold with probability %g; %d "
      "reverse-reachable sets.",
      c.model(), c.probabilities(), 1 - c.delta(), c.sets()));
}

v1::RunManifest ManifestOf(const Session& session, const LeverageVerb& verb,
                           const v1::LeverageCertificate& c) {
  return session.Manifest(
      "leverage", {{"k", absl::StrCat(verb.k)}, {"model", c.model()},
                   {"probabilities", verb.probabilities}, {"p", absl::StrCat(verb.p)},
                   {"epsilon", absl::StrCat(verb.leverage.epsilon)},
                   {"delta", absl::StrCat(verb.leverage.delta)},
                   {"candidates", verb.candidates}, {"audience", verb.audience},
                   {"budget", absl::StrCat(verb.budget)}, {"costs", verb.costs},
                   {"reach", absl::StrCat(verb.reach)},
                   {"tie_half_life_days", absl::StrCat(verb.arcs.strength.half_life_days)}});
}

int Report(Session& session, const LeverageVerb& verb, const InfluenceGraph& influence,
           const Leverage& found, const std::vector<double>& costs) {
  v1::LeverageCertificate certificate = CertificateToMessage(influence, found);
  certificate.set_probabilities(verb.probabilities);
  certificate.set_delta(verb.leverage.delta);
  if (verb.reach > 0) {
    certificate.set_reach(verb.reach);
    if (found.certified) certificate.set_fewest(found.fewest);
  }
  const absl::Status compared = Compare(influence, found, costs, verb, certificate);
  if (!compared.ok()) return FailCompute(compared);
  ResultTable table;
  table.manifest = ManifestOf(session, verb, certificate);
  table.title = Title(certificate, verb);
  table.columns = Columns(verb.budget > 0);
  const absl::Span<const double> shown = verb.budget > 0 ? costs : absl::Span<const double>();
  for (v1::LeverageSeed& seed : ToMessages(session.view(), influence, found, shown)) {
    if (table.rows.size() >= static_cast<size_t>(session.limit)) break;
    *table.rows.emplace_back().mutable_leverage_seed() = std::move(seed);
  }
  AddNotes(certificate, verb, found, table);
  // Where a row may be of another kind, what the title and the notes say comes last.
  if (session.format == "json" || session.format == "pb") {
    *table.rows.emplace_back().mutable_leverage_certificate() = std::move(certificate);
  }
  return FinishResult(session, table);
}

int Run(Session& session, LeverageVerb& verb) {
  if (const int code = session.Load(); code != kDone) return code;
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return FailCompute(market.status());
  const RunControl& run = session.StartRun("leverage");
  verb.arcs.run = verb.arcs.strength.run = verb.learn.run = verb.leverage.run = &run;
  // The bar shows the search; what follows it is short.
  RunControl quiet = run;
  quiet.progress = nullptr;
  verb.spread.run = &quiet;
  verb.leverage.seed = verb.spread.seed = session.seed;
  const CommunityView view = session.view();
  const auto influence = BuildGraph(view, verb);
  if (!influence.ok()) return FailCompute(influence.status());
  const std::vector<uint8_t> customers = view.Customers(*market), nobody;
  const auto candidates =
      LeverageCandidates(view, verb.candidates == "outside" ? customers : nobody);
  const auto audience = LeverageAudience(view, verb.audience == "outside" ? customers : nobody);
  if (std::count(candidates.begin(), candidates.end(), 1) == 0) {
    return FailCompute(absl::FailedPreconditionError(
        "there is nobody to contact\ncandidates are members of the community who have not opted "
        "out of everything; --candidates outside leaves out customers"));
  }
  if (std::count(audience.begin(), audience.end(), 1) == 0) {
    return FailCompute(absl::FailedPreconditionError(
        "there is nobody to set in motion\n--audience outside leaves out customers"));
  }
  verb.leverage.candidates = candidates;
  verb.leverage.audience = verb.spread.audience = audience;
  const auto costs = Costs(view.community(), verb.costs);
  if (!costs.ok()) return FailCompute(costs.status());
  const auto found = Find(*influence, *costs, verb);
  if (absl::IsResourceExhausted(found.status())) {
    return FailCompute(absl::ResourceExhaustedError(absl::StrCat(
        found.status().message(), "\nties pass on too much: try --probabilities "
        "weighted-cascade, or constant with a small --p")));
  }
  if (!found.ok()) return FailCompute(found.status());
  return Report(session, verb, *influence, *found, *costs);
}

void AddInfluenceOptions(CLI::App& verb, LeverageVerb& leverage) {
  verb.add_option("--model", leverage.model,
                  "ic (independent cascade: each tie passes on by itself) or lt (linear "
                  "threshold: members follow once enough of their contacts have)")
      ->transform(CLI::CheckedTransformer(std::map<std::string, SpreadModel>{
          {"ic", SpreadModel::kIndependentCascade}, {"lt", SpreadModel::kLinearThreshold}}))
      ->default_str("ic");
  verb.add_option("--probabilities", leverage.probabilities,
                  "How likely a tie passes something on: by strength of ties, learned from who "
                  "pulled what after whom, constant (--p), or weighted-cascade (1 / in-degree)")
      ->check(CLI::IsMember({"ties", "learned", "constant", "weighted-cascade"}))
      ->capture_default_str();
  verb.add_option("--p", leverage.p, "Probability of --probabilities constant, in (0, 1]")
      ->check(CLI::Range(1e-9, 1.0))
      ->capture_default_str();
  verb.add_option("--direction", leverage.arcs.direction,
                  "Along directed ties (who answers moves who asked), against them (who is "
                  "followed moves who follows), or both")
      ->transform(CLI::CheckedTransformer(std::map<std::string, InfluenceDirection>{
          {"along", InfluenceDirection::kAlong}, {"against", InfluenceDirection::kAgainst},
          {"both", InfluenceDirection::kBoth}}))
      ->default_str("along");
  verb.add_option("--learn-window", leverage.learn.window_days,
                  "Days within which a pull counts as passed on (default: any time)")
      ->check(CLI::PositiveNumber);
  verb.add_option("--prior-strength", leverage.learn.prior_strength,
                  "Actions that the mean of all ties is worth in learning")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb.add_option("--tie-half-life", leverage.arcs.strength.half_life_days,
                  "Days after which an exchange counts half")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
}

void AddChoiceOptions(CLI::App& verb, LeverageVerb& leverage) {
  CLI::Option* k = verb.add_option("-k,--k", leverage.k, "Members to choose")
                       ->check(CLI::Range(1, 1'000'000))
                       ->capture_default_str();
  CLI::Option* budget =
      verb.add_option("--budget", leverage.budget,
                      "Choose for as much instead; see --costs")->check(CLI::PositiveNumber);
  CLI::Option* reach = verb.add_option("--reach", leverage.reach,
                                       "Choose as few as set so many members in motion instead")
                           ->check(CLI::PositiveNumber);
  budget->excludes(k);
  reach->excludes(k)->excludes(budget);
  verb.add_option("--costs", leverage.costs,
                  "Attribute of the members that says what a contact costs (default: 1 each)")
      ->needs(budget);
  verb.add_option("--candidates", leverage.candidates,
                  "Whom to choose from: all, or those outside the market; never staff, bots and "
                  "members who opted out of everything")
      ->check(CLI::IsMember({"all", "outside"}))
      ->capture_default_str();
  verb.add_option("--audience", leverage.audience,
                  "Whose being set in motion counts: all, or those outside the market")
      ->check(CLI::IsMember({"all", "outside"}))
      ->capture_default_str();
  verb.add_option("--epsilon", leverage.leverage.epsilon,
                  "How far below 1 - 1/e of the best choice is near enough")
      ->check(CLI::Range(0.001, 0.63))
      ->capture_default_str();
  verb.add_option("--delta", leverage.leverage.delta, "Chance that a bound fails")
      ->check(CLI::Range(1e-12, 0.5))
      ->capture_default_str();
  verb.add_option("--min-sets", leverage.leverage.min_sets,
                  "Reverse-reachable sets to choose on at least; more choose better and take longer")
      ->check(CLI::Range(1, 1 << 25))
      ->capture_default_str();
  verb.add_flag("--spread-check", leverage.check,
                "Play 20,000 cascades forward instead of 2,000, and hold the bounds against them");
}

}  // namespace

void AddLeverage(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "leverage", "Who mobilises others? Few members whose word spreads furthest, certified\n\n"
                  "  pullgraph leverage q.pull --k 10\n"
                  "  pullgraph leverage q.pull --reach 500 --probabilities learned");
  const auto leverage = std::make_shared<LeverageVerb>();
  leverage->leverage.min_sets = 1 << 18;
  session.AddInput(*verb);
  session.AddResult(*verb, 1000);
  AddChoiceOptions(*verb, *leverage);
  AddInfluenceOptions(*verb, *leverage);
  SetAction(*verb, [&session, leverage] {
    leverage->spread.runs = leverage->check ? 20'000 : 2'000;
    return Run(session, *leverage);
  });
}

}  // namespace pullgraph::tools
