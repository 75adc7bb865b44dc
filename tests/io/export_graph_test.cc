// SPDX-License-Identifier: Apache-2.0
// What NetworkX and igraph make of these files is checked by graph_peers.py.
#include "io/export_graph.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "absl/strings/str_cat.h"
#include "graph/attributes.h"
#include "graph/random.h"
#include "io/import/dot.h"
#include "io/import/gexf.h"
#include "io/import/graphml.h"
#include "io/import/node_link.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tiny_community.h"

namespace pullgraph::export_graph_test {
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
    for (const Attribute& a : AttributesAt(CommunityView(c), MemberId(i))) {
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

}  // namespace
}  // namespace pullgraph::export_graph_test
