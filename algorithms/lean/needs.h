// SPDX-License-Identifier: Apache-2.0
// The backlog of unmet needs: what do people ask for that nobody serves?
#ifndef PULLGRAPH_ALGORITHMS_LEAN_NEEDS_H_
#define PULLGRAPH_ALGORITHMS_LEAN_NEEDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "algorithms/kernels/count_intervals.h"
#include "algorithms/kernels/kaplan_meier.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

struct NeedsOptions {
  // Days within which an answer is in time; finite, > 0.
  double within_days = 7;
  // Days by which content should have been pulled once; finite, > 0.
  double idle_days = 30;
  // Days after which an answer counts half for who can answer; finite, > 0. Where history
  // shows that others would have named the answerers better, they are taken; see Answerers.
  double half_life_days = 200;
  // Who has opted out of this channel is not asked to answer; "" = only who opted out of
  // all of them.
  std::string channel;
  // Resources of kind answer are content, too. Questions never are.
  bool answers_are_content = false;
  // People listed a need, >= 0.
  int max_answerers = 3;
  // Of the intervals, in (0, 1).
  double confidence = 0.95;
  const RunControl* run = nullptr;
};

struct CanAnswer {
  MemberId member;
  // Offer level + answers, each decayed by its age; those on other topics count in part.
  double score = 0;
  double offer_level = 0;  // 0 if they offer nothing there.
  uint64_t answers = 0;    // Given on the topic.
  Time last_answer;        // Absent if none is dated.
  // They neither offer nor answered the topic itself, but other topics; if nobody did and
  // elsewhere counts nothing, topics that its asks also bear.
  bool related_only = false;
};

// Times are in days. What the data cannot give is absent.
struct UnmetNeed {
  TopicId topic;  // None: all asks together.
  uint64_t asks = 0;
  uint64_t unanswered = 0;  // As of the view.
  uint64_t early = 0;       // Answered before they were asked; left out of all below.
  uint64_t decided = 0;     // Dated asks whose time for an answer is over.
  uint64_t late = 0;        // Of these, not answered in time.
  // Asks a week, share served in time, and their product of demand x (1 - served): late
  // asks a week, with a Gamma-Poisson interval. Absent where no ask is decided.
  std::optional<Estimate> demand;
  std::optional<Estimate> served;
  std::optional<Estimate> unmet;
  SurvivalCurve answer;   // Time to the first answer; unanswered asks are censored.
  SurvivalCurve publish;  // Time from an ask to the next content on the topic.
  // Content published at least `idle_days` ago, and what of it had no pull by then.
  uint64_t content = 0;
  uint64_t idle = 0;
  std::vector<MemberId> waiting;  // Whose asks are unanswered, ascending.
  std::vector<CanAnswer> can_answer;  // By score descending, then by id.
};

struct IdleContent {
  ResourceId resource;
  double age_days = 0;
};

// What an answer counts for who can answer, chosen from earlier asks: of the half-lives 20,
// 60, 600 days and the one of the options, and of 0, .1, .3 and all for answers on other
// topics, what would have placed the answerers of the last asks (at most 400, at least 20)
// highest, each time with what was known before. `asks` is how many there were; with fewer
// the half-life of the options is taken, and topics alone.
struct Answerers {
  uint64_t asks = 0;
  double half_life_days = 200;
  double elsewhere = 0;
};

struct NeedsReport {
  Answerers answerers;
  UnmetNeed all;                  // Without people: they answer topics.
  std::vector<UnmetNeed> topics;  // With an ask; worst first.
  std::vector<IdleContent> idle;  // Oldest first, then by id.
  double weeks = 0;  // In which an ask is decided by now: what the rates are over.
};

// Returns the needs that the asks known to `view` tell of, by topic: those of the ask,
// else of its object. Asks of bots are left out. An ask of several topics counts in each.
//
// Who can answer a topic has offered to (see Offer) or given answers there (signals of
// kind answer; where there are none, those named by asks), is known, no bot, has not opted
// out, and is not the only one who waits for an answer there. A pull of content is any signal about it but an ask.
//
// TIES: topics by the low end of `unmet`, then unanswered, then late, then asks, all
// descending, then by id. The same for any number of threads.
// COST: O(s k log s + n) for s signals of k topics, and for each topic that of sorting its
// asks and answers.
// ERRORS: InvalidArgument for an option out of range; Cancelled by `run`.
// SOURCE: times: kaplan_meier.h; rates: GammaRate; DESIGN 5, "Lean".
absl::StatusOr<NeedsReport> FindUnmetNeeds(const CommunityView& view,
                                           const NeedsOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_LEAN_NEEDS_H_
