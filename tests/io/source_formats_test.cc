// SPDX-License-Identifier: Apache-2.0
#include "io/import/source_folder.h"
#include "io/import/source_formats.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/community_file.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::source_formats_test {
namespace {

using testing::StatusIs;

// A folder of files that is gone afterwards.
class SourceFormatsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "pullgraph.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  // The format of a file, "" for none.
  static std::string FormatOf(const std::string& path) {
    const ImportSource source = ImportSource::Open(path).value();
    const SourceFormat* format = RecogniseSource(source);
    return format == nullptr ? "" : format->name;
  }

  std::filesystem::path folder_;
};

std::string TinyFile() {
  std::string bytes;
  const auto append = [&](std::string_view part) {
    bytes += part;
    return absl::OkStatus();
  };
  EXPECT_TRUE(WriteCommunity(testing::TinyCommunity(), append, {}).ok());
  return bytes;
}

TEST_F(SourceFormatsTest, AreKnownByContent) {
  const struct {
    const char* format;
    std::string text;
  } cases[] = {
      {"pull", TinyFile()},
      {"rows", "{\"member\": {\"id\":\"a\"}}\n"},
      {"gml", "Creator \"x\"\ngraph [\n node [ id 1 ] ]\n"},
      {"graphml", "<?xml version=\"1.0\"?><graphml><graph edgedefault=\"directed\"/></graphml>"},
      {"matrix-market", "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 2\n"},
      {"pajek", "*Vertices 2\n1 \"a\"\n2 \"b\"\n*Arcs\n1 2\n"},
      {"node-link", "{\"nodes\":[{\"id\":1}],\"links\":[]}"},
      {"mbox", "From a@b.c Mon Jan  1 00:00:00 2018\nFrom: a@b.c\nMessage-ID: <1@b.c>\nDate: Mon, 1 Jan 2018 00:00:00 +0000\n\nhi\n"},
      {"edges", "# a list\n1 2 1\n2 3 0.5\n"},
      {"", "1 2\n2 3 0.5\n"},
      {"edges", "Source,Target,Note\nann,bob,\"x, y\"\n"},
      {"edges", "ann\tbob\nbob\tcid\n"},
      {"edges", "weight;Sender;receiver\n2.5;ada;bob\n"},
      {"", "email,first name\na@b.c,Ann\n"},
      {"", "Dear all,\nthis is a letter of two lines.\n"},
      {"", "{\"what\":[1,2,3]}"},
      {"", "<rss><channel/></rss>"},
      {"", ""},
      {"", std::string("\0\1\2\3", 4)},
  };
  int i = 0;
  for (const auto& [format, text] : cases) {
    const std::string path = Write(absl::StrCat("file", i++), text);
    EXPECT_EQ(FormatOf(path), format) << text;
  }
}

TEST_F(SourceFormatsTest, AFolderOfDifferentThings) {
  Write("all/1.edges", "# a list\n1 2 1\n2 3 0.5\n");
  Write("all/deep/er/g.gml", "graph [ node [ id 1 ] ]\n");
  Write("all/letter.txt", "Dear all,\nthis is a letter of two lines.\n");
  Write("all/.hidden", "# a list\n1 2 1\n2 3 0.5\n");
  std::filesystem::create_symlink(folder_ / "all", folder_ / "all" / "round");
  const std::string all = (folder_ / "all").string();
  const FolderSources found = SourcesIn(all).value();
  EXPECT_EQ(found.known, (std::vector<std::string>{all + "/1.edges", all + "/deep/er/g.gml"}));
  EXPECT_EQ(found.unknown, (std::vector<std::string>{all + "/letter.txt"}));
  EXPECT_TRUE(SourcesIn(all + "/letter.txt").value().known.empty());
  // What is damaged is no letter: it is not left out.
  const std::string cut = Write("all/deep/cut.gz", std::string("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10));
  EXPECT_THAT(SourcesIn(all).status(), testing::StatusIs(absl::StatusCode::kDataLoss, cut));
}

TEST_F(SourceFormatsTest, EachIsReadOrRefusedWhateverItIs) {
  const std::string file = Write("file.txt", "a b\nb c\n");
  Write("folder/file.txt", "a b\nb c\n");
  for (const std::string& path : {file, (folder_ / "folder").string(), Write("empty", "")}) {
    const ImportSource source = ImportSource::Open(path).value();
    for (const SourceFormat& format : ::pullgraph::SourceFormats()) {
      const absl::StatusOr<ImportResult> result = format.read(source);
      if (result.ok()) continue;
      EXPECT_NE(result.status().code(), absl::StatusCode::kInternal) << format.name << path;
      EXPECT_NE(result.status().message().find(folder_.filename().string()), std::string::npos)
          << format.name << ": " << result.status().message();
    }
  }
  EXPECT_EQ(FindSourceFormat("slack")->read(ImportSource::Open(file).value()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(SourceFormatsTest, SayWhatNobodyKnows) {
  const auto say = [&](const std::string& text) {
    return UnknownSource(ImportSource::Open(Write("x", text)).value());
  };
  EXPECT_THAT(say("email,first name\na@b.c,Ann\n"),
              StatusIs(absl::StatusCode::kDataLoss, "a table of columns that are not known: email, first name"));
  EXPECT_THAT(say("<rss><channel/></rss>"), StatusIs(absl::StatusCode::kDataLoss, "an XML document of <rss>"));
  EXPECT_THAT(say("[{\"a\": 1}]"), StatusIs(absl::StatusCode::kDataLoss, "objects of JSON of a form that is not known\nsay which"));
  EXPECT_THAT(say("{ \"data\": {\"repository\": {}}}"), StatusIs(absl::StatusCode::kDataLoss, "a reply of a GraphQL interface"));
  EXPECT_THAT(say(""), StatusIs(absl::StatusCode::kDataLoss, "an empty file"));
  EXPECT_THAT(say(std::string("\0\1", 2)), StatusIs(absl::StatusCode::kDataLoss, "bytes that are no text"));
  Write("some/x", "1");
  Write("some/y/z", "1");
  EXPECT_THAT(UnknownSource(ImportSource::Open((folder_ / "some").string()).value()),
              StatusIs(absl::StatusCode::kDataLoss, "nothing that is known: x, y/z in it"));
}

TEST_F(SourceFormatsTest, ACommunityComesThroughANamedPipe) {
  const std::string pipe = (folder_ / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << TinyFile(); });
  const absl::StatusOr<CommunityGraph> read = ReadCommunityFile(pipe);
  writer.join();
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(*read == testing::TinyCommunity());
}

// Of a pipe nothing is read before somebody says what it is.
TEST_F(SourceFormatsTest, APipeIsLeftAlone) {
  const std::string pipe = (folder_ / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe, std::string("-")}) {
    const ImportSource source = ImportSource::Open(path).value();
    EXPECT_TRUE(source.passes);
    EXPECT_EQ(RecogniseSource(source), nullptr);
    EXPECT_THAT(UnknownSource(source), StatusIs(absl::StatusCode::kInvalidArgument, "a pipe"));
    const absl::Status damaged = absl::DataLossError("damaged");
    EXPECT_EQ(NotACommunity(path, damaged), damaged);
  }
}

TEST_F(SourceFormatsTest, OtherVerbsSayWhatTheyWereGiven) {
  const absl::Status failure = absl::DataLossError("truncated");
  EXPECT_THAT(NotACommunity(Write("a.gml", "graph [ ]\n"), failure),
              StatusIs(absl::StatusCode::kDataLoss, "a graph in GML, not a community file yet"));
  EXPECT_THAT(NotACommunity(Write("letter", "Dear all,\nhello\n"), failure),
              StatusIs(absl::StatusCode::kDataLoss, "text of a form that is not known"));
  // A community file that is damaged stays one.
  EXPECT_EQ(NotACommunity(Write("cut.pull", TinyFile().substr(0, 200)), failure), failure);
  EXPECT_EQ(NotACommunity((folder_ / "none").string(), failure), failure);
  const absl::Status other = absl::UnavailableError("read error");
  EXPECT_EQ(NotACommunity(Write("b.gml", "graph [ ]\n"), other), other);
}

}  // namespace
}  // namespace pullgraph::source_formats_test
