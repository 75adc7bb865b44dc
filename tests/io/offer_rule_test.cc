// SPDX-License-Identifier: Apache-2.0
#include "io/import/offer_rule.h"

#include <gtest/gtest.h>

#include <string>

#include "io/import/csv.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::offer_rule_test {
namespace {

using testing::StatusIs;

ImportResult Shop(const std::string& markets = "id\nours\n") {
  return ImportCsvFolder(InputFolder::FromMemory(
                             {{"topics.csv", "id,name,parent\nsaws,Saws,tools\ntools,Tools,\n"},
                              {"markets.csv", markets},
                              {"resources.csv",
                               "id,title,kind,topics,offered_by\n1,Small saw,product,saws,\n"
                               "2,Hammer,product,tools,\n3,Sawing,course,saws,ours\n"}}),
                         {.name = "shop"})
      .value();
}

// The keys of what is offered after `rule`.
absl::StatusOr<std::string> Marked(const std::string& rule, ImportResult shop = Shop()) {
  if (absl::Status s = MarkOffering(rule, shop); !s.ok()) return s;
  std::string out;
  uint64_t said = 0;
  for (uint32_t r = 0; r < shop.community.num_resources(); ++r) {
    if (shop.community.resources().offered_by[r].empty()) continue;
    out += shop.community.ResourceKey(ResourceId(r));
    ++said;
  }
  EXPECT_GE(said, shop.report.CountOf("resources offered"));
  return out;
}

TEST(OfferRule, TermsAddToWhatIsSaid) {
  EXPECT_EQ(Marked("kind=product").value(), "123");
  EXPECT_EQ(Marked("resource=Hammer").value(), "23");
  EXPECT_EQ(Marked(" topic = Saws ").value(), "13");
  EXPECT_EQ(Marked("topic=tools").value(), "123");  // And what is below.
  EXPECT_EQ(Marked("ours: resource=1 or kind=course").value(), "13");
}

TEST(OfferRule, OfOneOfSeveralMarkets) {
  const std::string two = "id\nours\ntheirs\n";
  EXPECT_THAT(Marked("kind=product", Shop(two)),
              StatusIs(absl::StatusCode::kInvalidArgument, "2 markets"));
  ImportResult shop = Shop(two);
  ASSERT_TRUE(MarkOffering("theirs: resource=3", shop).ok());
  EXPECT_EQ(shop.community.resources().offered_by[2].size(), 2);
  EXPECT_EQ(shop.report.CountOf("resources offered"), 1);
}

TEST(OfferRule, Mistakes) {
  constexpr auto kBad = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(Marked("topic=sawz"), StatusIs(kBad, "did you mean saws"));
  EXPECT_THAT(Marked("resource=9"), StatusIs(kBad, "there is no resource '9'"));
  EXPECT_THAT(Marked("kind=thing"), StatusIs(kBad, "thing"));
  EXPECT_THAT(Marked("kind=event"), StatusIs(kBad, "no resource is what"));
  EXPECT_THAT(Marked("colour=red"), StatusIs(kBad, "is none of kind=WORD"));
  EXPECT_THAT(Marked(""), StatusIs(kBad, "is none of"));
  EXPECT_THAT(Marked("kind=product or  or topic=saws"), StatusIs(kBad, "is none of"));
  ImportResult nobody =
      ImportCsvFolder(InputFolder::FromMemory({{"resources.csv", "id\n1\n"}}), {.name = "x"}).value();
  EXPECT_THAT(MarkOffering("resource=1", nobody),
              StatusIs(absl::StatusCode::kFailedPrecondition, "no market"));
}

// A market may be declared further down than the resources that it offers.
TEST(OfferRule, ColumnNamesDeclaredMarkets) {
  const auto dangling = ImportCsvFolder(
      InputFolder::FromMemory({{"markets.csv", "id\nours\n"},
                               {"resources.csv", "id,offered_by\n1,ours;yours\n"}}),
      {.name = "x"});
  EXPECT_THAT(dangling, StatusIs(absl::StatusCode::kDataLoss, "'yours', a dangling id"));
}

}  // namespace
}  // namespace pullgraph::offer_rule_test
