// SPDX-License-Identifier: Apache-2.0
// The list whose goal is pulls.
#include "absl/strings/str_cat.h"
#include "algorithms/attract/forecast_verdict.h"
#include "io/answer/considered.h"
#include "io/opportunity_messages.h"
#include "io/report/answer_table.h"
#include "io/report/markup.h"
#include "io/report/sections.h"

namespace pullgraph::report {

Section OpportunitySection(const CommunityView& view, const OpportunityList& list) {
  const char kTitle[] = "Whom to meet next";
  if (list.opportunities.empty()) {
    return LeftOut("opportunities", kTitle, "There is nobody whom it is worth to meet: " + Considered(list.gates));
  }
  const CommunityGraph& c = view.community();
  const Opportunity& best = list.opportunities.front();
  const std::string when = list.model.is_temporal()
                               ? absl::StrCat(" within ", Short(list.model.horizon_days()), " days")
                               : ", in no stated time: the pulls are undated";
  std::vector<v1::Opportunity> rows;
  for (const Opportunity& o : list.opportunities) {
    rows.push_back(ToMessage(view, list.introductions, o, static_cast<uint32_t>(rows.size() + 1)));
  }
  Section s{"opportunities", kTitle, "", ""};
  s.headline = absl::StrCat("First ", Name(c.MemberLabel(best.member)), ", with ",
                            Name(c.ResourceLabel(best.resource), 90), ": a likelihood of ", Percent(rows[0].p_attract()),
                            " to pull it", when, ".");
  s.body = Paragraph(absl::StrCat("<b>How far to trust it.</b> ",
                                  Escape(VerdictSentence(list.model.report().quality, list.model.report().positives))));
  s.body += AnswerTable(
      rows, {.caption = absl::StrCat("The ", CountOf(rows.size(), "best opportunity", "best opportunities"),
                                     ", best first: dot and line are the likelihood of a pull and its 80 % interval"),
             .drawn = "p_attract",
             .beside = {"p_access", "expected_value", "expected_value_low"}});
  s.body += Note(Considered(list.gates));
  return s;
}

}  // namespace pullgraph::report
