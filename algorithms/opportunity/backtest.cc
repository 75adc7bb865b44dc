// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/backtest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_samples.h"
#include "algorithms/kernels/ranking_metrics.h"
#include "algorithms/opportunity/simple_rankings.h"
#include "graph/build_introduction_graph.h"
#include "algorithms/kernels/ranking_metrics.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

constexpr size_t kDepth = 10;

// What one ranking achieved for one query.
struct QueryScore {
  double precision = 0;
  double ndcg = 0;
  double reciprocal_rank = 0;
};

// Scores a ranked list of at most kDepth hits; `total` positives there were.
// The reciprocal rank counts as 0 beyond kDepth.
QueryScore ScoreQuery(const std::vector<uint8_t>& hits, size_t total) {
  return {PrecisionAtK(hits, kDepth), NdcgAtK(hits, kDepth, total), ReciprocalRank(hits)};
}

using QueryScores = std::array<QueryScore, kNumRankings>;

RankingQuality Mean(const std::vector<QueryScores>& queries, size_t ranking) {
  RankingQuality mean;
  if (queries.empty()) return mean;
  const auto n = static_cast<double>(queries.size());
  for (const QueryScores& query : queries) {
    mean.precision_at_10 += query[ranking].precision / n;
    mean.ndcg_at_10 += query[ranking].ndcg / n;
    mean.mrr += query[ranking].reciprocal_rank / n;
  }
  return mean;
}

// Percentile interval of the mean NDCG under resampling of queries.
void Bootstrap(const std::vector<QueryScores>& queries, size_t ranking, int resamples,
               uint64_t seed, RankingQuality& quality) {
  if (queries.empty()) return;
  std::vector<double> means;
  for (int b = 0; b < resamples; ++b) {
    RandomStream random(seed, static_cast<uint64_t>(b));
    double sum = 0;
    for (size_t i = 0; i < queries.size(); ++i) {
      sum += queries[random.Below(queries.size())][ranking].ndcg;
    }
    means.push_back(sum / static_cast<double>(queries.size()));
  }
  std::sort(means.begin(), means.end());
  const auto at = [&](double q) {
    return means[static_cast<size_t>(q * static_cast<double>(means.size() - 1))];
  };
  quality.ndcg_low = at(0.025);
  quality.ndcg_high = at(0.975);
}

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

// One origin, from training to scores.
class OriginRun {
 public:
  OriginRun(const CommunityGraph& community, Time origin, Time end, const BacktestOptions& options)
      : c_(community), view_(community, origin), end_(end), options_(options) {}

  absl::Status Run(uint32_t origin) {
    absl::StatusOr<PullModel> model = TrainPullModel(view_, options_.model);
    if (!model.ok()) return model.status();
    SampleOptions sampling;
    sampling.seed = options_.model.seed;
    sampling.member_share =
        std::min(1.0, options_.model.max_members / std::max(1.0, double{1} * c_.num_members()));
    absl::StatusOr<std::vector<PullSample>> samples =
        SampleOrigin(c_, view_.as_of(), end_, options_.model, sampling);
    if (!samples.ok()) return samples.status();
    for (const PullSample& sample : *samples) {
      pairs.Add(sample.member, origin, model->Probability(sample.features), sample.pulled);
    }
    learner = model->learner();
    model_ranking = model->ranking();
    return RankQueries(*model, *samples, sampling);
  }

  JudgedPairs pairs;
  std::vector<QueryScores> queries;
  uint64_t wanted = 0;
  Learner learner = Learner::kLogistic;
  PullRanking model_ranking = PullRanking::kAll;

 private:
  // First pulls of the members drawn, ascending.
  std::map<uint32_t, std::vector<uint32_t>> Wanted(const SampleOptions& sampling) const {
    std::map<uint32_t, std::vector<uint32_t>> wanted_by;
    for (const auto& [member, resource] : FirstPulls(c_, view_.as_of(), end_)) {
      const bool eligible = TakesPart(view_, MemberId(member));
      const bool drawn = sampling.member_share >= 1 ||
                         RandomStream(sampling.seed, member).Uniform() < sampling.member_share;
      if (eligible && drawn) wanted_by[member].push_back(resource);
    }
    return wanted_by;
  }

  absl::Status RankQueries(const PullModel& model, const std::vector<PullSample>& samples,
                           const SampleOptions& sampling) {
    const absl::StatusOr<IntroductionGraph> ties =
        BuildIntroductionGraph(view_, options_.model.ties);
    if (!ties.ok()) return ties.status();
    // Undecayed: no ranking depends on the half-life.
    const PullHistory history(view_, 1e9, [](uint32_t, uint32_t) { return false; });
    SimpleRankings simple(view_, history, *ties);
    size_t at = 0;
    for (const auto& [member, resources] : Wanted(sampling)) {
      while (at < samples.size() && samples[at].member < member) ++at;
      const size_t first = at;
      while (at < samples.size() && samples[at].member == member) ++at;
      std::vector<uint32_t> ranked;
      for (const size_t i : model.Best(
               at - first,
               [&, first = first](size_t k) -> const PullRow& { return samples[first + k].features; },
               kDepth)) {
        ranked.push_back(samples[first + i].resource);
      }
      wanted += resources.size();
      QueryScores scores;
      const auto score = [&, &wanted_here = resources](Ranking ranking,
                                                       const std::vector<uint32_t>& order) {
        std::vector<uint8_t> hits;
        for (const uint32_t r : order) {
          hits.push_back(std::binary_search(wanted_here.begin(), wanted_here.end(), r) ? 1 : 0);
        }
        scores[static_cast<size_t>(ranking)] = ScoreQuery(hits, wanted_here.size());
      };
      score(Ranking::kModel, ranked);
      score(Ranking::kPopularity, simple.ByPopularity(member, kDepth));
      score(Ranking::kRecency, simple.ByRecency(member, kDepth));
      score(Ranking::kRandom, simple.AtRandom(member, kDepth, options_.model.seed));
      score(Ranking::kLikeness, simple.ByLikeness(member, kDepth));
      score(Ranking::kTies, simple.ByTies(member, kDepth));
      queries.push_back(scores);
    }
    return absl::OkStatus();
  }

  const CommunityGraph& c_;
  CommunityView view_;
  Time end_;
  const BacktestOptions& options_;
};

absl::StatusOr<std::vector<Time>> Origins(const CommunityView& view,
                                          const BacktestOptions& options) {
  if (options.origins < 1 || options.bootstrap < 1) {
    return absl::InvalidArgumentError(absl::StrCat("origins is ", options.origins, ", bootstrap is ",
                                                   options.bootstrap, ", expected at least 1"));
  }
  const double days = *options.model.horizon_days;
  if (!(days > 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("horizon_days is ", days, ", expected > 0"));
  }
  const HistorySpan span = PullSpan(view);
  const auto horizon =
      static_cast<int64_t>(days * static_cast<double>(kMicrosPerDay));
  std::vector<Time> times;
  if (span.is_present()) {
    for (int i = 0; i <= options.origins; ++i) times.push_back(AddMicros(span.end, -i * horizon));
    std::reverse(times.begin(), times.end());
  }
  if (!span.is_present() || times.front() < AddMicros(span.first, horizon)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the dated pulls do not span the ", options.origins + 1, " horizons of ",
        days, " days that ", options.origins,
        " origins need\nuse fewer --origins or a shorter --horizon"));
  }
  return times;
}

OriginReport ReportOf(const OriginRun& run, Time at) {
  OriginReport origin;
  origin.origin = at;
  origin.learner = run.learner;
  origin.ranking = run.model_ranking;
  origin.queries = run.queries.size();
  origin.pairs = run.pairs.size();
  origin.positives = static_cast<uint64_t>(
      std::count(run.pairs.pulled.begin(), run.pairs.pulled.end(), 1));
  origin.wanted = run.wanted;
  origin.brier = BrierScore(run.pairs.p, run.pairs.pulled);
  origin.ece = ExpectedCalibrationError(run.pairs.p, run.pairs.pulled, 10);
  for (size_t r = 0; r < kNumRankings; ++r) origin.rankings[r] = Mean(run.queries, r);
  return origin;
}

}  // namespace

const char* RankingName(size_t ranking) {
  constexpr const char* kNames[kNumRankings] = {"pullgraph", "popularity", "recency", "random",
                                                "likeness", "ties"};
  return kNames[ranking];
}

absl::StatusOr<BacktestReport> Backtest(const CommunityView& view,
                                        const BacktestOptions& asked) {
  BacktestOptions options = asked;
  const PullClock clock =
      ChoosePullClock(view, asked.model.horizon_days, asked.model.half_life_days);
  options.model.horizon_days = clock.horizon_days;
  options.model.half_life_days = clock.half_life_days;
  const absl::StatusOr<std::vector<Time>> times = Origins(view, options);
  if (!times.ok()) return times.status();
  BacktestReport report;
  JudgedPairs pairs;
  std::vector<QueryScores> queries;
  uint64_t wanted = 0, found = 0;
  const size_t count = times->size() - 1;
  for (size_t i = 0; i < count; ++i) {
    const auto whole = static_cast<double>(count);
    const std::string stage = absl::StrCat("origin ", i + 1, " of ", count);
    const RunControl part = PartOf(options.model.run, stage.c_str(), static_cast<double>(i) / whole,
                                   static_cast<double>(i + 1) / whole);
    BacktestOptions of_origin = options;
    if (of_origin.model.run != nullptr) of_origin.model.run = &part;
    OriginRun run(view.community(), (*times)[i], (*times)[i + 1], of_origin);
    if (absl::Status s = run.Run(static_cast<uint32_t>(i)); !s.ok()) return s;
    report.origins.push_back(ReportOf(run, (*times)[i]));
    wanted += run.wanted;
    found += report.origins.back().positives;
    for (size_t k = 0; k < run.pairs.size(); ++k) {
      pairs.Add(run.pairs.member[k], run.pairs.origin[k], run.pairs.p[k], run.pairs.pulled[k]);
    }
    queries.insert(queries.end(), run.queries.begin(), run.queries.end());
  }
  for (size_t r = 0; r < kNumRankings; ++r) {
    report.rankings[r] = Mean(queries, r);
    Bootstrap(queries, r, options.bootstrap, options.model.seed, report.rankings[r]);
  }
  report.horizon_days = clock.horizon_days;
  report.brier = BrierScore(pairs.p, pairs.pulled);
  report.ece = ExpectedCalibrationError(pairs.p, pairs.pulled, 10);
  report.reliability = ReliabilityTable(pairs.p, pairs.pulled, 10, /*equal_mass=*/true);
  report.lift_by_decile = LiftByDecile(pairs.p, pairs.pulled);
  report.quality = JudgeForecast(pairs, options.bootstrap, options.model.seed);
  if (wanted > 0) report.candidate_recall = static_cast<double>(found) / static_cast<double>(wanted);
  return report;
}

}  // namespace pullgraph
