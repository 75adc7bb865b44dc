// SPDX-License-Identifier: Apache-2.0
#include "tools/rank_prospects.h"

#include "absl/strings/str_cat.h"
#include "io/answer/considered.h"
#include "io/answer/figures.h"
#include "io/prospect_messages.h"
#include "tools/keep_explained.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Short;

std::string Totals(const ProspectList& list, double effect) {
  const std::string time = absl::StrCat(" within ", Short(list.model.horizon_days()), " days");
  if (!list.model.is_temporal()) {
    return absl::StrCat("Nothing says when customers came: a likelihood tells how many of those "
                        "like them are customers, of these ", list.prospects.size(), " about ",
                        Short(list.anyhow.mean), " (", Short(list.anyhow.low), " to ",
                        Short(list.anyhow.high), "), not how soon they become so.");
  }
  return absl::StrCat("Of these ", list.prospects.size(), ", about ", Short(list.anyhow.mean), " (",
                      Short(list.anyhow.low), " to ", Short(list.anyhow.high),
                      ") become customers", time, " if nobody does anything, and about ",
                      Short(list.met.mean), " if all are met; that meeting somebody multiplies the "
                      "odds by ", Short(effect), " is an assumption (--effect).");
}

}  // namespace

void DeclareConversionClock(Options& o, ConvertOptions& convert) {
  o.Num("--horizon", convert.horizon_days, AtLeast(0),
        "Days ahead that a likelihood speaks of; 0: as the community's own pace gives");
  o.Num("--half-life", convert.half_life_days, AtLeast(0),
        "Days after which an act counts half; 0: as the horizon");
}

void DeclareAttributes(Options& o, ConvertOptions& convert) {
  o.Flag("--attributes", convert.attributes,
         "Counts tags and attributes without dates, too: only if they were so from the beginning");
}

void DeclareProspects(Options& o, ProspectSettings& s) {
  o.In({kPlain});
  o.Choice<ProspectReach>("--reach", s.list.reach,
                          {{"anyone", ProspectReach::kAnyone},
                           {"introduced", ProspectReach::kIntroduced}},
                          "Whom we can meet: anyone, or whom introductions reach");
  o.Num("--effect", s.list.effect, AtLeast(1),
        "What meeting somebody multiplies their odds by; an assumption");
  DeclareAttributes(o, s.list.convert);
}

absl::StatusOr<Answer> AnswerProspects(Session& session, ProspectSettings& settings) {
  ProspectListOptions& o = settings.list;
  o.convert.market = session.market();
  o.convert.seed = session.seed;
  o.convert.run = session.run();
  o.limit = session.limit;
  const CommunityView view = session.view();
  const absl::StatusOr<ProspectList> list = RankProspects(view, o);
  if (!list.ok()) return list.status();
  Answer answer;
  answer.Of<v1::Prospect>();
  answer.borne_out = list->model.tells();
  const std::string& name = view.community().name();
  answer.title = absl::StrCat(
      name.empty() ? "Community" : name, ": who becomes a customer",
      list->model.is_temporal() ? absl::StrCat(" in the next ", Short(list->model.horizon_days()),
                                               " days from ",
                                               FormatDate(list->model.conversions().now))
                                : "",
      ", reached through ", CountOf(list->customers, "customer", "customers"), ". ",
      list->model.report().sentence);
  for (const Prospect& prospect : list->prospects) {
    answer.Add(ToMessage(view, *list, o.value, prospect, answer.NextRank()));
  }
  if (!settings.explain.empty()) {
    const auto why_not = [&](MemberId m) {
      return WhyNotListed(list->gate[m.value()], Audience::kProspects, list->place[m.value()]);
    };
    absl::Status s = KeepExplained<v1::Prospect>(session, settings.explain, answer, why_not);
    if (!s.ok()) return s;
    return answer;
  }
  if (!list->prospects.empty()) answer.Note(Totals(*list, o.effect));
  answer.Note(Considered(list->gates));
  return answer;
}

}  // namespace pullgraph::tools
