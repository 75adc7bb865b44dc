// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "algorithms/edge/edge_clusters.h"
#include "io/answer/figures.h"
#include "io/waste_messages.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_waste {
namespace {

using figures::CountOf;
using figures::Short;

struct WasteSettings {
  WasteOptions waste;
  UpliftModelOptions model;
  std::optional<double> min_uplift;  // Points.
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
  std::string no_effect;  // Why nothing is known of its effect.
  std::string no_model;   // Why there is no model.
};

std::string Share(const Estimate& e) {
  return figures::Plain(figures::PercentWithRange(e.value, e.low, e.high));
}

// Points are hundredths: a difference of shares is no share.
std::string Signed(const Estimate& e) {
  return figures::Plain(figures::PointsWithRange(e.value, e.low, e.high));
}

absl::StatusOr<std::vector<Campaign>> Campaigns(const CommunityView& view, const WasteSettings& settings,
                                                const WasteLedger& ledger) {
  auto experiments = FindExperiments(view, ledger.attribution, settings.waste.window_days);
  if (!experiments.ok()) return experiments.status();
  std::vector<Campaign> campaigns;
  for (Experiment& experiment : *experiments) {
    const auto uplift = EstimateUplift(experiment, settings.waste.confidence);
    if (uplift.status().code() == absl::StatusCode::kInvalidArgument) continue;  // No arm left.
    const bool nothing = absl::IsFailedPrecondition(uplift.status());
    if (!uplift.ok() && !nothing) return uplift.status();
    Campaign& c = campaigns.emplace_back();
    c.name = std::string(view.community().String(experiment.campaign));
    if (nothing) {
      c.no_effect = std::string(uplift.status().message());
      c.experiment = std::move(experiment);
      continue;
    }
    c.uplift = *uplift;
    c.experiment = std::move(experiment);
    std::vector<MemberId> members;
    std::vector<Time> before;
    for (const TrialMember& m : c.experiment.members) {
      members.push_back(m.member);
      before.push_back(m.first_at);
    }
    auto model = FitUpliftModel(c.experiment, BuildMemberFeatures(view, members, before),
                                settings.model);
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

bool IsShown(const WasteSettings& settings, const WasteLine& line) {
  if (!settings.by.empty()) return NameOf(line.by) == settings.by;
  return line.by != WasteBy::kContent;
}

void FillLedger(const Session& session, const WasteSettings& settings,
                const WasteLedger& ledger, const std::vector<Campaign>& campaigns,
                Answer& answer) {
  answer.Of<v1::WasteLine>();
  for (const WasteLine& line : ledger.lines) {
    if (!session.HasRoom(answer)) return;
    if (!IsShown(settings, line)) continue;
    v1::WasteLine& row = answer.Add(ToMessage(line, answer.NextRank()));
    for (const Campaign& c : campaigns) {
      if (line.by != WasteBy::kCampaign || line.key != c.name || line.touches == 0) continue;
      if (!c.no_effect.empty()) continue;
      *row.mutable_pull_uplift() = ToMessage(c.uplift.pull);
      for (v1::UpliftLine& u : UpliftMessages(c.name, c.experiment.shared_control, c.uplift)) {
        *row.add_uplift() = std::move(u);
      }
    }
  }
}

// Adds the rows of one line or campaign, as far as there is room.
template <class Row>
void AddAll(const Session& session, std::vector<Row> rows, Answer& answer) {
  for (Row& row : rows) {
    if (session.HasRoom(answer)) answer.Add(std::move(row));
  }
}

void FillWindows(const Session& session, const WasteSettings& settings,
                 const WasteLedger& ledger, Answer& answer) {
  answer.Of<v1::WindowWaste>();
  for (const WasteLine& line : ledger.lines) {
    if (IsShown(settings, line) && line.touches > 0) {
      AddAll(session, WindowMessages(line), answer);
    }
  }
}

void FillCampaigns(const Session& session, const WasteSettings& settings,
                   const std::vector<Campaign>& campaigns, Answer& answer) {
  if (settings.uplift) answer.Of<v1::UpliftLine>();
  if (settings.qini) answer.Of<v1::QiniPoint>();
  if (settings.spare) answer.Of<v1::SparedMember>();
  for (const Campaign& c : campaigns) {
    if (!c.no_effect.empty()) continue;
    if (settings.uplift) {
      AddAll(session, UpliftMessages(c.name, c.experiment.shared_control, c.uplift), answer);
    } else if (c.model && settings.qini) {
      AddAll(session, QiniMessages(c.name, c.model->qini), answer);
    } else if (c.model) {
      for (size_t i = 0; i < c.model->spare.members.size() && session.HasRoom(answer); ++i) {
        answer.Add(ToMessage(session.view(), c.name, c.model->spare, i));
      }
    }
  }
}

std::string SpareNote(const Campaign& c) {
  const SpareList& s = c.model->spare;
  if (s.share == 0) {
    return absl::StrCat("  not to contact: nobody; no share of members is moved by as little as ",
                        Short(100 * s.min_uplift), " points");
  }
  const std::string held_out = absl::StrCat(
      "on the held-out half ", Signed(s.listed), " among the ", s.held_out_listed, " listed, ",
      Signed(s.rest), " among the ", s.held_out_rest, " others");
  if (!s.confirmed) {
    return absl::StrCat("  not to contact: nobody; a list was chosen, but is not confirmed: ",
                        held_out);
  }
  return absl::StrCat("  not to contact: ", CountOf(s.members.size(), "member", "members"),
                      " (--spare); ", held_out, ": confirmed");
}

// What was compared, where it is not all that is on record.
void AddEvidenceNotes(const Experiment& experiment, Answer& answer) {
  if (experiment.evidence == TrialEvidence::kSignals) {
    answer.Note(absl::StrCat(
        "  by signals alone: those held out carry no outcomes",
        experiment.outcomes_ignored == 0
            ? ""
            : absl::StrCat(", so ", CountOf(experiment.outcomes_ignored, "member", "members"),
                           " with a click, reply or conversion and no signal ",
                           experiment.outcomes_ignored == 1 ? "does" : "do", " not count"),
        "; conversions and value are not compared"));
  }
  if (experiment.undated > 0) {
    answer.Note(absl::StrCat("  left out: ", CountOf(experiment.undated, "touch", "touches"),
                             " without a date"));
  }
}

void AddCampaignNotes(const std::vector<Campaign>& campaigns, Answer& answer) {
  for (const Campaign& c : campaigns) {
    const std::string name = c.name.empty() ? "(no campaign)" : c.name;
    if (!c.no_effect.empty()) {
      answer.Note(absl::StrCat(name, ": no effect can be told: ", c.no_effect, "."));
      continue;
    }
    answer.Note(absl::StrCat(name, ": ",
                             Share(c.uplift.unasked), " of ", figures::Grouped(c.uplift.control.members),
                             " held out pulled unasked; uplift in pulls ", Signed(c.uplift.pull)));
    AddEvidenceNotes(c.experiment, answer);
    if (c.experiment.in_both > 0) {
      answer.Note(absl::StrCat("  left out: ", CountOf(c.experiment.in_both, "member", "members"),
                               " touched and held out"));
    }
    if (!c.model) {
      answer.Note(absl::StrCat("  no list of whom not to contact: ", c.no_model));
      continue;
    }
    const Estimate& q = c.model->qini.coefficient;
    answer.Note(absl::StrCat("  Qini coefficient ",
                             figures::Plain(figures::WithRange(q.value, q.low, q.high)),
                             ", 0 is chance"));
    answer.Note(SpareNote(c));
  }
}

void AddNotes(const WasteSettings& settings, const WasteLedger& ledger,
              const std::vector<Campaign>& campaigns, Answer& answer) {
  if (!settings.windows) AddCampaignNotes(campaigns, answer);
  if (ledger.lines.front().touches == 0) {
    answer.Note("There are no touches: nothing was pushed, hence nothing wasted.");
    return;
  }
  if (campaigns.empty()) {
    answer.Note("Attributed, not causal: there is no holdout that tells what would have happened "
                "anyhow.");
  }
  if (!ledger.attribution.signals_have_dates) {
    answer.Note("No signal is dated: outcomes of touches are all there is, and final; the window "
                "makes no difference.");
  }
  const WasteLine& all = ledger.lines.front();
  if (all.undated > 0) {
    answer.Note(absl::StrCat(CountOf(all.undated, "touch has", "touches have"),
                             " no date: whether a pull followed is not known, and ",
                             all.undated == 1 ? "it counts" : "they count",
                             " neither as wasted nor as decided."));
  }
  if (ledger.left_out > 0) {
    answer.Note(absl::StrCat("Left out: ", CountOf(ledger.left_out, "touch", "touches"),
                             " of staff and bots."));
  }
  for (const std::string& name : settings.waste.segments) {
    const bool any = std::any_of(
        ledger.lines.begin(), ledger.lines.end(), [&](const WasteLine& line) {
          return line.by == WasteBy::kSegment &&
                 (line.label.rfind(name + " = ", 0) == 0 ||
                  (name == "tags" && line.label.rfind("tag ", 0) == 0));
        });
    if (!any) {
      answer.Note(absl::StrCat("No member with a touch or a pull has attribute ", name, "."));
    }
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

std::string Title(const WasteSettings& settings, const WasteLedger& ledger) {
  const WasteLine& all = ledger.lines.front();
  const std::string counts =
      absl::StrCat(CountOf(all.touches, "touch", "touches"), ", ",
                   CountOf(all.pulls, "pull", "pulls"), ", ", figures::Grouped(ledger.holdouts),
                   " held out");
  if (all.decided == 0) {
    return all.touches == 0 ? counts
                            : absl::StrCat("Of no touch is it known yet whether a pull followed; ",
                                           counts);
  }
  return absl::StrCat(figures::Plain(figures::Percent(all.waste_rate.value)), " of ",
                      CountOf(all.decided, "decided touch", "decided touches"),
                      " had no pull within ", Short(settings.waste.window_days), " days; ", counts);
}

absl::StatusOr<Answer> Waste(Session& session, WasteSettings& settings) {
  const CommunityView view = session.view();
  settings.waste.run = settings.model.run = session.run();
  settings.model.seed = session.seed;
  settings.model.confidence = settings.waste.confidence;
  if (settings.min_uplift) settings.model.min_uplift = *settings.min_uplift / 100;
  std::vector<uint32_t> clusters;
  if (settings.by == "cluster") {
    auto found = Clusters(session, view);
    if (!found.ok()) return found.status();
    clusters = *std::move(found);
    settings.waste.cluster_of = clusters;
  }
  const auto ledger = BuildWasteLedger(view, settings.waste);
  if (!ledger.ok()) return ledger.status();
  const auto campaigns = Campaigns(view, settings, *ledger);
  if (!campaigns.ok()) return campaigns.status();
  Answer answer;
  answer.title = Title(settings, *ledger);
  if (settings.uplift || settings.qini || settings.spare) {
    FillCampaigns(session, settings, *campaigns, answer);
  } else if (settings.windows) {
    FillWindows(session, settings, *ledger, answer);
  } else {
    FillLedger(session, settings, *ledger, *campaigns, answer);
  }
  AddNotes(settings, *ledger, *campaigns, answer);
  return answer;
}

void Declare(Options& o, Session& session, WasteSettings& s) {
  session.Input(o);
  session.Seed(o);
  session.Result(o, 50);
  o.Num("--window", s.waste.window_days, MoreThan(0), "Days within which a pull is attributed");
  o.Flag("--count-opens", s.waste.count_opens, "An opened message is a pull, too");
  o.Mode("--windows", s.windows, "How the waste depends on the window");
  o.Mode("--uplift", s.uplift, "Effect of each campaign against its holdout");
  o.Mode("--qini", s.qini, "How well members can be told apart by their uplift");
  o.Mode("--spare", s.spare, "Whom not to contact, as a held-out half confirms");
  o.In({kPlain, "--windows"});
  o.Choice("--by", s.by, {"all", "channel", "campaign", "content", "segment", "cluster"},
           "Only lines of this kind");
  o.Texts("--segment", s.waste.segments, "NAME",
          "Attribute whose values are segments; tags for the tags");
  o.In({kPlain});
  o.Num("--touch-cost", s.waste.default_cost, AtLeast(0),
        "Currency units of a touch whose cost is not known");
  o.In({kPlain, "--spare"});
  o.Num("--min-uplift", s.min_uplift, Between(-100, 100),
        "Points of uplift below which a touch is not worth it: 100 x cost of a touch / value of a "
        "pull; half the average, unless it is given");
}

const bool kRegistered = Register<WasteSettings>(
    {.name = "waste",
     .group = Group::kAct,
     .question = "What of our pushing is waste, and whom should we leave alone?",
     .examples = {"pullgraph waste mail.pull", "pullgraph waste mail.pull --spare --format csv"},
     .cost = {4, 60, 0}},
    Answers<v1::WasteLine, v1::WindowWaste, v1::UpliftLine, v1::QiniPoint, v1::SparedMember>(),
    Declare, Waste);

}  // namespace
}  // namespace pullgraph::tools::verb_waste
