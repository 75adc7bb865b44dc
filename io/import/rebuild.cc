// SPDX-License-Identifier: Apache-2.0
#include "io/import/rebuild.h"

#include <utility>

#include "io/community_rows.h"
#include "io/import/row_adder.h"

namespace pullgraph {

absl::StatusOr<ImportResult> RebuildCommunity(const CommunityGraph& community,
                                              absl::FunctionRef<bool(v1::Row&)> keep,
                                              const RunControl* run) {
  RowAdder adder;
  const absl::Status s = ForEachRow(
      community,
      [&](const v1::Row& row) {
        v1::Row copy = row;
        return keep(copy) ? adder.Add(copy) : absl::OkStatus();
      },
      run);
  if (!s.ok()) return s;
  adder.builder().SetName(adder.name(), adder.producer());
  absl::StatusOr<CommunityGraph> result = std::move(adder.builder()).Build(run);
  if (!result.ok()) return result.status();
  ImportReport report;
  report.Count("members", result->num_members());
  report.Count("resources", result->num_resources());
  report.Count("topics", result->num_topics());
  report.Count("ties", result->num_ties());
  report.Count("signals", result->signals().size());
  report.Count("touches", result->touches().size());
  return ImportResult{*std::move(result), std::move(report)};
}

}  // namespace pullgraph
