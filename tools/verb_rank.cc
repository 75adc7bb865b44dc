// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "algorithms/opportunity/opportunity.h"
#include "algorithms/opportunity/plan.h"
#include "graph/string_table.h"
#include "io/answer/considered.h"
#include "io/answer/figures.h"
#include "io/opportunity_messages.h"
#include "tools/command/verb.h"
#include "tools/keep_explained.h"
#include "tools/model_options.h"
#include "tools/offer_options.h"
#include "tools/rank_prospects.h"

namespace pullgraph::tools::verb_rank {
namespace {

using figures::CountOf;
using figures::Short;

struct RankSettings {
  OpportunityOptions opportunity;
  OpportunityPlanOptions plan;
  std::optional<double> budget;
  std::optional<int> asks;
  bool pulls = false;
  OfferSettings offer;
  ProspectSettings prospects;
  bool plans() const { return budget || asks; }
};

void AddNotes(const OpportunityList& list, const OpportunityOptions& options, Answer& answer) {
  const PullModelReport& r = list.model.report();
  answer.Note(Considered(list.gates, options.audience));
  answer.Note(absl::StrCat(
      "Likelihood: learned from ", CountOf(list.model.training_positives(), "pull", "pulls"),
      " among ", CountOf(list.model.training_pairs(), "pair", "pairs"),
      "; on held-out history AUC ", figures::Fixed(r.auc, 3), " (popularity ",
      figures::Fixed(r.auc_popularity, 3), ", recency ", figures::Fixed(r.auc_recency, 3),
      "), calibration error ", Short(r.ece), "."));
  answer.Note(LearnerNote(list.model, options.model.learner));
  if (!list.model.is_temporal()) {
    answer.Note("The pulls are undated: the likelihood is that of a pull not seen yet, in no "
                "stated time.");
  }
}

std::string Title(const CommunityView& view, const OpportunityList& list) {
  const std::string& name = view.community().name();
  return absl::StrCat(
      name.empty() ? "Community" : name, ": ",
      CountOf(list.opportunities.size(), "opportunity", "opportunities"),
      list.model.is_temporal() ? absl::StrCat(" for the next ", Short(list.model.horizon_days()),
                                              " days from ", FormatDate(view.now()))
                               : "",
      ", reached through ", CountOf(list.customers, "customer", "customers"));
}

// Puts the plan in the place of the list.
absl::Status Plan(const CommunityView& view, RankSettings& settings, OpportunityList& list,
                  Answer& answer) {
  if (settings.budget) settings.plan.budget = *settings.budget;
  if (settings.asks) settings.plan.asks_per_broker = *settings.asks;
  const absl::StatusOr<OpportunityPlan> plan =
      PlanOpportunities(view, list, settings.opportunity, settings.plan);
  if (!plan.ok()) return plan.status();
  list.opportunities.clear();
  for (const PlannedOpportunity& p : plan->chosen) list.opportunities.push_back(p.opportunity);
  const double share = plan->best_possible > 0 ? plan->expected_value / plan->best_possible : 1;
  // But for rounding, nothing is left to gain.
  const std::string proof =
      share > 1 - 1e-9
          ? "; no other choice of contacts and introducers is worth more."
          : absl::StrCat("; no other choice of contacts and introducers is worth more than ",
                         Short(plan->best_possible), ", so this is at least ",
                         figures::Plain(figures::Percent(share)), " of the best.");
  answer.Note(absl::StrCat("Plan: ", CountOf(plan->chosen.size(), "contact", "contacts"), " for ",
                           Short(plan->cost), ", expected worth ", Short(plan->expected_value),
                           proof));
  std::vector<std::string> asks;
  for (const auto& [broker, count] : plan->asks) {
    if (asks.size() == 5) break;
    asks.push_back(absl::StrCat(AbslView(view.community().MemberLabel(broker)), " ", count));
  }
  if (!asks.empty()) {
    answer.Note(absl::StrCat("Introductions to ask for, of ",
                             CountOf(plan->asks.size(), "person", "people"),
                             "; most: ", absl::StrJoin(asks, ", "), "."));
  }
  answer.Note(absl::StrCat("Left out: ", plan->no_capacity,
                           " because all who could introduce are asked for others, ",
                           plan->worthless, " that add nothing to what is chosen, ",
                           plan->beyond_budget, " beyond budget or limit."));
  answer.findings = {{"planned_cost", absl::StrCat(plan->cost)},
                     {"planned_value", absl::StrCat(plan->expected_value)},
                     {"planned_bound", absl::StrCat(plan->best_possible)}};
  return absl::OkStatus();
}

absl::StatusOr<Answer> Rank(Session& session, RankSettings& settings) {
  if (!settings.pulls) {
    const OpportunityOptions& common = settings.opportunity;
    ProspectListOptions& list = settings.prospects.list;
    list.convert.horizon_days = common.model.horizon_days.value_or(0);
    list.convert.half_life_days = common.model.half_life_days.value_or(0);
    if (absl::Status f = FillOffer(session, settings.offer, list.offer); !f.ok()) return f;
    list.max_hops = common.max_hops;
    list.value = common.value;
    list.contact_cost = common.contact_cost;
    list.channel = common.channel;
    list.cool_down_days = common.cool_down_days;
    return AnswerProspects(session, settings.prospects);
  }
  OpportunityOptions& o = settings.opportunity;
  o.market = session.market();
  if (absl::Status f = FillOffer(session, settings.offer, o.offer); !f.ok()) return f;
  o.limit = session.limit;
  if (settings.plans()) {  // It chooses from all there are.
    o.limit = std::numeric_limits<int>::max();
    o.explain = false;
  }
  o.model.seed = session.seed;
  o.model.run = session.run();
  const CommunityView view = session.view();
  absl::StatusOr<OpportunityList> list = RankOpportunities(view, o);
  if (!list.ok()) return list.status();
  Answer answer;
  answer.Of<v1::Opportunity>();
  answer.borne_out = IsBorneOut(list->model);
  if (settings.plans()) {
    settings.plan.limit = session.limit;
    if (absl::Status s = Plan(view, settings, *list, answer); !s.ok()) return s;
  }
  answer.title = absl::StrCat(Title(view, *list), ". ", BorneOutNote(list->model));
  for (const Opportunity& opportunity : list->opportunities) {
    answer.Add(ToMessage(view, list->introductions, opportunity, answer.NextRank()));
  }
  if (!settings.prospects.explain.empty()) {
    const auto why_not = [&](MemberId m) {
      const Gate gate = list->gate[m.value()];
      return gate == Gate::kPassed ? "beyond its end, or nothing is known to draw them"
                                   : WhyNotListed(gate, o.audience, 0);
    };
    absl::Status s = KeepExplained<v1::Opportunity>(session, settings.prospects.explain, answer, why_not);
    if (!s.ok()) return s;
    return answer;
  }
  AddNotes(*list, o, answer);
  return answer;
}

void Declare(Options& o, Session& session, RankSettings& s) {
  OpportunityOptions& r = s.opportunity;
  session.Input(o);
  session.Market(o);
  session.Seed(o);
  session.Strict(o);
  session.Result(o, 20);
  Options::MakeMode(o.Choice<bool>("--goal", s.pulls, {{"customers", false}, {"pulls", true}},
                                   "What is to come about: new customers, or pulls of things"));
  AddClockOptions(o, r.model);
  o.Num("--max-hops", r.max_hops, AtLeast(1), "Introductions in a path at most");
  o.Num("--value", r.value, MoreThan(0), "Worth of one pull or customer, in your currency");
  o.Num("--contact-cost", r.contact_cost, AtLeast(0), "Cost of one contact, in your currency");
  o.Text("--channel", r.channel, "NAME", "Channel of contact; who opted out of it is left alone");
  o.Num("--cool-down", r.cool_down_days, AtLeast(0), "Days without a touch before the next");
  DeclareOffer(o, s.offer);
  o.Text("--explain", s.prospects.explain, "PLACE|MEMBER",
         "Shows one line of the list whole, with its evidence");
  DeclareProspects(o, s.prospects);
  o.In({"--goal"});
  AddLearningOptions(o, r.model);
  o.Choice<Audience>("--audience", r.audience,
                     {{"prospects", Audience::kProspects},
                      {"customers", Audience::kCustomers},
                      {"everyone", Audience::kEveryone}},
                     "Whom to look for");
  o.Num("--per-member", r.per_member, AtLeast(1), "Opportunities of one member at most");
  o.Num("--per-resource", r.per_resource, AtLeast(0),
        "Opportunities with one resource at most; 0: any number");
  o.Flag("--leverage", r.leverage,
         "Counts the pulls of others that a pull brings about, as learned from the past");
  o.Choice<bool>("--probabilities", r.learned_introductions, {{"ties", false}, {"learned", true}},
                 "How likely a tie passes an introduction on: by strength of ties, or learned "
                 "from who pulled what after whom");
  o.Num("--budget", s.budget, AtLeast(0),
        "Plan: what all contacts together may cost, in your currency");
  o.Num("--asks-per-broker", s.asks, AtLeast(1),
        "Plan: introductions that one member is asked for at most");
}

const bool kRegistered = Register<RankSettings>(
    {.name = "rank",
     .group = Group::kAct,
     .question = "Whom to meet next, with what, through whom, worth what, and why? One ranked list",
     .examples = {"pullgraph rank q.pull --limit 20", "pullgraph rank q.pull --explain 1",
                  "pullgraph rank q.pull --goal pulls",
                  "pullgraph rank q.pull --goal pulls --contact-cost .001 --budget .05"},
     .cost = {80, 100, 2e5}},
    Answers<v1::Opportunity, v1::Prospect>(), Declare, Rank);

}  // namespace
}  // namespace pullgraph::tools::verb_rank
