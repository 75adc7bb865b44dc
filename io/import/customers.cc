// SPDX-License-Identifier: Apache-2.0
#include "io/import/customers.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/member_policy.h"
#include "graph/names.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr char kMarket[] = "customers";

// Since when a term holds for each member: none = it does not; absent = nobody knows.
using Since = std::vector<std::optional<Time>>;

absl::Status BadTerm(absl::string_view term, absl::string_view why, absl::string_view nearest = "") {
  return absl::InvalidArgumentError(absl::StrCat(
      "--customer: '", Printable(StdView(term)), "' ", why,
      nearest.empty() ? "\nwrite for example: purchase>=1, tag=paying or plan=pro" : absl::StrCat("\ndid you mean ", nearest, "?")));
}

class RuleReader {
 public:
  explicit RuleReader(const CommunityGraph& c) : c_(c) {}

  absl::StatusOr<Since> Read(std::string_view rule) const {
    Since any(c_.num_members());
    for (const absl::string_view part : absl::StrSplit(AbslView(rule), " or ")) {
      Since all(c_.num_members(), Time());
      for (const absl::string_view text : absl::StrSplit(part, " and ")) {
        PG_ASSIGN(term, Term(absl::StripAsciiWhitespace(text)));
        for (size_t m = 0; m < all.size(); ++m) {
          all[m] = all[m] && term[m] ? std::optional(std::max(*all[m], *term[m])) : std::nullopt;
        }
      }
      for (size_t m = 0; m < any.size(); ++m) {
        if (all[m]) any[m] = any[m] ? std::min(*any[m], *all[m]) : *all[m];
      }
    }
    const CommunityView view(c_);
    for (uint32_t m = 0; m < any.size(); ++m) {
      if (!IsPublic(view, MemberId(m))) any[m].reset();
    }
    return any;
  }

 private:
  absl::StatusOr<Since> Term(absl::string_view text) const {
    if (const size_t at = text.find(">="); at != absl::string_view::npos) {
      return Acts(text, absl::StripAsciiWhitespace(text.substr(0, at)), absl::StripAsciiWhitespace(text.substr(at + 2)));
    }
    const size_t at = text.find('=');
    if (at == absl::string_view::npos || at == 0) return BadTerm(text, "is none of KIND>=NUMBER, tag=WORD and ATTRIBUTE=VALUE");
    return Said(text, absl::StripAsciiWhitespace(text.substr(0, at)), absl::StripAsciiWhitespace(text.substr(at + 1)));
  }

  absl::StatusOr<Since> Acts(absl::string_view term, absl::string_view kind, absl::string_view number) const {
    uint32_t least = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), least);
    if (error != std::errc() || end != number.data() + number.size() || least == 0) {
      return BadTerm(term, "does not end in a whole number from 1");
    }
    absl::StatusOr<SignalKind> what = ParseName<SignalKind>(StdView(kind));
    // Answers is as good as answer.
    if (!what.ok() && absl::EndsWith(kind, "s")) what = ParseName<SignalKind>(StdView(kind.substr(0, kind.size() - 1)));
    if (!what.ok()) return BadTerm(term, absl::StrCat("names no kind of signal: ", what.status().message()));
    const SignalColumns& s = c_.signals();
    std::vector<uint32_t> count(c_.num_members());
    Since since(c_.num_members());
    // In order of time, undated ones first.
    for (size_t i = 0; i < s.size(); ++i) {
      if (s.kind[i] != *what || s.member[i].is_none()) continue;
      if (++count[s.member[i].value()] == least) since[s.member[i].value()] = s.at[i];
    }
    return since;
  }

  absl::StatusOr<Since> Said(absl::string_view term, absl::string_view name, absl::string_view value) const {
    Since since(c_.num_members());
    std::map<std::string, bool> names;
    for (uint32_t m = 0; m < c_.num_members(); ++m) {
      bool holds = false;
      std::optional<Time> begins;  // Of a dated attribute, the first moment.
      if (name == "tag") {
        for (const StringId tag : c_.members().tags[m]) holds |= absl::EqualsIgnoreCase(AbslView(c_.String(tag)), value);
      }
      for (const Attribute& a : c_.members().attributes[m]) {
        names[std::string(c_.String(a.name))] = true;
        // What ended says that somebody was one.
        const bool says = absl::EqualsIgnoreCase(AbslView(c_.String(a.name)), name) &&
                          absl::EqualsIgnoreCase(AbslView(c_.String(a.value)), value) && !a.valid_to.is_present();
        if (says && a.valid_from.is_present()) {
          begins = begins ? std::min(*begins, a.valid_from) : a.valid_from;
        } else {
          holds |= says;
        }
      }
      if (holds) {
        since[m] = c_.members().joined_at[m];
      } else if (begins) {
        since[m] = std::max(*begins, c_.members().joined_at[m]);
      }
    }
    const bool known = name == "tag" || std::any_of(names.begin(), names.end(), [&](const auto& entry) {
      return absl::EqualsIgnoreCase(entry.first, name);
    });
    if (known) return since;
    std::vector<std::string> all;
    for (const auto& entry : names) all.push_back(entry.first);
    return BadTerm(term, "names no attribute that anybody has", NearestWord(StdView(name), all));
  }

  const CommunityGraph& c_;
};

}  // namespace

absl::Status MarkCustomers(std::string_view rule, ImportResult& result) {
  if (result.community.num_markets() > 0) {
    return absl::FailedPreconditionError(
        "--customer: who is a customer is said already\nleave the rule out");
  }
  PG_ASSIGN(since, RuleReader(result.community).Read(rule));
  const auto count = static_cast<uint64_t>(
      std::count_if(since.begin(), since.end(), [](const auto& s) { return s.has_value(); }));
  if (count == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--customer: the rule '", Printable(rule), "' holds for nobody\npullgraph info FILE lists what members did"));
  }
  CommunityParts parts = std::move(result.community).TakeParts();
  parts.markets.id.Append(kMarket);
  parts.markets.name.Append(0);
  for (uint32_t m = 0; m < since.size(); ++m) {
    if (!since[m]) continue;
    parts.memberships.market.push_back(MarketId(0));
    parts.memberships.member.push_back(MemberId(m));
    parts.memberships.status.push_back(MarketStatus::kCustomer);
    parts.memberships.valid_from.push_back(*since[m]);
    parts.memberships.valid_to.push_back(Time());
  }
  PG_ASSIGN(community, CommunityGraph::FromParts(std::move(parts)));
  result.community = std::move(community);
  result.report.Count("customers by the rule", count);
  return absl::OkStatus();
}

}  // namespace pullgraph
