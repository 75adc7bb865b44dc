// SPDX-License-Identifier: Apache-2.0
// Runs `leverage` as its users do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/tools/command_fixture.h"

namespace pullgraph::leverage_command_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;

class LeverageCommand : public testing::Command {
 protected:
  // Two hubs with the same thirty fans (and one more of the first), and a smaller one with ten
  // of its own; the first hub is a customer, staff has most ties of all, and one has opted
  // out.
  void WriteHubs() const {
    std::ofstream members(File("members.csv")), ties(File("ties.csv"));
    members
        << "id,role,opted_out,fee\nhub1,,,5\nhub2,,,1\nsmall,,,1\nclerk,staff,,1\nmute,,*,1\n";
    ties << "from,to,kind,directed,strength\n";
    for (int i = 0; i < 30; ++i) members << "f" << i << ",,,1\n";
    members << "x,,,1\n";
    ties << "hub1,x,answered,true,0.9\n";
    for (int i = 0; i < 10; ++i) members << "g" << i << ",,,1\n";
    for (int i = 0; i < 30; ++i) {
      for (const char* hub : {"hub1", "hub2", "clerk", "mute"}) {
        ties << hub << ",f" << i << ",answered,true,0.9\n";
      }
    }
    for (int i = 0; i < 10; ++i) {
      ties << "small,g" << i << ",answered,true,0.9\n";
      ties << "clerk,g" << i << ",answered,true,0.9\n";
    }
    std::ofstream(File("markets.csv")) << "id,name\nm,M\n";
    std::ofstream(File("memberships.csv")) << "market,member,status\nm,hub1,customer\n";
    members.close(), ties.close();
    const Outcome import = Run("import csv " + folder_ + " -o " + File("hubs.pull"));
    ASSERT_EQ(import.code, 0) << import.err;
  }

  std::string Seeds(const std::string& options) const {
    const Outcome csv = Run("leverage " + File("hubs.pull") + " --format csv " + options);
    EXPECT_EQ(csv.code, 0) << csv.err;
    std::string seeds;
    std::istringstream lines(csv.out);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      const size_t from = line.find(',') + 1;
      seeds += line.substr(from, line.find(',', from) - from) + " ";
    }
    return seeds;
  }
};

TEST_F(LeverageCommand, ChoosesWhoAddsNotWhoIsBig) {
  WriteHubs();
  EXPECT_EQ(Seeds("--k 2"), "hub1 small ");
  EXPECT_EQ(Seeds("--k 2 --candidates outside"), "hub2 small ");
  EXPECT_EQ(Seeds("--budget 3 --costs fee").substr(0, 11), "hub2 small ");
  EXPECT_EQ(Seeds("--reach 30"), "hub1 small ");
  EXPECT_EQ(Seeds("--k 2 --limit 1"), "hub1 ");
  // Where fans share their attention among four, the second hub adds more.
  EXPECT_EQ(Seeds("--k 2 --model lt"), "hub1 hub2 ");
  EXPECT_EQ(Seeds("--k 2 --probabilities weighted-cascade"), "hub1 hub2 ");
  // Against the ties, fans move hubs.
  EXPECT_EQ(Seeds("--k 1 --direction against --probabilities constant --p 1").substr(0, 1),
            "f");
  const Outcome table = Run("leverage " + File("hubs.pull") + " --k 2 --spread-check --wide");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("2 members set 3"));
  EXPECT_THAT(table.out, HasSubstr("The best connected as many set in motion: 32.6"));
  EXPECT_THAT(table.out, HasSubstr("the simulated interval meets the certified one"));
  EXPECT_THAT(table.out, HasSubstr("Model: cascade, probabilities: ties"));
  EXPECT_THAT(table.out, Not(HasSubstr("clerk")));
  EXPECT_THAT(table.out, Not(HasSubstr("mute")));
  const Outcome reach = Run("leverage " + File("hubs.pull") + " --reach 30 --wide");
  EXPECT_THAT(reach.out, HasSubstr("2 members set 30 in motion"));
  EXPECT_THAT(reach.out, HasSubstr("it takes 2 in any case"));
  const Outcome never = Run("leverage " + File("hubs.pull") + " --reach 45");
  EXPECT_THAT(never.out, HasSubstr("No contact set is certain"));
  EXPECT_EQ(never.code, 0);
}

TEST_F(LeverageCommand, SameInAllFormatsForAnyThreads) {
  const std::string base = "leverage " + File("c.pull") + " --k 5 --min-sets 2000";
  for (const std::string view :
       {"", " --probabilities learned", " --model lt --probabilities weighted-cascade",
        " --probabilities constant --p 0.05 --candidates outside --audience outside"}) {
    for (const std::string format : {"table", "csv", "json", "pb"}) {
      const std::string line = base + view + " --format " + format + " --threads ";
      const Outcome one = Run(line + "1");
      EXPECT_EQ(one.code, 0) << line << one.err;
      EXPECT_GT(one.out.size(), 150U) << line;
      for (const std::string threads : {"2", "7"}) EXPECT_EQ(Run(line + threads).out, one.out);
    }
  }
  const Outcome json = Run(base + " --format json");
  EXPECT_THAT(json.out, HasSubstr("\"leverage_certificate\""));
  EXPECT_THAT(json.out, HasSubstr("\"best_high\""));
  EXPECT_THAT(json.out, HasSubstr("\"results\":6}"));
  EXPECT_THAT(Run(base + " --format pb").out, HasSubstr("leverage"));
  EXPECT_NE(Run(base + " --seed 7").out, Run(base).out);
}

TEST_F(LeverageCommand, Errors) {
  const std::string base = "leverage " + File("c.pull");
  EXPECT_EQ(Run(base + " --k 0").code, 2);
  EXPECT_EQ(Run(base + " --k 3 --budget 5").code, 2);
  EXPECT_EQ(Run(base + " --reach 3 --budget 5").code, 2);
  EXPECT_EQ(Run(base + " --costs fee").code, 2);
  EXPECT_EQ(Run(base + " --model tree").code, 2);
  EXPECT_EQ(Run(base + " --probabilities maybe").code, 2);
  EXPECT_EQ(Run(base + " --epsilon 0.9").code, 2);
  EXPECT_EQ(Run("leverage " + File("none.pull")).code, 4);
  const Outcome costs = Run(base + " --budget 5 --costs nothing");
  EXPECT_NE(costs.code, 0);
  EXPECT_THAT(costs.err, HasSubstr("no member has attribute 'nothing'"));
  const Outcome reach = Run(base + " --reach 100000");
  EXPECT_NE(reach.code, 0);
  EXPECT_THAT(reach.err, HasSubstr("reach is 100000"));
  std::ofstream(File("members.csv")) << "id,fee\nann,-1\nbob,2\n";
  std::ofstream(File("ties.csv")) << "from,to\nann,bob\n";
  ASSERT_EQ(Run("import csv " + folder_ + " -o " + File("bad.pull")).code, 0);
  const Outcome bad = Run("leverage " + File("bad.pull") + " --budget 5 --costs fee");
  EXPECT_NE(bad.code, 0);
  EXPECT_THAT(bad.err, HasSubstr("member 'ann' has fee = '-1'"));
  const Outcome silent = Run("leverage " + File("bad.pull") + " --probabilities learned");
  EXPECT_THAT(silent.err, HasSubstr("no dated signals"));
  EXPECT_NE(silent.code, 0);
  EXPECT_THAT(Run("leverage --help").out, HasSubstr("pullgraph leverage q.pull --k 10"));
}

}  // namespace
}  // namespace pullgraph::leverage_command_test
