// SPDX-License-Identifier: Apache-2.0
// --as-of T sees nothing of what came after: a community whose future is cut off by hand
// gives the same answer, from every verb and mode that takes --as-of.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "graph/time.h"
#include "tests/tools/command_fixture.h"
#include "tests/tools/options_cases.h"
#include "tests/tools/options_inputs.h"

namespace pullgraph::as_of_test {
namespace {

using namespace testing;  // NOLINT: of pullgraph.

constexpr char kNow[] = "2025-08-01";

// True if the cell holds a moment that is not before --as-of.
bool IsLater(const std::string& cell) {
  return !cell.empty() && !(*ParseTime(cell) < *ParseTime(kNow));
}

// Drops the rows for which `edit` is false. Cells go by the names of the columns.
using Row = std::map<std::string, std::string>;
void CutTable(const std::string& path, const std::function<bool(Row&)>& edit) {
  const Cells lines = absl::StrSplit(ReadAll(path), '\n', absl::SkipEmpty());
  const Cells names = absl::StrSplit(lines[0], ',');
  std::string out = lines[0] + "\n";
  size_t dropped = 0, changed = 0;
  for (size_t i = 1; i < lines.size(); ++i) {
    Cells cells = absl::StrSplit(lines[i], ',');
    Row row;
    for (size_t k = 0; k < names.size(); ++k) row[names[k]] = cells[k];
    if (!edit(row)) {
      ++dropped;
      continue;
    }
    for (size_t k = 0; k < names.size(); ++k) {
      changed += cells[k] != row[names[k]];
      cells[k] = row[names[k]];
    }
    absl::StrAppend(&out, absl::StrJoin(cells, ","), "\n");
  }
  EXPECT_GT(dropped + changed, 0U) << path << ": nothing is cut, nothing is tested";
  Write(path, out);
}

// Every second tie lists each of its interactions, unevenly spread, the others first, last
// and count.
void ListInteractions(const std::string& folder) {
  int i = 0;
  CutTable(folder + "/ties.csv", [&](Row& tie) {
    if (++i % 2 == 0) return true;
    const Time first = *ParseTime(tie["first_at"]), last = *ParseTime(tie["last_at"]);
    const double span = DaysBetween(first, last) * static_cast<double>(kMicrosPerDay);
    std::string at;
    for (int k = 0; k <= 4; ++k) {
      const Time t = k == 4 ? last : AddMicros(first, static_cast<int64_t>(span * k * k / 16));
      absl::StrAppend(&at, k == 0 ? "" : ";", FormatTime(t));
    }
    tie["at"] = at;
    tie["count"] = tie["first_at"] = tie["last_at"] = "";
    return true;
  });
}

// What the tables would have been at kNow.
void CutFuture(const std::string& folder) {
  CutTable(folder + "/ties.csv", [](Row& tie) {
    if (!tie["at"].empty()) {
      Cells at = absl::StrSplit(tie["at"], ';');
      at.erase(std::remove_if(at.begin(), at.end(), IsLater), at.end());
      tie["at"] = absl::StrJoin(at, ";");
      return !at.empty();
    }
    if (IsLater(tie["first_at"])) return false;
    if (!IsLater(tie["last_at"])) return true;
    // Evenly spread: those that had been.
    int count = 1;
    if (!tie["count"].empty()) {
      EXPECT_TRUE(absl::SimpleAtoi(tie["count"], &count));
    }
    const Time first = *ParseTime(tie["first_at"]), last = *ParseTime(tie["last_at"]);
    const double step = count < 2 ? 0 : static_cast<double>((last.micros() - first.micros())) / (count - 1);
    Time until = first;
    int known = 1;
    for (; known < count; ++known) {
      const Time t = AddMicros(first, static_cast<int64_t>(step * known));
      if (!(t < *ParseTime(kNow))) break;
      until = t;
    }
    tie["count"] = std::to_string(known);
    tie["last_at"] = FormatTime(until);
    return true;
  });
  CutTable(folder + "/signals.csv", [](Row& signal) {
    if (IsLater(signal["answered_at"])) signal["answered_at"] = signal["answered_by"] = "";
    // One row stands at that very moment, and is not yet known: now is now in both.
    return !IsLater(signal["at"]) || *ParseTime(signal["at"]) == *ParseTime(kNow);
  });
  CutTable(folder + "/touches.csv", [](Row& touch) { return !IsLater(touch["sent_at"]); });
  CutTable(folder + "/memberships.csv", [](Row& row) {
    if (IsLater(row["valid_to"])) row["valid_to"] = "";
    return !IsLater(row["valid_from"]);
  });
  CutTable(folder + "/attributes.csv", [](Row& row) {
    if (IsLater(row["valid_to"])) row["valid_to"] = "";
    return !IsLater(row["valid_from"]);
  });
  const auto hide = [](Row& row, const char* begins, const char* name) {
    if (IsLater(row[begins])) row[name] = "not yet there";
    return true;
  };
  CutTable(folder + "/resources.csv", [&](Row& r) { return hide(r, "published_at", "title"); });
}

class AsOf : public Command, public ::testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    Command::SetUp();
    was_ = std::filesystem::current_path();
    std::filesystem::current_path(folder_);
    ASSERT_EQ(Spawn("generate community --topics 8 --clusters 6 --answer-median 9 --offers .4 "
                    "--members 90 --ties 400 --signals 1400 --resources 40 --asks 150 "
                    "--touches 400 --quiet -o g.pull").code, 0);
    ASSERT_EQ(Spawn("export g.pull -o whole --quiet").code, 0);
    Enrich("whole");
    ListInteractions("whole");
    int i = 0;
    CutTable("whole/memberships.csv", [&](Row& row) {
      // They become customers all over the year, so that there is somebody to foresee.
      row["valid_from"] = absl::StrFormat("2025-%02d-%02d", 2 + i % 10, 1 + i % 27);
      if (++i % 5 == 0 && row["valid_from"] < "2025-05") {
        row["valid_to"] = i % 2 == 0 ? "2025-09-01" : "2025-06-01";
      }
      return true;
    });
    // Employers change, some before and some after that.
    std::string attributes = "member,name,value,valid_from,valid_to\n";
    for (int m = 1; m <= 60; ++m) {
      absl::StrAppendFormat(&attributes, "m%d,organisation,firm%d,,2025-%02d-01\n", m, m % 7, 2 + m % 10);
      absl::StrAppendFormat(&attributes, "m%d,organisation,firm%d,2025-%02d-01,\n", m, m % 5, 2 + m % 10);
    }
    Write("whole/attributes.csv", attributes);
    Write("whole/signals.csv", ReadAll("whole/signals.csv") + SignalNow());
    std::filesystem::copy("whole", "cut");
    CutFuture("cut");
    for (const std::string name : {"whole", "cut"}) {
      const Outcome made = Spawn("import csv " + name + " -o " + name + ".pull --name c --quiet");
      ASSERT_EQ(made.code, 0) << made.err;
    }
  }
  void TearDown() override {
    std::filesystem::current_path(was_);
    Command::TearDown();
  }
  static std::string SignalNow() {
    const Cells names =
        absl::StrSplit(Cells(absl::StrSplit(ReadAll("whole/signals.csv"), '\n'))[0], ',');
    std::string row;
    for (size_t k = 0; k < names.size(); ++k) {
      const std::map<std::string, std::string> cells = {
          {"member", "m1"}, {"object_kind", "resource"}, {"object", "r1"}, {"kind", "view"},
          {"at", kNow}};
      const auto cell = cells.find(names[k]);
      absl::StrAppend(&row, k == 0 ? "" : ",", cell == cells.end() ? "" : cell->second);
    }
    return row + "\n";
  }

  // Modes in which the verb takes --as-of.
  static Cells Modes(const std::string& verb, const std::string& lists) {
    for (const absl::string_view line : absl::StrSplit(lists, '\n', absl::SkipEmpty())) {
      const Cells c = absl::StrSplit(line, '\t');
      if (c[0] == verb && c[1] == "--as-of") return absl::StrSplit(c[4], ',', absl::SkipEmpty());
    }
    return {};
  }

  // What the command says, but for what names the input: the numbers of ties in the file.
  static std::string Said(std::string words, const std::string& file) {
    const size_t at = words.find(".pull");
    const size_t start = words.rfind(' ', at) + 1;
    words.replace(start, at - start, file);
    const Outcome done = Spawn(words);
    EXPECT_EQ(done.code, 0) << words << "\n" << done.err;
    std::string out = done.out;
    if (const size_t results = out.find("\"results\":"); results != std::string::npos) {
      out = out.substr(results);
    }
    if (out.find("<html") != std::string::npos) out = out.substr(0, out.find("id=\"method\""));
    Cells lines = absl::StrSplit(out, '\n');
    for (std::string& line : lines) {
      const bool of_file = line.find("\"tie\":") != std::string::npos ||
                           line.find("computed all figures from") != std::string::npos;
      if (of_file) line.clear();
    }
    return absl::StrJoin(lines, "\n");
  }

  std::filesystem::path was_;
};

TEST_P(AsOf, TheFutureMakesNoDifference) {
  const std::string& verb = GetParam();
  std::vector<ModeWords> modes;
  for (const auto* all : {&kLookCases, &kUnderstandCases, &kActCases}) {
    for (const VerbCases& cases : *all) {
      if (cases.verb == verb) modes = cases.modes;
    }
  }
  ASSERT_FALSE(modes.empty()) << verb << " takes --as-of and has no case";
  const Cells accepted = Modes(verb, Spawn("reference options").out);
  bool sees = false;
  for (const ModeWords& mode : modes) {
    const bool takes = accepted.empty() || std::find(accepted.begin(), accepted.end(), mode.mode) !=
                                               accepted.end();
    if (!takes) continue;
    const std::string words = verb + " " + mode.words + " --as-of " + kNow;
    for (const char* format : {"json", "table"}) {
      const std::string line = words + (verb == "report" ? "" : absl::StrCat(" --format ", format));
      EXPECT_EQ(Said(line, "whole"), Said(line, "cut")) << line;
      if (verb == "report") break;
    }
    sees |= Said(verb + " " + mode.words, "whole") != Said(words, "whole");
  }
  EXPECT_TRUE(sees) << verb << ": --as-of changes nothing";
}

// The verbs that take it, as the command lists them.
Cells VerbsWithAsOf() {
  Cells verbs;
  std::string lists;
  if (FILE* pipe = ::popen(PULLGRAPH_BINARY " reference options", "r"); pipe != nullptr) {
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, pipe)) > 0;) lists.append(part, n);
    ::pclose(pipe);
  }
  for (const absl::string_view line : absl::StrSplit(lists, '\n', absl::SkipEmpty())) {
    const Cells c = absl::StrSplit(line, '\t');
    if (c.size() > 1 && c[1] == "--as-of") verbs.push_back(c[0]);
  }
  return verbs;
}

INSTANTIATE_TEST_SUITE_P(Verbs, AsOf, ::testing::ValuesIn(VerbsWithAsOf()),
                         [](const auto& verb) { return verb.param; });

}  // namespace
}  // namespace pullgraph::as_of_test
