// SPDX-License-Identifier: Apache-2.0
#include "io/import/bots.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/names.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr std::string_view kServices[] = {
    "allcontributors", "appveyor", "buildbot", "circleci", "codecov", "codecov-io", "coveralls", "dependabot",
    "dependabot-preview", "discobot", "github-actions", "github-classroom", "gitlab-ci", "greenkeeper", "greenkeeperio-bot",
    "houndci-bot", "imgbot", "jenkins", "k8s-ci-robot", "lgtm-com", "mergify", "netlify", "pre-commit-ci", "pyup-bot",
    "renovate", "semantic-release", "slackbot", "snyk-bot", "sonarcloud", "stale", "travis-ci", "travisbuddy", "vercel",
    "weblate", "whitesource-bolt"};

bool IsWriting(SignalKind kind) {
  return kind == SignalKind::kPost || kind == SignalKind::kAsk || kind == SignalKind::kReply || kind == SignalKind::kAnswer;
}

// Members who wrote around the clock.
std::vector<uint8_t> WhoNeverSleeps(const CommunityGraph& c) {
  constexpr int kHours = 22, kDays = 3;
  constexpr int64_t kHour = 3600 * kMicrosPerSecond;
  // Signals come in the order of time: one day at a time.
  std::vector<uint32_t> hours(c.num_members());
  std::vector<uint8_t> days(c.num_members()), never(c.num_members());
  std::vector<uint32_t> active;
  int64_t day = INT64_MIN;
  const auto end_day = [&] {
    for (const uint32_t m : active) {
      if (__builtin_popcount(hours[m]) >= kHours && days[m] < kDays && ++days[m] == kDays) never[m] = 1;
      hours[m] = 0;
    }
    active.clear();
  };
  const SignalColumns& s = c.signals();
  for (size_t i = 0; i < s.size(); ++i) {
    if (!s.at[i].is_present() || s.member[i].is_none() || !IsWriting(s.kind[i])) continue;
    const int64_t hour = (s.at[i].micros() - kEarliestTime.micros()) / kHour;
    if (hour / 24 != day) end_day();
    day = hour / 24;
    const uint32_t m = s.member[i].value();
    if (hours[m] == 0) active.push_back(m);
    hours[m] |= 1U << (hour % 24);
  }
  end_day();
  return never;
}

class Marker {
 public:
  Marker(const CommunityGraph& c, ImportReport& report) : c_(c), report_(report), is_bot_(c.num_members()) {}

  absl::Status Overrule(const BotOptions& options) {
    for (const auto& [ids, is_bot] : {std::pair(&options.bots, true), std::pair(&options.people, false)}) {
      for (const std::string& id : *ids) {
        const auto member = c_.FindMember(id);
        if (!member) return Unknown(id, is_bot);
        if (!said_.emplace(member->value(), is_bot).second && said_[member->value()] != is_bot) {
          return absl::InvalidArgumentError(absl::StrCat("'", Printable(id), "' is given as a bot and as a person\nleave one out"));
        }
      }
    }
    return absl::OkStatus();
  }

  // Whether any role changes.
  bool Run() {
    const std::vector<uint8_t> never_sleeps = WhoNeverSleeps(c_);
    bool changes = false;
    for (uint32_t m = 0; m < c_.num_members(); ++m) {
      const MemberRole role = c_.members().role[m];
      is_bot_[m] = role == MemberRole::kBot ? 1 : 0;
      const std::string id(c_.MemberKey(MemberId(m)));
      if (const auto said = said_.find(m); said != said_.end()) {
        is_bot_[m] = said->second ? 1 : 0;
      } else if (role == MemberRole::kCommunity || role == MemberRole::kUnspecified) {
        const bool called = IsCalledBot(id) || IsCalledBot(c_.String(c_.members().display_name[m]));
        if (called) report_.Note("taken for bots by what they are called (--person ID if one is none)", id);
        if (!called && never_sleeps[m] != 0) report_.Note("taken for bots because they write around the clock (--person ID if one is none)", id);
        is_bot_[m] = called || never_sleeps[m] != 0 ? 1 : 0;
      }
      changes |= (is_bot_[m] != 0) != (role == MemberRole::kBot);
    }
    return changes;
  }

  bool IsBot(uint32_t member) const { return is_bot_[member] != 0; }

 private:
  absl::Status Unknown(const std::string& id, bool is_bot) const {
    std::vector<std::string> all;
    for (uint32_t m = 0; m < c_.num_members(); ++m) all.emplace_back(c_.MemberKey(MemberId(m)));
    const std::string nearest = NearestWord(id, all);
    return absl::InvalidArgumentError(absl::StrCat(is_bot ? "--bot" : "--person", ": there is no member '", Printable(id), "'\n",
                                                   nearest.empty() ? "give the id as the export has it" : "did you mean " + nearest + "?"));
  }

  const CommunityGraph& c_;
  ImportReport& report_;
  std::vector<uint8_t> is_bot_;
  std::map<uint32_t, bool> said_;
};

}  // namespace

bool IsCalledBot(std::string_view name) {
  const std::string lower = absl::AsciiStrToLower(AbslView(name.substr(0, name.find('@'))));
  if (absl::StrContains(lower, "[bot]")) return true;
  if (std::find(std::begin(kServices), std::end(kServices), lower) != std::end(kServices)) return true;
  // The last word: deploy-bot, Deploy Bot; not Talbot.
  constexpr std::string_view kWord = "bot";
  if (!absl::EndsWith(lower, AbslView(kWord))) return false;
  return lower.size() == kWord.size() || !absl::ascii_isalnum(static_cast<unsigned char>(lower[lower.size() - kWord.size() - 1]));
}

absl::Status MarkBots(const BotOptions& options, ImportResult& result) {
  Marker marker(result.community, result.report);
  PG_RETURN_IF_ERROR(marker.Overrule(options));
  if (!marker.Run()) return absl::OkStatus();
  CommunityParts parts = std::move(result.community).TakeParts();
  for (uint32_t m = 0; m < parts.members.id.size(); ++m) {
    const bool was = parts.members.role[m] == MemberRole::kBot;
    if (marker.IsBot(m) != was) parts.members.role.Set(m, was ? MemberRole::kCommunity : MemberRole::kBot);
  }
  PG_ASSIGN(community, CommunityGraph::FromParts(std::move(parts)));
  result.community = std::move(community);
  return absl::OkStatus();
}

}  // namespace pullgraph
