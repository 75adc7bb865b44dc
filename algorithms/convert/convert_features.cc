// SPDX-License-Identifier: Apache-2.0
#include "algorithms/convert/convert_features.h"

namespace pullgraph {
namespace {

struct FeatureWords {
  const char* name;
  const char* more;  // Reason when the value is above the mean.
  const char* less;  // Reason when it is below.
};

constexpr FeatureWords kFeatureWords[kNumConvertFeatures] = {
    {"recent acts", "they have been active lately", "they have been quiet lately"},
    {"acts", "they have done much here", "they have done little here"},
    {"idle time", "they have been away for a while", "they were here a short while ago"},
    {"tenure", "they have long been in the community", "they are new in the community"},
    {"silent", "they have not done anything yet", "they take part"},
    {"trend", "they do more than they used to", "they do less than they used to"},
    {"asks", "they have been asking", "they ask little"},
    {"unmet asks", "nobody has answered what they asked", "what they asked was answered"},
    {"answers", "they answer others", "they do not answer others"},
    {"customers known", "they know customers", "they know no or few customers"},
    {"ties to customers", "they have much to do with customers",
     "they have little to do with customers"},
    {"ties", "they are well connected", "they have few ties"},
    {"share of ties to customers", "their ties lead to customers",
     "their ties lead elsewhere than to customers"},
    {"new customers known", "people they know have just become customers",
     "nobody they know has become a customer lately"},
    {"customers among contacts' contacts", "those they know are surrounded by customers",
     "those they know are far from customers"},
    {"contacts' acts", "those they know are active", "those they know are quiet"},
    {"leading things", "others became customers after what they pulled",
     "few became customers after what they pulled"},
    {"leading topics", "others became customers after topics they pulled",
     "few became customers after topics they pulled"},
    {"attributes", "many who are like them are customers", "few who are like them are customers"},
    {"touches", "they have been written to", "nobody has written to them"},
    {"new customers in the cluster", "many around them have become customers",
     "few around them have become customers"},
};

}  // namespace

const char* ConvertFeatureName(size_t feature) { return kFeatureWords[feature].name; }
const char* UndatedConvertReason(size_t feature, bool above_average) {
  switch (static_cast<ConvertFeature>(feature)) {
    case ConvertFeature::kRecentActs:
      return ConvertFeatureReason(Index(ConvertFeature::kActs), above_average);
    case ConvertFeature::kIdle:
    case ConvertFeature::kTenure:
    case ConvertFeature::kTrend:
    case ConvertFeature::kNewCustomersKnown: return "";
    default: return ConvertFeatureReason(feature, above_average);
  }
}

const char* ConvertFeatureReason(size_t feature, bool above_average) {
  return above_average ? kFeatureWords[feature].more : kFeatureWords[feature].less;
}

bool Counts(const ConvertScene& scene, size_t i) {
  const SignalColumns& s = scene.view->community().signals();
  return scene.left_out.empty() || s.object_kind[i] != ObjectKind::kResource ||
         scene.left_out[s.object[i]] == 0;
}

absl::StatusOr<std::vector<ConvertRow>> ConvertRows(const ConvertScene& scene) {
  std::vector<ConvertRow> rows(scene.view->community().num_members(), ConvertRow{});
  convert_internal::SetActs(scene, rows);
  if (absl::Status s = CheckCancelled(scene.run); !s.ok()) return s;
  // Ties look at the acts of others.
  if (absl::Status s = convert_internal::SetTies(scene, rows); !s.ok()) return s;
  convert_internal::SetLeads(scene, rows);
  convert_internal::SetAttributes(scene, rows);
  if (!scene.cluster.empty()) convert_internal::SetClusters(scene, rows);
  if (absl::Status s = CheckCancelled(scene.run); !s.ok()) return s;
  return rows;
}

}  // namespace pullgraph
