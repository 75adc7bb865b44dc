// SPDX-License-Identifier: Apache-2.0
#include "graph/offering.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/community_builder.h"

namespace pullgraph::offering_test {
namespace {

// Topics tools > saws; resources: a saw of ours, a hammer of theirs, a saw of nobody.
struct Shop {
  MarketId ours, theirs, idle;
  TopicId tools, saws;
  CommunityGraph community;
};

Shop MakeShop(bool stated) {
  Shop s;
  CommunityBuilder b("shop", "test");
  // Ids in the order in which the builder numbers them in the end.
  s.idle = b.Market("idle").value();
  s.ours = b.Market("ours").value();
  s.theirs = b.Market("theirs").value();
  s.saws = b.Topic("saws").value();
  s.tools = b.Topic("tools").value();
  EXPECT_TRUE(b.DescribeTopic(s.saws, {"Saws", s.tools}).ok());
  const auto add = [&](const char* id, ResourceKind kind, TopicId topic, std::vector<MarketId> by) {
    ResourceRow row;
    row.kind = kind;
    row.topics = {topic};
    if (stated) row.offered_by = std::move(by);
    EXPECT_TRUE(b.DescribeResource(b.Resource(id).value(), row).ok());
  };
  add("1", ResourceKind::kProduct, s.saws, {s.ours, s.theirs, s.ours});
  add("2", ResourceKind::kProduct, s.tools, {s.theirs});
  add("3", ResourceKind::kCourse, s.saws, {});
  s.community = std::move(b).Build().value();
  return s;
}

std::string Offered(const Offering& offering, const CommunityGraph& c) {
  std::string out;
  for (uint32_t r = 0; r < c.num_resources(); ++r) {
    if (offering.Has(r)) out += c.ResourceKey(ResourceId(r));
  }
  return out;
}

TEST(Offering, IsWhatTheMarketSaysOrElseEverything) {
  const Shop s = MakeShop(true);
  EXPECT_EQ(s.community.resources().offered_by[0].size(), 2);  // Said twice, kept once.
  EXPECT_EQ(Offered(Offering(s.community), s.community), "12");
  EXPECT_EQ(Offered(Offering(s.community, s.ours), s.community), "1");
  EXPECT_EQ(Offered(Offering(s.community, s.theirs), s.community), "12");
  const Offering idle(s.community, s.idle);
  EXPECT_EQ(Offered(idle, s.community), "123");
  EXPECT_FALSE(idle.is_stated());
  EXPECT_TRUE(Offering(s.community).is_stated());
  EXPECT_EQ(Offering(s.community, s.ours).only(), ResourceId(0));
  EXPECT_TRUE(idle.only().is_none());
  const Shop silent = MakeShop(false);
  EXPECT_EQ(Offered(Offering(silent.community, silent.ours), silent.community), "123");
}

TEST(Offering, Narrowed) {
  const Shop s = MakeShop(true);
  const auto narrowed = [&](const OfferNarrowing& n, MarketId market) {
    return Offered(Offering(s.community, market, n), s.community);
  };
  EXPECT_EQ(narrowed({.topic = s.tools}, s.theirs), "12");  // Saws are tools.
  EXPECT_EQ(narrowed({.topic = s.saws}, s.theirs), "1");
  EXPECT_EQ(narrowed({.kind = ResourceKind::kCourse}, s.idle), "3");
  EXPECT_EQ(narrowed({.kind = ResourceKind::kCourse}, s.ours), "");
  // Who asks for one thing gets it, whoever made it.
  EXPECT_EQ(narrowed({.resource = ResourceId(2)}, s.ours), "3");
}

}  // namespace
}  // namespace pullgraph::offering_test
