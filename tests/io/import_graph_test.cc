// SPDX-License-Identifier: Apache-2.0
// GraphML and GEXF, and what all graph formats share.
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "io/import/gexf.h"
#include "io/import/graphml.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph {
namespace {

using testing::At;
using testing::StatusIs;

using Importer = absl::StatusOr<ImportResult> (*)(ByteSource, const GraphOptions&);

absl::StatusOr<ImportResult> Read(Importer import, std::string_view text,
                                  const GraphOptions& options = {}) {
  auto source = ByteSource::FromMemory(text, "g");
  if (!source.ok()) return source.status();
  return import(*std::move(source), options);
}

// Notes as "what (count)", one a line.
std::string NotesOf(const ImportResult& result) {
  std::string text;
  for (const ImportNote& note : result.report.notes()) {
    absl::StrAppend(&text, note.what, " (", note.count, ")\n");
  }
  return text;
}

struct Bob {
  bool directed = true;
  uint32_t count = 2;
  float strength = 0;
  Time first, last;
};

// Two members, one with a name, a town and an account, and a tie from the first to the second.
CommunityGraph TwoMembers(const char* one, const char* two, const Bob& bob, bool town = true) {
  CommunityBuilder b("", "pullgraph");
  const MemberId from = b.Member(one).value();
  const MemberId to = b.Member(two).value();
  MemberRow row;
  row.display_name = "Ada <\"A\" & ö>";
  if (town) row.attributes = {{"town", "Köln"}};
  EXPECT_TRUE(b.DescribeMember(from, row).ok());
  row = {};
  row.display_name = "Bob";
  EXPECT_TRUE(b.DescribeMember(to, row).ok());
  TieRow tie;
  tie.from = from;
  tie.to = to;
  tie.directed = bob.directed;
  tie.count = bob.count;
  tie.strength = bob.strength;
  tie.first_at = bob.first;
  tie.last_at = bob.last;
  EXPECT_TRUE(b.AddTie(tie).ok());
  return std::move(b).Build().value();
}

constexpr char kGraphML[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand --><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="name" attr.type="string"/>
<key id="d1" for="node" attr.name="town" attr.type="string"/>
<key id="w" for="edge" attr.name="weight" attr.type="double"/>
<graph id="G" edgedefault="directed">
<edge source="ada" target="bob"><data key="w"> 2.0 </data></edge>
<node id="ada"><data key="d0">Ada &lt;"A" &amp; &#246;&gt;</data><data key="d1">Köln</data>
 <graph edgedefault="directed"><node id="bob"><data key="d0">Bob</data><port name="p"/></node></graph></node>
<hyperedge><endpoint node="ada"/></hyperedge>
</graph><graph edgedefault="directed"><node id="eve"/></graph></graphml>)";

TEST(ImportGraphML, NodesKeysNestingAndOtherGraphs) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Read(ImportGraphMLFrom, kGraphML));
  EXPECT_TRUE(result.community == TwoMembers("ada", "bob", {}));
  EXPECT_EQ(NotesOf(result),
            "hyperedges left out (1)\nother graphs in the file left out (1)\n"
            "Edge weights are whole numbers: taken for how often. (0)\n");
  EXPECT_TRUE(LooksLikeGraphML(kGraphML));
  EXPECT_FALSE(LooksLikeGexf(kGraphML));
}

TEST(ImportGraphML, DefaultsFieldsAndCustomers) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Read(ImportGraphMLFrom, R"(<graphml>
<key id="a" for="node" attr.name="role" attr.type="string"><default>staff</default></key>
<key id="b" for="node" attr.name="customer" attr.type="boolean"/>
<key id="c" for="edge" attr.name="kind" attr.type="string"/>
<key id="d" for="edge" attr.name="first_at" attr.type="string"/>
<key id="e" for="edge" attr.name="strength" attr.type="float"/>
<graph edgedefault="undirected"><node id="1"/><node id="2"><data key="a">actor</data><data key="b">true</data></node>
<edge source="1" target="2" directed="true"><data key="c">answered</data><data key="d">2020-01-02</data>
<data key="e">7</data></edge></graph></graphml>)"));
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.members().role[0], MemberRole::kStaff);
  EXPECT_EQ(c.members().role[1], MemberRole::kCommunity);
  ASSERT_EQ(c.members().attributes[1].size(), 1);
  EXPECT_EQ(c.String(c.members().attributes[1][0].value), "actor");
  ASSERT_EQ(c.memberships().size(), 1);
  EXPECT_EQ(c.memberships().member[0], MemberId(1));
  EXPECT_EQ(c.ties().kind[0], TieKind::kAnswered);
  EXPECT_EQ(c.ties().first_at[0], At("2020-01-02"));
  EXPECT_FALSE(c.graph().is_symmetric());
  EXPECT_EQ(NotesOf(result), "'strength' of edges left out (1)\n");
}

TEST(ImportGraphML, BadInputNamesPlaceAndCause) {
  const std::pair<std::string, const char*> cases[] = {
      {"<gexf/>", "g:1:1: an element <gexf>"},
      {"<graphml/>", "g: no <graph>"},
      {"<graphml><graph/></graphml>", "g: a graph without nodes"},
      {"<graphml><graph>\n<node/></graph></graphml>", "g:2:1: a node without an 'id'"},
      {"<graphml><graph><node id='1'/>\n<node id='1'/></graph></graphml>", "g:2:1: node id '1' is a duplicate of line 1"},
      {"<graphml><graph><node id='1'/>\n<edge source='1' target='2'/></graph></graphml>", "g:2:1: an edge to a node that is not there"},
      {"<graphml><graph><edge source='1'/></graph></graphml>", "field 'target' is missing"},
      {"<graphml><graph><node id='1'>", "no element found"},
      {"<!DOCTYPE g [<!ENTITY a 'b'>]><graphml/>", "an entity declaration"},
      {"<graphml><graph><node id='\xff'/>", "not well-formed"}};
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(Read(ImportGraphMLFrom, text), StatusIs(absl::StatusCode::kDataLoss, message)) << text;
  }
  std::string deep = "<graphml>";
  for (int i = 0; i < 70; ++i) deep += "<x>";
  EXPECT_THAT(Read(ImportGraphMLFrom, deep), StatusIs(absl::StatusCode::kDataLoss, "nested too deeply"));
}

TEST(ImportGraph, WhatWeightsMean) {
  const auto graph = [](const char* one, const char* two) {
    return absl::StrCat("<graphml><key id='w' for='edge' attr.name='weight'/><graph>"
                        "<node id='1'/><node id='2'/><node id='3'/>"
                        "<edge source='1' target='2'><data key='w'>", one, "</data></edge>"
                        "<edge source='2' target='3'><data key='w'>", two, "</data></edge></graph></graphml>");
  };
  const auto ties = [](const ImportResult& r) {
    const TieColumns& t = r.community.ties();  // Arcs 1-2, 2-1, 2-3, 3-2.
    return std::tuple(t.count[0], t.count[2], t.strength[0], t.strength[2]);
  };
  struct Case {
    EdgeWeights weight;
    const char *one, *two;
    std::tuple<uint32_t, uint32_t, float, float> expected;
    const char* note;
  };
  for (const Case& c : {
           Case{EdgeWeights::kAuto, "1", "3.0", {1, 3, 0, 0}, "taken for how often. (0)"},
           Case{EdgeWeights::kAuto, "0.5", "1", {1, 1, 0.5F, 1}, "taken for strengths. (0)"},
           Case{EdgeWeights::kAuto, "0.5", "3", {1, 1, 0, 0}, "nor all in (0, 1] (2)"},
           Case{EdgeWeights::kAuto, "nan", "3", {1, 3, 0, 0}, "no numbers left out (1)"},
           Case{EdgeWeights::kCount, "0.5", "3", {1, 3, 0, 0}, "no whole numbers >= 1 left out (1)"},
           Case{EdgeWeights::kStrength, "0.5", "3", {1, 1, 0.5F, 0}, "not in (0, 1] left out (1)"},
           Case{EdgeWeights::kStrength, "-1", "1e-300", {1, 1, 0, 0}, "not in (0, 1] left out (2)"},
           Case{EdgeWeights::kIgnore, "1", "3", {1, 1, 0, 0}, "edge weights left out (2)"}}) {
    GraphOptions options;
    options.weight = c.weight;
    ASSERT_OK_AND_ASSIGN(const ImportResult r, Read(ImportGraphMLFrom, graph(c.one, c.two), options));
    EXPECT_EQ(ties(r), c.expected) << c.note;
    EXPECT_NE(NotesOf(r).find(c.note), std::string::npos) << NotesOf(r);
  }
}

constexpr char kGexf[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3"><meta/>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date">
<attributes class="node"><attribute id="0" title="town" type="string"/></attributes>
<nodes><node id="ada" label="Ada &lt;&quot;A&quot; &amp; ö&gt;" end="2021-01-01"><attvalues>
 <attvalue for="0" value="Bonn" end="2019-01-01"/><attvalue for="0" value="Köln"/></attvalues>
 <viz:size value="3"/></node><node id="bob" label="Bob"/></nodes>
<edges><edge id="0" source="ada" target="bob" weight="2.0"><spells>
<spell start="2019-05-01" end="2019-06-01"/><spell start="2018-05-01" end="2018-06-01"/></spells></edge></edges>
</graph></gexf>)";

TEST(ImportGexf, SpellsValuesAndDrawing) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Read(ImportGexfFrom, kGexf));
  EXPECT_TRUE(result.community ==
              TwoMembers("ada", "bob", {true, 2, 0, At("2018-05-01"), At("2019-06-01")}));
  EXPECT_EQ(NotesOf(result),
            "earlier values of attributes that change over time left out (1)\n"
            "ends of nodes left out (1)\n"
            "Edge weights are whole numbers: taken for how often. (0)\n");
  EXPECT_TRUE(LooksLikeGexf(kGexf));
}

TEST(ImportGexf, TimesThatAreDatesAndThoseThatAreNot) {
  ASSERT_OK_AND_ASSIGN(const ImportResult result, Read(ImportGexfFrom,
      "<gexf><graph timeformat='double'><nodes><node id='1' start='1.5E12'/><node id='2' start='2004.0'/>"
      "<node id='3' start='-Infinity' end='x'/></nodes><edges>"
      "<edge source='1' target='2' start='2020-02-02' end='2019-02-02'/></edges></graph></gexf>"));
  EXPECT_EQ(FormatTime(result.community.members().joined_at[0]), "2017-07-14T02:40:00Z");
  EXPECT_FALSE(result.community.members().joined_at[1].is_present());
  EXPECT_FALSE(result.community.ties().first_at[0].is_present());
  EXPECT_EQ(NotesOf(result),
            "times that are plain numbers, not dates, left out (1)\n"
            "times that are no dates left out (1)\n"
            "dates of edges that end before they begin left out (1)\n");
}

TEST(ImportGexf, BadInputNamesPlaceAndCause) {
  const std::pair<const char*, const char*> cases[] = {
      {"<graphml/>", "g:1:1: an element <graphml>"},
      {"<gexf/>", "g: no <graph>"},
      {"<gexf><graph><nodes><node/></nodes></graph></gexf>", "field 'id' is missing"},
      {"<gexf><graph/><graph/></gexf>", "g:1:15: a second graph"},
      {"<gexf><graph><edges>\n<edge source='1' target='2'/></edges></graph></gexf>", "g:2:1: an edge to a node"}};
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(Read(ImportGexfFrom, text), StatusIs(absl::StatusCode::kDataLoss, message)) << text;
  }
}

}  // namespace
}  // namespace pullgraph
