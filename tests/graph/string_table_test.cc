// SPDX-License-Identifier: Apache-2.0
#include "graph/string_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "graph/random.h"

namespace pullgraph::string_table_test {
namespace {

static_assert(!std::is_copy_constructible_v<StringInterner>);
static_assert(std::is_move_constructible_v<StringInterner>);

TEST(CompareIds, NumbersByValueBeforeWordsByBytes) {
  const std::vector<std::string> sorted = {
      "-999999999999999999", "-12", "-1", "0", "1", "2", "10", "999999999999999999",
      // Not canonical numbers:
      "", "+1", "-", "-0", "-01", "00", "01", "1.5", "1000000000000000000", "1a", "A", "Z", "a",
      "ab", "b", "\xC3\xA9"};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) {
      EXPECT_EQ(CompareIds(sorted[i], sorted[j]), i <=> j) << sorted[i] << " " << sorted[j];
    }
  }
}

TEST(StringTable, FindSortedFindsAllAndNothingElse) {
  RandomStream random(1, 0);
  std::set<std::string> unique;
  while (unique.size() < 500) {
    unique.insert(random.Bernoulli(0.5) ? std::to_string(random.Below(2000))
                                        : "m" + std::to_string(random.Below(2000)));
  }
  std::vector<std::string> ids(unique.begin(), unique.end());
  std::sort(ids.begin(), ids.end(),
            [](const auto& a, const auto& b) { return CompareIds(a, b) < 0; });
  StringTable table;
  for (const std::string& id : ids) table.Append(id);
  ASSERT_EQ(table.size(), 500U);
  for (uint32_t i = 0; i < 500; ++i) {
    EXPECT_EQ(table[i], ids[i]);
    EXPECT_EQ(table.FindSorted(ids[i]), i);
  }
  int absent = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = "m" + std::to_string(i);
    EXPECT_EQ(table.FindSorted(id).has_value(), unique.contains(id));
    absent += !unique.contains(id);
  }
  EXPECT_GT(absent, 0);
  EXPECT_EQ(StringTable().FindSorted("x"), std::nullopt);
}

TEST(StringTable, EqualityAndEmptyStrings) {
  StringTable a;
  StringTable b;
  a.Append("");
  a.Append("x");
  b.Append("x");
  b.Append("");
  EXPECT_EQ(a.blob(), b.blob());
  EXPECT_FALSE(a == b);
  EXPECT_EQ(a[0], "");
  EXPECT_EQ(b[1], "");
}

TEST(StringInterner, EqualStringsEqualNumbers) {
  StringInterner ids;
  EXPECT_EQ(ids.Find("a"), std::nullopt);
  EXPECT_EQ(ids.Intern("a"), 0U);
  EXPECT_EQ(ids.Intern(""), 1U);
  EXPECT_EQ(ids.Intern("a"), 0U);
  EXPECT_EQ(ids.Find(""), 1U);
  const std::string large(200'000, 'x');
  EXPECT_EQ(ids.Intern(large), 2U);
  EXPECT_EQ(ids[2], large);
}

TEST(StringInterner, ViewsOutliveGrowthAndMoves) {
  StringInterner ids;
  std::vector<std::string> texts;
  for (int i = 0; i < 30'000; ++i) texts.push_back("member-" + std::to_string(i * 7919 % 30'011));
  for (const std::string& text : texts) ids.Intern(text);
  const std::string_view first = ids[0];
  const StringInterner moved = std::move(ids);
  EXPECT_EQ(first, texts[0]);
  ASSERT_EQ(moved.size(), texts.size());
  for (uint32_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(moved[i], texts[i]);
    ASSERT_EQ(moved.Find(texts[i]), i);
  }
}

}  // namespace
}  // namespace pullgraph::string_table_test
