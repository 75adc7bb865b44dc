// SPDX-License-Identifier: Apache-2.0
// What the test of all options runs its commands with.
#ifndef PULLGRAPH_TESTS_TOOLS_OPTIONS_FIXTURE_H_
#define PULLGRAPH_TESTS_TOOLS_OPTIONS_FIXTURE_H_

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/tools/command_fixture.h"
#include "tests/tools/options_cases.h"
#include "tests/tools/options_inputs.h"

namespace pullgraph::testing {

// An option as `pullgraph reference options` lists it.
struct Listed {
  std::string name, value;
  Cells words, modes;

  bool is_flag() const { return value.empty(); }
  bool AcceptedIn(const std::string& mode) const {
    return modes.empty() || std::find(modes.begin(), modes.end(), mode) != modes.end();
  }
};

inline Cells WordsOf(const std::string& text) { return absl::StrSplit(text, ' ', absl::SkipEmpty()); }

// The words with the option, in the place of what it was given before.
inline std::string With(const std::string& words, const Listed& o, const std::string& value) {
  if (o.name[0] != '-') {  // Known by its place.
    const Cells change = absl::StrSplit(value, "=>");
    Cells all = WordsOf(words);
    std::replace(all.begin(), all.end(), change.front(), change.back());
    return absl::StrJoin(all, " ");
  }
  Cells all = WordsOf(words);
  auto at = std::find(all.begin(), all.end(), o.name);
  if (o.is_flag() || at == all.end() || o.name == "--index") {
    return words + " " + o.name + (o.is_flag() ? "" : " " + value);
  }
  if (at + 1 == all.end()) {
    all.push_back(value);
  } else {
    *(at + 1) = value;
  }
  return absl::StrJoin(all, " ");
}

inline std::string AfterMark(const std::string& text, const std::string& mark) {
  const size_t at = text.find(mark);
  return at == std::string::npos ? text : text.substr(at + mark.size());
}

class Options : public Command, public ::testing::WithParamInterface<VerbCases> {
 protected:
  void SetUp() override;
  void TearDown() override {
    std::filesystem::current_path(was_);
    ::setenv("PATH", path_.c_str(), 1);
    ::unsetenv("COLUMNS");
    Command::TearDown();
  }
  static void TearDownTestSuite();

  // Of the verbs of two words, which are those that write a community.
  bool IsWriter() const {
    static const std::set<std::string> kMakers = {"import", "append", "derive", "merge", "select", "erase", "anonymise"};
    return verb_.find(' ') != std::string::npos || kMakers.count(verb_) > 0;
  }
  bool NeedsCommunities() const {
    return !IsWriter() || Find("FILE") != nullptr || verb_ == "import csv";
  }
  bool IsAnswer() const { return Find("--wide") != nullptr; }
  const Listed* Find(const std::string& name) const {
    for (const Listed& o : listed_) {
      if (o.name == name) return &o;
    }
    return nullptr;
  }
  // A command of the verb, with what it must have to run.
  std::string Line(const std::string& words) const {
    return verb_ + " " + words + (IsWriter() || verb_ == "export" ? " -o made" : "");
  }
  static Outcome Run(const std::string& arguments) {
    ++commands_run;
    return Spawn(arguments);
  }
  Outcome Do(const std::string& words) const {
    std::filesystem::remove_all("made");
    return Run(Line(words));
  }

  const OptionCase* CaseOf(const Listed& o, const std::string& mode) const;
  // What comes of a command, where `where` says; the command must do its work.
  std::string Effect(const std::string& words, Where where);
  void MustChange(const std::string& without, const std::string& with, Where where);
  void CheckShared(const Listed& o, const std::string& words);
  void CheckAccepted(const Listed& o, const ModeWords& mode);
  void CheckRefused(const Listed& o, const ModeWords& mode);
  void MustBeRefused(const std::string& words, const std::string& option);

  void MakeAll() const;
  void MakeCommunities() const;
  void MakePlanted() const;
  void MakeSpecial() const;

  std::string verb_;
  std::vector<Listed> listed_;
  std::filesystem::path was_;
  std::string path_;   // PATH before the test.
  std::string noise_;  // What the last effect said on standard error.
  std::map<std::string, std::string> effects_;  // Of commands that were run already.

  static inline int options_seen = 0, verbs_seen = 0, modes_seen = 0, commands_run = 0;
};

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TOOLS_OPTIONS_FIXTURE_H_
