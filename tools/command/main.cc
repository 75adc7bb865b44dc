// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include <google/protobuf/stubs/logging.h>

#include "absl/strings/str_cat.h"
#include "tools/command/help.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

// Takes the words that name a verb ("import csv") off the front; null if there is none.
const Verb* TakeVerb(std::vector<std::string>& words) {
  for (const size_t count : {size_t{2}, size_t{1}}) {
    if (words.size() < count) continue;
    const std::string name = count == 1 ? words[0] : absl::StrCat(words[0], " ", words[1]);
    const Verb* verb = FindVerb(name);
    if (verb == nullptr) continue;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    return verb;
  }
  return nullptr;
}

// What is wrong with a message, the one who reads it says; protobuf need not.
void SilenceProtobuf() { google::protobuf::SetLogHandler(nullptr); }

int FailUsage(const std::string& cause, const std::string& mend) {
  PrintFailure(absl::InvalidArgumentError(absl::StrCat(cause, "\n", mend)));
  return kBadUsage;
}

// The verb is none; its first word may be of a family.
int FailVerb(const std::vector<std::string>& words) {
  std::vector<std::string> known = {"help"};
  for (const Verb* verb : AllVerbs()) {
    const size_t space = std::string(verb->about.name).find(' ');
    known.push_back(std::string(verb->about.name).substr(0, space));
    if (space != std::string::npos && known.back() == words[0] && words.size() > 1) {
      known.push_back(verb->about.name);
    }
  }
  if (!IsFamily(words[0])) {
    const std::string nearest = Nearest(words[0], known);
    return FailUsage(absl::StrCat("there is no verb '", words[0], "'"),
                     absl::StrCat("pullgraph ", nearest.empty() ? "help" : nearest));
  }
  if (words.size() < 2) {
    return FailUsage(absl::StrCat(words[0], " what?"), absl::StrCat("pullgraph help ", words[0]));
  }
  const std::string nearest = Nearest(absl::StrCat(words[0], " ", words[1]), known);
  return FailUsage(absl::StrCat("there is no '", words[0], " ", words[1], "'"),
                   absl::StrCat("pullgraph ", nearest.empty() ? "help " + words[0] : nearest));
}

int Print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return kDone;
}

// pullgraph help [VERB [--columns]]
int Help(std::vector<std::string> words) {
  if (words.empty()) return Print(CommandHelp());
  std::vector<std::string> rest = words;
  if (const Verb* verb = TakeVerb(rest)) {
    if (rest.empty()) {
      const std::string text = HelpText(*verb, DeclaredOptions(*verb));
      // Kinds with options of their own, of the same first word.
      const bool family = IsFamily(verb->about.name);
      return Print(family ? absl::StrCat(text, "\n", FamilyHelp(verb->about.name)) : text);
    }
    if (rest.size() > 1 || rest[0] != "--columns") {
      return FailUsage(absl::StrCat("help has no option ", rest[0]),
                       absl::StrCat("pullgraph help ", verb->about.name, " --columns"));
    }
    if (verb->answers.empty()) {
      return FailUsage(absl::StrCat(verb->about.name, " has no columns"),
                       absl::StrCat("pullgraph help ", verb->about.name));
    }
    return Print(ColumnList(*verb));
  }
  if (words.size() == 1 && IsFamily(words[0])) return Print(FamilyHelp(words[0]));
  return FailVerb(words);
}

int Main(int argc, char** argv) {
  SilenceProtobuf();
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::fputs(CommandHelp().c_str(), stderr);
    return kBadUsage;
  }
  if (words[0] == "--version") return Print(absl::StrCat("pullgraph ", PULLGRAPH_VERSION, "\n"));
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
    return Help({words.begin() + 1, words.end()});
  }
  if (IsFamily(words[0]) && words.size() == 2 && (words[1] == "--help" || words[1] == "-h")) {
    return Help({words[0]});
  }
  if (words[0][0] == '-') {
    return FailUsage(absl::StrCat("pullgraph has no option ", words[0]), "pullgraph help");
  }
  const Verb* verb = TakeVerb(words);
  if (verb == nullptr) return FailVerb(words);
  Session session;
  return RunVerb(session, *verb, words);
}

}  // namespace
}  // namespace pullgraph::tools

int main(int argc, char** argv) {
  try {
    return pullgraph::tools::Main(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("pullgraph: out of memory\n  try: a machine or a limit with more memory, or a smaller input\n",
               stderr);
    return pullgraph::tools::kLimit;
  } catch (const std::length_error&) {
    std::fputs("pullgraph: out of memory\n  try: a smaller input\n", stderr);
    return pullgraph::tools::kLimit;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pullgraph: internal error: %s\n  try: report it with the command you ran\n",
                 error.what());
    return pullgraph::tools::kLimit;
  }
}
