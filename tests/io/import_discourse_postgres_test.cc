// SPDX-License-Identifier: Apache-2.0
// A dump as the real pg_dump makes it, compared with what SQL counts.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "io/import/discourse.h"
#include "tests/testing/community_facts.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::import_discourse_postgres_test {
namespace {

using testing::Noted;

struct RemovedAtEnd {
  ~RemovedAtEnd() { std::filesystem::remove_all(folder); }
  std::string folder;
};

TEST(ImportDiscourse, ARealDumpAgreesWithSql) {
  std::string folder = (std::filesystem::temp_directory_path() / "pullgraph-forum-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const RemovedAtEnd removed{folder};
  const std::string script = absl::StrCat(PULLGRAPH_SOURCE_DIR, "/tests/io/discourse_dump.sh");
  const int status = std::system(absl::StrCat("bash '", script, "' '", folder, "'").c_str());
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
    GTEST_SKIP() << "NO POSTGRESQL: apt-get install postgresql";
  }
  ASSERT_EQ(status, 0);
  std::map<std::string, uint64_t> expected;
  std::ifstream counts(folder + "/counts");
  for (std::string name; counts >> name;) counts >> expected[name];
  ASSERT_EQ(expected.size(), 11U);
  for (const auto& [name, number] : expected) EXPECT_GT(number, 0U) << name;

  const auto result = ImportDiscourse(folder);
  const auto again = ImportDiscourse(folder + "/dump.sql");
  std::ifstream dump(folder + "/dump.sql");
  std::string head(65'536, '\0');
  dump.read(head.data(), static_cast<std::streamsize>(head.size()));
  EXPECT_TRUE(LooksLikeDiscourse(head.substr(0, static_cast<size_t>(dump.gcount()))));
  ASSERT_THAT(result, testing::IsOk());
  ASSERT_THAT(again, testing::IsOk());

  const CommunityGraph& c = result->community;
  std::map<std::string, uint64_t> found;
  found["members"] = c.num_members();
  for (size_t m = 0; m < c.num_members(); ++m) {
    found["staff"] += c.members().role[m] == MemberRole::kStaff ? 1 : 0;
    found["bots"] += c.members().role[m] == MemberRole::kBot ? 1 : 0;
  }
  found["messages"] = result->report.CountOf("messages");
  found["threads"] = result->report.CountOf("threads");
  for (const SignalKind kind : c.signals().kind) {
    found["asks"] += kind == SignalKind::kAsk ? 1 : 0;
    found["answers"] += kind == SignalKind::kAnswer ? 1 : 0;
    found["likes"] += kind == SignalKind::kVote ? 1 : 0;
  }
  for (const auto& [tie, count] : testing::TieFacts(c)) {
    found["answered"] += tie.find(" answered ") != std::string::npos ? 1 : 0;
    found["commented"] += tie.find(" commented ") != std::string::npos ? 1 : 0;
  }
  for (const char* tag : {"linux", "öl"}) {
    const auto topic = c.FindTopic(tag);
    ASSERT_TRUE(topic.has_value()) << tag;
    for (uint32_t r = 0; r < c.num_resources(); ++r) {
      const auto topics = c.resources().topics[r];
      found["tagged"] += std::count(topics.begin(), topics.end(), *topic);
    }
  }
  EXPECT_EQ(found, expected);
  EXPECT_EQ(c.MemberLabel(*c.FindMember("member_500")), "Jürgen\t\"500\"\\");
  EXPECT_EQ(c.ResourceLabel(*c.FindResource("1")), "Topic 1\\ \t?");
  EXPECT_TRUE(c.FindTopic("support/install").has_value());
  EXPECT_GT(Noted(result->report, "private messages"), 0U);
  EXPECT_GT(Noted(result->report, "deleted posts"), 0U);
  EXPECT_GT(Noted(result->report, "deleted topics"), 0U);
  EXPECT_TRUE(again->community.graph() == c.graph());
}

}  // namespace
}  // namespace pullgraph::import_discourse_postgres_test
