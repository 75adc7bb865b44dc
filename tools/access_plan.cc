// SPDX-License-Identifier: Apache-2.0
// `pullgraph access --plan`.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "io/access_messages.h"
#include "tools/access_modes.h"
#include "tools/access_tables.h"
#include "tools/result_writer.h"

namespace pullgraph::tools {
namespace {

std::vector<std::string> Lines(std::istream& in) {
  std::vector<std::string> ids;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) ids.push_back(line);
  }
  return ids;
}

// Ids, separated by commas, or one a line of a file.
absl::StatusOr<std::vector<std::string>> TargetIds(const Session& session,
                                                   const std::string& targets) {
  if (targets.empty()) {
    return absl::InvalidArgumentError(
        "--plan needs those to be introduced to\nname them with --targets ID,ID or a file of "
        "ids");
  }
  if (targets == "-") {
    if (session.file == "-") {
      return absl::InvalidArgumentError(
          "standard input cannot be the community and the targets\ngive --targets a file");
    }
    return Lines(std::cin);
  }
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(targets, ignored)) {
    return std::vector<std::string>(absl::StrSplit(targets, ',', absl::SkipEmpty()));
  }
  std::ifstream in(targets);
  std::vector<std::string> ids = Lines(in);
  if (!in.eof()) return absl::UnavailableError(absl::StrCat("cannot read ", targets));
  return ids;
}

absl::StatusOr<std::vector<MemberId>> Targets(const Session& session,
                                              const std::string& list) {
  const absl::StatusOr<std::vector<std::string>> ids = TargetIds(session, list);
  if (!ids.ok()) return ids.status();
  std::vector<MemberId> targets;
  for (const std::string& id : *ids) {
    const auto member = session.community().FindMember(id);
    if (!member) {
      return absl::NotFoundError(
          absl::StrCat("--targets: there is no member '", id,
                       "'\ngive ids (a,b,c) or a file with one id a line"));
    }
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
absl::StatusOr<std::vector<int>> Asks(const Session& session, const AccessOptions& options) {
  std::vector<int> asks;
  if (options.asks.empty()) return asks;
  asks.assign(session.community().num_members(), options.planning.asks_per_broker);
  for (const absl::string_view part : absl::StrSplit(options.asks, ',', absl::SkipEmpty())) {
    const size_t equals = part.rfind('=');
    int count = 0;
    if (equals == absl::string_view::npos ||
        !absl::SimpleAtoi(part.substr(equals + 1), &count) || count < 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--asks: '", part, "' is no count for a member\nwrite ID=COUNT,ID=COUNT"));
    }
    const auto member =
        FindMemberOf(session.community(), "--asks", std::string(part.substr(0, equals)));
    if (!member.ok()) return member.status();
    asks[member->value()] = count;
  }
  return asks;
}

std::string LoadNote(const CommunityView& view, const IntroductionPlan& plan) {
  std::vector<std::pair<MemberId, int>> asks = plan.asks;
  std::stable_sort(asks.begin(), asks.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  constexpr size_t kMost = 10;
  std::vector<std::string> parts;
  for (size_t i = 0; i < std::min(kMost, asks.size()); ++i) {
    parts.push_back(absl::StrCat(AbslView(view.community().MemberLabel(asks[i].first)), " ",
                                 asks[i].second));
  }
  if (asks.size() > kMost) parts.push_back(absl::StrCat("and ", asks.size() - kMost, " more"));
  return absl::StrCat("Asked: ", absl::StrJoin(parts, ", "), ".");
}

std::string LeftOutNote(const IntroductionPlan& plan) {
  std::map<IntroductionStatus, int> counts;
  for (const PlannedIntroduction& to : plan.introductions) ++counts[to.status];
  counts.erase(IntroductionStatus::kPlanned);
  if (counts.empty()) return "";
  return absl::StrCat("Not planned: ",
                      absl::StrJoin(counts, ", ",
                                    [](std::string* out, const auto& entry) {
                                      absl::StrAppend(out, entry.second, " ",
                                                      NameOf(entry.first));
                                    }),
                      ".");
}

// What is planned first, the likeliest before, then by reason.
std::vector<PlannedIntroduction> InOrder(const IntroductionPlan& plan) {
  std::vector<PlannedIntroduction> rows = plan.introductions;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const PlannedIntroduction& a, const PlannedIntroduction& b) {
                     if (a.status != b.status) return a.status < b.status;
                     return a.path.probability > b.path.probability;
                   });
  return rows;
}

}  // namespace

int RunPlan(Session& session, AccessOptions& options, const std::vector<MemberId>& sources) {
  const CommunityView view = session.view();
  const absl::StatusOr<std::vector<MemberId>> targets = Targets(session, options.targets);
  if (!targets.ok()) return FailCompute(targets.status());
  const absl::StatusOr<std::vector<int>> asks = Asks(session, options);
  if (!asks.ok()) return FailCompute(asks.status());
  const absl::StatusOr<IntroductionGraph> graph = Introductions(session, options);
  if (!graph.ok()) return FailCompute(graph.status());
  options.planning.asks_of_member = *asks;
  options.planning.ask_sources = options.from.empty();
  options.planning.path = options.path;
  options.planning.run = session.run();
  const auto plan = PlanIntroductions(*graph, sources, *targets, options.planning);
  if (!plan.ok()) return FailCompute(plan.status());
  ResultTable table;
  table.manifest = session.Manifest(
      "access", {{"plan", "true"},
                 {"targets", absl::StrCat(targets->size())},
                 {"from", options.from},
                 {"asks", options.asks},
                 {"asks_per_broker", absl::StrCat(options.planning.asks_per_broker)},
                 {"max_hops", absl::StrCat(options.path.max_hops)},
                 {"probabilities", options.probabilities},
                 {"tie_half_life_days", absl::StrCat(options.learned.ties.strength.half_life_days)}});
  table.title = absl::StrFormat(
      "Introductions from %s: %d of %d planned with at most %d asks a broker, %.1f to be "
      "expected",
      NameOfSources(options, sources.size()), plan->planned, targets->size(),
      options.planning.asks_per_broker, plan->expected);
  table.columns = PlanColumns();
  const std::map<MemberId, int> load(plan->asks.begin(), plan->asks.end());
  const std::vector<PlannedIntroduction> rows = InOrder(*plan);
  for (size_t i = 0; i < std::min(rows.size(), static_cast<size_t>(session.limit)); ++i) {
    const auto asked = load.find(rows[i].broker);
    *table.rows.emplace_back().mutable_planned_introduction() = ToMessage(
        view, rows[i], asked == load.end() ? 0 : static_cast<uint32_t>(asked->second),
        static_cast<uint32_t>(i + 1));
  }
  if (!plan->asks.empty()) table.notes.push_back(LoadNote(view, *plan));
  if (const std::string left = LeftOutNote(*plan); !left.empty()) table.notes.push_back(left);
  if (rows.size() > table.rows.size()) {
    table.notes.push_back(absl::StrCat(table.rows.size(), " of ", rows.size(),
                                       " targets shown; --limit shows more."));
  }
  return FinishResult(session, table);
}

}  // namespace pullgraph::tools
