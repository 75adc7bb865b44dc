// SPDX-License-Identifier: Apache-2.0
#include "graph/columns.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

#include "graph/ids.h"
#include "graph/random.h"

namespace pullgraph::columns_test {
namespace {

static_assert(!std::is_convertible_v<MemberId, ResourceId>);
static_assert(!std::is_constructible_v<MemberId, TopicId>);
static_assert(!std::is_convertible_v<uint32_t, MemberId>);
static_assert(sizeof(MemberId) == 4);

TEST(DenseId, NoneIsItsOwnValue) {
  EXPECT_TRUE(MemberId().is_none());
  EXPECT_EQ(MemberId(), MemberId::None());
  EXPECT_FALSE(MemberId(0).is_none());
  EXPECT_LT(MemberId(1), MemberId(2));
}

TEST(Column, DefaultsTakeNoMemory) {
  Column<int> c(7);
  for (int i = 0; i < 100; ++i) c.Append(7);
  EXPECT_EQ(c.size(), 100U);
  EXPECT_TRUE(c.is_default());
  EXPECT_EQ(c.memory_bytes(), 0U);
  EXPECT_EQ(c[99], 7);
  c.Append(8);
  EXPECT_FALSE(c.is_default());
  EXPECT_EQ(c[99], 7);
  EXPECT_EQ(c[100], 8);
  c.Append(7);
  EXPECT_EQ(c.values().size(), 102U);
  EXPECT_GT(c.memory_bytes(), 0U);
}

TEST(Column, BehavesLikeAVector) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed, 0);
    Column<int> column(3);
    std::vector<int> expected;
    for (int step = 0; step < 40; ++step) {
      const int value = static_cast<int>(random.Below(5));
      switch (random.Below(3)) {
        case 0:
          column.Append(value);
          expected.push_back(value);
          break;
        case 1:
          column.AppendDefaults(static_cast<size_t>(value));
          expected.insert(expected.end(), static_cast<size_t>(value), 3);
          break;
        default:
          if (expected.empty()) break;
          const size_t i = random.Below(expected.size());
          column.Set(i, value);
          expected[i] = value;
      }
      ASSERT_EQ(column.size(), expected.size());
      for (size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(column[i], expected[i]);
      ASSERT_TRUE(column.is_default() || column.values().size() == column.size());
    }
    // Equality is by content, however it came about.
    Column<int> other(99);
    for (const int v : expected) other.Append(v);
    ASSERT_TRUE(other == column);
    other.Append(1);
    ASSERT_FALSE(other == column);
  }
}

TEST(Ragged, BehavesLikeAVectorOfVectors) {
  int filled = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed, 1);
    Ragged<int> ragged;
    std::vector<std::vector<int>> expected;
    for (int step = 0; step < 12; ++step) {
      if (random.Bernoulli(0.5)) {
        ragged.AppendDefaults(2);
        expected.resize(expected.size() + 2);
      } else {
        std::vector<int> list(random.Below(3));
        for (int& v : list) v = static_cast<int>(random.Below(9));
        ragged.Append(list);
        expected.push_back(list);
      }
    }
    ASSERT_EQ(ragged.size(), expected.size());
    Ragged<int> other;
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(std::vector<int>(ragged[i].begin(), ragged[i].end()), expected[i]);
      other.Append(expected[i]);
    }
    ASSERT_TRUE(ragged == other);
    other.Append(std::vector<int>{1});
    ASSERT_FALSE(ragged == other);
    filled += !ragged.is_default();
  }
  EXPECT_GT(filled, 0);
  Ragged<int> empty;
  empty.AppendDefaults(5);
  EXPECT_TRUE(empty.is_default());
  EXPECT_EQ(empty.memory_bytes(), 0U);
  EXPECT_TRUE(empty[4].empty());
}

}  // namespace
}  // namespace pullgraph::columns_test
