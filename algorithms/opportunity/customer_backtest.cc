// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/customer_backtest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/convert/convert_origins.h"
#include "algorithms/kernels/count_intervals.h"
#include "algorithms/kernels/ranking_metrics.h"
#include "algorithms/opportunity/market_edge.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

// Where nothing says when customers came, one in so many of them is hidden at a time.
constexpr int kHidingParts = 10;
constexpr double kTwoSided = 1.959963984540054;

constexpr ConvertFeature kSimpleLists[] = {
    ConvertFeature::kRecentActs,      ConvertFeature::kActs,
    ConvertFeature::kIdle,            ConvertFeature::kCustomersKnown,
    ConvertFeature::kTiesToCustomers, ConvertFeature::kShareToCustomers,
    ConvertFeature::kAttributes,      ConvertFeature::kClusterConversions};
// The list, its likelihoods, simple ones, chance.
constexpr size_t kFirstSimple = 2;
constexpr size_t kNumLists = kFirstSimple + std::size(kSimpleLists) + 1;

// What came at each past moment.
struct Plan {
  Conversions conversions;
  double horizon_days = 0;
  std::vector<Time> origins;  // Absent where customers are hidden instead.
  bool hiding = false;
  Time EndOf(Time origin) const {
    return AddMicros(origin, static_cast<int64_t>(horizon_days * static_cast<double>(kMicrosPerDay)));
  }
};

// True if a list made then could learn from what came before.
bool CanLearn(const CommunityView& past, const CustomerBacktestOptions& o, double horizon_days) {
  const Conversions before = FindConversions(past, o.list.convert.market);
  return !before.temporal || !ConvertOriginTimes(before, horizon_days).empty();
}

absl::Status NeedDates(const Plan& plan) {
  if (!plan.hiding) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "nothing says when members became customers: there is no past to try the edge on\n"
      "memberships with valid_from after their members were first there");
}

absl::StatusOr<Plan> PlanOrigins(const CommunityView& view, const CustomerBacktestOptions& o) {
  if (o.origins < 1) {
    return absl::InvalidArgumentError(absl::StrCat("origins is ", o.origins, ", expected at least 1"));
  }
  Plan plan;
  plan.conversions = FindConversions(view, o.list.convert.market);
  if (!plan.conversions.temporal) {
    plan.hiding = true;
    plan.origins.resize(static_cast<size_t>(std::min(o.origins, kHidingParts)));
    return plan;
  }
  plan.horizon_days = o.list.convert.horizon_days > 0
                          ? o.list.convert.horizon_days
                          : ChooseConversionClock(plan.conversions).horizon_days;
  std::vector<Time> times = ConvertOriginTimes(plan.conversions, plan.horizon_days);
  while (!times.empty() &&
         !CanLearn(CommunityView(view.community(), times.front()), o, plan.horizon_days)) {
    times.erase(times.begin());
  }
  const auto most = static_cast<size_t>(std::min(o.origins, kLateOrigins));
  if (times.size() > most) times.erase(times.begin(), times.end() - static_cast<ptrdiff_t>(most));
  if (times.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "history is shorter than three horizons of ", plan.horizon_days, " days\na shorter --horizon"));
  }
  plan.origins = std::move(times);
  return plan;
}

ProspectListOptions WholeList(const CustomerBacktestOptions& o, const Plan& plan,
                              const RunControl* run) {
  ProspectListOptions list = o.list;
  list.with_what = false;
  list.limit = std::numeric_limits<int>::max();
  list.convert.horizon_days = plan.horizon_days;
  if (o.list.convert.half_life_days == 0) list.convert.half_life_days = plan.horizon_days;
  list.convert.run = run;
  return list;
}

// The labels of the first `depth` of an order by falling score, of equal ones the smaller
// member.
std::vector<uint8_t> FirstLabels(const std::vector<double>& scores, const JudgedRows& rows,
                                 size_t begin, size_t depth) {
  std::vector<size_t> order(rows.size() - begin);
  std::iota(order.begin(), order.end(), begin);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  std::vector<uint8_t> labels;
  for (size_t i = 0; i < std::min(depth, order.size()); ++i) labels.push_back(rows.label[order[i]]);
  return labels;
}

class ListBacktester {
 public:
  ListBacktester(const CommunityView& view, const CustomerBacktestOptions& options, Plan plan)
      : view_(view), o_(options), plan_(std::move(plan)), scores_(kNumLists), ndcg_(kNumLists) {
    out_.horizon_days = plan_.horizon_days;
    out_.hiding = plan_.hiding;
    out_.scores.resize(kNumLists);
    out_.scores[0].ranking = "pullgraph: the list, by worth";
    out_.scores[1].ranking = "pullgraph: by likelihood";
    for (size_t i = 0; i < std::size(kSimpleLists); ++i) {
      out_.scores[kFirstSimple + i].ranking = ConvertFeatureName(Index(kSimpleLists[i]));
    }
    out_.scores.back().ranking = "chance";
  }

  absl::StatusOr<CustomerBacktest> Run() {
    for (size_t i = 0; i < plan_.origins.size(); ++i) {
      if (absl::Status s = AddOrigin(i); !s.ok()) return s;
    }
    for (size_t l = 0; l < kNumLists; ++l) Judge(l);
    // Who is hidden are too few among all for the likelihoods to speak of them.
    if (plan_.hiding) return std::move(out_);
    for (const uint64_t k : {10, 50, 500}) out_.top.push_back(JudgeTop(rows_, p_, k));
    return std::move(out_);
  }

 private:
  absl::Status AddOrigin(size_t i) {
    const auto count = static_cast<double>(plan_.origins.size());
    const std::string stage = absl::StrCat("origin ", i + 1, " of ", plan_.origins.size());
    const RunControl part = PartOf(o_.list.convert.run, stage.c_str(), static_cast<double>(i) / count,
                                   static_cast<double>(i + 1) / count);
    const std::vector<uint8_t> happens = WhoBecomes(i);
    ProspectListOptions options =
        WholeList(o_, plan_, o_.list.convert.run == nullptr ? nullptr : &part);
    if (plan_.hiding) options.convert.hidden = happens;
    const CommunityView past =
        plan_.hiding ? view_ : CommunityView(view_.community(), plan_.origins[i]);
    const auto list = RankProspects(past, options);
    if (!list.ok()) return list.status();
    CustomerOrigin report;
    report.origin = plan_.origins[i];
    report.listed = list->prospects.size();
    report.verdict = list->model.report().verdict;
    report.became = static_cast<uint64_t>(std::count(happens.begin(), happens.end(), 1));
    std::vector<const Prospect*> order;
    for (const Prospect& p : list->prospects) order.push_back(&p);
    const std::vector<double> place = Places(order);
    // By likelihood, of equal ones as on the list.
    std::stable_sort(order.begin(), order.end(), [](const Prospect* a, const Prospect* b) {
      return a->chance.p > b->chance.p;
    });
    const std::vector<double> chance_place = Places(order);
    std::sort(order.begin(), order.end(),
              [](const Prospect* a, const Prospect* b) { return a->member < b->member; });
    const size_t begin = rows_.size();
    for (const Prospect* p : order) {
      const uint32_t m = p->member.value();
      rows_.member.push_back(m);
      rows_.origin.push_back(static_cast<uint32_t>(i));
      rows_.label.push_back(happens[m]);
      report.on_the_list += rows_.label.back();
      p_.push_back(p->chance.p);
      scores_[0].push_back(place[m]);
      scores_[1].push_back(chance_place[m]);
      for (size_t s = 0; s < std::size(kSimpleLists); ++s) {
        const double x = p->features[Index(kSimpleLists[s])];
        scores_[kFirstSimple + s].push_back(kSimpleLists[s] == ConvertFeature::kIdle ? -x : x);
      }
      scores_.back().push_back(RandomStream(o_.list.convert.seed, m).Uniform());
    }
    for (size_t l = 0; l < kNumLists; ++l) ScoreOrigin(l, begin, report.on_the_list, count);
    out_.origins.push_back(report);
    return absl::OkStatus();
  }

  // Of each member the place in `order`, the first 0, as a score: the higher the better.
  std::vector<double> Places(absl::Span<const Prospect* const> order) const {
    std::vector<double> place(view_.community().num_members());
    for (size_t k = 0; k < order.size(); ++k) {
      place[order[k]->member.value()] = -static_cast<double>(k);
    }
    return place;
  }

  // One byte a member: 1 for those whom the list of the i-th origin should find.
  std::vector<uint8_t> WhoBecomes(size_t i) const {
    std::vector<uint8_t> happens(plan_.conversions.at.size());
    for (uint32_t m = 0; m < happens.size(); ++m) {
      const bool found =
          plan_.hiding ? plan_.conversions.customer[m] != 0 && IsOfCommunity(view_, MemberId(m)) &&
                             RandomStream(o_.list.convert.seed ^ 0x41DE, m).Below(kHidingParts) == i
                       : plan_.conversions.ConvertsIn(m, plan_.origins[i],
                                                      plan_.EndOf(plan_.origins[i]));
      happens[m] = found ? 1 : 0;
    }
    return happens;
  }

  void ScoreOrigin(size_t l, size_t begin, uint64_t positives, double origins) {
    const std::vector<uint8_t> first = FirstLabels(scores_[l], rows_, begin, 100);
    const auto found = [&](size_t k) {
      const auto end = first.begin() + static_cast<ptrdiff_t>(std::min(k, first.size()));
      return static_cast<uint64_t>(std::count(first.begin(), end, 1));
    };
    ListScore& score = out_.scores[l];
    ndcg_[l].push_back(NdcgAtK(first, 10, positives));
    score.found_at_20 += found(20);
    score.found_at_100 += found(100);
    score.precision_at_10 += PrecisionAtK(first, 10) / origins;
    score.precision_at_50 += PrecisionAtK(first, 50) / origins;
    score.ndcg_at_10 += ndcg_[l].back() / origins;
    score.ndcg_at_50 += NdcgAtK(first, 50, positives) / origins;
  }

  void Judge(size_t l) {
    ListScore& score = out_.scores[l];
    const AucEstimate auc = JudgeAuc(rows_, scores_[l]);
    score.auc = auc.value;
    score.auc_low = std::max(0.0, auc.value - kTwoSided * auc.error);
    score.auc_high = std::min(1.0, auc.value + kTwoSided * auc.error);
    Moments difference;
    for (size_t i = 0; i < ndcg_[l].size(); ++i) difference.Add(ndcg_[l][i] - ndcg_[0][i]);
    score.ndcg_difference_error = std::sqrt(difference.VarianceOfMean());
  }

  const CommunityView& view_;
  const CustomerBacktestOptions& o_;
  const Plan plan_;
  JudgedRows rows_;
  std::vector<double> p_;
  std::vector<std::vector<double>> scores_;  // Of each list, one a row.
  std::vector<std::vector<double>> ndcg_;    // Of each list, one an origin.
  CustomerBacktest out_;
};

// Adds the clusters of one origin.
void AddClusters(const MarketEdge& edge, const Conversions& conversions, Time origin, Time end,
                 EdgeBacktest& out, Moments& correlations) {
  std::vector<double> expected, happened;
  for (size_t i = 0; i < edge.outlook.size(); ++i) {
    const EdgeOutlook& outlook = edge.outlook[i];
    uint64_t came = 0;
    for (const MemberId m : edge.report.clusters[i].members) {
      came += conversions.ConvertsIn(m.value(), origin, end) ? 1 : 0;
    }
    expected.push_back(outlook.expected.mean);
    happened.push_back(static_cast<double>(came));
    out.expected += outlook.expected.mean;
    out.happened += came;
    out.edges += outlook.at_edge ? 1 : 0;
    (outlook.at_edge ? out.edge_prospects : out.other_prospects) += outlook.prospects;
    (outlook.at_edge ? out.edge_happened : out.other_happened) += came;
  }
  out.clusters += expected.size();
  constexpr size_t kLeastClusters = 3;
  if (expected.size() >= kLeastClusters) correlations.Add(SpearmanCorrelation(expected, happened));
}

std::vector<double> MeanRanks(absl::Span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (size_t i = 0; i < order.size();) {
    size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    const double mean = (static_cast<double>(i) + static_cast<double>(end) - 1) / 2;
    for (; i < end; ++i) rank[order[i]] = mean;
  }
  return rank;
}

}  // namespace

double SpearmanCorrelation(absl::Span<const double> a, absl::Span<const double> b) {
  const std::vector<double> x = MeanRanks(a), y = MeanRanks(b);
  const double mean = (static_cast<double>(x.size()) - 1) / 2;
  double xy = 0, xx = 0, yy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

absl::StatusOr<CustomerBacktest> BacktestCustomers(const CommunityView& view,
                                                   const CustomerBacktestOptions& options) {
  absl::StatusOr<Plan> plan = PlanOrigins(view, options);
  if (!plan.ok()) return plan.status();
  return ListBacktester(view, options, *std::move(plan)).Run();
}

absl::StatusOr<EdgeBacktest> BacktestEdges(const CommunityView& view, const EdgeOptions& edge,
                                           const CustomerBacktestOptions& options) {
  const absl::StatusOr<Plan> plan = PlanOrigins(view, options);
  if (!plan.ok()) return plan.status();
  if (absl::Status s = NeedDates(*plan); !s.ok()) return s;
  EdgeBacktest out;
  out.horizon_days = plan->horizon_days;
  out.origins = plan->origins.size();
  Moments correlations;
  for (const Time origin : plan->origins) {
    const CommunityView past(view.community(), origin);
    const ConvertOptions convert = WholeList(options, *plan, options.list.convert.run).convert;
    const auto found = FindMarketEdge(past, edge, convert);
    if (!found.ok()) return found.status();
    AddClusters(*found, plan->conversions, origin, plan->EndOf(origin), out, correlations);
  }
  out.spearman = correlations.Mean();
  const double error = kTwoSided * std::sqrt(correlations.VarianceOfMean());
  out.spearman_low = std::max(-1.0, out.spearman - error);
  out.spearman_high = std::min(1.0, out.spearman + error);
  if (out.expected > 0) {
    if (const auto rate = GammaRate(out.happened, out.expected); rate.ok()) {
      out.ratio_low = rate->low;
      out.ratio_high = rate->high;
    }
  }
  const auto rate = [](uint64_t came, uint64_t of) {
    return of > 0 ? static_cast<double>(came) / static_cast<double>(of) : 0;
  };
  out.edge_rate = rate(out.edge_happened, out.edge_prospects);
  out.other_rate = rate(out.other_happened, out.other_prospects);
  return out;
}

}  // namespace pullgraph
