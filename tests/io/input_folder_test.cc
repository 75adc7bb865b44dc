// SPDX-License-Identifier: Apache-2.0
#include "io/import/input_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "io/import/archive.h"
#include "tests/testing/archives.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::input_folder_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::Pack;
using testing::PackedFile;
using testing::StatusIs;

const std::vector<PackedFile> kFiles = {{"b/two.txt", "second"},
                                        {"a.csv", "id\n1\n"},
                                        {"b", "", AE_IFDIR},
                                        {"c/d/empty", ""},
                                        {"Zürich.txt", std::string(700'000, 'z') + "end"}};

std::string Content(ByteSource source) {
  std::string out;
  while (true) {
    const auto piece = source.Next();
    if (!piece.ok()) return absl::StrCat("error: ", std::string(piece.status().message()));
    if (piece->empty()) return out;
    out.append(*piece);
  }
}

std::string Read(const InputFolder& folder, const std::string& name) {
  auto file = folder.OpenFile(name);
  if (!file.ok()) return std::string(file.status().message());
  return file->has_value() ? Content(*std::move(*file)) : "absent";
}

void ExpectTheFiles(const InputFolder& folder) {
  EXPECT_THAT(folder.Names(), ElementsAre("Zürich.txt", "a.csv", "b/two.txt", "c/d/empty"));
  EXPECT_TRUE(folder.Has("b/two.txt"));
  EXPECT_FALSE(folder.Has("two.txt"));
  EXPECT_EQ(Read(folder, "a.csv"), "id\n1\n");
  EXPECT_EQ(Read(folder, "c/d/empty"), "");
  EXPECT_TRUE(Read(folder, "Zürich.txt") == kFiles[4].content);
  EXPECT_EQ(Read(folder, "b/two.txt"), "second");
  EXPECT_EQ(Read(folder, "no"), "absent");
  std::map<std::string, std::string> seen;
  EXPECT_TRUE(folder.ForEachFile([](std::string_view name) { return name != "a.csv"; },
                                 [&](const std::string& name, ByteSource source) {
                                   seen[name] = Content(std::move(source));
                                   return absl::OkStatus();
                                 })
                  .ok());
  EXPECT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen["b/two.txt"], "second");
  EXPECT_TRUE(seen["Zürich.txt"] == kFiles[4].content);
}

class InputFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "pullgraph.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  void Write(const std::string& name, const std::string& content) const {
    fs::create_directories(fs::path(folder_ + "/" + name).parent_path());
    std::ofstream(folder_ + "/" + name, std::ios::binary) << content;
  }
  std::string folder_;
};

TEST_F(InputFolderTest, DirectoriesWithFoldersInThem) {
  for (const PackedFile& f : kFiles) {
    if (f.type == AE_IFREG) Write("in/" + f.name, f.content);
  }
  Write("outside", "secret");
  ASSERT_OK_AND_ASSIGN(const InputFolder plain, InputFolder::Open(folder_ + "/in/"));
  EXPECT_EQ(plain.BaseName(), "in");
  EXPECT_EQ(plain.left_out(), 0u);
  ExpectTheFiles(plain);
  fs::create_symlink("../outside", folder_ + "/in/out");
  fs::create_symlink("..", folder_ + "/in/up");
  fs::create_symlink("/nowhere", folder_ + "/in/dangling");
  fs::create_symlink("b/two.txt", folder_ + "/in/within");
  ASSERT_EQ(::mkfifo((folder_ + "/in/pipe").c_str(), 0600), 0);
  ASSERT_OK_AND_ASSIGN(const InputFolder linked, InputFolder::Open(folder_ + "/in"));
  EXPECT_THAT(linked.Names(),
              ElementsAre("Zürich.txt", "a.csv", "b/two.txt", "c/d/empty", "within"));
  EXPECT_EQ(Read(linked, "within"), "second");
  EXPECT_EQ(linked.left_out(), 4u);
}

TEST_F(InputFolderTest, ArchivesOfEveryKind) {
  const std::pair<const char*, const char*> kinds[] = {
      {"zip", "none"},     {"7zip", "none"},  {"gnutar", "none"}, {"paxr", "none"},
      {"gnutar", "gzip"},  {"paxr", "bzip2"}, {"gnutar", "xz"},   {"gnutar", "zstd"},
      {"gnutar", "lz4"}};
  for (const auto& [format, filter] : kinds) {
    SCOPED_TRACE(absl::StrCat(format, " ", filter));
    Write("x.tar.gz", Pack(format, kFiles, filter));  // Known by content, not by name.
    ASSERT_OK_AND_ASSIGN(const InputFolder folder, InputFolder::Open(folder_ + "/x.tar.gz"));
    EXPECT_EQ(folder.BaseName(), "x");
    EXPECT_EQ(folder.left_out(), 0u);
    ExpectTheFiles(folder);
  }
}

TEST_F(InputFolderTest, WhatIsNeitherIsSaid) {
  Write("text", "a,b\n1,2\n");
  Write("nothing", "");
  EXPECT_THAT(InputFolder::Open(folder_ + "/text"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "expected a directory or an archive"));
  EXPECT_THAT(InputFolder::Open(folder_ + "/nothing"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "expected a directory"));
  EXPECT_THAT(InputFolder::Open(folder_ + "/absent"), StatusIs(absl::StatusCode::kNotFound, "absent"));
}

TEST(InputArchive, CommonFolderAndCompressedFiles) {
  const std::string gz = Pack("gnutar", {{"n", "x"}}, "gzip");  // Any gzip stream.
  ASSERT_OK_AND_ASSIGN(const InputFolder folder,
                       InputFolder::FromArchive(Pack("zip", {{"top/in/a.txt", "A"},
                                                             {"top/in/t.csv.gz", gz},
                                                             {"__MACOSX/top/in/._a.txt", "junk"}}),
                                                "f.zip"));
  EXPECT_THAT(folder.Names(), ElementsAre("a.txt", "t.csv.gz"));
  EXPECT_EQ(folder.left_out(), 1u);
  EXPECT_EQ(Read(folder, "t.csv").substr(0, 2), std::string("n\0", 2));  // Decompressed: a tar.
}

TEST(InputArchive, UnsafeNamesLinksAndDevicesAreLeftOut) {
  const std::vector<PackedFile> files = {{"../up", "1"},       {"/etc/passwd", "2"},
                                         {"a/../../b", "3"},   {"C:\\x", "4"},
                                         {"a\\..\\..\\x", "5"}, {"link", "", AE_IFLNK, "/etc/passwd"},
                                         {"hard", "", AE_IFREG, "ok"}, {"dev", "", AE_IFCHR},
                                         {"ok", "fine"},       {"ok", "second of that name"}};
  ASSERT_OK_AND_ASSIGN(const InputFolder folder,
                       InputFolder::FromArchive(Pack("gnutar", files), "h.tar"));
  EXPECT_THAT(folder.Names(), ElementsAre("ok"));
  EXPECT_EQ(folder.left_out(), 9u);
  EXPECT_EQ(Read(folder, "ok"), "fine");
}

TEST(InputArchive, BombsAreRefused) {
  const std::vector<PackedFile> files = {{"zeros", std::string(size_t{80} << 20, '\0')},
                                         {"ok", "fine"}};
  for (const auto& [format, filter] : {std::pair("gnutar", "gzip"), {"gnutar", "zstd"}, {"zip", "none"}}) {
    const std::string bytes = Pack(format, files, filter);
    const auto folder = InputFolder::FromArchive(bytes, "bomb");
    // 80 MiB by gzip are 80 KB, a ratio just above 1,000; so are they by zip.
    EXPECT_THAT(folder, StatusIs(absl::StatusCode::kResourceExhausted, "1000 times")) << format;
  }
  const std::string honest = Pack("gnutar", {{"zeros", std::string(size_t{60} << 20, '\0')}}, "zstd");
  EXPECT_TRUE(InputFolder::FromArchive(honest, "big").ok());
  // An archive within an archive is a file.
  ASSERT_OK_AND_ASSIGN(const InputFolder nested,
                       InputFolder::FromArchive(Pack("zip", {{"in.zip", Pack("zip", kFiles)}}), "n"));
  EXPECT_THAT(nested.Names(), ElementsAre("in.zip"));
}

// Found by fuzzing: libarchive took the memory for the index before it looked for it.
TEST(InputArchive, AnIndexBeyondTheFileIsRefused) {
  const std::string whole = Pack("7zip", {{"a.txt", "hello"}});
  EXPECT_THAT(InputFolder::FromArchive(whole, "x.7z"), IsOk());
  for (const size_t field : {size_t{12}, size_t{20}}) {  // Where it begins, how long it is.
    for (const int byte : {2, 4, 7}) {
      std::string bytes = whole;
      bytes[field + byte] = '\x60';
      EXPECT_THAT(InputFolder::FromArchive(bytes, "x.7z"), StatusIs(absl::StatusCode::kDataLoss, "damaged or cut off"));
    }
  }
}

TEST(InputArchive, EncryptedIsSaid) {
  const std::string bytes = Pack("zip", {{"a.txt", "secret"}}, "none", "pass");
  EXPECT_THAT(InputFolder::FromArchive(bytes, "e.zip"),
              StatusIs(absl::StatusCode::kDataLoss, "e.zip/a.txt: is encrypted"));
}

TEST(InputArchive, EveryCutEndsWithAnError) {
  const std::vector<PackedFile> files = {{"a.txt", "some text that is packed\n"}, {"b.txt", "more"}};
  for (const auto& [format, filter] :
       {std::pair("zip", "none"), {"7zip", "none"}, {"gnutar", "none"}, {"gnutar", "gzip"}}) {
    const std::string bytes = Pack(format, files, filter);
    int refused = 0;
    for (size_t size = 0; size < bytes.size(); ++size) {
      const auto folder = InputFolder::FromArchive(bytes.substr(0, size), "cut");
      if (folder.ok()) {  // What is cut off is padding only.
        EXPECT_EQ(Read(*folder, "a.txt"), files[0].content) << format << size;
        EXPECT_EQ(Read(*folder, "b.txt"), "more") << format << size;
        continue;
      }
      ++refused;
      EXPECT_THAT(folder, StatusIs(absl::StatusCode::kDataLoss, "cut")) << format << size;
    }
    EXPECT_GT(refused, 100) << format;
  }
}

TEST(InputArchive, EveryFlipEndsWell) {
  const std::vector<PackedFile> files = {{"a.txt", "some text that is packed\n"}, {"b.txt", "more"}};
  for (const char* format : {"zip", "7zip", "ustar"}) {
    const std::string bytes = Pack(format, files);
    int good = 0, bad = 0;
    for (size_t bit = 0; bit < std::min<size_t>(bytes.size(), 1536) * 8; bit += 3) {
      std::string flipped = bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      const auto folder = InputFolder::FromArchive(flipped, "flip");
      EXPECT_TRUE(folder.ok() || absl::IsDataLoss(folder.status()) ||
                  absl::IsResourceExhausted(folder.status()))
          << folder.status();
      if (folder.ok()) (void)Read(*folder, "a.txt");
      ++(folder.ok() ? good : bad);
    }
    EXPECT_GT(good, 0) << format;
    EXPECT_GT(bad, 0) << format;
  }
}

TEST(InputArchive, SourcesEndWithTheirFile) {
  ASSERT_OK_AND_ASSIGN(const InputFolder folder, InputFolder::FromArchive(Pack("zip", kFiles), "z"));
  std::vector<ByteSource> kept;
  ASSERT_TRUE(folder.ForEachFile([](std::string_view) { return true; },
                                 [&](const std::string&, ByteSource source) {
                                   kept.push_back(std::move(source));
                                   return absl::OkStatus();
                                 })
                  .ok());
  ASSERT_EQ(kept.size(), 4u);
  // The last and longest was not read to its end; what is left must not come.
  EXPECT_NE(Content(std::move(kept[3])).find("error: the archive has moved on"), std::string::npos);
  EXPECT_THAT(folder.ForEachFile([](std::string_view) { return true; },
                                 [](const std::string&, ByteSource) { return absl::DataLossError("no"); }),
              StatusIs(absl::StatusCode::kDataLoss, "no"));
}

TEST(InputArchive, KnownByContent) {
  EXPECT_TRUE(LooksLikeArchive(Pack("zip", kFiles)));
  EXPECT_TRUE(LooksLikeArchive(Pack("7zip", kFiles)));
  EXPECT_TRUE(LooksLikeArchive(Pack("ustar", {{"a", "b"}})));
  EXPECT_FALSE(LooksLikeArchive(std::string(1024, 'a')));
  EXPECT_FALSE(LooksLikeArchive(std::string(1024, '\0')));
  EXPECT_FALSE(LooksLikeArchive("PK"));
}

}  // namespace
}  // namespace pullgraph::input_folder_test
