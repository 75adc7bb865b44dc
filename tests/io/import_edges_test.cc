// SPDX-License-Identifier: Apache-2.0
#include "io/import/edges.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "absl/strings/str_cat.h"
#include "graph/random.h"
#include "io/import/edge_fold.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_edges_test {
namespace {

using testing::At;
using testing::StatusIs;

absl::StatusOr<ImportResult> Import(std::string_view text, const EdgeListOptions& options = {}) {
  auto source = ByteSource::FromMemory(text, "e.txt");
  if (!source.ok()) return source.status();
  return ImportEdgesFrom(*std::move(source), options);
}

std::string Data(const std::string& file) {
  return std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/" + file;
}

TEST(ImportEdges, SeparatorsCommentsAndEndsOfLineAreTheSame) {
  ASSERT_OK_AND_ASSIGN(const ImportResult plain, Import("10 2\n2 30\n"));
  EXPECT_EQ(plain.community.num_members(), 3);
  EXPECT_EQ(plain.community.num_ties(), 2);
  EXPECT_EQ(plain.community.MemberKey(MemberId(0)), "2");
  EXPECT_EQ(plain.community.MemberKey(MemberId(2)), "30");
  for (const char* text :
       {"10\t2\n2\t30", "# c\n% d\n\n10, 2\r\n2,30\r\n", "\xEF\xBB\xBF" "10;2\n 2 ; 30 \n",
        "from to\n10 2\n2 30\n", "10 2\r2 30\r", "10 2\r2 30",
        "Source,Target\n10,2\n2,30", "Id;Target;Source\n1;2;10\n2;30;2\n", "\"10\",2\n2,\"30\"\n", "10 2\n#x y\n2 30\n", "2 10\n30 2\n"}) {
    ASSERT_OK_AND_ASSIGN(const ImportResult other, Import(text));
    EXPECT_TRUE(other.community == plain.community) << text;
  }
}

TEST(ImportEdges, WordsAnywhereGiveWhatTheBuilderGives) {
  // An integer list that turns into words half way; a number too large; not canonical.
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       Import("7 8\n8 9\nada 7\n8 bob\n007 4294967296\n"));
  CommunityBuilder b("", "pullgraph");
  std::vector<std::pair<Node, Node>> ties;
  for (const auto& [x, y] : {std::pair{"7", "8"}, {"8", "9"}, {"ada", "7"}, {"8", "bob"}, {"007", "4294967296"}}) {
    const Node from = b.Member(x)->value();
    ties.emplace_back(from, b.Member(y)->value());
  }
  ASSERT_TRUE(b.AddPlainTies(ties, false).ok());
  EXPECT_TRUE(result.community == std::move(b).Build().value());
  EXPECT_EQ(result.community.num_members(), 7);
}

TEST(ImportEdges, HeaderRules) {
  EdgeListOptions options;
  ASSERT_OK_AND_ASSIGN(const ImportResult words, Import("a b\nc d\n"));
  EXPECT_EQ(words.community.num_members(), 4);
  ASSERT_OK_AND_ASSIGN(const ImportResult one, Import("a b\n"));
  EXPECT_EQ(one.community.num_members(), 2);
  options.header = EdgeListHeader::kYes;
  ASSERT_OK_AND_ASSIGN(const ImportResult yes, Import("a b\nc d\n", options));
  EXPECT_EQ(yes.community.num_members(), 2);
  options.header = EdgeListHeader::kNo;
  ASSERT_OK_AND_ASSIGN(const ImportResult no, Import("a b\n1 2\n", options));
  EXPECT_EQ(no.community.num_members(), 4);
  options.header = EdgeListHeader::kAuto;
  options.time_column = 3;
  ASSERT_OK_AND_ASSIGN(const ImportResult dated, Import("src,dst,time\na,b,5\n", options));
  EXPECT_EQ(dated.community.num_members(), 2);
  ASSERT_OK_AND_ASSIGN(const ImportResult usual, Import("a;b;Sep 26, 2026 7:05 PM\nb;c;2014-11-12 08:27:03 UTC\n", options));
  EXPECT_EQ(usual.community.last_time(), *ParseTime("2026-09-26T19:05:00Z"));
  // A date that cannot be read makes no header of its line.
  EXPECT_THAT(Import("a;b;31.12.2024\nb;c;2024-02-01\n", options),
              StatusIs(absl::StatusCode::kDataLoss, "31.12.2024"));
}

TEST(ImportEdges, DatesCountsAndStrengths) {
  EdgeListOptions options;
  options.time_column = 3;
  options.kind = TieKind::kMessaged;
  options.directed = true;
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       Import("1 2 20\n1 2 10\n2 1 2018-01-01\n1 1 5\n", options));
  CommunityBuilder b("", "pullgraph");
  const MemberId one = b.Member("1").value();
  const MemberId two = b.Member("2").value();
  const auto add = [&](MemberId from, MemberId to, std::vector<Time> at) {
    TieRow t;
    t.from = from;
    t.to = to;
    t.kind = TieKind::kMessaged;
    t.directed = true;
    t.at = std::move(at);
    ASSERT_TRUE(b.AddTie(t).ok());
  };
  add(one, two, {At("10"), At("20")});
  add(two, one, {At("2018-01-01")});
  add(one, one, {At("5")});
  EXPECT_TRUE(result.community == std::move(b).Build().value());
  EdgeListOptions weighted;
  weighted.count_column = 4;
  weighted.strength_column = 3;
  ASSERT_OK_AND_ASSIGN(const ImportResult folded, Import("a b .5 3\nb a .25 4\n", weighted));
  EXPECT_EQ(folded.community.num_ties(), 1);
  EXPECT_EQ(folded.community.ties().count[0], 7);
  EXPECT_EQ(folded.community.ties().strength[0], .5F);
}

TEST(ImportEdges, BadInputNamesPlaceAndCause) {
  EdgeListOptions options;
  options.time_column = 3;
  options.header = EdgeListHeader::kNo;
  EdgeListOptions strength;
  strength.strength_column = 3;
  EdgeListOptions count;
  count.count_column = 3;
  const EdgeListOptions none;
  const std::tuple<std::string, EdgeListOptions, const char*> cases[] = {
      {"", none, "e.txt: no edges"},
      {"# only\n", none, "e.txt: no edges"},
      {"1 2\n3\n", none, "e.txt:2:1: one column '3', expected two ids"},
      {"1,2\n3,,4\n", none, "e.txt:2:3: an empty column"},
      {"1 2\n3,4\n", none, "e.txt:2:1: one column '3,4', expected two ids"},
      {"1 2\n3 \"a b\n", none, "e.txt:2:3: a quote that is not closed"},
      {"1,2\n\"3\"x,4\n", none, "e.txt:2:4: text behind a quote"},
      {"% bip unweighted\n1 2\n", none, "e.txt:1:1: a network of two modes"},
      {"source,target,weight\na,b,x\n", none, "e.txt:2:5: field 'weight' has 'x', expected a number"},
      {"1 2\nx \xff\n", none, "e.txt:2:3: '\\xFF' is not valid UTF-8"},
      {"%%MatrixMarket matrix\n", none, "Matrix Market"},
      {"%matrixmarket matrix\n5 5 3\n", none, "Matrix Market"},
      {"1 2 5\n1 2\n", options, "e.txt:2:3: 2 columns, expected 3"},
      {"1 2 x\n", options, "e.txt:1:5: field 'time' has 'x', expected an ISO-8601"},
      {"1 2 99999999999999999999\n", options, "e.txt:1:5: field 'time'"},
      {"1 2 1.5\n", strength, "e.txt:1:5: field 'strength' has '1.5', expected a probability"},
      {"1 2 nan\n", strength, "field 'strength' has 'nan'"},
      {"1 2 0\n", strength, "field 'strength' has '0'"},
      {"1 2 -3\n", count, "e.txt:1:5: field 'count' has '-3', expected an integer from 1 to 4294967295"}};
  for (const auto& [text, how, message] : cases) {
    EXPECT_THAT(Import(text, how), StatusIs(absl::StatusCode::kDataLoss, message)) << text;
  }
  EdgeListOptions bad;
  bad.time_column = 2;
  EXPECT_THAT(Import("1 2\n", bad), StatusIs(absl::StatusCode::kInvalidArgument, "time_column is 2"));
  bad.time_column = bad.count_column = 3;
  EXPECT_THAT(Import("1 2 3\n", bad), StatusIs(absl::StatusCode::kInvalidArgument, "are both 3"));
}

TEST(ImportEdges, NamesHaveBlanksAndQuotes) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       Import("Ada Lovelace,Bob Ray\n\"Roe, Jane \"\"J\"\"\",Bob Ray\n"));
  EXPECT_EQ(result.community.num_members(), 3);
  EXPECT_TRUE(result.community.FindMember("Ada Lovelace").has_value());
  EXPECT_TRUE(result.community.FindMember("Roe, Jane \"J\"").has_value());
  ASSERT_OK_AND_ASSIGN(const ImportResult tabs, Import("Ada Lovelace\tBob Ray\t\n\"a\tb\"\tc\t1\n"));
  EXPECT_EQ(tabs.community.num_members(), 4);
  EXPECT_TRUE(tabs.community.FindMember("a\tb").has_value());
}

TEST(ImportEdges, WeightsMeanWhatIsSaid) {
  const char* text = "Source,Target,Weight\na,b,2\nb,a,3\nb,c,\n";
  ASSERT_OK_AND_ASSIGN(const ImportResult counts, Import(text));
  EXPECT_EQ(counts.community.ties().count[0], 5u);
  EXPECT_EQ(counts.report.notes()[1], (ImportNote{"weights taken as counts", 2, ""}));
  EdgeListOptions options;
  options.weight_column = 3;
  ASSERT_OK_AND_ASSIGN(const ImportResult strengths, Import("a b .5\nb c 1\n", options));
  EXPECT_EQ(strengths.community.ties().strength[0], .5F);
  EXPECT_EQ(strengths.report.notes()[0].what, "weights taken as strengths");
  ASSERT_OK_AND_ASSIGN(const ImportResult neither, Import("a b .5\nb c 2\n", options));
  EXPECT_TRUE(neither.community.ties().strength.is_default());
  EXPECT_TRUE(neither.community.ties().count.is_default());
  EXPECT_EQ(neither.report.notes()[0].count, 2u);
  EXPECT_EQ(neither.report.notes()[0].example, "e.txt:2:5");
  options.weight = GraphWeight::kDistance;
  ASSERT_OK_AND_ASSIGN(const ImportResult far, Import("a b 0\nb c 2\nc d 1e9\nd e -1\n", options));
  EXPECT_EQ(far.community.ties().strength[0], 1.0F);
  EXPECT_NEAR(far.community.ties().strength[2], .1353F, 1e-4);
  EXPECT_GT(far.community.ties().strength[4], 0.0F);  // Far apart is not unknown.
  EXPECT_EQ(far.report.notes().back(), (ImportNote{"weights that cannot be that left out", 1, ""}));
  options.weight = GraphWeight::kCount;
  ASSERT_OK_AND_ASSIGN(const ImportResult rounded, Import("a b 2.6\nb c .1\nc d nan\n", options));
  EXPECT_EQ(rounded.community.ties().count[0], 3u);
  EXPECT_EQ(rounded.community.ties().count[2], 1u);
}

TEST(ImportEdges, KonectSaysItsDirectionAndWeights) {
  ASSERT_OK_AND_ASSIGN(const ImportResult directed,
                       Import("% asym positive\n% 2 3 3\n1 2  4\n2 1  1\n"));
  EXPECT_EQ(directed.community.num_ties(), 2);
  EXPECT_FALSE(directed.community.IsMirrored(0));
  EXPECT_EQ(directed.community.ties().count[0], 4u);
  ASSERT_OK_AND_ASSIGN(const ImportResult plain, Import("% sym unweighted\n1 2\n2 3\n"));
  EXPECT_EQ(plain.community.num_ties(), 2);
  EXPECT_TRUE(plain.community.graph().is_symmetric());
  EXPECT_TRUE(plain.report.notes().empty());
}

TEST(ImportEdges, MembersWithoutTies) {
  EdgeListOptions options;
  options.num_members = 12;
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import("10 2\n2 3\n", options));
  EXPECT_EQ(result.community.num_members(), 12);
  EXPECT_EQ(result.community.num_ties(), 2);
  const auto two = result.community.FindMember("2");
  const auto ten = result.community.FindMember("10");
  ASSERT_TRUE(two.has_value() && ten.has_value());
  EXPECT_TRUE(result.community.graph().FindArc(ten->value(), two->value()).has_value());
  const auto data_loss = [](const char* piece) {
    return StatusIs(absl::StatusCode::kDataLoss, piece);
  };
  EXPECT_THAT(Import("10 2\n2 12\n", options), data_loss("there is a member 12, expected ids in"));
  EXPECT_THAT(Import("a b\n", options), data_loss("ids are words, expected integers in [0, 12)"));
  options.num_members = UINT32_MAX;
  EXPECT_THAT(Import("1 2\n", options),
              StatusIs(absl::StatusCode::kInvalidArgument, "num_members is 4294967295"));
}

TEST(ImportEdges, ColumnsLeftOutAreReported) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Import("1 2 9\n2 3 8\n"));
  ASSERT_EQ(result.report.notes().size(), 1);
  EXPECT_EQ(result.report.notes()[0], (ImportNote{"columns from 3 on left out", 2, "e.txt:1:5"}));
}

TEST(ImportEdges, SparseAndDenseIdsAndThreadsAgree) {
  RandomStream random(3, 0);
  std::string text;
  std::map<std::pair<uint64_t, uint64_t>, int> ties;
  for (int i = 0; i < 300'000; ++i) {  // More than one block of lines.
    const uint64_t a = random.Below(5000) * 800'000;
    const uint64_t b = random.Below(5000) * 800'000;
    absl::StrAppend(&text, a, "\t", b, "\n");
    ++ties[std::minmax(a, b)];
  }
  ASSERT_OK_AND_ASSIGN(const ImportResult first, Import(text));
  EXPECT_EQ(first.community.num_ties(), ties.size());
  EXPECT_EQ(first.community.MemberKey(MemberId(1)), "800000");
  for (const int threads : {2, 7}) {
    RunControl run;
    run.threads = threads;
    EdgeListOptions options;
    options.run = &run;
    ASSERT_OK_AND_ASSIGN(const ImportResult other, Import(text, options));
    EXPECT_TRUE(other.community == first.community);
  }
}

// Where most lines are equal they are folded while they come in, which changes nothing.
TEST(ImportEdges, ManyEqualLinesAreFoldedAsTheyCome) {
  constexpr int kLines = 9 << 20;  // Folded twice, and some are left.
  for (const bool directed : {false, true}) {
    RandomStream random(5, directed);
    std::string text;
    std::map<std::pair<uint64_t, uint64_t>, uint32_t> ties;
    for (int i = 0; i < kLines; ++i) {
      const uint64_t a = random.Below(9), b = random.Below(9);
      absl::StrAppend(&text, a, " ", b, "\n");
      ++ties[directed ? std::pair(a, b) : std::pair(std::min(a, b), std::max(a, b))];
    }
    text += "3 ada\n";  // From here on ids are words.
    ties[{3, 9}] = 1;
    EdgeListOptions options;
    options.directed = directed;
    ASSERT_OK_AND_ASSIGN(const ImportResult result, Import(text, options));
    EXPECT_EQ(result.report.counts().at(0), (std::pair<std::string, uint64_t>("lines", kLines + 1)));
    CommunityBuilder b(result.community.name(), "pullgraph");
    for (const auto& [ends, count] : ties) {
      TieRow tie;
      tie.from = b.Member(absl::StrCat(ends.first)).value();
      tie.to = b.Member(ends.second == 9 ? "ada" : absl::StrCat(ends.second)).value();
      tie.directed = directed;
      tie.count = count;
      ASSERT_TRUE(b.AddTie(tie).ok());
    }
    EXPECT_TRUE(result.community == std::move(b).Build().value()) << directed;
  }
}

TEST(EdgeFold, KnowsWhetherMostAreEqual) {
  std::vector<std::pair<Node, Node>> pairs;
  for (Node i = 0; i < 1'000'000; ++i) pairs.emplace_back(i, i + 1);
  EXPECT_FALSE(HasManyEquals(pairs));
  for (Node i = 0; i < 100'000; ++i) pairs.emplace_back(i, i + 1);  // One in eleven.
  EXPECT_FALSE(HasManyEquals(pairs));
  for (Node i = 0; i < 3'000'000; ++i) pairs.emplace_back(i % 1'000'000, i % 1'000'000 + 1);
  EXPECT_TRUE(HasManyEquals(pairs));
  EXPECT_TRUE(HasManyEquals(std::vector<std::pair<Node, Node>>(100'000, {1, 2})));
  std::vector<uint32_t> count = {7};
  std::vector<std::pair<Node, Node>> few = {{2, 1}, {1, 2}, {2, 1}, {1, 2}, {1, 2}};
  FoldEqualPairs(few, count);
  EXPECT_EQ(few, (std::vector<std::pair<Node, Node>>{{1, 2}, {2, 1}}));
  EXPECT_EQ(count, (std::vector<uint32_t>{3, 8}));
  count = {UINT32_MAX, 5};
  few = {{1, 2}, {1, 2}};
  FoldEqualPairs(few, count);
  EXPECT_EQ(count, (std::vector<uint32_t>{UINT32_MAX}));
}

TEST(ImportEdges, CancelledOnRequest) {
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  EdgeListOptions options;
  options.run = &run;
  EXPECT_THAT(Import("1 2\n", options), StatusIs(absl::StatusCode::kCancelled, ""));
}

TEST(ImportEdges, RealGraphsHaveTheirPublishedSizes) {
  struct Case {
    const char* file;
    bool directed;
    int time_column;
    uint64_t members, ties;
  };
  for (const Case& c : {Case{"collegemsg/CollegeMsg.txt.gz", true, 3, 1899, 20296},
                        Case{"email-eu-core/email-Eu-core.txt.gz", true, 0, 1005, 25571},
                        Case{"email-eu-core/email-Eu-core.txt.gz", false, 0, 1005, 16064 + 642},
                        Case{"email-eu-core/email-Eu-core-temporal.txt.gz", true, 3, 986, 24929},
                        Case{"classic-communities/karate_ties.csv", false, 0, 34, 78},
                        Case{"classic-communities/polblogs_links.csv", true, 0, 1224, 19025},
                        Case{"seal-linkpred/edgelists/USAir.txt", false, 0, 332, 2126},
                        Case{"exports/graph/foodweb-baydry.konect", false, 0, 128, 2137},
                        Case{"com-dblp/com-dblp.ungraph.txt.gz", false, 0, 317080, 1049866}}) {
    if (!std::filesystem::exists(Data(c.file))) GTEST_SKIP() << "no " << Data(c.file);
    EdgeListOptions options;
    options.directed = c.directed;
    options.time_column = c.time_column;
    ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportEdges(Data(c.file), options));
    EXPECT_EQ(result.community.num_members(), c.members) << c.file;
    EXPECT_EQ(result.community.num_ties(), c.ties) << c.file;
  }
}

}  // namespace
}  // namespace pullgraph::import_edges_test
