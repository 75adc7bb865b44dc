// SPDX-License-Identifier: Apache-2.0
// A verb has only options that it honours: each of them, in each mode in which it is
// accepted, changes what comes out; in the other modes it is refused. What options there
// are is what the command says: one without a case in options_cases.h fails.
#include "tests/tools/options_cases.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/tools/command_fixture.h"

namespace pullgraph {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace testing;  // NOLINT: of pullgraph.

using Cells = std::vector<std::string>;

// An option as `pullgraph reference options` lists it.
struct Listed {
  std::string name, value;
  Cells words, modes;

  bool is_flag() const { return value.empty(); }
  bool is_positional() const { return name[0] != '-'; }
  bool AcceptedIn(const std::string& mode) const {
    return modes.empty() || std::find(modes.begin(), modes.end(), mode) != modes.end();
  }
};

Cells WordsOf(const std::string& text) { return absl::StrSplit(text, ' ', absl::SkipEmpty()); }

// The words with the option, in the place of what it was given before.
std::string With(const std::string& words, const Listed& o, const std::string& value) {
  if (o.is_positional()) {
    const std::pair<std::string, std::string> change = absl::StrSplit(value, absl::MaxSplits("=>", 1));
    Cells all = WordsOf(words);
    std::replace(all.begin(), all.end(), change.first, change.second);
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

std::string AfterMark(const std::string& text, const std::string& mark) {
  const size_t at = text.find(mark);
  return at == std::string::npos ? text : text.substr(at + mark.size());
}

class Options : public Command, public ::testing::WithParamInterface<VerbCases> {
 protected:
  void SetUp() override;
  void TearDown() override {
    std::filesystem::current_path(was_);
    Command::TearDown();
  }
  static void TearDownTestSuite();

  bool IsWriter() const { return verb_.substr(0, 7) == "import " || verb_.substr(0, 9) == "generate "; }
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
  Outcome Do(const std::string& words) const {
    ++commands_run;
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

  void MakeCommunities() const;
  void MakeImports() const;
  void MakeSpecial() const;

  std::string verb_;
  std::vector<Listed> listed_;
  std::filesystem::path was_;
  std::map<std::string, std::string> effects_;  // Of commands that were run already.

  static inline int options_seen = 0, verbs_seen = 0, modes_seen = 0, commands_run = 0;
};

void Write(const std::string& path, const std::string& text) {
  if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty()) {
    std::filesystem::create_directories(folder);
  }
  std::ofstream(path) << text;
}

// Passes each row of a table to `edit` with its number, 0 for the names of the columns.
template <class Edit>
void EditTable(const std::string& path, Edit edit) {
  const Cells lines = absl::StrSplit(ReadAll(path), '\n', absl::SkipEmpty());
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    Cells cells = absl::StrSplit(lines[i], ',');
    edit(i, cells);
    out += absl::StrJoin(cells, ",") + "\n";
  }
  Write(path, out);
}

// Opt-outs, attributes, staff, a bot, a second market, directed ties, costs, opened
// mails, content of all kinds, signals without a date: what some options are about.
void Enrich(const std::string& folder) {
  EditTable(folder + "/members.csv", [](size_t i, Cells& c) {
    c.push_back(i == 0 ? "price" : std::to_string(1 + i % 5));
    c.push_back(i == 0 ? "village" : "v" + std::to_string(i % 4));
    if (i == 0) return;
    if (i % 3 == 1) c[5] = "post";
    if (i % 31 == 5) c[5] = "*";
    if (i == 10 || i == 11) c[3] = i == 10 ? "staff" : "bot";
  });
  EditTable(folder + "/markets.csv", [](size_t i, Cells& c) {
    if (i == 1) c.back() += "\npartners,Partners";
  });
  EditTable(folder + "/memberships.csv", [](size_t i, Cells& c) {
    if (i % 6 == 1) c.back() += "\npartners," + c[1] + ",customer," + c[3] + ",";
  });
  EditTable(folder + "/resources.csv", [](size_t i, Cells& c) {
    if (i > 0 && i % 5 == 1) c[2] = "answer";
    if (i > 0 && i % 3 == 1) c[5] = "0.3";
  });
  EditTable(folder + "/ties.csv", [](size_t i, Cells& c) {
    if (i % 2 == 1) c[2] = "answered", c[3] = "yes";
  });
  EditTable(folder + "/signals.csv", [](size_t i, Cells& c) {
    if (i % 90 == 1 && c[3] != "ask") c[4].clear();
  });
  EditTable(folder + "/touches.csv", [](size_t i, Cells& c) {
    if (i == 0 || c[8] == "true" || c[8] == "yes") return;
    if (i % 8 == 1 && c[6] == "sent") c[6] = "opened";
    if (i % 9 == 2) c[5].clear();
    if (i % 3 == 1) c[3] = "post";
  });
}

void Options::MakeCommunities() const {
  const std::string generate =
      "generate community --members 120 --ties 500 --signals 1500 --resources 60 --topics 8 "
      "--clusters 6 --asks 200 --answer-median 5 --offers .4 --touches 900 --quiet ";
  ASSERT_EQ(Run(generate + "-o g.pull").code, 0);
  ASSERT_EQ(Run(generate + "--seed 5 -o d.pull").code, 0);
  ASSERT_EQ(Run("export g.pull -o tables --quiet").code, 0);
  Enrich("tables");
  const Outcome made = Run("import csv tables -o c.pull --quiet");
  ASSERT_EQ(made.code, 0) << made.err;
}

// What the importers read.
void Options::MakeImports() const {
  ASSERT_EQ(Run("export d.pull -o others --quiet").code, 0);
  Write("gaps/members.csv", "id\na\n");
  Write("gaps/ties.csv", "from,to\na,b\n");
  Write("names.json", R"({"tables": [{"table": "members", "file": "members.csv",
                                      "columns": {"id": "id", "display_name": "village"}}]})");
  Write("ties.txt", "1 2 2018-01-01 3 0.5\n2 3 2018-01-02 4 0.25\n3 4 2018-01-03 5 0.125\n");
  Write("a.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]\n");
  Write("b.gml", "graph [ node [ id 1 ] node [ id 3 ] edge [ source 1 target 3 ] ]\n");
  Write("a.rows", "{\"community\":{\"name\":\"a\"}}\n{\"member\":{\"id\":\"m\"}}\n");
  Write("b.rows", "{\"community\":{\"name\":\"a\"}}\n{\"member\":{\"id\":\"n\"}}\n");
  const std::string packages =
      "Package: foo\nMaintainer: Ann <ann@example.org>\nUploaders: Bob <bob@example.org>, "
      "Cy <cy@example.org>\nDescription: a library\n\n"
      "Package: bar\nMaintainer: Bob <bob@example.org>\nDepends: foo\nDescription: a tool\n";
  Write("lists/a_Packages", packages);
  Write("fewer/a_Packages", packages);
  Write("lists/b_Sources", "Package: baz\nBinary: baz\nMaintainer: Dan <dan@example.org>\n"
                           "Build-Depends: foo\n");
  // It stands in for gpg, which would take long to make keys.
  Write("keys", "");
  Write("bin/gpg", R"(#!/bin/sh
echo "pub:-:4096:1:AAAAAAAAAAAAAAAA:1300000000:::-:::scESC:"
echo "uid:-::::1300000000::X::Ann <ann@example.org>:"
echo "sig:::1:BBBBBBBBBBBBBBBB:1500000000::::Bob:10x:"
echo "pub:-:4096:1:BBBBBBBBBBBBBBBB:1300000000:::-:::scESC:"
echo "uid:-::::1300000000::X::Bob <bob@example.org>:"
)");
  std::filesystem::permissions("bin/gpg", std::filesystem::perms::owner_all);
  for (const std::string folder : {"dump", "dump2"}) {
    Write(folder + "/Users.xml",
          "<users><row Id=\"1\" DisplayName=\"Ann\" CreationDate=\"2018-01-01T00:00:00\"/>"
          "<row Id=\"2\" DisplayName=\"Bob\" CreationDate=\"2018-01-01T00:00:00\"/></users>");
    Write(folder + "/Tags.xml", "<tags><row Id=\"1\" TagName=\"gates\" Count=\"1\"/></tags>");
    Write(folder + "/Posts.xml",
          "<posts><row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2018-02-01T10:00:00\" "
          "OwnerUserId=\"1\" Title=\"Why?\" Tags=\"&lt;gates&gt;\"/>" +
              std::string(folder == "dump" ? "" : "<!-- ") +
              "<row Id=\"3\" PostTypeId=\"2\" ParentId=\"1\" CreationDate=\"2018-02-02T09:00:00\" "
              "OwnerUserId=\"2\"/>" + (folder == "dump" ? "" : " -->") + "</posts>");
  }
}

// Communities in which an option shows that makes no difference in c.pull.
void Options::MakeSpecial() const {
  Write("days.txt", "2 3 2018-01-01\n1 2 2018-01-01\n");
  Write("star.txt", "me hub 2018-01-01 9 0.9\nhub x 2018-01-01 9 0.9\n"
                    "hub y 2018-01-01 9 0.9\nhub z 2018-01-01 9 0.9\n");
  const std::string columns = " --time-column 3 --quiet ";
  ASSERT_EQ(Run("import edges days.txt -o days.pull" + columns).code, 0);
  ASSERT_EQ(Run("import edges star.txt --strength-column 5 -o star.pull" + columns).code, 0);
  const std::string wide = "generate uniform --quiet --ties ";
  ASSERT_EQ(Run(wide + "30000 --members 50000 -o sampled.pull").code, 0);
  ASSERT_EQ(Run(wide + "9000 --members 142000 -o estimated.pull").code, 0);
}

// A mailing that moves those of plan "a" alone; and lists to compare.
void MakeMailing() {
  std::string members = "id,plan,village\n", ties = "from,to\n";
  std::string touches = "member,campaign,channel,sent_at,outcome,holdout,cost\n";
  std::string signals = "member,object,kind,at\n";
  for (int i = 0; i < 2000; ++i) {
    const std::string id = "c" + std::to_string(i);
    const bool a = i % 4 < 2, mailed = i % 2 == 1;
    const bool came = i % 10 < (a && mailed ? 6 : 3);
    members += id + (a ? ",a,v" : ",b,v") + std::to_string(i % 3) + "\n";
    ties += id + ",c" + std::to_string((i * 7 + 1) % 2000) + "\n";
    touches += id + ",spring," + (i % 8 < 4 ? "post" : "email") + ",2025-03-01," +
               (!mailed ? "" : i % 5 == 0 ? "opened" : "sent") + (mailed ? ",no," : ",yes,") +
               (i % 3 == 0 ? "" : "0.5") + "\n";
    if (came) signals += id + ",r,view,2025-03-0" + std::to_string(2 + i % 7) + "\n";
  }
  signals += "c0,r,view,2025-05-01\n";
  Write("mail/members.csv", members);
  Write("mail/ties.csv", ties);
  Write("mail/touches.csv", touches);
  Write("mail/signals.csv", signals);
}

void Options::SetUp() {
  Command::SetUp();
  was_ = std::filesystem::current_path();
  std::filesystem::current_path(folder_);
  ::setenv("PATH", (folder_ + "/bin:/usr/bin:/bin").c_str(), 1);
  ::setenv("COLUMNS", "30", 1);
  verb_ = GetParam().verb;
  for (const absl::string_view line :
       absl::StrSplit(Run("reference options").out, '\n', absl::SkipEmpty())) {
    const Cells c = absl::StrSplit(line, '\t');
    ASSERT_EQ(c.size(), 5U) << line;
    if (c[0] != verb_) continue;
    listed_.push_back({c[1], c[2], absl::StrSplit(c[3], ',', absl::SkipEmpty()),
                       absl::StrSplit(c[4], ',', absl::SkipEmpty())});
  }
  ASSERT_FALSE(listed_.empty()) << verb_ << " is no verb";
  MakeCommunities();
  if (verb_.substr(0, 6) == "import") MakeImports();
  if (verb_ == "access" || verb_ == "import edges") MakeSpecial();
  if (verb_ == "waste") {
    MakeMailing();
    ASSERT_EQ(Run("import csv mail -o mail.pull --quiet").code, 0);
  }
  if (verb_ == "compare") {
    ASSERT_EQ(Run("rank c.pull --format pb -o before.pb").code, 0);
    ASSERT_EQ(Run("rank c.pull --value 3 --format pb -o after.pb").code, 0);
    ASSERT_EQ(Run("rank c.pull --max-hops 1 --format pb -o other.pb").code, 0);
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
  std::filesystem::remove_all("made");
  const Outcome done = Do(line);
  EXPECT_EQ(done.code, 0) << Line(line) << "\n" << done.err;
  effect = done.out;
  if (verb_ == "export") {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator("made")) files.insert(entry.path());
    for (const auto& file : files) effect += file.string() + "\n" + ReadAll(file.string());
  } else if (IsWriter()) {
    // The first row says how the community was made.
    effect = where == Where::kBytes ? ReadAll("made") : AfterMark(Run("cat made").out, "\n");
  } else if (verb_ == "report") {
    effect = effect.substr(0, effect.find("id=\"method\""));  // What follows repeats options.
  } else if (IsAnswer() && where == Where::kResults) {
    effect = AfterMark(effect, "\"results\":");
  }
  EXPECT_GT(effect.size(), 10U) << Line(line);
  return effect;
}

void Options::MustChange(const std::string& without, const std::string& with, Where where) {
  if (where == Where::kExit) {
    EXPECT_NE(Do(without).code, 0) << Line(without);
    EXPECT_FALSE(Effect(with, Where::kResults).empty());
    return;
  }
  EXPECT_TRUE(Effect(without, where) != Effect(with, where))
      << "no effect: " << Line(without) << "  ->  " << Line(with);
}

// Options that mean the same on every verb. Returns by `o` whether it is one of them.
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
    EXPECT_EQ(Do(words + " --quiet").err, "") << Line(words);
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
      outputs.insert(word == "html" ? Effect(words, all) : Effect(words + " --format " + word, all));
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
  MustBeRefused(mode.words + " " + o.name + value, o.name);
}

TEST_P(Options, HaveAnEffectOrAreRefused) {
  for (const ModeWords& mode : GetParam().modes) {
    for (const Listed& o : listed_) {
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
  std::printf("%d commands\n%d options over %d verbs in %d modes: each has an effect or is refused\n",
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
  const std::string path = ::testing::TempDir() + "pullgraph.options." + std::to_string(::getpid());
  ASSERT_EQ(std::system((std::string(PULLGRAPH_BINARY) + " reference options -o " + path).c_str()), 0);
  for (const absl::string_view line : absl::StrSplit(ReadAll(path), '\n', absl::SkipEmpty())) {
    listed.insert(std::string(line.substr(0, line.find('\t'))));
  }
  std::filesystem::remove(path);
  EXPECT_EQ(known, listed);
}

}  // namespace
}  // namespace pullgraph
