// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "algorithms/edge/edge_clusters.h"
#include "graph/string_table.h"
#include "io/waste_messages.h"
#include "tools/result_writer.h"
#include "tools/verb.h"
#include "tools/waste_table.h"

namespace pullgraph::tools {
namespace {

struct WasteVerb {
  WasteOptions waste;
  UpliftModelOptions model;
  double min_uplift = 0;
  CLI::Option* min_uplift_given = nullptr;
  std::string by;
  bool uplift = false;
  bool qini = false;
  bool spare = false;
  bool windows = false;
};

// A campaign with a holdout, and all that is known of its effect.
struct Campaign {
  std::string name;
  Experiment experiment;
  Uplift uplift;
  std::optional<UpliftModel> model;
  std::string no_model;  // Why there is none.
};

std::string Tenths(double p) { return absl::StrFormat("%.1f %%", 100 * p); }

// Points are hundredths: a difference of shares is no share.
std::string Signed(const Estimate& e) {
  return absl::StrFormat("%+.2f points (%+.2f to %+.2f)", 100 * e.value, 100 * e.low, 100 * e.high);
}

absl::StatusOr<std::vector<Campaign>> Campaigns(const CommunityView& view, const WasteVerb& verb,
                                                const WasteLedger& ledger) {
  auto experiments = FindExperiments(view, ledger.attribution, verb.waste.window_days);
  if (!experiments.ok()) return experiments.status();
  std::vector<Campaign> campaigns;
  for (Experiment& experiment : *experiments) {
    const auto uplift = EstimateUplift(experiment, verb.waste.confidence);
    if (uplift.status().code() == absl::StatusCode::kInvalidArgument) continue;  // No arm left.
    if (!uplift.ok()) return uplift.status();
    Campaign& c = campaigns.emplace_back();
    c.name = std::string(view.community().String(experiment.campaign));
    c.uplift = *uplift;
    c.experiment = std::move(experiment);
    std::vector<MemberId> members;
    std::vector<Time> before;
    for (const TrialMember& m : c.experiment.members) {
      members.push_back(m.member);
      before.push_back(m.first_at);
    }
    auto model = FitUpliftModel(c.experiment, BuildMemberFeatures(view, members, before),
                                verb.model);
    if (model.ok()) {
      c.model = *std::move(model);
    } else if (model.status().code() == absl::StatusCode::kFailedPrecondition) {
      c.no_model = std::string(model.status().message());
    } else {
      return model.status();
    }
  }
  return campaigns;
}

bool IsShown(const WasteVerb& verb, const WasteLine& line) {
  if (!verb.by.empty()) return NameOf(line.by) == verb.by;
  return line.by != WasteBy::kContent;
}

bool IsFull(const Session& session, const ResultTable& table) {
  return table.rows.size() >= static_cast<size_t>(session.limit);
}

void FillLedger(const Session& session, const WasteVerb& verb, const WasteLedger& ledger,
                const std::vector<Campaign>& campaigns, ResultTable& table) {
  table.columns = verb.windows ? WasteWindowColumns() : WasteLedgerColumns();
  uint32_t rank = 0;
  for (const WasteLine& line : ledger.lines) {
    if (!IsShown(verb, line)) continue;
    if (verb.windows) {
      if (line.touches == 0) continue;
      for (v1::WindowWaste& window : WindowMessages(line)) {
        if (!IsFull(session, table)) {
          *table.rows.emplace_back().mutable_window_waste() = std::move(window);
        }
      }
      continue;
    }
    if (IsFull(session, table)) break;
    v1::WasteLine* row = table.rows.emplace_back().mutable_waste_line();
    *row = ToMessage(line, ++rank);
    for (const Campaign& c : campaigns) {
      if (line.by != WasteBy::kCampaign || line.key != c.name || line.touches == 0) continue;
      for (v1::UpliftLine& u : UpliftMessages(c.name, c.experiment.shared_control, c.uplift)) {
        *row->add_uplift() = std::move(u);
      }
    }
  }
}

void FillCampaigns(const Session& session, const WasteVerb& verb, const CommunityView& view,
                   const std::vector<Campaign>& campaigns, ResultTable& table) {
  table.columns = verb.uplift ? WasteUpliftColumns() : verb.qini ? WasteQiniColumns() : WasteSpareColumns();
  for (const Campaign& c : campaigns) {
    if (verb.uplift) {
      for (v1::UpliftLine& u : UpliftMessages(c.name, c.experiment.shared_control, c.uplift)) {
        if (IsFull(session, table)) return;
        *table.rows.emplace_back().mutable_uplift_line() = std::move(u);
      }
    } else if (c.model && verb.qini) {
      for (v1::QiniPoint& p : QiniMessages(c.name, c.model->qini)) {
        if (IsFull(session, table)) return;
        *table.rows.emplace_back().mutable_qini_point() = std::move(p);
      }
    } else if (c.model) {
      for (size_t i = 0; i < c.model->spare.members.size(); ++i) {
        if (IsFull(session, table)) return;
        *table.rows.emplace_back().mutable_spared_member() =
            ToMessage(view, c.name, c.model->spare, i);
      }
    }
  }
}

std::string SpareNote(const Campaign& c) {
  const SpareList& s = c.model->spare;
  if (s.share == 0) {
    return absl::StrFormat("  not to contact: nobody; no share of members is moved by as little "
                           "as %.2f points", 100 * s.min_uplift);
  }
  const std::string held_out = absl::StrFormat(
      "on the held-out half %s among the %d listed, %s among the %d others", Signed(s.listed),
      s.held_out_listed, Signed(s.rest), s.held_out_rest);
  if (!s.confirmed) {
    return absl::StrCat("  not to contact: nobody; a list was chosen, but is not confirmed: ",
                        held_out);
  }
  return absl::StrFormat("  not to contact: %d members (--spare); %s: confirmed", s.members.size(),
                         held_out);
}

void AddCampaignNotes(const std::vector<Campaign>& campaigns, ResultTable& table) {
  for (const Campaign& c : campaigns) {
    table.notes.push_back(absl::StrFormat(
        "%s: %s of %d held out pulled unasked (%s to %s); uplift in pulls %s",
        c.name.empty() ? "(no campaign)" : c.name, Tenths(c.uplift.unasked.value),
        c.uplift.control.members, Tenths(c.uplift.unasked.low), Tenths(c.uplift.unasked.high),
        Signed(c.uplift.pull)));
    if (c.experiment.in_both > 0) {
      table.notes.push_back(absl::StrFormat("  left out: %d members touched and held out",
                                            c.experiment.in_both));
    }
    if (!c.model) {
      table.notes.push_back(absl::StrCat("  no list of whom not to contact: ", c.no_model));
      continue;
    }
    const Estimate& q = c.model->qini.coefficient;
    table.notes.push_back(absl::StrFormat("  Qini coefficient %.3f (%.3f to %.3f), 0 is chance",
                                          q.value, q.low, q.high));
    table.notes.push_back(SpareNote(c));
  }
}

void AddNotes(const WasteVerb& verb, const WasteLedger& ledger,
              const std::vector<Campaign>& campaigns, ResultTable& table) {
  if (!verb.windows) AddCampaignNotes(campaigns, table);
  if (ledger.lines.front().touches == 0) {
    table.notes.push_back("There are no touches: nothing was pushed, hence nothing wasted.");
    return;
  }
  if (campaigns.empty()) {
    table.notes.push_back("Attributed, not causal: there is no holdout that tells what would "
                          "have happened anyhow.");
  }
  if (!ledger.attribution.signals_have_dates) {
    table.notes.push_back("No signal is dated: outcomes of touches are all there is, and final; "
                          "the window makes no difference.");
  }
  if (ledger.left_out > 0) {
    table.notes.push_back(absl::StrCat("Left out: ", ledger.left_out,
                                       " touches of staff and bots."));
  }
  for (const std::string& name : verb.waste.segments) {
    const bool any = std::any_of(
        ledger.lines.begin(), ledger.lines.end(), [&](const WasteLine& line) {
          return line.by == WasteBy::kSegment &&
                 (line.label.rfind(name + " = ", 0) == 0 ||
                  (name == "tags" && line.label.rfind("tag ", 0) == 0));
        });
    if (!any) table.notes.push_back("No member with a touch or a pull has attribute " + name + ".");
  }
}

absl::StatusOr<std::vector<uint32_t>> Clusters(const Session& session, const CommunityView& view) {
  EdgeOptions options;
  options.seed = session.seed;
  options.run = session.run();
  auto report = FindEdgeClusters(view, options);
  if (!report.ok()) return report.status();
  return std::move(report->cluster_of);
}

std::string Title(const WasteVerb& verb, const WasteLedger& ledger) {
  const WasteLine& all = ledger.lines.front();
  const std::string counts = absl::StrFormat("%d touches, %d pulls, %d held out", all.touches,
                                             all.pulls, ledger.holdouts);
  if (all.decided == 0) return counts;
  return absl::StrFormat("%s of %d decided touches had no pull within %g days; %s",
                         Tenths(all.waste_rate.value), all.decided, verb.waste.window_days, counts);
}

int Run(Session& session, WasteVerb& verb) {
  if (const int code = session.Load(); code != kDone) return code;
  const CommunityView view = session.view();
  verb.waste.run = verb.model.run = &session.StartRun("waste");
  verb.model.seed = session.seed;
  verb.model.confidence = verb.waste.confidence;
  if (verb.min_uplift_given->count() > 0) verb.model.min_uplift = verb.min_uplift / 100;
  std::vector<uint32_t> clusters;
  if (verb.by == "cluster") {
    auto found = Clusters(session, view);
    if (!found.ok()) return FailCompute(found.status());
    clusters = *std::move(found);
    verb.waste.cluster_of = clusters;
  }
  const auto ledger = BuildWasteLedger(view, verb.waste);
  if (!ledger.ok()) return FailCompute(ledger.status());
  const auto campaigns = Campaigns(view, verb, *ledger);
  if (!campaigns.ok()) return FailCompute(campaigns.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "waste", {{"window_days", absl::StrCat(verb.waste.window_days)},
                {"by", verb.by},
                {"segments", absl::StrJoin(verb.waste.segments, ",")},
                {"touch_cost", absl::StrCat(verb.waste.default_cost)},
                {"count_opens", verb.waste.count_opens ? "true" : "false"}});
  table.title = Title(verb, *ledger);
  if (verb.uplift || verb.qini || verb.spare) {
    FillCampaigns(session, verb, view, *campaigns, table);
  } else {
    FillLedger(session, verb, *ledger, *campaigns, table);
  }
  AddNotes(verb, *ledger, *campaigns, table);
  return FinishResult(session, table);
}

}  // namespace

void AddWaste(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "waste", "What of our pushing is waste, and whom should we leave alone?\n\n"
               "  pullgraph waste mail.pull\n"
               "  pullgraph waste mail.pull --spare --format csv");
  const auto waste = std::make_shared<WasteVerb>();
  session.AddInput(*verb);
  session.AddResult(*verb, 50);
  verb->add_option("--window", waste->waste.window_days, "Days within which a pull is attributed")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--by", waste->by,
                   "Only lines of: all, channel, campaign, content, segment or cluster")
      ->check(CLI::IsMember({"all", "channel", "campaign", "content", "segment", "cluster"}));
  verb->add_option("--segment", waste->waste.segments,
                   "Attribute whose values are segments; tags for the tags; may be repeated");
  verb->add_flag("--windows", waste->windows, "How the waste depends on the window");
  verb->add_flag("--uplift", waste->uplift, "Effect of each campaign against its holdout");
  verb->add_flag("--qini", waste->qini, "How well members can be told apart by their uplift");
  verb->add_flag("--spare", waste->spare, "Whom not to contact, as a held-out half confirms");
  waste->min_uplift_given =
      verb->add_option("--min-uplift", waste->min_uplift,
                       "Points of uplift below which a touch is not worth it: 100 x cost of a "
                       "touch / value of a pull; default: half the average");
  verb->add_option("--touch-cost", waste->waste.default_cost,
                   "Currency units of a touch whose cost is not known")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb->add_flag("--count-opens", waste->waste.count_opens, "An opened message is a pull, too");
  SetAction(*verb, [&session, waste] { return Run(session, *waste); });
}

}  // namespace pullgraph::tools
