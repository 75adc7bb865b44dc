// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/report/page.h"
#include "io/report/sections.h"
#include "tools/report_sections.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

// Beyond that a page is no longer read; lists of any length are other verbs' answers.
constexpr int kMostRows = 100;

struct ReportVerb {
  std::string format = "html";
};

int CheckUsage(const Session& session, const ReportVerb& verb) {
  if (verb.format != "html") {
    PrintFailure(absl::InvalidArgumentError(
        absl::StrCat("--format: a report is html, not '", verb.format,
                     "'\nask for the figures with rank, edges, attract, pace, trajectory, "
                     "needs or waste, such as "
                     "pullgraph rank FILE --format=json")));
    return kBadUsage;
  }
  if (session.limit > kMostRows) {
    PrintFailure(absl::InvalidArgumentError(absl::StrCat(
        "--limit: ", session.limit, " is more than the ", kMostRows,
        " that fit a page\npullgraph rank FILE --limit ", session.limit, " --format=csv")));
    return kBadUsage;
  }
  return kDone;
}

int Run(Session& session, const ReportVerb& verb) {
  if (const int code = CheckUsage(session, verb); code != kDone) return code;
  if (const int code = session.Load(); code != kDone) return code;
  const absl::StatusOr<MarketId> market = session.market();
  if (!market.ok()) return FailCompute(market.status());
  const CommunityView view = session.view();
  ReportInput input;
  input.market = *market;
  input.limit = session.limit;
  input.seed = session.seed;
  input.run = &session.StartRun("report");
  std::vector<std::pair<std::string, std::string>> parameters;
  absl::StatusOr<std::vector<report::Section>> sections =
      ReportSections(view, input, parameters);
  if (!sections.ok()) return FailCompute(sections.status());
  sections->push_back(report::MethodSection(view, session.Manifest("report", parameters)));
  report::PageHead head;
  const std::string& name = view.community().name();
  head.title = name.empty() ? "Community" : name;
  head.subtitle = view.now().is_present()
                      ? absl::StrCat("A pullgraph report, as of ", FormatDate(view.now()))
                      : "A pullgraph report; nothing is dated";
  return FinishText(session, report::RenderPage(head, *sections));
}

}  // namespace

void AddReport(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "report",
      "One page to look at: a self-contained HTML file with figures, lists and charts\n\n"
      "  pullgraph report q.pull -o report.html");
  const auto report = std::make_shared<ReportVerb>();
  session.AddInput(*verb);
  verb->add_option("-o,--output", session.output,
                   "File to write, whole or not at all; - is standard output")
      ->capture_default_str();
  session.AddLimit(*verb, 20);
  verb->add_option("--format", report->format,
                   "html; other verbs have table, csv, json and pb")
      ->capture_default_str();
  SetAction(*verb, [&session, report] { return Run(session, *report); });
}

}  // namespace pullgraph::tools
