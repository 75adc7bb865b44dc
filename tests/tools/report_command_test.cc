// SPDX-License-Identifier: Apache-2.0
#include "graph/random.h"
#include "tests/testing/page_facts.h"
#include "tests/tools/command_fixture.h"

namespace pullgraph::report_command_test {
namespace {

using testing::Command;
using testing::FaultOfPage;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::PageReader;

class ReportCommand : public Command {
 protected:
  // Writes tables/<name>.csv.
  void Table(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(File("tables"));
    std::ofstream(File("tables/" + name + ".csv"), std::ios::binary) << text;
  }
  std::string PageOf(const std::string& arguments) const {
    const Outcome out = Run("report " + arguments);
    EXPECT_EQ(out.code, 0) << out.err;
    EXPECT_EQ(out.err, "");
    EXPECT_EQ(FaultOfPage(out.out), "");
    return out.out;
  }
};

TEST_F(ReportCommand, IsOnePageTheSameForAnyThreads) {
  ASSERT_EQ(Run("generate community --members 200 --ties 1200 --signals 4000 --resources 120 "
                "--asks 300 --topics 8 --touches 600 -o " +
                File("d.pull"))
                .code,
            0);
  const std::string one = PageOf(File("d.pull") + " --threads 1");
  for (const char* id : {"figures", "opportunities", "edge", "attract", "pace", "trajectory",
                         "needs", "waste", "method"}) {
    EXPECT_THAT(one, HasSubstr("<li><a href=\"#" + std::string(id) + "\">"));
  }
  EXPECT_EQ(PageOf(File("d.pull") + " --threads 2"), one);
  EXPECT_EQ(PageOf(File("d.pull") + " --threads 7"), one);
  // A file gets the same, from standard input as well but for its name.
  EXPECT_EQ(Run("report " + File("d.pull") + " -o " + File("r.html")).code, 0);
  EXPECT_EQ(testing::ReadAll(File("r.html")), one);
  EXPECT_EQ(FaultOfPage(Run("report - < " + File("d.pull")).out), "");
  EXPECT_NE(PageOf(File("d.pull") + " --as-of 2025-06-01"), one);
}

TEST_F(ReportCommand, LimitIsThatOfTheRankedList) {
  const auto rows = [](const std::string& page) {
    const size_t begin = page.find("id=\"opportunities\""), end = page.find("id=\"edge\"");
    return PageReader::Read("<p" + page.substr(begin - 1, end - begin - 8) + "</p>")
        .elements["tr"];
  };
  EXPECT_EQ(rows(PageOf(File("c.pull") + " --limit 3")), 4);
  EXPECT_EQ(rows(PageOf(File("c.pull") + " --limit 10")), 11);
  EXPECT_LT(PageOf(File("c.pull") + " --limit 100").size(), 300'000U);
}

const std::vector<std::string>& HostileNames() {
  static const std::vector<std::string> names = {
      "</text></title></style><script>alert(1)</script>",
      std::string(10'000, 'x'),
      "\xE2\x80\xAE\xD7\xA9\xD7\x9C & ' <b onclick=x>",
      "]]>\x01\xC2\x85\xEF\xBF\xBF",
      "<img src=x onerror=alert(1)>",
      "&lt;topic&#60;",
      "-->",
      " \t ",
      "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"};
  return names;
}

std::string Hostile(size_t i) {
  return "\"" + HostileNames()[i % HostileNames().size()] + "\"";
}

std::string Member(uint64_t i) { return "m" + std::to_string(i) + "<&'>"; }

TEST_F(ReportCommand, HostileNamesStayText) {
  RandomStream random(3, 0);
  std::string members = "id,display_name,joined_at\n", memberships = "market,member,status\n";
  std::string resources = "id,title,topics,published_at\n", topics = "id,name\n";
  for (size_t i = 0; i < 45; ++i) {
    members += Member(i) + "," + Hostile(i) + ",2020-01-01\n";
    if (i % 5 == 0) memberships += "m<," + Member(i) + ",customer\n";
    resources += "r" + std::to_string(i) + "</a>," + Hostile(i + 4) + ",t<" +
                 std::to_string(i % 3) + ",2020-01-01\n";
  }
  for (size_t i = 0; i < 3; ++i)
    topics += "t<" + std::to_string(i) + "," + Hostile(i + 4) + "\n";
  std::string ties = "from,to,kind,at\n", signals = "member,object,kind,at\n";
  const auto date = [&] {
    return "2020-0" + std::to_string(1 + random.Below(6)) + "-" +
           std::to_string(10 + random.Below(19));
  };
  for (int i = 0; i < 150; ++i) {
    const uint64_t from = random.Below(45), to = (from + 1 + random.Below(44)) % 45;
    ties += Member(from) + "," + Member(to) + ",knows," + date() + "\n";
  }
  for (int i = 0; i < 500; ++i) {
    signals += Member(random.Below(45)) + ",r" + std::to_string(random.Below(45)) +
               (i % 6 == 0 ? "</a>,ask," : "</a>,view,") + date() + "\n";
  }
  Table("members", members);
  Table("memberships", memberships);
  Table("resources", resources);
  Table("topics", topics);
  Table("ties", ties);
  Table("signals", signals);
  Table("touches", "member,channel,campaign,sent_at\n" + Member(1) +
                       ",\"<i>\",\"</table>\",2020-02-10\n");
  const Outcome import = Run("import csv " + File("tables") + " -q -o " + File("h.pull"));
  ASSERT_EQ(import.code, 0) << import.err;
  const std::string page = PageOf(File("h.pull") + " --market 'm<'");
  const std::string text = PageReader::Read(page).text;
  EXPECT_THAT(page, HasSubstr("<a href=\"#opportunities\">"));
  EXPECT_TRUE(text.find("<img src=x onerror=alert(1)>") != std::string::npos);
  EXPECT_TRUE(text.find("<script>alert(1)</script>") != std::string::npos);
  EXPECT_TRUE(text.find("</table>") != std::string::npos);
  EXPECT_TRUE(text.find("&lt;topic&#60;") != std::string::npos);
  EXPECT_TRUE(text.find(std::string(59, 'x') + "\xE2\x80\xA6") != std::string::npos);
  EXPECT_TRUE(text.find(std::string(200, 'x')) == std::string::npos);
  EXPECT_TRUE(text.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_F(ReportCommand, LeavesOutWhatTheDataDontHold) {
  Table("members", "id\n");
  ASSERT_EQ(Run("import csv " + File("tables") + " -q -o " + File("e.pull")).code, 0);
  const std::string empty = PageOf(File("e.pull"));
  EXPECT_THAT(empty, HasSubstr("0 members"));
  EXPECT_THAT(empty, HasSubstr("There are no touches"));
  EXPECT_THAT(empty, HasSubstr("Nothing is dated"));
  EXPECT_EQ(PageReader::Read(empty).elements["h2"], 9);
  std::ofstream(File("k.txt")) << "1 2\n2 3\n3 1\n4 5\n5 6\n6 4\n3 4\n";
  ASSERT_EQ(Run("import edges " + File("k.txt") + " -q -o " + File("k.pull")).code, 0);
  const std::string undated = PageOf(File("k.pull"));
  EXPECT_THAT(undated, HasSubstr("<a href=\"#edge\">"));
  EXPECT_THAT(undated, Not(HasSubstr("<a href=\"#trajectory\">")));
  EXPECT_THAT(undated, Not(HasSubstr("<a href=\"#pace\">")));
  EXPECT_THAT(undated, Not(HasSubstr("<a href=\"#waste\">")));
  // Before anything was there.
  EXPECT_THAT(PageOf(File("c.pull") + " --as-of 1990-01-01"), HasSubstr("How this was made"));
}

TEST_F(ReportCommand, SaysWhatIsWrong) {
  const Outcome json = Run("report " + File("c.pull") + " --format=json");
  EXPECT_EQ(json.code, 2);
  EXPECT_THAT(json.err, HasSubstr("rank FILE --format=json"));
  EXPECT_EQ(json.out, "");
  const Outcome many = Run("report " + File("c.pull") + " --limit 5000");
  EXPECT_EQ(many.code, 2);
  EXPECT_THAT(
      many.err,
      HasSubstr("--limit: 5000 is out of range\n  try: give a whole number from 1 to 100"));
  EXPECT_EQ(Run("report " + File("c.pull") + " --market none").code, 2);
  EXPECT_EQ(Run("report " + File("absent.pull")).code, 4);
  EXPECT_EQ(Run("report " + File("c.pull") + " -o " + File("no/such/r.html")).code, 4);
  std::ofstream(File("bad.pull")) << "not a community";
  EXPECT_EQ(Run("report " + File("bad.pull") + " -o " + File("bad.html")).code, 3);
  EXPECT_FALSE(std::filesystem::exists(File("bad.html")));
  const Outcome estimate = Run("report " + File("c.pull") + " --estimate");
  EXPECT_EQ(estimate.code, 0);
  EXPECT_THAT(estimate.out, HasSubstr("report: up to "));
}

}  // namespace
}  // namespace pullgraph::report_command_test
