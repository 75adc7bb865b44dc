// SPDX-License-Identifier: Apache-2.0
// One row of each kind that is planned for the year 2052 changes nothing of what any verb
// says of today; the import names it.
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/tools/command_fixture.h"
#include "tests/tools/options_cases.h"
#include "tests/tools/options_inputs.h"

namespace pullgraph::far_dates_command_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;  // NOLINT: of pullgraph.

class FarDatesCommand : public Command {
 protected:
  void SetUp() override {
    Command::SetUp();
    was_ = std::filesystem::current_path();
    std::filesystem::current_path(folder_);
    ASSERT_EQ(Spawn("generate community --topics 8 --clusters 6 --answer-median 9 --offers .4 "
                    "--members 90 --ties 400 --signals 1400 --resources 40 --asks 150 "
                    "--touches 400 --quiet -o made.pull").code, 0);
    ASSERT_EQ(Spawn("export made.pull -o tables --quiet").code, 0);
    ASSERT_EQ(Spawn("import csv tables -o near.pull --name c --quiet").code, 0);
  }
  void TearDown() override {
    std::filesystem::current_path(was_);
    Command::TearDown();
  }
  // near.pull with one more row of the table, each of these cells in its column.
  Outcome MakeFar(const std::string& table, const std::vector<std::pair<std::string, std::string>>& cells) {
    std::filesystem::remove_all("tables");
    EXPECT_EQ(Spawn("export near.pull -o tables --quiet").code, 0);
    const std::string path = "tables/" + table + ".csv";
    const std::string text = ReadAll(path);
    Cells names = absl::StrSplit(text.substr(0, text.find('\n')), ',');
    for (std::string& name : names) {
      std::string cell;
      for (const auto& [column, value] : cells) {
        if (column == name) cell = value;
      }
      name = cell;
    }
    Write(path, text + absl::StrJoin(names, ",") + "\n");
    return Spawn("import csv tables -o far.pull --name c");
  }
  static std::string Said(const std::string& words) {
    const Outcome done = Spawn(words);
    EXPECT_EQ(done.code, 0) << words << "\n" << done.err;
    Cells lines = absl::StrSplit(done.out.substr(0, done.out.find("id=\"method\"")), '\n');
    for (std::string& line : lines) {  // The size of the file is told, too.
      if (line.find("computed all figures from") != std::string::npos) line.clear();
    }
    return absl::StrReplaceAll(absl::StrJoin(lines, "\n"), {{"far.pull", "near.pull"}});
  }
  std::filesystem::path was_;
};

TEST_F(FarDatesCommand, APlannedRowChangesNothing) {
  const struct {
    const char* table;
    std::vector<std::pair<std::string, std::string>> cells;
    const char* note;
  } rows[] = {
      {"touches",
       {{"member", "m3"}, {"campaign", "later"}, {"channel", "email"}, {"sent_at", "2052-01-01"}},
       "note: 1 touch is dated 2052-01-01, 26 years after all that was observed: planned, not "
       "history"},
      {"memberships",
       {{"market", "customers"}, {"member", "m3"}, {"status", "churned"}, {"valid_from", "2052-01-01"}},
       "note: 1 membership is dated 2052-01-01"},
  };
  for (const auto& row : rows) {
    const Outcome made = MakeFar(row.table, row.cells);
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.err, HasSubstr(row.note));
    for (const char* words :
         {"trajectory", "trajectory --members", "trajectory --clusters", "pace", "pace --rhythm",
          "pace --of answer", "edges", "waste", "waste --windows", "waste --spare", "needs",
          "needs --idle", "rank", "rank --goal pulls", "report"}) {
      Cells parts = absl::StrSplit(words, ' ');
      parts.insert(parts.begin() + 1, "near.pull");
      const std::string near = absl::StrJoin(parts, " ");
      const std::string far = absl::StrReplaceAll(near, {{"near.pull", "far.pull"}});
      EXPECT_EQ(Said(near), Said(far)) << row.table << ": " << words;
    }
    // The range of the file is that of its events: a membership is none.
    if (row.table != std::string("touches")) continue;
    EXPECT_THAT(Said("info far.pull"), HasSubstr("planned until 2052-01-01"));
    EXPECT_THAT(Said("info near.pull"), Not(HasSubstr("planned")));
  }
}

TEST_F(FarDatesCommand, ASlipIsNamed) {
  const Outcome made = MakeFar("signals", {{"member", "m3"}, {"object_kind", "resource"},
                                           {"object", "r3"}, {"kind", "view"},
                                           {"at", "2052-01-01"}});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.err, HasSubstr("note: 1 signal or tie is dated 2052-01-01, 26 years after the "
                                  "others: is that a slip? Ages are counted from there"));
}

}  // namespace
}  // namespace pullgraph::far_dates_command_test
