// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "io/answer/considered.h"
#include "io/prospect_messages.h"
#include "io/report/answer_table.h"
#include "io/report/markup.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

std::string Introducers(const CommunityView& view, const Prospect& p) {
  if (p.path.members.size() < 2) return "nobody we know introduces us";
  std::string out = "through ";
  for (size_t i = 0; i + 1 < p.path.members.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : " \xE2\x86\x92 ", "<b>",
                    Name(view.community().MemberLabel(p.path.members[i]), 40), "</b>");
  }
  return out;
}

std::string ProspectTable(const CommunityView& view, const ProspectList& list, double value) {
  std::vector<v1::Prospect> rows;
  for (const Prospect& p : list.prospects) {
    rows.push_back(ToMessage(view, list, value, p, static_cast<uint32_t>(rows.size() + 1)));
  }
  return AnswerTable(
      rows, {.caption = absl::StrCat("The ", CountOf(rows.size(), "best prospect", "best prospects"),
                                     ", best first: dot and line are the likelihood of becoming a "
                                     "customer and its 80 % interval"),
             .drawn = "likelihood",
             .beside = {"with_contact", "access", "worth", "worth_low"}});
}

}  // namespace

Section ProspectSection(const CommunityView& view, const ProspectList& list,
                        const ProspectListOptions& options) {
  const char kTitle[] = "Whom to meet next";
  if (list.prospects.empty()) {
    return LeftOut("opportunities", kTitle,
                   "There is nobody whom it is worth to meet: " + Considered(list.gates));
  }
  const CommunityGraph& c = view.community();
  const Prospect& best = list.prospects.front();
  const bool dated = list.model.is_temporal();
  const std::string when =
      dated ? absl::StrCat(" within ", Short(list.model.horizon_days()), " days") : "";
  Section s{"opportunities", kTitle, "", ""};
  absl::StrAppend(&s.headline, "First ", Name(c.MemberLabel(best.member)),
                  best.resource.is_none() ? "" : ", with ",
                  best.resource.is_none() ? "" : Name(c.ResourceLabel(best.resource), 90), ", ",
                  Introducers(view, best), ": a likelihood of ", Percent(best.chance.p),
                  dated ? " to become a customer" : " to be like customers", when, ".");
  s.body = Paragraph(absl::StrCat("<b>How far to trust it.</b> ",
                                  Escape(list.model.report().sentence)));
  s.body += Paragraph(absl::StrCat(
      "Of these ", list.prospects.size(), ", about ", Short(list.anyhow.mean), " (",
      Short(list.anyhow.low), " to ", Short(list.anyhow.high), ") ",
      dated ? "become customers" : "are like customers", when,
      dated ? absl::StrCat(" if nobody does anything, and about ", Short(list.met.mean),
                           " if all are met; that meeting somebody multiplies the odds by ",
                           Short(options.effect), " is an assumption.")
            : ", as far as likeness tells; nothing says how soon."));
  s.body += ProspectTable(view, list, options.value);
  s.body += Note(Considered(list.gates));
  return s;
}

}  // namespace pullgraph::report
