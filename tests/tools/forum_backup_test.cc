// SPDX-License-Identifier: Apache-2.0
// A forum's backup, as PostgreSQL's own pg_dump writes it, to a list and a report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tests/tools/command_fixture.h"

namespace pullgraph::forum_backup_test {
namespace {

using ::testing::HasSubstr;

class ForumBackup : public testing::Command {};

TEST_F(ForumBackup, ToAListAndAReport) {
  // Where whoever owns the database may write, and its socket's name is short enough.
  const std::string folder = absl::StrCat("/tmp/pullgraph-forum-", ::getpid());
  std::filesystem::remove_all(folder);
  const int status = std::system(
      absl::StrCat("bash '", PULLGRAPH_SOURCE_DIR, "/tests/io/discourse_dump.sh' '", folder, "'").c_str());
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
    std::filesystem::remove_all(folder);
    GTEST_SKIP() << "NO POSTGRESQL: apt-get install postgresql";
  }
  ASSERT_EQ(status, 0);
  // As the forum hands it out: a compressed dump in an archive.
  ASSERT_EQ(std::system(absl::StrCat("cd '", folder, "' && gzip -k dump.sql && tar czf '", File("backup.tar.gz"),
                                     "' dump.sql.gz").c_str()), 0);
  std::filesystem::remove_all(folder);

  const auto made = Run(absl::StrCat("import ", File("backup.tar.gz"), " --customer 'answer>=2' -o ", File("f.pull")));
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.err, HasSubstr("backup.tar.gz: a Discourse backup"));
  EXPECT_THAT(made.err, HasSubstr("       502  people\n"));
  EXPECT_THAT(made.err, HasSubstr("      2840  messages\n"));
  EXPECT_THAT(made.err, HasSubstr("  customers by the rule\n"));

  const auto list = Run("rank " + File("f.pull") + " --limit 10 --format json");
  ASSERT_EQ(list.code, 0) << list.err;
  const auto results = nlohmann::json::parse(list.out)["results"];
  ASSERT_EQ(results.size(), 10U);
  std::set<std::string> members;
  for (const auto& result : results) {
    const auto& row = result["prospect"];
    members.insert(row["member"].get<std::string>());
    EXPECT_GE(row["path"]["members"].size(), 2U) << row;  // Somebody introduces them.
  }
  EXPECT_EQ(members.size(), 10U);

  const auto report = Run(absl::StrCat("report ", File("f.pull"), " -o ", File("r.html")));
  ASSERT_EQ(report.code, 0) << report.err;
  EXPECT_THAT(testing::ReadAll(File("r.html")), HasSubstr(*members.begin()));
}

}  // namespace
}  // namespace pullgraph::forum_backup_test
