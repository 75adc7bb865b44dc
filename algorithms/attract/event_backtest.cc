// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_backtest.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/attract/event_features.h"
#include "algorithms/attract/event_history.h"
#include "algorithms/attract/event_rankings.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr size_t kMinEvents = 200;
// Numbers of trees that validation chooses from: quarters of all.
constexpr size_t kStages = 4;
// Events whose lists are scored at once.
constexpr size_t kBlock = 512;

// Reciprocal places of one event: by the trees, at each stage, then by SimpleRanking.
using Reciprocals = std::array<double, kStages + kNumSimpleRankings>;

// An event asked about, whose list waits to be scored.
struct Waiting {
  size_t answer = 0;      // Its index in the answers.
  size_t row = 0;         // Of the first target of its list,
  size_t size = 0;        // how many are listed,
  size_t own = 0;         // and which of them is the true one; size: none.
  EventPlace unlisted{};  // Among what is not listed, if the true one is not.
};

absl::Status CheckEventBacktest(const EventBacktestOptions& o) {
  if (!(o.validation_from > 0 && o.validation_from < o.test_from && o.test_from < 1)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "validation_from is ", o.validation_from, " and test_from ", o.test_from,
        ", expected 0 < validation_from < test_from < 1"));
  }
  if (o.batch < 1 || o.bootstrap < 1) {
    return absl::InvalidArgumentError(absl::StrCat("batch is ", o.batch, ", bootstrap is ",
                                                   o.bootstrap, ", expected at least 1"));
  }
  return CheckEventModel(o.model);
}

// Index of the first event later than the quantile `q` of the times, which lies between
// two of them where it has to.
size_t EndOfPart(const std::vector<DatedEvent>& events, double q) {
  const double place = q * static_cast<double>(events.size() - 1);
  const auto below = static_cast<size_t>(place);
  const int64_t start = events[below].at;
  const int64_t next = events[std::min(below + 1, events.size() - 1)].at;
  const double cut = (place - static_cast<double>(below)) * static_cast<double>(next - start);
  const auto end = std::upper_bound(
      events.begin(), events.end(), cut, [start](double value, const DatedEvent& event) {
        return value < static_cast<double>(event.at - start);
      });
  return static_cast<size_t>(end - events.begin());
}

class EventBacktester {
 public:
  EventBacktester(const EventStream& stream, const EventBacktestOptions& options)
      : events_(stream.events),
        options_(options),
        model_(options.model),
        validation_begin_(EndOfPart(stream.events, options.validation_from)),
        test_begin_(EndOfPart(stream.events, options.test_from)),
        simple_(stream.num_sources, stream.num_targets, stream.events.size()),
        history_(stream, TrainingSpan()),
        question_(history_, stream.num_targets),
        trainer_(model_),
        stream_(stream) {
    model_.seed = options.seed;
    model_.run = &fitting_;
  }

  absl::StatusOr<EventBacktest> Run() {
    if (validation_begin_ == 0 || validation_begin_ == test_begin_ ||
        test_begin_ == events_.size()) {
      return absl::FailedPreconditionError(
          "the events are at too few times to learn, to choose and to test");
    }
    const size_t limit = static_cast<size_t>(model_.max_training);
    learn_from_ = validation_begin_ - std::min(validation_begin_, limit);
    answers_.reserve(events_.size() - validation_begin_);
    for (size_t i = 0; i < events_.size();) {
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      if (i == validation_begin_) {
        if (absl::Status s = Fit(); !s.ok()) return s;
      }
      const size_t end = EndOfMoment(i);
      for (size_t k = i; k < end; ++k) Meet(k, i, end);
      for (; i < end; ++i) {
        history_.Add(events_[i]);
        simple_.Add(events_[i]);
      }
      if (waiting_.size() >= kBlock) ScoreWaiting();
    }
    ScoreWaiting();
    return Summarise();
  }

 private:
  double TrainingSpan() const {
    const size_t last = std::max<size_t>(validation_begin_, 1) - 1;
    return std::max(1.0, static_cast<double>(events_[last].at - events_.front().at));
  }

  size_t EndOfMoment(size_t i) const {
    const int64_t at = events_[i].at;
    while (i < events_.size() && events_[i].at == at) ++i;
    return i;
  }

  absl::Status Fit() {
    learned_from_ = trainer_.learned();
    fitting_ = PartOf(options_.run, "learning where sources go", 0.2, 0.6);
    absl::StatusOr<BoostedTrees> trees = trainer_.Fit();
    if (!trees.ok()) return trees.status();
    trees_ = std::make_unique<BoostedTrees>(*std::move(trees));
    ReportProgress(options_.run, 0.6);
    return absl::OkStatus();
  }

  // Asks about events_[k], or learns from it; its moment is events [begin, end).
  void Meet(size_t k, size_t begin, size_t end) {
    if (k < learn_from_) return;
    const DatedEvent& event = events_[k];
    excluded_.clear();
    // Those of one source stand together, by target.
    for (size_t i = begin; i < end; ++i) {
      const uint32_t target = events_[i].target;
      if (events_[i].source != event.source || target == event.target) continue;
      excluded_.push_back(target);
    }
    std::sort(excluded_.begin(), excluded_.end());
    excluded_.erase(std::unique(excluded_.begin(), excluded_.end()), excluded_.end());
    if (k < validation_begin_) {
      trainer_.Learn(question_, event, k, excluded_);
      return;
    }
    const size_t part = k < test_begin_ ? validation_begin_ : test_begin_;
    if ((k - part) % static_cast<size_t>(options_.batch) == 0) simple_.EndBatch();
    Ask(event);
  }

  void Ask(const DatedEvent& event) {
    const SimpleEventRankings::Places places = simple_.Find(event, excluded_);
    Reciprocals& answer = answers_.emplace_back();
    for (size_t r = 0; r < kNumSimpleRankings; ++r) {
      answer[kStages + r] = places[r].Reciprocal();
    }
    const std::vector<uint32_t>& list =
        question_.List(event.source, excluded_, model_.shortlist);
    Waiting waiting{answers_.size() - 1, rows_.size() / kNumEventFeatures, list.size(),
                    list.size(), places[static_cast<size_t>(SimpleRanking::kGlobal)]};
    const uint32_t last = simple_.LastMoment(event.target);
    question_.Face(event.source, event.at);
    for (size_t k = 0; k < list.size(); ++k) {
      if (list[k] == event.target) waiting.own = k;
      const uint32_t other = simple_.LastMoment(list[k]);
      waiting.unlisted.higher -= other > last ? 1 : 0;
      waiting.unlisted.equal -= other == last ? 1 : 0;
      question_.Describe(list[k], rows_);
    }
    waiting_.push_back(waiting);
  }

  void ScoreWaiting() {
    ParallelFor(ThreadsOf(options_.run), static_cast<int64_t>(waiting_.size()), 8,
                [&](int64_t begin, int64_t end) {
                  for (int64_t i = begin; i < end; ++i) {
                    ScoreList(waiting_[static_cast<size_t>(i)]);
                  }
                });
    waiting_.clear();
    rows_.clear();
    const auto done = static_cast<double>(answers_.size());
    ReportProgress(options_.run,
                   0.6 + 0.4 * done / static_cast<double>(events_.size() - validation_begin_));
  }

  void ScoreList(const Waiting& waiting) {
    std::vector<double> scores(waiting.size);
    Reciprocals& answer = answers_[waiting.answer];
    for (size_t stage = 0; stage < kStages; ++stage) {
      for (size_t k = 0; k < waiting.size; ++k) {
        const double* row = &rows_[(waiting.row + k) * kNumEventFeatures];
        scores[k] += trees_->Answers({row, kNumEventFeatures}, Trees(stage), Trees(stage + 1));
      }
      EventPlace place;
      if (waiting.own == waiting.size) {
        // What is not listed stands below, by the last event of anybody.
        place = waiting.unlisted;
        place.higher += waiting.size;
      } else {
        const double own = scores[waiting.own];
        for (size_t k = 0; k < waiting.size; ++k) {
          if (k != waiting.own) place.Count(scores[k] > own, scores[k] == own);
        }
      }
      answer[stage] = place.Reciprocal();
    }
  }

  // Trees that count before `stage`.
  size_t Trees(size_t stage) const { return trees_->num_trees() * stage / kStages; }

  // Mean over the answers [begin, end).
  double Mean(size_t ranking, size_t begin, size_t end) const {
    double sum = 0;
    for (size_t i = begin; i < end; ++i) sum += answers_[i][ranking];
    return sum / static_cast<double>(end - begin);
  }

  EventBacktest Summarise() {
    EventBacktest result;
    const size_t validation = test_begin_ - validation_begin_;
    result.kind = stream_.kind;
    result.num_targets = stream_.num_targets;
    result.training = validation_begin_;
    result.validation = validation;
    result.tested = events_.size() - test_begin_;
    result.test_begin = events_[test_begin_].at;
    result.learned_from = learned_from_;
    Reciprocals chosen_by{};
    for (size_t r = 0; r < chosen_by.size(); ++r) chosen_by[r] = Mean(r, 0, validation);
    const auto best = static_cast<size_t>(
        std::max_element(chosen_by.begin(), chosen_by.end()) - chosen_by.begin());
    result.chosen_trees = best < kStages ? static_cast<int>(Trees(best + 1)) : 0;
    const auto rival = static_cast<size_t>(
        std::max_element(chosen_by.begin() + kStages, chosen_by.end()) - chosen_by.begin());
    result.rival = static_cast<SimpleRanking>(rival - kStages);
    const std::vector<Resample> resamples = DrawResamples();
    const auto add = [&](std::string name, size_t r) {
      EventScore& score = result.scores.emplace_back();
      score.name = std::move(name);
      score.mrr_validation = chosen_by[r];
      score.mrr = Mean(r, validation, answers_.size());
      for (size_t i = validation; i < answers_.size(); ++i) {
        score.first += answers_[i][r] == 1 ? 1 : 0;
        score.first_ten += answers_[i][r] >= 0.1 ? 1 : 0;
      }
      score.first /= static_cast<double>(result.tested);
      score.first_ten /= static_cast<double>(result.tested);
      std::tie(score.mrr_low, score.mrr_high) =
          Interval(resamples, [r](const Resample& means) { return means[r]; });
    };
    add("learned", best);
    for (size_t r = 0; r < kNumSimpleRankings; ++r) {
      add(SimpleRankingName(static_cast<SimpleRanking>(r)), kStages + r);
    }
    result.lead = result.scores[0].mrr - result.scores[1 + rival - kStages].mrr;
    std::tie(result.lead_low, result.lead_high) = Interval(
        resamples, [=](const Resample& means) { return means[best] - means[rival]; });
    for (const Reciprocals& answer : answers_) result.learned.push_back(answer[best]);
    return result;
  }

  // MRR of each ranking, where sources are drawn anew.
  using Resample = Reciprocals;

  std::vector<Resample> DrawResamples() const {
    struct Cluster {
      Reciprocals sum{};
      double count = 0;
    };
    std::vector<Cluster> all(stream_.num_sources);
    const size_t validation = test_begin_ - validation_begin_;
    for (size_t i = validation; i < answers_.size(); ++i) {
      Cluster& cluster = all[events_[validation_begin_ + i].source];
      for (size_t r = 0; r < answers_[i].size(); ++r) cluster.sum[r] += answers_[i][r];
      ++cluster.count;
    }
    std::erase_if(all, [](const Cluster& c) { return c.count == 0; });
    std::vector<Resample> resamples;
    for (int b = 0; b < options_.bootstrap; ++b) {
      RandomStream random(options_.seed, static_cast<uint64_t>(b));
      Cluster drawn;
      for (size_t i = 0; i < all.size(); ++i) {
        const Cluster& cluster = all[random.Below(all.size())];
        for (size_t r = 0; r < drawn.sum.size(); ++r) drawn.sum[r] += cluster.sum[r];
        drawn.count += cluster.count;
      }
      for (double& sum : drawn.sum) sum /= drawn.count;
      resamples.push_back(drawn.sum);
    }
    return resamples;
  }

  // Of 95 %, of a figure of the resamples.
  template <class Figure>
  static std::pair<double, double> Interval(const std::vector<Resample>& resamples,
                                            Figure figure) {
    std::vector<double> figures;
    for (const Resample& means : resamples) figures.push_back(figure(means));
    std::sort(figures.begin(), figures.end());
    const auto at = [&](double q) {
      return figures[static_cast<size_t>(q * static_cast<double>(figures.size() - 1))];
    };
    return {at(0.025), at(0.975)};
  }

  const std::vector<DatedEvent>& events_;
  const EventBacktestOptions& options_;
  EventModelOptions model_;
  RunControl fitting_;
  const size_t validation_begin_;
  const size_t test_begin_;
  SimpleEventRankings simple_;
  EventHistory history_;
  EventQuestion question_;
  EventTrainer trainer_;
  const EventStream& stream_;
  size_t learn_from_ = 0;
  uint64_t learned_from_ = 0;
  std::unique_ptr<BoostedTrees> trees_;
  std::vector<uint32_t> excluded_;
  std::vector<double> rows_;  // Of the lists that wait.
  std::vector<Waiting> waiting_;
  std::vector<Reciprocals> answers_;  // Of validation and test.
};

}  // namespace

absl::StatusOr<EventBacktest> BacktestEvents(const EventStream& stream,
                                             const EventBacktestOptions& options) {
  if (absl::Status s = CheckEventBacktest(options); !s.ok()) return s;
  if (absl::Status s = CheckEvents(stream); !s.ok()) return s;
  if (stream.events.size() < kMinEvents || stream.num_targets < 2) {
    return absl::FailedPreconditionError(absl::StrCat(
        "there are ", stream.events.size(), " dated events at ", stream.num_targets,
        " targets, expected at least ", kMinEvents, " at two or more"));
  }
  return EventBacktester(stream, options).Run();
}

}  // namespace pullgraph
