// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/backtest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/pull_samples.h"
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
      : c_(community), view_(community, origin), end_(end), options_(options),
        history_(view_, options.model.half_life_days, [](uint32_t, uint32_t) { return false; }) {}

  absl::Status Run() {
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
      predicted.push_back(model->Probability(sample.features));
      labels.push_back(sample.pulled);
    }
    learner = model->learner();
    ListBaselines();
    RankQueries(*model, *samples, sampling);
    return absl::OkStatus();
  }

  std::vector<double> predicted;
  std::vector<uint8_t> labels;
  std::vector<QueryScores> queries;
  Learner learner = Learner::kLogistic;

 private:
  void ListBaselines() {
    std::vector<uint32_t> known;
    for (uint32_t r = 0; r < c_.num_resources(); ++r) {
      if (view_.HasResource(ResourceId(r))) known.push_back(r);
    }
    popular_ = recent_ = random_ = known;
    std::stable_sort(popular_.begin(), popular_.end(), [&](uint32_t a, uint32_t b) {
      return history_.OfResource(a).size() > history_.OfResource(b).size();
    });
    const auto last = [&](uint32_t r) {
      const absl::Span<const Pull> pulls = history_.OfResource(r);
      const Time published = c_.resources().published_at[r];
      return pulls.empty() ? published : std::max(published, pulls.back().at);
    };
    std::stable_sort(recent_.begin(), recent_.end(),
                     [&](uint32_t a, uint32_t b) { return last(a) > last(b); });
  }

  // The first kDepth of `order` that the member had not pulled, as hits.
  template <class Next>
  std::vector<uint8_t> Hits(uint32_t member, size_t size, Next next,
                            const std::vector<uint32_t>& wanted) const {
    std::vector<uint32_t> pulled;
    for (const Pull& pull : history_.OfMember(member)) pulled.push_back(pull.other);
    std::sort(pulled.begin(), pulled.end());
    std::vector<uint8_t> hits;
    for (size_t i = 0; i < size && hits.size() < kDepth; ++i) {
      const uint32_t r = next(i);
      if (std::binary_search(pulled.begin(), pulled.end(), r)) continue;
      hits.push_back(std::binary_search(wanted.begin(), wanted.end(), r) ? 1 : 0);
    }
    return hits;
  }

  void RankQueries(const PullModel& model, const std::vector<PullSample>& samples,
                   const SampleOptions& sampling) {
    const Pairs firsts = FirstPulls(c_, view_.as_of(), end_);
    std::map<uint32_t, std::vector<uint32_t>> wanted;  // By member, ascending.
    for (const auto& [member, resource] : firsts) {
      const bool eligible = TakesPart(view_, MemberId(member));
      const bool drawn = sampling.member_share >= 1 ||
                         RandomStream(sampling.seed, member).Uniform() < sampling.member_share;
      if (eligible && drawn) wanted[member].push_back(resource);
    }
    size_t at = 0;
    for (const auto& query : wanted) {
      const auto member = query.first;
      const auto& resources = query.second;
      while (at < samples.size() && samples[at].member < member) ++at;
      const size_t first = at;
      while (at < samples.size() && samples[at].member == member) ++at;
      const std::vector<size_t> ranked = model.Best(
          at - first,
          [&](size_t i) -> const PullRow& { return samples[first + i].features; }, kDepth);
      // A shuffle a query, only as long as is looked at.
      std::vector<uint32_t>& deck = random_;
      RandomStream random(options_.model.seed, MixBits(member));
      const size_t dealt = std::min(deck.size(), kDepth + history_.OfMember(member).size());
      for (size_t i = 0; i < dealt; ++i) {
        std::swap(deck[i], deck[i + random.Below(deck.size() - i)]);
      }
      QueryScores scores;
      const auto score = [&](Ranking ranking, size_t size, auto next) {
        scores[static_cast<size_t>(ranking)] =
            ScoreQuery(Hits(member, size, next, resources), resources.size());
      };
      score(Ranking::kModel, ranked.size(), [&](size_t i) { return samples[first + ranked[i]].resource; });
      score(Ranking::kPopularity, popular_.size(), [&](size_t i) { return popular_[i]; });
      score(Ranking::kRecency, recent_.size(), [&](size_t i) { return recent_[i]; });
      score(Ranking::kRandom, dealt, [&](size_t i) { return deck[i]; });
      queries.push_back(scores);
    }
  }

  const CommunityGraph& c_;
  CommunityView view_;
  Time end_;
  const BacktestOptions& options_;
  PullHistory history_;
  std::vector<uint32_t> popular_;
  std::vector<uint32_t> recent_;
  std::vector<uint32_t> random_;
};

absl::StatusOr<std::vector<Time>> Origins(const CommunityView& view,
                                          const BacktestOptions& options) {
  if (options.origins < 1 || options.bootstrap < 1) {
    return absl::InvalidArgumentError(absl::StrCat("origins is ", options.origins, ", bootstrap is ",
                                                   options.bootstrap, ", expected at least 1"));
  }
  if (!(options.model.horizon_days > 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("horizon_days is ", options.model.horizon_days, ", expected > 0"));
  }
  const HistorySpan span = PullSpan(view);
  const auto horizon =
      static_cast<int64_t>(options.model.horizon_days * static_cast<double>(kMicrosPerDay));
  std::vector<Time> times;
  if (span.is_present()) {
    for (int i = 0; i <= options.origins; ++i) times.push_back(AddMicros(span.end, -i * horizon));
    std::reverse(times.begin(), times.end());
  }
  if (!span.is_present() || times.front() < AddMicros(span.first, horizon)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the dated pulls do not span the ", options.origins + 1, " horizons of ",
        options.model.horizon_days, " days that ", options.origins,
        " origins need\nuse fewer --origins or a shorter --horizon"));
  }
  return times;
}

}  // namespace

const char* RankingName(size_t ranking) {
  constexpr const char* kNames[kNumRankings] = {"pullgraph", "popularity", "recency", "random"};
  return kNames[ranking];
}

absl::StatusOr<BacktestReport> Backtest(const CommunityView& view,
                                        const BacktestOptions& options) {
  const absl::StatusOr<std::vector<Time>> times = Origins(view, options);
  if (!times.ok()) return times.status();
  BacktestReport report;
  std::vector<double> predicted;
  std::vector<uint8_t> labels;
  std::vector<QueryScores> queries;
  for (size_t i = 0; i + 1 < times->size(); ++i) {
    const double whole = static_cast<double>(times->size() - 1);
    const std::string stage = absl::StrCat("origin ", i + 1, " of ", times->size() - 1);
    const RunControl part = PartOf(options.model.run, stage.c_str(), static_cast<double>(i) / whole,
                                   static_cast<double>(i + 1) / whole);
    BacktestOptions of_origin = options;
    if (of_origin.model.run != nullptr) of_origin.model.run = &part;
    OriginRun run(view.community(), (*times)[i], (*times)[i + 1], of_origin);
    if (absl::Status s = run.Run(); !s.ok()) return s;
    OriginReport origin;
    origin.origin = (*times)[i];
    origin.learner = run.learner;
    origin.queries = run.queries.size();
    origin.pairs = run.labels.size();
    origin.positives = static_cast<uint64_t>(std::count(run.labels.begin(), run.labels.end(), 1));
    origin.brier = BrierScore(run.predicted, run.labels);
    origin.ece = ExpectedCalibrationError(run.predicted, run.labels, 10);
    for (size_t r = 0; r < kNumRankings; ++r) origin.rankings[r] = Mean(run.queries, r);
    report.origins.push_back(origin);
    predicted.insert(predicted.end(), run.predicted.begin(), run.predicted.end());
    labels.insert(labels.end(), run.labels.begin(), run.labels.end());
    queries.insert(queries.end(), run.queries.begin(), run.queries.end());
  }
  for (size_t r = 0; r < kNumRankings; ++r) {
    report.rankings[r] = Mean(queries, r);
    Bootstrap(queries, r, options.bootstrap, options.model.seed, report.rankings[r]);
  }
  report.brier = BrierScore(predicted, labels);
  report.ece = ExpectedCalibrationError(predicted, labels, 10);
  report.reliability = ReliabilityTable(predicted, labels, 10, /*equal_mass=*/true);
  report.lift_by_decile = LiftByDecile(predicted, labels);
  return report;
}

}  // namespace pullgraph
