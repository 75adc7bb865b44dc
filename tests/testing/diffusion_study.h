// SPDX-License-Identifier: Apache-2.0
// A classic study of how an innovation spread, as a community: who named whom, and who
// adopted when. Read from ../shared/data where that is present.
#ifndef PULLGRAPH_TESTS_TESTING_DIFFUSION_STUDY_H_
#define PULLGRAPH_TESTS_TESTING_DIFFUSION_STUDY_H_

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "algorithms/journey/adoption_curve.h"
#include "graph/community_builder.h"

namespace pullgraph::testing {

struct DiffusionStudy {
  CommunityGraph community;       // Ties lead from who names to who is named.
  std::vector<int32_t> adopted;   // Period of each member, by id; or kNeverAdopted.
  std::vector<uint32_t> village;  // Village or city.
};

// Rows of a table without quotes, cut at commas.
inline std::vector<std::vector<std::string>> ReadTable(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string>& row = rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

// `never` is the time of adoption that stands for none. Absent if there are no data.
inline std::optional<DiffusionStudy> ReadDiffusionStudy(const std::string& name,
                                                        const std::string& village,
                                                        int32_t never) {
  const std::string stem =
      std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/adoption-diffusion/" + name;
  if (!std::filesystem::exists(stem + "_members.csv")) return std::nullopt;
  const auto members = ReadTable(stem + "_members.csv");
  const auto column = [&](const std::string& title) {
    return static_cast<size_t>(std::find(members[0].begin(), members[0].end(), title) -
                               members[0].begin());
  };
  const size_t toa = column("toa"), place = column(village);
  CommunityBuilder b(name, "diffusion study");
  const ResourceId innovation = *b.Resource("innovation");
  std::map<std::string, std::pair<int32_t, uint32_t>> facts;
  for (size_t i = 1; i < members.size(); ++i) {
    const std::string& id = members[i][0];
    const int32_t period = static_cast<int32_t>(std::atof(members[i][toa].c_str()));
    const MemberId member = *b.Member(id);
    facts[id] = {period == never ? kNeverAdopted : period,
                 static_cast<uint32_t>(std::atoi(members[i][place].c_str()))};
    if (period == never) continue;
    SignalRow adoption;
    adoption.member = member;
    adoption.object = innovation.value();
    adoption.kind = SignalKind::kUse;
    adoption.at = Time(int64_t{period} * 30 * kMicrosPerDay);
    if (!b.AddSignal(adoption).ok()) std::abort();
  }
  const auto ties = ReadTable(stem + "_ties.csv");
  for (size_t i = 1; i < ties.size(); ++i) {
    TieRow tie;
    tie.from = *b.Member(ties[i][0]);
    tie.to = *b.Member(ties[i][1]);
    tie.directed = true;
    if (!b.AddTie(tie).ok()) std::abort();
  }
  DiffusionStudy study;
  study.community = std::move(b).Build().value();
  for (uint32_t m = 0; m < study.community.num_members(); ++m) {
    const auto& [period, where] = facts.at(std::string(study.community.MemberKey(MemberId(m))));
    study.adopted.push_back(period);
    study.village.push_back(where);
  }
  return study;
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_DIFFUSION_STUDY_H_
