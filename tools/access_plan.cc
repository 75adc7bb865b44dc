// SPDX-License-Identifier: Apache-2.0
// `pullgraph access --plan`.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "io/access_messages.h"
#include "io/answer/figures.h"
#include "tools/access_modes.h"

namespace pullgraph::tools {
namespace {

using figures::CountOf;
using figures::Grouped;

std::vector<std::string> Lines(std::istream& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

// Members as given: separated by commas, or one a line of a file.
absl::StatusOr<std::vector<std::string>> TargetTexts(const Session& session,
                                                     const std::string& targets) {
  if (targets == "-") {
    if (session.file != "-") return Lines(std::cin);
    return absl::InvalidArgumentError(
        "standard input cannot be the community and the targets\ngive --targets a file");
  }
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(targets, ignored)) {
    return std::vector<std::string>(absl::StrSplit(targets, ',', absl::SkipEmpty()));
  }
  std::ifstream in(targets);
  std::vector<std::string> lines = Lines(in);
  if (!in.eof()) return absl::UnavailableError(absl::StrCat("cannot read ", targets));
  return lines;
}

absl::StatusOr<std::vector<MemberId>> Targets(const Session& session, const std::string& list) {
  const absl::StatusOr<std::vector<std::string>> texts = TargetTexts(session, list);
  if (!texts.ok()) return texts.status();
  std::vector<MemberId> targets;
  for (const std::string& text : *texts) {
    const absl::StatusOr<MemberId> member = session.FindMember("--targets", text);
    if (!member.ok()) return member.status();
    // Named twice is introduced once.
    if (std::find(targets.begin(), targets.end(), *member) == targets.end()) {
      targets.push_back(*member);
    }
  }
  if (targets.empty()) {
    return absl::InvalidArgumentError("--targets names nobody\ngive ids, one a line or a,b,c");
  }
  return targets;
}

// --asks of members, --asks-per-broker of the others; empty if that is all.
absl::StatusOr<std::vector<int>> Asks(const Session& session, const AccessSettings& s) {
  std::vector<int> asks;
  if (s.asks.empty()) return asks;
  asks.assign(session.community().num_members(), s.planning.asks_per_broker);
  for (const absl::string_view part : absl::StrSplit(s.asks, ',', absl::SkipEmpty())) {
    const size_t equals = part.rfind('=');
    int count = 0;
    if (equals == absl::string_view::npos ||
        !absl::SimpleAtoi(part.substr(equals + 1), &count) || count < 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--asks: '", part, "' is no count for a member\nwrite ID=COUNT,ID=COUNT"));
    }
    const auto member = session.FindMember("--asks", std::string(part.substr(0, equals)));
    if (!member.ok()) return member.status();
    asks[member->value()] = count;
  }
  return asks;
}

std::string LoadNote(const CommunityGraph& c, const IntroductionPlan& plan) {
  if (plan.asks.empty()) return "";
  std::vector<std::pair<MemberId, int>> asks = plan.asks;
  std::stable_sort(asks.begin(), asks.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  constexpr size_t kMost = 10;
  std::vector<std::string> parts;
  for (size_t i = 0; i < std::min(kMost, asks.size()); ++i) {
    parts.push_back(absl::StrCat(AbslView(c.MemberLabel(asks[i].first)), " ", asks[i].second));
  }
  if (asks.size() > kMost) parts.push_back(absl::StrCat("and ", asks.size() - kMost, " more"));
  return absl::StrCat("Asked: ", absl::StrJoin(parts, ", "), ".");
}

std::string LeftOutNote(const IntroductionPlan& plan) {
  std::map<IntroductionStatus, uint64_t> counts;
  for (const PlannedIntroduction& to : plan.introductions) ++counts[to.status];
  counts.erase(IntroductionStatus::kPlanned);
  if (counts.empty()) return "";
  const auto one = [](std::string* out, const auto& entry) {
    absl::StrAppend(out, Grouped(entry.second), " ", NameOf(entry.first));
  };
  return absl::StrCat("Not planned: ", absl::StrJoin(counts, ", ", one), ".");
}

// What is planned first, the likeliest before, then by reason.
std::vector<PlannedIntroduction> InOrder(const IntroductionPlan& plan) {
  std::vector<PlannedIntroduction> rows = plan.introductions;
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    if (a.status != b.status) return a.status < b.status;
    return a.path.probability > b.path.probability;
  });
  return rows;
}

}  // namespace

absl::StatusOr<Answer> AnswerPlan(Session& session, const AccessSettings& s,
                                  const IntroductionGraph& graph) {
  const CommunityView view = session.view();
  const absl::StatusOr<std::vector<MemberId>> targets = Targets(session, s.targets);
  if (!targets.ok()) return targets.status();
  const absl::StatusOr<std::vector<int>> asks = Asks(session, s);
  if (!asks.ok()) return asks.status();
  IntroductionPlanOptions planning = s.planning;
  planning.asks_of_member = *asks;
  planning.ask_sources = s.from.empty();
  planning.path = s.path;
  planning.run = session.run();
  const auto plan = PlanIntroductions(graph, s.sources, *targets, planning);
  if (!plan.ok()) return plan.status();
  Answer answer;
  answer.Of<v1::PlannedIntroduction>();
  answer.findings = {{"planned", absl::StrCat(plan->planned)},
                     {"expected", absl::StrCat(plan->expected)}};
  answer.title = absl::StrCat(
      "Introductions from ", SourcesText(s), ": ",
      Grouped(static_cast<uint64_t>(plan->planned)), " of ", Grouped(targets->size()),
      " planned with at most ",
      CountOf(static_cast<uint64_t>(planning.asks_per_broker), "ask", "asks"), " a broker, ",
      figures::Fixed(plan->expected, 1), " to be expected");
  const std::map<MemberId, int> load(plan->asks.begin(), plan->asks.end());
  const std::vector<PlannedIntroduction> rows = InOrder(*plan);
  for (const PlannedIntroduction& to : rows) {
    if (!session.HasRoom(answer)) break;
    const auto asked = load.find(to.broker);
    answer.Add(ToMessage(view, to,
                         asked == load.end() ? 0 : static_cast<uint32_t>(asked->second),
                         answer.NextRank()));
  }
  answer.Note(LoadNote(view.community(), *plan));
  answer.Note(LeftOutNote(*plan));
  if (rows.size() > answer.rows.size()) {
    answer.Note(absl::StrCat(Grouped(answer.rows.size()), " of ",
                             CountOf(rows.size(), "target", "targets"),
                             " shown; --limit shows more."));
  }
  return answer;
}

}  // namespace pullgraph::tools
