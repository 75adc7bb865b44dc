// SPDX-License-Identifier: Apache-2.0
#include "io/import/pajek.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/import/pajek_sections.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

class PajekReader {
 public:
  PajekReader(ByteSource source, const GraphOptions& options)
      : lines_(std::move(source)), options_(options), rows_(options, lines_.file()),
        sections_(rows_, lines_) {}

  absl::StatusOr<ImportResult> Read();

 private:
  absl::Status Section(std::string_view line);

  TextLines lines_;
  const GraphOptions& options_;
  GraphRows rows_;
  PajekSections sections_;
  std::vector<LineWord> words_;
};

absl::Status PajekReader::Section(std::string_view line) {
  const std::string name = absl::AsciiStrToLower(AbslView(words_[0].text));
  // The rest of the line is a title with blanks in it.
  const std::string_view title =
      words_.size() > 1 ? line.substr(words_[1].column - 1) : std::string_view();
  return sections_.Begin(name, title, words_);
}

absl::StatusOr<ImportResult> PajekReader::Read() {
  for (uint64_t count = 0;; ++count) {
    if (count % 4096 == 0) {
      PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
      ReportProgress(options_.run, 0.5 * lines_.fraction());
    }
    PG_ASSIGN(line, lines_.Next());
    if (!line) break;
    SplitWords(*line, words_);
    if (words_.empty() || words_[0].text.substr(0, 1) == "%") continue;
    const bool begins = !words_[0].quoted && words_[0].text[0] == '*';
    PG_RETURN_IF_ERROR(begins ? Section(*line) : sections_.Line(words_));
  }
  PG_RETURN_IF_ERROR(sections_.Finish());
  return std::move(rows_).Build();
}

}  // namespace

absl::StatusOr<ImportResult> ImportPajekFrom(ByteSource source, const GraphOptions& options) {
  return PajekReader(std::move(source), options).Read();
}

absl::StatusOr<ImportResult> ImportPajek(const std::string& path, const GraphOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportPajekFrom(std::move(source), options);
}

bool LooksLikePajek(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
    head.remove_prefix(std::min(line.size() + 1, head.size()));
    const std::string word = absl::AsciiStrToLower(absl::StripLeadingAsciiWhitespace(AbslView(line)));
    if (word.empty() || word[0] == '%') continue;
    return word.rfind("*network", 0) == 0 || word.rfind("*vertices ", 0) == 0;
  }
  return false;
}

}  // namespace pullgraph
