// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "algorithms/opportunity/opportunity.h"
#include "algorithms/opportunity/plan.h"
#include "graph/string_table.h"
#include "io/result_messages.h"
#include "tools/model_options.h"
#include "tools/opportunity_table.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct RankOptions {
  OpportunityOptions opportunity;
  std::string audience = "prospects";
  std::string explain;
  OpportunityPlanOptions plan;
  const CLI::Option* budget = nullptr;
  const CLI::Option* asks = nullptr;
  bool plans() const { return !budget->empty() || !asks->empty(); }
};

// Opportunities that a plan chooses from, for each that it may take.
constexpr int kPlanSpares = 5;

absl::StatusOr<Audience> ParseAudience(const std::string& word) {
  if (word == "prospects") return Audience::kProspects;
  if (word == "customers") return Audience::kCustomers;
  if (word == "everyone") return Audience::kEveryone;
  return absl::InvalidArgumentError(absl::StrCat(
      "--audience: '", word, "' is none of prospects, customers, everyone"));
}

std::vector<std::string> GateNotes(const OpportunityList& list, Learner asked) {
  const GateCounts& g = list.gates;
  std::vector<std::string> held;
  const auto add = [&](uint64_t count, const char* why) {
    if (count > 0) held.push_back(absl::StrCat(count, " ", why));
  };
  add(g.not_yet_known, "not yet there");
  add(g.not_community, "staff or bots");
  add(g.wrong_audience, "of another audience");
  add(g.opted_out, "opted out");
  add(g.touched_lately, "contacted lately");
  add(g.out_of_reach, "out of reach of an introduction");
  std::vector<std::string> notes = {
      absl::StrCat(g.passed, " of ", g.members, " members considered",
                   held.empty() ? "" : absl::StrCat("; held back: ", absl::StrJoin(held, ", ")),
                   ".")};
  const PullModelReport& r = list.model.report();
  notes.push_back(absl::StrFormat(
      "Likelihood: learned from %d pulls among %d pairs; on held-out history AUC %.3f "
      "(popularity %.3f, recency %.3f), calibration error %.5f.",
      list.model.training_positives(), list.model.training_pairs(), r.auc, r.auc_popularity,
      r.auc_recency, r.ece));
  if (asked != Learner::kLogistic) notes.push_back(LearnerNote(list.model, asked));
  if (!list.model.is_temporal()) {
    notes.push_back("The pulls are undated: the likelihood is that of a pull not seen yet, in no "
                    "stated time.");
  }
  return notes;
}

// Puts the plan in the place of the list; notes and parameters tell of it.
absl::Status Plan(const CommunityView& view, RankOptions& options, OpportunityList& list,
                  ResultTable& table) {
  const absl::StatusOr<OpportunityPlan> plan =
      PlanOpportunities(view, list, options.opportunity, options.plan);
  if (!plan.ok()) return plan.status();
  list.opportunities.clear();
  for (const PlannedOpportunity& p : plan->chosen) list.opportunities.push_back(p.opportunity);
  const double share = plan->best_possible > 0 ? plan->expected_value / plan->best_possible : 1;
  table.notes.push_back(absl::StrFormat(
      "Plan: %d contacts for %.2f, expected worth %.4g: at least %.1f %% of the best plan there is.",
      plan->chosen.size(), plan->cost, plan->expected_value, 100 * share));
  std::vector<std::string> asks;
  for (const auto& [broker, count] : plan->asks) {
    if (asks.size() == 5) break;
    asks.push_back(absl::StrCat(AbslView(view.community().MemberLabel(broker)), " ", count));
  }
  if (!asks.empty()) {
    table.notes.push_back(absl::StrCat("Introductions to ask for, of ", plan->asks.size(),
                                       " people; most: ", absl::StrJoin(asks, ", "), "."));
  }
  table.notes.push_back(absl::StrCat("Left out: ", plan->no_capacity,
                                     " whose brokers are all asked for others, ", plan->worthless,
                                     " worth nothing over who is left, ", plan->beyond_budget,
                                     " beyond budget or limit."));
  v1::Parameter* parameter = table.manifest.add_parameters();
  parameter->set_name("planned_cost");
  parameter->set_value(absl::StrCat(plan->cost));
  parameter = table.manifest.add_parameters();
  parameter->set_name("planned_value");
  parameter->set_value(absl::StrCat(plan->expected_value));
  return absl::OkStatus();
}

v1::RunManifest ManifestOf(const Session& session, const RankOptions& options) {
  const OpportunityOptions& o = options.opportunity;
  return session.Manifest(
      "rank", {{"learner", LearnerName(o.model.learner)},
               {"horizon_days", absl::StrCat(o.model.horizon_days)},
               {"half_life_days", absl::StrCat(o.model.half_life_days)},
               {"audience", options.audience},
               {"max_hops", absl::StrCat(o.max_hops)},
               {"value", absl::StrCat(o.value)},
               {"contact_cost", absl::StrCat(o.contact_cost)},
               {"cool_down_days", absl::StrCat(o.cool_down_days)},
               {"per_member", absl::StrCat(o.per_member)},
               {"per_resource", absl::StrCat(o.per_resource)},
               {"leverage", o.leverage ? "true" : "false"},
               {"probabilities", o.learned_introductions ? "learned" : "ties"},
               {"budget", options.budget->empty() ? "" : absl::StrCat(options.plan.budget)},
               {"asks_per_broker", absl::StrCat(options.plan.asks_per_broker)},
               {"limit", absl::StrCat(session.limit)}});
}

// Leaves the row that --explain names: a rank, or a member.
absl::Status KeepExplained(const std::string& wanted, ResultTable& table) {
  // A rank wins over a member of that name.
  const auto ranked = std::find_if(table.rows.begin(), table.rows.end(), [&](const v1::Result& r) {
    return wanted == absl::StrCat(r.opportunity().rank());
  });
  if (ranked != table.rows.end()) {
    table.rows = {v1::Result(*ranked)};
    return absl::OkStatus();
  }
  const auto is_member = [&](const v1::Result& r) { return wanted == r.opportunity().member(); };
  if (std::none_of(table.rows.begin(), table.rows.end(), is_member)) {
    return absl::NotFoundError(absl::StrCat(
        "--explain: '", wanted, "' is neither a rank nor a member on the list\n",
        "raise --limit, or name one of the list"));
  }
  std::erase_if(table.rows, [&](const v1::Result& r) { return !is_member(r); });
  return absl::OkStatus();
}

int Run(Session& session, RankOptions& options) {
  if (const int code = session.Load(); code != kDone) return code;
  const absl::StatusOr<Audience> audience = ParseAudience(options.audience);
  if (!audience.ok()) return FailCompute(audience.status());
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return FailCompute(market.status());
  OpportunityOptions& o = options.opportunity;
  o.audience = *audience;
  o.market = *market;
  o.limit = session.limit;
  if (options.plans()) o.limit = std::min(session.limit, 100'000) * kPlanSpares;
  o.model.seed = session.seed;
  o.model.run = &session.StartRun("rank");
  const CommunityView view = session.view();
  absl::StatusOr<OpportunityList> list = RankOpportunities(view, o);
  if (!list.ok()) return FailCompute(list.status());
  ResultTable table;
  table.manifest = ManifestOf(session, options);
  if (options.plans()) {
    options.plan.limit = session.limit;
    if (absl::Status s = Plan(view, options, *list, table); !s.ok()) return FailCompute(s);
  }
  table.title = OpportunityTitle(view, *list, o);
  table.columns = OpportunityColumns();
  for (size_t i = 0; i < list->opportunities.size(); ++i) {
    v1::Result row;
    *row.mutable_opportunity() = ToMessage(view, list->introductions, list->opportunities[i],
                                           static_cast<uint32_t>(i + 1));
    table.rows.push_back(std::move(row));
  }
  if (!options.explain.empty()) {
    if (absl::Status s = KeepExplained(options.explain, table); !s.ok()) return FailCompute(s);
    if (session.format == "table") return PrintExplanation(session, table);
  }
  for (std::string& note : GateNotes(*list, o.model.learner)) table.notes.push_back(std::move(note));
  return FinishResult(session, table);
}

}  // namespace

void AddRank(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "rank", "One ranked list: whom to meet next, with what, through whom, worth what, and why\n\n"
              "  pullgraph rank q.pull --limit 20\n"
              "  pullgraph rank q.pull --explain 1\n"
              "  pullgraph rank q.pull --contact-cost .001 --budget .05 --asks-per-broker 2");
  const auto options = std::make_shared<RankOptions>();
  OpportunityOptions& o = options->opportunity;
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  AddModelOptions(*verb, o.model);
  verb->add_option("--audience", options->audience, "prospects, customers or everyone")
      ->capture_default_str();
  verb->add_option("--max-hops", o.max_hops, "Introductions in a path at most")
      ->capture_default_str();
  verb->add_option("--value", o.value, "Worth of one pull, in your currency")
      ->capture_default_str();
  verb->add_option("--contact-cost", o.contact_cost, "Cost of one contact, in your currency")
      ->capture_default_str();
  verb->add_option("--channel", o.channel, "Channel of contact; who opted out is left alone");
  verb->add_option("--cool-down", o.cool_down_days, "Days without a touch before the next")
      ->capture_default_str();
  verb->add_option("--per-member", o.per_member, "Opportunities of one member at most")
      ->capture_default_str();
  verb->add_option("--per-resource", o.per_resource,
                   "Opportunities with one resource at most; 0: any number")
      ->capture_default_str();
  verb->add_flag("--leverage", o.leverage,
                 "Counts the pulls of others that a pull brings about, as learned from the past");
  verb->add_option_function<std::string>(
          "--probabilities",
          [options](const std::string& from) {
            options->opportunity.learned_introductions = from == "learned";
          },
          "How likely a tie passes an introduction on: by strength of ties, or learned from who "
          "pulled what after whom")
      ->check(CLI::IsMember({"ties", "learned"}))
      ->default_str("ties");
  options->budget = verb->add_option("--budget", options->plan.budget,
                                     "Plan: what all contacts together may cost, in your currency")
                        ->check(CLI::NonNegativeNumber);
  options->asks = verb->add_option("--asks-per-broker", options->plan.asks_per_broker,
                                   "Plan: introductions that one member is asked for at most")
                      ->check(CLI::PositiveNumber);
  verb->add_option("--explain", options->explain,
                   "Shows one opportunity whole, by its rank or its member's id");
  SetAction(*verb, [&session, options] { return Run(session, *options); });
}

}  // namespace pullgraph::tools
