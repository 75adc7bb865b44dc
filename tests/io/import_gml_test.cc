// SPDX-License-Identifier: Apache-2.0
#include "io/import/gml.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::import_gml_test {
namespace {

using testing::StatusIs;

std::string Data(const std::string& file) {
  return absl::StrCat(PULLGRAPH_SOURCE_DIR, "/../shared/data/", file);
}

absl::StatusOr<ImportResult> Gml(std::string_view text) {
  auto source = ByteSource::FromMemory(text, "g.gml");
  if (!source.ok()) return source.status();
  return ImportGmlFrom(*std::move(source), {});
}

TEST(ImportGml, NodesLabelsAttributesEdges) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Gml(
      "Creator \"me\"\ngraph\n[ # comment\n directed 1 comment \"x\"\n"
      "edge [ source 1 target 2 value 3 ]\n"
      "node [ id 1 label \"A &quot;&#246;&amp;\" value \"n\" graphics [ x 1.5 y [ z 2 ] ] ]\n"
      "node [ id 2 group -4 ] ]\n"));
  CommunityBuilder b("", "pullgraph");
  const MemberId one = b.Member("1").value();
  const MemberId two = b.Member("2").value();
  MemberRow row;
  row.display_name = "A \"ö&";
  row.attributes = {{"value", "n"}};
  ASSERT_TRUE(b.DescribeMember(one, row).ok());
  row = {};
  row.attributes = {{"group", "-4"}};
  ASSERT_TRUE(b.DescribeMember(two, row).ok());
  TieRow tie;
  tie.from = one;
  tie.to = two;
  tie.directed = true;
  ASSERT_TRUE(b.AddTie(tie).ok());
  EXPECT_TRUE(result.community == std::move(b).Build().value());
  ASSERT_EQ(result.report.notes().size(), 1);
  EXPECT_EQ(result.report.notes()[0].example, "g.gml:5:26");
}

TEST(ImportGml, BadInputNamesPlaceAndCause) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "g.gml: no 'graph ['"},
      {"graph 5", "g.gml:1:7: expected '[' after 'graph'"},
      {"graph [ node [ id 1 ]", "g.gml:1:1: the 'graph [' that opens here is never closed"},
      {"graph [ node [ id 1", "g.gml:1:9: the 'node [' that opens here is never closed"},
      {"graph [ node [ label \"x ] ]", "g.gml:1:22: the quote that opens here is never closed"},
      {"graph [ node [ label \"\xff\" ] ]", "g.gml:1:23: '\\xFF' is not valid UTF-8"},
      {"graph [ node [ label \"x\" ] ]", "g.gml:1:9: a node without an 'id'"},
      {"graph [ node [ id 1 ]\nnode [ id 1 ] ]", "g.gml:2:11: node id '1' is a duplicate of line 1"},
      {"graph [ node [ id 1 ]\nedge [ source 1 target 2 ] ]", "g.gml:2:24: field 'target' has '2', a dangling id"},
      {"graph [ edge [ source 1 ] ]", "g.gml:1:9: an edge without"},
      {"graph [ directed 2 ]", "g.gml:1:18: field 'directed' has '2', expected 0 or 1"},
      {"graph [ node [ id [ ] ] ]", "g.gml:1:19: expected a number or a text after 'id'"},
      {"graph [ ] graph [ ]", "g.gml:1:11: a second graph"},
      {"<gml>", "g.gml:1:1: '<gml>', expected a key"}};
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(Gml(text), StatusIs(absl::StatusCode::kDataLoss, message)) << text;
  }
}

TEST(ImportGml, WhatIsNotNeededDoesNotStopIt) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result,
                       Gml("\xEF\xBB\xBF" "graph [ node [ id 0 label \"a\" score NAN low -INF meta [ team \"core\" "
                           "deep [ x 1 ] ] ] node [ id 1 ]\n"
                           "edge [ source 0 target 1 weight 3.0 seen [ at 5 ] ] ]"));
  EXPECT_EQ(result.community.num_members(), 2);
  EXPECT_EQ(result.community.ties().count[0], 3u);
  const std::vector<ImportNote> expected = {{"'meta' of nodes left out", 1, "g.gml:1:50"},
                                            {"'seen' of edges left out", 1, "g.gml:2:37"},
                                            {"weights taken as counts", 1, ""}};
  EXPECT_EQ(result.report.notes(), expected);
  EXPECT_TRUE(LooksLikeGml("Creator \"x\" graph [ node"));
  EXPECT_FALSE(LooksLikeGml("graph { a -- b }"));
  EXPECT_FALSE(LooksLikeGml("digraph [ 1"));
}

TEST(ImportGml, ClassicGraphs) {
  const std::tuple<const char*, uint32_t, uint64_t> cases[] = {
      {"dolphins", 62, 159}, {"football", 115, 613}, {"polbooks", 105, 441}, {"citeseer", 3264, 4536}};
  for (const auto& [name, nodes, edges] : cases) {
    const std::string file = Data(absl::StrCat("classic-communities/", name, ".gml"));
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
    ASSERT_OK_AND_ASSIGN(const ImportResult result, ImportGml(file));
    EXPECT_EQ(result.community.num_members(), nodes) << name;
    EXPECT_EQ(result.community.num_ties(), edges) << name;
  }
}

}  // namespace
}  // namespace pullgraph::import_gml_test
