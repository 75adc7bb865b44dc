// SPDX-License-Identifier: Apache-2.0
// Pace and trajectory as protobuf messages.
#ifndef PULLGRAPH_IO_JOURNEY_MESSAGES_H_
#define PULLGRAPH_IO_JOURNEY_MESSAGES_H_

#include <string>
#include <vector>

#include "algorithms/journey/adoption_curve.h"
#include "algorithms/journey/adoption_exposure.h"
#include "algorithms/journey/cluster_life.h"
#include "algorithms/journey/levels.h"
#include "algorithms/journey/pace.h"
#include "algorithms/kernels/hawkes.h"
#include "graph/calendar.h"
#include "graph/community_view.h"
#include "pullgraph/v1/pace.pb.h"
#include "pullgraph/v1/trajectory.pb.h"

namespace pullgraph {

// The group's id and name, event, rank and horizon are the caller's.
v1::PaceLine ToMessage(const Pace& pace);

// Times of the fit are in days.
v1::RhythmLine ToMessage(const HawkesFit& fit, double days);

v1::AdoptionLine ToMessage(const AdoptionPeriod& line, CalendarUnit unit);

// The resource is the caller's.
v1::AdoptionSummary ToMessage(const AdoptionCurve& curve, const AdoptionExposure& exposure,
                              CalendarUnit unit);

// The four by four transitions, row by row.
std::vector<v1::LevelTransition> ToMessages(const LevelTransitions& transitions);

v1::MemberDrift ToMessage(const CommunityView& view, const LevelHistory& history,
                          const Drift& drift, uint32_t rank);

v1::ClusterStage ToMessage(const CommunityView& view, const ClusterLives& lives,
                           const ClusterStage& stage);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_JOURNEY_MESSAGES_H_
