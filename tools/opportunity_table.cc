// SPDX-License-Identifier: Apache-2.0
#include "tools/opportunity_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "graph/string_table.h"

namespace pullgraph::tools {
namespace {

Cell Through(const v1::Opportunity& o) {
  if (o.path().members_size() < 2) return Cell::Text("a customer already");
  // The target itself is the first column of the table.
  const auto& names = o.path().member_names();
  const auto& ids = o.path().members();
  Cell cell = Cell::Text(
      absl::StrJoin(std::vector<std::string>(names.begin(), names.end() - 1), " > "));
  cell.raw = absl::StrJoin(std::vector<std::string>(ids.begin(), ids.end() - 1), " > ");
  return cell;
}

std::string Dates(const v1::Evidence& e) {
  if (!e.has_first_at()) return "undated";
  const std::string first = FormatDate(Time(e.first_at()));
  const std::string last = e.has_last_at() ? FormatDate(Time(e.last_at())) : first;
  return first == last ? first : absl::StrCat(first, " to ", last);
}

void AppendPath(const v1::Opportunity& o, std::string& out) {
  if (o.path().steps_size() == 0) {
    out += "Access      they are a customer already: no introduction needed\n";
    return;
  }
  absl::StrAppendFormat(&out, "Access      %.3g %%", 100 * o.p_access());
  if (o.has_p_access_low()) {
    absl::StrAppendFormat(&out, " (%.3g %% to %.3g %%)", 100 * o.p_access_low(),
                          100 * o.p_access_high());
  }
  absl::StrAppendFormat(&out, " along %d introduction(s)\n", o.path().hops());
  int at = 0;
  for (const v1::PathStep& step : o.path().steps()) {
    absl::StrAppendFormat(&out, "  %s (%s) -> %s (%s)   p = %.3f\n", o.path().member_names(at),
                          step.from(), o.path().member_names(at + 1), step.to(),
                          step.probability());
    ++at;
    for (const v1::Evidence& e : step.evidence()) {
      absl::StrAppendFormat(&out, "      tie %d: %s, %d time(s), %s\n", e.tie(),
                            e.kind().empty() ? "tie" : e.kind(), e.count(), Dates(e));
    }
  }
}

void AppendFeatures(const v1::Opportunity& o, std::string& out) {
  std::vector<const v1::Contribution*> sorted;
  for (const v1::Contribution& c : o.contributions()) sorted.push_back(&c);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const v1::Contribution* a, const v1::Contribution* b) {
                     return a->log_odds() > b->log_odds();
                   });
  out += "Features    log-odds over an average pair (value)\n";
  for (const v1::Contribution* c : sorted) {
    absl::StrAppendFormat(&out, "  %+7.3f  %-20s (%.3f)\n", c->log_odds(), c->feature(),
                          c->value());
  }
}

std::string Explanation(const v1::Opportunity& o) {
  std::string out = absl::StrFormat("#%d  %s (%s)\n    with \"%s\" (%s)\n\n", o.rank(),
                                    o.member_name(), o.member(), o.resource_name(), o.resource());
  absl::StrAppendFormat(&out, "Worth       %.4g = %.3g %% attract x %.3g %% access x %.4g value",
                        o.expected_value(), 100 * o.p_attract(), 100 * o.p_access(), o.value());
  if (o.leverage() > 0) absl::StrAppendFormat(&out, " x %.4g with followers", 1 + o.leverage());
  absl::StrAppendFormat(&out, " - %.4g cost\n", o.cost());
  absl::StrAppendFormat(&out, "Interval    %.4g to %.4g (10 %% and 90 %% points)\n",
                        o.expected_value_low(), o.expected_value_high());
  absl::StrAppendFormat(&out, "Attract     %.3g %% (%.3g %% to %.3g %%)\n", 100 * o.p_attract(),
                        100 * o.p_attract_low(), 100 * o.p_attract_high());
  AppendPath(o, out);
  if (o.has_leverage_low()) {
    absl::StrAppendFormat(&out, "Leverage    %.3g further pulls (%.3g to %.3g)\n", o.leverage(),
                          o.leverage_low(), o.leverage_high());
  }
  out += "Because\n";
  for (const std::string& reason : o.reasons()) out += "  - " + reason + "\n";
  AppendFeatures(o, out);
  absl::StrAppend(&out, "But         ", o.counterfactual(), "\n");
  return out;
}

}  // namespace

std::string OpportunityTitle(const CommunityView& view, const OpportunityList& list,
                             const OpportunityOptions& options) {
  const std::string& name = view.community().name();
  return absl::StrFormat(
      "%s: %d opportunities%s, reached through %d customers",
      name.empty() ? std::string("Community") : name, list.opportunities.size(),
      list.model.is_temporal()
          ? absl::StrFormat(" for the next %g days from %s", options.model.horizon_days,
                            FormatDate(view.now()))
          : std::string(),
      list.customers);
}

std::vector<ResultColumn> OpportunityColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.opportunity()); };
  };
  using O = v1::Opportunity;
  return {
      {"#", of([](const O& o) { return Cell::Count(o.rank()); })},
      {"member", of([](const O& o) {
         return Cell::Text(o.member_name() == o.member()
                               ? o.member()
                               : absl::StrCat(o.member_name(), " (", o.member(), ")"));
       })},
      {"with", of([](const O& o) { return Cell::Text(o.resource_name()); })},
      {"through", of(Through)},
      {"attract", of([](const O& o) { return Cell::Percent(o.p_attract()); })},
      {"access", of([](const O& o) { return Cell::Percent(o.p_access()); })},
      {"worth", of([](const O& o) { return Cell::Number(o.expected_value(), 4); })},
      {"at least", of([](const O& o) { return Cell::Number(o.expected_value_low(), 4); })},
      {"why", of([](const O& o) {
         Cell cell = Cell::Text(o.reasons_size() > 0 ? o.reasons(0) : "");
         cell.raw = absl::StrJoin(o.reasons(), "; ");
         return cell;
       })},
  };
}

int PrintExplanation(const Session& session, const ResultTable& table) {
  std::string text;
  for (const v1::Result& row : table.rows) {
    text += (text.empty() ? "" : "\n") + Explanation(row.opportunity());
  }
  return FinishText(session, text);
}

}  // namespace pullgraph::tools
