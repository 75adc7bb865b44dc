// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "graph/community_builder.h"
#include "graph/string_table.h"
#include "io/generate_community.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::convert_model_test {
namespace {

using testing::StatusIs;

CommunityGraph World(uint32_t members, uint64_t seed, double contrast,
                     std::vector<double>* truth = nullptr) {
  GenerateOptions o;
  o.members = members;
  o.ties = 5 * members;
  o.signals = uint64_t{20} * members;
  o.conversions = 0.02;
  o.contrast = contrast;
  o.seed = seed;
  return GenerateCommunity(o, truth).value();
}

double TruthOf(const CommunityGraph& c, uint32_t member, const std::vector<double>& truth) {
  uint32_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(AbslView(c.MemberKey(MemberId(member))).substr(1), &number));
  return truth[number];
}

// Means over the likeliest k of what was said and of what is true.
TEST(ConvertModel, SaysWhatIsTrue) {
  constexpr int kSeeds = 4;
  double said[2] = {0, 0}, is[2] = {0, 0}, held = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    std::vector<double> truth;
    const CommunityGraph c = World(2000, seed, 1, &truth);
    const CommunityView view(c);
    ConvertOptions options;
    options.horizon_days = 30;
    ASSERT_OK_AND_ASSIGN(const ConvertModel model, TrainConvertModel(view, options));
    EXPECT_TRUE(model.tells()) << model.report().sentence;
    ASSERT_OK_AND_ASSIGN(const ConversionForecast forecast, ForecastConversions(view, model));
    std::vector<size_t> order(forecast.member.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return forecast.chance[a].p > forecast.chance[b].p;
    });
    for (size_t i = 0; i < 1000; ++i) {
      const double p = forecast.chance[order[i]].p;
      const double true_p = TruthOf(c, forecast.member[order[i]], truth);
      said[1] += p, is[1] += true_p;
      if (i < 100) said[0] += p, is[0] += true_p;
      const ConversionChance& chance = forecast.chance[order[i]];
      held += chance.low <= true_p && true_p <= chance.high ? 1 : 0;
    }
  }
  std::cout << "first 100: said " << said[0] / (100 * kSeeds) << ", true " << is[0] / (100 * kSeeds)
            << "; first 1,000: said " << said[1] / (1000 * kSeeds) << ", true "
            << is[1] / (1000 * kSeeds) << "; intervals hold in " << held / (10 * kSeeds)
            << " of 100\n";
  EXPECT_NEAR(said[0] / is[0], 1, 0.25);
  EXPECT_NEAR(said[1] / is[1], 1, 0.2);
}

// Where all have the same probability nothing is found, and that is said.
TEST(ConvertModel, SaysSoWhereNothingCanBeTold) {
  constexpr int kWorlds = 40;
  int found = 0;
  for (uint64_t seed = 1; seed <= kWorlds; ++seed) {
    const CommunityGraph c = World(400, 100 + seed, 0);
    const CommunityView view(c);
    ASSERT_OK_AND_ASSIGN(const ConvertModel model, TrainConvertModel(view));
    found += model.tells() ? 1 : 0;
  }
  std::cout << "found something in " << found << " of " << kWorlds << " worlds of chance\n";
  EXPECT_LE(found, 2);
}

// A sample of the members expects as many customers as all of them do.
TEST(ConvertModel, SampledMembersSayTheSame) {
  double all = 0, sampled = 0, happens = 0;
  for (uint64_t seed = 1; seed <= 2; ++seed) {
    std::vector<double> truth;
    const CommunityGraph c = World(6000, 50 + seed, 1, &truth);
    const CommunityView view(c);
    for (double* sum : {&all, &sampled}) {
      ConvertOptions options;
      options.horizon_days = 30;
      if (sum == &sampled) options.max_members = 3000;
      ASSERT_OK_AND_ASSIGN(const ConvertModel model, TrainConvertModel(view, options));
      ASSERT_OK_AND_ASSIGN(const ConversionForecast forecast, ForecastConversions(view, model));
      for (size_t i = 0; i < forecast.member.size(); ++i) {
        *sum += forecast.chance[i].p;
        if (sum == &all) happens += TruthOf(c, forecast.member[i], truth);
      }
    }
  }
  std::cout << "expected by all " << all << ", by half of them " << sampled << ", true " << happens
            << "\n";
  EXPECT_NEAR(sampled / all, 1, 0.06);
  EXPECT_NEAR(all / happens, 1, 0.15);
}

TEST(ConvertModel, SameForAnyNumberOfThreads) {
  const CommunityGraph c = World(600, 5, 1);
  const CommunityView view(c);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    RunControl run;
    run.threads = threads;
    ConvertOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const ConvertModel model, TrainConvertModel(view, options));
    ASSERT_OK_AND_ASSIGN(const ConversionForecast forecast, ForecastConversions(view, model, &run));
    std::vector<double> p;
    for (const ConversionChance& chance : forecast.chance) {
      p.insert(p.end(), {chance.p, chance.low, chance.high});
    }
    if (first.empty()) first = p;
    EXPECT_EQ(p, first) << threads;
  }
}

TEST(ConvertModel, NeedsCustomersAndSaneOptions) {
  CommunityBuilder b("none");
  ASSERT_TRUE(b.Member("a").ok());
  const CommunityGraph none = std::move(b).Build().value();
  EXPECT_THAT(TrainConvertModel(CommunityView(none)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "nobody is a customer"));
  const CommunityGraph c = World(50, 1, 1);
  ConvertOptions options;
  options.horizon_days = -1;
  EXPECT_THAT(TrainConvertModel(CommunityView(c), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "horizon_days is -1"));
  // No past moment has so much behind and before it: nothing is said, least of all 50 %.
  options.horizon_days = 9999;
  const CommunityGraph grown = World(400, 1, 1);
  EXPECT_THAT(TrainConvertModel(CommunityView(grown), options),
              StatusIs(absl::StatusCode::kFailedPrecondition, "shorter than two horizons"));
}

// Three who became customers are too few to tell anything from.
TEST(ConvertModel, SaysWhenThereIsTooLittle) {
  CommunityBuilder b("few");
  const MarketId market = *b.Market("m");
  const ResourceId r = *b.Resource("r");
  for (int i = 0; i < 50; ++i) {
    const MemberId m = *b.Member("p" + std::to_string(i));
    MemberRow row;
    row.joined_at = Time(0);
    ASSERT_TRUE(b.DescribeMember(m, row).ok());
    SignalRow s;
    s.member = m;
    s.object = r.value();
    s.kind = SignalKind::kView;
    s.at = Time((i + 1) * 20 * kMicrosPerDay);
    ASSERT_TRUE(b.AddSignal(s).ok());
    if (i < 3) {
      ASSERT_TRUE(b.AddMembership({market, m, MarketStatus::kCustomer,
                                   Time((300 + 100 * i) * kMicrosPerDay), Time()}).ok());
    }
  }
  const CommunityGraph c = std::move(b).Build().value();
  ASSERT_OK_AND_ASSIGN(const ConvertModel model, TrainConvertModel(CommunityView(c)));
  EXPECT_EQ(model.report().verdict, ConversionVerdict::kTooLittle);
  EXPECT_NE(model.report().sentence.find("too little"), std::string::npos);
  EXPECT_FALSE(model.tells());
  // Nothing was judged, so what is said of anybody is wide.
  ASSERT_OK_AND_ASSIGN(const ConversionForecast forecast,
                       ForecastConversions(CommunityView(c), model));
  ASSERT_FALSE(forecast.chance.empty());
  EXPECT_GT(forecast.chance[0].high, 2 * forecast.chance[0].low);
}

}  // namespace
}  // namespace pullgraph::convert_model_test
