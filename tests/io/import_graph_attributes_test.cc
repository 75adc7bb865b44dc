// SPDX-License-Identifier: Apache-2.0
// What nodes and edges say besides who they are, in the formats that can say it.
#include <gtest/gtest.h>

#include "graph/community_builder.h"
#include "io/import/dot.h"
#include "io/import/gexf.h"
#include "io/import/graph_rows.h"
#include "io/import/graphml.h"
#include "io/import/node_link.h"
#include "io/import/pajek.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::import_graph_attributes_test {
namespace {

using testing::At;
using testing::StatusIs;

template <class Import>
ImportResult ReadText(Import import, std::string_view text, const GraphOptions& options = {}) {
  auto result = import(ByteSource::FromMemory(text, "g").value(), options);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : ImportResult();
}

std::string AttributeOf(const CommunityGraph& c, std::string_view member, std::string_view name) {
  const auto id = c.FindMember(member);
  if (!id) return "no such member";
  for (const Attribute& a : c.members().attributes[id->value()]) {
    if (c.String(a.name) == name) return std::string(c.String(a.value));
  }
  return "";
}

TEST(GraphTime, DatesAndEpochsAndNothingElse) {
  EXPECT_EQ(GraphTime(" 2020-01-02 "), At("2020-01-02"));
  EXPECT_EQ(GraphTime("2020-01-02T03:04:05Z"), At("2020-01-02T03:04:05Z"));
  EXPECT_EQ(GraphTime("1577923200"), At("2020-01-02"));
  EXPECT_EQ(GraphTime("1577923200000.0"), At("2020-01-02"));
  EXPECT_EQ(GraphTime("1.5779232E12"), At("2020-01-02"));
  for (const char* text : {"", "2004.0", "12", "-1577923200", "nan", "1e300", "yesterday"}) {
    EXPECT_FALSE(GraphTime(text).is_present()) << text;
  }
}

TEST(GraphRows, FieldsOfMembersAreTakenWhereTheyFit) {
  GraphOptions options;
  GraphRows rows(options, "g");
  ASSERT_TRUE(rows.AddNode({"a", "", Time(), {{"Name", "Ada"}, {"kind", "person"}, {"role", "staff"},
                                              {"joined_at", "2020-01-01"}, {"tags", "x; y"},
                                              {"opted_out", "email"}, {"market:M", "customer"},
                                              {"city", "Rome"}, {"city", "Oslo"}, {"attribute:kind", "k"}}},
                           {"g", 1, 1}).ok());
  ASSERT_TRUE(rows.AddNode({"b", "B", Time(), {{"kind", "cat"}, {"name", "b2"}, {"role", "2"},
                                               {"market:M", "friend"}, {"", "v"}, {"empty", ""}}},
                           {"g", 2, 1}).ok());
  ASSERT_TRUE(rows.AddNode({"a", "again", Time(), {}}, {"g", 3, 1}).ok());
  EXPECT_THAT(rows.AddNode({"\xff", "", Time(), {}}, {"g", 4, 1}),
              StatusIs(absl::StatusCode::kDataLoss, "g:4:1: '\\xFF' is not valid UTF-8"));
  ASSERT_OK_AND_ASSIGN(const ImportResult result, std::move(rows).Build());
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.MemberLabel(MemberId(0)), "Ada");
  EXPECT_EQ(c.members().kind[0], MemberKind::kPerson);
  EXPECT_EQ(c.members().role[0], MemberRole::kStaff);
  EXPECT_EQ(c.members().joined_at[0], At("2020-01-01"));
  EXPECT_EQ(c.members().tags[0].size(), 2u);
  EXPECT_EQ(c.members().opted_out[0].size(), 1u);
  ASSERT_EQ(c.memberships().size(), 1u);
  EXPECT_EQ(c.memberships().status[0], MarketStatus::kCustomer);
  EXPECT_EQ(AttributeOf(c, "a", "city"), "Rome");
  EXPECT_EQ(AttributeOf(c, "a", "kind"), "k");
  EXPECT_EQ(c.MemberLabel(MemberId(1)), "B");
  EXPECT_EQ(AttributeOf(c, "b", "kind"), "cat");
  EXPECT_EQ(AttributeOf(c, "b", "name"), "b2");
  EXPECT_EQ(AttributeOf(c, "b", "role"), "2");
  EXPECT_EQ(AttributeOf(c, "b", "market:M"), "friend");
  EXPECT_EQ(c.members().attributes[1].size(), 4u);
  EXPECT_EQ(result.report.notes()[0], (ImportNote{"nodes that come twice: the first is taken", 1, "g:3:1"}));
}

TEST(GraphRows, FieldsOfTies) {
  GraphOptions options;
  GraphRows rows(options, "g");
  GraphEdge edge;
  edge.from = rows.End("a", {"g"}).value();
  edge.to = rows.End("b", {"g"}).value();
  const std::pair<const char*, const char*> used[] = {
      {"Weight", "7"},      {"strength", ".5"},          {"relation", "reviewed"},
      {"start", "2020-01-01"}, {"end", "2021-01-01"}, {"directed", "true"}};
  for (const auto& [name, value] : used) rows.EdgeAttribute(edge, name, value, {"g", 1, 1});
  EXPECT_TRUE(rows.report().notes().empty());
  const std::pair<const char*, const char*> unused[] = {
      {"weight", "heavy"}, {"count", "2.5"}, {"count", "0"}, {"strength", "2"}, {"kind", "of"},
      {"start", "2004.0"}, {"at", "noon;"},  {"colour", "red"}, {"dir", "up"}};
  for (const auto& [name, value] : unused) rows.EdgeAttribute(edge, name, value, {"g", 2, 1});
  EXPECT_EQ(rows.report().notes().size(), 8u);
  rows.EdgeAttribute(edge, "colour", "", {"g", 2, 1});  // An empty cell says nothing.
  EXPECT_EQ(rows.report().notes().size(), 8u);
  rows.EdgeAttribute(edge, "start", "2020-01-01", {"g", 3, 1});
  rows.AddEdge(edge, {"g", 1, 1});
  GraphEdge backwards = edge;
  std::swap(backwards.from, backwards.to);
  std::swap(backwards.first, backwards.last);
  rows.AddEdge(backwards, {"g", 4, 1});
  ASSERT_OK_AND_ASSIGN(const ImportResult result, std::move(rows).Build());
  const TieColumns& ties = result.community.ties();
  EXPECT_EQ(result.community.num_ties(), 2u);
  EXPECT_EQ(ties.count[0], 7u);
  EXPECT_EQ(ties.strength[0], .5F);
  EXPECT_EQ(ties.kind[0], TieKind::kReviewed);
  EXPECT_EQ(ties.first_at[0], At("2020-01-01"));
  EXPECT_EQ(ties.last_at[0], At("2021-01-01"));
  EXPECT_FALSE(result.community.IsMirrored(0));
  EXPECT_FALSE(ties.first_at[1].is_present());
}

TEST(ImportGraphML, DefaultsLabelsOfYEdAndNesting) {
  const ImportResult result = ReadText(ImportGraphMLFrom, R"(<graphml xmlns:y="http://www.yworks.com/xml/graphml">
    <key id="d0" for="node" attr.name="color" attr.type="string"><default>yellow</default></key>
    <key id="d1" for="node" yfiles.type="nodegraphics"/>
    <key id="d2" for="edge" attr.name="kind"><default>follows</default></key>
    <graph edgedefault="directed">
      <data key="d9">of the graph</data>
      <node id="group"><data key="d0">red</data><graph edgedefault="directed">
        <node id="in"><data key="d1"><y:ShapeNode><y:NodeLabel x="1">Inner &amp; co</y:NodeLabel></y:ShapeNode></data></node>
      </graph></node>
      <node id="out"><port name="p"/></node>
      <hyperedge><endpoint node="in"/></hyperedge>
      <edge source="in" target="out" directed="false"><data key="d2">reviewed</data></edge>
      <edge source="out" target="ghost"/>
    </graph>
    <graph><node id="second"/></graph></graphml>)");
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.num_members(), 4u);
  EXPECT_EQ(AttributeOf(c, "group", "color"), "red");
  EXPECT_EQ(AttributeOf(c, "in", "color"), "yellow");
  EXPECT_EQ(c.MemberLabel(*c.FindMember("in")), "Inner & co");
  EXPECT_FALSE(c.FindMember("second").has_value());
  const ArcIndex in = c.graph().OutBegin(c.FindMember("in")->value());
  EXPECT_TRUE(c.IsMirrored(in));
  EXPECT_EQ(c.ties().kind[in], TieKind::kReviewed);
  const auto follows = c.graph().FindArc(c.FindMember("out")->value(), c.FindMember("ghost")->value());
  ASSERT_TRUE(follows.has_value());
  EXPECT_EQ(c.ties().kind[*follows], TieKind::kFollows);
  EXPECT_FALSE(c.IsMirrored(*follows));
  std::vector<std::string> notes;
  for (const ImportNote& note : result.report.notes()) notes.push_back(note.what);
  EXPECT_EQ(notes, (std::vector<std::string>{"hyperedges left out", "further graphs left out",
                                             "members that edges mention and no node describes"}));
}

TEST(ImportGexf, TimesAndChangingAttributes) {
  const ImportResult result = ReadText(ImportGexfFrom, R"(<gexf version="1.3"><graph defaultedgetype="directed"
      mode="dynamic" timeformat="date"><attributes class="node"><attribute id="0" title="city"/></attributes>
      <attributes class="edge"><attribute id="0" title="Weight"/></attributes><nodes>
      <node id="a" label="Ada"><spells><spell start="2021-01-01" end="2021-02-01"/><spell start="2020-05-01"/></spells>
        <attvalues><attvalue for="0" value="Rome" end="2021-01-01"/><attvalue for="0" value="Oslo" start="2021-01-01"/></attvalues>
        <nodes><node id="b" timestamps="&lt;[2020-03-01, 2020-04-01]&gt;"/></nodes></node></nodes><edges>
      <edge source="a" target="b" start="-Infinity" end="2021-03-01" kind="answered"><attvalues><attvalue for="0" value="3"/></attvalues>
        <spells><spell start="2020-06-01" end="2020-07-01"/></spells></edge>
      <edge source="b" target="a" type="undirected" start="2004.0" label="so what"/></edges></graph></gexf>)");
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.num_members(), 2u);
  EXPECT_EQ(c.MemberLabel(MemberId(0)), "Ada");
  EXPECT_EQ(c.members().joined_at[0], At("2020-05-01"));
  EXPECT_EQ(c.members().joined_at[1], At("2020-03-01"));
  EXPECT_EQ(AttributeOf(c, "a", "city"), "Oslo");
  ASSERT_EQ(c.num_ties(), 2u);
  const ArcIndex dated = c.IsMirrored(0) ? 1 : 0;
  EXPECT_EQ(c.ties().first_at[dated], At("2020-06-01"));
  EXPECT_EQ(c.ties().last_at[dated], At("2021-03-01"));
  EXPECT_EQ(c.ties().count[dated], 3u);
  EXPECT_EQ(c.ties().kind[dated], TieKind::kAnswered);
  std::vector<std::string> notes;
  for (const ImportNote& note : result.report.notes()) notes.push_back(note.what);
  EXPECT_EQ(notes, (std::vector<std::string>{"earlier values of attributes that change left out",
                                             "times that are no dates left out",
                                             "'label' of edges left out", "weights taken as counts"}));
}

TEST(ImportNodeLink, WhatNodesAndLinksSay) {
  const ImportResult result = ReadText(ImportNodeLinkFrom, R"({"links": [
      {"source": "a", "target": "b", "value": 0.5, "key": 0, "deep": {"x": [1]}, "at": "2020-01-01;2020-02-01"}],
      "directed": true, "graph": {"name": "N"}, "nodes": [{"id": "a", "label": "Ada", "age": 36, "x": 1.5, "ok": true,
      "none": null, "list": [1, 2]}, {"id": "b"}, {"id": "b"}]})");
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.name(), "N");
  EXPECT_EQ(c.num_members(), 2u);
  EXPECT_EQ(c.MemberLabel(MemberId(0)), "Ada");
  EXPECT_EQ(AttributeOf(c, "a", "age"), "36");
  EXPECT_EQ(AttributeOf(c, "a", "x"), "1.5");
  EXPECT_EQ(AttributeOf(c, "a", "ok"), "true");
  EXPECT_EQ(c.members().attributes[0].size(), 3u);
  EXPECT_FALSE(c.IsMirrored(0));
  EXPECT_EQ(c.ties().count[0], 2u);
  EXPECT_EQ(c.ties().strength[0], .5F);
  EXPECT_EQ(result.report.notes()[0], (ImportNote{"fields that hold lists or objects left out", 2,
                                                  result.report.notes()[0].example}));
  // Ids and positions are told apart.
  const ImportResult ids = ReadText(ImportNodeLinkFrom,
      R"({"nodes": [{"id": 1}, {"id": 0}], "links": [{"source": 0, "target": 0}]})");
  EXPECT_TRUE(ids.community.graph().FindArc(0, 0).has_value());
  const ImportResult positions = ReadText(ImportNodeLinkFrom,
      R"({"nodes": [{"id": "x"}, {"id": "y"}], "links": [{"source": 1, "target": 1}]})");
  EXPECT_TRUE(positions.community.graph().FindArc(1, 1).has_value());
  EXPECT_EQ(positions.community.num_members(), 2u);
}

TEST(ImportDot, SubgraphsDefaultsAndText) {
  const ImportResult result = ReadText(ImportDotFrom, R"(strict digraph "G" {
    node [team=core]; a [label=<<b>Ada</b>>]; b [team="edge" + "s", label="B \"x\""];
    subgraph cluster_1 { node [team=inner]; c; label="of the graph" }
    d; a:port:n -> {b c} -> d [kind=answered]; a -> b; a -> "two
lines" [dir=none]
  } graph more { x -- y })");
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.name(), "G");
  EXPECT_EQ(c.num_members(), 5u);
  EXPECT_EQ(c.num_ties(), 5u);
  EXPECT_EQ(AttributeOf(c, "a", "team"), "core");
  EXPECT_EQ(AttributeOf(c, "b", "team"), "edges");
  EXPECT_EQ(AttributeOf(c, "c", "team"), "inner");
  EXPECT_EQ(AttributeOf(c, "d", "team"), "core");
  EXPECT_EQ(c.MemberLabel(*c.FindMember("b")), "B \"x\"");
  EXPECT_EQ(c.MemberLabel(*c.FindMember("a")), "<b>Ada</b>");
  const auto undirected = c.graph().FindArc(c.FindMember("two\nlines")->value(), c.FindMember("a")->value());
  ASSERT_TRUE(undirected.has_value());
  EXPECT_TRUE(c.IsMirrored(*undirected));
  EXPECT_EQ(result.report.notes()[0].what, "edges that a strict graph has already");
  EXPECT_EQ(result.report.notes()[1].what, "further graphs left out");
}

TEST(ImportPajek, SeveralSectionsAndNetworks) {
  const ImportResult result = ReadText(ImportPajekFrom,
      "*Network One\n*Vertices 3\n1 \"Ada Roe\" 0.5 0.5\n2 Bob\n*Arcs :1 \"knows\"\n1 2 4 c Blue\n*Arcslist\n2 1 3\n"
      "*Partition team\n*Vertices 3\n7\n8\n7\n*Permutation p\n3\n2\n1\n*Network Two\n*Vertices 2\n*Edges\n1 2\n"
      "*Vector late\n*Vertices 2\n1.5\n2.5\n");
  const CommunityGraph& c = result.community;
  EXPECT_EQ(c.name(), "One");
  EXPECT_EQ(c.num_members(), 3u);
  EXPECT_EQ(c.num_ties(), 3u);
  EXPECT_EQ(c.MemberLabel(MemberId(0)), "Ada Roe");
  EXPECT_EQ(AttributeOf(c, "2", "team"), "8");
  EXPECT_EQ(AttributeOf(c, "1", "late"), "");
  std::vector<std::string> notes;
  for (const ImportNote& note : result.report.notes()) notes.push_back(note.what);
  EXPECT_EQ(notes, (std::vector<std::string>{
                       "names of relations left out: their ties are taken together",
                       "looks of arcs and edges left out", "sections '*permutation' left out",
                       "further networks left out", "partitions and vectors of other networks left out",
                       "weights taken as counts"}));
}

}  // namespace
}  // namespace pullgraph::import_graph_attributes_test
