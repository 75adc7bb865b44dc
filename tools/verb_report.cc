// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/time.h"
#include "io/report/explore_page.h"
#include "io/report/page.h"
#include "io/report/sections.h"
#include "pullgraph/v1/manifest.pb.h"
#include "io/report/gather.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_report {
namespace {

// Beyond that a page is no longer read; lists of any length are other verbs' answers.
constexpr int kMostRows = 100;

struct ReportSettings {
  std::string format = "html";
  bool explore = false;
  double value = 1;
  std::string channel;
  bool pulls = false;
  std::optional<double> horizon_days;
};

// The page to explore instead.
int Explore(Session& session, const ReportSettings& s) {
  const CommunityView view = session.view();
  report::ExploreOptions options;
  options.list.convert.market = session.market();
  options.list.convert.seed = session.seed;
  options.list.limit = session.limit;
  options.list.value = s.value;
  options.list.channel = s.channel;
  options.list.convert.horizon_days = s.horizon_days.value_or(0);
  options.run = session.run();
  const absl::StatusOr<report::ExploreData> data = report::GatherExplore(view, options);
  if (!data.ok()) return FailCompute(data.status());
  return session.WriteText(report::ExplorePage(view, options, *data, session.Manifest()));
}

int Run(Session& session, ReportSettings& s) {
  if (s.format != "html") {
    return FailCompute(absl::InvalidArgumentError(absl::StrCat(
        "--format: a report is html, not '", s.format,
        "'\nask rank, edges, attract, pace, trajectory, needs or waste, such as pullgraph rank FILE "
        "--format=json")));
  }
  if (const int code = session.Load(); code != kDone) return code;
  if (s.explore) return Explore(session, s);
  const CommunityView view = session.view();
  report::ReportInput input;
  input.market = session.market();
  input.limit = session.limit;
  input.value = s.value;
  input.channel = s.channel;
  input.pulls = s.pulls;
  input.horizon_days = s.horizon_days.value_or(0);
  input.seed = session.seed;
  input.run = session.run();
  std::vector<std::pair<std::string, std::string>> parameters;
  absl::StatusOr<std::vector<report::Section>> sections =
      report::ReportSections(view, input, parameters);
  if (!sections.ok()) return FailCompute(sections.status());
  v1::RunManifest manifest = session.Manifest();
  for (const auto& [name, value] : parameters) {
    v1::Parameter* parameter = manifest.add_parameters();
    parameter->set_name(name);
    parameter->set_value(value);
  }
  sections->push_back(report::MethodSection(view, manifest));
  report::PageHead head;
  const std::string& name = view.community().name();
  head.title = name.empty() ? "Community" : name;
  head.subtitle = view.now().is_present()
                      ? absl::StrCat("A pullgraph report, as of ", FormatDate(view.now()))
                      : "A pullgraph report; nothing is dated";
  return session.WriteText(report::RenderPage(head, *sections));
}

void Declare(Options& o, Session& session, ReportSettings& s) {
  session.Input(o);
  session.Market(o);
  session.Seed(o);
  session.Output(o);
  session.limit = 20;
  o.Mode("--explore", s.explore,
         "A page to explore: the network, a card for everybody, the list; with a script of its own");
  o.Num("--horizon", s.horizon_days, MoreThan(0),
        "Days ahead that a likelihood speaks of; unless given as the community's pace gives");
  o.Num("--value", s.value, MoreThan(0), "Worth of one customer, in your currency");
  o.Text("--channel", s.channel, "NAME", "Channel of contact; who opted out of it is not listed");
  o.Num("--limit", session.limit, Between(1, kMostRows),
        "Opportunities and topics listed at most; rank, edges and needs list any number");
  o.In({kPlain});
  o.Choice<bool>("--goal", s.pulls, {{"customers", false}, {"pulls", true}},
                 "What the list is to bring about: new customers, or pulls of things");
  o.In({});
  o.Text("--format", s.format, "html", "Other verbs have table, csv, json and pb").is_shared = true;
}

const bool kRegistered = Register<ReportSettings>(
    {.name = "report",
     .group = Group::kLook,
     .question = "One page to look at: figures, lists and charts, in a self-contained HTML file",
     .examples = {"pullgraph report q.pull -o report.html", "pullgraph report q.pull --explore -o explore.html"},
     .cost = {95, 160, 2e5}},
    Declare, Run);

}  // namespace
}  // namespace pullgraph::tools::verb_report
