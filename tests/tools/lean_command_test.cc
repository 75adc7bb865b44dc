// SPDX-License-Identifier: Apache-2.0
// Runs `waste` and `needs` as their users do.
#include "tests/tools/command_fixture.h"

namespace pullgraph::lean_command_test {
namespace {

using testing::Command;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;

class LeanCommand : public Command {
 protected:
  // A mailing to odd rows; members with plan "a" come because of it, the others anyhow.
  void WriteMailing() const {
    std::ofstream out(File("mail.csv"));
    out << "plan,mailed,came\n";
    for (int i = 0; i < 2000; ++i) {
      const bool a = i % 4 < 2, mailed = i % 2 == 1;
      const bool came = i % 10 < (a && mailed ? 6 : 3);
      out << (a ? "a" : "b") << "," << (mailed ? "yes" : "no") << "," << (came ? 1 : 0)
          << "\n";
    }
    out.close();
    std::ofstream(File("map.json")) << R"({"tables": [
      {"table": "members", "columns": {"id": {"text": "c{row}"}}, "attributes": ["plan"]},
      {"table": "touches", "columns": {"member": {"text": "c{row}"},
       "campaign": {"text": "spring"}, "channel": {"text": "email"},
       "outcome": {"column": "came", "values": {"1": "clicked"}, "otherwise": "sent"},
       "holdout": {"column": "mailed", "values": {"no": "yes"}, "otherwise": "no"}}}]})";
  }
};

TEST_F(LeanCommand, WasteOfAMailingWithAHoldout) {
  WriteMailing();
  ASSERT_EQ(Run("import csv " + File("mail.csv") + " --mapping " + File("map.json") + " -o " +
                File("mail.pull"))
                .code,
            0);
  const std::string waste = "waste " + File("mail.pull");
  const Outcome table = Run(waste + " --wide");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("1,000 touches"));
  EXPECT_THAT(table.out, HasSubstr("held out pulled unasked"));
  EXPECT_THAT(table.out, HasSubstr(": confirmed"));
  EXPECT_THAT(table.out, Not(HasSubstr("not causal")));
  for (const std::string view : {"", " --uplift", " --qini", " --spare", " --windows",
                                 " --by segment --segment plan", " --by cluster"}) {
    ExpectSameForAnyThreads(waste + view);
  }
  EXPECT_THAT(Run(waste + " --spare --limit 3 --format csv").out, HasSubstr("spring,c"));
  EXPECT_EQ(Run(waste + " --by nothing").code, 2);
  EXPECT_EQ(Run(waste + " --window 0").code, 2);
  EXPECT_EQ(Run(waste + " --min-uplift 700").code, 2);
}

TEST_F(LeanCommand, WithoutAHoldoutNothingIsCausal) {
  std::ofstream(File("touches.csv")) << "member,campaign,channel,sent_at,outcome,cost\n"
                                        "ann,spring,mail,2024-01-01,sent,2\n"
                                        "bob,spring,mail,2024-01-01,clicked,2\n";
  ASSERT_EQ(Run("import csv " + folder_ + " -o " + File("c.pull")).code, 0);
  const Outcome waste = Run("waste " + File("c.pull"));
  EXPECT_EQ(waste.code, 0) << waste.err;
  EXPECT_THAT(waste.out, HasSubstr("Attributed, not causal"));
  EXPECT_THAT(waste.out, HasSubstr("50 % of 2 decided touches"));
  // One of two was wasted, at a cost of 2.
  EXPECT_THAT(
      waste.out,
      HasSubstr("all           2      1  33 % (4 to 82)       1   50 %             2\n"));
}

TEST_F(LeanCommand, NeedsOfACommunityThatAsks) {
  // 300 asks on 9 topics, one a day; of topic t, t in 10 are never answered.
  std::ofstream(File("topics.csv")) << "id\nt0\nt1\nt2\nt3\nt4\nt5\nt6\nt7\nt8\n";
  std::ofstream(File("resources.csv")) << "id,topics,published_at,kind\n"
                                          "guide,t1,2017-02-01,content\nbook,t2,2017-03-01,\n";
  std::ofstream signals(File("signals.csv"));
  std::ofstream ties(File("ties.csv"));
  signals << "member,object_kind,object,kind,at,answered_at,answered_by\n";
  ties << "from,to,count\n";
  for (int i = 0; i < 300; ++i) {
    const int topic = i % 9, at = 1'483'228'800 + (i + 1) * 86'400;  // From 2017-01-02.
    signals << "m" << i % 40 << ",topic,t" << topic << ",ask," << at << ",";
    if (i / 9 % 10 >= topic) signals << at + 3600 * (1 + i % 50) << ",m" << (i + 7) % 40;
    signals << (i / 9 % 10 >= topic ? "" : ",") << "\n";
    ties << "m" << i % 40 << ",m" << (i * 7 + 1) % 40 << "," << 1 + i % 3 << "\n";
  }
  signals.close();
  ties.close();
  ASSERT_EQ(Run("import csv " + folder_ + " -o " + File("c.pull")).code, 0);
  const std::string needs = "needs " + File("c.pull");
  for (const std::string view : {"", " --topic t5", " --idle --idle-days 1"}) {
    ExpectSameForAnyThreads(needs + view);
  }
  const Outcome table = Run(needs);
  EXPECT_THAT(table.out, HasSubstr("of 300 asks are unanswered, on 9 topics"));
  EXPECT_THAT(table.out, HasSubstr("\n1  t8 "));  // The worst.
  EXPECT_THAT(table.out, HasSubstr("asker m"));
  EXPECT_THAT(Run(needs + " --idle").out, HasSubstr("guide"));
  EXPECT_EQ(Run(needs + " --topic nowhere").code, 2);
  EXPECT_EQ(Run(needs + " --within -1").code, 2);
}

TEST_F(LeanCommand, NothingPushedNothingAsked) {
  ASSERT_EQ(Run("generate community --members 50 --ties 100 --signals 100 --resources 9 -o " +
                File("c.pull"))
                .code,
            0);
  EXPECT_THAT(Run("waste " + File("c.pull")).out, HasSubstr("There are no touches"));
  EXPECT_THAT(Run("needs " + File("c.pull")).out, HasSubstr("Nobody asked anything"));
  EXPECT_THAT(Run("needs --help").out, HasSubstr("pullgraph needs q.pull"));
  EXPECT_THAT(Run("waste --help").out, HasSubstr("pullgraph waste mail.pull"));
}

}  // namespace
}  // namespace pullgraph::lean_command_test
