// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "io/report/figures.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

constexpr size_t kReasons = 3;
constexpr size_t kReasonLength = 160;

std::string Through(const CommunityView& view, const Opportunity& o) {
  if (o.path.members.size() < 2) return "a customer already: no introduction needed";
  std::string out = "through ";
  for (size_t i = 0; i + 1 < o.path.members.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : " \xE2\x86\x92 ", "<b>",
                    Name(view.community().MemberLabel(o.path.members[i]), 40), "</b>");
  }
  return out;
}

std::string Who(const CommunityView& view, const Opportunity& o) {
  const CommunityGraph& c = view.community();
  const std::string_view label = c.MemberLabel(o.member);
  const std::string_view id = c.MemberKey(o.member);
  std::string out = Name(label);
  if (label != id) absl::StrAppend(&out, " <small class=\"id\">", Name(id, 30), "</small>");
  absl::StrAppend(&out, "<small>with <b>", Name(c.ResourceLabel(o.resource), 90),
                  "</b></small>", "<small>", Through(view, o), "</small>");
  std::string reasons;
  for (size_t i = 0; i < std::min(kReasons, o.reasons.size()); ++i) {
    absl::StrAppend(&reasons, i == 0 ? "because " : "; ",
                    ShownEscaped(o.reasons[i], kReasonLength));
  }
  if (!reasons.empty()) absl::StrAppend(&out, "<small><bdi>", reasons, "</bdi></small>");
  return out;
}

std::string Passed(const GateCounts& g) {
  std::string held;
  const auto add = [&](uint64_t count, const char* why) {
    if (count > 0) absl::StrAppend(&held, held.empty() ? "" : ", ", Grouped(count), " ", why);
  };
  add(g.not_yet_known, "not yet there");
  add(g.not_community, "staff or bots");
  add(g.wrong_audience, "of another audience");
  add(g.opted_out, "opted out");
  add(g.touched_lately, "contacted lately");
  add(g.out_of_reach, "out of reach of an introduction");
  return absl::StrCat(Grouped(g.passed), " of ", CountOf(g.members, "member", "members"),
                      " considered", held.empty() ? "" : "; held back: ", held, ".");
}

// From 0; in powers of ten if most likelihoods would crowd there for the sake of a few.
std::vector<Tick> LikelihoodTicks(const OpportunityList& list) {
  std::vector<double> p;
  double least = 1, most = 0;
  for (const Opportunity& o : list.opportunities) {
    p.push_back(o.attract.p);
    least = std::min(least, o.attract.low);
    most = std::max(most, o.attract.high);
  }
  std::sort(p.begin(), p.end());
  const bool log = p.back() > 8 * p[p.size() / 2] && least > 1e-6 * most && least > 0;
  return log ? PowerTicks(least, most, 4, 100, "%") : NumberTicks(0, most, 4, 100, "%");
}

std::string RankTable(const CommunityView& view, const OpportunityList& list,
                      const std::string& when) {
  const std::vector<Tick> ticks = LikelihoodTicks(list);
  // Only powers of ten leave out 0.
  const Scale x = ScaleOf(ticks, /*log=*/ticks.front().at > 0);
  Table table(
      absl::StrCat(
          "The ", CountOf(list.opportunities.size(), "best opportunity", "best opportunities"),
          ", best first: dot and line are the likelihood and its 80 % interval"),
      {{"#", "n"},
       {"who, with what, through whom, why", ""},
       {absl::StrCat("likelihood of a pull", when, x.log ? " (powers of ten)" : "",
                     IntervalHead(ticks, x)),
        "w"},
       {"expected value<small>currency units, 80 % interval</small>", "n"}});
  uint64_t rank = 0;
  for (const Opportunity& o : list.opportunities) {
    const std::string interval = PercentRange(o.attract.low, o.attract.high);
    table.Row({Grouped(++rank), Who(view, o),
               absl::StrCat(Percent(o.attract.p), " <small>", interval, "</small>",
                            IntervalRow({o.attract.p, o.attract.low, o.attract.high}, ticks, x,
                                        Percent(o.attract.p) + ", " + interval)),
               absl::StrCat(Short(o.expected_value), "<small>", Range(o.low, o.high),
                            "</small>", "<small>access ", Percent(o.access), "</small>")});
  }
  return std::move(table).Finish();
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
      dated ? absl::StrFormat(" in the next %g days", options.model.horizon_days) : "";
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
  s.body += RankTable(view, list, when);
  s.body += Note(Passed(list.gates));
  if (!dated) {
    s.body += Note(
        "The pulls are undated: a likelihood is that of a pull not seen yet, in no "
        "stated time.");
  }
  return s;
}

}  // namespace pullgraph::report
