// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/attract/link_evaluation.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/attract/serendipity.h"
#include "graph/member_policy.h"
#include "graph/string_table.h"
#include "io/result_messages.h"
#include "tools/model_options.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct AttractOptions {
  PullModelOptions model;
  int per_member = 3;
  std::string member;
  bool report = false;
  bool links = false;
  bool serendipity = false;
  int runs = 10;
};

std::string ReportText(const v1::ModelReport& r) {
  std::string out = absl::StrFormat("%s: %d pairs on held-out history, %d of them pulled\n\n",
                                    r.model(), r.pairs(), r.positives());
  absl::StrAppendFormat(&out, "%-12s %8s %18s\n", "ranking", "AUC", "average precision");
  absl::StrAppendFormat(&out, "%-12s %8.4f %18.5f\n", "pullgraph", r.auc(), r.average_precision());
  absl::StrAppendFormat(&out, "%-12s %8.4f %18.5f\n", "popularity", r.auc_popularity(),
                        r.average_precision_popularity());
  absl::StrAppendFormat(&out, "%-12s %8.4f %18.5f\n", "recency", r.auc_recency(),
                        r.average_precision_recency());
  if (r.learners_size() > 1) {
    absl::StrAppendFormat(&out, "\n%-12s %8s %18s\n", "learner", "log loss", "average precision");
  }
  for (const v1::LearnerScore& l : r.learners()) {
    if (r.learners_size() < 2) break;
    absl::StrAppendFormat(&out, "%-12s %8.5f %18.5f%s\n", l.learner(), l.log_loss(),
                          l.average_precision(), l.learner() == r.learner() ? "  chosen" : "");
  }
  absl::StrAppendFormat(&out, "\nBrier score %.6f, calibration error (ECE) %.6f\n\n", r.brier(),
                        r.ece());
  absl::StrAppendFormat(&out, "%12s %12s %12s %12s\n", "likelihood", "pairs", "predicted %",
                        "observed %");
  for (const v1::ReliabilityBin& bin : r.reliability()) {
    absl::StrAppendFormat(&out, "%12s %12d %12.4f %12.4f\n",
                          absl::StrFormat("..%.3g %%", 100 * bin.high()), bin.pairs(),
                          100 * bin.predicted(), 100 * bin.observed());
  }
  absl::StrAppend(&out, "\nweights", r.learner() == "trees" ? " of the logistic regression" : "",
                  ", log-odds a standard deviation\n");
  for (const v1::Contribution& c : r.coefficients()) {
    absl::StrAppendFormat(&out, "  %+7.3f  %s\n", c.log_odds(), c.feature());
  }
  return out;
}

std::vector<ResultColumn> AttractionColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.attraction()); };
  };
  using A = v1::Attraction;
  return {
      {"#", of([](const A& a) { return Cell::Count(a.rank()); })},
      {"member", of([](const A& a) { return Cell::Text(a.member()); })},
      {"name", of([](const A& a) { return Cell::Text(a.member_name()); })},
      {"object", of([](const A& a) { return Cell::Text(a.object()); })},
      {"title", of([](const A& a) { return Cell::Text(a.object_name()); })},
      {"likelihood", of([](const A& a) { return Cell::Percent(a.likelihood()); })},
      {"10 %", of([](const A& a) { return Cell::Percent(a.likelihood_low()); })},
      {"90 %", of([](const A& a) { return Cell::Percent(a.likelihood_high()); })},
  };
}

std::vector<ResultColumn> SerendipityColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.serendipity()); };
  };
  using S = v1::Serendipity;
  return {
      {"#", of([](const S& s) { return Cell::Count(s.rank()); })},
      {"member", of([](const S& s) { return Cell::Text(s.member_name()); })},
      {"object", of([](const S& s) { return Cell::Text(s.object()); })},
      {"title", of([](const S& s) { return Cell::Text(s.object_name()); })},
      {"serendipity", of([](const S& s) { return Cell::Number(s.serendipity(), 3); })},
      {"relevant", of([](const S& s) { return Cell::Number(s.relevance(), 2); })},
      {"because", of([](const S& s) { return Cell::Text(s.relevant_because()); })},
      {"unexpected", of([](const S& s) { return Cell::Number(s.unexpectedness(), 2); })},
      {"for", of([](const S& s) { return Cell::Text(s.unexpected_because()); })},
  };
}

// A figure of one learner, absent where it was not tried.
template <class Get>
std::function<Cell(const v1::Result&)> OfLearner(const char* name, Get get) {
  return [name, get](const v1::Result& r) {
    for (const v1::LearnerScore& score : r.model_report().learners()) {
      if (score.learner() == name) return Cell::Number(get(score), 6);
    }
    return Cell::Absent();
  };
}

std::vector<ResultColumn> ReportColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) { return Cell::Number(get(r.model_report()), 6); };
  };
  using R = v1::ModelReport;
  const auto loss = [](const v1::LearnerScore& s) { return s.log_loss(); };
  const auto precision = [](const v1::LearnerScore& s) { return s.average_precision(); };
  return {{"pairs", of([](const R& r) { return static_cast<double>(r.pairs()); })},
          {"positives", of([](const R& r) { return static_cast<double>(r.positives()); })},
          {"auc", of([](const R& r) { return r.auc(); })},
          {"average_precision", of([](const R& r) { return r.average_precision(); })},
          {"brier", of([](const R& r) { return r.brier(); })},
          {"ece", of([](const R& r) { return r.ece(); })},
          {"auc_popularity", of([](const R& r) { return r.auc_popularity(); })},
          {"auc_recency", of([](const R& r) { return r.auc_recency(); })},
          {"learner", [](const v1::Result& r) { return Cell::Text(r.model_report().learner()); }},
          {"log_loss_logistic", OfLearner("logistic", loss)},
          {"average_precision_logistic", OfLearner("logistic", precision)},
          {"log_loss_trees", OfLearner("trees", loss)},
          {"average_precision_trees", OfLearner("trees", precision)}};
}

std::vector<ResultColumn> LinkColumns() {
  const auto of = [](auto get) {
    return [get](const v1::Result& r) -> Cell { return get(r.heuristic_report()); };
  };
  using H = v1::HeuristicReport;
  return {{"method", of([](const H& h) { return Cell::Text(h.method()); })},
          {"AUC %", of([](const H& h) { return Cell::Number(100 * h.auc(), 2); })},
          {"+-", of([](const H& h) { return Cell::Number(100 * h.auc_deviation(), 2); })},
          {"average precision %",
           of([](const H& h) { return Cell::Number(100 * h.average_precision(), 2); })}};
}

// Hides ties and tells how well they are found again.
int RunLinks(Session& session, const AttractOptions& options) {
  const TieGraph& all = session.community().graph();
  std::vector<std::pair<Node, Node>> ties;
  for (Node u = 0; u < all.num_nodes(); ++u) {
    for (const Node v : all.OutNeighbors(u)) ties.emplace_back(u, v);
  }
  ArcListOptions simple;
  simple.symmetrize = true;
  simple.remove_parallel = true;
  simple.remove_loops = true;
  const absl::StatusOr<TieGraph> graph = BuildTieGraph(all.num_nodes(), ties, simple);
  if (!graph.ok()) return FailCompute(graph.status());
  LinkEvaluationOptions evaluation;
  evaluation.runs = options.runs;
  evaluation.seed = session.seed;
  evaluation.run = &session.StartRun("attract");
  const absl::StatusOr<LinkEvaluation> result = EvaluateLinkPrediction(*graph, evaluation);
  if (!result.ok()) return FailCompute(result.status());
  ResultTable table;
  table.manifest = session.Manifest("attract", {{"links", "true"},
                                                {"runs", absl::StrCat(options.runs)},
                                                {"test_share", absl::StrCat(evaluation.test_share)},
                                                {"brier", absl::StrCat(result->brier)},
                                                {"ece", absl::StrCat(result->ece)}});
  table.title = absl::StrFormat(
      "Hidden ties told from random pairs: %d runs, a tenth of the ties hidden in each",
      options.runs);
  table.columns = LinkColumns();
  for (const LinkScore& score : result->scores) {
    v1::HeuristicReport* row = table.rows.emplace_back().mutable_heuristic_report();
    row->set_method(score.name);
    row->set_runs(static_cast<uint32_t>(options.runs));
    row->set_auc(score.auc);
    row->set_auc_deviation(score.auc_deviation);
    row->set_average_precision(score.average_precision);
  }
  table.notes.push_back(absl::StrFormat("Learned model: Brier score %.4f, calibration error %.4f.",
                                        result->brier, result->ece));
  return FinishResult(session, table);
}

// What members will like and would not have come upon; most serendipitous first.
int RunSerendipity(Session& session, const AttractOptions& options, const PullModel& model,
                   absl::FunctionRef<bool(uint32_t)> wanted) {
  const CommunityView view = session.view();
  SerendipityOptions finds_options;
  finds_options.per_member = options.per_member;
  finds_options.pool = std::max(finds_options.pool, options.per_member);
  absl::StatusOr<std::vector<SerendipitousFind>> finds =
      FindSerendipity(view, model, options.model, finds_options, wanted);
  if (!finds.ok()) return FailCompute(finds.status());
  std::stable_sort(finds->begin(), finds->end(),
                   [](const SerendipitousFind& a, const SerendipitousFind& b) {
                     return a.serendipity > b.serendipity;
                   });
  ResultTable table;
  table.manifest =
      session.Manifest("attract", {{"serendipity", "true"},
                                   {"horizon_days", absl::StrCat(options.model.horizon_days)},
                                   {"half_life_days", absl::StrCat(options.model.half_life_days)},
                                   {"per_member", absl::StrCat(options.per_member)},
                                   {"pool", absl::StrCat(finds_options.pool)}});
  table.title = "Relevant and unexpected: what they would like and not come upon by themselves";
  table.columns = SerendipityColumns();
  for (size_t i = 0; i < std::min(finds->size(), static_cast<size_t>(session.limit)); ++i) {
    *table.rows.emplace_back().mutable_serendipity() =
        ToMessage(view, (*finds)[i], static_cast<uint32_t>(i + 1));
  }
  table.notes.push_back("Serendipity = relevance (share of the member's best likelihood) times "
                        "unexpectedness; all in 0 to 1.");
  return FinishResult(session, table);
}

int Run(Session& session, AttractOptions& options) {
  if (const int code = session.Load(); code != kDone) return code;
  if (options.links) return RunLinks(session, options);
  options.model.seed = session.seed;
  options.model.run = &session.StartRun("attract");
  const CommunityView view = session.view();
  const absl::StatusOr<PullModel> model = TrainPullModel(view, options.model);
  if (!model.ok()) return FailCompute(model.status());
  ResultTable table;
  table.manifest =
      session.Manifest("attract", {{"learner", LearnerName(options.model.learner)},
                                   {"horizon_days", absl::StrCat(options.model.horizon_days)},
                                   {"half_life_days", absl::StrCat(options.model.half_life_days)},
                                   {"per_member", absl::StrCat(options.per_member)}});
  if (options.report) {
    *table.rows.emplace_back().mutable_model_report() = ToMessage(*model);
    if (session.format == "table") {
      return FinishText(session, ReportText(table.rows[0].model_report()));
    }
    table.columns = ReportColumns();
    return FinishResult(session, table);
  }
  MemberId only = MemberId::None();
  if (!options.member.empty()) {
    const auto found = session.community().FindMember(options.member);
    if (!found) {
      return FailCompute(absl::NotFoundError(
          absl::StrCat("--member: there is no member '", options.member, "'\nids are those of the ",
                       "import; pullgraph cat lists them")));
    }
    only = *found;
  }
  const auto wanted = [&](uint32_t m) {
    return (only.is_none() || only.value() == m) && !IsBot(view, MemberId(m));
  };
  if (options.serendipity) return RunSerendipity(session, options, *model, wanted);
  absl::StatusOr<std::vector<Attraction>> pulls =
      PredictPulls(view, *model, options.model, options.per_member, wanted);
  if (!pulls.ok()) return FailCompute(pulls.status());
  std::stable_sort(pulls->begin(), pulls->end(), [](const Attraction& a, const Attraction& b) {
    return a.likelihood.p > b.likelihood.p;
  });
  for (size_t i = 0; i < std::min(pulls->size(), static_cast<size_t>(session.limit)); ++i) {
    *table.rows.emplace_back().mutable_attraction() =
        ToMessage(view, *model, (*pulls)[i], static_cast<uint32_t>(i + 1));
  }
  table.title = absl::StrFormat("Likeliest pulls of the next %g days", options.model.horizon_days);
  if (!model->is_temporal()) table.title = "Likeliest pulls not seen yet (the history is undated)";
  table.columns = AttractionColumns();
  if (options.model.learner != Learner::kLogistic) {
    table.notes.push_back(LearnerNote(*model, options.model.learner));
  }
  return FinishResult(session, table);
}

}  // namespace

void AddAttract(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "attract", "How likely is it that a member pulls a thing? A calibrated likelihood\n\n"
                 "  pullgraph attract q.pull --limit 20\n"
                 "  pullgraph attract q.pull --serendipity\n"
                "  pullgraph attract q.pull --report");
  const auto options = std::make_shared<AttractOptions>();
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  AddModelOptions(*verb, options->model);
  verb->add_option("--per-member", options->per_member, "Things for one member at most")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--member", options->member, "Only this member, by id");
  verb->add_flag("--report", options->report,
                 "How good the model is: AUC, average precision, Brier, ECE, reliability");
  verb->add_flag("--serendipity", options->serendipity,
                 "What is relevant and unexpected, with a reason for each");
  verb->add_flag("--links", options->links,
                 "How well hidden ties are found again: five scores and a learned model");
  verb->add_option("--runs", options->runs, "Random splits for --links")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  SetAction(*verb, [&session, options] { return Run(session, *options); });
}

}  // namespace pullgraph::tools
