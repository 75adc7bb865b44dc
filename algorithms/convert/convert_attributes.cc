// SPDX-License-Identifier: Apache-2.0
// How many of those with the same attributes and tags are customers.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "algorithms/convert/convert_features.h"
#include "graph/attributes.h"
#include "graph/member_policy.h"
#include "graph/string_table.h"

namespace pullgraph::convert_internal {
namespace {

// Members that the mean counts as, beside those who have a value.
constexpr double kPriorMembers = 10;
// More values than that of one attribute are taken as a number and cut into kRanges.
constexpr size_t kMostValues = 32;
constexpr size_t kRanges = 8;

using Values = std::vector<std::pair<uint32_t, StringId>>;  // (member, value)

// Adds what the group of each member says; `code` is below `codes`.
void AddEvidence(const ConvertScene& scene, const std::vector<std::pair<uint32_t, size_t>>& coded,
                 size_t codes, double mean, std::vector<double>& evidence) {
  std::vector<double> all(codes), customers(codes);
  for (const auto& [m, code] : coded) {
    if (!IsOfCommunity(*scene.view, MemberId(m))) continue;
    all[code] += 1;
    customers[code] += scene.customer[m];
  }
  for (const auto& [m, code] : coded) {
    evidence[m] += std::log((customers[code] + kPriorMembers * mean) /
                            ((all[code] + kPriorMembers) * mean));
  }
}

// The range of each value among all, if all are numbers; else one code for each value.
std::vector<std::pair<uint32_t, size_t>> Code(const CommunityGraph& c, const Values& values,
                                              size_t& codes) {
  std::map<StringId, size_t> known;
  for (const auto& value : values) known.emplace(value.second, known.size());
  std::map<StringId, double> number;
  bool numbers = known.size() > kMostValues;
  for (const auto& entry : known) {
    double x = 0;
    numbers = numbers && absl::SimpleAtod(AbslView(c.String(entry.first)), &x) && std::isfinite(x);
    number[entry.first] = x;
  }
  std::vector<std::pair<uint32_t, size_t>> coded;
  codes = numbers ? kRanges : known.size();
  if (!numbers) {
    for (const auto& [m, value] : values) coded.emplace_back(m, known[value]);
    return coded;
  }
  std::vector<double> sorted;
  for (const auto& value : values) sorted.push_back(number[value.second]);
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [m, value] : values) {
    const auto below = std::lower_bound(sorted.begin(), sorted.end(), number[value]) - sorted.begin();
    coded.emplace_back(m, static_cast<size_t>(below) * kRanges / sorted.size());
  }
  return coded;
}

}  // namespace

void SetAttributes(const ConvertScene& scene, std::vector<ConvertRow>& rows) {
  const CommunityGraph& c = scene.view->community();
  std::map<StringId, Values> by_name;  // Of attributes; tags are values of none.
  constexpr StringId kTag = 0;
  double members = 0, customers = 0;
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    if (IsOfCommunity(*scene.view, MemberId(m))) {
      members += 1;
      customers += scene.customer[m];
    }
    for (const Attribute& a : AttributesAt(*scene.view, MemberId(m))) {
      // That something will end is not known before it does.
      if (scene.attributes || a.valid_from.is_present()) by_name[a.name].emplace_back(m, a.value);
    }
    if (!scene.attributes) continue;
    for (const StringId tag : c.members().tags[m]) by_name[kTag].emplace_back(m, tag);
  }
  if (by_name.empty() || !(customers > 0)) return;
  std::vector<double> evidence(rows.size());
  for (const auto& entry : by_name) {
    size_t codes = 0;
    const auto coded = Code(c, entry.second, codes);
    AddEvidence(scene, coded, codes, customers / members, evidence);
  }
  for (size_t m = 0; m < rows.size(); ++m) {
    rows[m][Index(ConvertFeature::kAttributes)] = static_cast<float>(evidence[m]);
  }
}

}  // namespace pullgraph::convert_internal
