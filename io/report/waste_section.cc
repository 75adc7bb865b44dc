// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "io/report/answer_table.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/sections.h"
#include "io/waste_messages.h"

namespace pullgraph::report {
namespace {

constexpr size_t kMostRows = 30;

Interval Of(const Estimate& e) { return {e.value, e.low, e.high}; }

std::string LedgerTable(const WasteLedger& ledger, WasteBy by, std::string_view caption) {
  std::vector<v1::WasteLine> rows;
  size_t more = 0;
  for (const WasteLine& line : ledger.lines) {
    if (line.by != by || line.touches == 0) continue;
    if (rows.size() < kMostRows) {
      rows.push_back(ToMessage(line, static_cast<uint32_t>(rows.size() + 1)));
    } else {
      ++more;
    }
  }
  return AnswerTable(rows, {.caption = std::string(caption),
                            .drawn = "waste_rate",
                            .beside = {"touches", "wasted", "wasted_cost"}}) +
         (more > 0
              ? Note(absl::StrCat("And ", Grouped(more), " more: pullgraph waste lists them."))
              : "");
}

std::string UpliftTable(const CommunityView& view,
                        absl::Span<const CampaignUplift> campaigns) {
  double low = 0, high = 0;
  const size_t rows = std::min(kMostRows, campaigns.size());
  for (const CampaignUplift& c : campaigns.first(rows)) {
    low = std::min(low, c.uplift.pull.low);
    high = std::max(high, c.uplift.pull.high);
  }
  const std::vector<Tick> ticks = NumberTicks(low, high, 5, 100);
  const Scale x = ScaleOf(ticks);
  Table table(
      "Uplift in pulls by campaign: those touched, less those held out; 95 % intervals",
      {{"campaign", ""},
       {"points" + IntervalHead(ticks, x), "w"},
       {"uplift", "n"},
       {"pulled when touched", "n"},
       {"pulled unasked", "n"}});
  const auto share = [](const TrialArm& arm) {
    return absl::StrCat(
        Percent(static_cast<double>(arm.pulled) / static_cast<double>(arm.members)),
        "<small>of ", Grouped(arm.members), "</small>");
  };
  for (const CampaignUplift& c : campaigns.first(rows)) {
    const Estimate& pull = c.uplift.pull;
    const std::string range = PointsRange(pull.low, pull.high);
    const std::string_view name = view.community().String(c.campaign);
    table.Row({name.empty() ? "(no campaign)" : Name(name),
               IntervalRow(Of(pull), ticks, x, Points(pull.value) + ", " + range),
               absl::StrCat(Points(pull.value), "<small>", range, "</small>"),
               share(c.uplift.treated), share(c.uplift.control)});
  }
  return std::move(table).Finish();
}

}  // namespace

Section WasteSection(const CommunityView& view, const WasteLedger& ledger,
                     absl::Span<const CampaignUplift> campaigns, const WasteOptions& options) {
  const char kTitle[] = "Waste";
  const WasteLine& all = ledger.lines.front();
  if (all.touches == 0) {
    return LeftOut("waste", kTitle,
                   "There are no touches: nothing was pushed, hence nothing wasted.");
  }
  Section s{"waste", kTitle, "", ""};
  if (all.decided > 0) {
    s.headline = absl::StrCat(Percent(all.waste_rate.value), " of ",
                              CountOf(all.decided, "push", "pushes"), " drew no pull within ",
                              Short(options.window_days), " days");
    if (all.wasted_cost > 0) {
      absl::StrAppend(&s.headline, ", at a cost of ", Short(all.wasted_cost),
                      " currency units");
    }
    s.headline += ".";
  } else {
    s.headline = absl::StrCat(CountOf(all.touches, "push is", "pushes are"),
                              all.undated == all.touches ? " undated: nobody knows"
                                                         : " too young or undated to tell",
                              " whether a pull follows.");
  }
  s.body = Paragraph(absl::StrCat("A push is wasted if no pull that goes with it came within ",
                                  Short(options.window_days),
                                  " days. Dot and line are the share and its 95 % interval.",
                                  ledger.attribution.signals_have_dates
                                      ? ""
                                      : " No signal is dated: the outcomes that came with "
                                        "the touches are taken as final."));
  s.body += LedgerTable(ledger, WasteBy::kChannel, "By channel");
  s.body += LedgerTable(ledger, WasteBy::kCampaign, "By campaign");
  if (campaigns.empty()) {
    s.body += Note(
        "Attributed, not causal: there is no holdout that tells what would have happened "
        "anyhow.");
  } else {
    s.body += UpliftTable(view, campaigns);
    s.body += Note("An interval that holds 0 does not show that the campaign moved anybody.");
  }
  if (all.undated > 0) {
    s.body += Note(absl::StrCat(CountOf(all.undated, "push has", "pushes have"),
                                " no date and ", all.undated == 1 ? "counts" : "count",
                                " neither as wasted nor as decided."));
  }
  if (ledger.left_out > 0) {
    s.body += Note(absl::StrCat("Left out: ", CountOf(ledger.left_out, "touch", "touches"),
                                " of staff and bots."));
  }
  return s;
}

}  // namespace pullgraph::report
