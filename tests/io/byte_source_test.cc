// SPDX-License-Identifier: Apache-2.0
#include "io/byte_source.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph {
namespace {

using testing::StatusIs;

std::string SomeText(size_t size) {
  RandomStream random(7, 0);
  std::string text;
  while (text.size() < size) text += std::to_string(random.Below(1000)) + "\n";
  return text;
}

std::string Gzip(const std::string& text) {
  z_stream z = {};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1000, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string Zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

// One stored block, one of a literal and a match that overlaps itself.
std::string Lz4() {
  const std::string header("\x04\x22\x4d\x18\x60\x40\x00", 7);
  const std::string stored("\x03\x00\x00\x80" "abc", 7);
  // Token: 1 literal, match of 4 + 15 + 1 at distance 1; then 1 literal to end.
  const std::string packed("\x07\x00\x00\x00" "\x1f" "x" "\x01\x00" "\x01" "\x10" "y", 11);
  return header + stored + packed + std::string(4, '\0');
}

absl::StatusOr<std::string> ReadAll(absl::StatusOr<ByteSource> source) {
  if (!source.ok()) return source.status();
  std::string out;
  while (true) {
    const auto piece = source->Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return out;
    out.append(*piece);
  }
}

TEST(ByteSource, PlainAndCompressedAreTheSame) {
  const std::string text = SomeText(3'000'000);
  for (const std::string& bytes : {text, Gzip(text), Zstd(text), Gzip(text.substr(0, 10)) + Gzip(text.substr(10)),
                                   Zstd(text.substr(0, 10)) + Zstd(text.substr(10))}) {
    ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(ByteSource::FromMemory(bytes, "m")));
    EXPECT_TRUE(read == text);
    const std::string path = ::testing::TempDir() + "/byte_source_test";
    std::ofstream(path, std::ios::binary) << bytes;
    ASSERT_OK_AND_ASSIGN(const std::string file, ReadAll(ByteSource::Open(path)));
    EXPECT_TRUE(file == text);
    std::filesystem::remove(path);
  }
}

TEST(ByteSource, ExactlyOnePieceOfOutput) {
  // Output that fills the decoder's buffer to the last byte.
  const std::string text(1 << 18, 'a');
  for (const std::string& bytes : {Gzip(text), Zstd(text)}) {
    ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(ByteSource::FromMemory(bytes, "m")));
    EXPECT_TRUE(read == text);
  }
}

TEST(ByteSource, Lz4Frames) {
  ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(ByteSource::FromMemory(Lz4(), "m")));
  EXPECT_EQ(read, "abc" + std::string(21, 'x') + "y");
  ASSERT_OK_AND_ASSIGN(const std::string twice,
                       ReadAll(ByteSource::FromMemory(Lz4() + Lz4(), "m")));
  EXPECT_EQ(twice, read + read);
}

TEST(ByteSource, EveryCutAndFlipEndsWell) {
  const std::string text = SomeText(500);
  for (const std::string& bytes : {Gzip(text), Zstd(text), Lz4()}) {
    for (size_t size = 1; size < bytes.size(); ++size) {
      const auto read = ReadAll(ByteSource::FromMemory(std::string_view(bytes).substr(0, size), "m"));
      if (size < 6) continue;
      EXPECT_THAT(read, StatusIs(absl::StatusCode::kDataLoss, "ends too early"));
    }
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      std::string flipped = bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      const auto read = ReadAll(ByteSource::FromMemory(flipped, "m"));
      EXPECT_TRUE(read.ok() || absl::IsDataLoss(read.status())) << read.status();
    }
  }
}

TEST(ByteSource, FilesThatCannotBeRead) {
  EXPECT_THAT(ReadAll(ByteSource::Open("/nowhere/x")), StatusIs(absl::StatusCode::kNotFound, "/nowhere/x"));
  EXPECT_THAT(ReadAll(ByteSource::Open("/tmp")), StatusIs(absl::StatusCode::kFailedPrecondition, "/tmp"));
  ASSERT_OK_AND_ASSIGN(const std::string nothing, ReadAll(ByteSource::Open("/dev/null")));
  EXPECT_EQ(nothing, "");
  EXPECT_THAT(ReadAll(ByteSource::FromMemory(std::string_view("\xfd" "7zXZ\0\0", 7), "m")),
              StatusIs(absl::StatusCode::kDataLoss, "compressed by xz"));
  EXPECT_THAT(ReadAll(ByteSource::FromMemory("BZh91AY", "m")),
              StatusIs(absl::StatusCode::kDataLoss, "bzip2"));
}

}  // namespace
}  // namespace pullgraph
