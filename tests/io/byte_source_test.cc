// SPDX-License-Identifier: Apache-2.0
#include "io/byte_source.h"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "graph/random.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::byte_source_test {
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

// With all checksums there are, and the size of the content.
std::string Lz4(const std::string& text, LZ4F_blockMode_t mode = LZ4F_blockLinked) {
  LZ4F_preferences_t preferences = LZ4F_INIT_PREFERENCES;
  preferences.frameInfo.blockMode = mode;
  preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
  preferences.frameInfo.blockChecksumFlag = LZ4F_blockChecksumEnabled;
  preferences.frameInfo.contentSize = text.size();
  std::string out(LZ4F_compressFrameBound(text.size(), &preferences), '\0');
  out.resize(LZ4F_compressFrame(out.data(), out.size(), text.data(), text.size(), &preferences));
  return out;
}

std::string Bzip2(const std::string& text) {
  std::string out(text.size() + text.size() / 50 + 1000, '\0');
  auto size = static_cast<unsigned>(out.size());
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()),
                                     static_cast<unsigned>(text.size()), 9, 0, 0),
            BZ_OK);
  out.resize(size);
  return out;
}

std::string Xz(const std::string& text, uint32_t preset = 6) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(preset, LZMA_CHECK_CRC64, nullptr,
                                    reinterpret_cast<const uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<uint8_t*>(out.data()), &size, out.size()),
            LZMA_OK);
  out.resize(size);
  return out;
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
  for (const std::string& bytes : {text, Gzip(text), Zstd(text), Lz4(text), Lz4(text, LZ4F_blockIndependent),
                                   Gzip(text.substr(0, 10)) + Gzip(text.substr(10)),
                                   Zstd(text.substr(0, 10)) + Zstd(text.substr(10)),
                                   Lz4(text.substr(0, 10)) + Lz4(text.substr(10)), Bzip2(text),
                                   Bzip2(text.substr(0, 10)) + Bzip2(text.substr(10)), Xz(text, 9),
                                   Xz(text.substr(0, 10)) + Xz(text.substr(10))}) {
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
  for (const std::string& bytes : {Gzip(text), Zstd(text), Lz4(text), Bzip2(text), Xz(text)}) {
    ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(ByteSource::FromMemory(bytes, "m")));
    EXPECT_TRUE(read == text);
  }
}

TEST(ByteSource, Lz4ChecksumsAreHeldAgainstTheBytes) {
  const std::string frame = Lz4(SomeText(300));
  // The header's checksum is behind flags and size; the content's comes last, behind
  // four zeros; the block's before those.
  for (const size_t at : {size_t{14}, frame.size() - 1, frame.size() - 9}) {
    std::string wrong = frame;
    wrong[at] = static_cast<char>(wrong[at] ^ 1);
    EXPECT_THAT(ReadAll(ByteSource::FromMemory(wrong, "m")),
                StatusIs(absl::StatusCode::kDataLoss, "lz4 stream has a wrong checksum"))
        << at;
  }
  // With the magic number in place, no flip of a bit goes through.
  for (size_t bit = 4 * 8; bit < frame.size() * 8; ++bit) {
    std::string flipped = frame;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_THAT(ReadAll(ByteSource::FromMemory(flipped, "m")),
                StatusIs(absl::StatusCode::kDataLoss, "lz4 stream"))
        << bit;
  }
  EXPECT_THAT(ReadAll(ByteSource::FromMemory(frame + "what is this", "m")),
              StatusIs(absl::StatusCode::kDataLoss, "is damaged"));
}

// A frame of 64 MiB of zeros comes in pieces: its size is nowhere in memory.
TEST(ByteSource, Lz4ComesInPieces) {
  const std::string frame = Lz4(std::string(64 << 20, '\0'));
  ASSERT_OK_AND_ASSIGN(ByteSource source, ByteSource::FromMemory(frame, "m"));
  size_t total = 0, longest = 0;
  while (true) {
    ASSERT_OK_AND_ASSIGN(const std::string_view piece, source.Next());
    if (piece.empty()) break;
    total += piece.size();
    longest = std::max(longest, piece.size());
  }
  EXPECT_EQ(total, size_t{64} << 20);
  EXPECT_LE(longest, size_t{1} << 20);
}

TEST(ByteSource, EveryCutAndFlipEndsWell) {
  const std::string text = SomeText(500);
  for (const std::string& bytes : {Gzip(text), Zstd(text), Lz4(text), Bzip2(text), Xz(text)}) {
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
}

TEST(ByteSource, TextThatBeginsLikeBzip2IsText) {
  for (const char* text : {"BZh", "BZhaha\n", "BZh1,1AX\n"}) {
    ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(ByteSource::FromMemory(text, "m")));
    EXPECT_EQ(read, text);
  }
  EXPECT_THAT(ReadAll(ByteSource::FromMemory("BZh91AY", "m")),
              StatusIs(absl::StatusCode::kDataLoss, "bzip2 stream ends too early"));
  const std::string whole = Bzip2("abc");
  EXPECT_THAT(ReadAll(ByteSource::FromMemory(whole + "what is this", "m")),
              StatusIs(absl::StatusCode::kDataLoss, "bzip2 stream is damaged"));
}

TEST(ByteSource, XzThatAsksForMuchMemoryIsRefused) {
  lzma_options_lzma options = {};
  ASSERT_EQ(lzma_lzma_preset(&options, 6), 0);
  options.dict_size = 512 << 20;
  const lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
  // The header of a block says it; no need to compress with so much.
  std::string bytes = Xz("abc");
  uint8_t props = 0;
  ASSERT_EQ(lzma_properties_encode(filters, &props), LZMA_OK);
  const size_t block = 12;  // Where it begins, with its size in words.
  const size_t size = (static_cast<size_t>(bytes[block]) + 1) * 4 - 4;
  const size_t id = bytes.find("\x21\x01", block);  // LZMA2, one byte of properties.
  ASSERT_LT(id, block + size);
  bytes[id + 2] = static_cast<char>(props);
  const uint32_t crc = lzma_crc32(reinterpret_cast<const uint8_t*>(bytes.data()) + block, size, 0);
  for (size_t i = 0; i < 4; ++i) bytes[block + size + i] = static_cast<char>(crc >> (8 * i));
  EXPECT_THAT(ReadAll(ByteSource::FromMemory(bytes, "m")),
              StatusIs(absl::StatusCode::kDataLoss, "asks for over 96 MiB"));
}

TEST(ByteSource, PiecesOfSomebodyElse) {
  const std::string bytes = Gzip("hello") + Gzip(" world");
  size_t at = 0;
  const auto next = [&]() -> absl::StatusOr<std::string_view> {
    return at < bytes.size() ? std::string_view(bytes).substr(at++, 1) : std::string_view();
  };
  ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(ByteSource::FromPieces(next, "p")));
  EXPECT_EQ(read, "hello world");
  const auto broken = [&]() -> absl::StatusOr<std::string_view> {
    return absl::UnavailableError("gone");
  };
  EXPECT_THAT(ReadAll(ByteSource::FromPieces(broken, "p")),
              StatusIs(absl::StatusCode::kUnavailable, "gone"));
}

}  // namespace
}  // namespace pullgraph::byte_source_test
