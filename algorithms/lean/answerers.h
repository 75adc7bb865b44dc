// SPDX-License-Identifier: Apache-2.0
// Parts of needs.cc and needs_backtest.cc: who answers an ask, from who answered before.
#ifndef PULLGRAPH_ALGORITHMS_LEAN_ANSWERERS_H_
#define PULLGRAPH_ALGORITHMS_LEAN_ANSWERERS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph::lean_internal {

// An answer that somebody gave. Undated ones are as old as history.
struct GivenAnswer {
  MemberId member;
  MemberId asker;  // None: nobody knows whose ask it was.
  Time at;
  std::vector<TopicId> topics;
};

// An ask and who answered it, in the order of the answers.
struct AskedQuestion {
  MemberId asker;
  Time at;
  std::vector<TopicId> topics;
  std::vector<MemberId> answered_by;  // Without the asker; each once.
};

// The answers known to `view`, by time: signals of kind answer, or, where there are none,
// those named by asks. An answer is to the ask about the same object.
//
// COST: O(s log s + topics of signals).
std::vector<GivenAnswer> ListAnswers(const CommunityView& view);

// The dated asks known to `view`, of bots none, by time, with those who answered within
// `within_days`.
//
// COST: O(s log s).
std::vector<AskedQuestion> ListQuestions(const CommunityView& view, double within_days);

// What an answer is worth for an ask: 2^(-age / half life), in full if it was on the topic,
// `elsewhere` of that if on another, and `tie` more if it was to the same asker.
struct AnswererWeights {
  double half_life_days = 200;
  double elsewhere = 0;
  double tie = 0;
  friend bool operator==(const AnswererWeights&, const AnswererWeights&) = default;
};

// Sums of answers up to a moment, for each of several half-lives.
class AnswererHistory {
 public:
  explicit AnswererHistory(std::vector<double> half_lives) : half_lives_(std::move(half_lives)) {}

  // Times don't fall from call to call.
  void Add(const GivenAnswer& answer);

  const std::vector<uint32_t>& members() const { return members_; }  // By first answer.

  // score[i] is that of members()[i] at `at`, by half-life `h` (a place in the list).
  // COST: O(members + those of the topics).
  void Scores(size_t h, const AnswererWeights& weights, MemberId asker, Time at,
              absl::Span<const TopicId> topics, std::vector<double>& score) const;

 private:
  // A sum that halves in each half-life, as of `at`.
  struct Decaying {
    double value = 0;
    Time at;
  };
  static double At(const Decaying& sum, double half_life, Time at);
  static void AddOne(Decaying& sum, double half_life, Time at);

  std::vector<double> half_lives_;
  std::vector<uint32_t> members_;
  absl::flat_hash_map<uint32_t, uint32_t> place_;  // Of a member in members_.
  // By half-life, then: by place; by topic and place; by asker and place.
  std::vector<std::vector<Decaying>> all_;
  std::vector<absl::flat_hash_map<uint32_t, absl::flat_hash_map<uint32_t, Decaying>>> of_topic_;
  std::vector<absl::flat_hash_map<uint32_t, absl::flat_hash_map<uint32_t, Decaying>>> of_asker_;
};

// The weights that would have named the answerers of earlier asks best: the largest mean of
// 1 / place of the first who answered, over the last asks of history, at each of which only
// what was before it is known. Below 20 such asks the default, which knows topics alone.
//
// TIES: what comes first in the list of weights, simple ones first.
// COST: O(answers + 400 x answerers x weights) at most; weights are 32.
AnswererWeights ChooseAnswererWeights(absl::Span<const GivenAnswer> answers,
                                      absl::Span<const AskedQuestion> asks,
                                      double default_half_life);

// The places in `score` of the `k` largest, best first; scores of 0 are left out.
// TIES: the earlier place. COST: O(n log k).
std::vector<size_t> BestPlaces(absl::Span<const double> score, size_t k);

}  // namespace pullgraph::lean_internal

#endif  // PULLGRAPH_ALGORITHMS_LEAN_ANSWERERS_H_
