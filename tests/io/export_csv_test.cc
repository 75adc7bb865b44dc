// SPDX-License-Identifier: Apache-2.0
#include "io/export_csv.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "graph/community_builder.h"
#include "io/generate_community.h"
#include "io/import/csv.h"
#include "io/import/stackexchange.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::export_csv_test {
namespace {

namespace fs = std::filesystem;
using testing::IsOk;
using testing::StatusIs;

class ExportCsvTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "pullgraph.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string File(const std::string& name) const { return folder_ + "/" + name; }

  // Exports and imports again; all but the names must be the same.
  void ExpectRoundTrip(const CommunityGraph& community) {
    ASSERT_OK_AND_ASSIGN(const ExportedTables done, ExportCsv(community, File("tables")));
    EXPECT_GT(done.rows, 0u);
    CsvOptions options;
    options.name = community.name();
    options.producer = community.producer();
    ASSERT_OK_AND_ASSIGN(const ImportResult back, ImportCsv(File("tables"), options));
    EXPECT_EQ(back.community.members(), community.members());
    EXPECT_EQ(back.community.resources(), community.resources());
    EXPECT_EQ(back.community.graph(), community.graph());
    EXPECT_EQ(back.community.ties(), community.ties());
    EXPECT_EQ(back.community.signals(), community.signals());
    EXPECT_EQ(back.community.touches(), community.touches());
    EXPECT_TRUE(back.community == community);
    size_t left = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) left += entry.exists();
    EXPECT_EQ(left, 1u) << "temporary files stayed";
  }

  std::string folder_;
};

TEST_F(ExportCsvTest, TinyCommunityRoundTrips) { ExpectRoundTrip(testing::TinyCommunity()); }

TEST_F(ExportCsvTest, GeneratedCommunityRoundTrips) {
  GenerateOptions options;
  options.asks = 200;
  options.touches = 300;
  options.offers = 0.5;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, GenerateCommunity(options));
  EXPECT_GT(c.touches().size(), 0u);
  ExpectRoundTrip(c);
}

TEST_F(ExportCsvTest, RealCommunityRoundTrips) {
  const std::string dump = PULLGRAPH_SOURCE_DIR "/../shared/data/stackexchange-quantum";
  if (!fs::exists(dump)) GTEST_SKIP() << dump << " is not there: real data are not tested";
  ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportStackExchange(dump));
  ExpectRoundTrip(result.community);
}

// They stay as they are, and are counted; a number is none.
TEST_F(ExportCsvTest, FormulasAreCounted) {
  CommunityBuilder b("c", "p");
  for (const char* name : {"=HYPERLINK(\"http://x\")", "+1+1", "-2", "@sum", "-a", "plain", "a=b", "\tx", "-1e3"}) {
    MemberRow row;
    row.display_name = name;
    ASSERT_TRUE(b.DescribeMember(b.Member(absl::StrCat("id", name)).value(), row).ok());
  }
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  ASSERT_OK_AND_ASSIGN(const ExportedTables done, ExportCsv(c, File("tables")));
  EXPECT_EQ(done.formulas, 5U);
}

TEST_F(ExportCsvTest, OverwritesNothing) {
  fs::create_directory(File("tables"));
  EXPECT_THAT(ExportCsv(testing::TinyCommunity(), File("tables")),
              StatusIs(absl::StatusCode::kAlreadyExists, "is there already"));
  EXPECT_THAT(ExportCsv(testing::TinyCommunity(), File("no/such/tables")),
              StatusIs(absl::StatusCode::kNotFound, "cannot be made"));
  EXPECT_FALSE(fs::exists(File("no")));
}

TEST_F(ExportCsvTest, CancelledLeavesNothing) {
  GenerateOptions options;
  options.signals = 5000;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, GenerateCommunity(options));
  std::atomic<bool> cancelled = false;
  double done = 0;
  RunControl run;
  run.cancelled = &cancelled;
  run.progress = [&](double fraction) {
    EXPECT_GE(fraction, done);
    done = fraction;
    if (fraction > 0.5) cancelled = true;
  };
  EXPECT_THAT(ExportCsv(c, File("tables"), &run),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
  EXPECT_GT(done, 0.5);
  EXPECT_LT(done, 0.9) << "it was told in the middle";
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ExportCsvTest, SaysWhatATableCannotHold) {
  const auto with = [](MemberRow row) {
    CommunityBuilder b("x", "test");
    EXPECT_THAT(b.Topic("a:b"), IsOk());
    EXPECT_THAT(b.DescribeMember(b.Member("m").value(), std::move(row)), IsOk());
    return std::move(b).Build().value();
  };
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  MemberRow tag;
  tag.tags = {"a;b"};
  EXPECT_THAT(ExportCsv(with(tag), File("t")), StatusIs(kInvalid, "member 'm' has 'a;b'"));
  MemberRow offer;
  offer.offers = {{TopicId(0), 1, Time()}};
  EXPECT_THAT(ExportCsv(with(offer), File("t")), StatusIs(kInvalid, "'a:b'"));
  MemberRow attribute;
  attribute.attributes = {{"kind", "x"}};
  EXPECT_THAT(ExportCsv(with(attribute), File("t")), StatusIs(kInvalid, "attribute 'kind'"));
  // Nothing half-done stays.
  EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace pullgraph::export_csv_test
