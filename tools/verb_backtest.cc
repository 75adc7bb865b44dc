// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/attract/contact_backtest.h"
#include "algorithms/opportunity/backtest.h"
#include "graph/string_table.h"
#include "io/result_messages.h"
#include "tools/model_options.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

using Quality = v1::RankingQuality;

std::string TableText(const v1::BacktestReport& report, Learner learner) {
  std::string out;
  absl::StrAppendFormat(&out, "%-12s %8s %8s %8s  %-12s %13s %8s %8s\n", "origin", "queries",
                        "pairs", "pulled", "ranking", "precision@10", "NDCG@10", "MRR");
  for (const v1::OriginReport& o : report.origins()) {
    for (int r = 0; r < o.rankings_size(); ++r) {
      const Quality& q = o.rankings(r);
      if (r == 0) {
        absl::StrAppendFormat(&out, "%-12s %8d %8d %8d", FormatDate(Time(o.origin())), o.queries(),
                              o.pairs(), o.positives());
      } else {
        absl::StrAppendFormat(&out, "%-12s %8s %8s %8s", "", "", "", "");
      }
      absl::StrAppendFormat(&out, "  %-12s %13.4f %8.4f %8.4f\n", q.ranking(), q.precision_at_10(),
                            q.ndcg_at_10(), q.mrr());
    }
  }
  if (learner != Learner::kLogistic) {
    out += "\nlearner of each origin:";
    for (const v1::OriginReport& o : report.origins()) absl::StrAppend(&out, " ", o.learner());
    out += "\n";
  }
  absl::StrAppendFormat(&out, "\n%-12s %13s %8s %20s %8s\n", "all origins", "precision@10",
                        "NDCG@10", "95 % interval", "MRR");
  for (const Quality& q : report.rankings()) {
    absl::StrAppendFormat(&out, "%-12s %13.4f %8.4f %20s %8.4f\n", q.ranking(),
                          q.precision_at_10(), q.ndcg_at_10(),
                          absl::StrFormat("%.4f to %.4f", q.ndcg_low(), q.ndcg_high()), q.mrr());
  }
  out += "\nlift by decile of likelihood, the likeliest tenth first\n ";
  for (const double lift : report.lift_by_decile()) absl::StrAppendFormat(&out, " %6.2f", lift);
  absl::StrAppendFormat(&out, "\n\nlikelihood: Brier score %.6f, calibration error (ECE) %.6f\n",
                        report.brier(), report.ece());
  absl::StrAppendFormat(&out, "%12s %12s %12s %12s\n", "likelihood", "pairs", "predicted %",
                        "observed %");
  for (const v1::ReliabilityBin& bin : report.reliability()) {
    absl::StrAppendFormat(&out, "%12s %12d %12.4f %12.4f\n",
                          absl::StrFormat("..%.3g %%", 100 * bin.high()), bin.pairs(),
                          100 * bin.predicted(), 100 * bin.observed());
  }
  return out;
}

std::vector<ResultColumn> CsvColumns() {
  // One row: the figures over all origins, the model's beside the best baseline.
  const auto best = [](const v1::BacktestReport& r, auto get) {
    double value = 0;
    for (int i = 1; i < r.rankings_size(); ++i) value = std::max(value, get(r.rankings(i)));
    return value;
  };
  const auto of = [](auto get) {
    return [get](const v1::Result& r) { return Cell::Number(get(r.backtest_report()), 6); };
  };
  using R = v1::BacktestReport;
  return {
      {"origins", of([](const R& r) { return static_cast<double>(r.origins_size()); })},
      {"precision_at_10", of([](const R& r) { return r.rankings(0).precision_at_10(); })},
      {"ndcg_at_10", of([](const R& r) { return r.rankings(0).ndcg_at_10(); })},
      {"ndcg_low", of([](const R& r) { return r.rankings(0).ndcg_low(); })},
      {"ndcg_high", of([](const R& r) { return r.rankings(0).ndcg_high(); })},
      {"mrr", of([](const R& r) { return r.rankings(0).mrr(); })},
      {"best_baseline_ndcg_at_10", of([best](const R& r) {
         return best(r, [](const Quality& q) { return q.ndcg_at_10(); });
       })},
      {"best_baseline_mrr", of([best](const R& r) {
         return best(r, [](const Quality& q) { return q.mrr(); });
       })},
      {"brier", of([](const R& r) { return r.brier(); })},
      {"ece", of([](const R& r) { return r.ece(); })},
  };
}

std::vector<ResultColumn> ContactColumns() {
  const auto percent = [](auto get) {
    return [get](const v1::Result& r) { return Cell::Number(100 * get(r.contact_score()), 2); };
  };
  using S = v1::ContactScore;
  return {{"ranking", [](const v1::Result& r) { return Cell::Text(r.contact_score().ranking()); }},
          {"AUC % random", percent([](const S& s) { return s.auc_random(); })},
          {"AUC % hard", percent([](const S& s) { return s.auc_historical(); })},
          {"average precision % random",
           percent([](const S& s) { return s.average_precision_random(); })},
          {"average precision % hard",
           percent([](const S& s) { return s.average_precision_historical(); })}};
}

// Who gets in contact with whom next.
int RunContacts(Session& session) {
  const CommunityView view = session.view();
  ContactBacktestOptions options;
  options.seed = session.seed;
  options.run = &session.StartRun("backtest");
  const absl::StatusOr<ContactBacktest> result =
      BacktestContacts(view.community().graph().num_nodes(), ListContacts(view), options);
  if (!result.ok()) return FailCompute(result.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "backtest", {{"contacts", "true"},
                   {"training_share", absl::StrCat(options.training_share)},
                   {"test_share", absl::StrCat(options.test_share)},
                   {"batch", absl::StrCat(options.batch)},
                   {"max_training", absl::StrCat(options.max_training)}});
  table.title = absl::StrFormat(
      "%d contacts since %s told from pairs without one; learned from %d, after %d of history",
      result->tested, FormatDate(Time(result->test_begin)), result->training, result->history);
  table.columns = ContactColumns();
  for (const ContactScore& score : result->scores) {
    v1::ContactScore* row = table.rows.emplace_back().mutable_contact_score();
    row->set_ranking(score.name);
    row->set_auc_random(score.auc[static_cast<size_t>(NegativeKind::kRandom)]);
    row->set_auc_historical(score.auc[static_cast<size_t>(NegativeKind::kHistorical)]);
    row->set_average_precision_random(
        score.average_precision[static_cast<size_t>(NegativeKind::kRandom)]);
    row->set_average_precision_historical(
        score.average_precision[static_cast<size_t>(NegativeKind::kHistorical)]);
  }
  table.notes.push_back(
      "random: the same sender, anybody else; hard: two who were in contact before, but not then.");
  return FinishResult(session, table);
}

int Run(Session& session, BacktestOptions& options, bool contacts) {
  if (const int code = session.Load(); code != kDone) return code;
  if (contacts) return RunContacts(session);
  options.model.seed = session.seed;
  options.model.run = &session.StartRun("backtest");
  const absl::StatusOr<BacktestReport> report = Backtest(session.view(), options);
  if (!report.ok()) return FailCompute(report.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "backtest", {{"learner", LearnerName(options.model.learner)},
                   {"origins", absl::StrCat(options.origins)},
                   {"horizon_days", absl::StrCat(options.model.horizon_days)},
                   {"half_life_days", absl::StrCat(options.model.half_life_days)}});
  table.rows.emplace_back();
  *table.rows[0].mutable_backtest_report() = ToMessage(*report);
  if (session.format == "table") {
    return FinishText(session, TableText(table.rows[0].backtest_report(), options.model.learner));
  }
  table.columns = CsvColumns();
  return FinishResult(session, table);
}

}  // namespace

void AddBacktest(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "backtest", "Would the list have been right? Rolling origins, beside popularity, recency "
                  "and chance\n\n"
                  "  pullgraph backtest q.pull --origins 3\n"
                  "  pullgraph backtest mails.pull --contacts");
  const auto options = std::make_shared<BacktestOptions>();
  const auto contacts = std::make_shared<bool>(false);
  session.AddInput(*verb);
  session.AddResult(*verb, 20);
  AddModelOptions(*verb, options->model);
  verb->add_option("--origins", options->origins, "Origins, a horizon apart")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_flag("--contacts", *contacts,
                 "Of dated ties instead: who gets in contact with whom next, beside EdgeBank");
  SetAction(*verb, [&session, options, contacts] { return Run(session, *options, *contacts); });
}

}  // namespace pullgraph::tools
