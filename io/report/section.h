// SPDX-License-Identifier: Apache-2.0
// A part of the report: what it says in one sentence, and what it shows.
#ifndef PULLGRAPH_IO_REPORT_SECTION_H_
#define PULLGRAPH_IO_REPORT_SECTION_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "graph/time.h"
#include "io/answer/figures.h"

namespace pullgraph::report {

// Numbers read the same on the page as everywhere.
using figures::CountOf;
using figures::Fixed;
using figures::Grouped;
using figures::kNbsp;
using figures::PercentRange;
using figures::Points;
using figures::PointsRange;
using figures::Range;
using figures::Span;
using figures::SpanRange;
// But "below 0.1 %" stands for "< 0.1 %", which is no HTML.
std::string Percent(double share);
std::string Short(double v);

// All but `id` is HTML.
struct Section {
  std::string id;  // Of its heading: letters.
  std::string title;
  std::string headline;  // One sentence, also at the top of the page.
  std::string body;      // Empty if left out: `headline` says why.
  std::string picture = {};  // For the first screen, if it has one.
};

// A section that the data don't hold. `why` is no HTML.
Section LeftOut(std::string_view id, std::string_view title, std::string_view why);

// The cause of an error as a sentence; no HTML.
std::string Sentence(const absl::Status& status);

// A date that is not broken over two lines, as HTML.
std::string Date(Time t);

// <p>html</p>, and one in small print.
std::string Paragraph(std::string_view html);
std::string Note(std::string_view html);

// A table, row by row. The first column without style is the header of its rows.
class Table {
 public:
  struct Head {
    std::string html;
    std::string style;  // "n" for numbers, "w" for a column of intervals, or empty.
  };
  Table(std::string_view caption, std::vector<Head> heads);
  // Cells of HTML, one a column.
  void Row(const std::vector<std::string>& cells);
  std::string Finish() &&;

 private:
  std::vector<Head> heads_;
  size_t row_head_ = 0;
  std::string html_;
};

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_SECTION_H_
