// SPDX-License-Identifier: Apache-2.0
// Pajek, Matrix Market, METIS, DOT and node-link JSON.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "io/import/gexf.h"
#include "io/import/graphml.h"
#include "io/import/matrix_market.h"
#include "io/import/metis.h"
#include "io/import/node_link.h"
#include "io/import/pajek.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph {
namespace {

using testing::StatusIs;

using Importer = absl::StatusOr<ImportResult> (*)(ByteSource, const GraphOptions&);

absl::StatusOr<ImportResult> Read(Importer import, std::string_view text,
                                  const GraphOptions& options = {}) {
  auto source = ByteSource::FromMemory(text, "g");
  if (!source.ok()) return source.status();
  return import(*std::move(source), options);
}

std::string NotesOf(const ImportResult& result) {
  std::string text;
  for (const ImportNote& note : result.report.notes()) {
    absl::StrAppend(&text, note.what, " (", note.count, ")\n");
  }
  return text;
}

// Members as "id=name{attributes}", ties as "a>b*count" or "a-b*count".
std::string Facts(const CommunityGraph& c) {
  std::string text;
  for (uint32_t m = 0; m < c.num_members(); ++m) {
    absl::StrAppend(&text, m == 0 ? "" : " ", std::string(c.MemberKey(MemberId(m))));
    const std::string name(c.String(c.members().display_name[m]));
    if (!name.empty()) absl::StrAppend(&text, "=", name);
    for (const Attribute& a : c.members().attributes[m]) {
      absl::StrAppend(&text, "{", std::string(c.String(a.name)), ":", std::string(c.String(a.value)), "}");
    }
  }
  for (Node u = 0; u < c.num_members(); ++u) {
    for (ArcIndex arc = c.graph().OutBegin(u); arc < c.graph().OutEnd(u); ++arc) {
      if (c.IsMirrored(arc) && c.graph().Target(arc) < u) continue;
      absl::StrAppend(&text, " ", std::string(c.MemberKey(MemberId(u))), c.IsMirrored(arc) ? "-" : ">",
                      std::string(c.MemberKey(MemberId(c.graph().Target(arc)))));
      if (c.ties().count[arc] != 1) absl::StrAppend(&text, "*", c.ties().count[arc]);
      if (c.ties().strength[arc] > 0) absl::StrAppend(&text, "~", c.ties().strength[arc]);
    }
  }
  return text;
}

struct GoodCase {
  Importer import;
  std::string text;
  const char* facts;
  const char* notes;
};

void ExpectFacts(const std::vector<GoodCase>& cases) {
  for (const GoodCase& c : cases) {
    const auto result = Read(c.import, c.text);
    ASSERT_TRUE(result.ok()) << c.text << "\n" << result.status();
    EXPECT_EQ(Facts(result->community), c.facts) << c.text;
    EXPECT_EQ(NotesOf(*result), c.notes) << c.text;
  }
}

void ExpectDataLoss(Importer import, const std::vector<std::pair<std::string, const char*>>& cases) {
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(Read(import, text), StatusIs(absl::StatusCode::kDataLoss, message)) << text;
  }
}

constexpr char kCounts[] = "Edge weights are whole numbers: taken for how often. (0)\n";

TEST(ImportPajek, SectionsAndOtherNetworks) {
  ExpectFacts({
      {ImportPajekFrom,
       "% c\r\n*Network x\r\n*Vertices 4\r\n1 \"Ada B\" 0.1 0.2 ellipse\r\n2 Bob\r\n*Arcs :1 \"likes\"\r\n"
       "1 2 3 w 5 c Blue\r\n*Edges\n2 3\n3 1 c Red\n*Partition p\n*Vertices 4\n1\n2\n1\n2\n"
       "*Network y\n*Vertices 2\n*Edges\n1 2\n",
       "1=Ada B 2=Bob 3 4 1>2*3 1-3 2-3",
       "'*partition' left out (1)\nother networks in the file left out (1)\n"
       "Edge weights are whole numbers: taken for how often. (0)\n"},
      {ImportPajekFrom, "*vertices 3\n*arcslist\n1 2 3\n*edgeslist\n2 3\n*vertices 2\n*edges\n9 9\n",
       "1 2 3 1>2 1>3 2-3", "other networks in the file left out (1)\n"},
      {ImportPajekFrom, "*Vertices 2\n1 \"M\xFCller\"\n*Matrix\n0 2\n0\n0\n", "1=Müller 2 1>2*2",
       "labels that are not UTF-8 taken for ISO-8859-1 (1)\n"
       "Edge weights are whole numbers: taken for how often. (0)\n"},
      {ImportPajekFrom, "*Vertices 3 1\n*Matrix\n0 1\n", "1 2 3 1-3", kCounts},
      {ImportPajekFrom, "*Vertices 2\n*Edges\n1 2 [3-4]\n", "1 2 1-2", "times of lines left out (1)\n"},
      {ImportPajekFrom, "*Vertices 4000000000\n*Edges\n7 9\n", "7 9 7-9",
       "Of 4000000000 declared nodes those that nothing mentions are left out. (0)\n"}});
}

TEST(ImportPajek, BadInputNamesPlaceAndCause) {
  ExpectDataLoss(ImportPajekFrom,
                 {{"", "g: no '*Vertices'"},
                  {"1 2\n", "g:1:1: a line before '*Vertices'"},
                  {"*Arcs\n", "g:1:1: '*arcs' before '*Vertices'"},
                  {"*Vertices x\n", "g:1:1: field '*Vertices' has 'x'"},
                  {"*Vertices 2\n3 \"x\"\n", "g:2:1: field 'vertex' has '3', expected a vertex in [1, 2]"},
                  {"*Vertices 2\n1 \"x\"\n1 \"y\"\n", "g:3:1: node id '1' is a duplicate of line 2"},
                  {"*Vertices 2\n*Arcs\n1\n", "g:3:2: field 'to' has ''"},
                  {"*Vertices 2\n*Matrix\n0 0\n0 0\n1\n", "g:5:1: more numbers than a matrix of 2 rows"},
                  {"*Vertices 2\n*Matrix\n0 x\n", "g:3:3: field '*Matrix' has 'x'"}});
}

TEST(ImportMatrixMarket, FieldsAndSymmetries) {
  const std::string mark = "%%MatrixMarket matrix coordinate ";
  ExpectFacts({
      {ImportMatrixMarketFrom, mark + "pattern symmetric\n% c\n3 3 2\n2 1\n2 2\n", "1 2 3 1-2 2-2", ""},
      {ImportMatrixMarketFrom, mark + "integer general\n2 2 2\n1 2 3\n2 1 0\n", "1 2 1>2*3",
       "entries of 0 left out (1)\nEdge weights are whole numbers: taken for how often. (0)\n"},
      {ImportMatrixMarketFrom, mark + "real skew-symmetric\n2 2 1\n2 1 -0.5\n", "1 2 1>2~0.5",
       "Edge weights lie in (0, 1]: taken for strengths. (0)\n"},
      {ImportMatrixMarketFrom, mark + "pattern general\n1 2 1\n1 2\n", "c1 c2 r1 c2-r1", ""}});
  ExpectDataLoss(ImportMatrixMarketFrom,
                 {{"", "expected '%%MatrixMarket"},
                  {"%%MatrixMarket matrix array real general\n1 1\n1\n", "a dense matrix"},
                  {mark + "complex general\n", "values of kind 'complex'"},
                  {mark + "real round\n", "field 'symmetry' has 'round'"},
                  {mark + "pattern general\n", "before the sizes"},
                  {mark + "pattern symmetric\n1 2 0\n", "a symmetric matrix of 1 rows and 2 columns"},
                  {mark + "pattern general\n2 2 2\n1 2\n", "1 entries, expected 2"},
                  {mark + "pattern general\n2 2 1\n1 2\n1 1\n", "g:4:1: more entries than the 1 declared"},
                  {mark + "pattern general\n2 2 1\n1 3\n", "g:3:3: field 'column' has '3'"},
                  {mark + "real general\n2 2 1\n1 2\n", "field 'value' has ''"}});
}

TEST(ImportMetis, WeightsAndWhatIsSaidTwice) {
  ExpectFacts({
      {ImportMetisFrom, "% c\n3 2\n2\n1 3\n2\n\n", "1 2 3 1-2 2-3", ""},
      {ImportMetisFrom, "3 1 1\n2 7\n1 7\n\n", "1 2 3 1-2*7", kCounts},
      {ImportMetisFrom, "2 1 111 2\n5 1 4 2 7\n5 2 8 1 7\n", "1{weight:1}{weight2:4} 2{weight:2}{weight2:8} 1-2*7",
       kCounts},
      {ImportMetisFrom, "2 3 0\n\n1\n", "1 2 1-2",
       "edges that only one of their ends lists, read all the same (1)\n"
       "The file declares 3 edges and has 1. (0)\n"}});
  ExpectDataLoss(ImportMetisFrom, {{"", "0 vertices, expected 0"},
                                   {"3\n", "g:1:1: expected 'vertices edges"},
                                   {"2 1 7\n", "g:1:1: expected 'vertices edges"},
                                   {"2 1\n2\n", "1 vertices, expected 2"},
                                   {"2 1\n2\n1\n1\n", "g:4:1: more than the 2 vertices"},
                                   {"2 1\n3\n", "g:2:1: field 'neighbour' has '3'"},
                                   {"2 1 1\n2\n", "a neighbour without the weight"},
                                   {"4000000000 1\n", "0 vertices, expected 4000000000"}});
}

TEST(ImportNodeLink, EndsByIdAndByIndex) {
  ExpectFacts({
      {ImportNodeLinkFrom,
       R"({"directed": true, "multigraph": false, "graph": {}, "nodes": [{"id": 7, "name": "Ada", "ok": true, "no": null},
           {"id": 8, "tags": ["x"]}], "links": [{"source": 7, "target": 8, "weight": 2, "key": 0}]})",
       "7=Ada{ok:true} 8 7>8*2", "'tags' of nodes left out: a list or an object (1)\nEdge weights are whole numbers: taken for how often. (0)\n"},
      {ImportNodeLinkFrom, R"({"nodes":[{"name":"Ada","group":1},{"name":"Bob"}],"links":[{"source":1,"target":0,"value":3}]})",
       "0=Ada{group:1} 1=Bob 0-1*3", kCounts},
      {ImportNodeLinkFrom, R"({"links":[{"source":"a","target":{"id":"b","index":1}},{"source":0,"target":1}],"nodes":[{"id":"a","x":1.5},{"id":"b"}]})",
       "a b a-b*2", ""},
      {ImportNodeLinkFrom, R"({"nodes":[{"key":"a","attributes":{"label":"A","team":2.5}},{"key":"b"}],
           "edges":[{"source":"a","target":"b","undirected":false,"attributes":{"weight":1}}]})",
       "a=A{team:2.5} b a>b", kCounts}});
  ExpectDataLoss(ImportNodeLinkFrom,
                 {{"{}", "g: no 'nodes'"},
                  {R"({"nodes": [1]})", "an item of 'nodes' that is no object"},
                  {R"({"nodes": [{"id": [1]}]})", "neither text nor a number"},
                  {R"({"nodes": [{"id": 1}, {"id": 1}]})", "node id '1' is a duplicate"},
                  {R"({"nodes": [{"id": 1}], "links": [{"source": 1}]})", "a link without 'target'"},
                  {R"({"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "b"}]})", "a link to 'b', which is no node"},
                  {R"({"nodes": [{"id": "a"}], "links": [{"source": 0, "target": 1}]})", "a link to '1', which is no node"},
                  {R"({"nodes": [{"id": "a")", "g:1"}});
}

// No format is taken for another.
TEST(LooksLikeGraph, ByContent) {
  const std::pair<bool (*)(std::string_view), std::string> formats[] = {
      {LooksLikeGraphML, "<?xml version='1.0'?><!DOCTYPE graphml>\n<graphml >"},
      {LooksLikeGexf, "\xEF\xBB\xBF<!-- > --><gexf version='1.2'>"},
      {LooksLikePajek, "% c\n*Vertices 3\n"},
      {LooksLikeMatrixMarket, "%%MatrixMarket matrix coordinate pattern general\n"},
      {LooksLikeMetis, "3 2\n2\n1 3\n2\n"},
      {LooksLikeNodeLink, "{\"nodes\": [{\"links\": 1}], \"edges\": []}"}};
  for (const auto& [is, own] : formats) {
    for (const auto& [other, text] : formats) {
      EXPECT_EQ(is(text), is == other) << text;
    }
    for (const char* text : {"", "graph [ node [ id 1 ] ]", "1 2\n2 3\n", "5 4\n1 2\n2 3\n3 4\n4 5\n",
                             "2 1\n1 2\n2 1\n", "a,b\n1,2\n", "<html>", "{\"nodes\": 1, \"links\": []}", "[]"}) {
      EXPECT_FALSE(is(text)) << text;
    }
  }
}

}  // namespace
}  // namespace pullgraph
