// SPDX-License-Identifier: Apache-2.0
// What the largest and the smallest numbers do: what is in range comes in, goes out and comes
// back the same; what is not is refused, with the range.
#include "graph/number_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "io/export_csv.h"
#include "io/import/csv.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::number_range_test {
namespace {

using ::testing::HasSubstr;

struct Field {
  const char* table;
  const char* text;  // '#' stands for the number.
  NumberRange range;
  bool zero_is_none = false;
  bool whole = false;
};

const Field kFields[] = {
    {"members.csv", "id,needs\nm,t:#\n", kWeightRange},
    {"members.csv", "id,offers\nm,t:#\n", kLevelRange},
    {"resources.csv", "id,cost\nr,#\n", kCostRange},
    {"ties.csv", "from,to,count\na,b,#\n", kCountRange, false, true},
    {"ties.csv", "from,to,strength\na,b,#\n", kStrengthRange, true},
    {"signals.csv", "member,object,object_kind,kind,weight\na,t,topic,ask,#\n", kWeightRange},
    {"touches.csv", "member,cost\na,#\n", kCostRange},
    {"touches.csv", "member,value\na,#\n", kValueRange},
};

absl::StatusOr<ImportResult> Import(const Field& field, const std::string& number) {
  CsvOptions options;
  options.allow_undeclared = true;
  options.name = "numbers";
  return ImportCsvFolder(
      InputFolder::FromMemory({{field.table, absl::StrReplaceAll(field.text, {{"#", number}})}}), options);
}

TEST(NumberRange, WhatIsInItComesBackTheSame) {
  std::string folder = ::testing::TempDir() + "pullgraph.XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  int tried = 0;
  for (const Field& field : kFields) {
    std::vector<double> numbers = {field.range.low, field.range.high, field.range.high / 2 + field.range.low / 2};
    if (!field.whole) numbers.insert(numbers.end(), {1e-38, 0.1, 1.0 / 3});
    for (const double number : numbers) {
      if (number == 0 && field.zero_is_none) continue;
      const std::string text = absl::StrCat(field.whole ? std::floor(number) : number);
      SCOPED_TRACE(absl::StrCat(field.table, ": ", field.text, " ", text));
      ASSERT_OK_AND_ASSIGN(const ImportResult first, Import(field, field.whole ? absl::StrCat(static_cast<uint64_t>(number)) : text));
      const std::string out = absl::StrCat(folder, "/", ++tried);
      ASSERT_OK_AND_ASSIGN(const ExportedTables tables, ExportCsv(first.community, out, nullptr));
      EXPECT_GT(tables.rows, 0U);
      ASSERT_OK_AND_ASSIGN(const InputFolder written, InputFolder::Open(out));
      ASSERT_OK_AND_ASSIGN(const ImportResult again, ImportCsvFolder(written, {.name = "numbers"}));
      EXPECT_TRUE(again.community == first.community);
    }
  }
  EXPECT_GT(tried, 40);
  std::filesystem::remove_all(folder);
}

TEST(NumberRange, WhatIsNotIsRefusedWithTheRange) {
  for (const Field& field : kFields) {
    const double huge = std::numeric_limits<double>::max();
    std::vector<std::string> numbers = {absl::StrCat(huge), absl::StrCat(-huge), "inf", "-inf", "nan", "1e999", "0x10"};
    numbers.push_back(absl::StrCat(field.range.high * 1.01 + 1));
    numbers.push_back(absl::StrCat(field.range.low * 1.01 - 1));
    if (field.zero_is_none) numbers.push_back("0");
    for (const std::string& number : numbers) {
      const auto result = Import(field, number);
      // What is no number behind a colon belongs to the topic.
      const bool is_name = std::string(field.text).find(":#") != std::string::npos &&
                           number.find_first_of("infax9") != std::string::npos && result.ok();
      if (is_name) continue;
      ASSERT_FALSE(result.ok()) << field.text << number;
      EXPECT_THAT(std::string(result.status().message()), HasSubstr(field.range.expected)) << number;
    }
  }
}

// Sums over as many rows as there may be, and their squares, are finite.
TEST(NumberRange, SumsAreFinite) {
  const double rows = std::exp2(32);
  for (const NumberRange& range : {kCostRange, kValueRange, kWeightRange, kLevelRange, kStrengthRange, kCountRange}) {
    const double sum = rows * std::max(std::abs(range.low), range.high);
    EXPECT_TRUE(std::isfinite(rows * sum * sum)) << range.expected;
    EXPECT_TRUE(range.Holds(range.low) && range.Holds(range.high)) << range.expected;
    EXPECT_FALSE(range.Holds(std::nan("")) || range.Holds(std::nextafter(range.high, 1e300)) ||
                 range.Holds(std::nextafter(range.low, -1e300)) || range.Holds(INFINITY))
        << range.expected;
  }
}

}  // namespace
}  // namespace pullgraph::number_range_test
