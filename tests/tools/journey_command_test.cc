// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/command_fixture.h"

namespace pullgraph::journey_command_test {
namespace {

using testing::Command;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;

class JourneyCommand : public Command {
 protected:
  void SetUp() override {
    Command::SetUp();
    ASSERT_EQ(Run("generate community --members 200 --ties 1500 --signals 3000 --resources 60 "
                  "--excitation .6 --asks 300 --answer-median 4 --days 200 -o " +
                  File("j.pull"))
                  .code,
              0);
  }
};

TEST_F(JourneyCommand, PaceTellsWhatWasPlanted) {
  const Outcome all = Run("pace " + File("j.pull") + " --of answer");
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, HasSubstr("Days from ask to first answer: 300 waits"));
  const Outcome csv = Run("pace " + File("j.pull") + " --of answer --format csv");
  EXPECT_THAT(csv.out, HasSubstr("waits,events,quarter_days,median_days,median_low,"));
  EXPECT_THAT(csv.out, HasSubstr("\n1,answer,all,all,300,292,1.7994"));
  EXPECT_THAT(csv.out, HasSubstr(",4.2623"));  // 4 days were planted.
  const Outcome topics =
      Run("pace " + File("j.pull") + " --of answer --by topic --min-size 8");
  EXPECT_THAT(topics.out, HasSubstr("topic "));
  const Outcome weekday = Run("pace " + File("j.pull") + " --of answer --by weekday");
  EXPECT_THAT(weekday.out, HasSubstr("Wednesday"));
  const Outcome adoption = Run("pace " + File("j.pull") + " --resource r3 --by cluster");
  EXPECT_EQ(adoption.code, 0) << adoption.err;
  EXPECT_THAT(adoption.out, HasSubstr("Resource 3 is pulled"));
  const Outcome rhythm = Run("pace " + File("j.pull") + " --rhythm --format json");
  EXPECT_EQ(rhythm.code, 0) << rhythm.err;
  EXPECT_THAT(rhythm.out, HasSubstr("\"branching\":0.59"));
  const Outcome steady = Run("pace " + File("c.pull") + " --rhythm --wide");
  EXPECT_THAT(steady.out, HasSubstr("p steady"));
}

// Five members; x adopted in three of four years; p and q name a, the first adopter.
TEST_F(JourneyCommand, CurveOfAThingThatSpreads) {
  std::filesystem::create_directory(File("x"));
  std::ofstream(File("x/members.csv")) << "id,village\na,n\np,n\nq,n\nr,s\ns,s\n";
  std::ofstream(File("x/ties.csv"))
      << "from,to,directed\np,a,yes\nq,a,yes\nr,s,yes\ns,r,yes\n";
  std::ofstream(File("x/signals.csv")) << "member,object,kind,at\na,x,use,2001-05-01\n"
                                          "p,x,use,2002-07-01\nr,x,use,2004-01-01\n"
                                          "q,x,use,2004-02-01\n";
  const Outcome import = Run("import csv " + File("x") + " -o " + File("x.pull"));
  ASSERT_EQ(import.code, 0) << import.err;
  const std::string curve =
      "pace " + File("x.pull") + " --resource x --curve --period year --direction against";
  const Outcome table = Run(curve + " --wide");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out,
              HasSubstr("x: adopted by 4 of 5 members; half of the adopters by 2002 (T50), "
                        "half of all by 2004"));
  // At risk and tied from 2002 on: p and q exposed, r and s not before 2005.
  const Outcome json = Run(curve + " --format json --within village");
  EXPECT_THAT(json.out, HasSubstr("\"exposed\":4,\"exposed_adopted\":2,\"unexposed\":6,"
                                  "\"unexposed_adopted\":1}"));
  EXPECT_THAT(json.out, HasSubstr("\"period\":\"2003\""));
  EXPECT_EQ(Run(curve + " --within street").code, 2);
  EXPECT_EQ(Run("pace " + File("x.pull") + " --curve").code, 2);
  EXPECT_EQ(Run("pace " + File("x.pull") + " --resource x --period year").code, 2);
  EXPECT_EQ(Run(curve + " --rhythm").code, 2);
}

TEST_F(JourneyCommand, TrajectoryInItsThreeForms) {
  const Outcome levels = Run("trajectory " + File("j.pull"));
  EXPECT_EQ(levels.code, 0) << levels.err;
  EXPECT_THAT(levels.out, HasSubstr("casual"));
  EXPECT_THAT(levels.out, HasSubstr("200 members are known now"));
  const Outcome members = Run("trajectory " + File("j.pull") + " --members --limit 5");
  EXPECT_THAT(members.out, HasSubstr("towards the core"));
  const Outcome lives = Run("trajectory " + File("j.pull") + " --clusters --windows 4");
  EXPECT_EQ(lives.code, 0) << lives.err;
  EXPECT_THAT(lives.out, HasSubstr("around Member "));
  EXPECT_THAT(lives.out, HasSubstr("gravity"));
}

TEST_F(JourneyCommand, SameForAnyNumberOfThreads) {
  for (const char* rest : {"", " --of answer --by topic", " --rhythm --by cluster",
                           " --resource r3 --curve --period week --limit 500"}) {
    ExpectSameForAnyThreads("pace " + File("j.pull") + rest);
  }
  for (const char* rest : {"", " --members", " --clusters"}) {
    ExpectSameForAnyThreads("trajectory " + File("j.pull") + rest);
  }
}

TEST_F(JourneyCommand, SaysWhatIsWrong) {
  const std::string file = File("j.pull");
  EXPECT_EQ(Run("pace " + file + " --of nothing").code, 2);
  EXPECT_EQ(Run("pace " + file + " --by topic").code, 2);
  EXPECT_THAT(Run("pace " + file + " --of adoption").err, HasSubstr("--resource"));
  EXPECT_THAT(Run("pace " + file + " --resource nope").err, HasSubstr("no resource 'nope'"));
  EXPECT_THAT(Run("pace " + file + " --signal nope").err, HasSubstr("nope"));
  EXPECT_EQ(Run("trajectory " + file + " --windows 1").code, 2);
  EXPECT_EQ(Run("trajectory " + file + " --clusters --members").code, 2);
  ASSERT_EQ(Run("generate uniform --members 20 --ties 40 -o " + File("u.pull")).code, 0);
  EXPECT_THAT(Run("trajectory " + File("u.pull")).err, HasSubstr("nothing is dated"));
  EXPECT_THAT(Run("pace " + File("u.pull") + " --rhythm").err, HasSubstr("no pull is dated"));
  const Outcome none = Run("pace " + File("u.pull"));
  EXPECT_EQ(none.code, 0) << none.err;
  EXPECT_THAT(none.out, HasSubstr("0 waits"));
  EXPECT_THAT(Run("generate community --excitation 1 -o " + File("x.pull")).err,
              HasSubstr("excitation is 1"));
}

}  // namespace
}  // namespace pullgraph::journey_command_test
