// SPDX-License-Identifier: Apache-2.0
// Whom to meet next: ranks the opportunities of a community file.
//
//   pullgraph generate community -o g.pull
//   rank g.pull
//
// Build it with CMake (CMakeLists.txt beside this file), or by hand:
//   g++ -std=c++20 -O2 rank.cc -o rank $(pkg-config --cflags --libs pullgraph)
#include <pullgraph/algorithms/opportunity/opportunity.h>
#include <pullgraph/graph/community_view.h>
#include <pullgraph/io/community_file.h>

#include <cstdio>
#include <string>

namespace {

absl::Status Rank(const std::string& path) {
  // All that can go wrong comes back as a status that says where and why.
  const auto community = pullgraph::ReadCommunityFile(path);
  if (!community.ok()) return community.status();

  pullgraph::OpportunityOptions options;
  options.model.horizon_days = 30;
  options.limit = 10;
  // A view is the community as it was known at one moment; here, all of it.
  const pullgraph::CommunityView view(*community);
  const auto list = pullgraph::RankOpportunities(view, options);
  if (!list.ok()) return list.status();

  for (const pullgraph::Opportunity& each : list->opportunities) {
    std::printf("%.4f  %s: %s (pulls it: %.0f %%, reached: %.0f %%)\n", each.low,
                std::string(community->MemberLabel(each.member)).c_str(),
                std::string(community->ResourceLabel(each.resource)).c_str(),
                100 * each.attract.p, 100 * each.access);
  }
  std::printf("%zu opportunities, AUC %.3f\n", list->opportunities.size(),
              list->model.report().auc);
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: rank FILE.pull\n");
    return 2;
  }
  const absl::Status status = Rank(argv[1]);
  if (!status.ok()) std::fprintf(stderr, "rank: %s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
