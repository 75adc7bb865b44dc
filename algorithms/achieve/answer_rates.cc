// SPDX-License-Identifier: Apache-2.0
#include "algorithms/achieve/answer_rates.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

struct Subject {
  AnswerSubject subject;
  absl::Span<const uint8_t> askers, answerers;
};

}  // namespace

std::string AnswerSubjectName(AnswerSubject subject, std::string_view member) {
  switch (subject) {
    case AnswerSubject::kAsksByMember: return "asks by " + std::string(member);
    case AnswerSubject::kAnswersByMember: return "answers by " + std::string(member);
    case AnswerSubject::kAsksByCustomers: return "asks by customers";
    case AnswerSubject::kAllAsks: break;
  }
  return "all asks";
}

absl::StatusOr<std::vector<AnswerRate>> FindAnswerRates(const CommunityView& view,
                                                        MemberId member,
                                                        absl::Span<const uint8_t> customers,
                                                        double within_days,
                                                        const RunControl* run) {
  const uint32_t n = view.community().num_members();
  if (!member.is_none() && member.value() >= n) {
    return absl::OutOfRangeError(
        absl::StrCat("member is ", member.value(), ", expected in [0, ", n, ")"));
  }
  std::vector<uint8_t> only(n, 0);
  std::vector<Subject> subjects;
  if (!member.is_none()) {
    only[member.value()] = 1;
    subjects.push_back({AnswerSubject::kAsksByMember, only, {}});
    subjects.push_back({AnswerSubject::kAnswersByMember, {}, only});
  }
  if (std::any_of(customers.begin(), customers.end(), [](uint8_t c) { return c != 0; })) {
    subjects.push_back({AnswerSubject::kAsksByCustomers, customers, {}});
  }
  subjects.push_back({AnswerSubject::kAllAsks, {}, {}});
  std::vector<AnswerRate> rates;
  for (const Subject& subject : subjects) {
    absl::StatusOr<AnswerTimes> times =
        FindAnswerTimes(view, {within_days, subject.askers, subject.answerers});
    if (!times.ok()) return times.status();
    ImprovementOptions less;
    less.higher_is_better = false;
    less.run = run;
    auto rate = FindImprovementRate(times->days, less);
    if (!rate.ok()) return rate.status();
    rates.push_back({subject.subject, *std::move(times), *std::move(rate)});
  }
  return rates;
}

}  // namespace pullgraph
