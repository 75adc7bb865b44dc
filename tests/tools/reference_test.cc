// SPDX-License-Identifier: Apache-2.0
// What the command says of itself: help, manual pages, completion in three shells.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/tools/command_fixture.h"

namespace pullgraph::reference_test {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::ReadAll;
using ::testing::UnorderedElementsAre;

using Lines = std::vector<std::string>;

Lines LinesOf(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool Has(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

class Reference : public testing::Command {
 protected:
  void SetUp() override {
    Command::SetUp();
    ASSERT_EQ(Run("reference all -o " + File("all")).code, 0);
  }
  // The output of a line of shell; it may say nothing on standard error.
  std::string Shell(const std::string& line) const {
    const int status = std::system(
        ("{ " + line + " ; } > " + File("reply") + " 2> " + File("complaint") + " < /dev/null")
            .c_str());
    EXPECT_EQ(status, 0) << line << ReadAll(File("complaint"));
    EXPECT_EQ(ReadAll(File("complaint")), "") << line;
    return ReadAll(File("reply"));
  }
  // Verb and options, tab-separated, as `reference options` lists them.
  std::vector<Lines> Options() const {
    std::vector<Lines> all;
    for (const std::string& line : LinesOf(Run("reference options").out)) {
      Lines cells;
      std::istringstream in(line);
      for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
      all.push_back(cells);
    }
    return all;
  }
  std::string PageOf(std::string verb) const {
    std::replace(verb.begin(), verb.end(), ' ', '-');
    return File("all/man/man1/pullgraph-" + verb + ".1");
  }
  // What completes the last word of a line, in each shell.
  std::string Bash(const std::string& words, int at) const {
    return Shell("cd " + folder_ +
                 "; bash -c 'source all/completions/pullgraph.bash; COMP_WORDS=(" + words +
                 "); COMP_CWORD=" + std::to_string(at) +
                 "; _pullgraph; echo \"${COMPREPLY[@]}\"'");
  }
  std::set<std::string> Fish(const std::string& line) const {
    std::set<std::string> words;
    for (const std::string& found : LinesOf(Shell(
             "cd " + folder_ + "; HOME=" + folder_ +
             " fish --no-config -c 'source all/completions/pullgraph.fish; complete -C\"" +
             line + "\"'"))) {
      words.insert(found.substr(0, found.find('\t')));
    }
    return words;
  }
  std::set<std::string> Zsh(const std::string& line) const;
};

// Presses Tab in a shell on a terminal of its own; compadd tells what it is given.
constexpr char kZsh[] = R"(zmodload zsh/zpty
cd $1
rm -f found ready
zpty z zsh -f -i
zpty -w z 'PS1= ; autoload -U compinit; compinit -u -D; source all/completions/_pullgraph'
zpty -w z 'compadd() { local -a found; case " ${(j: :)@[1,(i)(-|--)]} " in
*" -"[OAD]" "*) builtin compadd "$@"; return ;; esac
builtin compadd -A found "$@"; print -l -- $found >> found; builtin compadd "$@" }'
zpty -w z 'bindkey "^I" complete-word; : > ready'
for i in {1..600}; do [[ -e ready ]] && break; sleep .1; done
zpty -w -n z "$2"$'\t'
for i in {1..600}; do [[ -s found ]] && break; sleep .1; done
sleep .5
zpty -d z
cat found
)";

std::set<std::string> Reference::Zsh(const std::string& line) const {
  std::ofstream(File("press.zsh")) << kZsh;
  const Lines found =
      LinesOf(Shell("zsh -f " + File("press.zsh") + " " + folder_ + " '" + line + "'"));
  return {found.begin(), found.end()};
}

TEST_F(Reference, ManualNamesEveryVerbAndOption) {
  const std::string manual = ReadAll(File("all/man/man1/pullgraph.1"));
  std::set<std::string> verbs;
  for (const Lines& o : Options()) {
    ASSERT_GE(o.size(), 2U);
    verbs.insert(o[0]);
    std::string name;
    for (const char c : o[1]) name += c == '-' ? std::string("\\-") : std::string(1, c);
    EXPECT_THAT(ReadAll(PageOf(o[0])), HasSubstr(name)) << o[0];
  }
  EXPECT_GT(verbs.size(), 25U);
  for (std::string verb : verbs) {
    std::replace(verb.begin(), verb.end(), ' ', '-');
    std::string name;
    for (const char c : verb) name += c == '-' ? std::string("\\-") : std::string(1, c);
    EXPECT_THAT(manual, HasSubstr("\n.BR pullgraph\\-" + name + " (1)\n"));
  }
  // All at once holds the same pages.
  const std::string all = Run("reference man").out;
  EXPECT_THAT(all, HasSubstr(ReadAll(PageOf("rank"))));
  EXPECT_THAT(all, HasSubstr(".B \\-\\-threads"));
}

TEST_F(Reference, ManualIsRoffWithoutFault) {
  if (!Has("groff") && !Has("man")) GTEST_SKIP() << "neither groff nor man is installed";
  for (const auto& page : std::filesystem::directory_iterator(File("all/man/man1"))) {
    const std::string path = page.path().string();
    if (Has("groff")) {
      EXPECT_GT(Shell("groff -man -Tascii -ww " + path).size(), 500U) << path;
    }
    if (Has("man")) {
      EXPECT_GT(Shell("MANWIDTH=80 man --warnings -l " + path).size(), 500U) << path;
    }
  }
}

TEST_F(Reference, BashCompletes) {
  EXPECT_EQ(Bash("pullgraph ra", 1), "rank\n");
  EXPECT_EQ(Bash("pullgraph rank x --thr", 3), "--threads\n");
  EXPECT_EQ(Bash("pullgraph import stackex", 2), "stackexchange\n");
  EXPECT_EQ(Bash("pullgraph import edges x --direc", 4), "--directed\n");
  EXPECT_EQ(Bash("pullgraph rank x --learner \"\"", 4), "logistic trees auto\n");
  EXPECT_EQ(Bash("pullgraph rank x --learner tr", 4), "trees\n");
  EXPECT_EQ(Bash("pullgraph rank c.pu", 2), "c.pull\n");
  EXPECT_EQ(Bash("pullgraph help ra", 2), "rank\n");
}

TEST_F(Reference, FishCompletes) {
  if (!Has("fish")) GTEST_SKIP() << "fish is not installed";
  EXPECT_THAT(Fish("pullgraph ra"), UnorderedElementsAre("rank"));
  EXPECT_THAT(Fish("pullgraph rank x --thr"), UnorderedElementsAre("--threads"));
  EXPECT_THAT(Fish("pullgraph import stackex"), UnorderedElementsAre("stackexchange"));
  EXPECT_THAT(Fish("pullgraph import edges x --direc"), UnorderedElementsAre("--directed"));
  EXPECT_THAT(Fish("pullgraph rank x --learner "),
              UnorderedElementsAre("logistic", "trees", "auto"));
  EXPECT_THAT(Fish("pullgraph rank c.pu"), UnorderedElementsAre("c.pull"));
}

TEST_F(Reference, ZshCompletes) {
  if (!Has("zsh")) GTEST_SKIP() << "zsh is not installed";
  EXPECT_THAT(Zsh("pullgraph ra"), UnorderedElementsAre("rank"));
  EXPECT_THAT(Zsh("pullgraph import stackex"), UnorderedElementsAre("stackexchange"));
  EXPECT_THAT(Zsh("pullgraph rank x --thr"), UnorderedElementsAre("--threads"));
  EXPECT_THAT(Zsh("pullgraph rank x --learner "),
              UnorderedElementsAre("logistic", "trees", "auto"));
  EXPECT_THAT(Zsh("pullgraph rank c.pu"), UnorderedElementsAre("c.pull"));
  EXPECT_THAT(Zsh("pullgraph rank x -o c.pu"), UnorderedElementsAre("c.pull"));
  // What may be repeated is offered again.
  EXPECT_THAT(Zsh("pullgraph import debian --index c.pull --ind"), UnorderedElementsAre("--index"));
}

TEST_F(Reference, HelpGroupsVerbs) {
  const Outcome help = Run("help");
  EXPECT_EQ(help.code, 0);
  EXPECT_EQ(help.err, "");
  EXPECT_EQ(Run("--help").out, help.out);
  size_t before = 0;
  for (const std::string line : {"Bring in", "  import ", "Look", "  info ", "Understand",
                                 "  access ", "Act", "  rank ", "Check", "  validate "}) {
    const size_t at = help.out.find("\n" + line);
    ASSERT_NE(at, std::string::npos) << line;
    EXPECT_GT(at, before) << line;
    before = at;
  }
  EXPECT_EQ(Run("rank --help").out, Run("help rank").out);
  EXPECT_THAT(Run("help rank").out, HasSubstr("pullgraph rank q.pull"));
  EXPECT_THAT(Run("help rank --columns").out, HasSubstr("\n  member_name "));
  EXPECT_THAT(Run("help import").out, HasSubstr("pullgraph import stackexchange"));
  const Outcome unknown = Run("help rnak");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_EQ(unknown.err, "pullgraph: there is no verb 'rnak'\n  try: pullgraph rank\n");
}

}  // namespace
}  // namespace pullgraph::reference_test
