// SPDX-License-Identifier: Apache-2.0
#include "io/community_file.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "io/block_stream.h"
#include "io/community_rows.h"
#include "io/crc32c.h"
#include "io/generate_community.h"
#include "io/import/rows.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::community_file_test {
namespace {

using testing::StatusIs;
using testing::TinyCommunity;

std::string Bytes(const CommunityGraph& community, const WriteCommunityOptions& options = {}) {
  std::string out;
  const auto append = [&](std::string_view piece) {
    out.append(piece);
    return absl::OkStatus();
  };
  EXPECT_TRUE(WriteCommunity(community, append, options).ok());
  return out;
}

// Reads through the stream interface, `step` bytes at a time.
absl::StatusOr<CommunityGraph> ReadStream(std::string_view bytes, size_t step) {
  const auto read = [&](char* buffer, size_t size) -> absl::StatusOr<size_t> {
    const size_t count = std::min({size, step, bytes.size()});
    std::memcpy(buffer, bytes.data(), count);
    bytes.remove_prefix(count);
    return count;
  };
  return ReadCommunityStream(read);
}

CommunityGraph Generated() {
  GenerateOptions options;
  options.members = 300;
  options.ties = 2000;
  options.signals = 3000;
  return GenerateCommunity(options).value();
}

TEST(Crc32c, CheckValue) {
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283U);
  EXPECT_EQ(Crc32c("6789", Crc32c("12345")), 0xe3069283U);
  EXPECT_EQ(Crc32c(""), 0U);
}

TEST(CommunityFile, RoundTripsInEveryForm) {
  for (const CommunityGraph& community : {CommunityGraph(), TinyCommunity(), Generated()}) {
    for (const bool compress : {false, true}) {
      for (const bool compact : {false, true}) {
        WriteCommunityOptions options;
        options.compress = compress;
        options.compact_arcs = compact;
        const std::string bytes = Bytes(community, options);
        ASSERT_OK_AND_ASSIGN(const CommunityGraph whole, ParseCommunity(bytes));
        EXPECT_EQ(whole, community);
        ASSERT_OK_AND_ASSIGN(const CommunityGraph streamed, ReadStream(bytes, 7));
        EXPECT_EQ(streamed, community);
        EXPECT_EQ(Bytes(whole, options), bytes) << "same community, same bytes";
      }
    }
  }
}

TEST(CommunityFile, FingerprintIsThatOfTheBytesEitherWay) {
  const std::string bytes = Bytes(TinyCommunity());
  FileFingerprint whole;
  ASSERT_OK_AND_ASSIGN(const CommunityGraph a, ParseCommunity(bytes, nullptr, &whole));
  EXPECT_EQ(whole.bytes, bytes.size());
  EXPECT_EQ(whole.crc32c, Crc32c(bytes));
}

TEST(CommunityFile, EveryCutIsAnError) {
  const std::string bytes = Bytes(TinyCommunity());
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::string_view cut = std::string_view(bytes).substr(0, size);
    EXPECT_THAT(ParseCommunity(cut), StatusIs(absl::StatusCode::kDataLoss, "byte")) << size;
    EXPECT_THAT(ReadStream(cut, 64), StatusIs(absl::StatusCode::kDataLoss, "byte")) << size;
  }
}

TEST(CommunityFile, EveryFlippedBitIsAnErrorOrTheSameCommunity) {
  const CommunityGraph community = TinyCommunity();
  for (const bool compress : {false, true}) {
    WriteCommunityOptions options;
    options.compress = compress;
    std::string bytes = Bytes(community, options);
    int errors = 0;
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      const auto mask = static_cast<char>(1 << (bit % 8));
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
      for (const auto& result : {ParseCommunity(bytes), ReadStream(bytes, 1 << 16)}) {
        if (result.ok()) {
          EXPECT_EQ(*result, community) << bit;
        } else {
          ++errors;
          EXPECT_TRUE(result.status().code() == absl::StatusCode::kDataLoss ||
                      result.status().code() == absl::StatusCode::kInvalidArgument ||
                      result.status().code() == absl::StatusCode::kUnimplemented)
              << result.status();
        }
      }
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
    }
    EXPECT_GT(errors, 1000);
  }
}

TEST(CommunityFile, BytesBehindTheTrailerAreAnError) {
  const std::string bytes = Bytes(TinyCommunity());
  EXPECT_THAT(ParseCommunity(bytes + "x"), StatusIs(absl::StatusCode::kDataLoss, "trailer"));
  EXPECT_FALSE(ReadStream(bytes + "x", 100).ok());
  EXPECT_FALSE(ReadStream(bytes + bytes, 100).ok());
}

// A file of hand-made blocks.
std::string FileOf(const std::vector<std::pair<v1::BlockKind,
                                               const google::protobuf::MessageLite*>>& blocks) {
  std::string out;
  const auto append = [&](std::string_view piece) {
    out.append(piece);
    return absl::OkStatus();
  };
  BlockWriter writer(append);
  for (const auto& [kind, message] : blocks) {
    EXPECT_TRUE(writer.Write(kind, 0, 1, *message, false).ok());
  }
  EXPECT_TRUE(writer.Finish().ok());
  return out;
}

TEST(CommunityFile, FutureVersionAndForeignMagic) {
  v1::HeaderBlock header;
  header.set_magic(kFileMagic);
  header.set_format_version(2);
  EXPECT_THAT(ParseCommunity(FileOf({{v1::BLOCK_KIND_HEADER, &header}})),
              StatusIs(absl::StatusCode::kUnimplemented, "format version 2"));
  header.set_magic(12345);
  EXPECT_THAT(ParseCommunity(FileOf({{v1::BLOCK_KIND_HEADER, &header}})),
              StatusIs(absl::StatusCode::kDataLoss, "magic"));
}

TEST(CommunityFile, AbsurdCountsAreRefusedWithoutAllocatingThem) {
  v1::HeaderBlock header;
  header.set_magic(kFileMagic);
  header.set_format_version(kFormatVersion);
  header.set_members(uint64_t{1} << 60);
  header.set_arcs(uint64_t{1} << 60);
  EXPECT_THAT(ParseCommunity(FileOf({{v1::BLOCK_KIND_HEADER, &header}})),
              StatusIs(absl::StatusCode::kDataLoss, "announces"));
  v1::TiesBlock ties;
  ties.set_rows(4'000'000'000U);
  header.clear_members();
  header.clear_arcs();
  EXPECT_FALSE(
      ParseCommunity(FileOf({{v1::BLOCK_KIND_HEADER, &header}, {v1::BLOCK_KIND_TIES, &ties}})).ok());
}

TEST(CommunityFile, RowsOutOfOrderAndDanglingIdsAreNamed) {
  v1::HeaderBlock header;
  header.set_magic(kFileMagic);
  header.set_format_version(kFormatVersion);
  header.set_strings(1);
  header.set_members(2);
  header.set_arcs(1);
  v1::StringsBlock strings;
  strings.mutable_value()->add_length(0);
  v1::MembersBlock members;
  members.mutable_id()->set_text("ab");
  members.mutable_id()->add_length(1);
  members.mutable_id()->add_length(1);
  v1::DegreesBlock degrees;
  degrees.add_degree(1);
  degrees.add_degree(0);
  v1::TargetsBlock targets;
  targets.add_target(7);
  // Hand-made index rows say 1 a block, so read it as a stream without its index.
  std::string out;
  const auto append = [&](std::string_view piece) {
    out.append(piece);
    return absl::OkStatus();
  };
  BlockWriter writer(append);
  ASSERT_TRUE(writer.Write(v1::BLOCK_KIND_HEADER, 0, 1, header, false).ok());
  ASSERT_TRUE(writer.Write(v1::BLOCK_KIND_STRINGS, 0, 1, strings, false).ok());
  ASSERT_TRUE(writer.Write(v1::BLOCK_KIND_MEMBERS, 0, 2, members, false).ok());
  ASSERT_TRUE(writer.Write(v1::BLOCK_KIND_DEGREES, 0, 2, degrees, false).ok());
  ASSERT_TRUE(writer.Write(v1::BLOCK_KIND_TARGETS, 0, 1, targets, false).ok());
  ASSERT_TRUE(writer.Finish().ok());
  EXPECT_THAT(ParseCommunity(out),
              StatusIs(absl::StatusCode::kInvalidArgument, "node 0 has a tie to node 7"));
}

TEST(CommunityFile, ZstdBombsAreRefused) {
  StoredBlock block;
  block.kind = v1::BLOCK_KIND_STRINGS;
  const std::string zeros(size_t{32} << 20, '\0');
  std::string packed(ZSTD_compressBound(zeros.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), zeros.data(), zeros.size(), 1));
  ASSERT_LT(packed.size() * kMaxExpansion, zeros.size());
  v1::Block bomb;
  bomb.set_kind(v1::BLOCK_KIND_STRINGS);
  bomb.set_codec(v1::CODEC_ZSTD);
  bomb.set_raw_size(zeros.size());
  bomb.set_payload(packed);
  // With a right checksum, so that the expansion is what stops it.
  std::string head(16, '\0');
  const uint32_t kind = v1::BLOCK_KIND_STRINGS;
  const uint32_t codec = v1::CODEC_ZSTD;
  const uint64_t raw = zeros.size();
  std::memcpy(head.data(), &kind, 4);
  std::memcpy(head.data() + 4, &codec, 4);
  std::memcpy(head.data() + 8, &raw, 8);
  bomb.set_crc32c(Crc32c(packed, Crc32c(head)));
  const std::string body = bomb.SerializeAsString();
  std::string framed;
  for (auto size = body.size(); ; size >>= 7) {
    framed += static_cast<char>((size & 0x7F) | (size > 0x7F ? 0x80 : 0));
    if (size <= 0x7F) break;
  }
  EXPECT_THAT(ReadBlock(framed + body, 0, true),
              StatusIs(absl::StatusCode::kDataLoss, "expand absurdly"));
}

TEST(Rows, JsonLinesRoundTripToAnEqualCommunity) {
  for (const CommunityGraph& community : {TinyCommunity(), Generated()}) {
    std::string lines;
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    const auto print = [&](const v1::Row& row) {
      std::string line;
      EXPECT_TRUE(google::protobuf::util::MessageToJsonString(row, &line, options).ok());
      lines += line + "\n";
      return absl::OkStatus();
    };
    ASSERT_TRUE(ForEachRow(community, print).ok());
    ASSERT_OK_AND_ASSIGN(ByteSource source, ByteSource::FromMemory(lines, "rows"));
    ASSERT_OK_AND_ASSIGN(const ImportResult copy, ImportRowsFrom(std::move(source)));
    EXPECT_EQ(copy.community, community);
  }
}

TEST(Rows, DelimitedMessagesRoundTripAndCutsAreNamed) {
  const CommunityGraph community = TinyCommunity();
  std::string stream;
  const auto print = [&](const v1::Row& row) {
    const std::string body = row.SerializeAsString();
    for (auto size = body.size(); ; size >>= 7) {
      stream += static_cast<char>((size & 0x7F) | (size > 0x7F ? 0x80 : 0));
      if (size <= 0x7F) break;
    }
    stream += body;
    return absl::OkStatus();
  };
  ASSERT_TRUE(ForEachRow(community, print).ok());
  ASSERT_OK_AND_ASSIGN(ByteSource source, ByteSource::FromMemory(stream, "rows"));
  ASSERT_OK_AND_ASSIGN(const ImportResult copy, ImportRowsFrom(std::move(source)));
  EXPECT_EQ(copy.community, community);
  const std::string_view cut = std::string_view(stream).substr(0, stream.size() - 1);
  ASSERT_OK_AND_ASSIGN(ByteSource short_source, ByteSource::FromMemory(cut, "rows"));
  EXPECT_THAT(ImportRowsFrom(std::move(short_source)),
              StatusIs(absl::StatusCode::kDataLoss, "truncated"));
}

TEST(Rows, BadLinesAreNamed) {
  const auto import = [](std::string_view text) {
    return ImportRowsFrom(ByteSource::FromMemory(text, "rows.jsonl").value());
  };
  EXPECT_THAT(import("{\"member\":{\"id\":\"a\"}}\n{\"member\":{\"id\":\"a\"}}\n"),
              StatusIs(absl::StatusCode::kDataLoss, "rows.jsonl:2: member 'a' is described twice"));
  EXPECT_THAT(import("{\"member\":\n"), StatusIs(absl::StatusCode::kDataLoss, "rows.jsonl:1"));
  EXPECT_THAT(import("{\"tie\":{\"from\":\"a\",\"to\":\"b\",\"strength\":1.5}}\n"),
              StatusIs(absl::StatusCode::kDataLoss, "strength"));
  EXPECT_THAT(import(""), StatusIs(absl::StatusCode::kDataLoss, "no row"));
}

}  // namespace
}  // namespace pullgraph::community_file_test
