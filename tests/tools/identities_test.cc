// SPDX-License-Identifier: Apache-2.0
// One person's accounts in git, mail and GitHub: proposed with evidence, then made one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "tests/tools/command_fixture.h"

namespace pullgraph::identities_test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class Identities : public testing::Command {
 protected:
  // Ada commits under two addresses and GitHub's own, writes mail from a third, and is adalace at
  // GitHub. Two others are called Wei Zhang, each with a login and an address that go together.
  void Write() const {
    std::ofstream log(File("log.txt"));
    int number = 0;
    const auto commit = [&](const std::string& who) {
      log << "commit " << std::string(38, 'a') << absl::StrCat(10 + number) << "\nAuthor:     " << who
          << "\nAuthorDate: Tue Aug 14 14:3" << number % 10 << ":13 2012 -0300\nCommit:     " << who
          << "\nCommitDate: Tue Aug 14 14:3" << number % 10 << ":13 2012 -0300\n\n    Work " << number << "\n\n";
      ++number;
    };
    commit("Ada Lovelace <ada@lovelace.example>");
    commit("Ada Lovelace <alovelace@analytical.example>");
    commit("Ada Lovelace <1815+adalace@users.noreply.github.com>");
    commit("Wei Zhang <wzhang@north.example>");
    commit("Wei Zhang <zhangwei7@south.example>");
    std::ofstream mail(File("list.mbox"));
    mail << "From x Thu Jan  1 00:00:00 2012\nFrom: \"Lovelace, Ada\" <ada.lovelace@post.example>\n"
            "Message-ID: <1@x>\nDate: Thu, 16 Aug 2012 10:00:00 +0000\nSubject: Notes\n\nHello\n\n"
            "From x Thu Jan  1 00:00:00 2012\nFrom: Bob Ray <bob@ray.example>\nIn-Reply-To: <1@x>\n"
            "Message-ID: <2@x>\nDate: Fri, 17 Aug 2012 10:00:00 +0000\nSubject: Re: Notes\n\nHello\n\n";
    std::ofstream hub(File("hub.json"));
    for (const char* login : {"adalace", "wzhang", "zhangwei7"}) {
      ++number;
      hub << R"({"id":")" << login << R"(","type":"IssuesEvent","actor":{"id":)" << 100 + number << R"(,"login":")"
          << login << R"("},"repo":{"id":7,"name":"acme/engine"},"payload":{"action":"opened","issue":{"id":)"
          << number << R"(,"number":)" << number << R"(,"title":"T","user":{"id":)" << 100 + number
          << R"(,"login":")" << login << R"("}}},"created_at":"2012-08-18T10:00:00Z"})" << "\n";
    }
  }
  std::set<std::string> Members(const std::string& file, std::string* accounts = nullptr) {
    std::set<std::string> members;
    const std::string rows = Run("cat " + File(file)).out;
    for (const absl::string_view line : absl::StrSplit(rows, '\n', absl::SkipEmpty())) {
      const auto row = nlohmann::json::parse(line);
      if (!row.contains("member")) continue;
      members.insert(row["member"]["id"].get<std::string>());
      if (accounts != nullptr && row["member"].contains("attributes")) {
        *accounts += row["member"]["attributes"].value("accounts", "") + ";";
      }
    }
    return members;
  }
};

TEST_F(Identities, FiveAccountsBecomeOneAndNamesakesStayTwo) {
  Write();
  const std::string sources = absl::StrCat(File("log.txt"), " ", File("list.mbox"), " ", File("hub.json"));
  const auto made = Run(absl::StrCat("import ", sources, " -o ", File("c.pull")));
  ASSERT_EQ(made.code, 0) << made.err;
  ASSERT_EQ(Members("c.pull").size(), 10U);  // Five of Ada, four of the two, and Bob.
  const auto shown = Run("identities " + File("c.pull"));
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("one says that the login is its own: adalace"));
  EXPECT_THAT(shown.out, HasSubstr("the same name: ada lovelace"));
  EXPECT_THAT(shown.out, HasSubstr("1 name is borne by several logins that nothing else ties"));
  ASSERT_EQ(Run(absl::StrCat("identities ", File("c.pull"), " --format csv -o ", File("a.csv"))).code, 0);

  const auto merged = Run(absl::StrCat("merge ", File("c.pull"), " --aliases ", File("a.csv"), " -o ", File("p.pull")));
  ASSERT_EQ(merged.code, 0) << merged.err;
  std::string accounts;
  const std::set<std::string> people = Members("p.pull", &accounts);
  EXPECT_EQ(people.size(), 4U);  // Ada, Bob, and two Wei Zhangs.
  for (const char* account : {"adalace", "ada@lovelace.example", "ada.lovelace@post.example"}) {
    EXPECT_TRUE(people.count(account) > 0 || accounts.find(account) != std::string::npos) << account;
  }
  // The same at import; and undone by leaving the table out.
  ASSERT_EQ(Run(absl::StrCat("import ", sources, " --aliases ", File("a.csv"), " -o ", File("q.pull"))).code, 0);
  EXPECT_EQ(Members("q.pull"), people);
}

TEST_F(Identities, AppendAddsWhatIsNewAndKeepsWhatIsThere) {
  Write();
  ASSERT_EQ(Run(absl::StrCat("import ", File("log.txt"), " ", File("list.mbox"), " -o ", File("c.pull"))).code, 0);
  const std::string before = Run("cat " + File("c.pull")).out;
  // Again the same: nothing changes.
  const auto again = Run(absl::StrCat("append ", File("c.pull"), " ", File("list.mbox")));
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(Run("cat " + File("c.pull")).out, before);
  ASSERT_EQ(Run(absl::StrCat("append ", File("c.pull"), " ", File("hub.json"))).code, 0);
  EXPECT_THAT(Members("c.pull"), Contains("adalace"));
  EXPECT_THAT(Members("c.pull"), Contains("bob@ray.example"));
  const auto bad = Run(absl::StrCat("append ", File("c.pull"), " ", File("none")));
  EXPECT_EQ(bad.code, 4) << bad.err;
  EXPECT_THAT(Members("c.pull"), Contains("adalace"));  // As it was.
}

}  // namespace
}  // namespace pullgraph::identities_test
