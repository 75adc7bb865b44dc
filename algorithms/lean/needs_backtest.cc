// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/needs_backtest.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "algorithms/kernels/cluster_bootstrap.h"
#include "algorithms/lean/answerers.h"

namespace pullgraph {
namespace {

using lean_internal::AnswererHistory;
using lean_internal::AnswererWeights;
using lean_internal::AskedQuestion;
using lean_internal::BestPlaces;
using lean_internal::GivenAnswer;

constexpr double kTopicHalfLife = 200;
constexpr size_t kPlaces = 10;

absl::Status CheckOptions(const NeedsBacktestOptions& o) {
  if (!(o.test_share > 0) || !(o.test_share < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("test_share = ", o.test_share, ", expected in (0, 1)"));
  }
  for (const auto& [name, days] :
       {std::pair("within_days", o.within_days), std::pair("recent_days", o.recent_days)}) {
    if (!(days > 0) || !std::isfinite(days)) {
      return absl::InvalidArgumentError(absl::StrCat(name, " = ", days, ", expected finite and > 0"));
    }
  }
  return absl::OkStatus();
}

// Place, from 1, of the first of `ranked` who answered; 0 if none of the first ten did.
size_t PlaceOfAnswerer(const std::vector<MemberId>& ranked, const AskedQuestion& ask) {
  const auto& by = ask.answered_by;
  for (size_t i = 0; i < std::min(kPlaces, ranked.size()); ++i) {
    if (std::find(by.begin(), by.end(), ranked[i]) != by.end()) return i + 1;
  }
  return 0;
}

class Replay {
 public:
  Replay(const CommunityView& view, const NeedsBacktestOptions& options)
      : options_(options),
        answers_(lean_internal::ListAnswers(view)),
        asks_(lean_internal::ListQuestions(view, options.within_days)) {}

  absl::StatusOr<NeedsBacktest> Run();

 private:
  void Choose(size_t first);
  void Advance(Time until);
  std::vector<MemberId> Rank(AnswererRanking ranking, const AskedQuestion& ask);
  void Score(const AskedQuestion& ask, uint64_t row);
  absl::Status Fill();

  const NeedsBacktestOptions& options_;
  const std::vector<GivenAnswer> answers_;
  const std::vector<AskedQuestion> asks_;
  AnswererWeights weights_;
  AnswererHistory chosen_{{}};
  AnswererHistory plain_{{kTopicHalfLife}};
  std::deque<size_t> recent_;  // Rows of answers_.
  absl::flat_hash_map<uint32_t, uint64_t> asks_on_;  // Asks on each topic so far.
  size_t next_ = 0;                                  // Answer to come.
  std::array<std::vector<ClusterCount>, kNumAnswererRankings> first_, three_;
  NeedsBacktest out_;
};

// Weights are chosen on what is known when the first tested ask is asked.
void Replay::Choose(size_t first) {
  std::vector<GivenAnswer> known;
  for (const GivenAnswer& answer : answers_) {
    if (answer.at < asks_[first].at) known.push_back(answer);
  }
  std::vector<AskedQuestion> before(asks_.begin(), asks_.begin() + static_cast<std::ptrdiff_t>(first));
  // Of an ask whose days are not over yet, those who will answer later are not known.
  std::erase_if(before, [&](const AskedQuestion& ask) {
    return DaysBetween(ask.at, asks_[first].at) < options_.within_days;
  });
  for (const AskedQuestion& ask : before) out_.learned += ask.answered_by.empty() ? 0 : 1;
  weights_ = lean_internal::ChooseAnswererWeights(known, before, kTopicHalfLife);
  out_.half_life_days = weights_.half_life_days;
  out_.elsewhere = weights_.elsewhere;
  out_.tie = weights_.tie;
  chosen_ = AnswererHistory({weights_.half_life_days});
}

// Invariant: the histories hold what was answered before `until`, recent_ the last days of it.
void Replay::Advance(Time until) {
  for (; next_ < answers_.size() && answers_[next_].at < until; ++next_) {
    chosen_.Add(answers_[next_]);
    plain_.Add(answers_[next_]);
    if (answers_[next_].at.is_present()) recent_.push_back(next_);
  }
  while (!recent_.empty() &&
         DaysBetween(answers_[recent_.front()].at, until) > options_.recent_days) {
    recent_.pop_front();
  }
}

std::vector<MemberId> Replay::Rank(AnswererRanking ranking, const AskedQuestion& ask) {
  const AnswererHistory& history = ranking == AnswererRanking::kNamed ? chosen_ : plain_;
  std::vector<double> score(history.members().size(), 0);
  switch (ranking) {
    case AnswererRanking::kNamed:
      history.Scores(0, weights_, ask.asker, ask.at, ask.topics, score);
      break;
    case AnswererRanking::kActive: {
      absl::flat_hash_map<uint32_t, double> count;
      for (const size_t i : recent_) count[answers_[i].member.value()] += 1;
      for (size_t i = 0; i < score.size(); ++i) {
        const auto found = count.find(history.members()[i]);
        if (found != count.end()) score[i] = found->second;
      }
      break;
    }
    case AnswererRanking::kTopic: {
      const TopicId* most = nullptr;
      for (const TopicId& t : ask.topics) {
        if (most == nullptr || asks_on_[t.value()] > asks_on_[most->value()]) most = &t;
      }
      if (most != nullptr) {
        history.Scores(0, {kTopicHalfLife, 0, 0}, ask.asker, ask.at, {*most}, score);
      }
      break;
    }
    case AnswererRanking::kRandom: {
      RandomStream random(options_.seed, static_cast<uint64_t>(ask.at.micros()));
      for (double& s : score) s = random.Uniform();
      break;
    }
  }
  std::vector<MemberId> ranked;
  for (const size_t i : BestPlaces(score, kPlaces + 1)) {
    const MemberId member(history.members()[i]);
    if (member != ask.asker) ranked.push_back(member);
  }
  return ranked;
}

void Replay::Score(const AskedQuestion& ask, uint64_t row) {
  // Somebody unknown is somebody else each time.
  const uint64_t asker = ask.asker.is_none() ? (uint64_t{1} << 32) + row : ask.asker.value();
  ++out_.asks;
  const std::vector<uint32_t>& members = plain_.members();
  out_.known += std::any_of(ask.answered_by.begin(), ask.answered_by.end(), [&](MemberId by) {
                  return std::find(members.begin(), members.end(), by.value()) != members.end();
                })
                    ? 1
                    : 0;
  for (size_t r = 0; r < kNumAnswererRankings; ++r) {
    const size_t place = PlaceOfAnswerer(Rank(static_cast<AnswererRanking>(r), ask), ask);
    first_[r].push_back({asker, place == 1 ? 1.0 : 0.0, 1});
    three_[r].push_back({asker, place >= 1 && place <= 3 ? 1.0 : 0.0, 1});
    if (place > 0) out_.scores[r].mrr_at_10 += 1 / static_cast<double>(place);
  }
}

absl::Status Replay::Fill() {
  for (size_t r = 0; r < kNumAnswererRankings; ++r) {
    const auto one = ClusterShare(first_[r], options_.confidence);
    if (!one.ok()) return one.status();
    const auto three = ClusterShare(three_[r], options_.confidence);
    if (!three.ok()) return three.status();
    out_.scores[r].hit_at_1 = *one;
    out_.scores[r].hit_at_3 = *three;
    out_.scores[r].mrr_at_10 /= static_cast<double>(out_.asks);
  }
  std::vector<ClusterCount> ratio = three_[static_cast<size_t>(AnswererRanking::kNamed)];
  const auto& rule = three_[static_cast<size_t>(AnswererRanking::kActive)];
  for (size_t i = 0; i < ratio.size(); ++i) ratio[i].trials = rule[i].hits;
  const auto over = BootstrapRatio(std::move(ratio), {.confidence = options_.confidence,
                                                      .seed = options_.seed,
                                                      .run = options_.run});
  if (!over.ok()) return over.status();
  out_.over_active = *over;
  return absl::OkStatus();
}

absl::StatusOr<NeedsBacktest> Replay::Run() {
  const auto first = static_cast<size_t>((1 - options_.test_share) * static_cast<double>(asks_.size()));
  if (first < asks_.size()) {
    Choose(first);
    out_.test_begin = asks_[first].at;
  }
  for (size_t i = 0; i < asks_.size(); ++i) {
    if (i % 256 == 0) {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    }
    if (i >= first && !asks_[i].answered_by.empty()) {
      Advance(asks_[i].at);
      if (!plain_.members().empty()) Score(asks_[i], i);
    }
    for (const TopicId t : asks_[i].topics) ++asks_on_[t.value()];
  }
  if (out_.asks == 0) {
    return absl::FailedPreconditionError(
        "no dated ask has an answer by somebody known, with answers before it: there is nothing "
        "to test who can answer on");
  }
  if (absl::Status s = Fill(); !s.ok()) return s;
  return std::move(out_);
}

}  // namespace

std::string_view AnswererRankingName(AnswererRanking ranking) {
  switch (ranking) {
    case AnswererRanking::kNamed: return "who can answer";
    case AnswererRanking::kActive: return "most active lately";
    case AnswererRanking::kTopic: return "commonest topic";
    case AnswererRanking::kRandom: break;
  }
  return "chance";
}

absl::StatusOr<NeedsBacktest> BacktestNeeds(const CommunityView& view,
                                            const NeedsBacktestOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  return Replay(view, options).Run();
}

}  // namespace pullgraph
