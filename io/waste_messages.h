// SPDX-License-Identifier: Apache-2.0
// The ledger, uplifts and lists of `waste` as protobuf messages.
#ifndef PULLGRAPH_IO_WASTE_MESSAGES_H_
#define PULLGRAPH_IO_WASTE_MESSAGES_H_

#include <string>
#include <vector>

#include "algorithms/lean/experiment.h"
#include "algorithms/lean/uplift_model.h"
#include "algorithms/lean/waste.h"
#include "graph/community_view.h"
#include "pullgraph/v1/waste.pb.h"

namespace pullgraph {

v1::Interval ToMessage(const Estimate& estimate);

// `rank` counts from 1.
v1::WasteLine ToMessage(const WasteLine& line, uint32_t rank);

// The windows of a line, each naming its group.
std::vector<v1::WindowWaste> WindowMessages(const WasteLine& line);

// Pull; conversion and value, where they are known.
std::vector<v1::UpliftLine> UpliftMessages(const std::string& campaign, bool shared_control,
                                           const Uplift& uplift);

std::vector<v1::QiniPoint> QiniMessages(const std::string& campaign, const QiniCurve& curve);

// `i` counts the members of the list from 0.
v1::SparedMember ToMessage(const CommunityView& view, const std::string& campaign,
                           const SpareList& spare, size_t i);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_WASTE_MESSAGES_H_
