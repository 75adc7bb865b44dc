// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/absence.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/lean/answerers.h"

namespace pullgraph {
namespace {

using lean_internal::AskedQuestion;
using lean_internal::GivenAnswer;

constexpr uint64_t kFewestOnTopic = 3;

// `answerer` is the place of each answer's author among the carriers.
void AddTopics(const std::vector<GivenAnswer>& answers, const std::vector<uint32_t>& answerer,
               Absence& out) {
  std::map<uint32_t, std::map<uint32_t, uint64_t>> of_topic;
  for (size_t i = 0; i < answers.size(); ++i) {
    for (const TopicId t : answers[i].topics) ++of_topic[t.value()][answerer[i]];
  }
  for (const auto& [topic, by] : of_topic) {
    uint64_t all = 0;
    for (const auto& entry : by) all += entry.second;
    for (const auto& [place, count] : by) {
      if (all >= kFewestOnTopic && 2 * count > all) {
        out.carriers[place].topics.push_back(TopicId(topic));
      }
    }
  }
}

void AddOnlyAnswers(const CommunityView& view, const AbsenceOptions& options,
                    const std::map<uint32_t, uint32_t>& place, Absence& out) {
  for (const AskedQuestion& ask : lean_internal::ListQuestions(view, options.window_days)) {
    const bool is_old = DaysBetween(ask.at, view.now()) > options.window_days;
    if (is_old || ask.answered_by.size() != 1) continue;
    const auto found = place.find(ask.answered_by[0].value());
    if (found != place.end()) ++out.carriers[found->second].only_answer;
  }
}

absl::Status CheckOptions(const AbsenceOptions& o) {
  if (!(o.window_days > 0) || !std::isfinite(o.window_days)) {
    return absl::InvalidArgumentError(
        absl::StrCat("window_days = ", o.window_days, ", expected finite and > 0"));
  }
  if (!(o.share > 0) || !(o.share < 1)) {
    return absl::InvalidArgumentError(absl::StrCat("share = ", o.share, ", expected in (0, 1)"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Absence> FindAbsence(const CommunityView& view, const AbsenceOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  std::vector<GivenAnswer> answers = lean_internal::ListAnswers(view);
  const auto is_old = [&](const GivenAnswer& a) {
    return !a.at.is_present() || DaysBetween(a.at, view.now()) > options.window_days;
  };
  std::erase_if(answers, is_old);
  if (answers.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("nobody is known to have answered in the last ", options.window_days, " days"));
  }
  Absence out;
  std::vector<uint32_t> answerer;
  std::map<uint32_t, uint32_t> place;
  for (const GivenAnswer& answer : answers) {
    const auto [at, is_new] =
        place.try_emplace(answer.member.value(), static_cast<uint32_t>(out.carriers.size()));
    if (is_new) out.carriers.push_back({answer.member, 0, 0, 0, 0, {}});
    ++out.carriers[at->second].answers;
    answerer.push_back(at->second);
  }
  out.answers = answers.size();
  out.answerers = out.carriers.size();
  AddTopics(answers, answerer, out);
  AddOnlyAnswers(view, options, place, out);
  std::sort(out.carriers.begin(), out.carriers.end(), [](const Carrier& a, const Carrier& b) {
    return a.answers != b.answers ? a.answers > b.answers : a.member < b.member;
  });
  double sum = 0;
  for (Carrier& carrier : out.carriers) {
    sum += static_cast<double>(carrier.answers);
    carrier.share = static_cast<double>(carrier.answers) / static_cast<double>(out.answers);
    carrier.so_far = sum / static_cast<double>(out.answers);
    if (out.factor == 0 && carrier.so_far >= options.share - 1e-12) {
      out.factor = static_cast<uint64_t>(&carrier - out.carriers.data()) + 1;
    }
  }
  return out;
}

}  // namespace pullgraph
