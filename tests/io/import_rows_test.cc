// SPDX-License-Identifier: Apache-2.0
#include "io/import/rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "pullgraph/v1/rows.pb.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::import_rows_test {
namespace {

using testing::StatusIs;

absl::StatusOr<ImportResult> Read(const std::string& bytes) {
  absl::StatusOr<ByteSource> source = ByteSource::FromMemory(bytes, "rows");
  if (!source.ok()) return source.status();
  return ImportRowsFrom(*std::move(source));
}

std::string Delimited(const v1::Row& row) {
  const std::string body = row.SerializeAsString();
  std::string out;
  for (size_t n = body.size(); ; n >>= 7) {
    out.push_back(static_cast<char>(n > 0x7F ? (n & 0x7F) | 0x80 : n));
    if (n <= 0x7F) return out + body;
  }
}

// A row of each kind that names something by a word of `size` bytes.
std::vector<v1::Row> RowsOf(size_t size) {
  const std::string word(size, 'w');
  std::vector<v1::Row> rows(8);
  rows[0].mutable_community()->set_name(word);
  rows[1].mutable_member()->set_id(word);
  rows[2].mutable_market()->set_id(word);
  rows[3].mutable_resource()->set_id(word);
  rows[4].mutable_topic()->set_id(word);
  rows[5].mutable_tie()->set_from(word);
  rows[5].mutable_tie()->set_to("x");
  rows[6].mutable_signal()->set_object(word);
  rows[6].mutable_signal()->set_object_kind(v1::OBJECT_KIND_TOPIC);
  rows[7].mutable_touch()->set_member(word);
  return rows;
}

// Whatever the length of the first row, even if its bytes are those of {, [, a blank, a line end.
TEST(ImportRows, DelimitedRowsAreKnownAtAnyLength) {
  v1::Row second;
  second.mutable_member()->set_id("second");
  int looked_like_text = 0;
  for (size_t size = 1; size < 300; ++size) {
    for (const v1::Row& row : RowsOf(size)) {
      const std::string first = Delimited(row);
      looked_like_text += std::string("{[ \t\r\n").find(first[0]) != std::string::npos ? 1 : 0;
      for (const std::string& bytes : {first, first + Delimited(second)}) {
        EXPECT_TRUE(IsDelimitedRows(bytes)) << row.ShortDebugString();
        const auto result = Read(bytes);
        ASSERT_TRUE(result.ok()) << result.status() << row.ShortDebugString();
      }
    }
  }
  EXPECT_GT(looked_like_text, 40);
}

TEST(ImportRows, TextIsNoDelimitedRows) {
  for (const char* text : {"{\"member\":{\"id\":\"a\"}}\n", "\n\n{\"member\":{\"id\":\"a\"}}\n", " {\"topic\":{\"id\":\"t\"}}",
                           "\xEF\xBB\xBF{\"member\":{\"id\":\"a\"}}"}) {
    EXPECT_FALSE(IsDelimitedRows(text));
    ASSERT_OK_AND_ASSIGN(const ImportResult result, Read(text));
    EXPECT_EQ(result.report.CountOf("rows"), 1U) << text;
  }
  for (const char* text : {"a b\nb c\n", "id,name\n", "From x\n", "graph [\n", "<xml/>", "", "\n"}) {
    EXPECT_FALSE(IsDelimitedRows(text)) << text;
  }
}

TEST(ImportRows, CountsWhatIsNamedOnly) {
  ASSERT_OK_AND_ASSIGN(const ImportResult r, Read("{\"member\":{\"id\":\"a\"}}\n{\"tie\":{\"from\":\"a\",\"to\":\"b\"}}\n"));
  ASSERT_EQ(r.report.notes().size(), 1U);
  EXPECT_EQ(r.report.notes()[0].count, 1U);
}

TEST(ImportRows, SaysWhatIsWrongInOneLine) {
  const absl::Status s = Read("{\"member\":{\"id\":\"a\"}}\n{\"member\":[1]}\n").status();
  EXPECT_THAT(s, StatusIs(absl::StatusCode::kDataLoss, "rows:2: "));
  EXPECT_EQ(std::count(s.message().begin(), s.message().end(), '\n'), 1) << s;
  EXPECT_THAT(Read("\n\n"), StatusIs(absl::StatusCode::kDataLoss, "there is no row in it"));
}

}  // namespace
}  // namespace pullgraph::import_rows_test
