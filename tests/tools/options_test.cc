// SPDX-License-Identifier: Apache-2.0
// A verb has only options that it honours: each of them, in each mode in which it is
// accepted, changes what comes out; in the other modes it is refused. What options there
// are is what the command says: one without a case in options_cases.h fails.
#include "tests/tools/options_bring_in_cases.h"
#include "tests/tools/options_cases.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/tools/command_fixture.h"
#include "tests/tools/options_fixture.h"
#include "tests/tools/options_inputs.h"

namespace pullgraph::testing {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void Options::MakeCommunities() const {
  const bool learns = verb_ == "attract";  // Much, and often.
  const std::string generate =
      std::string("generate community --topics 8 --clusters 6 --answer-median 5 --offers .4 ") +
      (learns ? "--members 60 --ties 240 --signals 600 --resources 30 --asks 90 --touches 90"
              : "--members 100 --ties 400 --signals 1000 --resources 50 --asks 200 "
                "--touches 900") + " --quiet ";
  ASSERT_EQ(Run(generate + "-o g.pull").code, 0);
  ASSERT_EQ(Run(generate + "--seed 5 -o d.pull").code, 0);
  ASSERT_EQ(Run("export g.pull -o tables --quiet").code, 0);
  Enrich("tables");
  const Outcome made = Run("import csv tables -o c.pull --quiet");
  ASSERT_EQ(made.code, 0) << made.err;
}

// Communities with customers to foresee.
void Options::MakePlanted() const {
  const std::string planted =
      "generate community --quiet --members 300 --ties 1500 --signals 6000 --resources 40 "
      "--topics 8 --clusters 6 --conversions .05 ";
  ASSERT_EQ(Run(planted + "-o v0.pull").code, 0);
  ASSERT_EQ(Run(planted + "--seed 3 -o w.pull").code, 0);
  ASSERT_EQ(Run("generate community --quiet --members 3000 --ties 15000 --signals 40000 "
                "--clusters 20 --topics 20 --resources 40 --conversions .02 -o big.pull").code, 0);
  ASSERT_EQ(Run("export v0.pull -o planted --quiet").code, 0);
  AddMarketAndRank("planted");
  const Outcome made = Run("import csv planted -o v.pull --quiet");
  ASSERT_EQ(made.code, 0) << made.err;
}

// Communities in which an option shows that makes no difference in c.pull.
void Options::MakeSpecial() const {
  const std::string columns = " --time-column 3 --quiet ";
  ASSERT_EQ(Run("import edges days.txt -o days.pull" + columns).code, 0);
  ASSERT_EQ(Run("import edges star.txt --strength-column 5 -o star.pull" + columns).code, 0);
  const std::string wide = "generate uniform --quiet --ties ";
  ASSERT_EQ(Run(wide + "25000 --members 50000 -o sampled.pull").code, 0);
  ASSERT_EQ(Run(wide + "9000 --members 142000 -o estimated.pull").code, 0);
}

void Options::SetUp() {
  std::string name = ::testing::TempDir() + "pullgraph.XXXXXX";
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  folder_ = name;
  was_ = std::filesystem::current_path();
  std::filesystem::current_path(folder_);
  if (const char* path = std::getenv("PATH"); path != nullptr) path_ = path;
  ::setenv("PATH", (folder_ + "/bin:" + path_).c_str(), 1);  // Our gpg comes first.
  ::setenv("COLUMNS", "30", 1);                              // Tables do not fit.
  verb_ = GetParam().verb;
  static const std::string all = Run("reference options").out;
  for (const absl::string_view line : absl::StrSplit(all, '\n', absl::SkipEmpty())) {
    const Cells c = absl::StrSplit(line, '\t');
    ASSERT_EQ(c.size(), 5U) << line;
    if (c[0] != verb_) continue;
    listed_.push_back({c[1], c[2], absl::StrSplit(c[3], ',', absl::SkipEmpty()),
                       absl::StrSplit(c[4], ',', absl::SkipEmpty())});
  }
  ASSERT_FALSE(listed_.empty()) << verb_ << " is no verb";
}

void Options::MakeAll() const {
  MakeImports();
  if (NeedsCommunities()) MakeCommunities();
  if (verb_ == "anonymise") {
    ASSERT_EQ(Run("anonymise c.pull --key key.txt --table names.csv -o hidden.pull").code, 0);
    std::filesystem::create_directory("tagged");
    std::ofstream("tagged/members.csv") << "id,tags\nann,early\n";
    ASSERT_EQ(Run("import csv tagged -o tagged.pull").code, 0);
    std::ofstream("none.csv") << "pseudonym,id\n";
  }
  std::ofstream("odd.txt") << "ann bob\nbob cid 3 4 5\n";
  if (verb_ == "import csv") {
    ASSERT_EQ(Run("export d.pull -o others --quiet").code, 0);
  }
  if (verb_ == "derive") {
    ASSERT_EQ(Run("import csv meetups -o meetups.pull --quiet").code, 0);
    ASSERT_EQ(Run("import edges mails.txt --time-column 3 -o mails.pull --quiet").code, 0);
  }
  if (verb_ == "access") MakeSpecial();
  for (const char* foresees : {"convert", "edges", "rank", "backtest"}) {
    if (verb_ == foresees) MakePlanted();
  }
  if (verb_ == "achieve") {
    ASSERT_EQ(Run("import csv team -o team.pull --quiet").code, 0);
  }
  ASSERT_EQ(Run("import csv islands -o islands.pull --quiet").code, 0);
  ASSERT_EQ(Run("import csv accounts -o accounts.pull --quiet").code, 0);
  // Each seed finds other clusters in it.
  ASSERT_EQ(Run("generate community --members 120 --ties 300 --signals 900 --resources 30 "
                "--clusters 1 --touches 400 -o loose.pull").code, 0);
  // Too few to tell anything from.
  ASSERT_EQ(Run("generate community --quiet --members 60 --ties 120 --signals 150 --resources 30 "
                "--conversions .05 --contrast 0 -o weak.pull").code, 0);
  if (verb_ == "waste" || verb_ == "pace") {
    MakeRing();
    ASSERT_EQ(Run("import csv ring -o ring.pull --quiet").code, 0);
  }
  if (verb_ == "waste") {
    MakeMailing();
    ASSERT_EQ(Run("import csv mail -o mail.pull --quiet").code, 0);
  }
  if (verb_ == "compare") {
    ASSERT_EQ(Run("rank c.pull --goal pulls --format pb -o before.pb").code, 0);
    ASSERT_EQ(Run("rank c.pull --goal pulls --value 3 --format pb -o after.pb").code, 0);
    ASSERT_EQ(Run("rank c.pull --goal pulls --max-hops 1 --format pb -o other.pb").code, 0);
  }
}

const OptionCase* Options::CaseOf(const Listed& o, const std::string& mode) const {
  for (const auto* cases : {&GetParam().cases, &kAnyVerb}) {
    for (const OptionCase& c : *cases) {
      const Cells modes = WordsOf(c.modes);
      if (c.option == o.name &&
          (modes.empty() || std::find(modes.begin(), modes.end(), mode) != modes.end())) {
        return &c;
      }
    }
  }
  return nullptr;
}

std::string Options::Effect(const std::string& words, Where where) {
  const std::string line =
      words + (IsAnswer() && where == Where::kResults ? " --format json" : "");
  std::string& effect = effects_[line + " " + std::to_string(static_cast<int>(where))];
  if (!effect.empty()) return effect;
  const Outcome done = Do(line);
  EXPECT_EQ(done.code, 0) << Line(line) << "\n" << done.err;
  effect = done.out;
  noise_ = done.err;
  if (verb_ == "export" && !std::filesystem::is_directory("made")) {
    effect = ReadAll("made");
  } else if (verb_ == "export") {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator("made")) {
      files.insert(entry.path());
    }
    for (const auto& file : files) effect += file.string() + "\n" + ReadAll(file.string());
  } else if (IsWriter()) {
    // The first row says how the community was made.
    // What is no community, such as a mapping, is read as it is.
    const Outcome rows = where == Where::kBytes ? Outcome{.code = 1} : Run("cat made");
    effect = rows.code != 0 ? ReadAll("made") : AfterMark(rows.out, "\n");
  } else if (verb_ == "report") {
    // What follows repeats options.
    effect = effect.substr(0, std::min(effect.find("id=\"method\""), effect.find("\"manifest\":{")));
  } else if (IsAnswer() && where == Where::kResults) {
    effect = AfterMark(effect, "\"results\":");
  }
  EXPECT_FALSE(effect.empty()) << Line(line);
  return effect;
}

void Options::MustChange(const std::string& without, const std::string& with, Where where) {
  if (where == Where::kExit) {
    EXPECT_NE(Do(without).code, 0) << Line(without);
    EXPECT_FALSE(Effect(with, Where::kResults).empty());
    return;
  }
  if (where == Where::kStrict) {
    const Outcome free = Do(without), strict = Do(with);
    EXPECT_EQ(free.code, 0) << Line(without);
    EXPECT_EQ(strict.code, 1) << Line(with);
    EXPECT_EQ(strict.out, free.out);
    return;
  }
  if (where == Where::kNoFile) {
    EXPECT_EQ(Do(without).code, 0) << Line(without);
    EXPECT_TRUE(std::filesystem::exists("made")) << Line(without);
    EXPECT_EQ(Do(with).code, 0) << Line(with);
    EXPECT_FALSE(std::filesystem::exists("made")) << Line(with);
    return;
  }
  if (where == Where::kOther) {
    const std::string file = WordsOf(with).back();
    std::filesystem::remove(file);
    EXPECT_EQ(Do(with).code, 0) << Line(with);
    EXPECT_TRUE(std::filesystem::exists(file)) << Line(with);
    return;
  }
  EXPECT_TRUE(Effect(without, where) != Effect(with, where))
      << "no effect: " << Line(without) << "  ->  " << Line(with);
}

// Whether the option means the same on every verb.
bool IsShared(const Listed& o) {
  static const std::set<std::string> kShared = {"--threads", "--quiet",  "--output",
                                                "--format",  "--wide", "--estimate"};
  return kShared.count(o.name) > 0;
}

void Options::CheckShared(const Listed& o, const std::string& words) {
  const Where all = IsAnswer() ? Where::kNotes : Where::kResults;
  if (o.name == "--threads") {  // The one that changes nothing, by design.
    EXPECT_TRUE(Effect(words, all) == Effect(words + " --threads 3", all)) << Line(words);
  } else if (o.name == "--quiet") {
    EXPECT_TRUE(Effect(words, all) == Effect(words + " --quiet", all)) << Line(words);
    EXPECT_EQ(noise_, "") << Line(words);
  } else if (o.name == "--output") {
    const std::string other = verb_ + " " + words + " --output other";
    const Outcome done = Run(other);
    EXPECT_EQ(done.code, 0) << other << done.err;
    EXPECT_EQ(done.out.find("results"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists("other")) << other;
    std::filesystem::remove_all("other");
  } else if (o.name == "--format") {
    std::set<std::string> outputs;
    for (const std::string& word : o.words) {
      const bool is_default = word == o.words[0];
      outputs.insert(Effect(is_default ? words : words + " --format " + word, all));
    }
    EXPECT_EQ(outputs.size(), o.words.size()) << Line(words);
  } else if (o.name == "--wide") {
    MustChange(words, words + " --wide", Where::kNotes);
  } else {
    EXPECT_THAT(Do(words + " --estimate").out, StartsWith(verb_ + ": up to ")) << Line(words);
  }
}

void Options::CheckAccepted(const Listed& o, const ModeWords& mode) {
  if (IsShared(o)) return CheckShared(o, mode.words);
  const OptionCase* c = CaseOf(o, mode.mode);
  if (o.name == mode.mode) {  // Another question has another answer.
    MustChange(GetParam().modes[0].words, mode.words, Where::kResults);
    if (o.is_flag()) return;
  }
  ASSERT_NE(c, nullptr) << "option " << o.name << " of verb " << verb_ << " in mode "
                        << mode.mode << " has no case";
  const std::string base = (c->instead.empty() ? mode.words : c->instead) +
                           (c->both.empty() ? "" : " " + c->both);
  MustChange(base, With(base, o, c->value), c->where);
}

void Options::MustBeRefused(const std::string& words, const std::string& option) {
  const Outcome done = Do(words);
  EXPECT_EQ(done.code, 2) << Line(words) << "\n" << done.err;
  EXPECT_THAT(done.err, HasSubstr(option)) << Line(words);
}

void Options::CheckRefused(const Listed& o, const ModeWords& mode) {
  const OptionCase* c = CaseOf(o, o.modes[0]);
  const std::string value = o.is_flag() || c == nullptr ? "" : " " + c->value;
  if (o.name[0] != '-' && c != nullptr) {  // Known by its place.
    MustBeRefused(mode.words + " " + AfterMark(c->value, "=>"), o.name);
    return;
  }
  MustBeRefused(mode.words + " " + o.name + value, o.name);
}

TEST_P(Options, HaveAnEffectOrAreRefused) {
  MakeAll();
  for (const ModeWords& mode : GetParam().modes) {
    for (const Listed& o : listed_) {
      const bool makes_mode = mode.mode == "plain" && o.AcceptedIn(o.name) && !o.modes.empty();
      if (makes_mode) continue;
      if (o.AcceptedIn(mode.mode)) {
        CheckAccepted(o, mode);
      } else {
        CheckRefused(o, mode);
      }
    }
  }
  for (const std::string& words : GetParam().refused) {
    MustBeRefused(GetParam().modes[0].words + " " + words, WordsOf(words)[0]);
  }
  ++verbs_seen;
  options_seen += static_cast<int>(listed_.size());
  modes_seen += static_cast<int>(GetParam().modes.size());
}

// The table knows all modes that the command has, and no option that it has not.
TEST_P(Options, AreThoseOfTheCommand) {
  std::set<std::string> known, listed = {"plain"};
  for (const ModeWords& mode : GetParam().modes) known.insert(mode.mode);
  for (const Listed& o : listed_) listed.insert(o.modes.begin(), o.modes.end());
  EXPECT_EQ(known, listed);
  for (const OptionCase& c : GetParam().cases) EXPECT_NE(Find(c.option), nullptr) << c.option;
}

TEST_P(Options, OfNumbersTakeNothingElse) {
  for (const Listed& o : listed_) {
    if (o.value != "NUMBER") continue;
    std::string words = GetParam().modes[0].words;
    for (const ModeWords& mode : GetParam().modes) {
      if (o.AcceptedIn(mode.mode)) words = mode.words;
    }
    for (const std::string bad : {"nan", "inf", "-1e300", "abc", "''"}) {
      MustBeRefused(With(words, o, bad), o.name);
    }
  }
}

void Options::TearDownTestSuite() {
  if (::testing::UnitTest::GetInstance()->failed_test_count() > 0 || verbs_seen == 0) return;
  std::printf("%d commands\n"
              "%d options over %d verbs in %d modes: each has an effect or is refused\n",
              commands_run, options_seen, verbs_seen, modes_seen);
}

std::vector<VerbCases> AllCases() {
  std::vector<VerbCases> all;
  for (const auto* cases : {&kBringInCases, &kLookCases, &kUnderstandCases, &kActCases}) {
    all.insert(all.end(), cases->begin(), cases->end());
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Verbs, Options, ::testing::ValuesIn(AllCases()),
                         [](const auto& verb) {
                           return absl::StrReplaceAll(verb.param.verb, {{" ", "_"}});
                         });

TEST(OptionsList, EveryVerbHasCases) {
  std::set<std::string> known, listed;
  for (const VerbCases& verb : AllCases()) known.insert(verb.verb);
  const std::string path = ::testing::TempDir() + "options." + std::to_string(::getpid());
  const std::string list = std::string(PULLGRAPH_BINARY) + " reference options -o " + path;
  ASSERT_EQ(std::system(list.c_str()), 0);
  for (const absl::string_view line : absl::StrSplit(ReadAll(path), '\n', absl::SkipEmpty())) {
    listed.insert(std::string(line.substr(0, line.find('\t'))));
  }
  std::filesystem::remove(path);
  EXPECT_EQ(known, listed);
}

}  // namespace pullgraph::testing
