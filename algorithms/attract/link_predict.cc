// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/link_predict.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/link_candidates.h"
#include "algorithms/attract/link_probe.h"
#include "algorithms/attract/link_surroundings.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kMemberGrain = 16;

// One worker's tools.
class Predictor {
 public:
  Predictor(const TieGraph& ties, const LinkSurroundings& around, const LinkModel& model,
            const LinkPredictOptions& options)
      : model_(model),
        options_(options),
        finder_(ties, std::max(2, model.within_hops())),
        probe_(ties, around, WalkSteps(ties, options.features), options.features.max_distance) {}

  void Predict(Node u, std::vector<LinkPrediction>& out) {
    finder_.Find(u, static_cast<size_t>(options_.max_candidates), candidates_);
    rows_.resize(candidates_.size() * kNumLinkFeatures);
    probe_.Describe(u, candidates_, absl::MakeSpan(rows_));
    scored_.clear();
    for (size_t i = 0; i < candidates_.size(); ++i) scored_.emplace_back(model_.LogOdds(Row(i)), i);
    const auto keep = std::min(scored_.size(), static_cast<size_t>(options_.per_member));
    // Candidates ascend, so the index breaks ties by member.
    std::partial_sort(scored_.begin(), scored_.begin() + static_cast<int64_t>(keep),
                      scored_.end(), [](const Scored& a, const Scored& b) {
                        return a.first != b.first ? a.first > b.first : a.second < b.second;
                      });
    for (size_t k = 0; k < keep; ++k) {
      const size_t i = scored_[k].second;
      LinkPrediction best{u, candidates_[i], model_.Likelihood(Row(i)), {}};
      std::copy_n(Row(i).begin(), kNumLinkFeatures, best.features.begin());
      out.push_back(best);
    }
  }

 private:
  using Scored = std::pair<double, size_t>;

  absl::Span<const double> Row(size_t i) const {
    return {&rows_[i * kNumLinkFeatures], kNumLinkFeatures};
  }

  const LinkModel& model_;
  const LinkPredictOptions& options_;
  LinkCandidates finder_;
  LinkProbe probe_;
  std::vector<Node> candidates_;
  std::vector<double> rows_;
  std::vector<Scored> scored_;
};

}  // namespace

absl::StatusOr<std::vector<LinkPrediction>> PredictLinks(
    const TieGraph& ties, const LinkModel& model, const LinkPredictOptions& options,
    absl::FunctionRef<bool(Node)> wanted) {
  if (options.per_member < 1 || options.max_candidates < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("per_member is ", options.per_member, " and max_candidates ",
                     options.max_candidates, ", expected at least 1"));
  }
  if (absl::Status s = CheckSimple(ties); !s.ok()) return s;
  if (absl::Status s = CheckLinkFeatureOptions(options.features); !s.ok()) return s;
  LinkSurroundings around;
  absl::Status built = around.Build(ties, options.features.seed, options.run);
  if (!built.ok()) return built;
  const int threads = ThreadsOf(options.run);
  std::vector<std::optional<Predictor>> workers(static_cast<size_t>(threads));
  std::vector<std::vector<LinkPrediction>> parts(
      (ties.num_nodes() + size_t{kMemberGrain} - 1) / kMemberGrain);
  ParallelForWorker(threads, ties.num_nodes(), kMemberGrain,
                    [&](int worker, int64_t begin, int64_t end) {
                      if (IsCancelled(options.run)) return;
                      std::optional<Predictor>& mine = workers[static_cast<size_t>(worker)];
                      if (!mine) mine.emplace(ties, around, model, options);
                      auto& out = parts[static_cast<size_t>(begin / kMemberGrain)];
                      for (auto u = static_cast<Node>(begin); u < static_cast<Node>(end); ++u) {
                        if (wanted(u)) mine->Predict(u, out);
                      }
                    });
  if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
  std::vector<LinkPrediction> all;
  for (std::vector<LinkPrediction>& part : parts) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
    part = {};
  }
  return all;
}

std::vector<Node> CommonContacts(const TieGraph& ties, Node a, Node b) {
  const absl::Span<const Node> of_a = ties.OutNeighbors(a), of_b = ties.OutNeighbors(b);
  std::vector<Node> common;
  std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                        std::back_inserter(common));
  return common;
}

}  // namespace pullgraph
