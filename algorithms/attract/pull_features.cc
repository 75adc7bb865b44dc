// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/pull_features.h"

namespace pullgraph {
namespace {

struct Words {
  const char* name;
  const char* reason;
};

constexpr Words kWords[kNumPullFeatures] = {
    {"member activity", "they have been active lately"},
    {"member idle days", "they were here a short while ago"},
    {"member tenure", "they have been in the community for a fitting while"},
    {"member is new", "they are new and still looking around"},
    {"resource trend", "it is being pulled a lot right now"},
    {"resource pulls", "many have pulled it"},
    {"anonymous pulls", "it gathers votes and views"},
    {"resource age", "its age speaks for it"},
    {"resource idle days", "it was pulled a short while ago"},
    {"topic match", "it is about the topics they pull"},
    {"social proof", "people they are tied to pulled it"},
    {"co-pull", "people who pull the same things pulled it"},
    {"kind share", "it is the kind of thing they pull"},
    {"active on topic", "they are active on its topics"},
    {"fresh on topic", "it is new on their topics"},
    {"active and trending", "they are active and it is trending"},
};

}  // namespace

const char* FeatureName(size_t feature) { return kWords[feature].name; }
const char* FeatureReason(size_t feature) { return kWords[feature].reason; }

}  // namespace pullgraph
