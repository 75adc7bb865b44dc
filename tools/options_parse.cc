// SPDX-License-Identifier: Apache-2.0
// From the words of a command line to options: the only file that knows the library which
// takes them apart.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/options.h"

namespace pullgraph::tools {
namespace {

absl::Status Usage(const std::string& cause, const std::string& mend) {
  return absl::InvalidArgumentError(absl::StrCat(cause, "\n", mend));
}

std::string HelpOf(const std::string& verb) { return absl::StrCat("pullgraph help ", verb); }

// A word that no option is; what it was meant to be.
absl::Status UnknownWord(const std::string& verb, const std::string& word,
                         const std::deque<Option>& options) {
  const std::string name = word.substr(0, word.find('='));
  if (name.size() < 2 || name[0] != '-') {
    return Usage(absl::StrCat("'", word, "' is one word too many"), HelpOf(verb));
  }
  std::vector<std::string> known;
  for (const Option& o : options) {
    if (!o.is_positional()) known.push_back(o.name);
  }
  const std::string nearest = Nearest(name, known);
  return Usage(absl::StrCat(verb, " has no option ", name), nearest.empty() ? HelpOf(verb) : nearest);
}

std::string Taken(const Option& o) {
  if (!o.words.empty()) {
    return absl::StrCat("takes one of ", absl::StrJoin(o.words, ", "));
  }
  return absl::StrCat("takes a value: ", o.value);
}

absl::Status SetValue(Option& o, const std::string& text) {
  if (!o.words.empty() && std::find(o.words.begin(), o.words.end(), text) == o.words.end()) {
    const std::string nearest = Nearest(text, o.words);
    return Usage(absl::StrCat(o.name, ": '", text, "' is none of ", absl::StrJoin(o.words, ", ")),
                 absl::StrCat(o.is_positional() ? "" : o.name + " ",
                              nearest.empty() ? o.words.front() : nearest));
  }
  const absl::Status s = o.set(text);
  if (s.ok()) return s;
  return absl::Status(s.code(), absl::StrCat(o.name, ": ", s.message()));
}

// Where the words of an option are put until all are there.
using Values = std::map<const Option*, std::vector<std::string>>;

void Prepare(CLI::App& app, std::deque<Option>& options, Values& values) {
  app.set_help_flag("");
  app.allow_extras(false);
  for (Option& o : options) {
    std::vector<std::string>& into = values[&o];
    const std::string names = o.short_name.empty() ? o.name : o.short_name + "," + o.name;
    if (o.is_flag()) {
      app.add_flag(names, [&o](int64_t count) { o.given = count > 0; })->disable_flag_override();
      continue;
    }
    CLI::Option* option = app.add_option(names, into);
    option->allow_extra_args(false)->expected(o.value_may_lack ? 0 : 1, o.repeated ? 1 << 20 : 1);
    if (o.repeated && o.is_positional()) {
      option->allow_extra_args(true)->expected(1, 1 << 20);
    } else if (o.repeated) {
      option->expected(1)->take_all();
    } else {
      option->multi_option_policy(CLI::MultiOptionPolicy::Throw);
    }
  }
}

// What the library says, in our words.
absl::Status Translate(const std::string& verb, const CLI::ParseError& error,
                       const std::deque<Option>& options) {
  const std::string text = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    // "The following arguments were not expected: WORD WORD": the option among them, if any.
    std::string words = " " + text.substr(text.find(": ") + 2);
    const size_t dash = words.find(" -");
    std::string word = words.substr((dash == std::string::npos ? 0 : dash) + 1);
    return UnknownWord(verb, word.substr(0, word.find(' ')), options);
  }
  for (const Option& o : options) {
    // The library speaks of flags without their dashes.
    const std::string bare = o.is_positional() ? o.name : o.name.substr(2);
    const std::string first = text.substr(0, text.find_first_of(": "));
    if (first != o.name && first != bare) continue;
    if (o.is_flag()) return Usage(absl::StrCat(o.name, " takes no value"), o.name);
    return Usage(absl::StrCat(o.name, " ", Taken(o), ", once"), HelpOf(verb));
  }
  return Usage(text, HelpOf(verb));
}

}  // namespace

// Options that count only beside another, or not beside it.
absl::Status Options::CheckPairs(const Option& o) const {
  if (!o.needs_option.empty()) {
    const Option* other = Find(o.needs_option);
    const bool met = o.needs_value.empty() ? other->given : other->get() == o.needs_value;
    const std::string with =
        absl::StrCat(o.needs_option, o.needs_value.empty() ? "" : " ", o.needs_value);
    if (!met) {
      return Usage(absl::StrCat(o.name, " has an effect only together with ", with),
                   absl::StrCat("add ", with, ", or leave it out"));
    }
  }
  if (!o.excludes.empty() && Find(o.excludes)->given) {
    return Usage(absl::StrCat(o.name, " has no effect together with ", o.excludes),
                 "leave out one of them");
  }
  return absl::OkStatus();
}

absl::Status Options::CheckModes() const {
  const std::string mode = this->mode();
  for (const Option& o : options_) {
    if (!o.given) continue;
    if (absl::Status s = CheckPairs(o); !s.ok()) return s;
    if (o.is_mode && !o.MakesMode()) continue;
    if (o.is_mode && o.name != mode) {
      return Usage(absl::StrCat(mode, " and ", o.name, " ask two different questions"),
                   absl::StrCat("one of them at a time"));
    }
    if (o.HonouredIn(mode)) continue;
    if (mode == kPlain || o.modes.empty()) {
      std::vector<std::string> with;
      for (const std::string& m : o.modes) {
        if (m != kPlain) with.push_back(m);
      }
      return Usage(absl::StrCat(o.name, " has an effect only together with ",
                                absl::StrJoin(with, " or ")),
                   absl::StrCat("add ", with.empty() ? "" : with.front(), ", or leave it out"));
    }
    return Usage(absl::StrCat(o.name, " has no effect together with ", mode),
                 absl::StrCat("leave out one of them"));
  }
  return absl::OkStatus();
}

absl::Status Options::Parse(const std::string& verb, const std::vector<std::string>& words) {
  CLI::App app;
  Values values;
  Prepare(app, options_, values);
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return Translate(verb, error, options_);
  }
  for (Option& o : options_) {
    const std::vector<std::string>& given = values[&o];
    if (o.is_flag()) {
      if (o.given) o.given = o.set("").ok();
      continue;
    }
    const CLI::Option* parsed = app.get_option(o.name);
    o.given = parsed->count() > 0;
    for (const std::string& text : given) {
      // A value that may lack comes as an empty word.
      if (o.value_may_lack && text.empty()) continue;
      if (absl::Status s = SetValue(o, text); !s.ok()) return s;
    }
  }
  for (const Option& o : options_) {
    if (o.required && !o.given && o.HonouredIn(mode())) {
      return Usage(absl::StrCat(verb, ": ", o.name, " is missing"), HelpOf(verb));
    }
  }
  return CheckModes();
}

}  // namespace pullgraph::tools
