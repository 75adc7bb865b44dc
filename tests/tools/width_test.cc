// SPDX-License-Identifier: Apache-2.0
// Tables fit the columns they are given: 80 when piped, COLUMNS if that is set.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/tools/command_fixture.h"

namespace pullgraph::width_test {
namespace {

using testing::Command;
using testing::Outcome;

// Code points, which is columns: what is generated has none of double width.
size_t Columns(const std::string& line) {
  return static_cast<size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string TooWide(const std::string& text, size_t columns) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (Columns(line) > columns) return line;
  }
  return "";
}

// Verb and what follows the file.
using Question = std::pair<std::string, std::string>;

const std::vector<Question>& Questions() {
  static const std::vector<Question> questions = {
      {"info", ""},
      {"access", ""},
      {"access", "--to m1 --k 3"},
      {"access", "--reach"},
      {"access", "--brokers"},
      {"access", "--closeness --within 5"},
      {"access", "--trade-off --to m1"},
      {"access", "--temporal fastest"},
      {"access", "--temporal latest-departure --to m1"},
      {"access", "--plan --targets m1,m2,m3"},
      {"attract", ""},
      {"attract", "--report"},
      {"attract", "--serendipity"},
      {"attract", "--links --runs 3"},
      {"achieve", "m3"},
      {"achieve", "m3 --by-need"},
      {"achieve", "--team t1,t2"},
      {"achieve", "--holes"},
      {"achieve", "m3 --improvement"},
      {"edges", "--all"},
      {"edges", "--frontier"},
      {"trajectory", ""},
      {"trajectory", "--members"},
      {"trajectory", "--clusters"},
      {"leverage", "--k 3 --min-sets 2000"},
      {"leverage", "--reach 20 --min-sets 2000"},
      {"leverage", "--budget 3 --min-sets 2000 --spread-check"},
      {"pace", ""},
      {"pace", "--of answer --by topic"},
      {"pace", "--by cluster --min-size 5"},
      {"pace", "--resource r3"},
      {"pace", "--resource r3 --curve --period week"},
      {"pace", "--rhythm --by cluster"},
      {"rank", ""},
      {"rank", "--explain 1"},
      {"rank", "--goal pulls"},
      {"rank", "--goal pulls --explain 1"},
      {"rank", "--goal pulls --budget 5 --contact-cost .1"},
      {"needs", ""},
      {"needs", "--topic t1"},
      {"needs", "--idle --idle-days 1"},
      {"waste", ""},
      {"waste", "--windows"},
      {"waste", "--uplift"},
      {"waste", "--qini"},
      {"waste", "--spare"},
      {"waste", "--by cluster"},
      {"backtest", ""},
      {"backtest", "--pulls"},
      {"backtest", "--contacts"},
      {"backtest", "--events"}};
  return questions;
}

class Width : public Command {
 protected:
  void SetUp() override {
    Command::SetUp();
    ASSERT_EQ(Run("generate community --members 120 --ties 700 --signals 2500 --resources 60 "
                  "--asks 200 --topics 8 --touches 400 --offers .2 -o " +
                  File("d.pull"))
                  .code,
              0);
  }
  // No line of any answer of a verb is wider, given this value of COLUMNS; "" is none.
  void ExpectFits(const std::string& asked, const std::string& file,
                  const std::string& columns, size_t width) const {
    ::setenv("COLUMNS", columns.c_str(), 1);
    if (columns.empty()) ::unsetenv("COLUMNS");
    for (const auto& [verb, rest] : Questions()) {
      if (verb != asked) continue;
      const Outcome out = Run(verb + " " + File(file) + " " + rest);
      if (out.code != 0) {
        // Of the plain community some can't be asked; that must be said.
        EXPECT_EQ(file, "c.pull") << verb << " " << rest << out.err;
        EXPECT_NE(out.err, "") << verb << " " << rest;
        continue;
      }
      EXPECT_NE(out.out, "") << verb << " " << rest;
      EXPECT_EQ(TooWide(out.out, width), "") << verb << " " << rest << ", COLUMNS=" << columns;
    }
    ::unsetenv("COLUMNS");
  }
};

class WidthOf : public Width, public ::testing::WithParamInterface<const char*> {};

TEST_P(WidthOf, FitsIn80Columns) { ExpectFits(GetParam(), "d.pull", "80", 80); }
TEST_P(WidthOf, FitsIn120Columns) { ExpectFits(GetParam(), "d.pull", "120", 120); }
TEST_P(WidthOf, FitsIn80WhenPiped) {
  ExpectFits(GetParam(), "d.pull", "", 80);
  ExpectFits(GetParam(), "c.pull", "", 80);
}

INSTANTIATE_TEST_SUITE_P(Verbs, WidthOf,
                         ::testing::Values("info", "access", "attract", "achieve", "edges",
                                           "trajectory", "leverage", "pace", "rank", "needs",
                                           "waste", "backtest"),
                         [](const auto& verb) { return std::string(verb.param); });

TEST_F(Width, OfComparedLists) {
  ASSERT_EQ(Run("rank " + File("c.pull") + " --format pb -o " + File("a.pb")).code, 0);
  ASSERT_EQ(Run("rank " + File("d.pull") + " --format pb -o " + File("b.pb")).code, 0);
  const Outcome out = Run("compare " + File("a.pb") + " " + File("b.pb"));
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(TooWide(out.out, 80), "");
  // Help fits as well.
  EXPECT_EQ(TooWide(Run("help").out, 80), "");
  EXPECT_EQ(TooWide(Run("help rank").out, 80), "");
}

}  // namespace
}  // namespace pullgraph::width_test
