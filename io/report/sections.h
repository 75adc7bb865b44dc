// SPDX-License-Identifier: Apache-2.0
// The sections of the report, each from the result of its algorithm.
//
// Names and other foreign text are cut and escaped. What the data don't hold is left out
// with a sentence. The same input gives the same bytes.
#ifndef PULLGRAPH_IO_REPORT_SECTIONS_H_
#define PULLGRAPH_IO_REPORT_SECTIONS_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "algorithms/attract/pull_model.h"
#include "algorithms/edge/edge_clusters.h"
#include "algorithms/journey/levels.h"
#include "algorithms/journey/waits.h"
#include "algorithms/kernels/kaplan_meier.h"
#include "algorithms/lean/experiment.h"
#include "algorithms/lean/needs.h"
#include "algorithms/lean/waste.h"
#include "algorithms/opportunity/market_edge.h"
#include "algorithms/opportunity/need_paths.h"
#include "algorithms/opportunity/opportunity.h"
#include "algorithms/opportunity/prospect_list.h"
#include "graph/community_view.h"
#include "io/report/section.h"
#include "pullgraph/v1/results.pb.h"

namespace pullgraph::report {

// The community in figures, with its pulls a week.
// COST: O(members + ties + signals).
Section OverviewSection(const CommunityView& view, MarketId market);

// Who becomes a customer, through whom, with what. `options` are those `list` was made with.
Section ProspectSection(const CommunityView& view, const ProspectList& list,
                        const ProspectListOptions& options);

// The same where pulls are the goal: who is drawn by what.
Section OpportunitySection(const CommunityView& view, const OpportunityList& list);

// A bubble a cluster and a table of those at the edge; without `market` (nobody is a
// customer) of all. `picture` is that of NetworkPicture, and may be empty.
Section EdgeSection(const CommunityView& view, const EdgeReport& report,
                    const EdgeOptions& options, const MarketEdge* market,
                    const std::string& picture = "");

// How well the likelihoods fit history that the model had not seen.
Section AttractSection(const PullModelReport& report, const PullModelOptions& options,
                       bool temporal);

// Times to the first answer, and to the first pull; null where they are not known.
struct PaceCurves {
  const SurvivalCurve* answer = nullptr;
  const SurvivalCurve* first_pull = nullptr;
};
Section PaceSection(const PaceCurves& curves);

Section TrajectorySection(const LevelHistory& history, const LevelTransitions& transitions,
                          const LevelOptions& options);

// `paths[i]` belong to report.topics[i]; as many topics are shown as there are paths.
Section NeedsSection(const CommunityView& view, const NeedsReport& report,
                     absl::Span<const std::vector<NeedPath>> paths,
                     const NeedsOptions& options);

struct CampaignUplift {
  StringId campaign = 0;
  Uplift uplift;
};
Section WasteSection(const CommunityView& view, const WasteLedger& ledger,
                     absl::Span<const CampaignUplift> campaigns, const WasteOptions& options);

// Input, parameters, definitions and limits.
Section MethodSection(const CommunityView& view, const v1::RunManifest& manifest);

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_SECTIONS_H_
