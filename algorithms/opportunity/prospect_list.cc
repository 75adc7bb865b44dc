// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/prospect_list.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/count_intervals.h"
#include "algorithms/opportunity/explain.h"
#include "algorithms/opportunity/gates.h"

namespace pullgraph {
namespace {

// What draws those on the list is learned from a small sample: it only names a thing.
constexpr int kSampledMembers = 1000;
constexpr int kSampledPairs = 40'000;
constexpr int kSampledOrigins = 3;
constexpr size_t kReasonsShown = 3;

absl::Status CheckListOptions(const ProspectListOptions& o) {
  const auto in = [](const char* name, double v, double low, const char* range) {
    if (v >= low && v <= 1e15) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(name, " is ", v, ", expected ", range));
  };
  absl::Status s = in("effect", o.effect, 1, "a number from 1 to 1e15");
  s.Update(in("value", o.value, 0, "a number from 0 to 1e15"));
  s.Update(in("contact_cost", o.contact_cost, 0, "a number from 0 to 1e15"));
  s.Update(in("cool_down_days", o.cool_down_days, 0, "a number from 0 to 1e15"));
  s.Update(in("limit", o.limit, 1, "at least 1"));
  return s;
}

// The same weight for each of what tells most in other communities, in standard deviations:
// what to go by where this one does not say.
class EqualWeights {
 public:
  explicit EqualWeights(absl::Span<const ConvertRow> rows) {
    for (size_t k = 0; k < std::size(kParts); ++k) {
      Moments moments;
      for (const ConvertRow& row : rows) moments.Add(row[Index(kParts[k])]);
      const double mean = moments.Mean();
      const double variance =
          rows.empty() ? 0 : moments.squares / static_cast<double>(rows.size()) - mean * mean;
      weight_[k] = variance > 0 ? kSign[k] / std::sqrt(variance) : 0;
    }
  }

  double Of(const ConvertRow& row) const {
    double sum = 0;
    for (size_t k = 0; k < std::size(kParts); ++k) sum += weight_[k] * row[Index(kParts[k])];
    return sum;
  }

 private:
  static constexpr ConvertFeature kParts[] = {
      ConvertFeature::kRecentActs, ConvertFeature::kIdle, ConvertFeature::kTiesToCustomers};
  static constexpr double kSign[] = {1, -1, 1};
  double weight_[std::size(kParts)] = {};
};

class Lister {
 public:
  Lister(const CommunityView& view, const ProspectListOptions& options)
      : view_(view), o_(options), run_(options.convert.run) {}

  absl::StatusOr<ProspectList> Run() {
    absl::Status s = CheckListOptions(o_);
    if (s.ok()) s = Learn();
    if (s.ok()) s = Reach();
    if (s.ok()) s = Collect();
    if (s.ok() && o_.with_what) s = FindWhatDraws();
    if (!s.ok()) return s;
    Finish();
    return std::move(list_);
  }

 private:
  const RunControl* Of(const RunControl& part) const { return run_ == nullptr ? nullptr : &part; }

  absl::Status Learn() {
    const RunControl part = PartOf(run_, "learning who becomes a customer", 0, 0.6);
    ConvertOptions options = o_.convert;
    options.run = Of(part);
    absl::StatusOr<ConvertModel> model = TrainConvertModel(view_, options);
    if (!model.ok()) return model.status();
    list_.model = *std::move(model);
    absl::StatusOr<ConversionForecast> forecast = ForecastConversions(view_, list_.model, run_);
    if (!forecast.ok()) return forecast.status();
    forecast_ = *std::move(forecast);
    return absl::OkStatus();
  }

  absl::Status Reach() {
    const std::vector<uint8_t>& customer = list_.model.conversions().customer;
    std::vector<MemberId> sources;
    for (uint32_t m = 0; m < customer.size(); ++m) {
      if (customer[m] != 0) sources.push_back(MemberId(m));
    }
    list_.customers = sources.size();
    IntroductionOptions ties = o_.ties;
    ties.strength.run = run_;
    absl::StatusOr<IntroductionGraph> graph = BuildIntroductionGraph(view_, ties);
    if (!graph.ok()) return graph.status();
    list_.introductions = *std::move(graph);
    IntroductionPathOptions paths;
    paths.max_hops = o_.max_hops;
    paths.min_probability = o_.min_access;
    paths.run = run_;
    absl::StatusOr<AccessMap> map = FindAccessMap(list_.introductions, sources, paths);
    if (!map.ok()) return map.status();
    access_map_ = *std::move(map);
    return absl::OkStatus();
  }

  // What the chance p grows to when they are met.
  double Met(double p) const { return o_.effect * p / (1 - p + o_.effect * p); }

  Prospect Make(size_t i) const {
    Prospect out;
    out.member = MemberId(forecast_.member[i]);
    out.chance = forecast_.chance[i];
    out.features = forecast_.rows[i];
    const bool dated = list_.model.is_temporal();
    if (dated) out.with_contact = Met(out.chance.p);
    out.access = access_map_->Probability(out.member);
    const double reach = o_.reach == ProspectReach::kAnyone ? 1 : out.access;
    const auto worth = [&](double p) {
      return reach * (dated ? Met(p) - p : p) * o_.value - o_.contact_cost;
    };
    out.cost = o_.contact_cost;
    out.worth = worth(out.chance.p);
    // What is added grows with the chance, and shrinks where they come anyhow.
    std::tie(out.low, out.high) = std::minmax({worth(out.chance.low), out.worth, worth(out.chance.high)});
    return out;
  }

  absl::Status Collect() {
    OpportunityOptions gate_options;
    gate_options.channel = o_.channel;
    gate_options.cool_down_days = o_.cool_down_days;
    std::vector<double> access(view_.community().num_members(), 1);
    if (o_.reach == ProspectReach::kIntroduced) {
      for (uint32_t m = 0; m < access.size(); ++m) {
        access[m] = access_map_->Probability(MemberId(m));
      }
    }
    list_.gate = PassGates(view_, gate_options, list_.model.conversions().customer, access, list_.gates);
    std::vector<Prospect>& all = list_.prospects;
    for (size_t i = 0; i < forecast_.member.size(); ++i) {
      if (list_.gate[forecast_.member[i]] != Gate::kPassed) continue;
      Prospect p = Make(i);
      if (p.worth > 0) all.push_back(std::move(p));
    }
    const EqualWeights beside(forecast_.rows);
    const auto place = [&](const Prospect& p) {
      return std::tuple(-p.low, -p.chance.p, -beside.Of(p.features), p.member);
    };
    std::sort(all.begin(), all.end(),
              [&](const Prospect& a, const Prospect& b) { return place(a) < place(b); });
    list_.place.assign(view_.community().num_members(), 0);
    for (size_t i = 0; i < all.size(); ++i) list_.place[all[i].member.value()] = static_cast<uint32_t>(i + 1);
    const auto limit = static_cast<size_t>(o_.limit);
    const double cutoff = all.size() > limit ? all[limit].low : 0;
    if (all.size() > limit) all.resize(limit);
    for (Prospect& p : all) p.counterfactual = WhatDrops(p, cutoff);
    return CheckCancelled(run_);
  }

  // At which likelihood somebody is worth less than `cutoff`, all else being equal: the worth
  // grows with the likelihood up to where the odds and the effect make it 1 in all.
  std::string WhatDrops(const Prospect& p, double cutoff) const {
    const bool dated = list_.model.is_temporal();
    const double reach = o_.reach == ProspectReach::kAnyone ? 1 : p.access;
    const double gain = (cutoff + o_.contact_cost) / (reach * o_.value);
    const double turn = dated ? 1 / (1 + std::sqrt(o_.effect)) : 1;
    double below = 0, above = std::min(turn, p.chance.low);
    const auto gains = [&](double chance) { return dated ? Met(chance) - chance : chance; };
    constexpr int kHalvings = 60;
    for (int i = 0; i < kHalvings && gain > 0; ++i) {
      const double middle = (below + above) / 2;
      (gains(middle) < gain ? below : above) = middle;
    }
    if (gain <= 0) above = 0;
    // The list goes by the low end: the likelihood falls by as much.
    const double share = p.chance.low > 0 ? std::min(1.0, above / p.chance.low) : 1;
    const std::string now = PercentInWords(p.chance.p), then = PercentInWords(share * p.chance.p);
    std::string out = now == then ? "drops out if the likelihood falls at all"
                                  : absl::StrCat("drops out if the likelihood falls from ", now, " to ", then);
    if (o_.reach == ProspectReach::kIntroduced && p.low + o_.contact_cost > 0) {
      absl::StrAppend(&out, ", or the access from ", PercentInWords(p.access), " to ",
                      PercentInWords(p.access * (cutoff + o_.contact_cost) / (p.low + o_.contact_cost)));
    }
    return out;
  }

  // The likeliest pull of each on the list among what may be offered.
  absl::Status FindWhatDraws() {
    const RunControl part = PartOf(run_, "looking for what draws them", 0.6, 0.98);
    const Offering offering(view_.community(), o_.convert.market, o_.offer);
    // What is all there is to offer needs no model, if it is there by now.
    if (const ResourceId only = offering.only(); !only.is_none() && view_.HasResource(only)) {
      for (Prospect& p : list_.prospects) p.resource = only;
    }
    PullModelOptions options;
    options.max_members = kSampledMembers;
    options.origins = kSampledOrigins;
    options.max_negatives = options.judged_pairs = kSampledPairs;
    options.seed = o_.convert.seed;
    options.run = Of(part);
    const absl::StatusOr<PullModel> model = TrainPullModel(view_, options);
    // Where nobody has pulled anything, nothing is known to draw anybody.
    if (absl::IsFailedPrecondition(model.status())) return absl::OkStatus();
    if (!model.ok()) return model.status();
    std::vector<uint8_t> listed(view_.community().num_members());
    for (const Prospect& p : list_.prospects) listed[p.member.value()] = 1;
    const auto pulls = PredictPulls(
        view_, *model, options, 1, [&](uint32_t m) { return listed[m] != 0; },
        [&](uint32_t r) { return offering.Has(r); });
    if (!pulls.ok()) return pulls.status();
    std::vector<const Attraction*> best(listed.size(), nullptr);
    for (const Attraction& a : *pulls) best[a.member] = &a;
    for (Prospect& p : list_.prospects) {
      const Attraction* a = best[p.member.value()];
      if (a == nullptr) continue;
      p.resource = ResourceId(a->resource);
      p.attract = a->likelihood.p;
    }
    return absl::OkStatus();
  }

  void Finish() {
    std::vector<double> anyhow, met;
    for (Prospect& p : list_.prospects) {
      anyhow.push_back(p.chance.p);
      const double reach = o_.reach == ProspectReach::kAnyone ? 1 : p.access;
      met.push_back(p.chance.p + reach * (p.with_contact.value_or(p.chance.p) - p.chance.p));
      if (p.access > 0) p.path = access_map_->PathTo(p.member);
      p.reasons = ConvertReasons(list_.model, p.features, kReasonsShown);
      if (p.access == 0) p.reasons.emplace_back("nobody we know can introduce us");
    }
    list_.anyhow = list_.model.Expect(anyhow);
    list_.met = list_.model.Expect(met);
  }

  const CommunityView& view_;
  const ProspectListOptions& o_;
  const RunControl* run_;
  ProspectList list_;
  ConversionForecast forecast_;
  std::optional<AccessMap> access_map_;
};

}  // namespace

absl::StatusOr<ProspectList> RankProspects(const CommunityView& view,
                                           const ProspectListOptions& options) {
  return Lister(view, options).Run();
}

}  // namespace pullgraph
