// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "io/answer/figures.h"
#include "io/opportunity_messages.h"
#include "io/report/answer_table.h"
#include "io/report/markup.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

std::string Through(const CommunityView& view, const Opportunity& o) {
  if (o.path.members.size() < 2) return "a customer already: no introduction needed";
  std::string out = "through ";
  for (size_t i = 0; i + 1 < o.path.members.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : " \xE2\x86\x92 ", "<b>",
                    Name(view.community().MemberLabel(o.path.members[i]), 40), "</b>");
  }
  return out;
}

std::string Passed(const GateCounts& g) {
  std::string held;
  const auto add = [&](uint64_t count, const char* why) {
    if (count > 0) absl::StrAppend(&held, held.empty() ? "" : ", ", Grouped(count), " ", why);
  };
  add(g.not_yet_known, "not yet there");
  add(g.not_community, "staff or bots");
  add(g.wrong_audience, "who are customers already");
  add(g.opted_out, "opted out of contact");
  add(g.touched_lately, "contacted lately");
  add(g.out_of_reach, "whom no introduction reaches");
  return absl::StrCat(Grouped(g.passed), " of ", CountOf(g.members, "member", "members"),
                      " considered", held.empty() ? "" : "; left out: ", held, ".");
}

std::string RankTable(const CommunityView& view, const OpportunityList& list) {
  std::vector<v1::Opportunity> rows;
  for (const Opportunity& o : list.opportunities) {
    rows.push_back(
        ToMessage(view, list.introductions, o, static_cast<uint32_t>(rows.size() + 1)));
  }
  return AnswerTable(
      rows, {.caption = absl::StrCat("The ", CountOf(rows.size(), "best opportunity", "best opportunities"),
                                     ", best first: dot and line are the likelihood of a pull and "
                                     "its 80 % interval"),
             .drawn = "p_attract",
             .beside = {"p_access", "expected_value", "expected_value_low"}});
}

}  // namespace

Section OpportunitySection(const CommunityView& view, const OpportunityList& list,
                           const OpportunityOptions& options) {
  const char kTitle[] = "Whom to meet next";
  if (list.opportunities.empty()) {
    return LeftOut("opportunities", kTitle,
                   "There is no opportunity that is worth its cost: " + Passed(list.gates));
  }
  const CommunityGraph& c = view.community();
  const bool dated = list.model.is_temporal();
  const std::string when =
      dated ? absl::StrFormat(" in the next %g days", options.model.horizon_days.value_or(0)) : "";
  const Opportunity& best = list.opportunities.front();
  Section s{"opportunities", kTitle, "", ""};
  absl::StrAppend(&s.headline, "First ", Name(c.MemberLabel(best.member)), ", with ",
                  Name(c.ResourceLabel(best.resource), 90), ", ", Through(view, best),
                  best.path.members.size() < 2 ? "; they pull it with a likelihood of "
                                               : ": a likelihood of ",
                  Percent(best.attract.p), when, ".");
  s.body = Paragraph(absl::StrCat(
      "A likelihood is that of pulling this for the first time", when,
      "; access is that of the introduction. Expected value is likelihood \xC3\x97 access "
      "\xC3\x97 ",
      Short(options.value), options.value == 1 ? " currency unit" : " currency units",
      " a pull \xE2\x88\x92 cost; the list is ordered by the low "
      "end of its interval."));
  s.body += RankTable(view, list);
  s.body += Note(Passed(list.gates));
  if (!dated) {
    s.body += Note(
        "The pulls are undated: a likelihood is that of a pull not seen yet, in no "
        "stated time.");
  }
  return s;
}

}  // namespace pullgraph::report
