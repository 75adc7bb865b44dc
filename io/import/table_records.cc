// SPDX-License-Identifier: Apache-2.0
#include "io/import/table_records.h"

#include <utility>

#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {

absl::StatusOr<TableRecords> TableRecords::Open(ByteSource source, const Options& options) {
  TableRecords records;
  records.report_ = options.report;
  PG_ASSIGN(text, TableText::Open(std::move(source)));
  records.text_ = text;
  PG_ASSIGN(all, text.Take());
  if (options.tolerant && JsonTable::LooksLikeOne(text.head())) {
    records.json_ = std::make_unique<JsonTable>();
    ImportReport unheard;
    PG_RETURN_IF_ERROR(records.json_->Read(std::move(all), options.run,
                                           options.report ? *options.report : unheard));
    return records;
  }
  TableLayout layout;
  if (options.tolerant) {
    layout = FindLayout(text.head(), text.is_whole(), options.delimiter, options.names);
  } else {
    layout.delimiter =
        options.delimiter != '\0' ? options.delimiter : DelimiterOfFirstLine(text.head());
  }
  records.csv_ = std::make_unique<CsvReader>(std::move(all), layout.delimiter, options.tolerant);
  for (size_t i = 0; i < layout.preamble; ++i) {
    PG_ASSIGN(any, records.csv_->Next());
    if (!any) break;
    if (options.report != nullptr) {
      options.report->Note("lines before the header of a table left out",
                           ToString(records.csv_->place()));
    }
  }
  return records;
}

absl::StatusOr<bool> TableRecords::Next() {
  if (json_) return json_->Next();
  PG_ASSIGN(any, csv_->Next());
  if (any && report_ != nullptr && csv_->recoded() > 0) {
    report_->Note("cells that are no UTF-8, read as Windows-1252", ToString(csv_->place()),
                  csv_->recoded());
  }
  return any;
}

}  // namespace pullgraph
