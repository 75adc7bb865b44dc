// SPDX-License-Identifier: Apache-2.0
// Tables that well-known platforms hand out, known by their headers.
#ifndef PULLGRAPH_IO_IMPORT_TABLE_PRESETS_H_
#define PULLGRAPH_IO_IMPORT_TABLE_PRESETS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "io/import/csv.h"
#include "io/import/csv_mapping.h"

namespace pullgraph {

struct TablePreset {
  const char* name;      // "hubspot".
  const char* what;      // "contacts of HubSpot".
  const char* required;  // Names that its header has, "a|b" being one of these, cut by ','.
  const char* mapping;   // As docs/import.md describes it; @id stands for the member's id.
};

absl::Span<const TablePreset> TablePresets();

// The preset whose required names a record near the beginning of `head` has, in any order
// and case; null if there is none. COST: O(64 KiB).
const TablePreset* RecogniseTable(std::string_view head);

// How the preset reads the file `name` of a folder; "" is the path given to the importer.
// ERRORS: those of ParseCsvMapping, which would be a fault of the preset.
absl::StatusOr<CsvMapping> MappingOfPreset(const TablePreset& preset, const std::string& name = "");

// Members come under their e-mail address in lower case, or where they have none under
// the platform's id. Rows without either are left out and noted, as are dates that are
// not read without doubt (04/05/2024).
//
// COST: one pass over the file for each table that it feeds.
// ERRORS: those of ImportMappedCsv.
absl::StatusOr<ImportResult> ImportPreset(const TablePreset& preset, const std::string& path,
                                          const CsvOptions& options = {});
// The same over the file `name` of `folder`.
absl::StatusOr<ImportResult> ImportPresetFrom(const TablePreset& preset,
                                              const InputFolder& folder, const std::string& name,
                                              const CsvOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_TABLE_PRESETS_H_
