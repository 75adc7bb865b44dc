// SPDX-License-Identifier: Apache-2.0
#include "io/import/customer_rule.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/place.h"

namespace pullgraph {
namespace {

const std::vector<std::string>& MetricNames() {
  static const auto& names = *new std::vector<std::string>{
      "answers", "accepted", "questions", "comments", "reputation", "badges"};
  return names;
}

absl::Status BadTerm(std::string_view term, const std::string& why) {
  return absl::InvalidArgumentError(
      absl::StrCat("customer rule: '", Printable(term), "' ", why,
                   "\nwrite for example: answers>=1 and reputation>=100"));
}

}  // namespace

absl::StatusOr<CustomerRule::Term> CustomerRule::ParseTerm(std::string_view text) {
  const size_t sign = text.find_first_of("<>=");
  if (sign == std::string_view::npos) return BadTerm(text, "has no operator, expected >= > <= < ==");
  const size_t number = text.find_first_not_of("<>=", sign);
  const std::string_view metric =
      StdView(absl::StripAsciiWhitespace(AbslView(text.substr(0, sign))));
  const auto& names = MetricNames();
  const auto found = std::find(names.begin(), names.end(), metric);
  if (found == names.end()) {
    const std::string nearest = NearestWord(metric, names);
    return BadTerm(text, absl::StrCat("names no metric, expected answers, accepted, questions, "
                                      "comments, reputation or badges",
                                      nearest.empty() ? "" : "; did you mean ", nearest));
  }
  Term term = {static_cast<Metric>(found - names.begin()), Operator::kAtLeast, 0};
  const std::string_view op =
      number == std::string_view::npos ? text.substr(sign) : text.substr(sign, number - sign);
  if (op == ">=") {
    term.op = Operator::kAtLeast;
  } else if (op == ">") {
    term.op = Operator::kAbove;
  } else if (op == "<=") {
    term.op = Operator::kAtMost;
  } else if (op == "<") {
    term.op = Operator::kBelow;
  } else if (op == "==" || op == "=") {
    term.op = Operator::kEqual;
  } else {
    return BadTerm(text, "has an unknown operator, expected >= > <= < ==");
  }
  const std::string_view bound =
      number == std::string_view::npos
          ? std::string_view()
          : StdView(absl::StripAsciiWhitespace(AbslView(text.substr(number))));
  const auto [p, ec] = std::from_chars(bound.data(), bound.data() + bound.size(), term.bound);
  if (ec != std::errc() || p != bound.data() + bound.size()) {
    return BadTerm(text, "does not end in an integer");
  }
  return term;
}

absl::StatusOr<CustomerRule> CustomerRule::Parse(std::string_view text) {
  CustomerRule rule;
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  for (char& c : lower) {
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) c = ' ';
  }
  for (const absl::string_view piece : absl::StrSplit(lower, " and ")) {
    const auto term = ParseTerm(StdView(absl::StripAsciiWhitespace(piece)));
    if (!term.ok()) return term.status();
    rule.terms_.push_back(*term);
  }
  return rule;
}

bool CustomerRule::Uses(Metric metric) const {
  return std::any_of(terms_.begin(), terms_.end(),
                     [metric](const Term& t) { return t.metric == metric; });
}

bool CustomerRule::Holds(const MetricValues& values) const {
  return std::all_of(terms_.begin(), terms_.end(), [&](const Term& t) {
    const int64_t v = values[static_cast<size_t>(t.metric)];
    switch (t.op) {
      case Operator::kAtLeast:
        return v >= t.bound;
      case Operator::kAbove:
        return v > t.bound;
      case Operator::kAtMost:
        return v <= t.bound;
      case Operator::kBelow:
        return v < t.bound;
      case Operator::kEqual:
        return v == t.bound;
    }
    return false;
  });
}

RuleOutcome CustomerRule::Apply(const MetricValues& start,
                                absl::Span<const MetricEvent> events) const {
  MetricValues values = start;
  RuleOutcome outcome;
  outcome.holds = Holds(values);
  // Invariant: outcome tells of all moments up to that of events[i].
  for (size_t i = 0; i < events.size();) {
    const Time at = events[i].at;
    for (; i < events.size() && events[i].at == at; ++i) {
      ++values[static_cast<size_t>(events[i].metric)];
    }
    const bool holds = Holds(values);
    if (holds && !outcome.holds) outcome.since = at;
    outcome.holds = holds;
  }
  if (!outcome.holds || Uses(Metric::kReputation)) outcome.since = Time::Absent();
  return outcome;
}

}  // namespace pullgraph
