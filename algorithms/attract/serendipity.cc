// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/serendipity.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "algorithms/attract/pull_history.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

absl::Status Check(const SerendipityOptions& o) {
  if (o.per_member < 1 || o.pool < o.per_member) {
    return absl::InvalidArgumentError(absl::StrCat("per_member is ", o.per_member, ", pool ",
                                                   o.pool, ": expected 1 <= per_member <= pool"));
  }
  if (!(o.min_relevance >= 0 && o.min_relevance <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_relevance is ", o.min_relevance, ", expected [0, 1]"));
  }
  return absl::OkStatus();
}

// How many members pulled each resource, and the share of resources pulled less.
struct Popularity {
  std::vector<uint32_t> members;
  std::vector<double> share;
};

Popularity PopularityOf(const CommunityView& view) {
  const PullHistory history(view, 1, [](uint32_t, uint32_t) { return false; });
  const uint32_t n = view.community().num_resources();
  Popularity result;
  result.members.resize(n);
  std::vector<uint32_t> who;
  for (uint32_t r = 0; r < n; ++r) {
    who.clear();
    for (const Pull& pull : history.OfResource(r)) who.push_back(pull.other);
    std::sort(who.begin(), who.end());
    result.members[r] =
        static_cast<uint32_t>(std::unique(who.begin(), who.end()) - who.begin());
  }
  std::vector<uint32_t> sorted = result.members;
  std::sort(sorted.begin(), sorted.end());
  for (const uint32_t count : result.members) {
    const auto less = std::lower_bound(sorted.begin(), sorted.end(), count) - sorted.begin();
    result.share.push_back(static_cast<double>(less) / std::max(1U, n));
  }
  return result;
}

// Topics in common over topics of either; both ascending without doubles.
double Jaccard(absl::Span<const TopicId> a, absl::Span<const TopicId> b) {
  size_t common = 0;
  for (const TopicId topic : a) common += std::find(b.begin(), b.end(), topic) != b.end();
  const size_t either = a.size() + b.size() - common;
  return either == 0 ? 0 : static_cast<double>(common) / static_cast<double>(either);
}

class Finder {
 public:
  Finder(const CommunityView& view, const PullModel& model, const SerendipityOptions& options)
      : view_(view), model_(model), options_(options), popularity_(PopularityOf(view)) {}

  // Finds among the pulls of one member, the likeliest first.
  void Choose(absl::Span<const Attraction> pulls, std::vector<SerendipitousFind>& out) const {
    std::vector<SerendipitousFind> pool;
    for (const Attraction& pull : pulls) {
      SerendipitousFind find;
      find.attraction = pull;
      find.relevance = pulls[0].likelihood.p > 0 ? pull.likelihood.p / pulls[0].likelihood.p : 0;
      find.unexpectedness = (1 - Match(pull)) * (1 - popularity_.share[pull.resource]);
      if (find.relevance >= options_.min_relevance) pool.push_back(find);
    }
    std::vector<double> likeness(pool.size(), 0);
    const auto gain = [&](size_t i) {
      return pool[i].relevance * pool[i].unexpectedness * (1 - likeness[i]);
    };
    std::vector<uint8_t> taken(pool.size(), 0);
    for (int k = 0; k < options_.per_member; ++k) {
      size_t best = pool.size();
      for (size_t i = 0; i < pool.size(); ++i) {
        if (taken[i] == 0 && (best == pool.size() || gain(i) > gain(best))) best = i;
      }
      if (best == pool.size() || !(gain(best) > 0)) return;
      taken[best] = 1;
      SerendipitousFind& find = out.emplace_back(pool[best]);
      find.unexpectedness *= 1 - likeness[best];
      find.serendipity = find.relevance * find.unexpectedness;
      find.relevant_because = RelevantBecause(find.attraction);
      find.unexpected_because = UnexpectedBecause(find.attraction);
      for (size_t i = 0; i < pool.size(); ++i) {
        likeness[i] = std::max(likeness[i], Jaccard(TopicsOf(pool[i].attraction.resource),
                                                    TopicsOf(find.attraction.resource)));
      }
    }
  }

 private:
  absl::Span<const TopicId> TopicsOf(uint32_t resource) const {
    return view_.community().resources().topics[resource];
  }
  static double Match(const Attraction& a) {
    return std::clamp(a.features[Index(PullFeature::kTopicMatch)], 0.0, 1.0);
  }

  // The feature that says most for it, leaving out what would make it expected.
  std::string RelevantBecause(const Attraction& a) const {
    const PullRow contributions = model_.Contributions(a.features);
    size_t best = kNumPullFeatures;
    for (size_t f = 0; f < kNumPullFeatures; ++f) {
      // What is so of every pull of the member says nothing of this one.
      if (f <= Index(PullFeature::kMemberNew) || f == Index(PullFeature::kTopicMatch)) continue;
      if (contributions[f] <= 0) continue;
      if (best == kNumPullFeatures || contributions[f] > contributions[best]) best = f;
    }
    if (best == kNumPullFeatures) return "they pull much, and nothing speaks against it";
    const bool above = a.features[best] > model_.logistic().mean[best];
    const std::string reason =
        model_.is_temporal() ? FeatureReason(best, above) : UndatedReason(best, above);
    return reason.empty() ? "it fits what they pull" : reason;
  }

  std::string UnexpectedBecause(const Attraction& a) const {
    std::vector<std::string> names;
    for (const TopicId topic : TopicsOf(a.resource)) {
      names.emplace_back(view_.community().TopicLabel(topic));
    }
    const uint32_t count = popularity_.members[a.resource];
    const std::string few = count == 0 ? "nobody has pulled it yet"
                                       : absl::StrFormat("%d member%s pulled it", count,
                                                         count == 1 ? "" : "s");
    if (names.empty()) return absl::StrCat("it is on no topic, and ", few);
    const std::string about = absl::StrJoin(names, ", ");
    const double match = Match(a);
    if (match == 0) return absl::StrCat("they never pulled anything on ", about, ", and ", few);
    if (match < 0.5) return absl::StrCat(about, " is not what they mostly pull, and ", few);
    return absl::StrCat(few, " so far");
  }

  CommunityView view_;
  const PullModel& model_;
  const SerendipityOptions& options_;
  Popularity popularity_;
};

}  // namespace

absl::StatusOr<std::vector<SerendipitousFind>> FindSerendipity(
    const CommunityView& view, const PullModel& model, const PullModelOptions& model_options,
    const SerendipityOptions& options, absl::FunctionRef<bool(uint32_t member)> wanted) {
  if (absl::Status s = Check(options); !s.ok()) return s;
  const absl::StatusOr<std::vector<Attraction>> pulls =
      PredictPulls(view, model, model_options, options.pool, wanted);
  if (!pulls.ok()) return pulls.status();
  const Finder finder(view, model, options);
  std::vector<SerendipitousFind> finds;
  for (size_t begin = 0; begin < pulls->size();) {
    size_t end = begin;
    while (end < pulls->size() && (*pulls)[end].member == (*pulls)[begin].member) ++end;
    finder.Choose(absl::MakeConstSpan(*pulls).subspan(begin, end - begin), finds);
    begin = end;
  }
  return finds;
}

}  // namespace pullgraph
