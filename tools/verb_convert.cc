// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/convert/convert_model.h"
#include "io/answer/figures.h"
#include "io/convert_messages.h"
#include "tools/rank_prospects.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_convert {
namespace {

using figures::CountOf;
using figures::Short;

struct ConvertSettings {
  ConvertOptions convert;
  std::string member;
  bool report = false;
};

absl::StatusOr<Answer> AnswerReport(const ConvertModel& model) {
  Answer answer;
  answer.Add(ToMessage(model));
  answer.borne_out = model.tells();
  answer.whole = true;
  answer.title = "How far history bears out who becomes a customer";
  return answer;
}

absl::StatusOr<Answer> Convert(Session& session, ConvertSettings& settings) {
  ConvertOptions& o = settings.convert;
  o.market = session.market();
  o.seed = session.seed;
  o.run = session.run();
  MemberId only = MemberId::None();
  if (!settings.member.empty()) {
    const auto found = session.FindMember("--member", settings.member);
    if (!found.ok()) return found.status();
    only = *found;
  }
  const CommunityView view = session.view();
  const absl::StatusOr<ConvertModel> model = TrainConvertModel(view, o);
  if (!model.ok()) return model.status();
  if (settings.report) return AnswerReport(*model);
  const absl::StatusOr<ConversionForecast> forecast =
      ForecastConversions(view, *model, session.run());
  if (!forecast.ok()) return forecast.status();
  std::vector<size_t> order(forecast->member.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::vector<double> p;
  for (const ConversionChance& chance : forecast->chance) p.push_back(chance.p);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] > p[b]; });
  Answer answer;
  answer.Of<v1::ConversionChance>();
  const ExpectedCustomers all = model->Expect(p);
  answer.title = absl::StrCat(
      CountOf(p.size(), "prospect", "prospects"), ", of whom about ", Short(all.mean), " (",
      Short(all.low), " to ", Short(all.high), ") ",
      model->is_temporal()
          ? absl::StrCat("become customers in the next ", Short(model->horizon_days()), " days from ",
                         FormatDate(model->conversions().now))
          : "look like customers");
  answer.Note(model->report().sentence);
  answer.borne_out = model->tells();
  for (const size_t i : order) {
    const MemberId member(forecast->member[i]);
    if (!only.is_none() && member != only) continue;
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(view, *model, member, forecast->rows[i], forecast->chance[i],
                         answer.NextRank()));
  }
  return answer;
}

void Declare(Options& o, Session& session, ConvertSettings& s) {
  session.Input(o);
  session.Market(o);
  session.Seed(o);
  session.Strict(o);
  o.Mode("--report", s.report, "How far history bears the likelihoods out");
  o.In({kPlain});
  o.Text("--member", s.member, "MEMBER", "Only this member, by id or name");
  session.Limit(o, 20);
  o.In({});
  session.Formats(o);
  DeclareConversionClock(o, s.convert);
  DeclareAttributes(o, s.convert);
}

const bool kRegistered = Register<ConvertSettings>(
    {.name = "convert",
     .group = Group::kUnderstand,
     .question = "Who becomes a customer next, how likely, and how far does history bear that out?",
     .examples = {"pullgraph convert q.pull --limit 20", "pullgraph convert q.pull --report"},
     .cost = {20, 200, 0}},
    Answers<v1::ConversionChance, v1::ConversionReport>(), Declare, Convert);

}  // namespace
}  // namespace pullgraph::tools::verb_convert
