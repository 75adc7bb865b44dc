// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/command_fixture.h"

namespace pullgraph::achieve_command_test {
namespace {

using testing::Command;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;

// ada lacks tests and law. bob, whom she knows well, offers both a little; cy, whom she
// reaches through bob, tests well; dan, out of reach, knows the law.
class AchieveCommand : public Command {
 protected:
  void SetUp() override {
    Command::SetUp();
    const std::string folder = File("tables");
    std::filesystem::create_directory(folder);
    std::ofstream(folder + "/topics.csv") << "id,name\nlaw,Law\ntests,Testing\nart,Art\n";
    std::ofstream(folder + "/members.csv")
        << "id,display_name,needs,offers\nada,Ada,tests:2;law:1,\nbob,Bob,,tests:0.5;law:0.2\n"
           "cy,Cy,,tests:0.9\ndan,Dan,,law:1\n";
    std::ofstream(folder + "/ties.csv")
        << "from,to,kind,strength\nada,bob,knows,0.9\nbob,cy,knows,0.8\n";
    std::ofstream(folder + "/signals.csv")
        << "member,object_kind,object,kind,at,answered_at,answered_by\n"
        << [] {
             // Each answer comes a tenth sooner than the one before, week by week.
             std::string rows;
             double seconds = 400'000;
             for (int64_t week = 0; week < 12; ++week, seconds *= 0.9) {
               const int64_t at = 1'500'000'000 + week * 7 * 86'400;
               rows += "ada,topic,law,ask," + std::to_string(at) + "," +
                       std::to_string(at + static_cast<int64_t>(seconds)) + ",bob\n";
             }
             return rows + "bob,topic,art,view,1600000000,,\n";
           }();
    const Outcome import = Run("import csv " + folder + " -o " + File("a.pull"));
    ASSERT_EQ(import.code, 0) << import.err;
  }
};

TEST_F(AchieveCommand, ComplementsCoverWhatIsLacked) {
  const Outcome table = Run("achieve " + File("a.pull") + " ada");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("Ada lacks 2 topics"));
  const Outcome csv = Run("achieve " + File("a.pull") + " ada --format csv");
  // Cy first: 2 * .9 * .72 = 1.296 against Bob's 2 * .5 * .9 + .2 * .9 = 1.08.
  EXPECT_THAT(csv.out,
              HasSubstr("1,person,cy,Cy,0.7200000079707726,1.295999980015115,1.2959"));
  EXPECT_THAT(csv.out,
              HasSubstr("2,person,bob,Bob,0.8999999817398698,0.4968000015958152,1.0799"));
  EXPECT_LT(csv.out.find("cy,Cy"), csv.out.find("bob,Bob"));
  EXPECT_THAT(csv.out, HasSubstr("ada > bob > cy"));
  EXPECT_THAT(csv.out, Not(HasSubstr("dan")));
  const Outcome needs = Run("achieve " + File("a.pull") + " ada --by-need");
  EXPECT_THAT(needs.out, HasSubstr("law"));
  const Outcome other = Run("achieve " + File("a.pull") + " dan");
  EXPECT_EQ(other.code, 0) << other.err;
  EXPECT_THAT(other.out, HasSubstr("has no needs on record"));
  EXPECT_THAT(Run("achieve " + File("a.pull") + " ada --needs art").out,
              HasSubstr("Not covered: art"));
}

TEST_F(AchieveCommand, Teams) {
  const Outcome both = Run("achieve " + File("a.pull") + " --team tests,law --min-level .2");
  EXPECT_EQ(both.code, 0) << both.err;
  EXPECT_THAT(both.out, HasSubstr("A team of 1 for 2 needs"));  // Bob has both.
  EXPECT_THAT(both.out, HasSubstr("Bob"));
  const Outcome strict =
      Run("achieve " + File("a.pull") + " --team tests,law --min-level .8 --method tree");
  EXPECT_THAT(strict.out, HasSubstr("No team has all of 2 needs"));
  EXPECT_THAT(strict.out, HasSubstr("not connected by ties"));
  EXPECT_THAT(Run("achieve " + File("a.pull") + " --team art").out,
              HasSubstr("Nobody offers art"));
  EXPECT_THAT(Run("achieve " + File("a.pull") + " ada --team --min-level .2").out,
              HasSubstr("Bob"));
}

TEST_F(AchieveCommand, HolesAndImprovement) {
  const Outcome holes = Run("achieve " + File("a.pull") + " --holes");
  EXPECT_EQ(holes.code, 0) << holes.err;
  EXPECT_THAT(holes.out, HasSubstr("Structural holes: 3 members"));
  EXPECT_LT(holes.out.find("Bob"), holes.out.find("Ada"));  // Bob stands between.
  const Outcome rate = Run("achieve " + File("a.pull") + " ada --improvement --format json");
  EXPECT_EQ(rate.code, 0) << rate.err;
  // 1 / .9 a week, by whole seconds: 10.5 % of the logarithm, 10 % down.
  EXPECT_THAT(rate.out, HasSubstr("\"answers\":12,"));
  EXPECT_THAT(rate.out, HasSubstr("\"percent_a_week\":11.11"));
}

TEST_F(AchieveCommand, SameForAnyNumberOfThreads) {
  for (const char* rest : {" ada", " ada --by-need", " --team tests,law --min-level .2",
                           " --holes", " ada --improvement"}) {
    ExpectSameForAnyThreads("achieve " + File("a.pull") + rest);
  }
}

TEST_F(AchieveCommand, SaysWhatIsWrong) {
  EXPECT_THAT(Run("achieve " + File("a.pull")).err, HasSubstr("nobody is named"));
  EXPECT_THAT(Run("achieve " + File("a.pull") + " eve").err, HasSubstr("no member 'eve'"));
  EXPECT_THAT(Run("achieve " + File("a.pull") + " ada --needs x").err,
              HasSubstr("no topic 'x'"));
  EXPECT_EQ(Run("achieve " + File("a.pull") + " --team tests --method x").code, 2);
  EXPECT_EQ(Run("achieve " + File("a.pull") + " --team tests --min-level 2").code, 2);
  EXPECT_THAT(Run("achieve " + File("a.pull") + " --team").err,
              HasSubstr("no need to make a team"));
}

}  // namespace
}  // namespace pullgraph::achieve_command_test
