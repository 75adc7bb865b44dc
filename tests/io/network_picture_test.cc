// SPDX-License-Identifier: Apache-2.0
#include "io/report/network_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/community_builder.h"
#include "tests/testing/page_facts.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::report::network_picture_test {
namespace {

using ::pullgraph::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kGroups = 4, kGroup = 8;

// Rings of members; customers in the first alone; the first is tied to the second, the second to
// the third, the fourth to nobody.
CommunityGraph Rings() {
  CommunityBuilder b;
  std::vector<MemberId> m;
  for (int i = 0; i < kGroups * kGroup; ++i) m.push_back(*b.Member(absl::StrCat("m", 100 + i)));
  const auto tie = [&](int i, int k) { EXPECT_THAT(b.AddTie({m[static_cast<size_t>(i)], m[static_cast<size_t>(k)]}), IsOk()); };
  for (int g = 0; g < kGroups; ++g) {
    for (int i = 0; i < kGroup; ++i) tie(g * kGroup + i, g * kGroup + (i + 1) % kGroup);
  }
  tie(0, kGroup);
  tie(1, kGroup + 1);
  tie(kGroup, 2 * kGroup);
  const MarketId market = *b.Market("customers");
  for (int i = 0; i < 4; ++i) {
    EXPECT_THAT(b.AddMembership({market, m[static_cast<size_t>(i)], MarketStatus::kCustomer, {}, {}}), IsOk());
  }
  return std::move(b).Build().value();
}

EdgeReport ReportOf(const std::string& name) {
  EdgeReport report;
  for (int g = 0; g < kGroups; ++g) {
    EdgeCluster& c = report.clusters.emplace_back();
    c.id = static_cast<uint32_t>(g);
    c.name = name;
    c.on_front = g == 1;
    for (int i = 0; i < kGroup; ++i) {
      c.members.emplace_back(static_cast<uint32_t>(g * kGroup + i));
      report.cluster_of.push_back(static_cast<uint32_t>(g));
    }
  }
  return report;
}

size_t CountOf(const std::string& text, const std::string& piece) {
  size_t count = 0;
  for (size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) ++count;
  return count;
}

TEST(NetworkPicture, ACircleACluster) {
  const CommunityGraph c = Rings();
  ASSERT_OK_AND_ASSIGN(const std::string svg, NetworkPicture(CommunityView(c), ReportOf("</svg><script>&"), {}));
  const auto facts = pullgraph::testing::PageReader::Read("<p id=\"edge\">" + svg + "</p>");
  EXPECT_EQ(facts.error, "");
  EXPECT_EQ(facts.plots_without_name, 0);
  EXPECT_EQ(CountOf(svg, "<circle class=\"rim"), 4U);
  EXPECT_EQ(CountOf(svg, "<circle class=\"rim\""), 1U);   // The edge.
  EXPECT_EQ(CountOf(svg, "<circle class=\"fill\""), 1U);  // Customers.
  EXPECT_EQ(CountOf(svg, "class=\"near\""), 1U);
  EXPECT_EQ(CountOf(svg, "class=\"far\""), 1U);
  EXPECT_EQ(CountOf(svg, "class=\"mark"), 1U);
  EXPECT_THAT(svg, HasSubstr(": 8 members, 4 customers</title>"));
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
}

// Half are customers: half of the area is filled. All lies within the picture, and apart.
TEST(NetworkPicture, AreasAndPlacesAreTrue) {
  const CommunityGraph c = Rings();
  ASSERT_OK_AND_ASSIGN(const std::string svg, NetworkPicture(CommunityView(c), ReportOf("x"), {}));
  std::smatch box;
  ASSERT_TRUE(std::regex_search(svg, box, std::regex("viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"")));
  const double width = std::stod(box[1]), height = std::stod(box[2]);
  struct Disc {
    double x, y, r;
  };
  std::vector<Disc> rims, fills;
  const std::regex circle("<circle class=\"([a-z ]+)\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\" r=\"([0-9.]+)\"");
  for (auto it = std::sregex_iterator(svg.begin(), svg.end(), circle); it != std::sregex_iterator(); ++it) {
    ((*it)[1] == "fill" ? fills : rims).push_back({std::stod((*it)[2]), std::stod((*it)[3]), std::stod((*it)[4])});
  }
  ASSERT_EQ(rims.size(), 4U);
  ASSERT_EQ(fills.size(), 1U);
  int around = 0;
  for (size_t i = 0; i < rims.size(); ++i) {
    EXPECT_GE(rims[i].x - rims[i].r, 0);
    EXPECT_LE(rims[i].x + rims[i].r, width);
    EXPECT_GE(rims[i].y - rims[i].r, 0);
    EXPECT_LE(rims[i].y + rims[i].r, height);
    for (size_t k = 0; k < i; ++k) {
      EXPECT_GE(std::hypot(rims[i].x - rims[k].x, rims[i].y - rims[k].y), rims[i].r + rims[k].r);
    }
    if (rims[i].x != fills[0].x || rims[i].y != fills[0].y) continue;
    ++around;
    EXPECT_NEAR(fills[0].r * fills[0].r / (rims[i].r * rims[i].r), .5, .01);
  }
  EXPECT_EQ(around, 1);
}

TEST(NetworkPicture, SaysWhatItLeavesOut) {
  const CommunityGraph c = Rings();
  NetworkPictureOptions options;
  options.most_clusters = 3;
  ASSERT_OK_AND_ASSIGN(const std::string some, NetworkPicture(CommunityView(c), ReportOf("x"), options));
  EXPECT_EQ(CountOf(some, "<circle class=\"rim"), 3U);
  EXPECT_EQ(CountOf(some, "class=\"mark"), 1U);  // The numbered one is kept.
  EXPECT_THAT(some, HasSubstr("Not drawn: 1 smaller cluster."));
  EXPECT_THAT(NetworkPicture(CommunityView(CommunityGraph()), {}, {}).value(), "");
  const std::atomic<bool> stop = true;
  const RunControl run = {.cancelled = &stop};
  options.run = &run;
  EXPECT_THAT(NetworkPicture(CommunityView(c), ReportOf("x"), options),
              pullgraph::testing::StatusIs(absl::StatusCode::kCancelled, ""));
}

}  // namespace
}  // namespace pullgraph::report::network_picture_test
