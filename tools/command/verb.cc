// SPDX-License-Identifier: Apache-2.0
#include "tools/command/verb.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "io/answer/figures.h"
#include "tools/command/help.h"

namespace pullgraph::tools {
namespace {

std::vector<std::unique_ptr<Verb>>& Registry() {
  static std::vector<std::unique_ptr<Verb>> verbs;
  return verbs;
}

constexpr double kCommunityBytes = 90;  // A row.
constexpr double kBaseBytes = 4e7;
constexpr double kSampledMembers = 8000;

// A verb's place in its group: as people come to need it.
constexpr const char* kOrder[] = {
    "import",   "append",     "generate", "identities", "merge", "derive", "select", "erase", "anonymise",
    "info",     "cat",        "export",   "report",     "access", "attract",
    "achieve",  "edges",    "trajectory", "leverage", "pace",   "rank",   "needs",  "waste",
    "validate", "backtest", "compare",    "reference"};

size_t PlaceOf(const std::string& name) {
  const std::string first = name.substr(0, name.find(' '));
  return static_cast<size_t>(std::find(std::begin(kOrder), std::end(kOrder), first) -
                             std::begin(kOrder));
}

}  // namespace

bool AddVerb(Verb verb) {
  Registry().push_back(std::make_unique<Verb>(std::move(verb)));
  return true;
}

std::vector<const Verb*> AllVerbs() {
  std::vector<const Verb*> verbs;
  for (const auto& verb : Registry()) verbs.push_back(verb.get());
  std::sort(verbs.begin(), verbs.end(), [](const Verb* a, const Verb* b) {
    const auto key = [](const Verb* v) {
      return std::make_tuple(v->about.group, PlaceOf(v->about.name), std::string(v->about.name));
    };
    return key(a) < key(b);
  });
  return verbs;
}

const Verb* FindVerb(const std::string& name) {
  for (const auto& verb : Registry()) {
    if (name == verb->about.name) return verb.get();
  }
  return nullptr;
}

int RunVerb(Session& session, const Verb& verb, const std::vector<std::string>& words) {
  Options options;
  verb.call_declare(verb, session, options);
  const auto end = std::find(words.begin(), words.end(), "--");
  for (auto word = words.begin(); word != end; ++word) {
    if (*word == "--help" || *word == "-h") {
      return session.WriteText(HelpText(verb, options));
    }
  }
  if (absl::Status s = options.Parse(verb.about.name, words); !s.ok()) {
    PrintFailure(s);
    return kBadUsage;
  }
  session.Begin(verb, options);
  const int code = verb.call_run(verb, session);
  return code == kEstimated ? kDone : code;
}

int BeginAnswer(Session& session, const Verb& verb) {
  const int code = session.Load();
  session.Stage(verb.about.name);
  return code;
}

int EndAnswer(Session& session, absl::StatusOr<Answer> answer) {
  if (!answer.ok()) return FailCompute(answer.status());
  const bool borne_out = answer->borne_out;
  const int code = session.Write(*std::move(answer));
  return code == kDone && session.strict && !borne_out ? kNegative : code;
}

std::string EstimateText(const About& about, const CommunityGraph& c) {
  const double rows = static_cast<double>(c.num_members()) + c.num_resources() +
                      static_cast<double>(c.graph().num_arcs()) +
                      static_cast<double>(c.signals().size()) +
                      static_cast<double>(c.touches().size());
  const Cost& cost = about.cost;
  const double seconds = cost.seconds * rows / 1e6;
  const double bytes = kBaseBytes + (kCommunityBytes + cost.row_bytes) * rows +
                       cost.model_bytes * std::min(kSampledMembers, double{1} * c.num_members());
  return absl::StrFormat(
      "%s: up to %s of CPU time and %.2g GB of memory with default options, for %s, %s, %s, %s; "
      "other options may take more\n",
      about.name, seconds < 1 ? "a second" : figures::Plain(figures::Span(seconds / 86400)),
      std::max(0.1, bytes / 1e9), figures::CountOf(c.num_members(), "member", "members"),
      figures::CountOf(c.num_ties(), "tie", "ties"),
      figures::CountOf(c.signals().size(), "signal", "signals"),
      figures::CountOf(c.touches().size(), "touch", "touches"));
}

}  // namespace pullgraph::tools
