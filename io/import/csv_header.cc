// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_header.h"

#include "io/import/table_text.h"

namespace pullgraph {

CsvHeader::CsvHeader(absl::Span<const CsvCell> cells) {
  std::map<std::string, size_t> last;  // Column of each name that was seen last.
  for (size_t c = 0; c < cells.size(); ++c) {
    names_.emplace_back(cells[c].text);
    places_.push_back({"", cells[c].place.line, cells[c].place.column});
    next_same_.push_back(kNoColumn);
    const auto [seen, fresh] = last.emplace(names_[c], c);
    is_repeated_.push_back(!fresh);
    if (!fresh) {
      next_same_[seen->second] = c;
      seen->second = c;
    }
    exact_.emplace(names_[c], c);
    folded_.emplace(FoldedName(names_[c]), c);
  }
}

std::optional<size_t> CsvHeader::Find(std::string_view name) const {
  if (const auto found = exact_.find(name); found != exact_.end()) return found->second;
  const auto found = folded_.find(FoldedName(name));
  if (found == folded_.end()) return std::nullopt;
  return found->second;
}

CsvCell CsvRecord::Cell(size_t column) const {
  CsvCell empty = {"", place};
  if (column < cells.size()) empty.place = cells[column].place;
  // Names may repeat thousands of times; the first few are enough for what programs write.
  constexpr int kMostRepeats = 16;
  for (int i = 0; i < kMostRepeats && column != CsvHeader::kNoColumn; ++i) {
    if (column < cells.size() && !cells[column].text.empty()) return cells[column];
    column = header->NextSame(column);
  }
  return empty;
}

}  // namespace pullgraph
