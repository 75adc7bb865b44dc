// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_CONVERT_MESSAGES_H_
#define PULLGRAPH_IO_CONVERT_MESSAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "algorithms/convert/convert_model.h"
#include "graph/community_view.h"
#include "pullgraph/v1/convert.pb.h"

namespace pullgraph {

v1::ConversionChance ToMessage(const CommunityView& view, const ConvertModel& model,
                               MemberId member, const ConvertRow& row,
                               const ConversionChance& chance, uint32_t rank);
// What each feature adds to the log-odds of a member, but those that add nothing.
void AddContributions(const ConvertModel& model, const ConvertRow& row,
                      google::protobuf::RepeatedPtrField<v1::Contribution>* out);
v1::ConversionReport ToMessage(const ConvertModel& model);
v1::TopOfList ToMessage(const TopReport& top);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_CONVERT_MESSAGES_H_
