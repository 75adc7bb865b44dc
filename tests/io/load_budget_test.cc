// SPDX-License-Identifier: Apache-2.0
// A file of n bytes makes its reader touch 64 n + 64 MiB at most; and ours never ask for more.
#include "io/load_budget.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "graph/community_builder.h"
#include "io/block_stream.h"
#include "io/community_assembler.h"
#include "io/community_file.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::load_budget_test {
namespace {

using testing::IsOk;
using testing::StatusIs;

TEST(LoadBudget, IsSixtyFourTimesTheInputAndSome) {
  LoadBudget budget;
  budget.SetInput(1000);
  const uint64_t most = 64 * 1000 + (uint64_t{64} << 20);
  EXPECT_THAT(budget.CheckBlock(most / LoadBudget::kWhileRead), IsOk());
  EXPECT_THAT(budget.CheckBlock(most / LoadBudget::kWhileRead + 1),
              StatusIs(absl::StatusCode::kResourceExhausted, "more than 64 times its own 1000 bytes"));
  EXPECT_THAT(budget.Take(v1::BLOCK_KIND_DEGREES, most / 16, 0), IsOk());
  EXPECT_THAT(budget.Take(v1::BLOCK_KIND_DEGREES, 1, 0), StatusIs(absl::StatusCode::kResourceExhausted, ""));
  EXPECT_THAT(LoadBudget().Take(v1::BLOCK_KIND_MEMBERS, UINT64_MAX, UINT64_MAX),
              StatusIs(absl::StatusCode::kResourceExhausted, ""));
  LoadBudget whole;
  whole.SetInput(UINT64_MAX);  // Of a size that nobody has, without an overflow.
  EXPECT_THAT(whole.Take(v1::BLOCK_KIND_MEMBERS, 1000, 1000), IsOk());
}

// Twenty million strings of no byte in a file that claims 200 KB.
TEST(LoadBudget, RowsOfOneByteAreCountedBeforeMemoryIsTaken) {
  v1::HeaderBlock header;
  header.set_magic(kFileMagic);
  header.set_format_version(kFormatVersion);
  header.set_strings(20'000'000);
  v1::StringsBlock strings;
  strings.mutable_value()->mutable_length()->Resize(20'000'000, 0);
  CommunityAssembler assembler;
  assembler.SetInput(200'000);
  const auto accept = [&](v1::BlockKind kind, const std::string& raw) {
    return assembler.Accept({kind, v1::CODEC_NONE, raw.size(), raw, 0, raw.size()}).status();
  };
  ASSERT_THAT(accept(v1::BLOCK_KIND_HEADER, header.SerializeAsString()), IsOk());
  EXPECT_THAT(accept(v1::BLOCK_KIND_STRINGS, strings.SerializeAsString()),
              StatusIs(absl::StatusCode::kResourceExhausted, "64 times"));
  EXPECT_THAT(assembler.ReserveTargets(1'000'000'000), StatusIs(absl::StatusCode::kResourceExhausted, "64 times"));
}

// Three million signals that are nearly the same: compressed as far as there is room for them.
TEST(LoadBudget, WhatWeWriteCanBeRead) {
  CommunityBuilder b;
  SignalRow row;
  row.member = *b.Member("a");
  row.object = b.Resource("r")->value();
  row.kind = SignalKind::kView;
  row.at = Time(0);
  std::mt19937 coin(7);
  for (int i = 0; i < 3'000'000; ++i) {
    row.at = AddMicros(row.at, static_cast<int64_t>(coin() % 2));  // Not quite alike: nothing is compressed beyond kMaxExpansion.
    ASSERT_TRUE(b.AddSignal(row).ok());
  }
  ASSERT_OK_AND_ASSIGN(const CommunityGraph c, std::move(b).Build());
  std::string file;
  ASSERT_THAT(WriteCommunity(c, [&](std::string_view piece) {
                file.append(piece);
                return absl::OkStatus();
              }), IsOk());
  EXPECT_LT(file.size(), 8'000'000U);  // 15 MB as they are.
  EXPECT_GT(file.size(), 1'000'000U);  // Some 100 KB, had all been compressed.
  ASSERT_OK_AND_ASSIGN(const CommunityGraph again, ParseCommunity(file));
  EXPECT_TRUE(again == c);
}

}  // namespace
}  // namespace pullgraph::load_budget_test
