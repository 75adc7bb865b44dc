// SPDX-License-Identifier: Apache-2.0
#include "io/export_graph.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "graph/random.h"
#include "io/import/dot.h"
#include "io/import/gexf.h"
#include "io/import/graphml.h"
#include "io/import/node_link.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph {
namespace {

using testing::At;
using testing::StatusIs;

using Append = absl::FunctionRef<absl::Status(std::string_view)>;

struct GraphFormat {
  const char* name;
  absl::Status (*write)(const CommunityGraph&, Append, const RunControl*);
  absl::StatusOr<ImportResult> (*read)(ByteSource, const GraphOptions&);
  bool (*looks_like)(std::string_view);
};

const GraphFormat kGraphFormats[] = {{"graphml", ExportGraphML, ImportGraphMLFrom, LooksLikeGraphML},
                                     {"gexf", ExportGexf, ImportGexfFrom, LooksLikeGexf},
                                     {"dot", ExportDot, ImportDotFrom, LooksLikeDot},
                                     {"json", ExportNodeLink, ImportNodeLinkFrom, LooksLikeNodeLink}};

std::string Written(const GraphFormat& format, const CommunityGraph& community) {
  std::string out;
  EXPECT_TRUE(format.write(community, [&](std::string_view piece) {
                                out.append(piece);
                                return absl::OkStatus();
                              },
                           nullptr).ok());
  return out;
}

// All that a graph holds of a community, as text.
std::string TextOf(const CommunityGraph& c) {
  std::string out;
  const auto list = [&](absl::Span<const StringId> items) {
    std::string text;
    for (const StringId id : items) absl::StrAppend(&text, std::string(c.String(id)), "|");
    return text;
  };
  const MemberColumns& m = c.members();
  for (uint32_t i = 0; i < c.num_members(); ++i) {
    absl::StrAppend(&out, std::string(c.MemberKey(MemberId(i))), " '", std::string(c.String(m.display_name[i])),
                    "' ", NameOf(m.kind[i]), " ", NameOf(m.role[i]), " ", FormatTime(m.joined_at[i]), " ",
                    list(m.tags[i]), " ", list(m.opted_out[i]));
    for (const Attribute& a : m.attributes[i]) {
      absl::StrAppend(&out, " ", std::string(c.String(a.name)), "=", std::string(c.String(a.value)));
    }
    absl::StrAppend(&out, "\n");
  }
  for (ArcIndex arc = 0; arc < c.graph().num_arcs(); ++arc) {
    const TieColumns& t = c.ties();
    absl::StrAppend(&out, c.graph().Source(arc), c.IsMirrored(arc) ? "--" : "->", c.graph().Target(arc), " ",
                    NameOf(t.kind[arc]), " ", t.count[arc], " ", t.strength[arc], " ",
                    FormatTime(t.first_at[arc]), " ", FormatTime(t.last_at[arc]));
    for (const Time at : t.at[arc]) absl::StrAppend(&out, " ", FormatTime(at));
    absl::StrAppend(&out, "\n");
  }
  return out;
}

void ExpectRoundTrip(const CommunityGraph& community) {
  for (const GraphFormat& format : kGraphFormats) {
    SCOPED_TRACE(format.name);
    const std::string text = Written(format, community);
    for (const GraphFormat& other : kGraphFormats) {
      if (community.num_members() == 0) continue;
      EXPECT_EQ(other.looks_like(text), std::string_view(other.name) == format.name) << other.name;
    }
    ASSERT_OK_AND_ASSIGN(ByteSource source, ByteSource::FromMemory(text, "out"));
    ASSERT_OK_AND_ASSIGN(const ImportResult back, format.read(std::move(source), {}));
    EXPECT_EQ(TextOf(back.community), TextOf(community));
    EXPECT_EQ(back.community.name(), format.name == std::string("graphml") || format.name == std::string("gexf")
                                         ? ""
                                         : community.name());
    for (const ImportNote& note : back.report.notes()) {
      EXPECT_EQ(note.what, "weights taken as counts");
    }
  }
}

// A community whose ties are all directed, all undirected, or either.
CommunityGraph RandomCommunity(bool directed, bool undirected) {
  RandomStream random(5, 0);
  CommunityBuilder b("r", "pullgraph");
  std::vector<MemberId> members;
  for (int i = 0; i < 40; ++i) {
    members.push_back(b.Member(absl::StrCat("m", i)).value());
    MemberRow row;
    row.display_name = i % 3 == 0 ? absl::StrCat("Näme <", i, "> & \"Co\"") : "";
    row.attributes = {{"city", absl::StrCat("c", i % 5)}};
    if (i % 4 == 0) row.attributes.push_back({"Kind", "of a cat"});
    EXPECT_TRUE(b.DescribeMember(members.back(), row).ok());
  }
  for (int i = 0; i < 120; ++i) {
    TieRow tie;
    tie.from = members[random.Below(40)];
    tie.to = members[random.Below(40)];
    tie.directed = directed && (!undirected || random.Below(2) == 0);
    tie.count = 1 + static_cast<uint32_t>(random.Below(3));
    if (i % 5 == 0) tie.strength = .3F;
    if (i % 7 == 0) tie.kind = TieKind::kReviewed;
    if (i % 2 == 0) tie.first_at = At("2020-01-01");
    EXPECT_TRUE(b.AddTie(tie).ok());
  }
  return std::move(b).Build().value();
}

TEST(ExportGraph, RoundTrips) {
  ExpectRoundTrip(testing::TinyCommunity());
  ExpectRoundTrip(RandomCommunity(true, false));
  ExpectRoundTrip(RandomCommunity(false, true));
  ExpectRoundTrip(RandomCommunity(true, true));
  ExpectRoundTrip(CommunityBuilder("empty", "pullgraph").Build().value());
}

TEST(ExportGraph, NamesThatHurt) {
  CommunityBuilder b("", "pullgraph");
  std::vector<MemberId> members;
  for (const char* id : {"a\"b", "a\\", "<x>&amp;", "\\N", "node", "new\nline\ttab", "{}[]->", "]]>", "\xE2\x98\x83"}) {
    members.push_back(b.Member(id).value());
    MemberRow row;
    row.display_name = absl::StrCat("of ", id, "!");
    row.attributes = {{id, absl::StrCat("=", id, "=")}, {"attribute:market:x", "y"}, {"label", "z"}};
    ASSERT_TRUE(b.DescribeMember(members.back(), row).ok());
    TieRow tie;
    tie.from = members.front();
    tie.to = members.back();
    ASSERT_TRUE(b.AddTie(tie).ok());
  }
  const CommunityGraph community = std::move(b).Build().value();
  for (const GraphFormat& format : kGraphFormats) {
    SCOPED_TRACE(format.name);
    const std::string text = Written(format, community);
    ASSERT_OK_AND_ASSIGN(ByteSource source, ByteSource::FromMemory(text, "out"));
    ASSERT_OK_AND_ASSIGN(const ImportResult back, format.read(std::move(source), {}));
    EXPECT_EQ(TextOf(back.community), TextOf(community));
  }
}

TEST(ExportGraph, WhatXmlCannotHoldIsReplaced) {
  CommunityBuilder b("", "pullgraph");
  MemberRow row;
  row.display_name = "bell\x07 end\xEF\xBF\xBF";
  ASSERT_TRUE(b.DescribeMember(b.Member("a").value(), row).ok());
  const CommunityGraph community = std::move(b).Build().value();
  for (const GraphFormat& format : {kGraphFormats[0], kGraphFormats[1]}) {
    const std::string text = Written(format, community);
    ASSERT_OK_AND_ASSIGN(ByteSource source, ByteSource::FromMemory(text, "out"));
    ASSERT_OK_AND_ASSIGN(const ImportResult back, format.read(std::move(source), {}));
    EXPECT_EQ(back.community.MemberLabel(MemberId(0)), "bell\xEF\xBF\xBD end\xEF\xBF\xBD");
  }
}

TEST(ExportGraph, ErrorsOfTheWriterAndCancellingStopIt) {
  const std::atomic<bool> stop = true;
  RunControl run;
  run.cancelled = &stop;
  for (const GraphFormat& format : kGraphFormats) {
    const CommunityGraph community = testing::TinyCommunity();
    int calls = 0;
    const auto fail_later = [&](std::string_view) {
      return ++calls < 4 ? absl::OkStatus() : absl::UnavailableError("disk full");
    };
    EXPECT_THAT(format.write(community, fail_later, nullptr), StatusIs(absl::StatusCode::kUnavailable, "disk full"));
    EXPECT_EQ(calls, 4);
    const auto good = [](std::string_view) { return absl::OkStatus(); };
    EXPECT_THAT(format.write(community, good, &run), StatusIs(absl::StatusCode::kCancelled, ""));
  }
}

// Runs `code` with Debian's Python and `file`; its standard output.
std::string Python(const std::string& code, const std::string& file) {
  const std::string script = file + ".py";
  std::ofstream(script) << code;
  std::string out;
  FILE* pipe = ::popen(absl::StrCat("/usr/bin/python3 ", script, " ", file, " 2>&1").c_str(), "r");
  if (pipe == nullptr) return "";
  char buffer[4096];
  while (const size_t got = std::fread(buffer, 1, sizeof(buffer), pipe)) out.append(buffer, got);
  ::pclose(pipe);
  std::filesystem::remove(script);
  return out;
}

// What another tool finds: members, ties, sum of weights, whether directed, label of m0.
void ExpectOthersRead(const char* module, const std::string& code, const GraphFormat& format) {
  for (const bool directed : {true, false}) {
    const CommunityGraph community = RandomCommunity(directed, !directed);
    const std::string file = absl::StrCat(::testing::TempDir(), "/pullgraph_export.", format.name);
    std::ofstream(file, std::ios::binary) << Written(format, community);
    uint64_t weight = 0;
    for (ArcIndex arc = 0; arc < community.graph().num_arcs(); ++arc) {
      const bool twice = community.IsMirrored(arc) && community.graph().Target(arc) < community.graph().Source(arc);
      weight += twice ? 0 : community.ties().count[arc];
    }
    EXPECT_EQ(Python(code, file),
              absl::StrCat("40 ", community.num_ties(), " ", weight, " ", directed ? "True" : "False",
                           " Näme <0> & \"Co\"\n"))
        << module << " " << format.name;
    std::filesystem::remove(file);
  }
}

TEST(ExportGraph, NetworkXReadsIt) {
  const std::string probe = ::testing::TempDir() + "/pullgraph_probe";
  if (Python("import networkx", probe) != "") GTEST_SKIP() << "NOT CHECKED: no python3-networkx here";
  const std::string end =
      "\nw = sum(int(float(d.get('weight', 1))) for _, _, d in g.edges(data=True))\n"
      "print(len(g), g.number_of_edges(), w, g.is_directed(), g.nodes['m0']['label'])\n";
  const std::string begin = "import sys, json, networkx as nx\n";
  ExpectOthersRead("networkx", begin + "g = nx.read_graphml(sys.argv[1])" + end, kGraphFormats[0]);
  ExpectOthersRead("networkx", begin + "g = nx.read_gexf(sys.argv[1])" + end, kGraphFormats[1]);
  ExpectOthersRead("networkx", begin + "g = nx.node_link_graph(json.load(open(sys.argv[1])))" + end, kGraphFormats[3]);
}

TEST(ExportGraph, IgraphReadsIt) {
  const std::string probe = ::testing::TempDir() + "/pullgraph_probe";
  if (Python("import igraph", probe) != "") GTEST_SKIP() << "NOT CHECKED: no python3-igraph here";
  ExpectOthersRead("igraph",
                   "import sys, igraph\ng = igraph.Graph.Read_GraphML(sys.argv[1])\n"
                   "print(g.vcount(), g.ecount(), int(sum(g.es['weight'])), g.is_directed(), "
                   "g.vs.find(id='m0')['label'])\n",
                   kGraphFormats[0]);
}

}  // namespace
}  // namespace pullgraph
