// SPDX-License-Identifier: Apache-2.0
// One answer in four forms: table, csv, json, pb.
#ifndef PULLGRAPH_TOOLS_RESULT_WRITER_H_
#define PULLGRAPH_TOOLS_RESULT_WRITER_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "pullgraph/v1/results.pb.h"
#include "tools/verb.h"

namespace pullgraph::tools {

// One cell, as people read it and as programs do.
struct Cell {
  std::string text;
  std::string raw;
  bool is_number = false;

  static Cell Text(std::string s) { return {s, s, false}; }
  static Cell Count(uint64_t v);
  static Cell Number(double v, int digits);
  // A probability, shown as a percentage of two significant digits.
  static Cell Percent(double p);
  static Cell Absent() { return {"-", "", true}; }
};

struct ResultColumn {
  std::string header;  // With the unit, where there is one.
  std::function<Cell(const v1::Result&)> cell;
};

struct ResultTable {
  v1::RunManifest manifest;
  std::string title;  // One line above the table; other forms leave it out.
  std::vector<ResultColumn> columns;
  std::vector<v1::Result> rows;
  std::vector<std::string> notes;  // Lines below the table.
};

// Writes the answer to --output as --format says. ERRORS: those of OutputFile.
absl::Status WriteResult(const Session& session, const ResultTable& table);

// The same, as an exit code; prints what went wrong.
int FinishResult(const Session& session, const ResultTable& table);

// Writes free text to --output, as an exit code.
int FinishText(const Session& session, std::string_view text);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_RESULT_WRITER_H_
