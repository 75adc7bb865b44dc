// SPDX-License-Identifier: Apache-2.0
#include "algorithms/edge/distinctive_topics.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

// Sorted by topic, one entry each.
std::vector<TopicCount> Folded(std::vector<TopicCount> counts) {
  std::sort(counts.begin(), counts.end());
  size_t kept = 0;
  for (const TopicCount& entry : counts) {
    if (kept > 0 && counts[kept - 1].first == entry.first) {
      counts[kept - 1].second += entry.second;
    } else {
      counts[kept++] = entry;
    }
  }
  counts.resize(kept);
  return counts;
}

double Total(const std::vector<TopicCount>& counts) {
  double total = 0;
  for (const TopicCount& entry : counts) total += entry.second;
  return total;
}

// z of a topic with `own` of `own_total` mentions in the group and `all` of
// `all_total` in all groups. 0 where it is the only topic of all.
double LogOddsScore(double own, double own_total, double all, double all_total,
                    double strength) {
  const double prior = strength * all / all_total;
  const double others = all - own, others_total = all_total - own_total;
  const double own_rest = own_total - own + strength - prior;
  const double others_rest = others_total - others + strength - prior;
  if (all == all_total || own_rest <= 0 || others_rest <= 0) return 0;
  const double delta =
      std::log((own + prior) / own_rest) - std::log((others + prior) / others_rest);
  return delta / std::sqrt(1 / (own + prior) + 1 / (others + prior));
}

absl::Status Check(absl::Span<const std::vector<TopicCount>> mentions,
                   const DistinctiveTopicsOptions& options) {
  if (options.max_topics < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_topics = ", options.max_topics, ", expected >= 0"));
  }
  if (!(options.prior_strength > 0) || !std::isfinite(options.prior_strength)) {
    return absl::InvalidArgumentError(absl::StrCat("prior_strength = ", options.prior_strength,
                                                   ", expected finite and > 0"));
  }
  for (size_t g = 0; g < mentions.size(); ++g) {
    for (const auto& [topic, count] : mentions[g]) {
      if (count > 0 && std::isfinite(count)) continue;
      return absl::InvalidArgumentError(absl::StrCat("group ", g, ", topic ", topic.value(),
                                                     ": count = ", count,
                                                     ", expected finite and > 0"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::vector<DistinctiveTopic>>> DistinctiveTopics(
    absl::Span<const std::vector<TopicCount>> mentions,
    const DistinctiveTopicsOptions& options) {
  if (absl::Status status = Check(mentions, options); !status.ok()) return status;
  std::vector<std::vector<TopicCount>> groups;
  std::vector<TopicCount> all;
  for (const std::vector<TopicCount>& group : mentions) {
    groups.push_back(Folded(group));
    all.insert(all.end(), groups.back().begin(), groups.back().end());
  }
  all = Folded(std::move(all));
  const double all_total = Total(all);
  std::vector<std::vector<DistinctiveTopic>> result(groups.size());
  for (size_t g = 0; g < groups.size(); ++g) {
    const double own_total = Total(groups[g]);
    for (const auto& [topic, count] : groups[g]) {
      const auto everywhere = std::lower_bound(all.begin(), all.end(), TopicCount(topic, 0));
      const double z = LogOddsScore(count, own_total, everywhere->second, all_total,
                                    options.prior_strength);
      if (z > 0) result[g].push_back({topic, count, z});
    }
    std::sort(result[g].begin(), result[g].end(),
              [](const DistinctiveTopic& a, const DistinctiveTopic& b) {
                if (a.z != b.z) return a.z > b.z;
                if (a.count != b.count) return a.count > b.count;
                return a.topic < b.topic;
              });
    const auto most = static_cast<size_t>(options.max_topics);
    if (result[g].size() > most) result[g].resize(most);
  }
  return result;
}

}  // namespace pullgraph
