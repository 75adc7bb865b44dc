// SPDX-License-Identifier: Apache-2.0
#include "graph/names.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/testing/status_matchers.h"

namespace pullgraph::names_test {
namespace {

using testing::StatusIs;

template <class Enum>
class NamesTest : public ::testing::Test {};

template <class Enum, int32_t kLast>
struct Vocabulary {
  using Type = Enum;
  static constexpr int32_t kCount = kLast;
};
using Vocabularies = ::testing::Types<
    Vocabulary<MemberKind, 2>, Vocabulary<MemberRole, 3>, Vocabulary<MarketStatus, 3>,
    Vocabulary<ResourceKind, 8>, Vocabulary<TieKind, 12>, Vocabulary<SignalKind, 13>,
    Vocabulary<ObjectKind, 3>, Vocabulary<TouchOutcome, 7>>;
TYPED_TEST_SUITE(NamesTest, Vocabularies);

TYPED_TEST(NamesTest, EveryValueGoesThereAndBack) {
  using Enum = typename TypeParam::Type;
  std::set<std::string> words;
  for (int32_t v = 1; v <= TypeParam::kCount; ++v) {
    const std::string word = NameOf(static_cast<Enum>(v));
    EXPECT_FALSE(word.empty());
    EXPECT_NE(word, std::to_string(v));
    EXPECT_TRUE(words.insert(word).second) << word;
    std::string shouted = word;
    for (char& c : shouted) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(ParseName<Enum>(word).value(), static_cast<Enum>(v));
    EXPECT_EQ(ParseName<Enum>(shouted).value(), static_cast<Enum>(v));
    EXPECT_EQ(ParseName<Enum>(std::to_string(v)).value(), static_cast<Enum>(v));
  }
}

TYPED_TEST(NamesTest, ValuesOfLaterVersionsSurvive) {
  using Enum = typename TypeParam::Type;
  EXPECT_EQ(NameOf(Enum{0}), "");
  EXPECT_EQ(ParseName<Enum>("").value(), Enum{0});
  for (const int32_t v : {TypeParam::kCount + 1, 1'000'000, -1, INT32_MAX, INT32_MIN}) {
    const std::string word = NameOf(static_cast<Enum>(v));
    EXPECT_EQ(word, std::to_string(v));
    EXPECT_EQ(ParseName<Enum>(word).value(), static_cast<Enum>(v));
  }
}

TYPED_TEST(NamesTest, UnknownWordListsTheKnown) {
  using Enum = typename TypeParam::Type;
  for (const char* word : {"nonsense", "1x", "99999999999", " 1", "\x1B[2J"}) {
    EXPECT_THAT(ParseName<Enum>(word), StatusIs(absl::StatusCode::kInvalidArgument,
                                                NameOf(static_cast<Enum>(1))));
  }
  EXPECT_THAT(ParseName<Enum>("\x1B[2J"),
              StatusIs(absl::StatusCode::kInvalidArgument, "'\\x1B[2J'"));
}

TEST(Names, Words) {
  EXPECT_EQ(NameOf(MemberKind::kOrganization), "organization");
  EXPECT_EQ(NameOf(MemberRole::kBot), "bot");
  EXPECT_EQ(NameOf(MarketStatus::kChurned), "churned");
  EXPECT_EQ(NameOf(ResourceKind::kPackage), "package");
  EXPECT_EQ(NameOf(TieKind::kWorksWith), "works_with");
  EXPECT_EQ(NameOf(TieKind::kTogether), "together");
  EXPECT_EQ(NameOf(SignalKind::kPost), "post");
  EXPECT_EQ(NameOf(ObjectKind::kMember), "member");
  EXPECT_EQ(NameOf(TouchOutcome::kUnsubscribed), "unsubscribed");
}

}  // namespace
}  // namespace pullgraph::names_test
