// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_features.h"

namespace pullgraph {
namespace {

struct Words {
  const char* name;
  const char* more;  // Reason when the value is above that of an average pair.
  const char* less;  // Reason when it is below.
};

constexpr Words kWords[kNumPullFeatures] = {
    {"member activity", "they have been active lately", "they have been quiet"},
    {"member idle days", "they have been away for a while", "they were here a short while ago"},
    {"member tenure", "they have long been in the community", "they joined lately"},
    {"member is new", "they are new and still looking around", "they have pulled before"},
    {"resource trend", "it is being pulled a lot right now", "it is not crowded"},
    {"resource pulls", "many have pulled it", "few have pulled it yet"},
    {"anonymous pulls", "it gathers votes and views", "few have voted on it yet"},
    {"resource age", "it has lasted", "it is recent"},
    {"resource idle days", "nobody has pulled it for a while", "it was pulled a short while ago"},
    {"topic match", "it is about the topics they pull", "it is off their beaten track"},
    {"social proof", "people they are tied to pulled it", "nobody they know has pulled it yet"},
    {"co-pull", "people who pull the same things pulled it", "it is new among people like them"},
    {"kind share", "it is the kind of thing they pull", "it is another kind of thing"},
    {"active on topic", "they are active on its topics", "it is off their busy topics"},
    {"fresh on topic", "it is new on their topics", "it is settled on their topics"},
    {"active and trending", "they are active and it is trending", "there is calm around it"},
    {"resource recency", "it was pulled a short while ago", "others were pulled since"},
    {"resource surge", "it has drawn many in the last few days", "few pulled it these days"},
    {"co-pull place", "it is among the likest to what they pull", "others are more like it"},
    {"social place", "it is what people they are tied to pull most", "others are closer to them"},
    {"recent on topic", "it is recent on their topics", "it is off their recent topics"},
};

}  // namespace

const char* FeatureName(size_t feature) { return kWords[feature].name; }
const char* FeatureReason(size_t feature, bool above_average) {
  return above_average ? kWords[feature].more : kWords[feature].less;
}

const char* UndatedReason(size_t feature, bool above_average) {
  const auto same_as = [&](PullFeature f) { return FeatureReason(Index(f), above_average); };
  switch (static_cast<PullFeature>(feature)) {
    case PullFeature::kMemberActivity: return above_average ? "they pull much" : "they pull little";
    case PullFeature::kResourceTrend:
    case PullFeature::kResourceSurge: return same_as(PullFeature::kResourcePulls);
    case PullFeature::kActiveTrend:
      return above_average ? "they pull much, and many have pulled it" : "";
    case PullFeature::kActiveTopicMatch:
    case PullFeature::kFreshTopicMatch:
    case PullFeature::kTopicPlace: return same_as(PullFeature::kTopicMatch);
    case PullFeature::kMemberIdle:
    case PullFeature::kMemberTenure:
    case PullFeature::kResourceAge:
    case PullFeature::kResourceIdle:
    case PullFeature::kResourceRecency: return "";
    default: return FeatureReason(feature, above_average);
  }
}

}  // namespace pullgraph
